"""Answers to several questions at once, where None is that a question is undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["all_of", "any_of"]


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Check whether all of something is so; nothing is asked after the first that is not.

    Examples:
        >>> all_of([True, None]), all_of([None, False]), all_of([])
        (None, False, True)
    """
    undecided = False
    for answer in answers:
        if answer is False:
            return False
        undecided = undecided or answer is None
    return None if undecided else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Check whether any of something is so; nothing is asked after the first that is.

    Examples:
        >>> any_of([False, None]), any_of([None, True]), any_of([])
        (None, True, False)
    """
    undecided = False
    for answer in answers:
        if answer:
            return True
        undecided = undecided or answer is None
    return None if undecided else False
