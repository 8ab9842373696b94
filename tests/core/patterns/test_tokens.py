"""What patterns are made of as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.property import strategies
from webhook_constructs.core.patterns.code_points import CodePoints
from webhook_constructs.core.patterns.syntax_tree import Characters
from webhook_constructs.core.patterns.tokens import Atom, atoms_of


def char(text: str) -> Characters:
    return Characters(CodePoints.of_text(text))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", []),
        ("()", []),
        ("(?i)", []),
        ("ab", [("a", ""), ("b", "")]),
        ("^a$", [("^", ""), ("a", ""), ("$", "")]),
        (r"a\.b", [("a", ""), (r"\.", ""), ("b", "")]),
        (r"\pL\x{61}\101", [(r"\pL", ""), (r"\x{61}", ""), (r"\101", "")]),
        (r"\Qa.b\Ec", [(r"\Qa.b\E", ""), ("c", "")]),
        ("[]a]b", [("[]a]", ""), ("b", "")]),
        ("[[:alpha:]]+?", [("[[:alpha:]]", "+?")]),
        ("a*b+c?d{2}e{2,}f{2,3}?", [("a", "*"), ("b", "+"), ("c", "?"), ("d", "{2}"), ("e", "{2,}"), ("f", "{2,3}?")]),
        ("a{,2}", [("a", ""), ("{", ""), (",", ""), ("2", ""), ("}", "")]),
        ("(a|b*)*c", [("a", ""), ("b", "*"), ("c", "")]),
        ("(a)*", [("a", "")]),
        ("()*a", [("a", "")]),
        ("(?P<n>a)(?:b)(?i:c)", [("a", ""), ("b", ""), ("c", "")]),
    ],
)
def test_a_pattern_is_made_of_its_atoms(pattern: str, expected: list[tuple[str, str]]) -> None:
    found = atoms_of(pattern)

    assert [(atom.text, atom.repeat) for atom in found] == expected
    assert all(pattern[atom.begin : atom.end] == atom.text for atom in found)


def test_an_atom_knows_what_it_is() -> None:
    assert atoms_of(r"(a\Qbc\E)*") == (
        Atom(1, "a", "", (char("a"),)),
        Atom(2, r"\Qbc\E", "", (char("b"), char("c"))),
    )
    assert atoms_of("(?i)a")[0].items == (char("aA"),)


@pytest.mark.parametrize("pattern", ["(", "a**", "a" * 50_001, "(" * 101 + ")" * 101])
def test_what_cannot_be_read_has_no_atoms(pattern: str) -> None:
    assert atoms_of(pattern) == ()


def test_a_pattern_that_there_was_no_room_to_read_is_read_when_there_is() -> None:
    pattern = "(" * 99 + "room" + ")" * 99

    def deep(levels: int) -> tuple[Atom, ...]:
        return deep(levels - 1) if levels else atoms_of(pattern)

    assert deep(750) == ()
    assert len(atoms_of(pattern)) == 4


@given(strategies.patterns)
def test_atoms_are_the_text_of_the_pattern_in_its_order(pattern: str) -> None:
    end = 0
    for atom in atoms_of(pattern):
        assert atom.begin >= end
        end = atom.end + len(atom.repeat)
        assert pattern[atom.begin : end] == atom.text + atom.repeat
    assert end <= len(pattern)
