"""The jobs of GitHub's workflows."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.template_files.yaml_template import parse_yaml
from webhook_constructs.workflows.github_workflows import Workflow, github_jobs
from webhook_constructs.workflows.jobs import Found

ACME = Repository.parse("github.com/acme/api")
LABEL = "codebuild-api-${{ github.run_id }}-${{ github.run_attempt }}"


def found_in(repository: Repository | None = None, /, **files: str) -> Found:
    """The jobs of workflow files, by their names without what these end with."""
    workflows = [
        Workflow(f"{name}.yml", f".github/workflows/{name}.yml", parse_yaml(dedent(text)).body)
        for name, text in files.items()
    ]
    return github_jobs(workflows, repository)


def labels_of(runs_on: str, more: str = "", *, on: str = "push", job: str = "") -> list[tuple[str, ...]]:
    """The lists of labels that a job can have."""
    text = f"on: {on}\n{more}\njobs:\n  build:\n    {job}\n    runs-on: {runs_on}\n"
    return [each.labels for each in found_in(ACME, ci=text).jobs]


@pytest.mark.parametrize(
    ("runs_on", "labels"),
    [
        ("ubuntu-latest", [("ubuntu-latest",)]),
        ("[self-hosted, linux]", [("self-hosted", "linux")]),
        ("{group: large}", [()]),
        ("{group: large, labels: linux}", [("linux",)]),
        ("{labels: [linux, x64]}", [("linux", "x64")]),
        ('${{ fromJSON(\'["a", "b"]\') }}', [("a", "b")]),
        ("['${{ fromJSON(''[\"a\", \"b\"]'') }}', c]", [("a", "b", "c")]),
        ("${{ github.ref == 'x' && 'a' || 'b' }}", [("a",), ("b",)]),
        ("${{ github.repository_owner }}", [("acme",)]),
        ("${{ vars.RUNNER }}", [("${{ vars.RUNNER }}",)]),
        ("${{ inputs.none }}", [()]),
        ("${{ needs.a.outputs.b }}", [("${{ needs.a.outputs.b }}",)]),
    ],
)
def test_a_job_has_labels(runs_on: str, labels: list[tuple[str, ...]]) -> None:
    assert labels_of(runs_on) == labels


def test_a_group_is_of_the_job() -> None:
    (job,) = found_in(ci="on: push\njobs: {a: {runs-on: {group: large, labels: [x]}}}").jobs
    assert job.group == "large"
    (job,) = found_in(ci="on: push\njobs: {a: {runs-on: {group: \"${{ github.ref == 'x' && 'a' || 'b' }}\"}}}").jobs
    assert job.group == "one of several"


def test_too_many_combinations_of_labels_are_open() -> None:
    choice = "'${{ github.ref == 1 && 1 || 2 }}'"

    assert labels_of(f"[{', '.join([choice] * 7)}]") == [("${{ runs-on }}",)]


@pytest.mark.parametrize(
    ("on", "labels"),
    [
        ("{workflow_dispatch: {inputs: {x: {type: choice, options: [a, b]}}}}", [("a",), ("b",)]),
        ("{workflow_dispatch: {inputs: {x: {type: boolean}}}}", [("true",), ("false",)]),
        ("{workflow_dispatch: {inputs: {x: {default: a}}}}", [("a",)]),
        ("{workflow_dispatch: {inputs: {x: {type: string}}}}", [("${{ inputs.x }}",)]),
        ("{push: , workflow_dispatch: {inputs: {x: {default: a}}}}", [("a",), ()]),
        ("{workflow_call: {inputs: {x: {default: a}}}}", [("a",)]),
        ("{workflow_call: {inputs: {x: {type: string}}}}", [("${{ inputs.x }}",)]),
        ("[push, pull_request]", [()]),
    ],
)
def test_an_input_has_the_values_that_its_trigger_gives(on: str, labels: list[tuple[str, ...]]) -> None:
    assert labels_of("${{ inputs.x }}", on=on) == labels


def test_combinations_with_the_same_labels_are_one() -> None:
    text = """
        on: push
        jobs:
          build:
            strategy: {max-parallel: 1, matrix: {os: [a, b], node: ["1", "2"]}}
            runs-on: ${{ matrix.os }}
    """

    jobs = found_in(ci=text).jobs

    assert [(each.labels, each.combinations) for each in jobs] == [
        (("a",), ("os=a, node=1", "os=a, node=2")),
        (("b",), ("os=b, node=1", "os=b, node=2")),
    ]
    assert [each.is_serial for each in jobs] == [True, True]


def test_a_matrix_that_github_rejects_is_open() -> None:
    job = "strategy: {matrix: {x: '${{ env.X }}'}}"

    assert labels_of("${{ matrix.x }}", job=job) == [("${{ matrix.x }}",)]


@pytest.mark.parametrize(
    ("condition", "is_run"),
    [
        ("false", False),
        ("'false'", False),
        ("${{ false }}", False),
        ("github.repository == 'acme/web'", False),
        ("github.repository == 'acme/api'", True),
        ("github.ref == 'refs/heads/main'", True),
        ("always() && false", False),
        ("env.X == 'y'", True),
        ("''", True),
        ("'" + "a" * 10_001 + "'", True),
        ("[a]", True),
    ],
)
def test_a_job_that_never_runs_is_left_out(condition: str, *, is_run: bool) -> None:
    assert bool(labels_of("a", job=f"if: {condition}")) is is_run


CALLED = """
    on: {workflow_call: {inputs: {runner: {type: string}, size: {type: number}, big: {type: boolean, default: true}}}}
    jobs:
      one: {runs-on: "${{ inputs.runner }}-${{ inputs.size }}-${{ inputs.big }}"}
      two: {needs: one, runs-on: fixed}
