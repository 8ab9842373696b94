"""Apps with any dependencies can be deployed, or are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cdk.apps import make_stack, template_of
from tests.cdk.deployment_shapes import PROJECTS, Unit, all_waits_of, assert_deployable, unit
from tests.extent import examples

if TYPE_CHECKING:
    from constructs import Construct

PARTS = ("scope", "project", "webhook", "bucket", "parameter")

ends = st.tuples(st.integers(0, 5), st.sampled_from(PARTS))
apps = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from(PROJECTS), min_size=6, max_size=6),
        "nested": st.lists(st.booleans(), min_size=6, max_size=6),
        "urls": st.lists(st.booleans(), min_size=6, max_size=6),
        "edges": st.lists(st.tuples(ends, ends), max_size=6),
    }
)


@settings(max_examples=examples(60), derandomize=True)
@given(apps)
def test_whatever_waits_for_whatever_later_units_can_be_deployed_after_earlier_ones(app: dict[str, Any]) -> None:
    """Dependencies lead from later units to earlier ones, in an order that is not that of their construction."""
    stack = make_stack()
    units: list[Unit] = []
    for index, kind in enumerate(app["kinds"]):
        scope = units[-1].scope if units and app["nested"][index] else stack
        url = units[index - 1].webhook.url if index and app["urls"][index] else None
        units.append(unit(scope, f"Unit{index}", kind, url))
    for (one, part), (other, other_part) in app["edges"]:
        late, early = sorted((one, other), reverse=True)
        if late != early and not contains(units[early].scope, units[late].scope):
            units[late].part(part).node.add_dependency(units[early].part(other_part))

    assert_deployable(template_of(stack))


def contains(scope: Construct, other: Construct) -> bool:
    return scope in other.node.scopes


@settings(max_examples=examples(60), derandomize=True)
@given(apps)
def test_an_app_with_any_dependencies_can_be_deployed_or_is_refused(app: dict[str, Any]) -> None:
    stack = make_stack()
    units = [unit(stack, f"Unit{index}", kind) for index, kind in enumerate(app["kinds"])]
    for (one, part), (other, other_part) in app["edges"]:
        units[one].part(part).node.add_dependency(units[other].part(other_part))
    try:
        template = template_of(stack)
    except RuntimeError as error:
        assert "wait for each other" in str(error)  # noqa: PT017 - either this or all that follows
        return
    waits = all_waits_of(template)
    webhooks = [name for name, each in template["Resources"].items() if each["Type"] == "Custom::CodeBuildWebhook"]
    assert [name for name in webhooks if name in waits[name]] == []
