"""Where a stack says something else than what is live."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.conftest import GITHUB, PUSH, make_project
from tests.audit.reading.test_permissions import STACK
from webhook_constructs.audit import judge, read, targets_of
from webhook_constructs.audit.live import live_project
from webhook_constructs.audit.reading.reading import Reading
from webhook_constructs.audit.stack import stack_webhooks
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding
    from webhook_constructs.testing.local import LocalAws

PROPERTIES = STACK["Resources"]["Api"]["Properties"]
MAIN = {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}
EVENT = {"Type": "EVENT", "Pattern": "PUSH"}
CREATED = {"StackName": "Ci", "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/Ci/1"}


def project(*group: dict[str, Any], **properties: Any) -> dict[str, Any]:
    triggers = {"Webhook": True, "FilterGroups": [list(group or [EVENT])]}
    return {"Type": "AWS::CodeBuild::Project", "Properties": {**PROPERTIES, "Triggers": triggers, **properties}}


def audited(*stacks: str, regions: tuple[str, ...] = ()) -> LintReport:
    return judge(read(targets_of([], regions), stacks or ["Ci"]))


def changes(outcome: LintReport) -> list[LocatedFinding]:
    return [each for each in outcome.findings if each.finding.id in {"WH003", "WH004"}]


def test_a_stack_that_is_as_it_was_left_has_no_changes(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project(EVENT, MAIN)}}, "Ci")

    outcome = audited()

    assert (changes(outcome), outcome.unread, outcome.webhooks) == ([], (), 1)


def test_a_webhook_that_was_deleted_outside_is_found(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project()}}, "Ci")
    aws.client("codebuild").delete_webhook(projectName="native")

    [found] = changes(audited())

    assert (found.finding.id, found.finding.name, found.subject) == ("WH003", "deleted-outside", "native")
    assert found.finding.message == "stack Ci has made a webhook (Api), and the project has none"
    assert found.finding.fix.startswith("take the Triggers out, deploy, and put them back, or take a CodeBuildWebhook")


def test_a_webhook_that_was_edited_outside_is_found_with_what_differs(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project(EVENT, MAIN)}}, "Ci")
    aws.client("codebuild").update_webhook(projectName="native", filterGroups=[[PUSH]], buildType="BUILD_BATCH")

    [found] = changes(audited())

    assert (found.finding.id, found.finding.name) == ("WH004", "edited-outside")
    assert found.finding.message == (
        "the webhook is not as stack Ci says (Api): filter_groups is (EVENT is PUSH) and not (EVENT is PUSH and "
        "HEAD_REF matches ^refs/heads/main$); build_type is BUILD_BATCH and not BUILD"
    )


def test_a_single_change_is_at_its_setting(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project()}}, "Ci")
    aws.client("codebuild").update_webhook(projectName="native", filterGroups=[[PUSH]], buildType="BUILD_BATCH")

    [found] = changes(audited())

    assert str(found.finding.location) == "build_type"


def test_parameters_and_references_are_those_of_the_stack(aws: LocalAws) -> None:
    pattern = {"Fn::Sub": "^refs/heads/${Branch}/${AWS::Region}$"}
    template = {
        "Parameters": {"Branch": {"Type": "String", "Default": "main"}},
        "Resources": {"Api": project(EVENT, {"Type": "HEAD_REF", "Pattern": pattern})},
    }
    aws.deploy(template, "Ci", {"Branch": "dev"})

    outcome = audited()

    assert (changes(outcome), outcome.unread) == ([], ())


def test_a_stack_in_a_stack_is_compared(aws: LocalAws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="templates")
    s3.put_object(Bucket="templates", Key="inner.json", Body=json.dumps({"Resources": {"Api": project()}}))
    url = f"{aws.endpoint_url}/templates/inner.json"
    aws.deploy(
        {"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}}}, "Ci"
    )
    aws.client("codebuild").delete_webhook(projectName="native")

    [found] = changes(audited())

    assert found.finding.id == "WH003"


@pytest.mark.parametrize("is_json", [True, False], ids=["json", "yaml"])
def test_what_no_stack_shows_is_named_and_the_rest_is_compared(aws: LocalAws, *, is_json: bool) -> None:
    hidden = {"Type": "HEAD_REF", "Pattern": {"Fn::Join": ["", ["^", {"Ref": "Hidden"}, "$"]]}}
    template = {
        "Parameters": {"Hidden": {"Type": "String", "NoEcho": True}, "Place": {"Type": "String", "NoEcho": True}},
        "Resources": {
            "Api": project(EVENT, hidden),
            "Web": project(EVENT, MAIN, Name="web", Source={"Type": "GITHUB", "Location": {"Ref": "Place"}}),
        },
    }
    body = json.dumps(template) if is_json else f"# this is YAML\n{json.dumps(template)}"
    values = {"Hidden": "main", "Place": GITHUB["location"]}
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    aws.client("cloudformation").create_stack(StackName="Ci", TemplateBody=body, Parameters=parameters)
    aws.client("cloudformation").get_waiter("stack_create_complete").wait(StackName="Ci")
    for name in ("native", "web"):
        aws.client("codebuild").update_webhook(projectName=name, filterGroups=[[PUSH]], buildType="BUILD_BATCH")

    outcome = judge(read(targets_of([], []), ["Ci"], parse_yaml=lambda text: json.loads(text.partition("\n")[2])))

    assert [(each.subject, str(each.finding.location)) for each in changes(outcome)] == [
        ("native", "build_type"),
        ("web", "webhook"),
    ]
    assert [str(each) for each in outcome.unread] == [
        "stack Ci: Api: filter_groups cannot be compared: a part depends on a value that the stack does not show"
    ]


def test_a_stack_that_is_nowhere_is_named_once(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project()}}, "Ci")

    here, elsewhere = audited("Ci", regions=("us-east-1", "eu-west-1")), audited("Nope", regions=("us-east-1",))

    assert here.unread == ()
    assert [str(each) for each in elsewhere.unread] == ["stack Nope: there is no such stack in us-east-1"]


def test_a_project_that_is_gone_is_named(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Api": project()}}, "Ci")
    aws.client("codebuild").delete_project(name="native")

    [unread] = audited().unread

    assert str(unread) == (
        "stack Ci: Api: it is not compared: project native in us-east-1 was not read; it is gone, or the region was "
        "not asked (--region)"
    )


def resource(logical_id: str, physical_id: str, status: str = "CREATE_COMPLETE") -> dict[str, str]:
    return {"LogicalResourceId": logical_id, "PhysicalResourceId": physical_id, "ResourceStatus": status}


def ours(physical_id: str = "api", **properties: Any) -> list[Any]:
    template = {"Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": properties}}}
    return list(stack_webhooks(CREATED, template, [resource("Hook", physical_id)]))


@pytest.mark.parametrize(
    ("physical_id", "place"),
    [
        ("api", ("us-east-1", "api")),
        ("api#adopted", ("us-east-1", "api")),
        ("api@eu-west-1#moved-from=old:1f2e", ("eu-west-1", "api")),
    ],
)
def test_the_physical_id_says_which_project_it_is(physical_id: str, place: tuple[str, str]) -> None:
    [webhook] = ours(physical_id, ProjectName={"Fn::ImportValue": "Name"}, FilterGroups=[[EVENT]])

    assert (webhook.region, webhook.project, webhook.account) == (*place, "111122223333")
    assert webhook.is_ours


def test_a_resource_whose_condition_does_not_hold_is_no_webhook_of_the_stack() -> None:
    template = {"Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": {}}}}

    assert list(stack_webhooks(CREATED, template, [])) == []


@pytest.mark.parametrize(
    ("physical_id", "status", "is_there"),
    [
        ("api", "UPDATE_COMPLETE", True),
        ("api", "IMPORT_COMPLETE", True),
        ("api", "UPDATE_ROLLBACK_COMPLETE", True),
        ("api", "DELETE_COMPLETE", False),
        ("api", "UPDATE_IN_PROGRESS", False),
        ("api", "CREATE_FAILED", False),
        ("api#not-created", "UPDATE_COMPLETE", False),
    ],
)
def test_what_a_stack_does_not_have_is_no_webhook_of_it(physical_id: str, status: str, *, is_there: bool) -> None:
    template = {"Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": {}}}}

    assert bool(list(stack_webhooks(CREATED, template, [resource("Hook", physical_id, status)]))) is is_there


def test_parameters_that_yaml_gives_as_nothing_are_none() -> None:
    template = {"Parameters": None, "Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": {}}}}

    assert len(list(stack_webhooks(CREATED, template, [resource("Hook", "api")]))) == 1


NOT_SETTLED = (
    "us-east-1: stack Ci: it is not compared before a deployment has succeeded: its status is {}, so its resources "
    "need not be what its template says"
)


def test_a_stack_that_was_rolled_back_is_not_compared(aws: LocalAws) -> None:
    make_project(aws, "native", [[PUSH]])
    with pytest.raises(DeploymentFailed):
        aws.deploy({"Resources": {"Api": project(EVENT, MAIN)}}, "Ci")

    outcome = audited()

    assert changes(outcome) == []
    assert [str(each) for each in outcome.unread] == [NOT_SETTLED.format("ROLLBACK_COMPLETE")]


def test_a_stack_that_is_under_way_is_not_compared(aws: LocalAws) -> None:
    template = json.dumps({"Resources": {"Api": project()}})
    aws.client("cloudformation").create_change_set(
        StackName="Ci", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=template
    )

    assert [str(each) for each in audited().unread] == [NOT_SETTLED.format("REVIEW_IN_PROGRESS")]


NEVER = {"Fn::Equals": [{"Ref": "AWS::Region"}, "nowhere"]}
ON = {"Webhook": True, "FilterGroups": [[EVENT]]}


@pytest.mark.parametrize(
    "triggers",
    [
        {**ON, "Webhook": {"Fn::If": ["Never", True, False]}},
        {"Fn::If": ["Never", ON, {"Ref": "AWS::NoValue"}]},
        {**ON, "Webhook": {"Ref": "Hidden"}},
        {**ON, "Webhook": {"Fn::FindInMap": ["Places", "All", "Hook"]}},
    ],
    ids=["if", "if-around", "no-echo", "map"],
)
def test_where_nobody_sees_whether_there_is_to_be_a_webhook_none_is_missed(
    aws: LocalAws, triggers: dict[str, Any]
) -> None:
    template = {
        "Parameters": {"Hidden": {"Type": "String", "NoEcho": True, "Default": "false"}},
        "Mappings": {"Places": {"All": {"Hook": "false"}}},
        "Conditions": {"Never": NEVER},
        "Resources": {"Api": project(Triggers=triggers)},
    }
    aws.deploy(template, "Ci")

    outcome = audited()

    assert (outcome.webhooks, changes(outcome)) == (0, [])
    assert [str(each) for each in outcome.unread] == [
        "stack Ci: Api: it is not compared: whether there is to be one depends on a value that the stack does not show"
    ]


def test_a_webhook_whose_settings_nobody_sees_is_missed_where_it_is_certain(aws: LocalAws) -> None:
    groups = {"Fn::If": ["Never", [[EVENT, MAIN]], [[EVENT]]]}
    resources = {"Api": project(Triggers={**ON, "FilterGroups": groups})}
    aws.deploy({"Conditions": {"Never": NEVER}, "Resources": resources}, "Ci")
    aws.client("codebuild").delete_webhook(projectName="native")

    outcome = audited()

    assert ([each.finding.id for each in changes(outcome)], outcome.unread) == (["WH003"], ())


@pytest.mark.parametrize(
    "pattern",
    [
        "{{resolve:ssm:/branch}}",
        {"Fn::Sub": "${Topic.TopicName}"},
        {"Fn::Join": ["", ["^", {"Fn::GetAtt": ["Topic", "TopicName"]}, "$"]]},
    ],
    ids=["dynamic-reference", "sub", "join"],
)
def test_a_value_of_another_resource_or_service_is_not_compared(aws: LocalAws, pattern: Any) -> None:
    make_project(aws, "api", [[PUSH, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]])
    known = [resource("Topic", "arn:aws:sns:us-east-1:111122223333:t"), resource("Hook", "api")]
    hook = {"Type": "Custom::CodeBuildWebhook", "Properties": {"FilterGroups": [[EVENT, {**MAIN, "Pattern": pattern}]]}}
    [webhook] = stack_webhooks(CREATED, {"Resources": {"Hook": hook}}, known)

    reading = read(targets_of([], []))
    outcome = judge(Reading(reading.projects, stack_webhooks=(replace(webhook, account=aws.account),)))

    assert changes(outcome) == []
    assert [str(each) for each in outcome.unread] == [
        "stack Ci: Hook: filter_groups cannot be compared: a part depends on a value that the stack does not show"
    ]


def test_a_live_webhook_that_cannot_be_read_is_named_as_not_compared() -> None:
    [webhook] = ours("api", FilterGroups=[[EVENT]])
    shown = {"arn": "arn:aws:codebuild:us-east-1:111122223333:project/api", "name": "api"}
    live = live_project({**shown, "webhook": {"filterGroups": [[{"type": "LABEL", "pattern": "a"}]]}})

    outcome = judge(Reading(projects=(live,), stack_webhooks=(webhook,)))

    assert [each.finding.id for each in outcome.findings] == ["WH002"]
    [unread] = outcome.unread
    assert str(unread).startswith("stack Ci: Hook: it is not compared, because what is live cannot be read: ")


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({"Type": "String"}, "^main$"),
        ({"Type": "CommaDelimitedList"}, None),
        ({"Type": "String", "NoEcho": True}, None),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, None),
    ],
)
def test_of_the_parameters_those_are_known_that_are_shown_as_they_are(
    declared: dict[str, Any], value: str | None
) -> None:
    described = {**CREATED, "Parameters": [{"ParameterKey": "Branch", "ParameterValue": "^main$"}]}
    hook = {"Type": "Custom::CodeBuildWebhook", "Properties": {"BranchFilter": {"Ref": "Branch"}}}
    resources = [resource("Hook", "api")]
    [webhook] = stack_webhooks(described, {"Parameters": {"Branch": declared}, "Resources": {"Hook": hook}}, resources)

    assert webhook.webhook.settings is not None
    assert (webhook.webhook.settings.branch_filter == value) is (value is not None)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        (
            {"FilterGroups": [[EVENT, {**MAIN, "Pattern": {"Fn::ImportValue": "Branch"}}]]},
            "stack Ci: Hook: filter_groups cannot be compared: a part depends on a value that the stack does not show",
        ),
        (
            {"FilterGroups": {"Fn::If": ["A", [], []]}},
            "stack Ci: Hook: it is not compared: its settings depend on values that the stack does not show",
        ),
        ({"FilterGroups": "PUSH"}, "stack Ci: Hook: it is not compared, because it cannot be read: "),
    ],
)
def test_what_cannot_be_compared_is_named(aws: LocalAws, properties: dict[str, Any], text: str) -> None:
    make_project(aws, "api", [[PUSH]], source=GITHUB)
    [webhook] = ours("api", **properties)
    reading = read(targets_of([], []))
    webhook = type(webhook)(webhook.stack, aws.account, webhook.region, webhook.project, webhook.webhook)

    outcome = judge(type(reading)(reading.projects, (), (webhook,)))

    assert changes(outcome) == []
    assert [str(each).startswith(text) for each in outcome.unread] == [True]


def test_the_advice_for_a_webhook_of_this_package_is_to_redeploy(aws: LocalAws) -> None:
    make_project(aws, "gone")
    make_project(aws, "edited", [[PUSH]])
    found = [ours("gone", FilterGroups=[[EVENT]])[0], ours("edited", FilterGroups=[[EVENT, MAIN]])[0]]
    moved = [type(each)(each.stack, aws.account, each.region, each.project, each.webhook) for each in found]
    reading = read(targets_of([], []))

    outcome = judge(type(reading)(reading.projects, (), tuple(moved)))

    assert {each.finding.id: each.finding.fix for each in changes(outcome)} == {
        "WH003": "deploy the stack with another redeploy_on of the webhook, which creates it again",
        "WH004": "deploy the stack with another redeploy_on of the webhook, which brings the settings back, or put "
        "what is live into the code",
    }


@pytest.mark.parametrize("parse", [None, lambda text: None if text else text])
def test_a_template_that_is_no_json_is_named_where_nothing_reads_it(aws: LocalAws, parse: Any) -> None:
    aws.client("cloudformation").create_stack(StackName="Ci", TemplateBody="Resources:\n  T: {Type: AWS::SNS::Topic}\n")

    reading = read(targets_of([], []), ["Ci"], parse_yaml=parse)

    assert [str(each) for each in reading.unread] == [
        "us-east-1: stack Ci: its template cannot be read: it is neither JSON nor YAML that this version knows"
    ]
