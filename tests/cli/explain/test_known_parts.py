"""What of a webhook is known decides, also where another part is not known or depends on a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
TO_MAIN = {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}
OPEN = {"Fn::ImportValue": "x"}
ON_DEPLOYMENT = "if there is such a webhook: its settings are known only when the stack is deployed"
HERE, ELSEWHERE = "https://github.com/acme/api", "https://github.com/acme/web"


def project(**triggers: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Name": "api",
            "Source": {"Type": "GITHUB", "Location": HERE},
            "Triggers": {"Webhook": True, "FilterGroups": [[PUSH, TO_MAIN]], **triggers},
        },
    }


def pushed(repository: str = HERE, branch: str = "main") -> dict[str, Any]:
    return {
        "ref": f"refs/heads/{branch}",
        "before": "1" * 40,
        "after": "2" * 40,
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [{"added": ["a"], "modified": [], "removed": []}],
        "head_commit": {"message": "x", "added": ["a"], "modified": [], "removed": []},
        "sender": {"id": 1, "login": "a"},
        "repository": {
            "html_url": repository,
            "clone_url": f"{repository}.git",
            "full_name": repository[19:],
            "name": "x",
        },
    }


def opened() -> dict[str, Any]:
    ref = {"ref": "x", "repo": {"id": 1, "full_name": "acme/api"}}
    return {
        "action": "opened",
        "number": 1,
        "pull_request": {
            "number": 1,
            "head": {**ref, "ref": "topic", "sha": "2" * 40},
            "base": {**ref, "ref": "main"},
            "user": {"id": 1},
            "title": "x",
        },
        "sender": {"id": 1},
        "repository": {"html_url": HERE, "clone_url": f"{HERE}.git", "full_name": "acme/api", "name": "api"},
    }


def verdict(
    command: Command, tmp_path: Path, event: dict[str, Any], *options: str, **parts: Any
) -> tuple[str, list[str]]:
    body = {"Resources": {"Api": project(**parts.pop("triggers", {}))}, **parts}
    write(tmp_path / "t.json", body)
    write(tmp_path / "event.json", event)
    name = "pull_request" if "pull_request" in event else "push"
    (answer,) = command.events("explain", "t.json", "--event", "event.json", "--event-name", name, *options)[0][
        "webhooks"
    ]
    return answer["verdict"], [*filter(None, [answer["reason"]]), *answer["conditions"]]


OPEN_PARTS = [
    pytest.param({"BuildType": OPEN}, id="build-type"),
    pytest.param({"Webhook": OPEN}, id="webhook"),
    pytest.param(
        {"PullRequestBuildPolicy": {"RequiresCommentApproval": "ALL_PULL_REQUESTS", "ApproverRoles": OPEN}}, id="roles"
    ),
    pytest.param({"PullRequestBuildPolicy": OPEN}, id="policy"),
    pytest.param({"FilterGroups": [[PUSH, TO_MAIN], OPEN]}, id="group"),
    pytest.param({"FilterGroups": [[PUSH, TO_MAIN], [PUSH, OPEN]]}, id="filter"),
]


@pytest.mark.parametrize("triggers", OPEN_PARTS)
def test_a_literal_group_that_passes_builds(command: Command, tmp_path: Path, triggers: dict[str, Any]) -> None:
    assert verdict(command, tmp_path, pushed(), triggers=triggers)[0] == "BUILDS"


@pytest.mark.parametrize(
    "triggers",
    [
        *OPEN_PARTS,
        pytest.param({"FilterGroups": OPEN}, id="groups"),
        pytest.param({"ScopeConfiguration": OPEN}, id="scope"),
    ],
)
def test_another_repository_starts_no_build(command: Command, tmp_path: Path, triggers: dict[str, Any]) -> None:
    found, reasons = verdict(command, tmp_path, pushed(ELSEWHERE), triggers=triggers)

    assert found == "NO_BUILD"
    assert reasons == ["it is on github.com/acme/api, and the event is of github.com/acme/web"]


@pytest.mark.parametrize(
    "triggers",
    [
        pytest.param({"FilterGroups": [[PUSH, OPEN]]}, id="filter"),
        pytest.param({"FilterGroups": [[PUSH, {"Type": OPEN, "Pattern": "x"}]]}, id="type"),
        pytest.param({"FilterGroups": [[PUSH, {"Type": "HEAD_REF", "Pattern": OPEN}]]}, id="pattern"),
        pytest.param({"PullRequestBuildPolicy": OPEN}, id="policy"),
    ],
)
def test_a_group_for_pushes_builds_no_pull_request_whatever_else_it_says(
    command: Command, tmp_path: Path, triggers: dict[str, Any]
) -> None:
    assert verdict(command, tmp_path, opened(), triggers=triggers)[0] == "NO_BUILD"


@pytest.mark.parametrize(
    "triggers",
    [
        pytest.param({"FilterGroups": [[PUSH, OPEN]]}, id="filter"),
        pytest.param({"FilterGroups": [OPEN]}, id="group"),
        pytest.param({"ScopeConfiguration": OPEN}, id="scope"),
        pytest.param({"FilterGroups": [[PUSH, {"Type": "BRANCH", "Pattern": "x"}]]}, id="unreadable"),
    ],
)
def test_what_the_rest_does_not_decide_is_undecided(command: Command, tmp_path: Path, triggers: dict[str, Any]) -> None:
    assert verdict(command, tmp_path, pushed(), triggers=triggers)[0] == "UNDECIDED"


ROLES = {"RequiresCommentApproval": "ALL_PULL_REQUESTS", "ApproverRoles": OPEN}


@pytest.mark.parametrize(
    ("policy", "role", "expected"),
    [
        pytest.param(OPEN, "none", "UNDECIDED", id="policy"),
        pytest.param(ROLES, "GITHUB_WRITE", "UNDECIDED", id="roles"),
        pytest.param(ROLES, "none", "WAITS_FOR_APPROVAL", id="roles-of-others"),
        pytest.param({**ROLES, "RequiresCommentApproval": "DISABLED"}, "none", "BUILDS", id="disabled"),
    ],
)
def test_a_policy_that_is_open_leaves_the_approval_of_a_pull_request_undecided_where_it_decides(
    command: Command, tmp_path: Path, policy: Any, role: str, expected: str
) -> None:
    triggers = {
        "FilterGroups": [[{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]],
        "PullRequestBuildPolicy": policy,
    }

    assert verdict(command, tmp_path, opened(), "--author-role", role, triggers=triggers)[0] == expected


BRANCH = {"FilterGroups": [[PUSH, {"Type": "HEAD_REF", "Pattern": {"Fn::Sub": "^refs/heads/${Branch}$"}}]]}


def parameter(**declared: Any) -> dict[str, Any]:
    return {"Parameters": {"Branch": {"Type": "String", **declared}}, "triggers": BRANCH}


def test_a_value_that_the_template_knows_decides_and_is_named(command: Command, tmp_path: Path) -> None:
    assert verdict(command, tmp_path, pushed(), **parameter(Default="main")) == ("BUILDS", ["with Branch=main"])
    assert verdict(command, tmp_path, pushed(branch="dev"), **parameter(Default="main"))[0] == "NO_BUILD"


def test_a_value_that_is_given_counts_more_than_the_default(command: Command, tmp_path: Path) -> None:
    found = verdict(command, tmp_path, pushed(branch="dev"), "--parameter", "Branch=dev", **parameter(Default="main"))

    assert found == ("BUILDS", ["with Branch=dev"])


def test_values_with_different_outcomes_leave_it_undecided_and_are_named(command: Command, tmp_path: Path) -> None:
    found = verdict(command, tmp_path, pushed(), **parameter(AllowedValues=["main", "dev", "test"]))

    assert found == ("UNDECIDED", ["builds with Branch=main; no build with Branch=dev, Branch=test"])


def test_a_webhook_that_is_there_only_with_some_values_is_undecided(command: Command, tmp_path: Path) -> None:
    switch = {"Parameters": {"Branch": {"Type": "String", "AllowedValues": ["true", "false"]}}}
    found = verdict(command, tmp_path, pushed(), **switch, triggers={"Webhook": {"Ref": "Branch"}})

    assert found == ("UNDECIDED", ["builds with Branch=true; no build with Branch=false", ON_DEPLOYMENT])


def test_more_combinations_than_are_tried_decide_nothing(command: Command, tmp_path: Path) -> None:
    names = [f"P{each}" for each in range(7)]
    parameters = {each: {"Type": "String", "AllowedValues": ["a", "b"]} for each in names}
    pattern = {"Fn::Join": ["", [{"Ref": each} for each in names]]}
    triggers = {"FilterGroups": [[PUSH, {"Type": "HEAD_REF", "Pattern": pattern}]]}

    assert verdict(command, tmp_path, pushed(), Parameters=parameters, triggers=triggers)[0] == "UNDECIDED"


def test_predict_and_replay_take_values_too(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", {"Parameters": {"Branch": {"Type": "String"}}, "Resources": {"Api": project(**BRANCH)}})
    write(tmp_path / "event.json", pushed())
    write(tmp_path / "values", "# of production\nBranch = main\n")

    asked = ("replay", "event.json", "t.json", "--event-name", "push")

    assert "1 delivery: builds 0" not in command(*asked, "--parameters-file", "values")
    assert "undecided" not in command(*asked, "--parameters-file", "values")
    assert "undecided" in command(*asked)


def test_a_parameter_that_no_template_has_is_refused(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=project())
    write(tmp_path / "event.json", pushed())

    refused = command.refused("explain", "t.json", "--event", "event.json", "--parameter", "Brnch=main")

    assert refused == "webhook-constructs: no template has a parameter 'Brnch'; there is none\n"


def test_a_scope_that_is_open_is_named_as_the_reason(command: Command, tmp_path: Path) -> None:
    reason = "the scope of the webhook is not known: it may leave out the repository of the event"
    assert verdict(command, tmp_path, pushed(), triggers={"ScopeConfiguration": OPEN}) == ("UNDECIDED", [reason])

    notes = [line for line in command("explain", "t.json", "--event", "event.json").splitlines() if "  [" in line]
    assert notes[-1] == f"  [1] {reason}"


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (
            {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://x.example/t"}},
            "the nested template is not among those that are read",
        ),
        ({"Type": "Acme::Ci::Project::MODULE"}, "Other: what it deploys is written elsewhere"),
        (
            {"Fn::Transform": {"Name": "AWS::Include"}},
            "Other: what Fn::Transform includes may be a project with Triggers",
        ),
    ],
    ids=["nested-by-address", "module", "included"],
)
def test_what_may_hold_webhooks_and_is_not_seen_is_told(
    command: Command, tmp_path: Path, resource: dict[str, Any], why: str
) -> None:
    write(tmp_path / "t.json", {"Resources": {"Api": project(), "Other": resource}})
    write(tmp_path / "event.json", pushed())

    code, answer, told = command.run("explain", "t.json", "--event", "event.json")

    assert (code, "builds" in answer) == (0, True)
    assert told.startswith("webhook-constructs: not looked at: t.json:")
    assert told.endswith(f": {why}\n")
