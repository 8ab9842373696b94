"""What is around the webhooks of templates."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, template_webhooks
from webhook_constructs.lint import Context
from webhook_constructs.lint.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.lint.template_surroundings import Template, around
from webhook_constructs.lint.templates import lint_templates

HERE, THERE = "aws://123456789012/eu-west-1", "aws://210987654321/eu-west-1"


def hook(project: Any, **more: Any) -> dict[str, Any]:
    return {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": project, "FilterGroups": []}, **more}


def project(name: Any = None, *, triggers: bool = False, **more: Any) -> dict[str, Any]:
    properties = {"Name": name} if name else {}
    return {
        "Type": PROJECT_TYPE,
        "Properties": properties | ({"Triggers": {"Webhook": True}} if triggers else {}),
        **more,
    }


def pipeline(name: Any = None, *, repository: Any = "acme/api", **action: Any) -> dict[str, Any]:
    connection = {
        "Name": "Git",
        "ActionTypeId": {"Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection"},
        "Configuration": {"FullRepositoryId": repository, "BranchName": "main"},
    }
    build = {
        "Name": "Test",
        "ActionTypeId": {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild"},
        "Configuration": {"ProjectName": name},
        **action,
    }
    stages = [{"Name": "Source", "Actions": [connection]}, {"Name": "Build", "Actions": [build] if name else []}]
    return {"Type": PIPELINE_TYPE, "Properties": {"Stages": stages}}


def template(environment: str | None = None, outputs: Any = None, /, **resources: Any) -> Template:
    return Template({"Resources": resources, "Outputs": outputs or {}}, environment)


def export(name: Any, value: Any) -> dict[str, Any]:
    return {"Value": value, "Export": {"Name": name}}


def contexts(*templates: Template) -> dict[str, Context]:
    placed = [(index, each) for index, one in enumerate(templates) for each in template_webhooks(one.body)]
    return {
        webhook.logical_id: context for (_, webhook), context in zip(placed, around(templates, placed), strict=True)
    }


REF = {"Ref": "Api"}
BY_ARN = {"Fn::GetAtt": ["Api", "Arn"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(REF, REF, id="references"),
        pytest.param(REF, {"Fn::Select": [1, {"Fn::Split": ["/", BY_ARN]}]}, id="out-of-an-arn"),
        pytest.param("api", REF, id="name-and-reference"),
        pytest.param("api", "api", id="names"),
        pytest.param({"Ref": "Parameter"}, {"Ref": "Parameter"}, id="parameter"),
        pytest.param({"Fn::ImportValue": "x"}, {"Fn::ImportValue": {"Fn::Sub": "x"}}, id="imports"),
    ],
)
def test_two_webhooks_of_a_template_on_one_project_are_told_of_each_other(one: Any, other: Any) -> None:
    exporting = template(None, {"X": export("x", "elsewhere")})
    found = contexts(template(Api=project("api"), One=hook(one), Other=hook(other)), exporting)

    assert (found["One"].other_webhooks, found["Other"].other_webhooks) == (("Other",), ("One",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("api", "web", id="names"),
        pytest.param(REF, {"Ref": "Web"}, id="references"),
        pytest.param(None, None, id="nothing"),
        pytest.param({"Ref": "One"}, {"Ref": "Two"}, id="parameters"),
        pytest.param({}, {}, id="no-function"),
        pytest.param({"Ref": ["Api"]}, REF, id="no-reference"),
    ],
)
def test_two_webhooks_that_are_not_known_to_be_on_one_project_are_not(one: Any, other: Any) -> None:
    found = contexts(template(Api=project(), Web=project(), First=hook(one), Other=hook(other)))

    assert [each.other_webhooks for each in found.values()] == [(), ()]


@pytest.mark.parametrize("which", ["One", "Other"])
def test_what_is_deployed_under_a_condition_is_no_second_webhook(which: str) -> None:
    resources = {"Api": project(triggers=True, Condition="C"), "One": hook(REF), "Other": hook(REF)}
    resources[which]["Condition"] = "C"

    found = contexts(template(**resources))

    assert [(each.other_webhooks, each.has_triggers) for each in found.values()] == [((), False)] * 3


def test_a_webhook_beside_the_triggers_of_its_project_is_told_of_them() -> None:
    found = contexts(template(Api=project(triggers=True), Hook=hook(REF)))

    assert {name: each.has_triggers for name, each in found.items()} == {"Api": False, "Hook": True}
    assert found["Api"].other_webhooks == ()


def test_a_pipeline_that_runs_the_project_is_told_with_its_source() -> None:
    named = {**pipeline(REF), "Metadata": {"aws:cdk:path": "Stack/Pipeline/Resource"}}
    found = contexts(template(Api=project(triggers=True), Web=project(), Hook=hook({"Ref": "Web"}), Pipeline=named))

    assert found["Api"].pipeline_actions == ("Stack/Pipeline/Build/Test",)
    assert found["Hook"].pipeline_actions == ()
    for each in found.values():
        (source,) = each.pipeline_sources
        assert (source.path, source.repository) == ("Stack/Pipeline/Source/Git", "acme/api")


def test_a_pipeline_without_a_connection_is_told_of_where_it_runs_a_project() -> None:
    def uploaded(name: Any) -> dict[str, Any]:
        made = pipeline(name)
        made["Properties"]["Stages"][0]["Actions"][0]["ActionTypeId"]["Provider"] = "S3"
        return made

    running = contexts(template(Api=project(triggers=True), Pipeline=uploaded(REF)))
    other = contexts(template(Api=project(triggers=True), Pipeline=uploaded("web")))

    assert [(each.path, each.repository) for each in running["Api"].pipeline_sources] == [("Pipeline/Source/Git", "")]
    assert other["Api"].pipeline_sources == ()


@pytest.mark.parametrize("elsewhere", [{"Region": "us-east-1"}, {"RoleArn": "arn:aws:iam::210987654321:role/r"}])
def test_an_action_in_another_place_runs_another_project(elsewhere: dict[str, Any]) -> None:
    found = contexts(template(Hook=hook("api"), Pipeline=pipeline("api", **elsewhere)))

    assert found["Hook"].pipeline_actions == ()


@pytest.mark.parametrize(
    ("imported", "exported", "is_known"),
    [
        pytest.param("Api", "Api", True, id="text"),
        pytest.param({"Fn::Sub": "Api"}, {"Fn::Join": ["", ["A", "pi"]]}, True, id="composed"),
        pytest.param({"Fn::Sub": "${AWS::StackName}-Api"}, {"Fn::Sub": "${AWS::StackName}-Api"}, False, id="stack"),
        pytest.param("Api", "Web", False, id="another"),
    ],
)
def test_what_another_template_exports_is_followed(imported: Any, exported: Any, *, is_known: bool) -> None:
    made = template(None, {"Name": export(exported, REF)}, Api=project(triggers=True))
    found = contexts(template(Hook=hook({"Fn::ImportValue": imported})), made)

    assert found["Hook"].has_triggers is is_known


def test_an_export_that_two_templates_have_is_not_followed() -> None:
    made = template(None, {"Name": export("Api", REF)}, Api=project(triggers=True))

    assert not contexts(template(Hook=hook({"Fn::ImportValue": "Api"})), made, made)["Hook"].has_triggers


def test_exports_that_lead_in_a_circle_end() -> None:
    circle = template(None, {"A": export("A", {"Fn::ImportValue": "A"})}, Hook=hook({"Fn::ImportValue": "A"}))

    assert contexts(circle)["Hook"].other_webhooks == ()


@pytest.mark.parametrize("outputs", [{"A": "text"}, {"A": {"Value": "x"}}, {"A": {"Export": "text"}}])
def test_outputs_that_export_nothing_are_passed_over(outputs: Any) -> None:
    assert contexts(template(None, outputs, Hook=hook("api")))["Hook"] == Context()


@pytest.mark.parametrize(
    ("one", "other", "is_one_project"),
    [(None, None, True), (HERE, HERE, True), (HERE, THERE, False), (HERE, None, False)],
)
def test_a_name_in_two_templates_means_one_project_unless_it_is_in_two_places(
    one: str | None, other: str | None, *, is_one_project: bool
) -> None:
    found = contexts(template(one, Hook=hook("api")), template(other, Pipeline=pipeline("api")))

    assert found["Hook"].pipeline_actions == (("Pipeline/Build/Test",) if is_one_project else ())


def test_one_app_that_is_deployed_twice_has_two_projects_of_one_name() -> None:
    found = [
        contexts(*(template(place, Hook=hook("api"), Api=project("api"), Run=pipeline("api")) for place in places))[
            "Hook"
        ]
        for places in ((None, None), (HERE, THERE))
    ]

    assert [(each.other_webhooks, each.pipeline_actions) for each in found] == [((), ("Run/Build/Test",))] * 2


def test_two_webhooks_of_one_name_in_one_place_are_on_one_project() -> None:
    found = contexts(template(HERE, One=hook("api")), template(HERE, Two=hook("api")))

    assert found["One"].other_webhooks == ("Two",)


def test_a_resource_that_is_none_is_passed_over() -> None:
    assert contexts(template(Hook=hook("api"), Text="text"))["Hook"] == Context()


def test_the_rules_are_told_what_is_around() -> None:
    one = template(Api=project(triggers=True), Hook=hook(REF), Pipeline=pipeline(REF))
    webhooks = list(template_webhooks(one.body))

    found = lint_templates(webhooks, around([one], [(0, each) for each in webhooks]))

    api, ours = ([each.id for each in findings] for findings in found)
    assert "WH406" in api
    assert {"WH111", "WH406"} <= set(ours)


@pytest.mark.parametrize(
    ("role", "is_run"),
    [
        ({"Fn::Join": []}, True),
        ({"Fn::Join": 1}, True),
        ({"Fn::Join": ["", "text"]}, True),
        ({"Fn::Sub": ["x"]}, True),
        ({"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/r"}, True),
        ({"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::AccountId"}, ":role/r"]]}, True),
        ({"Fn::Sub": "arn:aws:iam::${Account}:role/r"}, False),
        ({"Fn::Join": [":", ["arn:aws:iam:", "210987654321", "role/r"]]}, False),
    ],
)
def test_the_role_of_an_action_says_whose_project_it_runs(role: Any, *, is_run: bool) -> None:
    found = contexts(template(Hook=hook("api"), Pipeline=pipeline("api", RoleArn=role)))

    assert bool(found["Hook"].pipeline_actions) is is_run


def nesting(asset: str, *, by_metadata: bool = True, **parameters: Any) -> dict[str, Any]:
    metadata = {"aws:asset:path": asset} if by_metadata else {}
    url = {"Fn::Sub": "https://s3/x"} if by_metadata else asset
    properties = {"TemplateURL": url, "Parameters": parameters}
    return {"Type": "AWS::CloudFormation::Stack", "Metadata": metadata, "Properties": properties}


@pytest.mark.parametrize(
    ("stacks", "is_followed"),
    [
        pytest.param({"A": nesting("b.json", Project=REF)}, True, id="asset"),
        pytest.param({"A": nesting("./b.json", by_metadata=False, Project=REF)}, True, id="address"),
        pytest.param({"A": nesting("c.json", Project=REF)}, False, id="another"),
        pytest.param({"A": nesting("b.json", Other=REF)}, False, id="another-parameter"),
        pytest.param({"A": nesting("b.json", Project=REF), "B": nesting("b.json", Project="web")}, False, id="twice"),
        pytest.param({"A": {"Type": "AWS::CloudFormation::Stack"}}, False, id="nothing"),
    ],
)
def test_a_parameter_of_a_nested_stack_is_followed(stacks: dict[str, Any], *, is_followed: bool) -> None:
    outer = Template({"Resources": {"Api": project(triggers=True), **stacks}}, file="out/a.json")
    inner = Template({"Resources": {"Run": pipeline({"Ref": "Project"})}}, file="out/b.json")

    assert contexts(outer, inner)["Api"].pipeline_actions == (("Run/Build/Test",) if is_followed else ())


def test_a_stack_that_nests_itself_ends() -> None:
    itself = {"Hook": hook({"Ref": "Project"}), "Self": nesting("a.json", Project={"Ref": "Project"})}

    assert contexts(Template({"Resources": itself}, file="out/a.json"))["Hook"].other_webhooks == ()


ELSEWHERE = "aws://123456789012/us-east-1"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({"Fn::If": ["C", {"Webhook": True}, {"Ref": "AWS::NoValue"}]}, id="triggers"),
        pytest.param({"Webhook": {"Fn::If": ["C", True, False]}}, id="switch"),
    ],
)
def test_triggers_that_a_condition_decides_on_are_not_certain(written: Any) -> None:
    api = {"Type": PROJECT_TYPE, "Properties": {"Triggers": written}}

    assert not contexts(template(Api=api, Hook=hook(REF)))["Hook"].has_triggers


def test_a_switch_may_be_a_text() -> None:
    api = {"Type": PROJECT_TYPE, "Properties": {"Triggers": {"Webhook": "true"}}}

    assert contexts(template(Api=api, Hook=hook(REF)))["Hook"].has_triggers


@pytest.mark.parametrize(("condition", "is_certain"), [({}, True), ({"Condition": "C"}, False)])
def test_what_is_nested_under_a_condition_is_not_certain(condition: dict[str, Any], *, is_certain: bool) -> None:
    nested = nesting("b.json", Project=REF) | condition
    outer = Template({"Resources": {"Api": project(triggers=True), "A": nested}}, file="out/a.json")
    inner = Template({"Resources": {"C": nesting("c.json", Project={"Ref": "Project"})}}, file="out/b.json")
    inmost = Template({"Resources": {"Hook": hook({"Ref": "Project"})}}, file="out/c.json")

    assert contexts(outer, inner, inmost)["Hook"].has_triggers is is_certain


def test_what_is_nested_together_is_certain_together() -> None:
    nested = nesting("b.json") | {"Condition": "C"}
    outer = Template({"Resources": {"A": nested}}, file="out/a.json")
    inner = Template({"Resources": {"Api": project(triggers=True), "Hook": hook(REF)}}, file="out/b.json")

    assert contexts(outer, inner)["Hook"].has_triggers


@pytest.mark.parametrize(
    ("exporting", "importing", "is_known"),
    [
        pytest.param([HERE], HERE, True, id="same-place"),
        pytest.param([ELSEWHERE], HERE, False, id="another-region"),
        pytest.param([ELSEWHERE, HERE], HERE, True, id="both-regions"),
        pytest.param([None], HERE, True, id="exporter-not-known"),
        pytest.param([HERE], None, True, id="importer-not-known"),
        pytest.param([None, HERE], HERE, True, id="one-for-certain"),
        pytest.param([HERE, ELSEWHERE], None, False, id="which-not-known"),
        pytest.param([HERE, HERE], HERE, False, id="twice"),
    ],
)
def test_an_import_comes_from_the_same_place(
    exporting: list[str | None], importing: str | None, *, is_known: bool
) -> None:
    made = [template(place, {"X": export("Api", REF)}, Api=project(triggers=True)) for place in exporting]
    found = contexts(template(importing, Hook=hook({"Fn::ImportValue": "Api"})), *made)

    assert found["Hook"].has_triggers is is_known


@pytest.mark.parametrize(
    ("one", "other", "is_one_project"),
    [(HERE, HERE, True), (HERE, ELSEWHERE, False), (HERE, None, False), (None, None, False)],
)
def test_two_templates_that_import_one_export_mean_one_project_in_one_place(
    one: str | None, other: str | None, *, is_one_project: bool
) -> None:
    imported = {"Fn::ImportValue": "Api"}
    found = contexts(template(one, One=hook(imported)), template(other, Two=hook(imported)))

    assert found["One"].other_webhooks == (("Two",) if is_one_project else ())


STACK_NAME = {"Ref": "AWS::StackName"}


@pytest.mark.parametrize(
    ("name", "written", "is_one_project"),
    [
        pytest.param({"Fn::Sub": "${AWS::StackName}-x"}, {"Fn::Join": ["-", [STACK_NAME, "x"]]}, True, id="composed"),
        pytest.param({"Ref": "Name"}, {"Ref": "Name"}, True, id="parameter"),
        pytest.param({"Fn::Sub": "api"}, "api", True, id="text"),
        pytest.param("api", {"Fn::Sub": "api"}, True, id="text-of-the-other"),
        pytest.param({"Fn::Sub": "${AWS::StackName}-x"}, {"Fn::Sub": "${AWS::StackName}-y"}, False, id="another"),
        pytest.param({"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}, False, id="no-value"),
        pytest.param({"Ref": "Api"}, {"Ref": "Name"}, False, id="itself"),
        pytest.param("", "", False, id="empty"),
    ],
)
def test_a_name_that_a_function_writes_is_the_same_in_one_template(
    name: Any, written: Any, *, is_one_project: bool
) -> None:
    api = project(triggers=True)
    api["Properties"]["Name"] = name

    assert contexts(template(Api=api, Hook=hook(written)))["Hook"].has_triggers is is_one_project
    assert contexts(template(Api=api, Hook=hook(REF)))["Hook"].has_triggers


def test_a_stack_name_is_another_in_each_template() -> None:
    written = {"Fn::Sub": "${AWS::StackName}-x"}
    found = contexts(template(HERE, One=hook(written)), template(HERE, Two=hook(written)))

    assert found["One"].other_webhooks == ()


@pytest.mark.parametrize(
    ("place", "action", "is_run"),
    [
        pytest.param(HERE, {"Region": "eu-west-1"}, True, id="region"),
        pytest.param(HERE, {"RoleArn": "arn:aws:iam::123456789012:role/r"}, True, id="account"),
        pytest.param(HERE, {"Region": "us-east-1"}, False, id="another-region"),
        pytest.param(HERE, {"RoleArn": "arn:aws:iam::210987654321:role/r"}, False, id="another-account"),
        pytest.param(None, {"Region": "eu-west-1"}, False, id="not-known"),
    ],
)
def test_an_action_may_name_the_place_of_its_stack(place: str | None, action: dict[str, Any], *, is_run: bool) -> None:
    found = contexts(template(place, Hook=hook("api"), Pipeline=pipeline("api", **action)))

    assert bool(found["Hook"].pipeline_actions) is is_run


def keeping(secret: Any, **more: Any) -> dict[str, Any]:
    made = hook("api", **more)
    made["Properties"]["SecretArn"] = secret
    return made


ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-a1b2c3"


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        pytest.param(ARN, ARN, True, id="arn"),
        pytest.param({"Ref": "Secret"}, {"Fn::GetAtt": ["Secret", "Id"]}, True, id="reference"),
        pytest.param({"Ref": "Secret"}, {"Ref": "Other"}, False, id="another"),
        pytest.param({"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}, False, id="no-value"),
        pytest.param(None, None, False, id="none"),
    ],
)
def test_webhooks_of_a_template_that_keep_their_secret_in_one_place_are_told(
    one: Any, other: Any, *, is_shared: bool
) -> None:
    found = contexts(template(One=keeping(one), Two=keeping(other)))

    assert (found["One"].same_secret, found["Two"].same_secret) == ((("Two",), ("One",)) if is_shared else ((), ()))


@pytest.mark.parametrize(
    ("written", "place", "is_shared"),
    [
        pytest.param(ARN, None, True, id="arn"),
        pytest.param({"Fn::ImportValue": "Secret"}, HERE, True, id="import"),
        pytest.param({"Fn::ImportValue": "Secret"}, None, False, id="import-somewhere"),
        pytest.param({"Ref": "Secret"}, HERE, False, id="reference"),
    ],
)
def test_webhooks_of_two_templates_may_keep_their_secret_in_one_place(
    written: Any, place: str | None, *, is_shared: bool
) -> None:
    found = contexts(template(place, One=keeping(written)), template(place, Two=keeping(written)))

    assert bool(found["One"].same_secret) is is_shared


def test_a_webhook_under_a_condition_shares_no_secret_for_certain() -> None:
    found = contexts(template(One=keeping(ARN), Two=keeping(ARN, Condition="C")))

    assert [each.same_secret for each in found.values()] == [(), ()]
