from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import OPEN, REFUSED, TO_MAIN, template, triggers, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_a_finding_is_told_with_its_line_and_what_to_do(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", json.dumps({"Resources": {"Api": webhook(groups=[OPEN])}}, indent=1))

    assert command("lint", "t.json") == (
        "t.json:13:7: warning WH201 unanchored-actor\n"
        "  Api: filter_groups[0][1]\n"
        "  the pattern 12345 is not anchored at both ends, so accounts whose id contains a match pass\n"
        "  fix: use and_actor_account_is, or write ^(id1|id2)$\n"
        "1 webhook: 1 warning\n"
    )


def test_a_finding_in_yaml_has_its_line_and_construct(command: Command, tmp_path: Path) -> None:
    lines = [
        "Resources:",
        "  Api:",
        "    Type: AWS::CodeBuild::Project",
        "    Metadata: {aws:cdk:path: Stack/Api/Resource}",
        "    Properties:",
        "      Source: {Type: GITHUB, Location: !Sub 'https://github.com/${Owner}/api'}",
        "      Triggers:",
        "        Webhook: yes",
        "        FilterGroups:",
        "          - - {Type: EVENT, Pattern: PUSH}",
        "            - {Type: ACTOR_ACCOUNT_ID, Pattern: 12345}",
    ]
    write(tmp_path / "t.yaml", "\n".join(lines))

    _, out, _ = command.run("lint", "t.yaml", "--format", "json")

    (finding,) = json.loads(out)["findings"]
    assert finding["subject"] == "Stack/Api"
    assert finding["place"] == {
        "file": "t.yaml",
        "line": 11,
        "column": 15,
        "logicalId": "Api",
        "constructPath": "Stack/Api/Resource",
        "propertyPath": "Properties.Triggers.FilterGroups[0][1]",
    }


def test_nothing_found_says_how_much_was_looked_at(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=webhook(), Web=triggers(groups=[TO_MAIN]))

    assert command("lint", "t.json") == "2 webhooks: nothing found\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "WH101"], 0),
        (["--ignore", "WH101", "--fail-on", "warning"], 1),
        (["--select", "WH4", "--fail-on", "warning"], 0),
        (["--select", "WH4", "--fail-on", "info"], 1),
        (["--select", "WH3, WH1"], 1),
        (["--select", "WH3", "--select", "WH1"], 1),
    ],
)
def test_the_exit_code_is_one_from_a_severity_on(
    command: Command, tmp_path: Path, options: list[str], code: int
) -> None:
    template(
        tmp_path / "t.json",
        Refused=webhook("a", groups=[REFUSED]),
        Open=webhook("b", groups=[OPEN]),
        All=webhook("c", groups=[]),
    )

    assert sorted(command.ids("t.json")) == ["WH101", "WH201", "WH404"]
    assert command.run("lint", "t.json", *options)[0] == code


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_id_that_there_is_not_is_refused_with_those_near_it(command: Command, option: str) -> None:
    assert command.refused("lint", ".", option, "WH2O1").startswith(
        "webhook-constructs: there is no rule 'WH2O1': did you mean WH201,"
    )


def test_the_example_of_the_help_runs(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "cdk.out" / "A.template.json", Api=webhook(groups=[]), Web=webhook("web", groups=[OPEN]))
    _, _, example = command("lint", "--help").rpartition("  Example:\n")
    _, *arguments = shlex.split(example)

    code, out, err = command.run(*arguments)

    assert (code, err) == (1, "")
    assert out.endswith("2 webhooks: 1 warning\n")


def test_a_template_that_is_given_twice_counts_once(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=webhook())

    assert command("lint", "t.json", ".", tmp_path / "t.json") == "1 webhook: nothing found\n"


def test_one_megabyte_is_judged(command: Command, tmp_path: Path) -> None:
    others = {f"Topic{number}": {"Type": "AWS::SNS::Topic", "Properties": {"X": "x" * 100}} for number in range(7_000)}
    path = template(tmp_path / "t.json", **others, Api=webhook(groups=[OPEN]))

    assert path.stat().st_size > 1_000_000
    assert command.ids("t.json") == ["WH201"]


