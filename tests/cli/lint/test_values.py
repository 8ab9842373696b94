"""The command lint with values of parameters, nested templates beside the one that is named, and --strict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, triggers, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

LOOSE = "^refs/heads/main"


def with_branch(path: Path, **declared: Any) -> Path:
    """A template of which a parameter is the pattern on HEAD_REF."""
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": {"Ref": "Branch"}}]]
    parameters = {"Branch": {"Type": "String", **declared}}
    return write(path, {"Parameters": parameters, "Resources": {"Api": webhook(groups=groups)}})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps([{"ParameterKey": "Branch", "ParameterValue": LOOSE}]), id="cli"),
        pytest.param(json.dumps({"Branch": LOOSE}), id="object"),
        pytest.param(json.dumps({"Parameters": {"Branch": LOOSE}}), id="template-configuration"),
        pytest.param(f"# of production\n\nBranch={LOOSE}\n", id="lines"),
        pytest.param(f" Branch = {LOOSE} \n", id="blanks"),
        pytest.param(json.dumps([f"Branch={LOOSE}"]), id="texts"),
    ],
)
def test_a_file_gives_values_to_parameters(command: Command, tmp_path: Path, text: str) -> None:
    with_branch(tmp_path / "t.json", Default="^refs/heads/main$")
    write(tmp_path / "values", text)

    assert command.ids("t.json") == []
    assert command.ids("t.json", "--parameters-file", "values") == ["WH203"]


def test_a_parameter_that_stays_as_it_is_deployed_is_not_given(command: Command, tmp_path: Path) -> None:
    with_branch(tmp_path / "t.json", Default=LOOSE)
    write(tmp_path / "values", json.dumps([{"ParameterKey": "Branch", "UsePreviousValue": True}]))

    assert command.ids("t.json", "--parameters-file", "values") == ["WH203"]


def test_a_value_on_the_command_line_counts_more_than_one_in_a_file(command: Command, tmp_path: Path) -> None:
    with_branch(tmp_path / "t.json")
    write(tmp_path / "values", f"Branch={LOOSE}\n")

    assert command.ids("t.json", "--parameters-file", "values", "--parameter", "Branch=^refs/heads/main$") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Branch\n", "line 1: expected lines of Key=Value, or JSON as the AWS CLI reads it: "),
        ("[1", "it is no JSON, and lines of Key=Value begin otherwise: "),
        ('[{"ParameterKey": "Branch"}]', "got None where a text belongs"),
        ('{"Branch": 1}', "got 1 where a text belongs"),
        ('["Branch"]', "line 1: expected lines of Key=Value"),
    ],
)
def test_a_file_of_another_form_is_refused(command: Command, tmp_path: Path, text: str, says: str) -> None:
    with_branch(tmp_path / "t.json")
    write(tmp_path / "values", text)

    assert says in command.refused("lint", "t.json", "--parameters-file", "values")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("Branch", "got 'Branch': write NAME=VALUE, such as Branch=main"),
        ("=main", "got '=main': write NAME=VALUE, such as Branch=main"),
    ],
)
def test_a_parameter_without_a_name_or_a_value_is_refused(
    command: Command, tmp_path: Path, value: str, says: str
) -> None:
    with_branch(tmp_path / "t.json")

    assert says in command.refused("lint", "t.json", "--parameter", value)


@pytest.mark.parametrize("allowed", [["main", "develop"], [1, 2]])
def test_a_value_that_the_parameter_does_not_allow_is_refused(
    command: Command, tmp_path: Path, allowed: list[Any]
) -> None:
    with_branch(tmp_path / "t.json", AllowedValues=allowed)
    named = ", ".join(f"'{each}'" for each in allowed)

    assert (
        command.refused("lint", "t.json", "--parameter", "Branch=topic")
        == f"webhook-constructs: the parameter 'Branch' does not allow 'topic'; it allows {named}\n"
    )


@pytest.mark.parametrize("declared", [{"NoEcho": True}, {"Type": "CommaDelimitedList"}])
def test_nothing_is_said_of_the_value_of_a_secret_and_of_a_list(
    command: Command, tmp_path: Path, declared: dict[str, Any]
) -> None:
    with_branch(tmp_path / "t.json", AllowedValues=["main"], **declared)

    assert "topic" not in command.run("lint", "t.json", "--parameter", "Branch=topic")[2]


def test_a_parameter_that_no_template_has_is_refused_with_those_that_there_are(
    command: Command, tmp_path: Path
) -> None:
    with_branch(tmp_path / "t.json")

    assert command.refused("lint", "t.json", "--parameter", "Brnch=main") == (
        "webhook-constructs: no template has a parameter 'Brnch'; there is 'Branch'\n"
    )


def test_strict_asks_for_webhooks_that_are_judged_in_full(command: Command, tmp_path: Path) -> None:
    with_branch(tmp_path / "t.json")

    assert command.run("lint", "t.json")[0] == 0
    assert command.run("lint", "t.json", "--strict")[0] == 2
    assert command.run("lint", "t.json", "--strict", "--parameter", "Branch=^refs/heads/main$")[0] == 0


NESTED = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": "./ci/child.json", "Parameters": {"Branch": LOOSE}},
}


def test_a_nested_template_beside_the_one_that_is_named_is_read_with_it(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "parent.json", Child=NESTED)
    with_branch(tmp_path / "ci" / "child.json")

    _, told, _ = command.run("lint", "parent.json")

    assert told.startswith("ci/child.json:1:")
    assert f"(with Branch={LOOSE})" in told
    assert told.endswith("1 webhook: 1 warning\n")


def test_a_nested_template_that_is_not_there_is_named(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "parent.json", Api=triggers(), Child=NESTED)

    code, told, _ = command.run("lint", "parent.json", "--strict")

    assert code == 2
    assert told.endswith(
        "not judged in full: parent.json:1:237: the nested template ./ci/child.json is not among those that are read\n"
    )


def test_a_nested_template_that_cannot_be_read_is_named_and_ends_with_2(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "parent.json", Child=NESTED)
    write(tmp_path / "ci" / "child.json", "{")

    code, _, said = command.run("lint", "parent.json")

    assert (code, "ci/child.json:1:2: it is no JSON" in said) == (2, True)


def test_the_line_of_an_arm_in_the_short_form_of_yaml_is_found(command: Command, tmp_path: Path) -> None:
    lines = [
        "Conditions: {C: !Equals [!Ref 'AWS::StackName', x]}",
        "Resources:",
        "  Api:",
        "    Type: Custom::CodeBuildWebhook",
        "    Properties:",
        "      ProjectName: api",
        "      FilterGroups:",
        "        - - {Type: EVENT, Pattern: PUSH}",
        "          - !If",
        "            - C",
        "            - {Type: HEAD_REF, Pattern: ^refs/heads/main$}",
        "            - {Type: HEAD_REF, Pattern: refs/heads/main}",
    ]
    write(tmp_path / "t.yaml", "\n".join(lines))

    assert command.run("lint", "t.yaml")[1].startswith("t.yaml:12:15: warning WH203 ")
