"""What the webhooks of templates are told of each other, by the ways in which a project is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.lint.templates import (
    ELSEWHERE,
    HERE,
    REF,
    THERE,
    contexts,
    export,
    hook,
    nesting,
    pipeline,
    project,
    template,
)
from webhook_constructs.lint import Context
from webhook_constructs.templates.template import Template


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
    assert contexts(template(None, outputs, Hook=hook("api")))["Hook"] == Context(keeps_secret=False, path="Hook")


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


NAME_OF_A, NAME_OF_B = ({"Fn::GetAtt": [each, "Outputs.Name"]} for each in "AB")
OUTPUTS = {"Name": {"Value": REF}}


def nested_twice(outer: dict[str, Any], inner: dict[str, Any], outputs: Any = OUTPUTS) -> dict[str, Context]:
    stacks = {each: nesting("b.json", by_metadata=False) for each in "AB"}
    return contexts(
        Template({"Resources": {**stacks, **outer}}, file="out/a.json"),
        Template({"Resources": inner, "Outputs": outputs}, file="out/b.json"),
    )


@pytest.mark.parametrize(
    "name", [None, {"Ref": "Name"}, {"Fn::Sub": "${AWS::StackName}-api"}], ids=["unnamed", "parameter", "stack-name"]
)
def test_two_stacks_of_one_template_put_out_two_projects(name: Any) -> None:
    found = nested_twice({"One": hook(NAME_OF_A), "Two": hook(NAME_OF_B)}, {"Api": project(name)})

    assert [each.other_webhooks for each in found.values()] == [(), ()]


def test_what_is_around_one_of_two_stacks_of_one_template_is_not_around_the_other() -> None:
    found = nested_twice({"One": hook(NAME_OF_A), "Run": pipeline(NAME_OF_B)}, {"Api": project()})

    assert found["One"].pipeline_actions == ()


def test_two_stacks_of_a_template_that_nests_another_one_put_out_two_projects() -> None:
    inner = {"C": nesting("c.json", by_metadata=False)}
    stacks = {each: nesting("b.json", by_metadata=False) for each in "AB"}
    found = contexts(
        Template({"Resources": {**stacks, "One": hook(NAME_OF_A), "Two": hook(NAME_OF_B)}}, file="out/a.json"),
        Template(
            {"Resources": inner, "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["C", "Outputs.Name"]}}}},
            file="out/b.json",
        ),
        Template({"Resources": {"Api": project()}, "Outputs": OUTPUTS}, file="out/c.json"),
    )

    assert [each.other_webhooks for each in found.values()] == [(), ()]


def test_two_stacks_of_one_template_put_out_two_secrets() -> None:
    one, two = hook("api"), hook("web")
    for each, secret in ((one, NAME_OF_A), (two, NAME_OF_B)):
        each["Properties"] |= {"SecretArn": secret, "ManualCreation": True, "Source": {"Type": "GITHUB"}}
    found = nested_twice({"One": one, "Two": two}, {"Api": {"Type": "AWS::SecretsManager::Secret"}})

    assert [each.same_secret for each in found.values()] == [(), ()]


def test_two_webhooks_on_what_one_stack_puts_out_are_on_one_project() -> None:
    found = nested_twice({"One": hook(NAME_OF_A), "Two": hook(NAME_OF_A)}, {"Api": project()})

    assert [each.other_webhooks for each in found.values()] == [("Two",), ("One",)]


HALVES = ["123456789012/unknown-region", "210987654321/unknown-region", "unknown-account/eu-west-1"]


@pytest.mark.parametrize(
    ("exporting", "importing"),
    [
        (HALVES[0], HALVES[1]),
        (HALVES[1], HALVES[0]),
        (HALVES[0], "210987654321/eu-west-1"),
        ("210987654321/eu-west-1", HALVES[0]),
        (HALVES[2], "123456789012/us-east-1"),
        ("123456789012/us-east-1", HALVES[2]),
    ],
)
def test_no_import_comes_from_another_account_or_region(exporting: str, importing: str) -> None:
    made = template(f"aws://{exporting}", {"X": export("Api", REF)}, Api=project(triggers=True))
    found = contexts(template(f"aws://{importing}", Hook=hook({"Fn::ImportValue": "Api"})), made)

    assert found["Hook"].has_triggers is False


def in_stage(stage: str, environment: str | None, outputs: Any = None, /, **resources: Any) -> Template:
    return replace(template(environment, outputs, **resources), app="app", stage=stage)


@pytest.mark.parametrize(
    ("exporting", "importing", "is_certain"),
    [
        pytest.param(("Dev", None), ("Prod", None), False, id="both-not-known"),
        pytest.param(("Dev", HERE), ("Prod", None), False, id="importer-not-known"),
        pytest.param(("Dev", None), ("Prod", HERE), False, id="exporter-not-known"),
        pytest.param(("Dev", HERE), ("Prod", HERE), True, id="one-place"),
        pytest.param(("Dev", None), ("Dev", None), True, id="one-stage"),
        pytest.param(("", None), ("Prod", None), True, id="around"),
    ],
)
def test_an_import_from_a_stage_beside_is_certain_in_a_known_place_alone(
    exporting: tuple[str, str | None], importing: tuple[str, str | None], *, is_certain: bool
) -> None:
    imported = {"Fn::ImportValue": "Api"}
    made = in_stage(*exporting, {"X": export("Api", REF)}, Api=project(triggers=True), One=hook(REF))
    found = contexts(made, in_stage(*importing, Two=hook(imported), Run=pipeline(imported)))

    assert found["Two"].has_triggers is is_certain
    assert found["One"].other_webhooks == (("Two",) if is_certain else ())
    assert found["Two"].other_webhooks == (("One",) if is_certain else ())
    assert found["Api"].pipeline_actions == ("Run/Build/Test",)


@pytest.mark.parametrize("exporting", ["", "Shared"])
def test_stages_beside_each_other_that_import_one_export_may_mean_two_projects(exporting: str) -> None:
    imported = {"Fn::ImportValue": "Api"}
    made = in_stage(exporting, None, {"X": export("Api", REF)}, Api=project())
    hooks = (in_stage(stage, None, **{stage: hook(imported)}) for stage in ("One", "Two"))

    assert [each.other_webhooks for each in contexts(made, *hooks).values()] == [(), ()]


def test_a_secret_that_another_stage_exports_may_be_another_one() -> None:
    imported = {"Fn::ImportValue": "Secret"}
    manual = {"ManualCreation": True, "Source": {"Type": "GITHUB"}}
    one, two = hook("api"), hook("web")
    one["Properties"] |= {"SecretArn": {"Ref": "Secret"}, **manual}
    two["Properties"] |= {"SecretArn": imported, **manual}
    exported = {"X": export("Secret", {"Ref": "Secret"})}
    found = contexts(in_stage("Dev", None, exported, One=one), in_stage("Prod", None, Two=two))

    assert [each.same_secret for each in found.values()] == [(), ()]
