"""The rules as a validation plugin of the CDK, on the templates of whatever made them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_s3_assets as assets

if not hasattr(cdk, "IPolicyValidationPlugin"):
    pytest.skip("needs aws-cdk-lib 2.257", allow_module_level=True)

from tests.cdk.apps import EU, github_project, make_stack
from tests.template_files.apps import FOR_MANY, NESTED, YAML, of_a_product_stack, open_project, product_stack
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider, WebhookValidationPlugin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

UNANCHORED = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")
REPORT = "validation-report.json"


def app_with_plugin(tmp_path: Path, *, strict: bool = False) -> cdk.App:
    app = cdk.App(outdir=str(tmp_path))
    cdk.Validations.of(app).add_plugins(WebhookValidationPlugin(strict=strict))
    return app


def native_project(
    stack: cdk.Stack, groups: Sequence[codebuild.FilterGroup], construct_id: str = "Native", repo: str = "native"
) -> None:
    source = codebuild.Source.git_hub(owner="acme", repo=repo, webhook=True, webhook_filters=list(groups))
    codebuild.Project(stack, construct_id, source=source)


def in_event_of_push() -> codebuild.FilterGroup:
    return codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH)


def report_of(folder: Path) -> dict[str, Any]:
    """What the CDK reports of our plugin; where it has found nothing, the CDK says nothing of it."""
    reports = json.loads((folder / REPORT).read_text())["pluginReports"]
    found: dict[str, Any] = next(
        (each for each in reports if each["pluginName"] == "webhook-constructs"), {"violations": []}
    )
    return found


def violations(folder: Path) -> list[tuple[str, str, str, list[str]]]:
    """Rule, severity, construct path and places of every violation."""
    return [
        (each["ruleName"], each["severity"], where["constructPath"], where["cloudFormationResource"]["propertyPaths"])
        for each in report_of(folder)["violations"]
        for where in each["violatingConstructs"]
    ]


def test_a_projects_own_triggers_and_our_resource_are_judged_alike(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = make_stack(app=app)
    native_project(stack, [in_event_of_push().and_actor_account_is("12345")])
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[UNANCHORED])
    app.synth()

    native = ("WH201", "warning", "Stack/Native/Resource", ["Properties.Triggers.FilterGroups[0][1]"])
    ours = ("WH201", "warning", "Stack/Webhook/Resource", ["Properties.FilterGroups[0][1]"])
    assert sorted(violations(tmp_path)) == [native, ours]
    assert report_of(tmp_path)["conclusion"] == "success"


def test_what_an_escape_hatch_writes_is_seen_and_an_error_stops_the_synthesis(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = make_stack(app=app)
    webhook = CodeBuildWebhook(stack, "Webhook", project=github_project(stack))
    resource = webhook.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    resource.add_property_override("FilterGroups", [[{"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]])

    with pytest.raises(RuntimeError, match=r"(?i)validation ?failed"):
        app.synth()

    assert ("WH101", "error", "Stack/Webhook/Resource", ["Properties.FilterGroups[0]"]) in violations(tmp_path)


def test_a_violation_is_acknowledged_where_it_is(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = make_stack(app=app)
    native_project(stack, [in_event_of_push().and_actor_account_is("12345")])
    acknowledgment = cdk.Acknowledgment(id="webhook-constructs::WH201", reason="a build of nothing secret")
    cdk.Validations.of(stack.node.find_child("Native")).acknowledge(acknowledgment)
    app.synth()

    assert violations(tmp_path) == []


def test_all_stacks_are_judged_and_one_without_webhooks_has_no_violation(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    for index in range(3):
        group = in_event_of_push().and_actor_account_is("12345")
        native_project(make_stack(f"Stack{index}", app=app), [group], repo=f"repo-{index}")
    make_stack("Empty", app=app)
    app.synth()

    assert [path for _, _, path, _ in violations(tmp_path)] == [f"Stack{index}/Native/Resource" for index in range(3)]


def with_settings_of_the_deployment(app: cdk.App) -> cdk.Stack:
    stack = make_stack(app=app)
    native_project(stack, [in_event_of_push().and_actor_account_is("12345")])
    project = stack.node.find_child("Native").node.default_child
    assert isinstance(project, codebuild.CfnProject)
    project.add_property_override("Triggers.FilterGroups", {"Fn::ImportValue": "groups"})
    return stack


def test_settings_that_are_decided_on_deployment_are_named(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    with_settings_of_the_deployment(app)
    app.synth()

    assert violations(tmp_path) == [("WH006", "info", "Stack/Native/Resource", ["Properties"])]
    (violation,) = report_of(tmp_path)["violations"]
    assert violation["description"] == (
        "not-judged-in-full: Triggers.FilterGroups is known only when the stack is deployed"
    )
    assert report_of(tmp_path)["conclusion"] == "success"


def test_what_is_not_judged_stops_the_synthesis_if_that_is_wanted(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path, strict=True)
    with_settings_of_the_deployment(app)

    with pytest.raises(RuntimeError, match=r"(?i)validation ?failed"):
        app.synth()


def test_a_strict_plugin_lets_pass_what_is_judged_in_full(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path, strict=True)
    native_project(make_stack(app=app), [in_event_of_push().and_actor_account_is("12345")])
    app.synth()

    assert [rule for rule, *_ in violations(tmp_path)] == ["WH201"]


def test_what_is_not_judged_is_acknowledged_where_it_is(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = with_settings_of_the_deployment(app)
    acknowledgment = cdk.Acknowledgment(id="webhook-constructs::WH006", reason="the groups are reviewed where they are")
    cdk.Validations.of(stack.node.find_child("Native")).acknowledge(acknowledgment)
    app.synth()

    assert violations(tmp_path) == []


@pytest.mark.parametrize(
    ("add", "expected"),
    [
        pytest.param(
            lambda stack: stack.add_transform("Company::Macro"),
            ("{file}: the macro Company::Macro may write webhooks, too", ""),
            id="macro",
        ),
        pytest.param(
            lambda stack: cdk.CfnResource(
                stack, "Child", type="AWS::CloudFormation::Stack", properties={"TemplateURL": "child.yaml"}
            ),
            ("the nested template child.yaml is not among those that are read", "Stack/Child"),
            id="nested template",
        ),
    ],
)
def test_what_nobody_sees_before_the_deployment_is_named(
    tmp_path: Path, add: Callable[[cdk.Stack], object], expected: tuple[str, str]
) -> None:
    app = app_with_plugin(tmp_path)
    add(make_stack(app=app))
    app.synth()

    (violation,) = report_of(tmp_path)["violations"]
    (where,) = violation["violatingConstructs"]
    why, construct_path = expected
    assert (violation["ruleName"], violation["severity"]) == ("WH006", "info")
    assert violation["description"] == (f"not-judged-in-full: {why.format(file=tmp_path / 'Stack.template.json')}")
    assert where["constructPath"] == construct_path


def test_nested_stacks_are_judged(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    nested = cdk.NestedStack(cdk.NestedStack(make_stack(app=app), "Nested"), "Inner")
    native_project(nested, [in_event_of_push().and_actor_account_is("12345")])
    app.synth()

    assert [(rule, path) for rule, _, path, _ in violations(tmp_path)] == [
        ("WH201", "Stack/Nested/Inner/Native/Resource")
    ]


def test_what_cannot_be_read_is_said_and_not_passed_over(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = make_stack(app=app)
    native_project(stack, [in_event_of_push()])
    project = stack.node.find_child("Native").node.default_child
    assert isinstance(project, codebuild.CfnProject)
    project.add_property_override("Triggers.FilterGroups.0.0.Type", "EVNT")
    with pytest.raises(RuntimeError, match="wrong-shape: CloudFormation refuses what is written here: "):
        app.synth()

    (violation,) = report_of(tmp_path)["violations"]
    assert violation["ruleName"] == "WH008"
    assert "FilterGroups[0][0].Type: expected one of EVENT" in violation["description"]


def test_webhooks_of_an_app_are_judged_together(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    stack = make_stack(app=app)
    for index in range(21):
        native_project(stack, [in_event_of_push().and_head_ref_is(f"^refs/heads/{index}$")], f"Native{index}")
    app.synth()

    assert [rule for rule, *_ in violations(tmp_path)] == ["WH405"]


@pytest.mark.parametrize("add", (FOR_MANY | NESTED).values(), ids=FOR_MANY | NESTED)
def test_templates_among_the_assets_are_judged(tmp_path: Path, add: Callable[[cdk.Stack, Path], None]) -> None:
    app = app_with_plugin(tmp_path / "cdk.out")
    add(make_stack(app=app), tmp_path)
    app.synth()

    assert [rule for rule, *_ in violations(tmp_path / "cdk.out")] == ["WH201"]


def test_a_finding_on_a_product_is_acknowledged_on_its_construct(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    for name in ("Open", "Acknowledged"):
        product = product_stack(make_stack(name, app=app))
        open_project(product)
    acknowledgment = cdk.Acknowledgment(id="webhook-constructs::WH201", reason="a build of nothing secret")
    cdk.Validations.of(product).acknowledge(acknowledgment)
    app.synth()

    assert [path for _, _, path, _ in violations(tmp_path)] == ["Open/Template/Native/Resource"]


def test_stages_in_stages_are_judged_with_their_products(tmp_path: Path) -> None:
    app = app_with_plugin(tmp_path)
    prod = cdk.Stage(app, "Prod")
    for scope in (app, prod, cdk.Stage(prod, "Inner")):
        stack = cdk.Stack(scope, "Ci")
        of_a_product_stack(stack, tmp_path)
        open_project(cdk.NestedStack(stack, "Nested"))
    app.synth()

    assert sorted(path for rule, _, path, _ in violations(tmp_path) if rule == "WH201") == [
        f"{stage}Ci/{inside}/Native/Resource"
        for stage in ("", "Prod/", "Prod/Inner/")
        for inside in ("Nested", "Template")
    ]


def test_a_plugin_of_a_stage_judges_what_is_in_the_stage(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    open_project(make_stack(app=app))
    prod = cdk.Stage(app, "Prod")
    cdk.Validations.of(prod).add_plugins(WebhookValidationPlugin())
    for scope in (prod, cdk.Stage(prod, "Inner")):
        open_project(cdk.Stack(scope, "Ci"))
    app.synth()

    assert sorted(path for rule, _, path, _ in violations(tmp_path) if rule == "WH201") == [
        "Prod/Ci/Native/Resource",
        "Prod/Inner/Ci/Native/Resource",
    ]


def test_what_the_assembly_says_of_a_stack_is_known(tmp_path: Path) -> None:
    """Two projects of one name are one where both stacks are deployed to one place, and elsewhere they are two."""
    app = app_with_plugin(tmp_path)
    for name, region in (("One", "eu-west-1"), ("Two", "eu-west-1"), ("Three", "us-east-1")):
        stack = make_stack(name, app=app, env=cdk.Environment(account=EU.account, region=region))
        project = codebuild.Project.from_project_name(stack, "Project", "api")
        CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB)

    with pytest.raises(RuntimeError, match=r"(?i)validation ?failed"):
        app.synth()

    errors = [path for rule, _, path, _ in violations(tmp_path) if rule == "WH110"]
    assert errors == ["One/Webhook/Resource", "Two/Webhook/Resource"]


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("Resources: [")
    app = app_with_plugin(tmp_path / "cdk.out")
    stack = make_stack(app=app)
    assets.Asset(stack, "Broken", path=str(tmp_path / "broken.yaml"))
    open_project(stack)
    app.synth()

    unreadable, judged = sorted(report_of(tmp_path / "cdk.out")["violations"], key=lambda each: str(each["ruleName"]))
    assert (unreadable["ruleName"], unreadable["severity"], judged["ruleName"]) == ("WH002", "warning", "WH201")
    assert unreadable["description"].startswith(
        f"unreadable-webhook: no webhook of this file is judged: {tmp_path / 'cdk.out' / 'asset.'}"
    )
    assert unreadable["description"].endswith(".yaml:2:1: it is no YAML: did not find expected node content")


def test_a_template_in_yaml_is_named_where_no_parser_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "product.yaml").write_text(YAML)
    app = app_with_plugin(tmp_path / "cdk.out")
    stack = make_stack(app=app)
    assets.Asset(stack, "Product", path=str(tmp_path / "product.yaml"))
    open_project(stack)
    monkeypatch.delitem(sys.modules, "webhook_constructs.template_files.yaml_template", raising=False)
    monkeypatch.setitem(sys.modules, "yaml", None)
    app.synth()

    unreadable, judged = sorted(report_of(tmp_path / "cdk.out")["violations"], key=lambda each: str(each["ruleName"]))
    assert judged["ruleName"] == "WH201"
    assert unreadable["description"].endswith(
        "it is YAML, and PyYAML is not installed: pip install 'webhook-constructs[cli]'"
    )
