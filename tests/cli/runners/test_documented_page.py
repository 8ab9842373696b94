"""The page on the command shows what the command prints, and all that it has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest

from tests.cli.conftest import write
from webhook_constructs import GitHubActionsRunner
from webhook_constructs.cli.runners.faults import FAULT_IDS, FAULT_PAGES
from webhook_constructs.cli.runners.job_verdicts import JobVerdict
from webhook_constructs.cli.runners.report import FORMATS

if TYPE_CHECKING:
    from tests.cli.conftest import Command

PAGE = (Path(__file__).parents[3] / "docs/workflow-jobs.md").read_text(encoding="utf-8")
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/1"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def _repository(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    GitHubActionsRunner(
        cdk.Stack(app, "Runners"),
        "Runner",
        organization="acme",
        repositories=["api"],
        connection_arn=CONNECTION,
        runner_name="acme-runner",
    )
    app.synth()
    write(tmp_path / ".github/workflows/ci.yml", blocks("yaml")[0])


@pytest.mark.usefixtures("_repository")
def test_the_example_prints_what_the_page_shows(command: Command) -> None:
    _, *arguments = blocks("sh")[0].split()

    assert command.run(*arguments) == (1, blocks("text")[0], "")


@pytest.mark.usefixtures("_repository")
def test_all_members_of_json_are_described(command: Command) -> None:
    _, *arguments = blocks("sh")[0].split()
    found = json.loads(command.run(*arguments, "--format", "json")[1])

    members = [*found, *found["jobs"][0], *found["jobs"][0]["webhooks"][0], *found["unseen"][0]]
    assert [each for each in members if f"`{each}`" not in PAGE] == []


def test_all_faults_verdicts_and_formats_are_described() -> None:
    rows = dict(re.findall(r"^\| (WR\d+) \| `([a-z-]+)` \|", PAGE, re.MULTILINE))

    assert rows == {each: fault.value for fault, each in FAULT_IDS.items()}
    assert rows.keys() == FAULT_PAGES.keys()
    assert [each for each in (*FORMATS, *JobVerdict) if f"`{each}`" not in PAGE] == []
