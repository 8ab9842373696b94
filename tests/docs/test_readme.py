"""The README is true: its Python and commands run, and what is shown as printed is what they print."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Git, write
from tests.docs.pages import ROOT, blocks
from tests.e2e.conftest import aws, running_aws
from tests.github_payloads import push as pushed
from webhook_constructs.cli import main
from webhook_constructs.testing import assert_builds, push

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

__all__ = ["aws", "running_aws"]

README = ROOT / "README.md"
APP, TEST = blocks(README, "python")
(FAILURE,) = blocks(README, "text")
CONSOLE = {shown.splitlines()[0].removeprefix("$ "): shown.partition("\n")[2] for shown in blocks(README, "console")}
COMMANDS = [shlex.split(line, comments=True) for block in blocks(README, "sh") for line in block.splitlines()]
CDK = ROOT / "node_modules" / ".bin" / "cdk"
PROJECT = (ROOT / "pyproject.toml").read_text()


def run(code: str) -> dict[str, Any]:
    """Run code as `cdk synth` would, which has the paths of constructs written into templates."""
    names: dict[str, Any] = {}
    as_the_cli_does = code.replace("App()", 'App(context={"aws:cdk:enable-path-metadata": True})')
    exec(compile(as_the_cli_does, "README.md", "exec"), names)  # the README is our own
    return names


@pytest.fixture(scope="module")
def app() -> dict[str, Any]:
    """The names of the app and of its test, which has passed."""
    return run(APP + TEST)


@pytest.fixture(scope="module")
def assembly(app: dict[str, Any]) -> Path:
    return Path(app["app"].synth().directory)


@pytest.mark.cli
def test_what_is_shown_of_a_synthesis_is_what_the_cdk_prints(tmp_path: Path) -> None:
    stranger = run(APP.replace('account_is("1234567", "7654321")', 'account_matches("1234567")'))
    done = subprocess.run(
        [CDK, "synth", "-a", stranger["app"].synth().directory, "--quiet", "--no-notices", "--no-color"],
        cwd=tmp_path,
        env={**os.environ, "CDK_HOME": str(tmp_path / "home"), "CDK_DISABLE_CLI_TELEMETRY": "true"},
        capture_output=True,
        text=True,
        check=True,
    )

    in_one_line = re.sub(r"\n(?! )", " ", CONSOLE["cdk synth"].strip())
    assert f"{in_one_line}\n" in done.stderr


def test_what_is_shown_of_a_test_is_what_a_failure_says(app: dict[str, Any]) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_builds(app["webhook"].settings, push("mian"))

    assert f"AssertionError: {caught.value}\n" == FAILURE


def test_every_extra_is_named() -> None:
    requirements = [words[-1] for words in COMMANDS if words[:2] == ["pip", "install"]]
    table = PROJECT.partition("[project.optional-dependencies]")[2].partition("\n[")[0]
    extras = re.findall(r"^(\w+) = \[", table, re.MULTILINE)

    assert requirements[0] == "webhook-constructs"
    assert requirements[1:] == [f"webhook-constructs[{extra}]" for extra in extras]


def test_make_knows_the_targets() -> None:
    targets = [target for words in COMMANDS if words[0] == "make" for target in words[1:]]
    makefile = (ROOT / "Makefile").read_text()

    assert targets == ["demo", "test"]
    assert [target for target in targets if f"\n{target}: $(STAMP) ## " not in makefile] == []
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "make test"


@pytest.fixture
def folder(tmp_path: Path, assembly: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a branch that was not pushed, what the app has become, a delivery and a folder of deliveries."""
    git = Git(tmp_path / "api")
    shutil.copytree(assembly, git.folder / "templates")
    git("add", "templates")
    git.commit("One")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "app.py")
    shutil.copytree(assembly, git.folder / "cdk.out")
    write(git.folder / "delivery.json", json.dumps(pushed()))
    write(git.folder / "deliveries" / "delivery.json", json.dumps(pushed()))
    write(git.folder / ".github/workflows/ci.yml", "on: push\njobs: {test: {runs-on: ubuntu-latest}}\n")
    monkeypatch.chdir(git.folder)
    return git.folder


def test_what_is_shown_of_a_prediction_is_what_the_command_prints(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git = Git(folder)
    git("switch", "--quiet", "main")
    write(git.folder / "parser.py", "")
    git("add", "parser.py")
    git("commit", "--quiet", "--message", "Fix the parser")

    assert printed("predict cdk.out", capsys) == CONSOLE["webhook-constructs predict cdk.out"]


def test_what_is_shown_of_a_review_is_what_the_command_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loose = run(APP.replace('and_branch_is("main")', 'and_head_ref_matches("^refs/heads/main")', 1))
    shutil.copytree(loose["app"].synth().directory, folder / "templates", dirs_exist_ok=True)

    command = "diff origin/main:templates templates"
    assert printed(command, capsys) == CONSOLE[f"webhook-constructs {command}"]


def test_every_output_shown_is_compared_with_what_a_command_prints() -> None:
    assert list(CONSOLE) == [
        "cdk synth",
        "webhook-constructs predict cdk.out",
        "webhook-constructs diff origin/main:templates templates",
    ]


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(command.split()) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_the_command_answers(
    aws: LocalAws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    first_lines = {}
    for _, *arguments in [words for words in COMMANDS if words[0] == "webhook-constructs"]:
        assert main(arguments) == 0
        first_lines[arguments[0]] = capsys.readouterr().out.splitlines()[0]

    assert first_lines == {
        "lint": "1 webhook: nothing found",
        "predict": 'PUSH refs/heads/topic, 1 file, "Two"',
        "explain": 'PUSH refs/heads/main, 1 file, "Fix"',
        "replay": "builds     deliveries/delivery.json  PUSH refs/heads/main: Ci/Api (Ci/ApiWebhook)",
        "diff": "1 webhook: 1 same; widens who can start builds: no",
        "runners": "no job asks for a CodeBuild runner; 1 other job",
        "audit": "0 webhooks: nothing found",
    }


def test_every_command_is_one_of_these() -> None:
    assert {words[0] for words in COMMANDS} == {"pip", "make", "webhook-constructs"}


def test_the_versions_are_those_of_the_package() -> None:
    shown = dict(re.findall(r"^\| (\w.*?) \| ([\d.]+(?: to [\d.]+)?)", README.read_text(), re.MULTILINE))
    pythons = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', PROJECT)

    assert shown.pop("Node.js") == "22"
    assert shown == {
        "Python": f"{pythons[0]} to {pythons[-1]}",
        **dict(re.findall(r'^    "(aws-cdk-lib|constructs)>=([\d.]+),', PROJECT, re.MULTILINE)),
    }
    assert f'requires-python = ">={pythons[0]}"' in PROJECT
