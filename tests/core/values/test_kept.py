"""What is kept, by its weight."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from webhook_constructs.core.values.kept import Kept


def doubled(most: int) -> Kept[str, str]:
    return Kept(lambda text: text * 2, weigh=lambda _, answer: len(answer), most=most)


def kept_in(double: Kept[str, str], *texts: str) -> list[str]:
    """Return those of some texts that are not worked out again when they are asked for, from the last to the first."""
    kept = []
    for text in texts:
        made = double.made
        double(text)
        kept += [text] * (double.made == made)
    return kept


def test_what_is_kept_is_not_worked_out_again() -> None:
    double = doubled(10)

    assert [double("ab"), double("ab")] == ["abab", "abab"]
    assert (double.made, double.weight) == (1, 4)


def test_beyond_the_weight_the_oldest_is_forgotten() -> None:
    double = doubled(10)

    assert [double(text) for text in ("ab", "cde", "f")] == ["abab", "cdecde", "ff"]
    assert (double.made, double.weight) == (3, 8)
    assert kept_in(double, "f", "cde", "ab") == ["f", "cde"]


def test_as_many_are_forgotten_as_the_new_one_needs_room_for() -> None:
    double = doubled(10)

    assert [double(text) for text in ("a", "b", "c", "d", "e", "fgh")] == ["aa", "bb", "cc", "dd", "ee", "fghfgh"]
    assert double.weight == 10
    assert kept_in(double, "fgh", "e", "d", "c") == ["fgh", "e", "d"]


def test_what_was_asked_for_again_is_not_the_oldest() -> None:
    double = doubled(10)

    assert [double(text) for text in ("ab", "cde", "ab", "f")] == ["abab", "cdecde", "abab", "ff"]
    assert kept_in(double, "f", "ab", "cde") == ["f", "ab"]


def test_what_weighs_too_much_alone_is_not_kept_and_nothing_is_forgotten_for_it() -> None:
    double = doubled(10)

    assert [double("ab"), double("abcdef"), double("abcdef")] == ["abab", *["abcdefabcdef"] * 2]
    assert (double.made, double.weight) == (3, 4)
    assert kept_in(double, "ab") == ["ab"]


def test_what_raises_is_asked_again() -> None:
    invert: Kept[int, float] = Kept(lambda number: 1 / number, weigh=lambda *_: 1, most=10)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            invert(0)
    assert (invert(2), invert.weight) == (0.5, 1)


def test_two_threads_that_work_out_the_same_answer_add_its_weight_once() -> None:
    both = Barrier(2)

    def wait_and_double(text: str) -> str:
        both.wait(timeout=60)
        return text * 2

    double: Kept[str, str] = Kept(wait_and_double, weigh=lambda _, answer: len(answer), most=10)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(double, ["ab", "ab"])) == ["abab", "abab"]

    assert (double.made, double.weight) == (2, 4)


def test_threads_that_ask_for_more_than_fits_do_not_spoil_the_weight() -> None:
    same: Kept[int, int] = Kept(lambda number: number, weigh=lambda number, _: 1 + max(number, 0) % 7, most=40)

    def ask(start: int) -> list[int]:
        return [same((start + 7 * step) % 50) for step in range(2_000)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))

    assert answers == [[(start + 7 * step) % 50 for step in range(2_000)] for start in range(8)]
    light = [same(-number) for number in range(1, 41)]
    made = same.made
    assert [same(each) for each in light] == light
    assert (same.made, same.weight) == (made, 40)
