"""What is kept, by its weight."""

from __future__ import annotations

from webhook_constructs.core.values.kept import Kept


def doubled(most: int) -> Kept[str, str]:
    return Kept(lambda text: text * 2, weigh=lambda _, answer: len(answer), most=most)


def test_what_is_kept_is_not_worked_out_again() -> None:
    double = doubled(10)

    assert [double("ab"), double("ab")] == ["abab", "abab"]
    assert (double.made, double.weight) == (1, 4)


def test_beyond_the_weight_all_is_forgotten() -> None:
    double = doubled(10)

    assert [double(text) for text in ("ab", "cde", "f", "ab")] == ["abab", "cdecde", "ff", "abab"]
    assert (double.made, double.weight) == (4, 6)


def test_what_weighs_too_much_alone_is_not_kept() -> None:
    double = doubled(10)

    assert [double("abcdef"), double("abcdef")] == ["abcdefabcdef"] * 2
    assert (double.made, double.weight) == (2, 0)
