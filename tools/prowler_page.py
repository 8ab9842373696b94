"""Prowler's check of actor patterns beside the rules of this package, for `docs/prowler.md`.

What Prowler's check says is worked out here from what it does, which is read off its source; what is true is asked of
RE2, with accounts that a pattern is meant for and accounts that it is not meant for.
"""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.core import EventAction, FilterGroup, Pattern, SourceProvider, WebhookSettings
from webhook_constructs.lint import lint
from webhook_constructs.lint.rules import ALL_RULES

__all__ = ["Row", "prowler_page", "rows"]

SOURCE = (
    "https://github.com/prowler-cloud/prowler/blob/a2f95535573d3884529f099d1e00276c436f4e30/prowler/providers/aws/"
    "services/codebuild/codebuild_project_webhook_filters_use_anchored_patterns/"
    "codebuild_project_webhook_filters_use_anchored_patterns.py"
)
TRUSTED = ("12345", "67890")
STRANGERS = ("1", "31337", "912345", "123459", "9123459", "967890", "678909", "9678909")
PATTERNS = (
    r"^12345$",
    r"12345",
    r"^12345",
    r"12345$",
    r"\b12345\b",
    r"^12345|67890$",
    r"^12345$|67890",
    r"^12345(|67890$)",
    r".*",
    r"^12345$|^67890$",
    r"^(12345|67890)$",
    r"^(?:12345|67890)$",
    r"(^12345$)|(^67890$)",
    r"\A12345\z",
    r"(?i)^12345$",
    r"(^|,)12345($|,)",
    r"^12345$|",
    r"^.*$",
    r"^.+$",
    r"^[0-9]+$",
    r"^12345$|^.*$",
    r"^12345.*$",
    r"^\d*12345$",
    r"^12345$ | ^67890$",
    r"^12345\$",
    r"^12345\|67890$",
)
OPEN, NOBODY, AS_MEANT = "strangers", "nobody", "those named"
_SAYS_OPEN = {"WH201", "WH202"}
_SAYS_NOBODY = {"WH301", "WH307"}

_NAMES = {rule.id: rule.name for rule in ALL_RULES}

_HEAD = f"""\
# Prowler's check of actor patterns, and ours

[Prowler](https://github.com/prowler-cloud/prowler) looks at the webhooks of an account and says of each whether its
patterns are anchored (`codebuild_project_webhook_filters_use_anchored_patterns`). It splits a pattern at every `|`,
strips the blanks around each part, skips empty parts, and wants every other to begin with `^` and to end with `$`
([source]({SOURCE}), read in November 2026).
`webhook-constructs lint` asks RE2's syntax instead, because `|` binds less than a bracket and `^` and `$` say nothing
of what is between them.

Below, both on one list of patterns of an ACTOR_ACCOUNT_ID filter that is meant for the accounts 12345 and 67890 or one
of them. Who passes is RE2's answer, asked with these two accounts of GitHub and with strangers:
{", ".join(STRANGERS)}. The page is made by `make pages`.

A tool is right if it objects where strangers pass and does not where none does; an objection that nobody passes
(WH301, WH307) is right where that is so.

| pattern | passes, says RE2 | Prowler | this package | right |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A pattern and what is said of it.

    Attributes:
        pattern: The pattern.
        truth: Who passes: strangers, those named, or nobody.
        prowler_objects: Whether Prowler's check fails.
        rules: The rules of this package that object.
    """

    pattern: str
    truth: str
    prowler_objects: bool
    rules: tuple[str, ...]

    @property
    def is_prowler_right(self) -> bool:
        """Whether Prowler's check fails where strangers pass and nowhere else."""
        return self.prowler_objects is (self.truth == OPEN)

    @property
    def are_we_right(self) -> bool:
        """Whether the rules say that strangers pass, or nobody, where that is so and nowhere else."""
        said = set(self.rules)
        return (bool(said & _SAYS_OPEN), bool(said & _SAYS_NOBODY)) == (self.truth == OPEN, self.truth == NOBODY)

    @property
    def right(self) -> str:
        """Who is right."""
        if self.are_we_right:
            return "both" if self.is_prowler_right else "this package"
        return "Prowler" if self.is_prowler_right else "neither"


def rows() -> list[Row]:
    """Judge every pattern."""
    return [Row(each, _truth(each), _prowler_objects(each), _rules(each)) for each in PATTERNS]


def prowler_page() -> str:
    """Write the page."""
    return _HEAD + "".join(map(_line, rows()))


def _truth(pattern: str) -> str:
    compiled = Pattern(pattern)
    if any(map(compiled.search, STRANGERS)):
        return OPEN
    return AS_MEANT if any(map(compiled.search, TRUSTED)) else NOBODY


def _prowler_objects(pattern: str) -> bool:
    parts = [part.strip() for part in pattern.split("|")]
    return any(part and not (part[0] == "^" and part[-1] == "$") for part in parts)


def _rules(pattern: str) -> tuple[str, ...]:
    group = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main")
    settings = WebhookSettings((group.and_actor_account_matches(pattern),), provider=SourceProvider.GITHUB)
    return tuple(dict.fromkeys(finding.id for finding in lint(settings)))


def _line(row: Row) -> str:
    pattern = row.pattern.replace("|", "\\|")
    rules = ", ".join(f"[{each}](rules.md#{each.lower()}-{_NAMES[each]})" for each in row.rules) or "passes"
    return f"| `{pattern}` | {row.truth} | {'fails' if row.prowler_objects else 'passes'} | {rules} | {row.right} |\n"
