"""Where the code relies on an assumption, and where it doubts something without one.

The code relies on an assumption where a comment or docstring says `[assumed: id]`, or where it uses the assumption
itself: `FORK_HEAD`, or `answers["omitted-on-update"]` in the embedded AWS.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import webhook_constructs
from webhook_constructs.core.service import assumptions as core
from webhook_constructs.core.service.assumptions import Assumption
from webhook_constructs.handler import assumptions as handler
from webhook_constructs.lint import assumptions as lint
from webhook_constructs.testing.local._service import assumptions as engine

__all__ = ["PACKAGE", "STORES", "Marks", "marks_in", "uses"]

PACKAGE = Path(webhook_constructs.__file__).parent

CONSTANTS = {name: value for name, value in vars(core).items() if isinstance(value, Assumption)}
STORES: dict[str, tuple[Any, ...]] = {
    "Decisions": tuple(CONSTANTS.values()),
    "Rules": lint.ASSUMPTIONS,
    "The function": handler.ASSUMPTIONS,
    "The embedded AWS": engine.ASSUMPTIONS,
}
"""Every assumption, by the part of the package that declares it."""

_MARK = re.compile(r"\[assumed: ([^\]]*)\]")
_ENTRY = re.compile(r"\s*\w+(, \w+)*: ")
_SERVICE = r"\b(AWS|CloudFormation|CodeBuild|Lambda|IAM|GitHub|GitLab|Bitbucket|service)\b"
_DOUBT = re.compile(
    rf"""
      \[(inf|open|guess)\b
    | \bnot\ (documented|verified)\b
    | \bundocumented\b
    | \bdoes\ not\ document\b
    | \bdocuments?\ no\b
    | \bnothing\ says\b
    | \bno\ (page|source)\b[^.]{{0,20}}\ (says|spells)\b
    | \bpages\ (of\ AWS\ )?(do\ not\ say|are\ silent|disagree)\b
    | \b(how|what|when|whether|which|who)\b[^.;:]*{_SERVICE}[^.;:]*\bnot\ known\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a module says about what is not certain.

    Attributes:
        ids: The ids that it names.
        doubts: What it says about something uncertain without naming an id beside it.
    """

    ids: frozenset[str]
    doubts: tuple[str, ...]


def marks_in(source: str) -> Marks:
    """Return what a module says about what is not certain."""
    ids, doubts = set(), []
    for text in _passages(source):
        named = {each.strip() for listed in _MARK.findall(text) for each in listed.split(",")}
        ids |= named
        is_prose = not text.startswith("==") and ">>> " not in text
        if not named and is_prose and _DOUBT.search(text):
            doubts.append(text)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and node.id in CONSTANTS:
            ids.add(CONSTANTS[node.id].id)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("answers"):
            ids |= {each.value for each in [node.slice] if isinstance(each, ast.Constant)}
    return Marks(frozenset(ids), tuple(doubts))


def uses() -> dict[str, list[str]]:
    """Return the modules that rely on each assumption, declared or not, by its id."""
    found: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.stem != "assumptions":
            for name in marks_in(file.read_text(encoding="utf-8")).ids:
                found.setdefault(name, []).append(str(file.relative_to(PACKAGE)))
    return found


def _passages(source: str) -> Iterator[str]:
    """Cut comments and docstrings into passages of which each speaks of one thing, on one line each."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [(token.start[0], token.string.lstrip("#: ")) for token in tokens if token.type == tokenize.COMMENT]
    for _, block in groupby(enumerate(comments), key=lambda each: each[1][0] - each[0]):
        yield " ".join(text for _, (_, text) in block)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from _paragraphs(node.value.value)


def _paragraphs(docstring: str) -> Iterator[str]:
    lines: list[str] = []
    for line in [*docstring.splitlines(), ""]:
        if lines and (not line.strip() or _ENTRY.match(line)):
            yield " ".join(lines)
            lines = []
        if line.strip():
            lines.append(line.strip())
