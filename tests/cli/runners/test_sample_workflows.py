"""Workflow files with a mistake each, and workflow files in the shapes of public ones, which are correct."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command

WORKFLOWS = Path(__file__).parent / "workflows"
PROJECTS = WORKFLOWS / "projects.template.json"
RUN = "${{ github.run_id }}-${{ github.run_attempt }}"
TO_API = f"write codebuild-api-{RUN}"

# The file, the job, what is wrong with it, a part of the reason and the fix.
MISTAKES = {
    "underscore.yml": ("build", "label-slip", "it begins with codebuild_, not with codebuild-", TO_API),
    "prefix-missing.yml": ("build", "label-slip", "it does not begin with codebuild-", TO_API),
    "prefix-case.yml": ("build", "label-slip", "it begins with CodeBuild-, not with codebuild-", TO_API),
    "prefix-typo.yml": ("build", "label-slip", "it begins with codebiuld-, not with codebuild-", TO_API),
    "attempt-missing.yml": ("build", "label-slip", "it lacks -${{ github.run_attempt }}", TO_API),
    "run-missing.yml": ("build", "label-slip", "it lacks -${{ github.run_id }}", TO_API),
    "name-alone.yml": ("build", "label-slip", f"it lacks -{RUN}", TO_API),
    "run-number.yml": (
        "build",
        "label-slip",
        "${{ github.run_number }} is used instead of ${{ github.run_id }}",
        TO_API,
    ),
    "swapped.yml": ("build", "label-slip", f"in another order than {RUN}", TO_API),
    "shell-variables.yml": ("build", "label-slip", "a variable of the shell is not filled in here", TO_API),
    "dollar-missing.yml": ("build", "label-slip", "an expression begins with ${{ and ends with }}", TO_API),
    "comma.yml": ("build", "label-slip", ",image:arm-3.0 follows without a blank", TO_API),
    "override-object.yml": (
        "build",
        "label-slip",
        "the label 'image: arm-3.0' is a YAML mapping, not a string",
        "write image:arm-3.0 without the blank, or in quotes",
    ),
    "env-in-runs-on.yml": (
        "build",
        "label-slip",
        "GitHub rejects the expression ${{ env.RUNNER }}: env is not available here",
        "use one of the contexts that are available here: github, inputs, matrix, needs, strategy, vars",
    ),
    "caller.yml": ("call / build", "label-slip", "it lacks -${{ github.run_attempt }}", TO_API),
    "project-typo.yml": ("build", "no-such-project", "is called apu (similar: api)", "use api"),
    "project-case.yml": ("build", "no-such-project", "is called API (similar: api, gl-api)", "use api"),
    "one-of-a-matrix.yml": ("build", "no-such-project", "is called apis (similar: api, gl-api)", "use api"),
    "project-without-webhook.yml": (
        "build",
        "no-webhook",
        "the project bare has no webhook",
        "give bare a webhook with a filter group for WORKFLOW_JOB_QUEUED",
    ),
    "project-of-pushes.yml": (
        "build",
        "no-job-event",
        "its webhook has no filter group for WORKFLOW_JOB_QUEUED, only for PUSH",
        "add a filter group for WORKFLOW_JOB_QUEUED to it",
    ),
    "other-workflow.yml": (
        "build",
        "filtered-out",
        "FilterGroups[0] failed: WORKFLOW_NAME matches ^Deploy$ (tried: Build; would match: Deploy)",
        "change that filter, or run the job in a repository and workflow that pass it",
    ),
    "repository-left-out.yml": (
        "build",
        "filtered-out",
        "FilterGroups[0] failed: REPOSITORY_NAME matches ^docs$ (tried: api; would match: docs)",
        "change that filter, or run the job in a repository and workflow that pass it",
    ),
    "other-repository.yml": (
        "build",
        "out-of-reach",
        "it is on github.com/acme/web, and the event is of github.com/acme/api",
        "use a project whose webhook receives the jobs of this repository",
    ),
    "other-organization.yml": (
        "build",
        "out-of-reach",
        "it is for the organization emca, and the event is of github.com/acme/api",
        "use a project whose webhook receives the jobs of this repository",
    ),
    "buildkite.yml": ("build", "out-of-reach", "the webhook of agents is for jobs of Buildkite", "use another project"),
    "gitlab-project.yml": (
        "build",
        "out-of-reach",
        "it is on gitlab.com/acme/api, and the event is of github.com/acme/api",
        "use a project whose webhook receives the jobs of this repository",
    ),
    "fewer-labels.yml": (
        "browser",
        "runner-taken",
        "its runner has all labels of the job unit, which may take it",
        "give unit a label that no other job has, such as its name",
    ),
    "wrong-variable.gitlab-ci.yml": (
        "build",
        "label-slip",
        "$CI_PIPELINE_ID is used instead of $CI_PIPELINE_IID",
        "write codebuild-gl-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME",
    ),
    "expression-of-github.gitlab-ci.yml": (
        "build",
        "label-slip",
        "it has an expression of GitHub",
        "write codebuild-gl-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME",
    ),
    "project-of-github.gitlab-ci.yml": (
        "build",
        "out-of-reach",
        "it is on github.com/acme/api, and the event is of gitlab.com/acme/api",
        "use a project whose webhook receives the jobs of this repository",
    ),
    "extended-typo.gitlab-ci.yml": ("build", "no-such-project", "is called gl-apo (similar: gl-api)", "use gl-api"),
}
CALLED = {"reusable.yml"}
"""Workflows whose jobs are those of their callers."""

# The file, its jobs that ask for a runner, and the projects that run them; None where only a run knows that.
CORRECT: dict[str, dict[str, set[str | None]]] = {
    "one-label.yml": {"build": {"api"}},
    "list-with-overrides.yml": {"build": {"api"}},
    "folded-overrides.yml": {"build": {"api"}},
    "matrix-include.yml": {"build": {"api"}},
    "matrix-exclude.yml": {"build": {"api"}},
    "matrix-of-lists.yml": {"build": {"api"}},
    "matrix-of-objects.yml": {"build": {"api"}},
    "caller.yml": {"call / build": {"api"}, "call / many": {"org-linux"}},
    "called-elsewhere.yml": {"call": {"api"}},
    "choice.yml": {"build": {"api", "org-linux"}},
    "group.yml": {"build": {"org-linux"}},
    "fallback.yml": {"build": {"api"}},
    "variable.yml": {"build": {None}},
    "container.yml": {"build": {"api"}},
    "conditions.yml": {"build": {"api"}},
    "needs.yml": {"build": {"api"}, "test": {"api"}},
    "own-labels.yml": {"job1": {"api"}, "job2": {"api"}},
    "named-after-repository.yml": {"build": {"api"}},
    "organization.yml": {"build": {"org-linux"}},
    "deploy.yml": {"build": {"deploys"}},
    "anchors.yml": {"build": {"api"}, "again": {"api"}},
    "simple.gitlab-ci.yml": {"build": {"gl-api"}},
    "overrides.gitlab-ci.yml": {"build-job": {"gl-api"}},
    "default.gitlab-ci.yml": {"build": {"gl-api"}},
    "extends.gitlab-ci.yml": {"build": {"gl-api"}},
    "reference.gitlab-ci.yml": {"build": {"gl-group"}},
    "parallel.gitlab-ci.yml": {"build": {"gl-api", "gl-group"}},
}


def judged(command: Command, folder: str) -> dict[str, list[dict[str, Any]]]:
    """What the command says of the jobs of each file of a folder."""
    arguments = ("runners", PROJECTS, "--workflows", WORKFLOWS / folder, "--repository", "acme/api", "--format", "json")
    code, out, err = command.run(*arguments)
    assert (code, err) == (int(folder == "mistakes"), "")
    found: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(out)["jobs"]:
        found.setdefault(Path(each["file"]).name, []).append(each)
    return found


def test_there_are_at_least_twenty_of_both() -> None:
    assert min(len(MISTAKES), len(CORRECT)) >= 20
    for folder, named in (("mistakes", MISTAKES), ("correct", CORRECT)):
        assert {each.name for each in (WORKFLOWS / folder).iterdir()} == named.keys() | CALLED


def test_each_mistake_is_named(command: Command) -> None:
    found = judged(command, "mistakes")
    faulty = {file: [each for each in jobs if each["fault"] is not None] for file, jobs in found.items()}

    assert {file: [(each["job"], each["fault"], each["fix"]) for each in jobs] for file, jobs in faulty.items()} == {
        file: [(job, fault, fix)] for file, (job, fault, _, fix) in MISTAKES.items()
    }
    reasons = {file: (jobs[0]["reason"], MISTAKES[file][2]) for file, jobs in faulty.items()}
    assert {file: both for file, both in reasons.items() if both[1] not in both[0]} == {}
    verdicts = {file: each["verdict"] for file, (each, *_) in faulty.items()}
    assert {file for file, verdict in verdicts.items() if verdict != "NEVER_STARTS"} == {"fewer-labels.yml"}
    assert verdicts["fewer-labels.yml"] == "MAY_NEVER_START"


def test_a_correct_workflow_gives_no_alarm(command: Command) -> None:
    found = judged(command, "correct")

    projects = {
        file: {job: {each["project"] for each in jobs if each["job"] == job} for job in {each["job"] for each in jobs}}
        for file, jobs in found.items()
    }
    assert projects == CORRECT
    assert {each["fault"] for jobs in found.values() for each in jobs} == {None}
    assert [each["file"] for jobs in found.values() for each in jobs if each["verdict"] != "RUNS"] == [
        str(WORKFLOWS / "correct" / "variable.yml")
    ]


@pytest.mark.parametrize("file", [each for each in MISTAKES if each != "caller.yml"])
def test_a_mistake_is_named_wherever_its_file_is(command: Command, tmp_path: Path, file: str) -> None:
    """One file at a time, in the folder that the git host reads, found from the folder of the repository."""
    is_pipeline = file.endswith(".gitlab-ci.yml")
    place = tmp_path / ".gitlab-ci.yml" if is_pipeline else tmp_path / ".github/workflows" / file
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(WORKFLOWS / "mistakes" / file, place)

    code, out, _ = command.run("runners", PROJECTS, "--repository", "acme/api", "--format", "sarif")

    (result,) = json.loads(out)["runs"][0]["results"]
    (location,) = result["locations"]
    job, fault, reason, fix = MISTAKES[file]
    assert code == 1
    assert reason.replace("{", "{{").replace("}", "}}") in result["message"]["text"]
    assert result["message"]["text"].endswith(fix.replace("{", "{{").replace("}", "}}"))
    assert location["physicalLocation"]["artifactLocation"]["uri"] == place.relative_to(tmp_path).as_posix()
    line = place.read_text().splitlines()[location["physicalLocation"]["region"]["startLine"] - 1]
    assert line.strip().partition(":")[0] in {"runs-on", "tags", "build"}
    assert location["logicalLocations"][0]["name"].startswith(job)
    assert result["level"] == ("warning" if fault == "runner-taken" else "error")