def test_double_builds_across_templates_are_told(command: Command, tmp_path: Path) -> None:
    build = {
        "Name": "Test",
        "ActionTypeId": {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild"},
        "Configuration": {"ProjectName": "api"},
    }
    stages = {"Stages": [{"Name": "Build", "Actions": [build]}]}
    template(tmp_path / "a.json", Api=webhook())
    template(tmp_path / "b.json", Release={"Type": "AWS::CodePipeline::Pipeline", "Properties": stages})

    told = command("lint", ".")

    assert "warning WH406 double-build\n" in told
    assert "the project is run by Release/Build/Test as well" in told


def test_what_is_no_value_counts_where_a_finding_is(command: Command, tmp_path: Path) -> None:
    absent = {"Ref": "AWS::NoValue"}
    write(tmp_path / "t.json", json.dumps({"Resources": {"Api": webhook(groups=[absent, [absent, *OPEN]])}}, indent=1))

    _, out, _ = command.run("lint", "t.json", "--format", "json")

    (finding,) = json.loads(out)["findings"]
    assert (finding["setting"], finding["place"]["propertyPath"]) == (
        "filter_groups[0][1]",
        "Properties.FilterGroups[1][2]",
    )


def test_a_number_is_the_pattern_that_cloudformation_makes_of_it(command: Command, tmp_path: Path) -> None:
    number = [OPEN[0], {"Type": "ACTOR_ACCOUNT_ID", "Pattern": 12345}]
    template(tmp_path / "t.json", Api=webhook(groups=[number]))

    assert command.ids("t.json") == ["WH201"]


def test_what_is_not_judged_in_full_is_named_with_its_place(command: Command, tmp_path: Path) -> None:
    api = triggers("api", groups=[OPEN, {"Ref": "AWS::NoValue"}, {"Fn::If": ["Prod", OPEN, OPEN]}])
    api["Properties"]["Triggers"]["Webhook"] = {"Ref": "Enable"}
    broken = triggers("web", groups=[[{"Type": "NOPE"}]])
    broken["Properties"]["Triggers"]["BuildType"] = {"Ref": "Type"}
    write(tmp_path / "t.json", json.dumps({"Resources": {"Api": api, "Web": broken}}, indent=1))

    code, told, _ = command.run("lint", "t.json")

    assert code == 1
    assert "WH201" in told
    assert told.endswith(
        "2 webhooks: 1 error, 1 warning; 2 not judged in full\n"
        "not judged in full: t.json:3:3: Api: Triggers.Webhook, Triggers.FilterGroups[2] are known only when the stack "
        "is deployed\n"
        "not judged in full: t.json:54:3: Web: Triggers.BuildType is known only when the stack is deployed\n"
    )


def test_a_nested_template_is_found_in_any_spelling(command: Command, tmp_path: Path) -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "./b.json", "Parameters": {"Project": {"Ref": "Api"}}},
    }
    template(tmp_path / "out" / "a.json", Api=triggers("api"), Nested=nested)
    template(tmp_path / "out" / "b.json", Hook=webhook({"Ref": "Project"}))
    (tmp_path / "link").symlink_to("out")

    spellings: list[list[object]] = [
        ["out/a.json", "out/b.json"],
        ["./out/a.json", tmp_path / "link" / "b.json"],
        ["link"],
    ]

    assert [sorted({*command.ids(*paths)} & {"WH111"}) for paths in spellings] == [["WH111"]] * 3


