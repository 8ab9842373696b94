from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cli.conftest import TO_MAIN, template, triggers, webhook, write
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs import Construct

    from tests.cli.conftest import Command

OPEN = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}]
REFUSED = [{"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]
BROKEN = '{"Resources": {"A": '


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ids(command: Command, *arguments: object) -> list[str]:
    _, out, _ = command.run("lint", *arguments, "--format", "json")
    return [each["id"] for each in json.loads(out)["findings"]]


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

    assert sorted(ids(command, "t.json")) == ["WH101", "WH201", "WH404"]
    assert command.run("lint", "t.json", *options)[0] == code


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_id_that_there_is_not_is_refused_with_those_near_it(command: Command, option: str) -> None:
    assert command.refused("lint", ".", option, "WH2O1").startswith(
        "webhook-constructs: there is no rule 'WH2O1': did you mean WH201,"
    )


def test_the_rest_is_judged_where_a_file_cannot_be_read(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "a.json", Api=webhook(groups=[OPEN]))
    write(tmp_path / "b.json", BROKEN)
    write(tmp_path / "c.yaml", "Resources: &r\n  A: *r\n")

    code, out, err = command.run("lint", ".")

    assert code == 2
    assert out.startswith("a.json:1:")
    assert err == (
        "webhook-constructs: b.json:1:21: it is no JSON: expecting value\n"
        "webhook-constructs: c.yaml:2:6: the alias *r refers to what it is a part of\n"
    )


def test_what_cannot_be_read_fails_even_where_findings_do_not(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "b.json", BROKEN)

    assert command.run("lint", "b.json", "--fail-on", "never")[0] == 2


def ignoring(*ignored: Any) -> dict[str, Any]:
    return {**webhook(groups=[OPEN]), "Metadata": {"webhook-constructs": {"ignore": list(ignored)}}}


def test_metadata_leaves_a_finding_out(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=ignoring({"id": "WH201", "reason": "an organization's ids"}), Web=webhook("web"))

    assert command("lint", "t.json") == "2 webhooks: nothing found; 1 finding left out with a reason\n"


def test_metadata_that_names_no_rule_is_an_error_with_its_line(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=ignoring({"id": "WH291", "reason": "x"}))

    code, out, err = command.run("lint", "t.json")

    assert code == 2
    assert "WH201" in out
    assert err.startswith("webhook-constructs: t.json:1:")
    assert "Metadata.webhook-constructs of Api: ignore[0]: there is no rule 'WH291': did you mean WH2" in err


def configured(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "a" / "b"
    template(folder / "t.json", Api=webhook(groups=[OPEN]), Web=webhook("web", groups=[OPEN]))
    write(tmp_path / "pyproject.toml", text)
    return folder


def test_the_nearest_pyproject_says_what_is_wanted(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = configured(
        tmp_path, "[tool.webhook-constructs]\nselect = ['WH2']\nignore = ['WH202']\nfail-on = 'warning'\n"
    )
    monkeypatch.chdir(folder)

    assert command.run("lint", "t.json")[0] == 1
    assert command.run("lint", "t.json", "--fail-on", "error")[0] == 0
    assert ids(command, "t.json", "--ignore", "WH201") == []


def test_pyproject_leaves_findings_out_by_name_and_with_a_reason(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH201'\nsubjects = 'w*'\nreason = 'known ids'\n"
    monkeypatch.chdir(configured(tmp_path, suppress))

    _, out, _ = command.run("lint", "t.json", "--format", "json")

    found = json.loads(out)
    assert [each["subject"] for each in found["findings"] if each["id"] == "WH201"] == ["Api"]
    assert found["suppressed"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool", "it cannot be read: "),
        ("tool = 1", "tool: expected a table, got 1"),
        ("[tool]\nwebhook-constructs = 1", "expected a table, got 1"),
        (
            "[tool.webhook-constructs]\nselected = []",
            "unknown key, got 'selected', allowed are fail-on, ignore, select, ",
        ),
        ("[tool.webhook-constructs]\nselect = 'WH2'", "select: expected a list of texts, got 'WH2'"),
        ("[tool.webhook-constructs]\nignore = [1]", "ignore: expected a list of texts, got [1]"),
        ("[tool.webhook-constructs]\nignore = ['WH999']", "there is no rule 'WH999'"),
        ("[tool.webhook-constructs]\nsuppress = ['WH201']", "suppress: expected a list of tables"),
        (
            "[tool.webhook-constructs]\nfail-on = 'fatal'",
            "fail-on: expected one of error, warning, info, never, got 'fa",
        ),
        (
            "[[tool.webhook-constructs.suppress]]\nid = 'WH201'",
            "suppress[0]: expected an object with id, reason and subjects",
        ),
    ],
)
def test_a_pyproject_that_cannot_be_used_is_refused(command: Command, tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path / "pyproject.toml", text)
    template(tmp_path / "t.json", Api=webhook())

    told = command.refused("lint", "t.json")

    assert told.startswith(f"webhook-constructs: {path}: ")
    assert says in told


def test_a_pyproject_without_a_word_of_it_changes_nothing(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n")
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))

    assert ids(command, "t.json") == ["WH201"]


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
    assert ids(command, "t.json") == ["WH201"]


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_no_text_of_a_template_breaks_the_output(command: Command, tmp_path: Path, output: str) -> None:
    group = [OPEN[0], {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "\x1b[31m\n::error::12\ud800\u00e9%"}]
    template(tmp_path / "t.json", **{"A\n::error::\x1b[31mb": webhook(groups=[group])})

    code, out, err = command.run("lint", "t.json", "--format", output, "--fail-on", "never")

    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert "\n::error" not in out


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


def synthesised(tmp_path: Path, *, acknowledged_on: str | None, rule_id: str = "webhook-constructs::WH201") -> Path:
    app = cdk.App(outdir=str(tmp_path / "cdk.out"), context={"aws:cdk:enable-path-metadata": True})
    stack = cdk.Stack(app, "Stack")
    for scope in (stack, cdk.NestedStack(stack, "Nested")):
        project = codebuild.Project.from_project_name(scope, "Project", f"api-{scope.node.id}")
        groups = [FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")]
        webhook = CodeBuildWebhook(
            scope, "Webhook", project=project, source_provider=SourceProvider.GITHUB, filter_groups=groups
        )
        if webhook.node.path == acknowledged_on:
            _acknowledge(webhook, rule_id)
    if acknowledged_on == "Stack":
        _acknowledge(stack, rule_id)
    app.synth()
    return tmp_path / "cdk.out"


def _acknowledge(construct: Construct, rule_id: str) -> None:
    for each in (rule_id, "another-tool::WH404"):
        cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=each, reason="ids of the organization"))


@pytest.mark.parametrize(
    ("acknowledged_on", "left"),
    [
        (None, ["Stack/Nested/Webhook", "Stack/Webhook"]),
        ("Stack/Webhook", ["Stack/Nested/Webhook"]),
        ("Stack/Nested/Webhook", ["Stack/Webhook"]),
        ("Stack", []),
    ],
)
def test_what_an_app_has_acknowledged_is_left_out(
    command: Command, tmp_path: Path, acknowledged_on: str | None, left: list[str]
) -> None:
    _, out, _ = command.run("lint", synthesised(tmp_path, acknowledged_on=acknowledged_on), "--format", "json")

    found = json.loads(out)
    assert sorted(each["subject"] for each in found["findings"]) == left
    assert found["suppressed"] == 2 - len(left)


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_credentials_in_an_address_are_shown_nowhere(command: Command, tmp_path: Path, output: str) -> None:
    source = {"Type": "GITHUB", "Location": "https://x:hunter2@github.com/acme/api.git?token=hunter2"}
    scope = {"ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"}}
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}]]
    scoped = triggers("scoped", Source=source)
    scoped["Properties"]["Triggers"] |= scope
    both = {name: triggers(name, groups=groups, Source=source) for name in ("one", "two")}
    template(tmp_path / "t.json", Scoped=scoped, **both)

    _, out, err = command.run("lint", "t.json", "--format", output)

    assert "WH112" in out
    assert "WH407" in out
    assert "hunter2" not in out + err


