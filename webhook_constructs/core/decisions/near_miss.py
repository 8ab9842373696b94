"""What a pattern that did not match would have matched, for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.literal_texts import LiteralText
from webhook_constructs.core.patterns.pattern import Pattern, steps_of_search
from webhook_constructs.core.patterns.program import Program, program_of
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError, spend_in_run
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.kept import Kept

__all__ = ["near_miss"]

_MOST_SHOWN = 3
_MOST_COMPARED = 50
_MOST_OF_A_TEXT = 200
_MOST_STEPS = 20_000
_STEPS_AT_LEAST, _STEPS_A_TEXT, _COMPARED_A_STEP = 1_000, 8, 8
_MOST_KEPT, _BYTES_OF_AN_ANSWER = 1024 * 1024, 500
_A_REF = "^refs/(heads|tags)/."
# The rules of `git check-ref-format`, https://git-scm.com/docs/git-check-ref-format, and of paths in a repository.
_NO_NAME = r"[\x00-\x20\x7f~^:?*\[\\]|(^|/)[./]|[.][.]|[.]lock(/|$)|[./]$|@[{]|^$"
_NO_PATH = r"\x00|(^|/)[.]{0,2}(/|$)"
_IMPOSSIBLE = {
    FilterType.HEAD_REF: _NO_NAME,
    FilterType.BASE_REF: _NO_NAME,
    FilterType.TAG_NAME: _NO_NAME,
    FilterType.FILE_PATH: _NO_PATH,
}
_ON_REFS = frozenset({FilterType.HEAD_REF, FilterType.BASE_REF})
_REFS = {"refs/heads/": "branch", "refs/tags/": "tag"}


def near_miss(each: Filter, tried: tuple[str, ...], target: str | None = None) -> str | None:
    r"""Return what a filter would have matched.

    Args:
        each: A filter that matches none of the values.
        tried: The values.
        target: The branch that the pull request of the event goes into, as a whole ref. Default: there is none.

    Returns:
        A likely slip, and else the texts nearest to the values; None if nothing can be said.

    Raises:
        RunOverError: There is no budget left to look for it.

    Examples:
        >>> from webhook_constructs.core import Filter
        >>> near_miss(Filter(FilterType.HEAD_REF, "^main$"), ("refs/heads/main",))
        'it would match the bare name main, and HEAD_REF is the whole ref, refs/heads/main'
        >>> near_miss(Filter(FilterType.FILE_PATH, r"^docs/.+\.md$"), ("src/app.py",))
        'would match: docs/a.md'
    """
    spend_in_run(_STEPS_AT_LEAST)
    pattern = Pattern(str(each.pattern))
    slip = next(_slips(each.type, pattern, tried), None)
    if slip is not None:
        return slip
    if each.type is FilterType.HEAD_REF and target is not None and _search(pattern, target):
        return f"it would match the branch that the pull request goes into, {one_line(target)}, which is BASE_REF"
    # A branch filter is compared with bare names.
    is_on_refs = each.type in _ON_REFS and all(value.startswith("refs/") for value in tried)
    wanted, impossible = _A_REF if is_on_refs else "", _IMPOSSIBLE.get(each.type)
    texts = pattern.literal_texts
    if texts is not None:
        spend_in_run(_STEPS_A_TEXT * len(texts))
        if not texts:
            return "it matches nothing at all"
        texts = frozenset(text for text in texts if _can_be(text, wanted, impossible))
    example, is_known = _find(pattern.text, wanted, impossible)
    if texts == frozenset() or (impossible is not None and example is None and is_known):
        return _of_none(each.type, is_on_refs=is_on_refs)
    if texts is None:  # RE2 has the last word on the example
        return None if example is None or not _search(pattern, example) else f"would match: {one_line(example)}"
    named = _nearest(texts, tried)
    more = len(texts) - len(named)
    return f"would match: {', '.join(map(_in_words, named))}{f' and {more} more' if more else ''}"


def _can_be(text: LiteralText, wanted: str, impossible: str | None) -> bool:
    if not (text.at_start and text.at_end) or impossible is None:
        return True
    return Pattern(wanted).search(text.text) and not Pattern(impossible).search(text.text)


def _of_none(filter_type: FilterType, *, is_on_refs: bool) -> str:
    if is_on_refs:
        begun = f"{filter_type} begins with refs/heads/ or refs/tags/"
        return f"it matches no ref at all: {begun}, and a name that git takes follows"
    if filter_type is FilterType.FILE_PATH:
        return "it matches no path at all: a path begins at the root of the repository, and is that of a file"
    return "it matches no name of a branch or tag"


def _slips(filter_type: FilterType, pattern: Pattern, tried: tuple[str, ...]) -> Iterator[str]:
    """Try what is often meant."""
    for value in tried[:_MOST_COMPARED]:
        yield from _slips_about(filter_type, pattern, value)


def _slips_about(filter_type: FilterType, pattern: Pattern, value: str) -> Iterator[str]:
    if filter_type in _ON_REFS:
        yield from _slips_about_refs(filter_type, pattern, value)
    if filter_type is FilterType.FILE_PATH:
        yield from (
            f"it matches {one_line(begun)}, and paths begin at the root of the repository, without {mark}"
            for mark in ("/", "./")
            if _search(pattern, begun := mark + value)
        )
    if filter_type is FilterType.COMMIT_MESSAGE and "\n" in value:
        first = value.partition("\n")[0]
        if _search(pattern, first):
            yield f"it matches the first line, {one_line(first)}, and the message goes on after it"
    if filter_type is FilterType.ACTOR_ACCOUNT_ID and value.isdigit() and _is_of_names(pattern):
        yield f"it is for a login, and {filter_type} is the id of the account, here {one_line(value)}, never its login"
    if filter_type is FilterType.ACTOR_ACCOUNT_ID and not value.isdigit() and _is_of_numbers(pattern):
        yield f"it is for account ids that are numbers, as GitHub and GitLab have them, and not for {one_line(value)}"
    if _matches_in_any_case(pattern, value):
        yield f"it matches {one_line(value)} but for upper and lower case, which a pattern tells apart without (?i)"


def _slips_about_refs(filter_type: FilterType, pattern: Pattern, value: str) -> Iterator[str]:
    prefix = next((prefix for prefix in _REFS if value.startswith(prefix)), None)
    if prefix is None:
        whole = next((begun for begin in _REFS if _search(pattern, begun := begin + value)), None)
        if whole is not None:
            bare = f"what is looked at is the bare name, {one_line(value)}"
            yield f"it matches the whole ref {one_line(whole)}, and {bare}"
        return
    bare = value.removeprefix(prefix)
    whole = f"and {filter_type} is the whole ref, {one_line(value)}"
    if _search(pattern, bare):
        yield f"it would match the bare name {one_line(bare)}, {whole}"
    elif _matches_in_any_case(pattern, bare) and not _matches_in_any_case(pattern, value):
        yield f"it would match the bare name {one_line(bare)} but for upper and lower case, {whole}"
    (other,) = _REFS.keys() - {prefix}
    if _search(pattern, other + bare):
        yield f"it matches the {_REFS[other]} of that name, and this is a {_REFS[prefix]}"


def _is_of_numbers(pattern: Pattern) -> bool:
    texts = pattern.literal_texts
    return bool(texts) and all(each.text.isdigit() for each in texts or ())


def _is_of_names(pattern: Pattern) -> bool:
    texts = pattern.literal_texts
    return bool(texts) and all(any(map(str.isalpha, each.text)) for each in texts or ())


def _matches_in_any_case(pattern: Pattern, value: str) -> bool:
    regardless = Pattern.if_valid(f"(?i){pattern.text}")
    return regardless is not None and _search(regardless, value)


def _nearest(texts: frozenset[LiteralText], tried: tuple[str, ...]) -> list[LiteralText]:
    some = sorted(texts, key=lambda each: each.text)
    if len(some) <= _MOST_COMPARED and tried:
        value = tried[0][:_MOST_OF_A_TEXT]
        spend_in_run(sum(len(each.text[:_MOST_OF_A_TEXT]) for each in some) * len(value) // _COMPARED_A_STEP)
        some.sort(key=lambda each: -SequenceMatcher(None, each.text[:_MOST_OF_A_TEXT], value, autojunk=False).ratio())
    return some[:_MOST_SHOWN]


def _in_words(text: LiteralText) -> str:
    if text.at_start and text.at_end:
        return one_line(text.text) if text.text else "an empty text"
    if not text.text:
        return "anything"
    if text.at_start:
        return f"{one_line(text.text)}..."
    return f"a value that {'ends with' if text.at_end else 'contains'} {one_line(text.text)}"


def _find(pattern: str, wanted: str, impossible: str | None) -> tuple[str | None, bool]:
    """Return a short text that a pattern matches and that can be what is looked at, and whether the search ended."""
    text, is_known, steps = _kept((pattern, wanted, impossible))
    spend_in_run(steps)
    return text, is_known


def _work_out(asked: tuple[str, str, str | None]) -> tuple[str | None, bool, int]:
    pattern, wanted, impossible = asked
    budget = Budget(_MOST_STEPS)
    try:
        budget.spend_on_reading(pattern)
        unmatched = () if impossible is None else _programs(impossible)
        text = find_text(_programs(pattern, wanted), unmatched, budget)
    except (GaveUpError, RecursionError):
        return None, False, budget.spent
    return text, True, budget.spent


_kept: Kept[tuple[str, str, str | None], tuple[str | None, bool, int]] = Kept(
    _work_out, weigh=lambda asked, _: _BYTES_OF_AN_ANSWER + len(asked[0]), most=_MOST_KEPT
)


def _programs(*patterns: str) -> tuple[Program, ...]:
    found = [program_of((pattern, False)) for pattern in patterns]
    if None in found:
        raise GaveUpError
    return tuple(program for program in found if program is not None)


def _search(pattern: Pattern, value: str) -> bool:
    """Search a pattern, at the cost of the run."""
    spend_in_run(steps_of_search(pattern.text, len(value)))
    return pattern.search(value)
