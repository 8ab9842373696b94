"""All that changes between two sets of webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.values.unresolved import all_of, any_of
from webhook_constructs.templates.template import Place

from .matching import Match, matches
from .snapshot import Snapshot, SnapshotWebhook, Unseen
from .webhook_change import Case, WebhookChange, change_of, in_doubt

__all__ = ["Changes", "changes_between"]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes between two sets of webhooks.

    Attributes:
        webhooks: What changes about each webhook, in the order after the change, and then those that there are no
            longer.
        unseen: What is not compared, because nobody sees it before the deployment.
        others: How many webhooks of an account the other side does not describe.
    """

    webhooks: tuple[WebhookChange, ...]
    unseen: tuple[str, ...] = ()
    others: int = 0

    @property
    def is_same(self) -> bool | None:
        """Whether the same events start builds; None if that cannot be told."""
        return all_of([*(each.is_same for each in self.webhooks), *(None for _ in self.unseen)])

    @property
    def widens(self) -> bool | None:
        """Whether somebody can start a build who could start none; None if that cannot be told."""
        return any_of([*(each.widens for each in self.webhooks), *(None for _ in self.unseen)])


def changes_between(before: Snapshot, after: Snapshot, *, has_same_values: bool = False) -> Changes:
    """Compare the webhooks of two sides.

    Args:
        before: The webhooks before the change.
        after: The webhooks after it.
        has_same_values: Whether what is known only on deployment is the same on both sides where it is written the
            same. Default: nothing is known of it.
    """
    files = {each.file for side in (before, after) for each in side.webhooks}
    with running(templates=max(1, len(files))):
        return _changes(before, after, has_same_values=has_same_values)


def _changes(before: Snapshot, after: Snapshot, *, has_same_values: bool) -> Changes:
    known: dict[Match, WebhookChange] = {}

    def builds_same(match: Match) -> bool | None:
        known[match] = change_of(*match, is_renamed=True, has_same_values=has_same_values)
        return known[match].is_same

    found: list[WebhookChange] = []
    others = 0
    for match, is_renamed in matches(before, after, builds_same, has_same_values=has_same_values):
        one, other = match
        if (one is None and after.account is not None) or (other is None and before.account is not None):
            others += 1
        elif is_renamed:
            found.append(known[match])
        elif one is not None and other is not None:
            names = {each.webhook.project_name for each in (one, other)} - {None}
            found.append(change_of(one, other, is_renamed=len(names) > 1, has_same_values=has_same_values))
        else:
            found.append(_alone(one, other, before if one is None else after))
    return Changes(tuple(found), tuple(_unseen(before, after, has_same_values=has_same_values)), others)


def _alone(before: SnapshotWebhook | None, after: SnapshotWebhook | None, facing: Snapshot) -> WebhookChange:
    """Return what changes about a webhook that the other side does not have, as far as that can be told."""
    found = change_of(before, after)
    doubt = None if facing.account is None else _not_found(found.there, facing.account)
    if doubt is None:
        return found
    cases = tuple(Case(each.values, in_doubt(each.comparison, [doubt])) for each in found.cases)
    return WebhookChange(before, after, cases)


def _not_found(webhook: SnapshotWebhook, account: Place) -> str | None:
    """Return why a webhook cannot be looked for in an account; None if it can."""
    if webhook.webhook.project_name is None:
        return "the name of its project is known only on deployment: compare with stack:NAME in place of live:"
    return None if webhook.place.may_be(account) else "it is for another account or region than live:"


def _unseen(before: Snapshot, after: Snapshot, *, has_same_values: bool) -> Iterator[str]:
    for name, side, other in (("before", before, after), ("after", after, before)):
        for each in side.unseen:
            if not (has_same_values and _is_among(each, other.unseen)):
                yield f"{name}: {each.source}: {each.why}" if each.source else f"{name}: {each.why}"


def _is_among(unseen: Unseen, others: Iterable[Unseen]) -> bool:
    """Check whether another side leaves the same unseen in an equal template."""
    return any((each.file, each.why, each.template) == (unseen.file, unseen.why, unseen.template) for each in others)
