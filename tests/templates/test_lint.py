"""The rules on webhooks as templates hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lint.templates import pipeline
from webhook_constructs.templates.lint import lint_templates
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, template_webhooks

if TYPE_CHECKING:
    from webhook_constructs.lint import Finding

SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
UNANCHORED = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}]]


def project(triggers: dict[str, Any]) -> dict[str, Any]:
    return {"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, "Triggers": {"Webhook": True, **triggers}}}


def judged(*resources: dict[str, Any]) -> list[tuple[Finding, ...]]:
    template = Template({"Resources": {f"Webhook{index}": each for index, each in enumerate(resources)}})
    return lint_templates([template], [(0, each) for each in template_webhooks(template.body)])


def ids(*resources: dict[str, Any]) -> list[list[str]]:
    return [[finding.id for finding in findings] for findings in judged(*resources)]


def test_triggers_and_our_resource_are_judged_alike() -> None:
    ours = {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": "api", "FilterGroups": UNANCHORED}}

    assert ids(project({"FilterGroups": UNANCHORED}), ours) == [["WH201"], ["WH201"]]


GROUP_FIX = "each group is a list of filters: begin it with `- -`, or with `[[` in JSON"
FILTER_FIX = "write each filter as an object with Type, Pattern and, where it excludes, ExcludeMatchedPattern: true"
PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
LOOSE = {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}


@pytest.mark.parametrize(
    ("triggers", "found"),
    [
        pytest.param({"FilterGroups": [PUSH, LOOSE]}, [("FilterGroups[0]", GROUP_FIX)], id="one-dash"),
        pytest.param(
            {"FilterGroups": [PUSH, [PUSH, LOOSE], PUSH]},
            [("FilterGroups[0]", GROUP_FIX), ("FilterGroups[2]", GROUP_FIX)],
            id="one-dash-twice",
        ),
        pytest.param({"FilterGroups": PUSH}, [("FilterGroups", GROUP_FIX)], id="no-dash"),
        pytest.param({"FilterGroups": [[PUSH, "HEAD_REF"]]}, [("FilterGroups[0][1]", FILTER_FIX)], id="text"),
        pytest.param(
            {"FilterGroups": [[PUSH, {"Type": "BRANCH", "Pattern": "x"}]]},
            [("FilterGroups[0][1].Type", FILTER_FIX)],
            id="filter-type",
        ),
        pytest.param(
            {"FilterGroups": [[{"Type": "EVENT", "Pattern": ["PUSH", "RELEASED"]}]]},
            [("FilterGroups[0][0].Pattern", "write the events as one text, with commas between them: PUSH, RELEASED")],
            id="list-of-events",
        ),
        pytest.param({"FilterGroups": [[{"Type": "EVENT"}]]}, [("FilterGroups[0][0]", FILTER_FIX)], id="no-pattern"),
        pytest.param(
            {"FilterGroups": [[{**PUSH, "Exclude": True}]]}, [("FilterGroups[0][0]", FILTER_FIX)], id="key-of-a-filter"
        ),
        pytest.param(
            {"ScopeConfiguration": {"Name": "acme", "Scope": "ORGANIZATION"}},
            [("ScopeConfiguration.Scope", "write Name, Scope and, for a host of your own, Domain")],
            id="scope",
        ),
        pytest.param({"BuildType": "BATCH"}, [("BuildType", "write it as CloudFormation documents it")], id="type"),
        pytest.param({"Filters": []}, [("Filters", "write FilterGroups")], id="key"),
        pytest.param({"filter_group": [[PUSH]]}, [("filter_group", "write FilterGroups")], id="casing"),
        pytest.param({"Secret": True}, [("Secret", "write it as CloudFormation documents it")], id="no-such-key"),
        pytest.param(
            {"BranchFilter": "^main$"},
            [("BranchFilter", "write it as CloudFormation documents it")],
            id="branch-filter",
        ),
        pytest.param(
            {"ManualCreation": True},
            [("ManualCreation", "write it as CloudFormation documents it")],
            id="manual-creation",
        ),
    ],
)
def test_what_cloudformation_refuses_is_an_error_at_its_place(
    triggers: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    (findings,) = judged(project(triggers))
    errors = [each for each in findings if each.id == "WH008"]

    assert [(each.location.member, each.fix) for each in errors] == found
    assert {each.severity.value for each in errors} == {"error"}
    assert all(each.message.startswith("CloudFormation refuses what is written here: ") for each in errors)


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([PUSH, [PUSH, LOOSE]], id="group"),
        pytest.param([[PUSH, LOOSE, {"Type": "BRANCH", "Pattern": "x"}]], id="filter"),
    ],
)
def test_what_can_be_read_is_judged_beside_what_cannot(groups: Any) -> None:
    (findings,) = judged(project({"FilterGroups": groups}))

    assert sorted(each.id for each in findings) == ["WH008", "WH201"]


@pytest.mark.parametrize(
    "included",
    [
        pytest.param({"FilterGroups": UNANCHORED, "Fn::Transform": {"Name": "AWS::Include"}}, id="settings"),
        pytest.param({"FilterGroups": [*UNANCHORED, {"Fn::Transform": {"Name": "AWS::Include"}}]}, id="group"),
        pytest.param(
            {"FilterGroups": [[*UNANCHORED[0], {"Type": "HEAD_REF", "Fn::Transform": {"Name": "AWS::Include"}}]]},
            id="filter",
        ),
    ],
)
def test_what_a_transform_includes_is_open_and_the_rest_is_judged(included: dict[str, Any]) -> None:
    template = {"Resources": {"Api": project(included)}}
    (webhook,) = template_webhooks(template)

    assert ids(project(included)) == [["WH201"]]
    assert len(webhook.open_parts) == 1


def test_one_that_is_decided_on_deployment_is_passed_over() -> None:
    assert ids(project({"FilterGroups": {"Fn::If": ["Prod", UNANCHORED, []]}})) == [[]]


def test_webhooks_are_judged_together_under_their_names() -> None:
    pushes = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]]
    named = {**project({"FilterGroups": pushes}), "Metadata": {"aws:cdk:path": "Stack/Api/Resource"}}
    first, second = judged(named, project({"FilterGroups": pushes}))

    assert [finding.id for finding in first] == ["WH407"]
    assert "Webhook1" in first[0].message
    assert "Stack/Api" in second[0].message


APPROVED = {"PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED"}}
STRANGERS = [[{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]]
IF = {"Fn::If": ["Prod", UNANCHORED[0], {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize(
    "open_part",
    [
        {"Webhook": {"Ref": "Enable"}},
        {"Webhook": {"Fn::If": ["Prod", True, False]}},
        {"BuildType": {"Ref": "P"}},
        {"PullRequestBuildPolicy": {"RequiresCommentApproval": {"Ref": "P"}}},
        {"PullRequestBuildPolicy": {"RequiresCommentApproval": "ALL_PULL_REQUESTS", "ApproverRoles": {"Ref": "P"}}},
        {"PullRequestBuildPolicy": {"Fn::If": ["Prod", {}, {}]}},
        {"FilterGroups": [*UNANCHORED, IF]},
        {"FilterGroups": [*UNANCHORED, [{"Type": "EVENT", "Pattern": "PUSH"}, {"Fn::If": ["Prod", 1, 2]}]]},
    ],
)
def test_what_is_constant_is_judged_beside_what_is_not(open_part: dict[str, Any]) -> None:
    assert ids(project({"FilterGroups": UNANCHORED, **open_part})) == [["WH201"]]


@pytest.mark.parametrize(
    ("written", "open_part"),
    [
        pytest.param({}, {"FilterGroups": [IF]}, id="no-filter"),
        pytest.param({"FilterGroups": STRANGERS}, {"PullRequestBuildPolicy": {"Ref": "Policy"}}, id="no-approval"),
        pytest.param({}, {"BuildType": {"Ref": "Type"}}, id="what-a-build-type-decides-on"),
    ],
)
def test_rules_are_silent_on_what_is_not_known(written: dict[str, Any], open_part: dict[str, Any]) -> None:
    assert ids(project({**written, **open_part})) == [[]]


def test_a_rule_on_several_webhooks_still_speaks_of_those_that_are_known() -> None:
    pushes = {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]}
    unknown = project({**pushes, "BuildType": {"Ref": "Type"}})

    first, second, third = ids(project(pushes), unknown, project(pushes))
    assert ("WH407" in first, "WH407" in second, "WH407" in third) == (True, False, True)


def test_a_double_build_needs_groups_that_are_known() -> None:
    pushes = [{"Type": "EVENT", "Pattern": "PUSH"}]
    resources = (project({"FilterGroups": [pushes, IF]}), project({"FilterGroups": [pushes]}))
    found = judged(*resources, *(pipeline({"Ref": f"Webhook{index}"}) for index in range(2)))

    assert [["WH406" in {each.id for each in findings}] for findings in found] == [[False], [True]]


PUSHES = [[{"Type": "EVENT", "Pattern": "PUSH"}]]
JOBS = [[{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]]
BATCH = {"ServiceRole": "arn:aws:iam::123456789012:role/Batch"}


def with_source(source: dict[str, str], **triggers: Any) -> dict[str, Any]:
    return {"Type": PROJECT_TYPE, "Properties": {"Source": source, "Triggers": {"Webhook": True, **triggers}}}


def test_triggers_at_an_enterprise_are_an_error_and_our_resource_is_none() -> None:
    source = {"Type": "GITHUB_ENTERPRISE", "Location": "https://git.example.com/acme/api"}
    ours = {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": "a", "Source": source, "FilterGroups": PUSHES}}

    triggered, made = ids(with_source(source, FilterGroups=PUSHES), ours)

    assert "WH114" in triggered
    assert "WH114" not in made


def test_triggers_with_a_scope_that_needs_a_manual_webhook_give_one_error() -> None:
    source = {"Type": "GITHUB", "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}
    scope = {"Name": "acme", "Scope": "GITHUB_GLOBAL"}
    ours = {
        "Type": WEBHOOK_TYPE,
        "Properties": {"ProjectName": "a", "Source": source, "FilterGroups": JOBS, "ScopeConfiguration": scope},
    }

    found = ids(with_source(source, FilterGroups=JOBS, ScopeConfiguration=scope), ours)
    assert found == [["WH114", "WH213"], ["WH129", "WH213"]]


@pytest.mark.parametrize("switch", [{}, {"Webhook": False}, {"Webhook": "false"}, {"Webhook": {"Ref": "AWS::NoValue"}}])
def test_filter_groups_without_a_webhook_are_an_error_and_are_judged(switch: dict[str, Any]) -> None:
    properties = {"Source": SOURCE, "Triggers": {"FilterGroups": UNANCHORED, **switch}}

    assert ids({"Type": PROJECT_TYPE, "Properties": properties}) == [["WH115", "WH201"]]


@pytest.mark.parametrize(
    "triggers",
    [
        {"Webhook": True, "FilterGroups": PUSHES},
        {"Webhook": {"Ref": "On"}, "FilterGroups": PUSHES},
        {"Webhook": True},
        {"Webhook": False, "FilterGroups": []},
        {"Webhook": False},
        {"FilterGroups": {"Fn::If": ["On", PUSHES, {"Ref": "AWS::NoValue"}]}},
    ],
)
def test_triggers_that_may_be_right_are_not_said_to_lack_a_webhook(triggers: dict[str, Any]) -> None:
    found = ids({"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, "Triggers": triggers}})

    assert all("WH115" not in each for each in found)


def test_a_webhook_that_is_switched_off_doubles_nothing() -> None:
    off = {"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, "Triggers": {"FilterGroups": PUSHES}}}
    ours = {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": {"Ref": "Webhook0"}, "FilterGroups": PUSHES}}

    assert ids(off, project({"FilterGroups": PUSHES}), ours) == [["WH115"], [], []]


@pytest.mark.parametrize(
    ("configured", "expected"),
    [({}, ["WH130"]), ({"BuildBatchConfig": BATCH}, []), ({"BuildBatchConfig": {"Fn::If": ["B", BATCH, {}]}}, [])],
)
def test_batch_builds_need_a_configuration_of_the_project(configured: dict[str, Any], expected: list[str]) -> None:
    triggers = {"Webhook": True, "BuildType": "BUILD_BATCH", "FilterGroups": PUSHES}
    triggered = {"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, "Triggers": triggers, **configured}}
    made = {"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, **configured}}
    ours = {
        "Type": WEBHOOK_TYPE,
        "Properties": {"ProjectName": {"Ref": "Webhook1"}, "BuildType": "BUILD_BATCH", "FilterGroups": PUSHES},
    }
    imported = {
        "Type": WEBHOOK_TYPE,
        "Properties": {"ProjectName": "elsewhere", "BuildType": "BUILD_BATCH", "FilterGroups": PUSHES},
    }

    assert ids(triggered) == [expected]
    assert ids(triggered, made, ours, imported)[1:] == [expected, []]