def test_places_are_counted_in_each_line_of_a_template(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", '{"Resources":\n{"A":' + json.dumps(webhook("a", groups=[OPEN])) + ',\n\n"B":\n1}}\n')
    write(tmp_path / "u.json", json.dumps({"Resources": {"A": webhook("b", groups=[OPEN])}}))

    _, out, _ = command.run("lint", "t.json", "u.json", "--format", "json")

    places = [each["place"] for each in json.loads(out)["findings"]]
    assert [(each["line"], each["column"] > 100) for each in places] == [(2, True), (1, True)]


@pytest.mark.parametrize(
    ("resource", "path", "line"),
    [
        (
            triggers(groups=[{"Ref": "AWS::NoValue"}, [OPEN[0], {"Type": "NOPE", "Pattern": "x"}]]),
            "Properties.Triggers.FilterGroups[1][1].Type",
            '"Type": "NOPE",',
        ),
        (webhook(groups=[{"Type": "EVENT"}]), "Properties.FilterGroups[0]", "{"),
        (webhook(BuildType="NOPE"), "Properties.BuildType", '"BuildType": "NOPE"'),
        (webhook(ScopeConfiguration={"Nome": "x"}), "Properties.ScopeConfiguration", '"ScopeConfiguration": {'),
    ],
)
def test_what_cannot_be_read_is_told_where_it_is(
    command: Command, tmp_path: Path, resource: Any, path: str, line: str
) -> None:
    text = json.dumps({"Resources": {"Api": resource}}, indent=1)
    write(tmp_path / "t.json", text)

    _, out, _ = command.run("lint", "t.json", "--format", "json")

    (finding,) = json.loads(out)["findings"]
    place = finding["place"]
    assert (finding["id"], place["propertyPath"]) == ("WH008", path)
    assert text.splitlines()[place["line"] - 1][place["column"] - 1 :] == line


def test_webhooks_of_one_name_are_told_apart_by_their_files(command: Command, tmp_path: Path) -> None:
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
    pushes = [[{"Type": "EVENT", "Pattern": "PUSH"}]]
    for name in ("one", "two"):
        template(tmp_path / f"{name}.json", Api=triggers(name, groups=pushes, Source=source))

    told = command("lint", "one.json", "two.json", "--select", "WH407")

    assert "  Api in one.json: webhook\n" in told
    assert "can also start a build for Api in two.json (PUSH)\n" in told


def test_a_key_that_is_written_twice_is_told_and_the_last_one_counts(command: Command, tmp_path: Path) -> None:
    lines = [
        "Common: &common {Type: AWS::SNS::Topic}",
        "Resources:",
        "  Api: {Type: AWS::SNS::Topic}",
        "  Other: {<<: *common, Type: AWS::SQS::Queue}",
        "  Api: " + json.dumps(webhook(groups=[OPEN])),
    ]
    write(tmp_path / "t.yaml", "\n".join(lines))

    code, out, err = command.run("lint", "t.yaml")

    assert (code, "WH201" in out) == (0, True)
    assert err == "webhook-constructs: note: t.yaml:5:3: the key 'Api' is written twice, and the last one counts\n"


def test_a_pattern_that_only_the_deployment_knows_is_named(command: Command, tmp_path: Path) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": {"Ref": "Branch"}}]]
    template(tmp_path / "t.json", Api=triggers("api", groups=groups))

    told = command("lint", "t.json")

    assert "1 not judged in full" in told
    assert "Api: Triggers.FilterGroups[0][1].Pattern is known only when the stack is deployed" in told


@pytest.mark.parametrize(
    "variable",
    [
        {"Name": "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN", "Type": "{{resolve:ssm:kind}}", "Value": "v"},
        {"Name": "{{resolve:ssm:name}}", "Type": "SECRETS_MANAGER", "Value": "v"},
    ],
    ids=["type", "name"],
)
def test_a_variable_that_only_the_deployment_knows_is_no_missing_one(
    command: Command, tmp_path: Path, variable: dict[str, str]
) -> None:
    environment = {"EnvironmentVariables": [variable]}
    switches = {"Webhook": True, "BuildType": "RUNNER_BUILDKITE_BUILD"}
    properties = {"Source": {"Type": "NO_SOURCE"}, "Environment": environment, "Triggers": switches}
    template(tmp_path / "t.json", Api={"Type": "AWS::CodeBuild::Project", "Properties": properties})

    assert command.run("lint", "t.json")[0] == 0
