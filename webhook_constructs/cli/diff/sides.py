"""What a side of a comparison is, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webhook_constructs.changes.snapshot import Snapshot
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.values.variants import require_declared

from .account_sides import AccountSide, read_account, read_stack
from .revision_side import read_revision
from .template_sides import TemplateSide, read_template_side

__all__ = ["Account", "ReadSide", "SideError", "read_sides"]

_STACK, _LIVE, _NONE = "stack:", "live:", "none:"


class SideError(WebhookConstructsError):
    """A side cannot be what was named; the text says what can be."""


@dataclass(frozen=True, slots=True)
class Account:
    """How an account is asked.

    Attributes:
        region: The region. Default: that of the profile.
        profile: The profile. Default: the credentials that boto3 finds by itself.
    """

    region: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class ReadSide:
    """What was read of a side.

    Attributes:
        snapshot: The webhooks.
        unread: What could not be read. Default: everything could.
        notes: What else is to be said. Default: nothing.
    """

    snapshot: Snapshot
    unread: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def read_sides(before: str, after: str, account: Account, given: Mapping[str, str]) -> tuple[ReadSide, ReadSide]:
    """Read both sides.

    Args:
        before: What is named for the side before the change: a file, a folder, `REV:PATH`, `stack:NAME`, `live:` or
            `none:`.
        after: What is named for the side after it.
        account: How an account is asked.
        given: The values that people give to parameters, by the names of these.

    Raises:
        WebhookConstructsError: A side cannot be read.
    """
    if before == after == _LIVE:
        msg = "both sides are live:, which is one account at one time: name something else for one of them"
        raise SideError(msg)
    sides = _read(before, account, may_be_absent=True), _read(after, account, may_be_absent=False)
    require_declared(given, [each for side in sides if isinstance(side, TemplateSide) for each in side.templates])
    one, other = (_snapshot(side, given) for side in sides)
    return one, other


def _read(named: str, account: Account, *, may_be_absent: bool) -> TemplateSide | AccountSide | ReadSide:
    if named == _NONE:
        return ReadSide(Snapshot())
    if named == _LIVE:
        return read_account(account.region, account.profile)
    if named.startswith(_STACK):
        return _stack(named.removeprefix(_STACK), account)
    path = Path(named)
    revision, colon, below = named.partition(":")
    if not colon or path.is_absolute() or os.path.exists(named):  # noqa: PTH110 - Path.exists may raise
        return read_template_side(path)
    if not revision:
        msg = f"{shown(named)} names no revision before the colon: write REV:PATH, such as origin/main:cdk.out"
        raise SideError(msg)
    found = read_revision(revision, below)
    if found is not None:
        return found
    absent = f"revision {shown(revision)} has no file or folder {shown(below)}"
    if not may_be_absent:
        msg = f"{absent}: check the path, which counts from the root of the repository, or write none: for no webhooks"
        raise SideError(msg)
    return ReadSide(Snapshot(), notes=(f"{absent}, so that every webhook is a new one",))


def _stack(name: str, account: Account) -> AccountSide:
    if not name:
        msg = "stack: names no stack: write stack:NAME, such as stack:Ci"
        raise SideError(msg)
    return read_stack(name, account.region, account.profile)


def _snapshot(side: TemplateSide | AccountSide | ReadSide, given: Mapping[str, str]) -> ReadSide:
    if isinstance(side, TemplateSide):
        return ReadSide(side.snapshot(given), side.unread, side.notes)
    return side if isinstance(side, ReadSide) else ReadSide(side.snapshot, side.unread)