"""


def call(given: str, more: str = "") -> str:
    return f"name: CI\non: push\njobs: {{call: {{uses: ./.github/workflows/called.yml, with: {given}{more}}}}}"


def test_the_jobs_of_a_reusable_workflow_are_those_of_its_callers() -> None:
    jobs = found_in(called=CALLED, ci=call("{runner: a}")).jobs

    assert [(each.name, each.labels, each.workflow_name, each.run) for each in jobs] == [
        ("call / one", ("a-0-true",), "CI", "ci.yml"),
        ("call / two", ("fixed",), "CI", "ci.yml"),
    ]
    assert [(each.place.file, each.place.steps) for each in jobs] == [
        ("ci.yml", ("jobs", "call", "with")),
        ("called.yml", ("jobs", "two", "runs-on")),
    ]
    assert not jobs[0].may_run_beside(jobs[1])


def test_each_choice_of_inputs_is_a_call() -> None:
    matrix = ", strategy: {matrix: {os: [a, b], node: ['1', '2']}}"

    jobs = found_in(called=CALLED, ci=call("{runner: '${{ matrix.os }}'}", matrix)).jobs

    assert [each.labels for each in jobs] == [("a-0-true",), ("fixed",), ("b-0-true",), ("fixed",)]


def test_inputs_have_alternatives() -> None:
    jobs = found_in(called=CALLED, ci=call("{runner: \"${{ github.ref == 'x' && 'a' || 'b' }}\"}")).jobs

    assert [each.labels for each in jobs] == [("a-0-true",), ("b-0-true",), ("fixed",)]


def test_inputs_that_github_rejects_are_open() -> None:
    jobs = found_in(called=CALLED, ci=call("{runner: '${{ env.X }}'}")).jobs

    assert jobs[0].labels == ("${{ inputs.runner }}--",)


def test_a_call_without_inputs_is_at_the_job() -> None:
    text = "on: push\njobs: {call: {uses: ./.github/workflows/called.yml}}"

    (job, _) = found_in(called=CALLED, ci=text).jobs

    assert job.place.steps == ("jobs", "call", "uses")
    assert job.labels == ("-0-true",)


def test_a_reusable_workflow_that_nobody_calls_has_no_known_name() -> None:
    (one, two) = found_in(called=CALLED).jobs

    assert (one.workflow_name, one.labels) == (None, ("${{ inputs.runner }}-${{ inputs.size }}-true",))
    assert two.labels == ("fixed",)


def test_a_workflow_without_a_name_is_called_by_its_path() -> None:
    (job,) = found_in(ci="on: push\njobs: {a: {runs-on: x}}").jobs

    assert job.workflow_name == ".github/workflows/ci.yml"


def test_a_workflow_that_calls_itself_ends() -> None:
    text = "on: {workflow_call: , push: }\njobs: {call: {uses: ./.github/workflows/ci.yml}, a: {runs-on: x}}"

    found = found_in(ci=text)

    assert len(found.jobs) == 11
    assert [why for _, why in found.unseen] == [
        "workflows call each other more than 10 levels deep, which GitHub rejects"
    ]


def test_workflows_that_call_each_other_too_often_are_cut() -> None:
    calls = ", ".join(f"c{n}: {{uses: ./.github/workflows/ci.yml}}" for n in range(9))

    found = found_in(
        ci=f"on: {{workflow_call: , push: }}\njobs: {{{calls}}}", other="on: push\njobs: {a: {runs-on: x}}"
    )

    assert [why for _, why in found.unseen][-1] == (
        "it has too many jobs, with those of the workflows that it calls: the rest is not judged"
    )
    assert [each.labels for each in found.jobs] == [("x",)]


def test_more_jobs_than_a_run_has_are_cut() -> None:
    numbers = ", ".join(map(str, range(250)))
    matrix = f"{{strategy: {{matrix: {{n: [{numbers}]}}}}, runs-on: 'x-${{{{ matrix.n }}}}'}}"
    jobs = "".join(f"  j{n}: {matrix}\n" for n in range(5))

    found = found_in(ci=f"on: push\njobs:\n{jobs}")

    assert len(found.jobs) == 1_000
    assert len(found.unseen) == 1


def test_a_workflow_that_is_not_there_is_said_to_be_so() -> None:
    found = found_in(ci="on: push\njobs: {call: {uses: ./.github/workflows/none.yml}}")

    ((place, why),) = found.unseen
    assert (place.steps, why) == (
        ("jobs", "call", "uses"),
        "it calls '.github/workflows/none.yml', which does not exist",
    )


@pytest.mark.parametrize("body", ["on: push", "jobs: {}", "jobs: [a]", "jobs: {a: b}", "a"])
def test_a_file_without_jobs_is_said_to_be_so(body: str) -> None:
    found = found_in(ci=body)

    assert found.jobs == []
    assert [why for _, why in found.unseen] == ["it has no jobs, so GitHub rejects it"]


@pytest.mark.parametrize("head", ["", "on:\n", "true: push\n"])
def test_a_workflow_without_events_is_said_to_be_rejected(head: str) -> None:
    found = found_in(ci=f"{head}jobs: {{a: {{runs-on: x}}}}")

    assert found.jobs == []
    assert [why for _, why in found.unseen] == ["it has no events (on), so GitHub rejects it"]


@pytest.mark.parametrize("job", ["{runs_on: x}", "{runs-on: }", "{runs-on: []}", "{steps: []}", "{uses: }"])
def test_a_job_without_a_runner_is_said_to_be_rejected(job: str) -> None:
    found = found_in(ci=f"on: push\njobs:\n  a: {job}\n  b: {{runs-on: x}}")

    assert [each.name for each in found.jobs] == ["b"]
    ((place, why),) = found.unseen
    assert (place.steps, why) == (("jobs", "a"), "it has neither runs-on nor uses, so GitHub rejects the workflow")


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (LABEL, [(LABEL,)]),
        (f'["{LABEL}", "image:arm-3.0"]', [(LABEL, "image:arm-3.0")]),
        (f"[{LABEL}", [(f"[{LABEL}",)]),
        ("codebuild-api", []),
        ("${{ env.X }}", []),
    ],
)
def test_what_a_workflow_elsewhere_is_given_may_be_labels(given: str, labels: list[Any]) -> None:
    jobs = f"{{call: {{uses: acme/x/.github/workflows/y.yml@v1, with: {{runner: '{given}'}}}}}}"

    found = found_in(ci=f"on: push\njobs: {jobs}")

    assert [each.labels for each in found.jobs] == labels
    assert {each.conditions for each in found.jobs} <= {
        ("if the workflow that is called has a job that runs on its input runner",)
    }
    (why,) = (why for _, why in found.unseen)
    assert why.startswith("it calls 'acme/x/.github/workflows/y.yml@v1', which is not in this repository")


@pytest.mark.parametrize(
    ("runs_on", "is_meant"),
    [
        ("{group: large, label: x}", False),
        (f"{{group: large, label: '{LABEL}'}}", True),
        (f"{{group: '{LABEL}'}}", True),
        ("[[x]]", False),
        (f"[['{LABEL}', 'image:arm-3.0']]", True),
        ('${{ format("codebuild-api-{0}", github.run_id) }}', True),
        ("${{ format('codebuild-api-{0}-{1}', github.run_id) }}", True),
        ("[x, {image: arm}]", False),
        (f"['{LABEL}', {{image: arm}}]", True),
        ("${{ env.X }}", False),
        ("codebuild-${{ env.X }}", True),
    ],
)
def test_labels_that_github_rejects_count_if_they_name_codebuild(runs_on: str, *, is_meant: bool) -> None:
    jobs = found_in(ci=f"on: push\njobs:\n  a:\n    runs-on: {runs_on}").jobs

    assert [each.slip is not None for each in jobs] == [True] * is_meant
