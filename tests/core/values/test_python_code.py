"""Expressions of Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhook_constructs.core import UnresolvedValue
from webhook_constructs.core.values.python_code import Call, Chain, Listing, Named, Plain, code_of, string_code, written


@given(st.text() | st.text(st.sampled_from("\"'\\\n\r\x00\x85\u2028\u202e{}#abr")))
def test_a_string_is_one_literal_on_one_line_whatever_is_in_it(text: str) -> None:
    code = string_code(text)

    assert ast.literal_eval(code) == text
    assert code.isprintable()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("main", '"main"'),
        ("größe", '"größe"'),
        (r"\.md$", r'r"\.md$"'),
        ("ends with \\", '"ends with \\\\"'),
        ('\\"', "r'\\\"'"),
        ("\"'", '"\\"\'"'),
        ("it's", '"it\'s"'),
        ("a\tb\x00\u202e\U000e0001\ud800", r'"a\tb\x00\u202e\U000e0001\ud800"'),
    ],
)
def test_a_string_is_written_as_people_write_it(text: str, code: str) -> None:
    assert string_code(text) == code
    assert ast.literal_eval(code) == text


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('{"Fn::Join": ["", ["a", 1, true, null, 1.5]]}', '.from_cfn({"Fn::Join": ["", ["a", 1, True, None, 1.5]]})'),
        ("no JSON", '("no JSON")'),
        ('{"a":1}', "('{\"a\":1}')"),
        ("[1]", '("[1]")'),
        ("[" * 100_000, f'("{"[" * 100_000}")'),
    ],
)
def test_a_function_is_written_so_that_its_text_is_the_same(source: str, code: str) -> None:
    found = code_of(UnresolvedValue(source)).text

    assert found == f"UnresolvedValue{code}"
    assert eval(found, {"UnresolvedValue": UnresolvedValue}) == UnresolvedValue(source)


def test_what_does_not_fit_is_broken_as_formatters_break_it() -> None:
    name = Plain(f'"{"x" * 60}"')
    code = Call("f", (Named("a", Listing((name, name))), Named("b", Call("g", (name,))), Plain("c")))

    assert (
        written(code, 4)
        == f"""f(
        a=[
            {name.text},
            {name.text},
        ],
        b=g({name.text}),
        c,
    )"""
    )


def test_a_chain_is_broken_before_its_methods_if_it_has_several() -> None:
    name = Plain(f'"{"x" * 60}"')
    start = Call("Group.start")

    assert written(Chain((start, Call("one", (name,)), Call("two", (Plain("1"),)))), 4) == (
        f"Group.start()\n    .one({name.text})\n    .two(1)"
    )
    assert written(Chain((start, Call("one", (name, name)))), 4) == (
        f"Group.start().one(\n        {name.text},\n        {name.text},\n    )"
    )
    assert written(Chain((Call("Group.start", (name, name)), Call("one", (Plain("1"),)))), 4) == (
        f"Group.start(\n        {name.text},\n        {name.text},\n    ).one(1)"
    )
