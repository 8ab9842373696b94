"""Webhooks as templates hold them, those of other tools included."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import EventAction, FilterGroup, SourceProvider, UnresolvedValue, WebhookSettings
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.template_webhooks import (
    PROJECT_TYPE,
    WEBHOOK_TYPE,
    TemplateWebhook,
    template_webhooks,
)

PUSH = [[{"Type": "EVENT", "Pattern": "PUSH"}]]
GITHUB = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}


def read(resource_type: str, properties: Any, **others: Any) -> list[TemplateWebhook]:
    resource = {"Type": resource_type, "Properties": properties, **others}
    return list(template_webhooks({"Resources": {"Webhook": resource}}))


def only(resource_type: str, properties: Any, **others: Any) -> TemplateWebhook:
    (webhook,) = read(resource_type, properties, **others)
    return webhook


def project(triggers: Any, **others: Any) -> TemplateWebhook:
    return only(PROJECT_TYPE, {"Source": GITHUB, "Triggers": triggers, **others})


def test_our_resource_is_read() -> None:
    properties = {"ServiceToken": {"Ref": "Function"}, "ProjectName": "api", "Source": GITHUB, "FilterGroups": PUSH}
    webhook = only(WEBHOOK_TYPE, properties, Metadata={"aws:cdk:path": "Stack/Ci/Resource"})

    group = FilterGroup.in_event_of(EventAction.PUSH)
    expected = WebhookSettings((group,), provider=SourceProvider.GITHUB, source_location="https://github.com/acme/api")
    assert webhook == TemplateWebhook(
        "Webhook",
        WEBHOOK_TYPE,
        "Stack/Ci/Resource",
        "api",
        expected,
        source_type="GITHUB",
        keeps_secret=False,
        project_name="api",
        language=Language.PYTHON,
    )


def test_the_triggers_of_a_project_are_read() -> None:
    webhook = project({"Webhook": "true", "FilterGroups": PUSH, "BuildType": "BUILD"})

    assert webhook.settings is not None
    assert webhook.settings.to_cfn() == {"FilterGroups": PUSH, "BuildType": "BUILD"}
    assert webhook.keeps_secret is None


@pytest.mark.parametrize(
    "triggers",
    [
        None,
        {},
        {"Webhook": False},
        {"Webhook": "false"},
        {"FilterGroups": []},
        {"Ref": "AWS::NoValue"},
        {"Webhook": {"Ref": "AWS::NoValue"}},
    ],
)
def test_a_project_without_a_webhook_has_none(triggers: Any) -> None:
    assert read(PROJECT_TYPE, {"Triggers": triggers}) == []


def test_filter_groups_without_a_webhook_are_read_as_switched_off() -> None:
    off, on = project({"FilterGroups": PUSH}), project({"Webhook": True, "FilterGroups": PUSH})

    assert (off.is_switched_off, off.is_unconditional, off.settings == on.settings) == (True, False, True)
    assert (on.is_switched_off, on.is_of_triggers) == (False, True)


@pytest.mark.parametrize(
    "triggers",
    [
        {"Fn::If": ["A", {"Webhook": True}, {}]},
        {"Webhook": {"Ref": "HasWebhook"}},
        {"Webhook": "{{resolve:ssm:HasWebhook}}"},
    ],
)
def test_a_project_that_may_have_a_webhook_has_one_of_which_nothing_is_known(triggers: Any) -> None:
    webhook = project(triggers)

    assert (webhook.settings, webhook.error, webhook.source_type) == (None, None, "GITHUB")


@pytest.mark.parametrize(("written", "condition"), [("Prod", "Prod"), (None, None), (["Prod"], None)])
def test_the_condition_of_a_resource_is_told(written: Any, condition: str | None) -> None:
    assert only(WEBHOOK_TYPE, {}, Condition=written).condition == condition


@pytest.mark.parametrize(
    "template",
    [
        None,
        [],
        "x",
        {},
        {"Resources": None},
        {"Resources": []},
        {"Resources": {"A": None, "B": {"Type": PROJECT_TYPE}}},
    ],
)
def test_what_is_no_template_has_no_webhooks(template: object) -> None:
    assert list(template_webhooks(template)) == []


def test_functions_stay_where_texts_may_be_functions() -> None:
    branch = {"Fn::Sub": "^refs/heads/${Branch}$"}
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": branch}]]
    webhook = project({"Webhook": True, "FilterGroups": groups}, Source={"Type": "GITHUB", "Location": {"Ref": "Repo"}})

    assert webhook.settings is not None
    assert webhook.settings.filter_groups[0].filters[1].pattern == UnresolvedValue.from_cfn(branch)
    assert webhook.settings.source_location == UnresolvedValue.from_cfn({"Ref": "Repo"})


@pytest.mark.parametrize(
    "triggers",
    [
        {"FilterGroups": {"Fn::If": ["Prod", PUSH, []]}},
        {"FilterGroups": [{"Fn::If": ["Prod", PUSH[0], {"Ref": "AWS::NoValue"}]}]},
        {"FilterGroups": [[{"Type": {"Ref": "Type"}, "Pattern": "PUSH"}]]},
        {"BuildType": {"Ref": "BuildType"}},
        {"BuildType": "{{resolve:ssm:BuildType}}"},
        {"FilterGroups": [[{"Type": "{{resolve:ssm:Type}}", "Pattern": "PUSH"}]]},
    ],
)
def test_what_decides_on_the_settings_and_is_not_known_leaves_them_open(triggers: dict[str, Any]) -> None:
    webhook = project({"Webhook": True, **triggers})

    assert (webhook.settings, webhook.error) == (None, None)


def test_dynamic_references_in_patterns_are_known_on_deployment_only() -> None:
    branch = "^refs/heads/{{resolve:ssm:Branch}}$"
    groups = [[{"Type": "EVENT", "Pattern": "{{resolve:ssm:Event}}"}, {"Type": "HEAD_REF", "Pattern": branch}]]
    webhook = project({"Webhook": True, "FilterGroups": groups})

    assert webhook.settings is not None
    assert webhook.settings.problems() == ()
    assert webhook.settings.filter_groups[0].event_names is None


def test_no_value_is_not_there() -> None:
    webhook = project(
        {"Webhook": True, "FilterGroups": [*PUSH, {"Ref": "AWS::NoValue"}], "BuildType": {"Ref": "AWS::NoValue"}}
    )

    assert webhook.settings is not None
    assert webhook.settings.to_cfn() == {"FilterGroups": PUSH}


def test_settings_that_cannot_be_read_come_with_the_reason() -> None:
    webhook = project({"Webhook": True, "FilterGroups": [[{"Type": "NOPE", "Pattern": "x"}]]})

    assert webhook.settings is None
    assert "FilterGroups[0][0].Type" in str(webhook.error)


@pytest.mark.parametrize(
    ("source", "provider"),
    [
        ({}, None),
        (None, None),
        ({"Type": "S3"}, None),
        ({"Type": {"Ref": "T"}}, None),
        ({"Type": "{{resolve:ssm:T}}"}, None),
    ],
)
def test_a_source_that_is_no_git_host_gives_no_provider(source: Any, provider: SourceProvider | None) -> None:
    webhook = project({"Webhook": True}, Source=source)

    assert webhook.settings is not None
    assert webhook.settings.provider is provider


TOKEN = "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (None, None),
        ({"Ref": "Environment"}, None),
        ({}, ""),
        ({"EnvironmentVariables": []}, ""),
        ({"EnvironmentVariables": [{"Name": "A", "Value": "1"}]}, ""),
        ({"EnvironmentVariables": [{"Name": TOKEN, "Value": "1"}]}, "PLAINTEXT"),
        ({"EnvironmentVariables": [{"Name": TOKEN, "Type": "SECRETS_MANAGER", "Value": "1"}]}, "SECRETS_MANAGER"),
        ({"EnvironmentVariables": [{"Name": TOKEN, "Type": {"Ref": "T"}, "Value": "1"}]}, None),
        ({"EnvironmentVariables": [{"Name": {"Ref": "N"}, "Value": "1"}]}, None),
        ({"EnvironmentVariables": {"Ref": "Variables"}}, None),
    ],
)
def test_the_variable_of_a_buildkite_runner_is_looked_for(environment: Any, expected: str | None) -> None:
    assert project({"Webhook": True}, Environment=environment).agent_token_type == expected


def ours(project_name: Any, **resources: Any) -> TemplateWebhook:
    webhook = {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": project_name}}
    (found,) = template_webhooks({"Resources": {"Hook": webhook, **resources}})
    return found


@pytest.mark.parametrize(
    ("written", "project", "name"),
    [
        pytest.param("api", {}, "api", id="name"),
        pytest.param({"Ref": "Api"}, {"Properties": {"Name": "api"}}, "api", id="reference-to-a-named-one"),
        pytest.param(
            {"Ref": "Api"}, {"Metadata": {"aws:cdk:path": "App/Api/Resource"}}, "App/Api", id="to-a-construct"
        ),
        pytest.param({"Ref": "Api"}, {}, "Api", id="to-a-resource"),
        pytest.param({"Ref": "Api"}, {"Properties": {"Name": {"Ref": "P"}}}, "Api", id="whose-name-is-a-reference"),
        pytest.param({"Ref": "Parameter"}, {}, None, id="to-something-else"),
        pytest.param({"Ref": ["Api"]}, {}, None, id="no-reference"),
        pytest.param({"Fn::ImportValue": "x"}, {}, None, id="import"),
        pytest.param(None, {}, None, id="nothing"),
    ],
)
def test_the_project_is_named(written: Any, project: dict[str, Any], name: str | None) -> None:
    assert ours(written, Api={"Type": "AWS::CodeBuild::Project", **project}).project == name


def test_a_project_with_triggers_names_itself() -> None:
    named, unnamed = project({"Webhook": True}, Name="api"), project({"Webhook": True})

    assert (named.project, named.project_name) == ("api", "api")
    assert (unnamed.project, unnamed.project_name) == ("Webhook", None)
