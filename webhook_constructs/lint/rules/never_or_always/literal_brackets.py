r"""Brackets that were meant as characters, or as parentheses.

## What it does
Finds brackets that spell a word, such as `[skip ci]`, `[CodeBuild]` or `[slug]`, in filters on messages, titles, names
of workflows and paths, and brackets with words between bars, such as `[main|dev]`, in these and in filters on branches,
tags, repositories and organizations.

## Why it matters
In a pattern, brackets stand for one of the characters in them. `[skip ci]` matches every message that holds a blank or
one of the letters s, k, i, p and c, which is nearly every one: excluded, it keeps out nearly every commit.
`^refs/heads/[main|dev]$` matches only branches with names of one character, so a push to main starts no build.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_commit_message_does_not_match("[skip ci]")
FilterGroup.in_event_of(EventAction.PUSH).and_commit_message_matches("^[CodeBuild]")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches(r"^pages/[slug]\.tsx$")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_commit_message_contains_not("[skip ci]")
FilterGroup.in_event_of(EventAction.PUSH).and_commit_message_matches(r"^\[CodeBuild\]")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_is("pages/[slug].tsx")
```

## Limits
What spells a word is a guess: letters, digits, blanks and `- _ : #`, at least three different letters with a vowel or
one of "ci", "cd" and "id", no ranges, no piece of the alphabet, no vowels alone, not both cases of each letter, and
neither repeated nor beside a letter or digit. So `[Ss]kip`, `[abc]`, `[a-z]+` and `gr[ae]y` are what they are. In paths
and names of workflows one of the words has to have a blank, or four letters that are not in the order of the alphabet:
`^env/[dqp]/` and `^shards/[acegik]/` are meant for single letters, as `[id]` may be. Brackets that RE2
refuses, such as `[skip-ci]`, are for WH102. Branches, tags and repositories cannot have brackets in their names.
Between bars, each word has at least two letters or digits, and dots, slashes and underscores count as they do.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook-events-sdk.html>
"""

from __future__ import annotations

import re

from webhook_constructs.core import FilterType
from webhook_constructs.core.patterns.tokens import Atom, atoms_of
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_TYPES = (FilterType.COMMIT_MESSAGE, FilterType.RELEASE_NAME, FilterType.WORKFLOW_NAME, FilterType.FILE_PATH)
_REFS_AND_NAMES = (
    FilterType.HEAD_REF,
    FilterType.BASE_REF,
    FilterType.TAG_NAME,
    FilterType.REPOSITORY_NAME,
    FilterType.ORGANIZATION_NAME,
)
_AT_A_GLANCE = re.compile(r"(?<!\\)\[")
_LEAST_LETTERS = 3
_SHORT_WORDS = {"ci", "cd", "id"}
_ALPHABET, _VOWELS = "abcdefghijklmnopqrstuvwxyz", "aeiouy"
_IN_WORDS = frozenset("aeiou")
_NAMES = {FilterType.FILE_PATH, FilterType.WORKFLOW_NAME}  # where single letters often tell things apart
_LEAST_IN_NAMES = 4
_BETWEEN_WORDS = " -_:#"
_WITH_ALTERNATIVES = (*_TYPES, *_REFS_AND_NAMES)
_ALTERNATIVES = re.compile(r"\[[\w./]{2,}(\|[\w./]{2,})+\]")


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(*_TYPES):
        text = "" if each.pattern is None else each.pattern.text
        words = _bracketed_words(text) if _AT_A_GLANCE.search(text) else []
        if words and (each.type not in _NAMES or any(map(_is_evident, words))):
            written = " and ".join(group.language.pattern(f"\\[{word[1:-1]}\\]") for word in words)
            yield Problem(
                each.location,
                f"{words[0]} in {text} is any one of these characters, not that text",
                f"write {written}{_or_method(each, group, words)}",
            )
    for each, group in webhook.filters(*_WITH_ALTERNATIVES):
        text = "" if each.pattern is None else each.pattern.text
        if _ALTERNATIVES.search(text) and (brackets := _with_alternatives(text)):
            yield Problem(
                each.location,
                f"{brackets[0].text} in {text} is any one of these characters, not one of these words",
                f"write {group.language.pattern(_in_parentheses(text, brackets))}",
            )


def _with_alternatives(text: str) -> list[Atom]:
    """Return the brackets of a pattern that hold words between bars."""
    return [atom for atom in atoms_of(text) if not atom.repeat and _ALTERNATIVES.fullmatch(atom.text)]


def _in_parentheses(text: str, brackets: list[Atom]) -> str:
    for atom in reversed(brackets):
        text = f"{text[: atom.begin]}({atom.text[1:-1]}){text[atom.end :]}"
    return text


def _or_method(placed: PlacedFilter, group: Group, words: list[str]) -> str:
    """Name the method that says the same, if the pattern is nothing but words, any of which is looked for."""
    name = f"and_commit_message_contains{'_not' if placed.is_excluding else ''}"
    if placed.type is not FilterType.COMMIT_MESSAGE or placed.filter.pattern != "|".join(words):
        return ""
    quoted = ", ".join(f'"{word}"' for word in words)
    return f", or use {name}({quoted})" if group.offers(name) else ""


def _bracketed_words(text: str) -> list[str]:
    """Return the brackets of a pattern that spell words, and are no part of one."""
    atoms = atoms_of(text)
    begins = {atom.begin for atom in atoms if atom.text.isalnum()}
    ends = {atom.end for atom in atoms if atom.text.isalnum()}
    return [atom.text for atom in atoms if _is_meant(atom) and atom.begin not in ends and atom.end not in begins]


def _is_meant(atom: Atom) -> bool:
    return atom.text.startswith("[") and not atom.repeat and _is_word(atom.text[1:-1])


def _is_word(inside: str) -> bool:
    """Check whether somebody means a word by what is in brackets."""
    letters = [each for each in inside if each.isalpha()]
    small = "".join(letters).lower()
    if not all(each.isalnum() or each in _BETWEEN_WORDS for each in inside):
        return False
    if any(len(part) == 1 for part in inside.split("-")) and "-" in inside:
        return False  # ranges
    if small in _ALPHABET or small in _VOWELS or all({each.lower(), each.upper()} <= set(letters) for each in letters):
        return False
    return small in _SHORT_WORDS or (len(set(small)) >= _LEAST_LETTERS and not _IN_WORDS.isdisjoint(small))


def _is_evident(word: str) -> bool:
    """Check whether brackets with a word cannot well be meant as single letters."""
    letters = [each for each in word.lower() if each.isalpha()]
    return " " in word or (len(letters) >= _LEAST_IN_NAMES and letters != sorted(letters))


RULE = Rule(
    id="WH309",
    severity=Severity.WARNING,
    certainty=Certainty.VERIFIED,
    source="RE2",
    check=_check,
)
