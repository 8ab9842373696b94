"""Webhooks are judged with the values that a template knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from webhook_constructs.template_files.yaml_template import parse_yaml
from webhook_constructs.templates.judging import JudgedWebhook, judge_templates
from webhook_constructs.templates.places import property_path
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.values.variants import Variants

LOOSE, STRICT = "^refs/heads/main", "^refs/heads/main$"


def judged(text: str, given: dict[str, str] | None = None) -> list[JudgedWebhook]:
    return list(judge_templates([Template(parse_yaml(text).body)], ["t.yaml"], given).webhooks)


def found(text: str, given: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Return id, place and values of what is found."""
    return [
        (each.finding.id, property_path(each.steps[2:]), each.finding.message.rpartition(" (with ")[2].rstrip(")"))
        for webhook in judged(text, given)
        for each in webhook.findings
        if "(with " in each.finding.message
    ]


def open_parts(text: str) -> list[tuple[str, ...]]:
    return [each.open_parts for each in judged(text)]


def project(pattern: Any, **sections: Any) -> str:
    """A template whose one webhook has a group with a pattern on HEAD_REF."""
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": pattern}]]
    return with_groups(groups, **sections)


def with_groups(groups: Any, **sections: Any) -> str:
    properties = {"Source": {"Type": "GITHUB"}, "Triggers": {"Webhook": True, "FilterGroups": groups}}
    return str(
        yaml.safe_dump(
            {**sections, "Resources": {"Api": {"Type": "AWS::CodeBuild::Project", "Properties": properties}}}
        )
    )


def branch(**declared: Any) -> dict[str, Any]:
    return {"Branch": {"Type": "String", **declared}}


PATTERN = "Properties.Triggers.FilterGroups[0][1]"
REF = {"Ref": "Branch"}


REGION, STAGE = {"Ref": "AWS::Region"}, {"Ref": "Stage"}
STAGES = {"Stage": {"Type": "String", "AllowedValues": ["prod", "dev"]}}


@pytest.mark.parametrize(
    ("key", "default", "rows", "values"),
    [
        pytest.param(STAGE, LOOSE, {"prod": {"Push": STRICT}}, "with Stage=dev", id="parameter-without-a-row"),
        pytest.param(STAGE, STRICT, {"prod": {"Push": LOOSE}}, "with Stage=prod", id="parameter-with-a-row"),
        pytest.param(
            REGION, LOOSE, {"eu-west-1": {"Push": STRICT}}, "with AWS::Region other than eu-west-1", id="other-region"
        ),
        pytest.param(REGION, STRICT, {"eu-west-1": {"Push": LOOSE}}, "with AWS::Region=eu-west-1", id="region"),
    ],
)
def test_the_default_of_a_mapping_is_for_the_keys_that_it_does_not_have(
    key: Any, default: str, rows: Any, values: str
) -> None:
    pattern = {"Fn::FindInMap": ["Patterns", key, "Push", {"DefaultValue": default}]}
    text = project(pattern, Parameters=STAGES, Mappings={"Patterns": rows})

    assert [(id_, f"with {said}") for id_, _, said in found(text)] == [("WH203", values)]
    assert open_parts(text) == [()]


def test_a_resource_whose_condition_does_not_hold_is_not_judged() -> None:
    enabled = {"Enabled": {"Type": "String", "Default": "no", "AllowedValues": ["yes", "no"]}}
    conditions = {"IsOn": {"Fn::Equals": [{"Ref": "Enabled"}, "yes"]}}
    body = yaml.safe_load(project(LOOSE, Parameters=enabled, Conditions=conditions))
    api = body["Resources"]["Api"]
    api["Condition"] = "IsOn"
    api["Properties"]["Triggers"]["Webhook"] = {"Fn::If": ["IsOn", True, False]}

    (webhook,) = judged(yaml.safe_dump(body))

    assert ([each.finding.id for each in webhook.findings], webhook.not_judged) == (["WH203"], ())


