"""More filters let less pass, and more groups let more pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.property import strategies
from webhook_constructs.core import Filter, FilterGroup, is_disjoint, is_subset, is_unsatisfiable


@given(strategies.groups, strategies.filters)
def test_adding_a_filter_never_widens(group: FilterGroup, added: Filter) -> None:
    """Not even a filter that cannot be judged."""
    assert is_subset(FilterGroup.of([*group.filters, added]), group) is True


@given(strategies.any_groups, strategies.filters)
def test_adding_a_filter_to_a_wrong_group_is_never_said_to_widen_it(group: FilterGroup, added: Filter) -> None:
    assert is_subset(FilterGroup.of([*group.filters, added]), group) is not False


@given(st.lists(strategies.groups, min_size=1, max_size=3), strategies.groups)
def test_adding_a_group_never_narrows(groups: list[FilterGroup], added: FilterGroup) -> None:
    assert is_subset(groups, [*groups, added]) is not False


@given(strategies.groups, strategies.groups)
def test_a_group_is_never_said_to_be_outside_of_a_list_that_holds_it(one: FilterGroup, other: FilterGroup) -> None:
    assert is_subset(one, [other, one]) is not False
    assert is_disjoint(one, [other, one]) is not True or is_unsatisfiable(one) is True


@given(strategies.groups, strategies.filters)
def test_a_group_that_lets_nothing_pass_lets_nothing_pass_with_more_filters(group: FilterGroup, added: Filter) -> None:
    if is_unsatisfiable(group) is True:
        assert is_unsatisfiable(FilterGroup.of([*group.filters, added])) is True
