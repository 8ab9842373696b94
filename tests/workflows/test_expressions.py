"""Expressions of GitHub Actions, as far as a workflow file tells what they are."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.workflows.expressions import ExpressionError, filled
from webhook_constructs.workflows.functions import FUNCTIONS
from webhook_constructs.workflows.open_values import Either, Open, Partly

CONTEXTS = {
    "github": Partly({"repository": "acme/api", "event": Partly({"repository": Partly({"name": "api"})})}),
    "matrix": {"os": "arm", "Runner": {"labels": ["a", "b"]}, "none": None, "number": 3.0},
    "inputs": {"choice": Either(("x", "y"))},
    "either": Either((True, False)),
    "vars": Open("vars"),
}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", [""]),
        ("plain", ["plain"]),
        ("${{ matrix.os }}", ["arm"]),
        ("${{matrix.os}}-${{ matrix.OS }}", ["arm-arm"]),
        ("${{ matrix['os'] }}", ["arm"]),
        ("${{ matrix.runner.labels }}", [["a", "b"]]),
        ("${{ matrix.runner.labels[1] }}", ["b"]),
        ("${{ matrix.runner.labels[7] }}", [None]),
        ("${{ matrix.runner.labels['x'] }}", [None]),
        ("${{ matrix.os.deeper }}", [None]),
        ("${{ matrix.number }}-${{ matrix.none }}", ["3-"]),
        ("x-${{ inputs.choice }}", ["x-x", "x-y"]),
        ("${{ inputs.choice }}", ["x", "y"]),
        ("${{ inputs.none }}", [None]),
        ("${{ either }}", [True, False]),
        ("${{ github.repository }}", ["acme/api"]),
        ("${{ GitHub.Event.Repository.Name }}", ["api"]),
        ("${{ github.RUN_ID }}", [Open("github.run_id")]),
        ("${{ github['run_id'] }}", [Open("github.run_id")]),
        ("${{ vars.Runner }}", [Open("vars.Runner")]),
        ("a-${{ vars.Runner }}", ["a-${{ vars.Runner }}"]),
        ("${{ matrix.runner.labels.* }}", [Open("matrix.runner.labels.*")]),
        ("${{ matrix.runner.labels[*] }}", [Open("matrix.runner.labels[*]")]),
        ("${{ 'it''s }}' }}", ["it's }}"]),
        ("${{ 'a' }}b${{ 'c'", ["ab${{ 'c'"]),
        ("${{ 'a }} b", ["${{ 'a }} b"]),
        ("${{ true }}${{ null }}${{ 0x10 }}${{ -1.5e1 }}", ["true16-15"]),
    ],
)
def test_a_text_is_filled_in(text: str, values: list[Any]) -> None:
    assert list(filled(text, CONTEXTS)) == values


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("matrix.os == 'ARM' && 'yes' || 'no'", ["yes"]),
        ("matrix.os != 'arm' && 'yes' || 'no'", ["no"]),
        ("vars.a == 'x' && 'yes' || 'no'", ["yes", "no"]),
        ("vars.a && 'yes' || 'no'", ["yes", "no"]),
        ("vars.a || 'no'", [Open("vars.a"), "no"]),
        ("github.run_attempt || 1", [Open("github.run_attempt")]),
        ("github.head_ref || 'no'", [Open("github.head_ref"), "no"]),
        ("!vars.a", [Open("!vars.a")]),
        ("!matrix.os", [False]),
        ("!!''", [False]),
        ("(matrix.os)", ["arm"]),
        ("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", [True]),
        ("'2' == 2", [True]),
        ("'b' > 'A'", [True]),
        ("null == ''", [True]),
        ("'x' == 1", [False]),
        ("matrix.runner == matrix.runner", [True]),
        ("matrix.runner != matrix.runner", [False]),
        ("matrix.runner == matrix.os", [False]),
        ("NaN == NaN", [False]),
        ("NaN || Infinity > 1", [True]),
        ("contains('abc', 'B')", [True]),
        ("contains(matrix.runner.labels, 'A')", [True]),
        ("contains(matrix.runner.labels, vars.a)", [Open("contains(matrix.runner.labels, vars.a)")]),
        ("contains(github.ref, 'main')", [Open("contains(github.ref, 'main')")]),
        ("startsWith('main', 'M') && endsWith('main', 'N')", [True]),
        ("startsWith(github.ref, 'refs')", [Open("startsWith(github.ref, 'refs')")]),
        ("format('{0}-{{{1}}}', 'a', github.run_id)", ["a-{${{ github.run_id }}}"]),
        ("matrix.none && format('{0}', matrix.none) || 'no'", ["no"]),
        ("matrix.none && format('{0}') || 'no'", ["no"]),
        ("fromJSON(vars.list).small", [Open("fromJSON(vars.list).small")]),
        ("format(vars.form, 'a')", [Open("format(vars.form, 'a')")]),
        ("fromJSON('[\"a\", 1]')", [["a", 1.0]]),
        ("fromJSON('[')", [Open("fromJSON('[')")]),
        ("fromJSON(vars.list)", [Open("fromJSON(vars.list)")]),
        ("toJSON(matrix.runner.labels)", ['["a", "b"]']),
        ("toJSON(vars.a)", [Open("toJSON(vars.a)")]),
        ("join(matrix.runner.labels, '-')", ["a-b"]),
        ("join('a')", ["a"]),
        ("join(vars.a)", [Open("join(vars.a)")]),
        ("always()", [Open("always()")]),
        ("hashFiles('a', 'b')", [Open("hashFiles('a', 'b')")]),
    ],
)
def test_an_expression_has_the_values_that_a_file_tells(expression: str, values: list[Any]) -> None:
    assert list(filled(f"${{{{ {expression} }}}}", CONTEXTS)) == values


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("env.RUNNER", "env is not available here"),
        ("format('{0}-{7}', 'a')", "format has no argument for {7}"),
        ("github.ref == 'x' && format('{0}') || 'a'", "format has no argument for {0}"),
        ("format('{0}') && 'a'", "format has no argument for {0}"),
        ("format(\"{0}\", 'a')", "it cannot be read from '\"{0}\", \\'a\\')' on"),
        ("magic('a')", "there is no function magic"),
        ("'a' 'b'", "'b' is not expected"),
        ("matrix.", "a name is missing after a dot"),
        ("matrix.(", "a name is missing after a dot"),
        ("(matrix", ") is missing"),
        ("matrix['os'", "] is missing"),
        ("format('a' 'b')", ", is missing"),
        ("format('a',", "it ends too early"),
        ("", "it ends too early"),
        (")", ") is not expected"),
        ("a = b", "it cannot be read from '= b' on"),
        ("(" * 60, "it is nested more than 50 levels deep"),
        ("!" * 60, "it is nested more than 50 levels deep"),
    ],
)
def test_what_github_rejects_is_an_error(expression: str, why: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        filled(f"${{{{ {expression} }}}}", CONTEXTS)

    assert str(caught.value).startswith("GitHub rejects the expression ${{ ")
    assert str(caught.value).endswith(f": {why}")


@pytest.mark.parametrize(
    ("expression", "fix"),
    [
        ("env.RUNNER", "use one of the contexts that are available here: either, github, inputs, matrix, vars"),
        ('format("{0}", 1)', "write texts in single quotes"),
        ("a = b", "correct the expression"),
    ],
)
def test_the_way_out_is_that_of_the_mistake(expression: str, fix: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        filled(f"${{{{ {expression} }}}}", CONTEXTS)

    assert caught.value.fix == fix


def test_an_expression_longer_than_github_takes_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="an expression has 30,002 characters, and GitHub takes 21,000"):
        filled("${{" + "a" * 30_000 + "  }}", CONTEXTS)


def test_too_many_alternatives_are_open() -> None:
    contexts = {"many": Either(tuple(map(str, range(9)))), "more": {"x": Either(tuple(map(str, range(99))))}}

    assert filled("${{ many }}${{ many }}", contexts) == (Open("${{ many }}${{ many }}"),)
    assert filled("${{ more.x }}", contexts) == (Open("more.x"),)
    assert filled("${{ format('{0}{1}', many, many) }}", contexts) == (Open("format('{0}{1}', many, many)"),)
    assert filled("${{ many == many }}", contexts) == (Open("many == many"),)


def test_no_function_has_a_name_that_is_not_in_lower_case() -> None:
    assert [name for name in FUNCTIONS if name != name.lower()] == []
