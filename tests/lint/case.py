"""What the cases of a rule are made of, and short ways to write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from webhook_constructs.core import Filter, FilterGroup, FilterType, SourceProvider, WebhookSettings
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webhook_constructs.core.values.unresolved import Text

__all__ = ["TOKEN", "Bad", "BadAcross", "Cases", "CasesAcross", "Good", "GoodAcross", "webhook"]

TOKEN = "${Token[TOKEN.7]}"
"""What the CDK puts where a value is known only on deployment."""

_NOTHING_KNOWN = Context()


def webhook(*groups: Mapping[str, Text], **settings: Any) -> WebhookSettings:
    """Write settings shortly: ``webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/"})``.

    Args:
        groups: The filters of each group: types with patterns, an exclamation mark before the type for one that
            excludes, and any text after a space to tell apart several of one type ("HEAD_REF 2").
        settings: The other settings. Default: the provider is GitHub.
    """
    made = (
        FilterGroup.of(
            Filter(FilterType(key.lstrip("!").split(" ")[0]), pattern, key.startswith("!"))
            for key, pattern in group.items()
        )
        for group in groups
    )
    return WebhookSettings(filter_groups=tuple(made), **{"provider": SourceProvider.GITHUB, **settings})


@dataclass(frozen=True)
class Bad:
    """Settings that a rule objects to, and the whole of what it says: ``location: message; fix``, one text each."""

    settings: WebhookSettings
    says: str | tuple[str, ...]
    context: Context = _NOTHING_KNOWN


@dataclass(frozen=True)
class Good:
    """Settings that a rule has nothing to say about."""

    settings: WebhookSettings
    context: Context = _NOTHING_KNOWN


@dataclass(frozen=True)
class Cases:
    """The cases of one rule: at least two bad, two good, one near miss, and one unresolved, which are good as well.

    Attributes:
        bad: Names, and settings that the rule objects to.
        good: Names, and settings that it does not object to.
        near_misses: Names, and settings that look as if it would and are right.
        unresolved: Names, and settings that would be bad if their tokens were what they stand for.
    """

    bad: Mapping[str, Bad]
    good: Mapping[str, Good]
    near_misses: Mapping[str, Good]
    unresolved: Mapping[str, Good] = field(default_factory=dict)


@dataclass(frozen=True)
class BadAcross:
    """Webhooks of an app that a rule objects to, and the whole of what it says of each, by index."""

    webhooks: Sequence[WebhookSettings]
    says: Mapping[int, str]
    contexts: Sequence[Context] | None = None


@dataclass(frozen=True)
class GoodAcross:
    """Webhooks of an app that a rule has nothing to say about."""

    webhooks: Sequence[WebhookSettings]
    contexts: Sequence[Context] | None = None


@dataclass(frozen=True)
class CasesAcross:
    """The cases of one rule on the webhooks of an app, as many of each kind as in `Cases`."""

    bad: Mapping[str, BadAcross]
    good: Mapping[str, GoodAcross]
    near_misses: Mapping[str, GoodAcross]
    unresolved: Mapping[str, GoodAcross]
