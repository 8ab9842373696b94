"""What `runners` prints in each format, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.cli.conftest import template, triggers, write
from tests.cli.formats.test_formats import SCHEMA
from webhook_constructs.cli.runners.faults import FAULT_IDS, FAULT_PAGES, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command, Git

RUN = "${{ github.run_id }}-${{ github.run_attempt }}"
JOBS = [{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]
GOOD = f"  good:\n    runs-on: codebuild-api-{RUN}\n"
OTHER = "  other:\n    runs-on: ubuntu-latest\n"
SLIP = f"  slip:\n    runs-on: codebuild-apu-{RUN}\n"
TAKEN = f"  taken:\n    runs-on: ['codebuild-api-{RUN}', 'image:arm-3.0']\n"
OPEN = "  open:\n    runs-on: ${{ vars.RUNNER }}\n"
ELSEWHERE = "  elsewhere:\n    uses: acme/shared/.github/workflows/ci.yml@main\n"
CALLS = "it calls 'acme/shared/.github/workflows/ci.yml@main', which is not in this repository: its jobs may ask for runners, too"  # noqa: E501
WHY = "no project of these templates is called apu (similar: api)"
MAY_TAKE = "its runner has all labels of the job good, which may take it; no other runner has the labels of this job"
GIVE_LABEL = "give good a label that no other job has, such as its name"
UNKNOWN = "its label ${{ vars.RUNNER }} is known only when it runs"


@pytest.fixture
def run(command: Command, tmp_path: Path) -> Any:
    """Run the command on a workflow of these jobs."""
    path = template(tmp_path / "t.json", Api=triggers("api", groups=[JOBS], Source={"Type": "GITHUB"}))

    def run(*jobs: str, arguments: tuple[str, ...] = ()) -> tuple[int, str, str]:
        write(tmp_path / ".github/workflows/ci.yml", f"name: CI\non: push\njobs:\n{''.join(jobs)}")
        return command.run("runners", path, "--repository", "acme/api", *arguments)

    return run


def test_text_has_the_verdict_of_each_job_and_what_is_not_read(run: Any) -> None:
    _, out, err = run(GOOD, OTHER, SLIP, TAKEN, OPEN, ELSEWHERE)

    condition = "  if its repository is github.com/acme/api: the file does not say which it is"
    assert err == ""
    assert out.splitlines() == [
        ".github/workflows/ci.yml:5:5: good: runs on api",
        condition,
        ".github/workflows/ci.yml:9:5: slip: never starts",
        f"  no-such-project: {WHY}",
        "  fix: use api",
        ".github/workflows/ci.yml:11:5: taken: may never start on api",
        f"  runner-taken: {MAY_TAKE}",
        f"  fix: {GIVE_LABEL}",
        condition,
        ".github/workflows/ci.yml:13:5: open: undecided",
        f"  {UNKNOWN}",
        "4 jobs ask for a CodeBuild runner: 1 runs, 1 may never start, 1 undecided, 1 never starts; 1 other job",
        f"not read: .github/workflows/ci.yml:15:5: {CALLS}",
    ]


def test_the_ways_in_which_a_job_can_ask_are_told_apart(run: Any) -> None:
    _, out, _ = run(f"  a:\n    runs-on: codebuild-${{{{ vars.RUNNER || 'api' }}}}-{RUN}\n")

    *_, labels, summary = out.splitlines()
    assert labels == f"  if its labels are codebuild-api-{RUN}"
    assert summary == "1 job asks for a CodeBuild runner in 2 ways: 1 runs, 1 undecided"


def test_no_job_is_a_summary(run: Any) -> None:
    assert run(OTHER) == (0, "no job asks for a CodeBuild runner; 1 other job\n", "")


def test_no_job_is_said_of_what_is_read_alone(run: Any) -> None:
    assert run(OTHER, ELSEWHERE)[1].startswith("no job asks for a CodeBuild runner in what is read; 1 other job\n")
    assert run("  [")[1] == "no job asks for a CodeBuild runner in what is read\n"


def test_json_has_all_of_it(run: Any) -> None:
    _, out, _ = run(SLIP, OTHER, ELSEWHERE, arguments=("--format", "json"))

    assert json.loads(out) == {
        "jobs": [
            {
                "file": ".github/workflows/ci.yml",
                "line": 5,
                "column": 5,
                "gitHost": "GitHub",
                "workflow": "CI",
                "job": "slip",
                "combinations": [],
                "labels": [f"codebuild-apu-{RUN}"],
                "group": None,
                "verdict": "NEVER_STARTS",
                "project": "apu",
                "webhooks": [],
                "fault": "no-such-project",
                "id": "WR102",
                "reason": WHY,
                "fix": "use api",
                "conditions": [],
            }
        ],
        "others": 1,
        "unread": [],
        "unseen": [{"what": ".github/workflows/ci.yml", "why": CALLS, "line": 9, "column": 5}],
    }


def test_sarif_keeps_to_its_schema_and_explains_the_faults(run: Any) -> None:
    _, out, _ = run(GOOD, SLIP, TAKEN, OPEN, ELSEWHERE, arguments=("--format", "sarif"))

    log = json.loads(out)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (found,) = log["runs"]
    assert [(each["ruleId"], each["level"]) for each in found["results"]] == [("WR102", "error"), ("WR107", "warning")]
    assert [each["help"]["text"] for each in found["tool"]["driver"]["rules"]] == [
        FAULT_PAGES["WR102"].text,
        FAULT_PAGES["WR107"].text,
    ]
    (place,) = found["results"][0]["locations"]
    assert place == {
        "physicalLocation": {
            "artifactLocation": {"uri": ".github/workflows/ci.yml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 7, "startColumn": 5},
        },
        "logicalLocations": [
            {"fullyQualifiedName": ".github/workflows/ci.yml/slip", "kind": "object", "name": "slip"},
        ],
    }
    notes = found["invocations"][0]["toolExecutionNotifications"]
    assert [(each["level"], each["message"]["text"].split(": ")[1]) for each in notes] == [
        ("note", CALLS.partition(":")[0]),
        ("note", "open"),
    ]


def test_a_finding_is_known_from_one_run_to_the_next(run: Any) -> None:
    def known_by(*jobs: str) -> list[str]:
        (found,) = json.loads(run(*jobs, arguments=("--format", "sarif"))[1])["runs"]
        return [each["partialFingerprints"]["webhookSetting/v1"] for each in found["results"]]

    assert known_by(SLIP) == known_by(OTHER, SLIP)
    assert len({*known_by(SLIP, SLIP.replace("slip", "other"))}) == 2


def test_github_shows_what_is_wrong_beside_the_line(run: Any) -> None:
    _, out, _ = run(GOOD, SLIP, TAKEN, OPEN, arguments=("--format", "github"))

    at = "file=.github/workflows/ci.yml"
    assert [each.replace(at, "AT") for each in out.splitlines()] == [
        f"::error AT,line=7,col=5,title=WR102 no-such-project::job slip: {WHY}; use api",
        f"::warning AT,line=9,col=5,title=WR107 runner-taken::job taken: {MAY_TAKE}; {GIVE_LABEL}",
        f"::notice AT,line=11,col=5::not judged in full: .github/workflows/ci.yml:11:5: open: {UNKNOWN}",
    ]


@pytest.mark.parametrize(
    ("jobs", "arguments", "code"),
    [
        ((GOOD, OTHER), (), 0),
        ((GOOD, OPEN), (), 0),
        ((GOOD, OPEN), ("--strict",), 2),
        ((GOOD, ELSEWHERE), (), 0),
        ((GOOD, ELSEWHERE), ("--strict",), 2),
        ((GOOD, OTHER), ("--strict",), 0),
        ((SLIP,), (), 1),
        ((SLIP,), ("--fail-on", "error"), 1),
        ((SLIP,), ("--fail-on", "never"), 0),
        ((SLIP, OPEN), ("--strict",), 2),
        ((SLIP, OPEN), ("--strict", "--fail-on", "never"), 2),
        ((GOOD, TAKEN), (), 1),
        ((GOOD, TAKEN), ("--fail-on", "info"), 1),
        ((GOOD, TAKEN), ("--fail-on", "error"), 0),
        ((GOOD, TAKEN, SLIP), ("--fail-on", "error"), 1),
        (("  [",), (), 2),
        (("  [",), ("--fail-on", "never"), 2),
    ],
)
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_the_exit_code_says_how_it_went(
    run: Any, jobs: tuple[str, ...], arguments: tuple[str, ...], code: int, output: str
) -> None:
    assert run(*jobs, arguments=(*arguments, "--format", output))[0] == code


def test_each_fault_has_an_id_and_a_page() -> None:
    assert set(FAULT_IDS) == set(Fault)
    assert len(set(FAULT_IDS.values())) == len(Fault)
    assert set(FAULT_PAGES) == set(FAULT_IDS.values())


@pytest.mark.parametrize("repository", ["api", "https://github.com/acme", ""])
def test_what_is_no_repository_is_refused(command: Command, tmp_path: Path, repository: str) -> None:
    path = template(tmp_path / "t.json", Api=triggers("api"))

    assert "give it as acme/api, or as https://github.com/acme/api" in command.refused(
        "runners", path, "--repository", repository
    )


def test_the_repository_is_that_of_git(command: Command, git: Git) -> None:
    git.commit("first", "a.txt")
    git.is_pushed("main")
    write(git.folder / ".github/workflows/ci.yml", f"on: push\njobs:\n{GOOD}")
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/web"}
    path = template(git.folder.parent / "t.json", Api=triggers("api", groups=[JOBS], Source=source))

    code, out, _ = command.run("runners", path, "--workflows", git.folder)

    assert code == 1
    assert (
        "out-of-reach: api does not run it: it is on github.com/acme/web, and the event is of github.com/acme/api"
        in out
    )
