"""What is around the webhooks of templates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lint.templates import BY_ARN, HERE, REF, contexts, export, hook, nesting, pipeline, project, template
from webhook_constructs.lint import Context
from webhook_constructs.templates.lint import lint_templates
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, template_webhooks

ALONE = Context(keeps_secret=False, path="Hook")


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


def test_a_resource_that_is_none_is_passed_over() -> None:
    assert contexts(template(Hook=hook("api"), Text="text"))["Hook"] == ALONE


def test_the_rules_are_told_what_is_around() -> None:
    one = template(Api=project(triggers=True), Hook=hook(REF), Pipeline=pipeline(REF))
    webhooks = list(template_webhooks(one.body))

    found = lint_templates([one], [(0, each) for each in webhooks])

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


@pytest.mark.parametrize(("condition", "is_unconditional"), [({}, True), ({"Condition": "C"}, False)])
def test_what_is_nested_under_a_condition_is_not_certain(condition: dict[str, Any], *, is_unconditional: bool) -> None:
    nested = nesting("b.json", Project=REF) | condition
    outer = Template({"Resources": {"Api": project(triggers=True), "A": nested}}, file="out/a.json")
    inner = Template({"Resources": {"C": nesting("c.json", Project={"Ref": "Project"})}}, file="out/b.json")
    inmost = Template({"Resources": {"Hook": hook({"Ref": "Project"})}}, file="out/c.json")

    assert contexts(outer, inner, inmost)["Hook"].has_triggers is is_unconditional


def test_what_is_nested_together_is_certain_together() -> None:
    nested = nesting("b.json") | {"Condition": "C"}
    outer = Template({"Resources": {"A": nested}}, file="out/a.json")
    inner = Template({"Resources": {"Api": project(triggers=True), "Hook": hook(REF)}}, file="out/b.json")

    assert contexts(outer, inner)["Hook"].has_triggers


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
    made["Properties"] |= {"SecretArn": secret, "ManualCreation": True}
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