@pytest.fixture
def _without_privileges(tmp_path: Path) -> Iterator[None]:
    """Let the system ask for permissions where the tests run as root, too."""
    tmp_path.chmod(0o755)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def closed(_without_privileges: None) -> Iterator[None]:
    """A folder with a file, a folder and a folder's names that may not be read, and one template that may."""
    owner = os.geteuid()
    os.seteuid(os.getuid())
    for name in ("file.json", "closed/a.json", "names/a.json"):
        template(Path(name), Api=webhook("api", groups=[OPEN]))
    template(Path("z.json"), Api=webhook("api", groups=[OPEN]))
    modes = {"file.json": 0o000, "closed": 0o000, "names": 0o444}
    for name, mode in modes.items():
        Path(name).chmod(mode)
    os.seteuid(owner)
    yield
    os.seteuid(os.getuid())
    for name in modes:
        Path(name).chmod(0o755)
    os.seteuid(owner)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("paths", "unread"),
    [
        pytest.param(["file.json", "z.json"], ["file.json"], id="file"),
        pytest.param(["closed", "z.json"], ["closed"], id="folder"),
        pytest.param(["closed/a.json", "z.json"], ["closed/a.json"], id="file-in-it"),
        pytest.param(["names", "z.json"], ["names/a.json", "names"], id="names-only"),
        pytest.param(["."], ["closed", "file.json", "names/a.json"], id="folder-around-them"),
    ],
)
def test_what_may_not_be_read_is_named_and_the_rest_is_judged(
    command: Command, paths: list[str], unread: list[str]
) -> None:
    code, out, err = command.run("lint", *paths, "--format", "json")

    answer = json.loads(out)
    assert (code, err) == (2, "")
    assert [each["place"]["file"] for each in answer["findings"]] == ["z.json"]
    assert sorted(each["what"] for each in answer["unread"]) == sorted(unread)


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_a_folder_that_was_deleted_stands_in_no_way(command: Command, tmp_path: Path, output: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    here = tmp_path / "here"
    here.mkdir()
    os.chdir(here)
    here.rmdir()

    code, out, err = command.run("lint", path, "--format", output)
    os.chdir(tmp_path)

    assert (code, err) == (0, "")
    assert "WH201" in out


@pytest.mark.parametrize("arguments", [["lint", ""], ["lint", "t.json", ""], ["predict", ""]])
def test_an_empty_path_is_refused(command: Command, arguments: list[str]) -> None:
    assert "a path is empty: name a file or folder, or write . for this folder" in command.refused(*arguments)


def test_a_configuration_that_is_nested_too_deep_is_refused(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", f"a = {'[' * 20_000}{']' * 20_000}")
    template(tmp_path / "t.json", Api=webhook())

    assert "pyproject.toml: it cannot be read: it is nested too deep" in command.refused("lint", "t.json")


@pytest.mark.parametrize("folder", ["", "{}/"], ids=["relative", "absolute"])
def test_a_file_name_need_not_be_utf_8(command: Command, tmp_path: Path, folder: str) -> None:
    for name in (b"t\xff.json", b"u\xff.json"):
        content = json.dumps({"Resources": {"Api": webhook(groups=[OPEN])}}) if name.startswith(b"t") else "{"
        (tmp_path / os.fsdecode(name)).write_text(content)
    paths = [folder.format(tmp_path) + os.fsdecode(name) for name in (b"t\xff.json", b"u\xff.json")]

    _, out, _ = command.run("lint", *paths, "--format", "sarif")

    (run,) = json.loads(out)["runs"]
    (result,) = run["results"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    for each, uri in ((result, "t%FF.json"), (notification, "u%FF.json")):
        assert each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(uri)


def test_a_manifest_may_name_what_no_file_can_be_called(command: Command, tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "\ud800"}}
    write(tmp_path / "manifest.json", {"artifacts": {"A": stack}})

    code, out, _ = command.run("lint", ".", "--format", "sarif")

    assert code == 2
    assert "its name cannot be written as bytes" in out


@pytest.mark.parametrize("output", ["text", "github"])
def test_names_of_strangers_give_no_commands(command: Command, tmp_path: Path, output: str) -> None:
    body = {"Resources": {"Api": webhook(groups=[OPEN])}}
    body["Resources"]["Api"]["Metadata"] = {"aws:cdk:path": "::error::a\x1b[31m##[error]"}
    write(tmp_path / "::error::\x1b[31m##[error].json", body)
    write(tmp_path / "half##[error]\x1b.json", "{")

    _, out, err = command.run("lint", "::error::\x1b[31m##[error].json", "half##[error]\x1b.json", "--format", output)

    assert "\x1b" not in out + err
    mine = [line for line in (out + err).splitlines() if not line.startswith(("::warning file=", "::error file="))]
    assert not [line for line in mine if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    "arguments", [["lint", "half.json"], ["lint", ""], ["explain", "half.json", "--event", "none"], ["lint", "--x"]]
)
def test_the_exit_code_stays_where_nothing_can_be_said(tmp_path: Path, redirection: str, arguments: list[str]) -> None:
    write(tmp_path / "half.json", "{")
    command = shlex.join([sys.executable, "-m", "webhook_constructs.cli", *arguments])

    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run(f"{command} {redirection}", shell=True, env=environment, check=False).returncode == 2


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

    assert ids(command, "t.json") == ["WH201"]


def test_what_is_not_judged_in_full_is_named_with_its_place(command: Command, tmp_path: Path) -> None:
    api = triggers("api", groups=[OPEN, {"Ref": "AWS::NoValue"}, {"Fn::If": ["Prod", OPEN, OPEN]}])
    api["Properties"]["Triggers"]["Webhook"] = {"Ref": "Enable"}
    broken = triggers("web", groups=[[{"Type": "NOPE"}]], BuildType={"Ref": "Type"})
    broken["Properties"]["Triggers"]["BuildType"] = {"Ref": "Type"}
    write(tmp_path / "t.json", json.dumps({"Resources": {"Api": api, "Web": broken}}, indent=1))

    told = command("lint", "t.json")

    assert "WH201" in told
    assert told.endswith(
        "2 webhooks: 2 warnings; 1 webhook not judged in full\n"
        "not judged in full: t.json:3:3: Api: Triggers.Webhook, Triggers.FilterGroups[2] are known only when the stack "
        "is deployed\n"
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

    assert [sorted({*ids(command, *paths)} & {"WH111"}) for paths in spellings] == [["WH111"]] * 3


def test_places_are_counted_in_each_line_of_a_template(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", '{"Resources":\n{"A":' + json.dumps(webhook("a", groups=[OPEN])) + ',\n\n"B":\n1}}\n')
    write(tmp_path / "u.json", json.dumps({"Resources": {"A": webhook("b", groups=[OPEN])}}))

    _, out, _ = command.run("lint", "t.json", "u.json", "--format", "json")

    places = [each["place"] for each in json.loads(out)["findings"]]
    assert [(each["line"], each["column"] > 100) for each in places] == [(2, True), (1, True)]


ACKNOWLEDGED = {"ignore": [{"id": "WH101", "reason": "it is meant so"}]}


def test_no_reason_leaves_an_error_out(command: Command, tmp_path: Path) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH101'\nsubjects = '*'\nreason = 'it is meant so'\n"
    write(tmp_path / "pyproject.toml", suppress)
    refused = {**webhook(groups=[REFUSED]), "Metadata": {"webhook-constructs": ACKNOWLEDGED}}
    template(tmp_path / "t.json", Api=refused)

    code, out, err = command.run("lint", "t.json")

    assert code == 1
    assert out.endswith("1 webhook: 1 error\n")
    assert err == (
        "webhook-constructs: note: WH101 of Api is an error, which no reason leaves out: mend it, or give --ignore "
        "WH101 on the command line\n"
    )
    assert command.run("lint", "t.json", "--ignore", "WH101")[0] == 0


def test_reasons_that_name_nothing_are_told(command: Command, tmp_path: Path) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH201'\nsubjects = 'Old*'\nreason = 'known ids'\n"
    write(tmp_path / "pyproject.toml", suppress)
    template(tmp_path / "t.json", Api=webhook())

    assert command.run("lint", "t.json") == (
        0,
        "1 webhook: nothing found\n",
        "webhook-constructs: note: pyproject.toml: suppress: WH201 on 'Old*' names nothing in these templates\n",
    )


def test_an_acknowledged_id_that_there_is_not_is_told(command: Command, tmp_path: Path) -> None:
    assembly = synthesised(tmp_path, acknowledged_on="Stack/Webhook", rule_id="webhook-constructs::WH999")

    code, _, err = command.run("lint", assembly)

    assert (code, err) == (
        0,
        "webhook-constructs: note: WH999 is acknowledged on Stack/Webhook, and there is no such rule\n",
    )


def test_the_nearest_configuration_is_that_with_our_table(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", '[tool.webhook-constructs]\nignore = ["WH201"]\n')
    write(tmp_path / "svc" / "pyproject.toml", "[project]\nname = 'svc'\n")
    template(tmp_path / "svc" / "t.json", Api=webhook(groups=[OPEN]))
    monkeypatch.chdir(tmp_path / "svc")

    assert ids(command, "t.json") == []


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
    assert (finding["id"], place["propertyPath"]) == ("WH002", path)
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


def test_nothing_that_could_be_read_is_not_nothing_found(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", "{")

    code, out, _ = command.run("lint", "t.json")

    assert (code, out) == (2, "nothing could be read\n")


def test_a_pattern_that_only_the_deployment_knows_is_named(command: Command, tmp_path: Path) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": {"Ref": "Branch"}}]]
    template(tmp_path / "t.json", Api=triggers("api", groups=groups))

    told = command("lint", "t.json")

    assert "1 webhook not judged in full" in told
    assert "Api: Triggers.FilterGroups[0][1].Pattern is known only when the stack is deployed" in told


def test_a_manifest_of_something_else_below_a_folder_is_passed_over(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "app" / "web" / "manifest.json", '{"artifacts": {"zip": "x.zip", "map": {"type": ["a"]}}}')
    template(tmp_path / "app" / "t" / "api.json", Api=webhook(groups=[TO_MAIN]))

    code, out, err = command.run("lint", "app")

    assert (code, out, err) == (0, "1 webhook: nothing found\n", "")


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
