"""The command on the embedded AWS."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.audit.conftest import ANYBODY, PUSH, allowing, aws, make_pipeline, make_profile, make_project, running_aws
from tests.audit.reading.test_permissions import STACK, declared
from webhook_constructs.audit import Reading
from webhook_constructs.cli.formats import FORMATS_OF_ACCOUNTS
from webhook_constructs.core import WebhookSettings
from webhook_constructs.templates.forms.live_project import LiveProject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Command
    from webhook_constructs.testing.local import LocalAws

__all__ = ["aws", "running_aws"]  # the fixtures

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "sarif-2.1.0-rtm.5.json").read_text())
DOWN = "the service is down"


def audited(command: Command, *arguments: object) -> Any:
    return json.loads(command.run("audit", *arguments, "--format", "json")[1])


def test_a_finding_is_told_with_its_account_region_and_project(command: Command, aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])

    assert command("audit", "--select", "WH201") == (
        "000000000000/us-east-1/api: warning WH201 unanchored-actor\n"
        "  api: filterGroups[0][1]\n"
        "  the pattern 12345 is not anchored at both ends, so accounts whose id contains a match pass\n"
        "  fix: write ^(id1|id2)$\n"
        "1 webhook: 1 warning\n"
    )


def test_pipelines_and_stacks_are_looked_at(command: Command, aws: LocalAws) -> None:
    make_project(aws, "web", [[PUSH]])
    make_pipeline(aws, "web")
    aws.deploy(STACK, "Ci")
    aws.client("codebuild").delete_webhook(projectName="native")

    found = audited(command, "--stack", "Ci", "--select", "WH406", "--select", "WH003")["findings"]

    assert [(each["id"], each["place"]) for each in found] == [
        ("WH406", {"account": aws.account, "region": "us-east-1", "project": "web"}),
        ("WH003", {"account": aws.account, "region": "us-east-1", "project": "native"}),
    ]


def test_the_webhooks_of_a_stack_in_yaml_are_compared(command: Command, aws: LocalAws) -> None:
    properties = STACK["Resources"]["Api"]["Properties"]
    lines = ["Resources:", "  Api:", "    Type: AWS::CodeBuild::Project", "    Properties:"]
    lines += [f"      {name}: {json.dumps(value)}" for name, value in properties.items()]
    aws.client("cloudformation").create_stack(StackName="Ci", TemplateBody="\n".join(lines))
    aws.client("cloudformation").get_waiter("stack_create_complete").wait(StackName="Ci")
    aws.client("codebuild").update_webhook(projectName="native", filterGroups=[[PUSH]], buildType="BUILD_BATCH")

    answer = audited(command, "--stack", "Ci", "--select", "WH00")

    assert ([each["id"] for each in answer["findings"]], answer["unread"]) == (["WH004"], [])


@pytest.mark.parametrize(
    ("options", "code"), [([], 0), (["--fail-on", "warning"], 1), (["--fail-on", "warning", "--ignore", "WH2"], 0)]
)
def test_the_exit_code_is_one_from_a_severity_on(
    command: Command, aws: LocalAws, options: list[str], code: int
) -> None:
    make_project(aws, "api", [ANYBODY])

    assert command.run("audit", *options)[0] == code


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--fail-on", "info"], 1), (["--strict"], 2)])
def test_a_region_that_fails_is_named_and_the_rest_is_told(
    command: Command, aws: LocalAws, options: list[str], code: int
) -> None:
    make_project(aws, "api", [ANYBODY])
    aws.codebuild.fail_next("ListProjects", "InternalFailure", DOWN, times=8, region="eu-west-1")

    ended, out, err = command.run("audit", "--region", "us-east-1", "--region", "eu-west-1", *options)

    assert ended == code
    assert "000000000000/us-east-1/api: warning WH201" in out
    assert err == f"webhook-constructs: eu-west-1: projects: InternalFailure: {DOWN}\n"


def test_where_nothing_can_be_read_the_exit_code_is_two(
    command: Command, aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*make_profile(aws, tmp_path, allowing(("s3:GetObject", "*"))).popitem())

    code, out, err = command.run("audit", "--profile", "auditor")

    assert (code, out) == (2, "nothing could be read\n")
    assert err.startswith("webhook-constructs: us-east-1 (profile auditor): projects: AccessDenied")
    assert "codebuild:ListProjects" in err


def test_each_format_says_what_could_not_be_read(command: Command, aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])
    why = f"InternalFailure: {DOWN}"
    unread: dict[str, Any] = {"what": "us-east-1: projects", "why": why, "line": None, "column": None, "names": []}
    aws.codebuild.fail_next("ListProjects", "InternalFailure", DOWN, times=16)

    log = json.loads(command.run("audit", "--format", "sarif")[1])
    answer = audited(command)

    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (invocation,) = log["runs"][0]["invocations"]
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        f"us-east-1: projects: InternalFailure: {DOWN}"
    ]
    assert answer["unread"] == [unread]


@pytest.mark.parametrize(
    "arguments", [("--stack", "Nope"), ("--stack", ""), ("--profile", "nope"), ("--region", "no region")]
)
def test_what_is_named_and_not_there_ends_with_two_and_the_rest_is_told(
    command: Command, aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str]
) -> None:
    make_project(aws, "api", [ANYBODY])
    monkeypatch.setenv(*make_profile(aws, tmp_path, allowing(("*", "*"))).popitem())
    rest = {"--profile": ["--profile", "auditor"], "--region": ["--region", "us-east-1"]}.get(arguments[0], [])

    code, out, err = command.run("audit", *arguments, *rest)

    assert code == 2
    assert "000000000000/us-east-1/api: warning WH201" in out
    assert len(err.splitlines()) == 1
    assert arguments[1] in err


def test_the_help_lists_the_actions(command: Command) -> None:
    said = command("audit", "--help")

    assert [action for action in declared() if action not in said] == []


def test_ctrl_c_ends_an_audit_that_nobody_answers(tmp_path: Path) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_CONFIG_FILE": os.devnull}
    address = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}", "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-m", "webhook_constructs.cli", "audit", "--region", "us-east-1"]
    with (
        silent,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, **keys, **address, "PYTHONPATH": str(Path(__file__).parents[3])},
        ) as running,
    ):
        asked = [silent.accept() for _ in range(2)]
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
        for connection, _ in asked:
            connection.close()

    assert (running.returncode, out) == (130, "nothing could be read\n")
    assert err == (
        "webhook-constructs: us-east-1: projects: the audit was interrupted\n"
        "webhook-constructs: us-east-1: pipelines: the audit was interrupted\n"
    )


def test_a_name_with_commands_of_a_terminal_is_escaped(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = WebhookSettings.from_api({"filterGroups": [ANYBODY]})
    project = LiveProject("111122223333", "us-east-1", "a\x1b[31mpi", has_webhook=True, settings=settings)
    monkeypatch.setattr("webhook_constructs.audit.read", lambda *_, **__: Reading((project,)))

    assert command("audit", "--select", "WH201").startswith("111122223333/us-east-1/a\\x1b[31mpi: warning WH201")


def test_sarif_of_live_webhooks_keeps_to_its_schema(command: Command, aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])

    log = json.loads(command("audit", "--format", "sarif"))

    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert "WH201" in [each["ruleId"] for each in log["runs"][0]["results"]]


def test_the_configuration_of_the_project_holds_here_too(command: Command, aws: LocalAws, tmp_path: Path) -> None:
    make_project(aws, "api", [ANYBODY])
    make_project(aws, "web", [ANYBODY])
    (tmp_path / "pyproject.toml").write_text(
        '[tool.webhook-constructs]\nselect = ["WH201"]\nfail-on = "warning"\n'
        'suppress = [{ id = "WH201", subjects = "w*", reason = "a sandbox" }]\n'
    )

    code, out, _ = command.run("audit", "--format", "json")

    answer = json.loads(out)
    assert (code, [each["subject"] for each in answer["findings"]], answer["suppressed"]) == (1, ["api"], 1)


@pytest.mark.parametrize("output", FORMATS_OF_ACCOUNTS)
def test_no_format_shows_a_payload_url_or_a_secret(command: Command, aws: LocalAws, output: str) -> None:
    make_project(aws, "automatic", [ANYBODY])
    make_project(aws, "manual", [ANYBODY], manualCreation=True)

    _, out, err = command.run("audit", "--format", output)

    assert len(aws.codebuild.confidential_values) == 4
    assert "WH201" in out
    assert [value for value in aws.codebuild.confidential_values if value in out + err] == []


def test_a_bar_is_on_standard_error_if_that_is_a_terminal(
    command: Command, aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(aws, "api")
    quiet = command.run("audit", "--format", "json")
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = command.run("audit", "--format", "json")

    assert (quiet[2], quiet[:2]) == ("", shown[:2])
    assert "reading" in shown[2]


BROKEN = ["full", "pipe", "closed", "read-only"]


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_a_bar_that_cannot_be_written_is_nowhere(
    command: Command, aws: LocalAws, monkeypatch: pytest.MonkeyPatch, kind: str, output: str
) -> None:
    make_project(aws, "api", [ANYBODY])
    expected = command.run("audit", "--format", output)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "500")
    with broken(kind) as stream:
        monkeypatch.setattr("sys.stderr", stream)
        code, out, _ = command.run("audit", "--format", output)

    assert (code, bare(out)) == (expected[0], expected[1])


@contextlib.contextmanager
def broken(kind: str) -> Iterator[io.TextIOWrapper | None]:
    """A standard error that takes nothing."""
    if kind == "closed":
        yield None
        return
    if kind == "pipe":
        reading, number = os.pipe()
        os.close(reading)
    elif kind == "full":
        number = os.open("/dev/full", os.O_WRONLY)
    else:
        number = os.open(os.devnull, os.O_RDONLY)
    stream = io.TextIOWrapper(io.FileIO(number, "w"), write_through=True)
    try:
        yield stream
    finally:
        stream.close()


def bare(text: str) -> str:
    """A text without the commands of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_the_example_of_the_help_runs(command: Command, aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY], region="eu-west-1")
    example = command("audit", "--help").rpartition("  Example:\n")[2]
    program, *arguments = shlex.split(example)

    code, out, err = command.run(*arguments)

    assert (program, code, err) == ("webhook-constructs", 1, "")
    assert "000000000000/eu-west-1/api: warning WH201" in out


def test_without_boto3_the_command_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['boto3'] = None\nfrom webhook_constructs.cli import main\nsys.exit(main(['audit']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "webhook-constructs: audit needs boto3: pip install 'webhook-constructs[audit]'\n"


def test_a_missing_module_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.setitem(sys.modules, "webhook_constructs.audit", None)

    code, _, err = command.run("audit")

    assert (code, err.partition("\n")[0]) == (70, "webhook-constructs: internal error: ModuleNotFoundError")