@pytest.mark.parametrize(
    ("declared", "given", "values"),
    [
        pytest.param({"Default": LOOSE}, {}, [f"Branch={LOOSE}"], id="default"),
        pytest.param({"Default": STRICT}, {}, [], id="default-without-fault"),
        pytest.param({"Default": STRICT}, {"Branch": LOOSE}, [f"Branch={LOOSE}"], id="given"),
        pytest.param({"AllowedValues": [STRICT, LOOSE]}, {}, [f"Branch={LOOSE}"], id="allowed"),
        pytest.param(
            {"AllowedValues": ["^refs/heads/one", "^refs/heads/two"]},
            {},
            ["Branch=^refs/heads/one, Branch=^refs/heads/two"],
            id="several-allowed",
        ),
        pytest.param(
            {"AllowedValues": [f"^refs/heads/b-{each}" for each in range(5)]},
            {},
            ["Branch=^refs/heads/b-0, Branch=^refs/heads/b-1, Branch=^refs/heads/b-2 and 2 more"],
            id="many-allowed",
        ),
        pytest.param({}, {}, [], id="nothing-known"),
        pytest.param({"Default": LOOSE, "NoEcho": True}, {}, [], id="no-echo"),
        pytest.param({"NoEcho": True}, {"Branch": LOOSE}, [], id="given-no-echo"),
        pytest.param({"Default": LOOSE, "Type": "AWS::SSM::Parameter::Value<String>"}, {}, [], id="name-of-a-value"),
    ],
)
def test_a_parameter_is_judged_with_what_it_can_be(
    declared: dict[str, Any], given: dict[str, str], values: list[str]
) -> None:
    text = project(REF, Parameters=branch(**declared))

    assert found(text, given) == [("WH203", PATTERN, each) for each in values]


@pytest.mark.parametrize(
    ("pattern", "sections"),
    [
        pytest.param({"Fn::Sub": "^refs/heads/${Name}"}, {}, id="sub"),
        pytest.param({"Fn::Sub": ["^refs/${Kind}/${Name}", {"Kind": "heads"}]}, {}, id="sub-with-variables"),
        pytest.param({"Fn::Join": ["/", ["^refs", "heads", {"Ref": "Name"}]]}, {}, id="join"),
        pytest.param({"Fn::Select": [1, ["x", {"Fn::Sub": "^refs/heads/${Name}"}]]}, {}, id="select"),
        pytest.param({"Fn::Select": ["0", {"Fn::Split": ["|", {"Fn::Sub": "^refs/heads/${Name}|x"}]}]}, {}, id="split"),
        pytest.param(
            {"Fn::FindInMap": ["Patterns", {"Ref": "Name"}, "Push"]},
            {"Mappings": {"Patterns": {"main": {"Push": LOOSE}, "dev": {"Push": "^refs/heads/dev$"}}}},
            id="map",
        ),
        pytest.param(
            {"Fn::If": ["IsMain", {"Fn::Sub": "^refs/heads/${Name}"}, STRICT]},
            {"Conditions": {"IsMain": {"Fn::Equals": [{"Ref": "Name"}, "main"]}}},
            id="if",
        ),
    ],
)
def test_functions_of_what_is_known_are_worked_out(pattern: Any, sections: dict[str, Any]) -> None:
    text = project(pattern, Parameters={"Name": {"Type": "String", "Default": "main"}}, **sections)

    assert [(rule, values) for rule, _, values in found(text)] == [("WH203", "Name=main")]


def test_an_arm_of_a_condition_of_which_nothing_is_known_is_judged() -> None:
    text = project(
        {"Fn::If": ["Strict", STRICT, LOOSE]},
        Conditions={"Strict": {"Fn::Equals": [{"Ref": "AWS::StackName"}, "strict"]}},
    )

    assert found(text) == [("WH203", f"{PATTERN}.Pattern.Fn::If[2]".removesuffix(".Pattern.Fn::If[2]"), "Strict=false")]
    assert open_parts(text) == [()]


@pytest.mark.parametrize(
    "condition",
    [
        {"Fn::Equals": [REF, "main"]},
        {"Fn::Not": [{"Fn::Equals": ["main", REF]}]},
        {"Fn::And": [{"Fn::Equals": [REF, "main"]}, {"Condition": "Yes"}]},
        {"Fn::Or": [{"Fn::Not": [{"Condition": "Yes"}]}, {"Fn::Equals": [REF, "main"]}]},
    ],
)
def test_conditions_on_a_value_are_evaluated(condition: Any) -> None:
    conditions = {"Yes": {"Fn::Equals": ["a", "a"]}, "IsMain": condition}
    arms = [LOOSE, STRICT] if "Fn::Not" not in condition else [STRICT, LOOSE]
    text = project({"Fn::If": ["IsMain", *arms]}, Parameters=branch(Default="main"), Conditions=conditions)

    assert [values for _, _, values in found(text)] == ["Branch=main"]


