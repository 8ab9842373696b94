"""Laws of `diff` on random templates: whatever these hold, it does not crash, and both directions agree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import write
from tests.cli.lint.test_fuzz import TEMPLATES
from tests.extent import examples
from webhook_constructs.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REF = st.sampled_from(
    [
        "^refs/heads/main$",
        "^refs/heads/main",
        "^refs/heads/(main|dev)$",
        "^refs/heads/(dev|main)$",
        "^refs/",
        {"Ref": "Branch"},
        {"Fn::Sub": "^refs/heads/${Branch}$"},
        {"Fn::If": ["IsProd", "^refs/heads/main$", "^refs/heads/"]},
        {"Fn::ImportValue": "Branch"},
        "(",
    ]
)
FILTERS = st.one_of(
    st.fixed_dictionaries({"Type": st.sampled_from(["HEAD_REF", "BASE_REF"]), "Pattern": REF}),
    st.fixed_dictionaries(
        {"Type": st.just("ACTOR_ACCOUNT_ID"), "Pattern": st.sampled_from(["^12$", "^12", "^(12|34)$"])},
        optional={"ExcludeMatchedPattern": st.just(value=True)},
    ),
)
EVENTS = st.sampled_from(["PUSH", "PULL_REQUEST_CREATED", "PUSH,PULL_REQUEST_CREATED", "RELEASED"])
GROUPS = st.builds(
    lambda event, filters: [{"Type": "EVENT", "Pattern": event}, *filters], EVENTS, st.lists(FILTERS, max_size=2)
)
WEBHOOKS = st.builds(
    lambda project, groups, more: {
        "Type": "Custom::CodeBuildWebhook",
        "Properties": {"ProjectName": project, "FilterGroups": groups, "Source": {"Type": "GITHUB"}},
        **more,
    },
    st.sampled_from(["a", "b", {"Fn::ImportValue": "Project"}]),
    st.lists(GROUPS, min_size=1, max_size=2),
    st.fixed_dictionaries({}, optional={"Condition": st.sampled_from(["IsProd", "InEurope"])}),
)
SIDES = st.fixed_dictionaries(
    {
        "Resources": st.dictionaries(st.sampled_from(["A", "B", "C"]), WEBHOOKS, max_size=3),
        "Conditions": st.just(
            {
                "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
                "InEurope": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
            }
        ),
        "Parameters": st.fixed_dictionaries(
            {"Stage": st.sampled_from([{"Type": "String", "Default": "dev"}, {"AllowedValues": ["dev", "prod"]}])},
            optional={"Branch": st.sampled_from([{"Type": "String"}, {"Type": "String", "Default": "main"}])},
        ),
    }
)


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main(["diff", *map(str, arguments), "--format", "json"])
    return code, json.loads(capsys.readouterr().out or "{}")


def events(found: dict[str, Any], member: str) -> list[str]:
    """The actions that start or stop, and at which projects."""
    return sorted(
        f"{(each['after'] or each['before'])['project']} {case['values']} {one['event']['action']}"
        for each in found["webhooks"]
        for case in each["cases"]
        for one in case[member]
    )


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=TEMPLATES, other=TEMPLATES, output=st.sampled_from(["text", "json", "markdown"]))
def test_no_template_crashes_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one: Any, other: Any, output: str
) -> None:
    before, after = write(tmp_path / "before.json", one), write(tmp_path / "after.json", other)

    code = main(["diff", str(before), str(after), "--format", output])

    printed = capsys.readouterr()
    assert code in {0, 1, 2}
    if output == "json" and printed.out:
        json.loads(printed.out)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=SIDES, other=SIDES)
def test_both_directions_agree_and_a_template_does_not_differ_from_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one: Any, other: Any
) -> None:
    before, after = write(tmp_path / "before.json", one), write(tmp_path / "after.json", other)
    (_, there), (_, back), (_, itself) = (
        answer(capsys, *sides) for sides in ((before, after), (after, before), (before, before))
    )

    assert itself["isSame"] in {True, None}
    assert itself["widens"] in {False, None}
    assert [each["status"] for each in itself["webhooks"] if each["status"] not in {"same", "unknown"}] == []
    assert there["isSame"] == back["isSame"]
    counted = [
        sorted(each["status"].replace("new", "removed") for each in found["webhooks"]) for found in (there, back)
    ]
    assert counted[0] == counted[1]
    assert [bool(events(there, name)) for name in ("starts", "stops")] == [
        bool(events(back, name)) for name in ("stops", "starts")
    ]
