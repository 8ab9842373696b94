"""What of the settings in a template is known before the deployment."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import WebhookSettings
from webhook_constructs.templates.known_settings import KnownPart, known_part

PUSH = [{"Type": "EVENT", "Pattern": "PUSH"}]
IF = {"Fn::If": ["Prod", PUSH, {"Ref": "AWS::NoValue"}]}


def written(part: KnownPart) -> dict[str, Any]:
    """What is known, as a template has it."""
    return WebhookSettings(**part.members).to_cfn()


def unknown_group(place: str) -> list[dict[str, Any]]:
    return [{"Type": "EVENT", "Pattern": {"Fn::Unknown": place}}]


@pytest.mark.parametrize(
    ("groups", "known", "undecided"),
    [
        pytest.param([PUSH, IF], [PUSH, unknown_group("FilterGroups[1]")], ("FilterGroups[1]",), id="group"),
        pytest.param(
            [[*PUSH, {"Fn::If": ["Prod", PUSH[0], PUSH[0]]}], PUSH],
            [[*PUSH, *unknown_group("FilterGroups[0][1]")], PUSH],
            ("FilterGroups[0][1]",),
            id="filter",
        ),
        pytest.param(
            [[{"Type": {"Ref": "Type"}, "Pattern": "PUSH"}]],
            [unknown_group("FilterGroups[0][0]")],
            ("FilterGroups[0][0]",),
            id="type",
        ),
        pytest.param(
            [[{**PUSH[0], "ExcludeMatchedPattern": {"Ref": "Excludes"}}]],
            [unknown_group("FilterGroups[0][0]")],
            ("FilterGroups[0][0]",),
            id="exclusion",
        ),
        pytest.param(IF, [unknown_group("FilterGroups")], ("FilterGroups",), id="all"),
    ],
)
def test_one_group_that_is_not_known_leaves_the_others_in_their_places(
    groups: Any, known: Any, undecided: tuple[str, ...]
) -> None:
    part = known_part({"FilterGroups": groups})

    assert (written(part), part.undecided, part.unknown) == (
        {"FilterGroups": known},
        undecided,
        frozenset({"filter_groups"}),
    )


@pytest.mark.parametrize(
    ("settings", "undecided", "unknown"),
    [
        ({"Webhook": {"Ref": "Enable"}}, ("Webhook",), set()),
        ({"BuildType": "{{resolve:ssm:Type}}"}, ("BuildType",), {"build_type"}),
        ({"ManualCreation": {"Ref": "Manual"}}, ("ManualCreation",), {"manual_creation"}),
        ({"ScopeConfiguration": {"Name": "acme", "Scope": {"Ref": "S"}}}, ("ScopeConfiguration",), {"scope"}),
        (
            {"PullRequestBuildPolicy": {"RequiresCommentApproval": {"Ref": "P"}, "ApproverRoles": {"Ref": "R"}}},
            ("PullRequestBuildPolicy",),
            {"pull_request_build_policy"},
        ),
        ({"PullRequestBuildPolicy": IF}, ("PullRequestBuildPolicy",), {"pull_request_build_policy"}),
    ],
)
def test_what_is_not_known_is_left_out_and_named(
    settings: dict[str, Any], undecided: tuple[str, ...], unknown: set[str]
) -> None:
    part = known_part({"BranchFilter": "main", **settings})

    assert (written(part), part.undecided, part.unknown) == ({"BranchFilter": "main"}, undecided, frozenset(unknown))


def test_roles_that_are_not_known_leave_the_rest_of_the_policy() -> None:
    part = known_part(
        {"PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED", "ApproverRoles": {"Ref": "R"}}}
    )

    assert written(part) == {"PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED"}}
    assert (part.undecided, part.unknown) == (("PullRequestBuildPolicy.ApproverRoles",), frozenset({"approver_roles"}))


def test_functions_of_constants_are_known() -> None:
    joined = {"Fn::Join": ["", ["BUILD", "_BATCH"]]}
    part = known_part({"BuildType": joined, "FilterGroups": [[{"Type": {"Fn::Sub": "EVENT"}, "Pattern": "PUSH"}]]})

    assert (written(part), part.undecided) == ({"BuildType": "BUILD_BATCH", "FilterGroups": [PUSH]}, ())