def test_what_a_condition_compares_a_parameter_with_is_judged_beside_its_default() -> None:
    text = project(
        {"Fn::If": ["IsProd", LOOSE, STRICT]},
        Parameters={"Stage": {"Type": "String", "Default": "dev"}},
        Conditions={"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    )

    assert [values for _, _, values in found(text)] == ["Stage=prod"]


def test_another_value_than_those_that_conditions_name_is_judged_where_nothing_else_is_left() -> None:
    text = project(
        {"Fn::If": ["HasBranch", LOOSE, STRICT]},
        Parameters=branch(Default=""),
        Conditions={"HasBranch": {"Fn::Not": [{"Fn::Equals": [REF, ""]}]}},
    )

    assert [values for _, _, values in found(text)] == ["Branch other than ''"]


def test_conditions_that_exclude_each_other_are_never_both_true() -> None:
    stage = {"Ref": "Stage"}
    pushes = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": STRICT}]
    groups = [{"Fn::If": [each, pushes, {"Ref": "AWS::NoValue"}]} for each in ("IsDev", "IsProd")]
    conditions = {f"Is{each}": {"Fn::Equals": [stage, each.lower()]} for each in ("Dev", "Prod")}
    text = with_groups(groups, Parameters={"Stage": {"Type": "String"}}, Conditions=conditions)

    assert "WH305" not in [rule for rule, _, _ in found(text)]


ACTOR = {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}
PUSH = {"Type": "EVENT", "Pattern": "PUSH"}


@pytest.mark.parametrize(
    ("groups", "place"),
    [
        pytest.param([[PUSH, {"Fn::If": ["C", ACTOR, {"Ref": "AWS::NoValue"}]}]], "[0][1].Fn::If[1]", id="filter"),
        pytest.param([{"Fn::If": ["C", [PUSH], [PUSH, ACTOR]]}], "[0].Fn::If[2][1]", id="group"),
        pytest.param({"Fn::If": ["C", [[PUSH, ACTOR]], [[PUSH]]]}, ".Fn::If[1][0][1]", id="groups"),
        pytest.param(
            [{"Ref": "AWS::NoValue"}, {"Fn::If": ["C", [{"Ref": "AWS::NoValue"}, PUSH, ACTOR], [PUSH]]}],
            "[1].Fn::If[1][2]",
            id="beside-no-value",
        ),
    ],
)
def test_the_place_is_that_in_the_written_template(groups: Any, place: str) -> None:
    text = with_groups(groups, Conditions={"C": {"Fn::Equals": [{"Ref": "AWS::StackName"}, "x"]}})

    assert [where for rule, where, _ in found(text) if rule == "WH201"] == [f"Properties.Triggers.FilterGroups{place}"]


def test_only_the_values_are_named_on_which_a_finding_depends() -> None:
    groups = [
        [PUSH, {"Type": "HEAD_REF", "Pattern": {"Ref": "One"}}],
        [PUSH, {"Type": "HEAD_REF", "Pattern": {"Ref": "Two"}}],
    ]
    parameters = {
        "One": {"Type": "String", "AllowedValues": ["^refs/heads/one$", "^refs/heads/one"]},
        "Two": {"Type": "String", "AllowedValues": ["^refs/heads/two$", "^refs/heads/two"]},
    }

    assert [values for _, _, values in found(with_groups(groups, Parameters=parameters))] == [
        "One=^refs/heads/one",
        "Two=^refs/heads/two",
    ]


def test_only_the_values_are_named_on_which_a_finding_depends_in_a_template_of_many_webhooks() -> None:
    numbers = range(30)
    parameters = {
        f"{name}{each}": {"Type": "String", "Default": pattern}
        for each in numbers
        for name, pattern in (("Loose", LOOSE), ("Strict", STRICT))
    }
    groups = [
        [[PUSH, {"Type": "HEAD_REF", "Pattern": {"Ref": f"{name}{each}"}}] for name in ("Loose", "Strict")]
        for each in numbers
    ]
    resources = {f"P{each}": yaml.safe_load(with_groups(groups[each]))["Resources"]["Api"] for each in numbers}
    text = yaml.safe_dump({"Parameters": parameters, "Resources": resources}, sort_keys=False)

    assert [values for rule, _, values in found(text) if rule == "WH203"] == [
        f"Loose{each}={LOOSE}" for each in numbers
    ]


def test_a_finding_that_a_value_makes_worse_is_as_bad_as_with_that_value_and_names_it() -> None:
    pattern = {"Fn::Sub": "refs/heads/v${Branch}.*"}
    without, given = (project(pattern, Parameters=branch(**each)) for each in ({}, {"Default": "1|develop"}))

    assert [(each.finding.id, each.finding.severity) for each in judged(without)[0].findings] == [("WH203", "info")]
    assert [(each.finding.id, each.finding.severity) for each in judged(given)[0].findings] == [("WH203", "warning")]
    assert found(given) == [("WH203", PATTERN, "Branch=1|develop")]


def test_a_webhook_with_values_is_judged_by_its_project_in_another_template() -> None:
    groups = [[PUSH, {"Type": "HEAD_REF", "Pattern": REF}]]
    webhook = {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": "api", "FilterGroups": groups}}
    api = {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "api", "Source": {"Type": "CODECOMMIT"}}}
    templates = [
        Template({"Parameters": branch(Default=STRICT), "Resources": {"Hook": webhook}}),
        Template({"Resources": {"Api": api}}),
    ]
    (judged_webhook,) = judge_templates(templates, ["one", "other"]).webhooks

    assert [each.finding.id for each in judged_webhook.findings] == ["WH108"]


def test_what_holds_without_any_value_names_none() -> None:
    text = with_groups([[PUSH, ACTOR], [PUSH, {"Type": "HEAD_REF", "Pattern": REF}]], Parameters=branch(Default=STRICT))
    (webhook,) = judged(text)

    assert [(each.finding.id, "(with" in each.finding.message) for each in webhook.findings] == [("WH201", False)]


def test_combinations_of_several_webhooks_are_tried_side_by_side() -> None:
    names = [f"P{each}" for each in range(8)]
    parameters = {each: {"Type": "String", "AllowedValues": ["^refs/heads/main$", LOOSE]} for each in names}
    resources = {name: yaml.safe_load(project({"Ref": name}))["Resources"]["Api"] for name in names}
    template = Template({"Parameters": parameters, "Resources": resources})
    (family,) = Variants([template]).families

    assert (len(family.variants), family.cut) == (2, frozenset())
    assert sum("P7=" in each.finding.message for each in judged(yaml.safe_dump(template.body))[7].findings) == 1


def test_a_loop_stands_for_several_webhooks_at_the_place_of_the_one_that_is_written() -> None:
    project_of_name = {
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Source": {"Type": "GITHUB"},
            "Triggers": {
                "Webhook": True,
                "FilterGroups": [[PUSH, {"Type": "HEAD_REF", "Pattern": {"Fn::Sub": "^refs/heads/${Name}"}}]],
            },
        },
    }
    loop = {"Fn::ForEach::Projects": ["Name", ["develop", "release"], {"Api${Name}": project_of_name}]}
    webhooks = judged(yaml.safe_dump({"Resources": loop}))

    assert [(each.webhook.logical_id, each.steps) for each in webhooks] == [
        (f"Api{name}", ("Resources", "Fn::ForEach::Projects", 2, "Api${Name}")) for name in ("develop", "release")
    ]
    assert [each.finding.id for webhook in webhooks for each in webhook.findings] == ["WH203", "WH203"]


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        pytest.param({"Default": STRICT}, [f"with Stage={LOOSE})"], id="text"),
        pytest.param({"NoEcho": "true"}, [], id="no-echo"),
        pytest.param({"Type": "AWS::SSM::Parameter::Value<String>"}, [], id="name-of-a-value"),
    ],
)
def test_a_nested_template_is_judged_with_what_it_is_given(
    declared: dict[str, Any], found: list[str], tmp_path: Path
) -> None:
    child = parse_yaml(project(REF, Parameters=branch(**declared))).body
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "child.yaml", "Parameters": {"Branch": {"Ref": "Stage"}}},
    }
    parent = {
        "Parameters": {"Stage": {"Type": "String", "AllowedValues": [STRICT, LOOSE]}},
        "Resources": {"Child": nested},
    }
    files = [(tmp_path / name).as_posix() for name in ("parent.yaml", "child.yaml")]
    templates = [Template(body, file=file) for body, file in zip((parent, child), files, strict=True)]
    (webhook,) = judge_templates(templates, files).webhooks

    assert [each.finding.message.rpartition(" (")[2] for each in webhook.findings] == found


@pytest.mark.parametrize(
    ("pattern", "sections", "parts"),
    [
        pytest.param(REF, {"Parameters": branch()}, ("Triggers.FilterGroups[0][1].Pattern",), id="no-value"),
        pytest.param(REF, {"Parameters": branch(Default=STRICT)}, (), id="default"),
        pytest.param({"Fn::ImportValue": "branch"}, {}, ("Triggers.FilterGroups[0][1].Pattern",), id="import"),
    ],
)
def test_what_stays_open_with_every_value_is_named(
    pattern: Any, sections: dict[str, Any], parts: tuple[str, ...]
) -> None:
    assert open_parts(project(pattern, **sections)) == [parts]
