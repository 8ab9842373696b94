"""Plans and states of Terraform: which webhooks they hold, what of them is known, and where in the file it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.core import EventAction, Verdict, WebhookEvent
from webhook_constructs.lint.findings.located_findings import TemplateLocation

from .plans import LOOSE, PUSH, decided, ids, linted, project, read, webhook
from .written_forms import change_of, plan_of, resource_of

PLAN: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "plan.json").read_text())
PULL_REQUEST = WebhookEvent.pull_request(
    EventAction.PULL_REQUEST_CREATED, base="main", head="topic", author_role="none", from_fork=True
)


def test_webhooks_of_modules_count_and_for_each_are_read_with_their_addresses_and_projects() -> None:
    assert {name: (each.project, each.project_name, each.source_type) for name, each in read(PLAN).items()} == {
        "aws_codebuild_webhook.docs[0]": ("aws_codebuild_project.docs", None, "GITHUB"),
        'module.ci.aws_codebuild_webhook.this["api"]': ("api", "api", "GITHUB"),
        'module.ci.aws_codebuild_webhook.this["web"]': ("web", "web", "GITHUB"),
        "module.ci.module.runner.aws_codebuild_webhook.runner": ("runner", "runner", "GITHUB"),
    }


def test_data_deposed_objects_and_what_is_destroyed_are_no_webhooks(tmp_path: Path) -> None:
    report = linted(tmp_path, PLAN)

    assert (report.webhooks, ids(report), report.unread) == (4, ["WH203", "WH201"], ())


def test_a_deposed_object_of_a_state_is_no_webhook() -> None:
    deposed = {**webhook(PUSH, LOOSE), "deposed_key": "0b1c2d3e"}

    assert read({"format_version": "1.0", "values": {"root_module": {"resources": [deposed]}}}) == {}


@pytest.mark.parametrize("indent", [1, None])
def test_a_place_is_a_json_pointer_with_its_line_and_column(indent: int | None, tmp_path: Path) -> None:
    place = linted(tmp_path, PLAN, indent=indent).findings[0].place

    assert isinstance(place, TemplateLocation)
    steps = "child_modules/0/resources/2/values/filter_group/0/filter/1"
    assert place.property_path == f"/planned_values/root_module/{steps}"
    assert place.logical_id == 'module.ci.aws_codebuild_webhook.this["api"]'
    assert (place.line or 0) > 1 if indent else place.line == 1
    line = (tmp_path / "plan.json").read_text().splitlines()[(place.line or 0) - 1 :]
    filters = PLAN["planned_values"]["root_module"]["child_modules"][0]["resources"][2]["values"]["filter_group"][0]
    read = json.JSONDecoder().raw_decode("\n".join(line), (place.column or 0) - 1)
    assert read[0] == filters["filter"][1]


def test_what_is_unknown_is_named_and_what_is_known_beside_it_is_judged(tmp_path: Path) -> None:
    (undecided,) = linted(tmp_path, PLAN).undecided

    assert undecided.why == (
        "aws_codebuild_webhook.docs[0]: filter_group[0].filter[1].pattern is known only after terraform apply, or "
        "sensitive"
    )


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        ({"filter_group": True}, "filter_group is"),
        ({"filter_group": [True]}, "filter_group[0] is"),
        ({"filter_group": [{"filter": True}]}, "filter_group[0] is"),
        ({"filter_group": [{"filter": [{}, True]}]}, "filter_group[0].filter[1] is"),
        ({"filter_group": [{"filter": [{}, {"type": True}]}]}, "filter_group[0].filter[1] is"),
        ({"filter_group": [{"filter": [{}, {"exclude_matched_pattern": True}]}]}, "filter_group[0].filter[1] is"),
        ({"filter_group": [{}, {}, {"filter": True}]}, "filter_group is"),
        ({"branch_filter": True}, "branch_filter is"),
        ({"build_type": True, "manual_creation": True}, "build_type, manual_creation are"),
        ({"scope_configuration": True}, "scope_configuration is"),
        ({"pull_request_build_policy": True}, "pull_request_build_policy is"),
    ],
)
def test_each_part_can_be_unknown(unknown: dict[str, Any], expected: str, tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, LOOSE, project_name="api")], {"aws_codebuild_webhook.ci": unknown})
    report = linted(tmp_path, plan)

    assert [each.why for each in report.undecided] == [
        f"aws_codebuild_webhook.ci: {expected} known only after terraform apply, or sensitive"
    ]


def test_approver_roles_that_nobody_writes_are_the_default_of_the_service_and_not_unknown(tmp_path: Path) -> None:
    policy = [{"requires_comment_approval": "ALL_PULL_REQUESTS"}]
    resources = [project(), webhook(PUSH, project_name="api", pull_request_build_policy=policy)]
    unknown = {"aws_codebuild_webhook.ci": {"pull_request_build_policy": [{"approver_roles": True}]}}
    plan = plan_of(resources, unknown)
    written: dict[str, Any] = {"requires_comment_approval": {"constant_value": "ALL_PULL_REQUESTS"}}
    configured = plan["configuration"]["root_module"]["resources"][1]["expressions"]
    configured["pull_request_build_policy"] = [written]

    assert linted(tmp_path, plan).undecided == ()

    written["approver_roles"] = {"references": ["var.roles"]}

    (undecided,) = linted(tmp_path, plan).undecided
    assert undecided.why == (
        "aws_codebuild_webhook.ci: pull_request_build_policy.approver_roles is known only after terraform apply, or "
        "sensitive"
    )


@pytest.mark.parametrize("member", ["after_sensitive", "sensitive_values"])
def test_what_is_sensitive_is_shown_nowhere_and_named(member: str, tmp_path: Path) -> None:
    hidden = {**LOOSE, "pattern": "refs/heads/s3cr3t"}
    plan = plan_of([project(), webhook(PUSH, hidden, project_name="api")])
    mask = {"filter_group": [{"filter": [{}, {"pattern": True}]}], "secret": True}
    if member == "sensitive_values":
        plan["planned_values"]["root_module"]["resources"][1][member] = mask
    else:
        plan["resource_changes"][1]["change"][member] = mask
    report = linted(tmp_path, plan)

    assert "s3cr3t" not in str(report)
    assert [each.why.partition(" is ")[0] for each in report.undecided] == [
        "aws_codebuild_webhook.ci: filter_group[0].filter[1].pattern"
    ]
    assert "s3cr3t" not in str(Webhooks(read_webhooks(tmp_path / "plan.json")).answers(PULL_REQUEST))


def test_without_resource_changes_it_is_said_that_unknown_values_cannot_be_told(tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, LOOSE, project_name="api")])
    del plan["resource_changes"]
    report = linted(tmp_path, plan)

    assert ids(report) == ["WH203"]
    assert [each.why for each in report.undecided] == [
        "it has no resource_changes, so values that only terraform apply knows cannot be told from absent ones"
    ]


def test_a_pattern_that_is_missing_is_unknown_all_the_same(tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, {"type": "HEAD_REF"}, project_name="api")])
    del plan["resource_changes"]

    assert "filter_group[0].filter[1].pattern" in str(linted(tmp_path, plan).undecided)


@pytest.mark.parametrize(("flag", "value"), [("errored", True), ("complete", False)])
def test_a_plan_from_which_resources_may_be_missing_says_so(flag: str, value: object, tmp_path: Path) -> None:
    report = linted(tmp_path, {**plan_of([project(), webhook(PUSH, project_name="api")]), flag: value})

    assert "resources may be missing from it" in report.undecided[0].why


def test_a_state_has_nothing_unknown(tmp_path: Path) -> None:
    values = plan_of([project(), webhook(PUSH, LOOSE, project_name="api")])["planned_values"]
    report = linted(tmp_path, {"format_version": "1.0", "terraform_version": "1.9.8", "values": values})

    assert (ids(report), report.undecided, report.unread) == (["WH203"], (), ())


def test_no_state_yet_is_a_state_without_webhooks(tmp_path: Path) -> None:
    report = linted(tmp_path, {"format_version": "1.0"})

    assert (report.webhooks, report.unread) == (0, ())


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["create"], Verdict.WAITS_FOR_APPROVAL),
        (["delete", "create"], Verdict.WAITS_FOR_APPROVAL),
        (["no-op"], Verdict.UNDECIDED),
        (["update"], Verdict.UNDECIDED),
    ],
)
def test_a_webhook_that_a_plan_does_not_create_may_predate_approval(
    actions: list[str], expected: Verdict, tmp_path: Path
) -> None:
    resources = [project(), webhook({**PUSH, "pattern": "PULL_REQUEST_CREATED"}, project_name="api")]
    plan = plan_of(resources)
    plan["resource_changes"][1] = change_of(resources[1], {}, actions)

    assert decided(tmp_path, plan, PULL_REQUEST) == [expected]


def test_a_webhook_of_a_state_may_predate_approval(tmp_path: Path) -> None:
    values = plan_of([project(), webhook({**PUSH, "pattern": "PULL_REQUEST_CREATED"}, project_name="api")])
    state = {"format_version": "1.0", "values": values["planned_values"]}

    assert decided(tmp_path, state, PULL_REQUEST) == [Verdict.UNDECIDED]


def test_a_project_whose_name_is_unknown_is_found_by_what_the_configuration_refers_to() -> None:
    found = read(PLAN)["aws_codebuild_webhook.docs[0]"].settings

    assert found is not None
    assert str(found.source_location) == "https://github.com/acme/docs.git"


def nested(reference: str, expressions: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """A plan with a webhook in one module and its project in another, or in the root module."""
    hook, its_project = webhook(PUSH, LOOSE), project()
    del hook["values"]["project_name"]
    del its_project["values"]["name"]
    hook = {**hook, "address": "module.hook.aws_codebuild_webhook.ci"}
    its_project = {**its_project, "address": "module.project.aws_codebuild_project.api"}
    plan = plan_of(
        [hook, its_project], {hook["address"]: {"project_name": True}, its_project["address"]: {"name": True}}
    )
    plan["planned_values"]["root_module"] = {
        "child_modules": [
            {"address": "module.hook", "resources": [hook]},
            {"address": "module.project", "resources": [its_project]},
        ]
    }
    refers = {"project_name": {"references": [reference]}}
    of_hook, of_project = plan["configuration"]["root_module"]["resources"]
    of_hook["expressions"] = refers
    plan["configuration"]["root_module"] = {
        "module_calls": {
            "hook": {"expressions": expressions, "module": {"resources": [of_hook]}},
            "project": {"module": {"resources": [of_project], "outputs": outputs}},
        }
    }
    return plan


def test_references_are_followed_through_variables_and_outputs_of_modules() -> None:
    outputs = {"name": {"expression": {"references": ["aws_codebuild_project.api.name", "aws_codebuild_project.api"]}}}
    expressions = {"project": {"references": ["module.project.name", "module.project"]}}
    (found,) = read(nested("var.project", expressions, outputs)).values()

    assert (found.project, found.source_type) == ("module.project.aws_codebuild_project.api", "GITHUB")


def test_a_reference_that_leads_nowhere_leaves_the_project_unknown(tmp_path: Path) -> None:
    plan = nested("var.project", {"project": {"references": ["var.project"]}}, {})
    (found,) = read(plan).values()

    assert (found.project, found.source_type) == (None, None)
    assert ids(linted(tmp_path, plan)) == ["WH203"]


def test_two_webhooks_of_unknown_projects_are_not_said_to_be_on_one(tmp_path: Path) -> None:
    resources = [webhook(PUSH, name=name) for name in ("one", "two")]
    unknown = {each["address"]: {"project_name": True} for each in resources}

    assert ids(linted(tmp_path, plan_of(resources, unknown))) == []


def test_two_webhooks_on_one_project_are_an_error(tmp_path: Path) -> None:
    resources = [project(), *(webhook(PUSH, project_name="api", name=name) for name in ("one", "two"))]
    report = linted(tmp_path, plan_of(resources))

    assert [(each.finding.id, each.subject) for each in report.findings if str(each.finding.severity) == "error"] == [
        ("WH110", "aws_codebuild_webhook.one"),
        ("WH110", "aws_codebuild_webhook.two"),
    ]


def test_a_pipeline_of_the_plan_that_runs_the_project_is_found(tmp_path: Path) -> None:
    action = {
        "name": "Build",
        "category": "Build",
        "owner": "AWS",
        "provider": "CodeBuild",
        "version": "1",
        "configuration": {"ProjectName": "api"},
        "region": "",
        "role_arn": "",
    }
    pipeline = resource_of(
        "aws_codepipeline", "main", {"name": "main", "stage": [{"name": "Build", "action": [action]}], "trigger": []}
    )
    report = linted(tmp_path, plan_of([project(), webhook(PUSH, project_name="api"), pipeline]))

    assert [each.finding.message for each in report.findings if each.finding.id == "WH406"] == [
        "the project is run by aws_codepipeline.main/Build/Build as well, so each commit is built and billed twice"
    ]


def test_what_the_environment_of_the_project_gives_away_counts(tmp_path: Path) -> None:
    variable = {"name": "NPM_TOKEN", "value": "npm_s3cr3t", "type": "PLAINTEXT"}
    its = project(environment=[{"privileged_mode": False, "environment_variable": [variable]}])
    policy = [{"requires_comment_approval": "DISABLED", "approver_roles": []}]
    hook = webhook({**PUSH, "pattern": "PULL_REQUEST_CREATED"}, project_name="api", pull_request_build_policy=policy)
    report = linted(tmp_path, plan_of([its, hook]))

    assert "WH208" in ids(report)
    assert "npm_s3cr3t" not in str(report)


def test_fixes_have_the_names_of_terraform(tmp_path: Path) -> None:
    policy = [{"requires_comment_approval": "DISABLED", "approver_roles": []}]
    hook = webhook({**PUSH, "pattern": "PULL_REQUEST_CREATED"}, project_name="api", pull_request_build_policy=policy)
    (found,) = linted(tmp_path, plan_of([project(), hook])).findings

    assert found.finding.fix == (
        'require it with requires_comment_approval = "ALL_PULL_REQUESTS", or add a filter with type = '
        '"ACTOR_ACCOUNT_ID"'
    )
    assert found.setting == "filter_group[0]"
