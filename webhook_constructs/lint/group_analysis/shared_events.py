"""Whether one event can start two things: the builds of two webhooks, or a build and a pipeline.

Only events of commits count. A job that waits for a runner (WORKFLOW_JOB_QUEUED) is sent to every webhook for it, but
names the project that is to run it, https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    is_disjoint,
    is_unsatisfiable,
)
from webhook_constructs.core.patterns.step_budget import MOST_STEPS_OF_A_RUN, spend_in_run, spent_in_run
from webhook_constructs.lint.rule import Group, PlacedFilter, Webhook

__all__ = ["SharedEvents", "comparable", "starting_groups"]

_MOST_GROUPS = 64  # of one webhook
_MOST_FILTERS = 16  # of one group
_MOST_IN_VAIN = 8
_STEPS_A_PAIR = 4
_MOST_STEPS = MOST_STEPS_OF_A_RUN // 4
_WITHOUT_GROUPS = Group.of(
    0, FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"}])
)
"""What starts a build where a webhook has no filters.

Source: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_codebuild/GitHubSourceProps.html [doc].
"""


def starting_groups(webhook: Webhook) -> tuple[Group, ...]:
    """Return the groups that start a build of a webhook, which are not its own if it has none.

    Returns:
        The groups; none where they cannot be told: with a branch filter [assumed: branch-filter], and for Buildkite
        [assumed: buildkite-events].
    """
    if webhook.settings.branch_filter is not None or webhook.is_for_buildkite:
        return ()
    return webhook.groups or (_WITHOUT_GROUPS,)


def comparable(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the groups of which everything is known, up to 64 of them with up to 16 filters each."""
    known = (
        each
        for each in groups
        if each.events and len(each.filters) <= _MOST_FILTERS and all(map(_is_known, each.filters))
    )
    return tuple(islice(known, _MOST_GROUPS))


class SharedEvents:
    """Finds events that pass two things, as long as there is time: questions on patterns can take long.

    Examples:
        >>> push = FilterGroup.in_event_of(EventAction.PUSH)
        >>> any_branch, main = Group.of(0, push), Group.of(0, push.and_branch_is("main"))
        >>> print(SharedEvents(most=9).of([any_branch], [main]), SharedEvents(most=0).of([any_branch], [main]))
        PUSH None
    """

    def __init__(self, most: int) -> None:
        """Allow some questions, and a quarter of the work of a run: the rest is for each webhook by itself."""
        self._left = most
        self._in_vain = 0
        self._steps = 0

    @property
    def is_over(self) -> bool:
        """Whether no question is left."""
        return not self._left

    def of(self, groups: Sequence[Group], others: Sequence[Group]) -> EventAction | None:
        """Find an event that is certain to be able to pass one of some groups, and one of others.

        Two groups that only a commit with several changed files passes, one file for each, are left out: webhooks for
        the parts of a repository are such groups.

        Returns:
            The event; None if there is none, or that cannot be told.
        """
        for one, other in product(groups, others) if self._left else ():
            spend_in_run(_STEPS_A_PAIR)
            for event in _shared(one, other):
                if self._passes_both(event, one, other):
                    return event
        return None

    def _passes_both(self, event: EventAction, one: Group, other: Group) -> bool:
        if not self._left:
            return False
        self._left -= 1
        before = spent_in_run()
        answer = _is_never_both(event, one, other)
        self._steps += spent_in_run() - before
        self._in_vain += answer is None
        if self._in_vain == _MOST_IN_VAIN or self._steps > _MOST_STEPS:
            self._left = 0
        return answer is False


def _is_never_both(event: EventAction, one: Group, other: Group) -> bool | None:
    """Check whether an event cannot pass both of two groups, or only with files that no single filter asks for."""
    if _look_at_different_files(one, other):
        return True
    conditions = (each.filter for each in (*one.filters, *other.filters) if each.type is not FilterType.EVENT)
    return is_unsatisfiable(FilterGroup.of([Filter(FilterType.EVENT, event.value), *conditions]))


def _is_known(placed: PlacedFilter) -> bool:
    """Check whether it is known what a filter lets pass, which of an empty pattern it is not."""
    return placed.type is FilterType.EVENT or (placed.pattern is not None and bool(placed.pattern.text))


def _shared(one: Group, other: Group) -> Iterator[EventAction]:
    shared = (one.events or frozenset()) & (other.events or frozenset())
    if shared:
        yield from (each for each in EventAction if each in shared and each is not EventAction.WORKFLOW_JOB_QUEUED)


def _look_at_different_files(one: Group, other: Group) -> bool:
    """Check whether both groups ask for files, and no file is one that both ask for."""
    these, those = (
        [each.pattern for each in group.on(FilterType.FILE_PATH) if each.pattern and not each.is_excluding]
        for group in (one, other)
    )
    return bool(these and those) and all(is_disjoint(this, that) for this, that in product(these, those))
