"""Workflows and pipelines in the shapes that public repositories have, beyond those of `test_sample_workflows`.

Each is written for these tests, after reading public workflows that ask for CodeBuild.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.cli.conftest import write

if TYPE_CHECKING:
    from tests.cli.conftest import Command

PROJECTS = Path(__file__).parent / "workflows" / "projects.template.json"
RUN = "${{ github.run_id }}-${{ github.run_attempt }}"
API = f"codebuild-api-{RUN}"
JOB = "$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"


class Shape(NamedTuple):
    """A workflow file, and for each way in which a job can ask: the job, the project or fault, and what is skipped."""

    name: str
    text: str
    ways: list[tuple[str, str]]
    skipped: int = 0
    files: dict[str, str] = {}  # noqa: RUF012 - never changed


def jobs(text: str, *, on: str = "push") -> str:
    """A workflow of these jobs."""
    return f"name: Build\non: {on}\njobs:\n{indent(dedent(text), '  ')}"


GITHUB = [
    Shape(
        "a choice by event and actor, made of a format",
        jobs("""
            test:
              runs-on: >-
                ${{ github.repository == 'acme/api' && contains(fromJSON(vars.TRUSTED || '[]'), github.actor_id)
                && (github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository)
                && format('codebuild-api-{0}-{1}', github.run_id, github.run_attempt) || 'ubuntu-latest' }}
            """),
        [("test", "api")],
    ),
    Shape(
        "the same in a fork, which takes another runner",
        jobs("""
            test:
              runs-on: >-
                ${{ github.repository != 'acme/upstream' && 'ubuntu-latest'
                || format('codebuild-none-{0}-{1}', github.run_id, github.run_attempt) }}
            """),
        [],
    ),
    Shape(
        "a size in the one label of a format",
        jobs("""
            test:
              runs-on: ${{ format('codebuild-api-{0}-{1} instance-size:large', github.run_id, github.run_attempt) }}
            """),
        [("test", "api")],
    ),
    Shape(
        "one of two projects by branch",
        jobs("""
            deploy:
              runs-on: ${{
                github.ref_name == 'main' &&
                format('codebuild-api-{0}-{1}', github.run_id, github.run_attempt) ||
                format('codebuild-api-dev-{0}-{1}', github.run_id, github.run_attempt)
                }}
            """),
        [("deploy", "api"), ("deploy", "no-such-project")],
    ),
    Shape(
        "a variable of the repository with a default",
        jobs("build: {runs-on: \"codebuild-${{ vars.RUNNER || 'api' }}-%s\"}" % RUN),
        [("build", "undecided"), ("build", "api")],
    ),
    Shape(
        "a variable of the repository",
        jobs("build: {runs-on: 'codebuild-${{ vars.RUNNER }}-%s'}" % RUN),
        [("build", "undecided")],
    ),
    Shape(
        "a variable of the repository, without the attempt",
        jobs("build: {runs-on: 'codebuild-${{ vars.RUNNER }}-${{ github.run_id }}'}"),
        [("build", "undecided")],
    ),
    Shape(
        "a placeholder of a README",
        jobs("build: {runs-on: 'codebuild-${{ RUNNER_NAME }}-%s'}" % RUN),
        [("build", "label-slip")],
    ),
    Shape(
        "a placeholder in angle brackets",
        jobs(f"build: {{runs-on: 'codebuild-<project-name>-{RUN}'}}"),
        [("build", "label-slip")],
    ),
    Shape(
        "a placeholder of a template language",
        jobs("build: {runs-on: ['codebuild-{{RUNNER}}-%s', 'buildspec-override:true']}" % RUN),
        [("build", "label-slip")],
    ),
    Shape(
        "a placeholder in braces", jobs("build: {runs-on: 'codebuild-{Project}-%s'}" % RUN), [("build", "label-slip")]
    ),
    Shape(
        "what Terraform has not filled in",
        jobs("build: {runs-on: 'codebuild-api-$${{ github.run_id }}-$${{ github.run_attempt }}'}"),
        [("build", "label-slip")],
    ),
    Shape(
        "image and size after the run, as in 2024",
        jobs(f"build: {{runs-on: '{API}-ubuntu-7.0-large'}}"),
        [("build", "api")],
    ),
    Shape(
        "image and size of a matrix after the run",
        jobs(f"""
            build:
              strategy:
                matrix:
                  include:
                    - {{image: ubuntu-7.0, size: small}}
                    - {{image: arm-3.0, size: large}}
              runs-on: {API}-${{{{ matrix.image }}}}-${{{{ matrix.size }}}}
            """),
        [("build", "api"), ("build", "api")],
    ),
    Shape(
        "a list of labels as JSON in an expression",
        jobs("""
            build:
              runs-on: >-
                ${{ fromJSON(format('["codebuild-api-{0}-{1}","image:arm-3.0"]', github.run_id, github.run_attempt)) }}
            """),
        [("build", "api")],
    ),
    Shape(
        "labels from a job before",
        jobs("build: {needs: plan, runs-on: '${{ fromJSON(needs.plan.outputs.labels) }}'}"),
        [("build", "undecided")],
    ),
    Shape(
        "a project from a matrix of a job before",
        jobs(f"""
            build:
              strategy:
                matrix: ${{{{ fromJSON(needs.plan.outputs.matrix) }}}}
              runs-on: codebuild-${{{{ matrix.project }}}}-{RUN}
            """),
        [("build", "undecided")],
    ),
    Shape(
        "an image from a matrix of a job before",
        jobs(f"""
            build:
              strategy:
                matrix: ${{{{ fromJSON(needs.plan.outputs.matrix) }}}}
              runs-on: ['{API}', 'image:${{{{ matrix.image }}}}']
            """),
        [("build", "api")],
    ),
    Shape(
        "a project of a matrix of objects, one of which has a slip",
        jobs(f"""
            build:
              strategy:
                matrix:
                  target: [{{os: linux, project: api}}, {{os: arm, project: api-arm}}, {{os: mac, project: api}}]
              runs-on: codebuild-${{{{ matrix.target.project }}}}-{RUN}
            """),
        [("build", "api"), ("build", "no-such-project")],
    ),
    Shape(
        "a hosted runner beside one of CodeBuild in a matrix",
        jobs("""
            build:
              strategy:
                matrix:
                  os: [ubuntu-latest, codebuild]
              runs-on: >-
                ${{ matrix.os == 'codebuild' && format('codebuild-api-{0}-{1}', github.run_id, github.run_attempt)
                || matrix.os }}
            """),
        [("build", "api")],
    ),
    Shape(
        "two matrix jobs, each with a label of its own",
        jobs(f"""
            unit:
              strategy: {{matrix: {{image: [arm-3.0, linux-5.0]}}}}
              runs-on: ['{API}', 'image:${{{{ matrix.image }}}}', unit]
            lint:
              strategy: {{matrix: {{image: [arm-3.0, linux-5.0]}}}}
              runs-on: ['{API}', 'image:${{{{ matrix.image }}}}', lint]
            """),
        [("unit", "api"), ("unit", "api"), ("lint", "api"), ("lint", "api")],
    ),
    Shape(
        "the plain job beside one with an image, in two workflows that one calls",
        jobs("build: {uses: ./.github/workflows/build.yml}\nunit: {uses: ./.github/workflows/unit.yml}"),
        [("build / linux", "api"), ("build / windows", "runner-taken"), ("unit / windows", "runner-taken")],
        files={
            "build.yml": f"on: workflow_call\njobs:\n  linux: {{runs-on: '{API}'}}\n"
            f"  windows: {{runs-on: ['{API}', 'image:windows-1.0']}}\n",
            "unit.yml": f"on: workflow_call\njobs:\n  windows: {{runs-on: ['{API}', 'image:windows-1.0']}}\n",
        },
    ),
    Shape(
        "the plain job before one with an image",
        jobs(f"a: {{runs-on: '{API}'}}\nb: {{needs: [a], runs-on: ['{API}', 'image:arm-3.0']}}"),
        [("a", "api"), ("b", "api")],
    ),
    Shape(
        "a workflow of another repository",
        jobs("deploy: {uses: acme/shared/.github/workflows/deploy.yml@v2, with: {stage: prod}, secrets: inherit}"),
        [],
        skipped=1,
    ),
    Shape(
        "a workflow of another repository that is given labels",
        jobs(
            f"deploy: {{uses: acme/shared/.github/workflows/deploy.yml@main, with: {{runner: '{API}', stage: prod}}}}"
        ),
        [("deploy", "api")],
        skipped=1,
    ),
    Shape(
        "a workflow of another repository that is given labels with a slip, as JSON",
        jobs(
            "deploy: {uses: acme/shared/.github/workflows/deploy.yml@main, with: {runner: '[\"codebuild-apu-%s\"]'}}"
            % RUN
        ),
        [("deploy", "no-such-project")],
        skipped=1,
    ),
    Shape(
        "inputs of a manual start, with a choice",
        f"name: Build\non:\n  workflow_dispatch:\n    inputs:\n      project: {{type: choice, options: [api, apu]}}\n"
        f"jobs:\n  build: {{runs-on: 'codebuild-${{{{ inputs.project }}}}-{RUN}'}}\n",
        [("build", "api"), ("build", "no-such-project")],
    ),
    Shape(
        "a truth value of a manual start",
        "name: Build\non:\n  workflow_dispatch:\n    inputs:\n      large: {type: boolean}\n  push:\njobs:\n  build:\n"
        f"    runs-on: ['{API}', \"instance-size:${{{{ inputs.large && 'large' || 'small' }}}}\"]\n",
        [("build", "api"), ("build", "api")],
    ),
    Shape(
        "a reusable workflow with an input that has a default",
        "name: Build\non:\n  workflow_call:\n    inputs:\n      project: {type: string, default: api}\n"
        f"jobs:\n  build: {{runs-on: 'codebuild-${{{{ inputs.project }}}}-{RUN}'}}\n",
        [("build", "api")],
    ),
    Shape(
        "a reusable workflow with an input that nobody here gives",
        "name: Build\non:\n  workflow_call:\n    inputs:\n      project: {type: string, required: true}\n"
        f"jobs:\n  build: {{runs-on: 'codebuild-${{{{ inputs.project }}}}-{RUN}'}}\n",
        [("build", "undecided")],
    ),
    Shape(
        "words that are truth values in YAML 1.1",
        jobs(f"build: {{uses: ./.github/workflows/b.yml, with: {{large: yes}}}}"),
        [("build / b", "api")],
        files={
            "b.yml": "on: {workflow_call: {inputs: {large: {type: string}}}}\njobs:\n  b:\n    runs-on: \"${{ inputs.large == 'yes' && "
            "format('codebuild-api-{0}-{1}', github.run_id, github.run_attempt) || 'codebuild-x-1' }}\"\n"
        },
    ),
    Shape("a group of runners alone", jobs("build: {runs-on: {group: large}}"), []),
    Shape("a group with a label", jobs(f"build: {{runs-on: {{group: large, labels: '{API}'}}}}"), [("build", "api")]),
    Shape(
        "a group with a list of labels",
        jobs(f"build: {{runs-on: {{group: large, labels: ['{API}', x]}}}}"),
        [("build", "api")],
    ),
    Shape("self-hosted before the label", jobs(f"build: {{runs-on: [self-hosted, '{API}']}}"), [("build", "api")]),
    Shape("a job that is switched off", jobs("build: {if: false, runs-on: 'codebuild-none-1-1'}"), []),
    Shape(
        "a job of another repository",
        jobs("build: {if: github.repository == 'acme/upstream', runs-on: codebuild-none-1-1}"),
        [],
    ),
    Shape(
        "the number of a run that somebody has copied",
        jobs("build: {runs-on: codebuild-api-10523123894-1}"),
        [("build", "label-slip")],
    ),
    Shape(
        "the variables of a shell",
        jobs("build: {runs-on: 'codebuild-api-$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT'}"),
        [("build", "label-slip")],
    ),
    Shape("blanks around the hyphens", jobs("build: {runs-on: 'codebuild-api - %s'}" % RUN), [("build", "label-slip")]),
    Shape(
        "an action that starts a build of its own",
        jobs(
            "build: {runs-on: ubuntu-latest, steps: [{uses: aws-actions/aws-codebuild-run-build@v1, with: {project-name: api}}]}"
        ),
        [],
    ),
    Shape("runners of another product", jobs("build: {runs-on: 'runs-on=%s/runner=2cpu'}" % RUN), []),
    Shape(
        "lines that end as on Windows, after a mark of the byte order",
        "\ufeff" + jobs(f"build: {{runs-on: '{API}'}}").replace("\n", "\r\n"),
        [("build", "api")],
    ),
]

GITLAB = [
    Shape(
        "tags for all jobs",
        f"default:\n  tags: [codebuild-gl-api-{JOB}, 'instance-size:small']\nbuild: {{script: make}}\ntest: {{script: make}}\n",
        [("build", "gl-api"), ("test", "gl-api")],
    ),
    Shape(
        "a job that inherits no tags",
        f"default:\n  tags: [codebuild-gl-apu-{JOB}]\nbuild: {{script: make, inherit: {{default: false}}}}\n",
        [],
    ),
    Shape(
        "an anchor that is merged",
        f".runner: &runner\n  tags: [codebuild-gl-api-{JOB}]\nbuild: {{<<: *runner, script: make}}\n",
        [("build", "gl-api")],
    ),
    Shape(
        "a reference among tags",
        f".runner: {{tags: [codebuild-gl-api-{JOB}]}}\nbuild: {{script: make, tags: [!reference [.runner, tags], 'image:arm-3.0']}}\n",
        [("build", "gl-api")],
    ),
    Shape(
        "a template of another file",
        "include: [{project: acme/ci, file: runner.yml}]\nbuild: {extends: .runner, script: make}\n",
        [],
        skipped=2,
    ),
    Shape(
        "tags of its own beside a template of another file",
        f"include: ci/runner.yml\nbuild: {{extends: .runner, tags: [codebuild-gl-apu-{JOB}]}}\n",
        [("build", "no-such-project")],
        skipped=1,
    ),
    Shape(
        "a known template before one of another file",
        f".known: {{tags: [codebuild-gl-apu-{JOB}]}}\nbuild: {{extends: [.known, .other]}}\n",
        [],
        skipped=1,
    ),
    Shape(
        "a child pipeline", "child: {trigger: {include: ci/child.yml}}\nother: {trigger: acme/other}\n", [], skipped=1
    ),
    Shape(
        "a variable that a rule sets",
        f"build:\n  variables: {{PROJECT: gl-api}}\n  tags: [codebuild-$PROJECT-{JOB}]\n  rules:\n    - if: $CI_COMMIT_TAG\n      variables: {{PROJECT: gl-apu}}\n    - when: always\n",
        [("build", "no-such-project"), ("build", "gl-api")],
    ),
    Shape(
        "a variable that a rule of the pipeline sets",
        f"workflow:\n  rules:\n    - if: $CI_COMMIT_TAG\n      variables: {{PROJECT: gl-api}}\n    - variables: {{PROJECT: gl-group}}\nbuild: {{script: make, tags: [codebuild-$PROJECT-{JOB}]}}\n",
        [("build", "gl-api"), ("build", "gl-group")],
    ),
    Shape(
        "a job that no rule lets run",
        f"build: {{script: make, tags: [codebuild-gl-apu-{JOB}], rules: [{{when: never}}]}}\n",
        [],
    ),
    Shape(
        "a pipeline that no rule lets run",
        f"workflow: {{rules: [{{if: $A, when: never}}]}}\nbuild: {{script: make, tags: [codebuild-gl-apu-{JOB}]}}\n",
        [],
    ),
    Shape(
        "rules of another file",
        f"build: {{script: make, tags: [codebuild-gl-api-{JOB}], rules: [!reference [.rules, main]]}}\n",
        [("build", "gl-api")],
    ),
    Shape(
        "a number of equal jobs",
        f"build it: {{script: make, parallel: 3, tags: ['codebuild-gl-api-{JOB}']}}\n",
        [("build it", "gl-api")],
    ),
    Shape(
        "an input of the header",
        f"spec: {{inputs: {{project: {{default: gl-api}}}}}}\n---\nbuild: {{script: make, tags: ['codebuild-$[[ inputs.project ]]-{JOB}']}}\n",
        [("build", "gl-api")],
    ),
    Shape(
        "a variable of the group",
        f"build: {{script: make, tags: ['codebuild-$RUNNER-{JOB}']}}\n",
        [("build", "undecided")],
    ),
    Shape(
        "braces around the variables",
        "build: {script: make, tags: ['codebuild-gl-api-${CI_PROJECT_ID}-${CI_PIPELINE_IID}-${CI_JOB_NAME}']}\n",
        [("build", "gl-api")],
    ),
    Shape(
        "the pages of a project",
        f"pages: {{script: make, tags: [codebuild-gl-apu-{JOB}]}}\n",
        [("pages", "no-such-project")],
    ),
    Shape(
        "the branch in place of the job",
        "build: {script: make, tags: [codebuild-gl-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_COMMIT_REF_SLUG]}\n",
        [("build", "label-slip")],
    ),
]


def outcome(judged: dict[str, Any]) -> str:
    if judged["fault"] is not None:
        return str(judged["fault"])
    return str(judged["project"]) if judged["verdict"] == "RUNS" else "undecided"


@pytest.mark.parametrize("shape", [*GITHUB, *GITLAB], ids=lambda shape: shape.name)
def test_a_shape_is_judged_as_a_careful_reader_would(command: Command, tmp_path: Path, shape: Shape) -> None:
    write(tmp_path / (".gitlab-ci.yml" if shape in GITLAB else ".github/workflows/ci.yml"), shape.text)
    for name, text in shape.files.items():
        write(tmp_path / ".github/workflows" / name, text)

    code, out, err = command.run("runners", PROJECTS, "--repository", "acme/api", "--format", "json")

    found = json.loads(out)
    assert (err, found["unread"]) == ("", [])
    assert [(each["job"], outcome(each)) for each in found["jobs"]] == shape.ways
    assert len(found["unseen"]) == shape.skipped
    assert code == int(any(each["fault"] is not None for each in found["jobs"]))


def test_there_are_at_least_forty_shapes() -> None:
    names = [each.name for each in (*GITHUB, *GITLAB)]
    assert len(names) == len(set(names)) >= 40
