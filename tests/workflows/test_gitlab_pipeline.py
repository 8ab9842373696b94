"""The jobs of a pipeline of GitLab."""
# ruff: noqa: E501 (tables: one row a line)

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.template_files.yaml_template import parse_yaml
from webhook_constructs.workflows.gitlab_pipeline import gitlab_jobs
from webhook_constructs.workflows.jobs import Found

ACME = Repository.parse("gitlab.com/acme/tools/api")


def found_in(text: str, inputs: Any = None) -> Found:
    return gitlab_jobs("ci.yml", parse_yaml(dedent(text)).body, ACME, inputs)


def tags_of(text: str, inputs: Any = None) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for each in found_in(text, inputs).jobs:
        found.setdefault(each.name, []).append(each.labels)
    return found


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a: {script: x}", {"a": [()]}),
        ("a: {tags: [x, y]}", {"a": [("x", "y")]}),
        ("a: {tags: x}", {"a": [("x",)]}),
        ("a: {tags: [1, [x]]}", {"a": [("1", "x")]}),
        (".a: {tags: [x]}\nstages: [b]\nvariables: {}\nb: c", {}),
        ("a: {trigger: {project: b}}", {}),
        ("default: {tags: [d]}\na: {script: x}\nb: {tags: [x]}", {"a": [("d",)], "b": [("x",)]}),
        ("default: {tags: [d]}\na: {inherit: {default: false}}", {"a": [()]}),
        ("default: {tags: [d]}\na: {inherit: {default: [tags]}}", {"a": [("d",)]}),
        ("default: {tags: [d]}\na: {inherit: {default: [image]}}", {"a": [()]}),
        (".a: {tags: [x]}\nb: {extends: .a}", {"b": [("x",)]}),
        (".a: {tags: [x]}\n.b: {tags: [y]}\nc: {extends: [.a, .b]}", {"c": [("y",)]}),
        (".a: {tags: [x]}\nb: {extends: .a, tags: [z]}", {"b": [("z",)]}),
        (".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a, tags: [x]}", {"c": [("x",)]}),
        (".a: {tags: [x]}\nb: {tags: [!reference [.a, tags], y]}", {"b": [("x", "y")]}),
        ("b: {tags: !reference [.a, tags]}", {"b": [("$[[ !reference ['.a', 'tags'] ]]",)]}),
        (".a: {tags: !reference [.a, tags]}\nb: {tags: !reference [.a, tags]}", {"b": [()]}),
    ],
)
def test_a_job_has_tags(text: str, tags: dict[str, Any]) -> None:
    assert tags_of(text) == tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("variables: {X: a}\nj: {tags: [$X, '${X}-b', $Y]}", [("a", "a-b", "$Y")]),
        ("variables: {X: {value: a, description: b}, Z: {description: c}}\nj: {tags: [$X, x$Z]}", [("a", "x")]),
        ("variables: {X: a}\nj: {variables: {X: b}, tags: [$X]}", [("b",)]),
        ("variables: {X: a}\nj: {inherit: {variables: false}, tags: [$X]}", [("$X",)]),
        ("variables: {X: a, Y: b}\nj: {inherit: {variables: [X]}, tags: [$X, $Y]}", [("a", "$Y")]),
        ("variables: {X: $Y, Y: a}\nj: {tags: [$X]}", [("a",)]),
        ("variables: {X: x$X}\nj: {tags: [$X]}", [("x" * 12 + "$X",)]),
        (".a: {variables: {X: a, Y: b}}\nj: {extends: .a, variables: {X: c}, tags: [$X$Y]}", [("cb",)]),
        ("j: {tags: [$CI_PROJECT_NAME, $CI_PROJECT_PATH, $CI_PROJECT_NAMESPACE]}",
         [("api", "acme/tools/api", "acme/tools")]),
        ("j: {parallel: 5, tags: [x]}", [("x",)]),
        ("j: {parallel: {matrix: [{X: [a, b], Y: c}, {X: d}]}, tags: [$X$Y]}", [("ac",), ("bc",), ("d$Y",)]),
        ("j: {tags: ['$[[ inputs.x ]]', '$[[inputs.y]]', '$[[ inputs.z ]]']}", [("a", "$[[inputs.y]]", "1")]),
    ],
)  # fmt: skip
def test_variables_and_inputs_are_filled_in(text: str, tags: list[Any]) -> None:
    inputs = {"x": {"default": "a"}, "y": {}, "z": {"default": "1"}}

    assert tags_of(text, inputs) == {"j": tags}


def test_nothing_is_known_of_another_repository() -> None:
    (job,) = gitlab_jobs("ci.yml", {"j": {"tags": ["$CI_PROJECT_NAME"]}}).jobs

    assert job.labels == ("$CI_PROJECT_NAME",)


@pytest.mark.parametrize(
    ("text", "name"),
    [("", None), ("workflow: {name: Build}", "Build"), ("workflow: {name: $X}", None), ("workflow: {name: [a]}", None)],
)
def test_a_pipeline_may_have_a_name(text: str, name: str | None) -> None:
    (job,) = found_in(f"{text}\nj: {{tags: [x]}}").jobs

    assert job.workflow_name == name


def test_what_is_not_in_the_file_is_said_to_be_so() -> None:
    found = found_in("include: other.yml\na: {extends: .b}\nc: {extends: .b, tags: [x]}")

    assert [(place.steps, why) for place, why in found.unseen] == [
        (("include",), "what it includes is not read: jobs, templates and defaults of other files may ask for runners, too"),
        (("a", "extends"), "it extends '.b', which is not in this file"),
    ]  # fmt: skip
    assert [(each.name, each.place.steps) for each in found.jobs] == [("c", ("c", "tags"))]


def test_a_chain_of_templates_longer_than_gitlab_takes_is_cut() -> None:
    chain = "".join(f".t{n}: {{extends: .t{n + 1}}}\n" for n in range(20))

    found = found_in(f"{chain}.t20: {{tags: [x]}}\nj: {{extends: .t0}}")

    assert found.jobs == []
    assert [why for _, why in found.unseen] == ["it extends '.t11', which is not in this file"]


def test_references_that_multiply_end() -> None:
    templates = "".join(f".t{n}: {{tags: [{', '.join([f'!reference [.t{n + 1}, tags]'] * 9)}]}}\n" for n in range(9))

    (job,) = found_in(f"{templates}.t9: {{tags: []}}\nj: {{tags: !reference [.t0, tags]}}").jobs

    assert job.labels == ()
