"""Webhooks as a big template has them: nothing in them is meant to be heavy."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from webhook_constructs.core import Filter, FilterGroup, FilterType, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core import SourceProvider

__all__ = ["ordinary_webhooks"]

_NAMES = ("main", "develop", "release", "hotfix", "feature", "staging", "prod", "api", "web", "core", "docs", "auth")
_EVENTS = ("PUSH", "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED", "PULL_REQUEST_MERGED")
_REFS = (
    "^refs/heads/{}$",
    "refs/heads/{}",
    "^refs/heads/({}|main)$",
    "^refs/heads/{}/.*",
    r"^refs/tags/v[0-9]+\.[0-9]+\.[0-9]+$",
    "{}",
    r"^refs/heads/release/\d+\.\d+$",
    "^refs/heads/(?i:{})$",
    "^refs/heads/(main$|)",
    "^refs/heads/[a-z0-9._-]+$",
)
_FILES = ("^{}/.*", "^(services/{}/|libs/common/)", r"^{}/[^/]+\.py$", r".*\.md$")
_MESSAGES = (r"\[skip ci\]", "^chore", "(?i)wip", r"\[CodeBuild\]")


def ordinary_webhooks(count: int, provider: SourceProvider | None, *, seed: int = 0) -> list[WebhookSettings]:
    """Return webhooks of one to three groups, with lists of up to 500 accounts.

    Args:
        count: How many.
        provider: Their git host.
        seed: What they depend on.
    """
    drawn = Random(seed)
    return [
        WebhookSettings(
            tuple(FilterGroup.of(_filters(drawn)) for _ in range(drawn.randint(1, 3))),
            provider=provider,
            source_location=f"https://example.com/acme/{index % 50}",
        )
        for index in range(count)
    ]


def _filters(drawn: Random) -> Iterator[Filter]:
    name, events = drawn.choice(_NAMES), drawn.choice(_EVENTS)
    yield Filter(FilterType.EVENT, events)
    on_base = events != "PUSH" and drawn.random() < 0.5
    yield Filter(FilterType.BASE_REF if on_base else FilterType.HEAD_REF, drawn.choice(_REFS).format(name))
    if drawn.random() < 0.5:
        yield Filter(FilterType.FILE_PATH, drawn.choice(_FILES).format(name), drawn.random() < 0.3)
    if drawn.random() < 0.3:
        yield Filter(FilterType.ACTOR_ACCOUNT_ID, _accounts(drawn))
    if drawn.random() < 0.2:
        yield Filter(FilterType.COMMIT_MESSAGE, drawn.choice(_MESSAGES), drawn.random() < 0.6)


def _accounts(drawn: Random) -> str:
    numbers = [str(drawn.randrange(10**5, 10**9)) for _ in range(drawn.choice([2, 5, 30, 500]))]
    of_bitbucket = [f"557058:{UUID(int=drawn.getrandbits(128))}" for _ in range(20)]
    listed, listed_there = "|".join(numbers), "|".join(of_bitbucket)
    return drawn.choice(
        [f"^({listed})$", listed, f"^({listed})", "^.*$", r"^\d+$", listed_there, f"(?i)^({listed_there})$"]
    )
