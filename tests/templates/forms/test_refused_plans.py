"""Files of Terraform that cannot be read, in full or at all: each is named, with its place and the way out."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates

from .plans import LOOSE, PUSH, ids, linted, project, webhook
from .written_forms import change_of, plan_of, resource_of

WRONG = [
    ({"filter_group": "x"}, "filter_group", "filter_group is not a list, got 'x'"),
    ({"filter_group": [["x"]]}, "filter_group/0", "filter_group[0] is not an object, got a list"),
    ({"filter_group": [{"filter": {"type": "EVENT"}}]}, "filter_group/0/filter", "filter is not a list"),
    ({"filter_group": [{"filter": [{"type": 7, "pattern": "x"}]}]}, "filter_group/0/filter/0/type", "is not a text"),
    ({"manual_creation": "true"}, "manual_creation", "manual_creation is not true or false, got 'true'"),
    ({"branch_filter": {"a": 1}}, "branch_filter", "branch_filter is not a text"),
    ({"scope_configuration": [{}, {}]}, "scope_configuration", "there is more than one scope_configuration"),
    ({"pull_request_build_policy": [{"approver_roles": [1]}]}, "pull_request_build_policy/0/approver_roles", "text"),
]


@pytest.mark.parametrize(("values", "place", "said"), WRONG)
def test_a_webhook_that_cannot_be_read_is_named_and_the_others_are_judged(
    values: dict[str, Any], place: str, said: str, tmp_path: Path
) -> None:
    hooks = [webhook(project_name="api", **values), webhook(PUSH, LOOSE, name="other", project_name="web")]
    report = linted(tmp_path, plan_of(hooks))

    assert (report.webhooks, ids(report)) == (1, ["WH203"])
    (unread,) = report.unread
    assert f"/planned_values/root_module/resources/0/values/{place}: aws_codebuild_webhook.ci" in unread.why
    assert said in unread.why


def of_root(plan: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plan["planned_values"]["root_module"]["resources"]
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plan: plan.update(planned_values=[]), "planned_values is not an object"),
        (lambda plan: plan["planned_values"].update(root_module="x"), "root_module is not an object"),
        (lambda plan: plan["planned_values"].pop("root_module"), "root_module is not an object"),
        (lambda plan: plan["planned_values"]["root_module"].update(resources={}), "resources is not a list"),
        (lambda plan: plan["planned_values"]["root_module"].update(child_modules=[7]), "a module is not an object"),
        (lambda plan: of_root(plan).append({}), "a resource has no type"),
        (lambda plan: of_root(plan)[1].pop("address"), "has no address"),
        (lambda plan: of_root(plan)[1].pop("values"), "there is no values"),
        (lambda plan: of_root(plan).append(webhook(PUSH)), "two resources"),
        (lambda plan: of_root(plan).pop(), "/resource_changes/1: aws_codebuild_webhook.ci has no planned_values"),
        (
            lambda plan: of_root(plan)[0]["values"].update(source="x"),
            "project.api cannot be read: source is not a list",
        ),
    ],
)
def test_what_may_hold_webhooks_and_cannot_be_read_is_named(change: Any, said: str, tmp_path: Path) -> None:
    plan = deepcopy(plan_of([project(), webhook(PUSH, project_name="api")]))
    change(plan)

    assert said in str(linted(tmp_path, plan).unread)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"format_version": "2.0", "planned_values": {}}, "in a format that this version does not know, got '2.0'"),
        ({"format_version": 1}, "in a format that this version does not know, got 1"),
        ({"format_version": "1.2", "resource_changes": []}, "it has no planned_values"),
        ({"format_version": "1.0", "provider_schemas": {}}, "it has no planned_values and no values"),
        ({"format_version": "1.0", "valid": True, "diagnostics": []}, "it has no planned_values and no values"),
        (
            {"version": 3, "terraform_version": "0.11.14", "serial": 1, "lineage": "x", "modules": []},
            "it is the file in which Terraform keeps its state",
        ),
        (
            {"version": 4, "terraform_version": "1.9.8", "serial": 1, "lineage": "x", "resources": []},
            "it is the file in which Terraform keeps its state: read what `terraform show -json` prints of it",
        ),
    ],
)
def test_another_file_of_terraform_is_refused_with_the_way_out(body: Any, said: str, tmp_path: Path) -> None:
    report = linted(tmp_path, body)

    assert said in str(report.unread)
    assert report.is_blind


SHOW = "read what `terraform show -json` prints of a plan or a state"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("main.tf", b'resource "aws_codebuild_webhook" "ci" {\n}\n', f"it is a configuration of Terraform: {SHOW}"),
        ("cdk.tf.json", b'{"resource": {}}', f"it is a configuration of Terraform: {SHOW}"),
        ("tfplan", b"PK\x03\x04\x14\x00\x00\xff", f"it is a plan as Terraform saves it: {SHOW}"),
        ("log.json", b'{"@level":"info"}\n{"@level":"info"}\n', f"it is the log of `terraform plan -json`: {SHOW}"),
        ("list.json", b'[{"projectName": "api"}]', "it is no CloudFormation template: it has no Resources, and"),
        ("cut.json", json.dumps(plan_of([webhook(PUSH)])).encode()[:-9], "it is no JSON"),
        ("large.json", b"[" + b" " * (64 * 1024 * 1024), "it is bigger than 64 MB"),
        ("large.yaml", b"a: " + b" " * (8 * 1024 * 1024), "it is bigger than 8 MB, and CloudFormation takes"),
    ],
)
def test_a_file_that_is_no_plan_is_named_for_what_it_is(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    report = lint_files(read_templates([tmp_path / name]), Selection())

    assert said in str(report.unread)
    assert report.is_blind


def test_in_a_folder_a_broken_plan_and_a_configuration_with_webhooks_are_named(tmp_path: Path) -> None:
    plan = json.dumps(plan_of([project(), webhook(PUSH, LOOSE, project_name="api")]))
    (tmp_path / "plan.json").write_text(plan)
    (tmp_path / "cut.json").write_text(plan[:-9])
    (tmp_path / "hooks.tf.json").write_text('{"resource": {"aws_codebuild_webhook": {}}}')
    (tmp_path / "queues.tf.json").write_text('{"resource": {"aws_sqs_queue": {}}}')
    (tmp_path / "input.json").write_text('{"projectName": "api", "filterGroups": 7, "}')
    report = lint_files(read_templates([tmp_path]), Selection())

    assert ids(report) == ["WH203"]
    assert sorted(Path(each.what).name for each in report.unread) == ["cut.json", "hooks.tf.json", "input.json"]


def test_a_plan_of_ten_megabytes_is_read_with_its_places(tmp_path: Path) -> None:
    others = [resource_of("aws_instance", f"x{each}", {"tags": {"k": "v" * 900}}) for each in range(5_000)]
    report = linted(tmp_path, plan_of([*others, project(), webhook(PUSH, LOOSE, project_name="api")]))

    assert (tmp_path / "plan.json").stat().st_size > 10_000_000
    assert ids(report) == ["WH203"]
    assert getattr(report.findings[0].place, "property_path", "").startswith(
        "/planned_values/root_module/resources/5001/"
    )


def test_a_plan_in_utf_16_as_windows_redirects_it_is_read(tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, LOOSE, project_name="api")])
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-16")

    assert ids(lint_files(read_templates([tmp_path / "plan.json"]), Selection())) == ["WH203"]


def test_a_webhook_without_a_change_has_values_that_cannot_be_told(tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, LOOSE, project_name="api")])
    del plan["resource_changes"][1]
    (undecided,) = linted(tmp_path, plan).undecided

    assert undecided.why.startswith("aws_codebuild_webhook.ci: it is not among the resource_changes, so what only")


def test_an_argument_that_this_version_does_not_know_is_named(tmp_path: Path) -> None:
    plan = plan_of([project(), webhook(PUSH, project_name="api", surprise=[{}], computed="x")])
    plan["configuration"]["root_module"]["resources"][1]["expressions"] = {"project_name": {}, "surprise": [{}]}

    assert [each.why for each in linted(tmp_path, plan).undecided] == [
        "aws_codebuild_webhook.ci: this version does not know the argument surprise"
    ]


TEMPLATE = {"Resources": {"Api": {"Type": "AWS::CodeBuild::Project", "Properties": {"Triggers": {"Webhook": True}}}}}


@pytest.mark.parametrize(
    ("values", "times"),
    [
        ({"template_body": json.dumps(TEMPLATE)}, 1),
        ({"template_url": "https://example.com/t.yaml"}, 1),
        ({"template_body": "Resources: {Queue: {Type: AWS::SQS::Queue}}"}, 0),
    ],
)
def test_a_stack_whose_template_may_hold_webhooks_is_named(values: dict[str, str], times: int, tmp_path: Path) -> None:
    report = linted(tmp_path, plan_of([resource_of("aws_cloudformation_stack", "ci", values)]))
    why = "aws_cloudformation_stack.ci: the template that it deploys may hold webhooks"

    assert [each.why.partition(" and ")[0] for each in report.undecided] == [why] * times


@pytest.mark.parametrize("actions", [["delete"], ["forget"], []])
def test_what_is_destroyed_or_forgotten_needs_no_values(actions: list[str], tmp_path: Path) -> None:
    plan = plan_of([project()])
    plan["resource_changes"].append(change_of(webhook(PUSH), {}, actions))

    assert linted(tmp_path, plan).unread == ()


@pytest.mark.parametrize("actions", [["create"], ["update"], ["no-op"], ["create", "delete"], ["delete", "create"]])
def test_what_stays_and_has_no_values_is_named(actions: list[str], tmp_path: Path) -> None:
    plan = plan_of([project()])
    plan["resource_changes"].append(change_of(webhook(PUSH), {}, actions))

    assert "aws_codebuild_webhook.ci has no planned_values" in str(linted(tmp_path, plan).unread)
