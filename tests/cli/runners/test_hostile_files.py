"""Workflow files that are made to take long, or to break the command or its output."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.cli.conftest import template, triggers, write
from tests.cli.formats.test_formats import SCHEMA
from tests.cli.test_runner_commands import HOSTILE, MARK, obeyed
from tests.extent import examples
from webhook_constructs.core import SourceProvider
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.written_labels import read_label
from webhook_constructs.workflows.github_workflows import Workflow, github_jobs
from webhook_constructs.workflows.gitlab_pipeline import gitlab_jobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command

LABEL = "codebuild-api-${{ github.run_id }}-${{ github.run_attempt }}"
JOBS = [{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]
TOO_MANY = "it has too many jobs, with those of the workflows that it calls: the rest is not judged"
TOO_MANY_OF_PIPELINE = "it has too many jobs: the rest is not judged"
HEAD = "on: push\njobs:\n"


def numbered(line: str, count: int) -> str:
    return "".join(line.format(number=number, before=number - 1) for number in range(1, count))


def in_braces(text: str) -> str:
    """A text of `numbered` that has braces of its own."""
    return text.replace("{", "{{").replace("}", "}}").replace("<number>", "{number}").replace("<before>", "{before}")


def jobs(line: str, count: int) -> str:
    return HEAD + numbered(in_braces(f"  a<number>: {line}\n"), count)


TWENTY = ",".join(map(str, range(20)))
MATRIX = (
    f"{{strategy: {{matrix: {{a: [{TWENTY}], b: [0,1,2]}}}}, runs-on: 'x-${{{{ matrix.a }}}}-${{{{ matrix.b }}}}'}}"
)
CHOICES = f'{{runs-on: "${{{{ {" || ".join(f"vars.a{number} && {number}" for number in range(60))} }}}}"}}'
INCLUDED = numbered("        - {{b: x{number}}}\n", 30_000)
OF_INCLUDE = f"""{HEAD}
  a:
    strategy:
      matrix:
        a: [{",".join(map(str, range(256)))}]
        include:
{INCLUDED}
    runs-on: ['{LABEL}', '${{{{ matrix.b }}}}']
