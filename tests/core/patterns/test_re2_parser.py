"""RE2's syntax."""

from __future__ import annotations

import pytest
import re2

from webhook_constructs.core.patterns.code_points import CodePoints, unicode_class
from webhook_constructs.core.patterns.re2_parser import UnreadableError, WrongSyntaxError, parse
from webhook_constructs.core.patterns.syntax_tree import (
    Anchor,
    AnchorKind,
    AnyByte,
    Characters,
    Choice,
    Repeat,
    Sequence,
    Tree,
)

OPTIONS = re2.Options()
OPTIONS.log_errors = False


def char(text: str) -> Characters:
    return Characters(CodePoints.of_text(text))


A, B = char("a"), char("b")
NUMBERS = unicode_class("N") or CodePoints(())
START, END = Anchor(AnchorKind.TEXT_START), Anchor(AnchorKind.TEXT_END)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", Sequence(())),
        ("a", A),
        ("ab", Sequence((A, B))),
        ("a|b", Choice((A, B))),
        ("a|", Choice((A, Sequence(())))),
        ("(a)", A),
        ("(?:a)", A),
        ("(?P<n>a)", A),
        ("(?<n>a)", A),
        ("()", Sequence(())),
        ("^a$", Sequence((START, A, END))),
        (r"\Aa\z", Sequence((START, A, END))),
        (r"\b\B", Sequence((Anchor(AnchorKind.WORD_BOUNDARY), Anchor(AnchorKind.NOT_WORD_BOUNDARY)))),
        ("(?m)^$", Sequence((Anchor(AnchorKind.LINE_START), Anchor(AnchorKind.LINE_END)))),
        ("a*", Repeat(A, 0, None)),
        ("a+?", Repeat(A, 1, None)),
        ("a?", Repeat(A, 0, 1)),
        ("a{2}", Repeat(A, 2, 2)),
        ("a{2,}", Repeat(A, 2, None)),
        ("a{2,3}?", Repeat(A, 2, 3)),
        ("ab*", Sequence((A, Repeat(B, 0, None)))),
        (r"\Qab\E*", Sequence((A, Repeat(B, 0, None)))),
        (r"\Qab", Sequence((A, B))),
        ("a(?i)*", Repeat(A, 0, None)),
        ("(?i)a", char("aA")),
        ("(?i:a)b", Sequence((char("aA"), B))),
        ("a(?i)b|a", Choice((Sequence((A, char("bB"))), char("aA")))),
        ("(a(?i)b)b", Sequence((Sequence((A, char("bB"))), B))),
        ("(?i-i)a", A),
        ("(?s).", Characters(CodePoints.of((0, 0x10FFFF)))),
        (".", Characters(CodePoints.of_text("\n").negated())),
        ("[ab]", char("ab")),
        ("[^ab]", Characters(CodePoints.of_text("ab").negated())),
        ("[]a]", char("]a")),
        ("[a-c]", char("abc")),
        ("[a-]", char("a-")),
        ("[a-b-c]", char("ab-c")),
        ("[[:digit:]_]", char("0123456789_")),
        ("[[:^digit:]]", Characters(CodePoints.of((0x30, 0x39)).negated())),
        ("[[:digit]", char("[:digt")),
        (r"[\d\]]", char("0123456789]")),
        (r"\d", char("0123456789")),
        (r"\D", Characters(CodePoints.of((0x30, 0x39)).negated())),
        (r"\s", char("\t\n\f\r ")),
        (r"\x41\x{61}\101\07", Sequence((char("A"), A, char("A"), char("\a")))),
        (r"\n\.\_", Sequence((char("\n"), char("."), char("_")))),
        ("a{,2}", Sequence((A, char("{"), char(","), char("2"), char("}")))),
        ("a{02}", Sequence((A, char("{"), char("0"), char("2"), char("}")))),
        ("a{", Sequence((A, char("{")))),
        (r"\pN", Characters(NUMBERS)),
        (r"\p{N}", Characters(NUMBERS)),
        (r"\PN", Characters(NUMBERS.negated())),
        (r"\p{^N}", Characters(NUMBERS.negated())),
        (r"\P{^N}", Characters(NUMBERS)),
        (r"[a\PN]", Characters(CodePoints.union([CodePoints.of_text("a"), NUMBERS.negated()]))),
        (r"[^a\PN]", Characters(NUMBERS)),
        (r"\C", AnyByte()),
        ("(?i)é", Characters(CodePoints.of_text("éÉ"))),
        ("(?i)[à-é]", Characters(CodePoints.of_text("àáâãäåæçèéÀÁÂÃÄÅÆÇÈÉ\u212b"))),
        ("(?i)[^é]", Characters(CodePoints.of_text("éÉ").negated())),
        ("(?U)a", A),
        ("(?)a", A),
    ],
)
def test_a_pattern_becomes_a_tree(pattern: str, expected: Tree) -> None:
    re2.compile(pattern, OPTIONS)

    assert parse(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        *(("a)", 1), ("(a", 0), ("b(a", 1), ("[a", 0), ("b[^", 1), ("[a-", 0), ("*", 0), ("a|*", 2), ("(*)", 1)),
        *(("a**", 1), ("a*??", 1), ("a{2}{3}", 1), ("a{1001}", 1), ("a{3,2}", 1), ("a{10000000}", 1), ("(?i)*", 4)),
        *(("(?=a)", 0), ("b(?<=a)", 1), ("(?P=n)", 0), ("(?<n", 0), ("(?P<n-m>a)", 0), ("(?i", 0), ("(?-)", 0)),
        *(("(?i-)a", 0), ("(?--i)a", 0), (r"\1", 0), (r"\8", 0), (r"\Z", 0), (r"\E", 0), (r"b\u0041", 1), ("\\", 0)),
        *((r"\x", 0), (r"\x1", 0), (r"\x{}", 0), (r"\x{110000}", 0), (r"\x{61", 0), ("[[:foo:]]", 1), (r"[\8]", 1)),
        *(("[z-a]", 1), (r"[a-\d]", 3), (r"\p{Greek", 0), ("\\é", 0), (r"[\Qa\E]", 1)),
    ],
)
def test_what_is_not_re2_is_found_at_its_place(pattern: str, position: int) -> None:
    with pytest.raises(re2.error):
        re2.compile(pattern, OPTIONS)
    with pytest.raises(WrongSyntaxError) as caught:
        parse(pattern)

    assert caught.value.position == position


def test_groups_are_followed_to_a_depth() -> None:
    assert parse("(" * 100 + "a" + ")" * 100) == A
    with pytest.raises(UnreadableError):
        parse("(" * 101 + "a" + ")" * 101)
