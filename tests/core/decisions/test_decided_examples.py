"""Every event of the documentation's examples builds, or does not, as AWS says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.test_documented_examples import EXAMPLES, read
from webhook_constructs.core import EventAction, WebhookEvent, decide

UNDOCUMENTED = {False: "excluded-files", True: "files-of-tag"}


def event_of(written: dict[str, Any]) -> WebhookEvent:
    members = {name: value for name, value in written.items() if name not in {"kind", "action"}}
    kind = written["kind"]
    if kind == "push":
        return WebhookEvent.push(**members)
    if kind == "workflow_job":
        return WebhookEvent.workflow_job(**members)
    action = EventAction(written["action"])
    if kind == "pull_request":
        return WebhookEvent.pull_request(action, **members)
    assert kind == "release"
    return WebhookEvent.release(action, **members)


def cases(member: str) -> list[Any]:
    return [
        pytest.param(example, case, id=f"{example['id']}-{index}")
        for example in EXAMPLES
        for index, case in enumerate(example.get(member, ()))
    ]


@pytest.mark.parametrize(("example", "case"), cases("expect"))
def test_an_event_of_an_example_builds_as_documented(example: dict[str, Any], case: dict[str, Any]) -> None:
    decision = decide(read(example), event_of(case["event"]))

    assert decision.builds is case["builds"], f"{case['why']}\n{decision}"


@pytest.mark.parametrize(("example", "case"), cases("undocumented"))
def test_what_is_not_documented_is_decided_the_likelier_way_and_says_so(
    example: dict[str, Any], case: dict[str, Any]
) -> None:
    decision = decide(read(example), event_of(case["event"]))

    assert decision.builds is case["builds"], f"{case['why']}\n{decision}"
    assert UNDOCUMENTED[decision.builds is True] in {assumption.id for assumption in decision.assumptions}


@pytest.mark.parametrize("example", [each for each in EXAMPLES if "expect" not in each], ids=lambda each: each["id"])
def test_a_webhook_that_the_service_refuses_is_undecided(example: dict[str, Any]) -> None:
    decision = decide(read(example), WebhookEvent.push(branch="main"))

    assert decision.builds is None
    assert "CodeBuild refuses these settings" in str(decision)


def test_all_events_are_there() -> None:
    assert (len(cases("expect")), len(cases("undocumented"))) == (317, 9)