"""
LARGE: dict[str, tuple[str, str | None]] = {
    "a label of many expressions": (jobs(f"{{runs-on: '{'${{ vars.a }}' * 60_000}'}}", 2), None),
    "a label of many words": (jobs(f"{{runs-on: '{'codebuild-' * 90_000}'}}", 2), None),
    "an expression of many brackets": (jobs(f"{{runs-on: '${{{{ {'(' * 10_000}1{')' * 10_000} }}}}'}}", 2), None),
    "a chain of jobs": (jobs("{runs-on: x, needs: [a<before>]}", 20_000), TOO_MANY),
    "jobs with labels of their own": (jobs(f"{{runs-on: ['{LABEL}', x<number>]}}", 900), None),
    "matrices": (jobs(MATRIX, 900), TOO_MANY),
    "entries of include": (OF_INCLUDE, None),
    "choices": (jobs(CHOICES, 300), TOO_MANY),
}
RULE = "  - {{if: $X, variables: {{A: {number}}}}}\n"
PARALLEL = f"j<number>: {{parallel: {{matrix: [{{A: [{TWENTY}], B: [{TWENTY}]}}]}}, tags: [x-$A-$B]}}\n"
BEFORE = [",".join(f".t{before}" for before in range(max(0, number - 10), number)) for number in range(3_000)]
LARGE_PIPELINES: dict[str, tuple[str, str | None]] = {
    "matrices": (numbered(in_braces(PARALLEL), 4_000), TOO_MANY_OF_PIPELINE),
    "jobs that extend many others": (
        "".join(f".t{number}: {{extends: [{before}]}}\n" for number, before in enumerate(BEFORE))
        + numbered("j{number}: {{extends: .t{number}}}\n", 3_000),
        TOO_MANY_OF_PIPELINE,
    ),
    "variables in variables": (
        f"variables:\n{numbered('  A{before}: ' + '$A{number}' * 300 + chr(10), 30)}j: {{script: x, tags: [$A0]}}\n",
        None,
    ),
    "rules": (
        f"workflow:\n  rules:\n{numbered(RULE, 3_000)}j:\n  tags: [x$A$B]\n  rules:\n{numbered(RULE, 3_000)}",
        None,
    ),
}


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        *(pytest.param(".github/workflows/a.yml", *each, id=name) for name, each in LARGE.items()),
        *(pytest.param(".gitlab-ci.yml", *each, id=f"gitlab: {name}") for name, each in LARGE_PIPELINES.items()),
    ],
)
def test_a_large_file_has_an_end(command: Command, tmp_path: Path, file: str, text: str, why: str | None) -> None:
    path = template(tmp_path / "t.json", Api=triggers("api", groups=[JOBS]))
    write(tmp_path / file, text)
    assert len(text) < 1024 * 1024

    code, out, err = command.run("runners", path, "--repository", "acme/api", "--format", "json", "--strict")

    found = json.loads(out)
    assert (err, found["unread"]) == ("", [])
    assert [each["why"] for each in found["unseen"]] == ([] if why is None else [why])
    is_undecided = any(each["verdict"] == "UNDECIDED" for each in found["jobs"])
    assert code == (2 if why is not None or is_undecided else int(any(each["fault"] for each in found["jobs"])))


def test_workflows_that_call_each_other_have_an_end(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=triggers("api", groups=[JOBS]))
    for name, called in zip("abcdefg", "bcdefgh", strict=True):
        calls = numbered(in_braces(f"  j<number>: {{uses: ./.github/workflows/{called}.yml}}\n"), 20)
        write(tmp_path / f".github/workflows/{name}.yml", f"on: [push, workflow_call]\njobs:\n{calls}")
    write(tmp_path / ".github/workflows/h.yml", f"on: workflow_call\njobs: {{z: {{runs-on: '{LABEL}'}}}}\n")

    _, out, _ = command.run("runners", path, "--repository", "acme/api", "--format", "json")

    found = json.loads(out)
    assert {each["why"] for each in found["unseen"]} == {TOO_MANY}
    assert {each["verdict"] for each in found["jobs"]} == {"RUNS"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_no_text_of_a_workflow_is_a_command(command: Command, tmp_path: Path, text: str, output: str) -> None:
    quoted = json.dumps(text)
    label = json.dumps(f"codebuild-api-${{{{ github.run_id }}}}-{text}")
    jobs = f"{{{quoted}: {{runs-on: [{quoted}, {label}]}}, b: {{uses: {json.dumps(f'./{text}')}}}}}"
    write(tmp_path / ".github/workflows/a.yml", f"on: push\nname: {quoted}\njobs: {jobs}\n")
    tags = json.dumps(f"codebuild-api-$CI_PROJECT_ID-{text}")
    write(tmp_path / ".gitlab-ci.yml", f"{quoted}: {{tags: [{tags}]}}\nb: {{extends: [{quoted}, x]}}\n")
    path = template(tmp_path / "t.json", **{text: triggers(f"a{text}", groups=[JOBS])})

    code, out, err = command.run("runners", path, "--format", output)

    assert code == 1
    assert obeyed(out, "::(warning|error|notice) ") == obeyed(err) == []
    assert not MARK.search(out)
    if output == "sarif":
        jsonschema.Draft4Validator(SCHEMA).validate(json.loads(out))


WORDS = [
    *("github", "matrix", "inputs", "vars", "needs", "env", ".", "[", "]", "(", ")", "*", "'a'", "'{0}'", "'{0'"),
    *("format", "fromJSON", "toJSON", "join", "contains", "hashFiles", "&&", "||", "!", "==", "<", "run_id", "x", "os"),
    *("'[1,2]'", "1", "0x1f", "1e400", "-5", "'x''y'", ",", "true", "null", "NaN", "\u00e9"),
]
TEXTS = ["codebuild-", "api", "-", "${{ github.run_id }}", "$CI_PROJECT_ID", "$A", "$[[ inputs.x ]]", "{{", "}}", " "]
KEYS = [
    *("on", "jobs", "a", "b", "runs-on", "strategy", "matrix", "include", "exclude", "os", "if", "uses", "with", "x"),
    *("needs", "group", "labels", "push", "workflow_call", "workflow_dispatch", "inputs", "default", "type", "options"),
    *("tags", "extends", ".t", "inherit", "variables", "rules", "when", "parallel", "trigger", "Fn::reference"),
]
OF_JOBS = ["runs-on", "strategy", "if", "uses", "with", "needs", "tags", "extends", "rules", "parallel", "variables"]


def random_text(chance: random.Random) -> str:
    expression = " ".join(chance.choices(WORDS, k=chance.randint(0, 12)))
    return "".join(chance.choices([*TEXTS, f"${{{{ {expression} }}}}"], k=chance.randint(0, 5)))


def random_value(chance: random.Random, level: int = 0) -> Any:
    kind = chance.random()
    if level > 5 or kind < 0.35:
        return chance.choice(
            [random_text(chance), None, True, "1", "./.github/workflows/b.yml", "never", "push", ".t", "a"]
        )
    if kind < 0.55:
        return [random_value(chance, level + 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(KEYS): random_value(chance, level + 1) for _ in range(chance.randint(0, 4))}


def random_job(chance: random.Random) -> Any:
    return {name: random_value(chance, 3) for name in chance.sample(OF_JOBS, chance.randint(0, 5))}


def random_workflow(chance: random.Random) -> Any:
    body = {"on": random_value(chance, 3), "jobs": {name: random_job(chance) for name in "abc"}}
    return body if chance.random() < 0.9 else random_value(chance)


def random_pipeline(chance: random.Random) -> Any:
    shared = {name: random_value(chance, 3) for name in ("default", "variables", "workflow")}
    return {**shared, **{name: random_job(chance) for name in (".t", "a", "b")}}


def jobs_of_github(chance: random.Random, repository: Repository | None) -> list[str]:
    files = [Workflow(name, f".github/workflows/{name}.yml", random_workflow(chance)) for name in "ab"]
    return [label for each in github_jobs(files, repository).jobs for label in each.labels]


def jobs_of_gitlab(chance: random.Random, repository: Repository | None) -> list[str]:
    found = gitlab_jobs("a", random_pipeline(chance), repository, random_value(chance, 3))
    return [label for each in found.jobs for label in each.labels]


@pytest.mark.parametrize(
    ("host", "jobs"), [(SourceProvider.GITHUB, jobs_of_github), (SourceProvider.GITLAB, jobs_of_gitlab)]
)
def test_whatever_a_file_holds_has_labels(
    host: SourceProvider, jobs: Callable[[random.Random, Repository | None], list[str]]
) -> None:
    """Nothing raises an error, and each label is a text that can be read."""
    chance = random.Random(22)
    repository = Repository.parse("github.com/acme/api")
    found = [label for _ in range(examples(6_000)) for label in jobs(chance, chance.choice([repository, None]))]

    read = [read_label(each, host, "a") for each in found]
    assert len(found) > 500
    assert {each is None for each in read} == {True, False}
