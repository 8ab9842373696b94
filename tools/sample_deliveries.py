"""What GitHub would deliver for the sample app: three pushes and a pull request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["DELIVERIES", "SampleDelivery"]

_MAINTAINER = 1234567


@dataclass(frozen=True, slots=True)
class SampleDelivery:
    """A delivery.

    Attributes:
        what: What happened, in words.
        project: The part of a project's name that tells whose webhook GitHub sends it to.
        event_name: The name of the event.
        payload: The payload.
    """

    what: str
    project: str
    event_name: str
    payload: dict[str, Any]


def _push(branch: str, file: str, repository: str) -> dict[str, Any]:
    commit = {"id": "2" * 40, "message": f"Change {file}", "added": [], "modified": [file], "removed": []}
    return {
        "ref": f"refs/heads/{branch}",
        "before": "1" * 40,
        "after": "2" * 40,
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [commit],
        "head_commit": commit,
        **_common(repository),
    }


def _opened(head: str, base: str, repository: str) -> dict[str, Any]:
    full_name = f"acme/{repository}"
    ends = {end: {"ref": ref, "repo": {"full_name": full_name}} for end, ref in (("head", head), ("base", base))}
    return {"action": "opened", "number": 1, "pull_request": {"merged": False, **ends}, **_common(repository)}


def _common(repository: str) -> dict[str, Any]:
    return {"repository": {"name": repository, "full_name": f"acme/{repository}"}, "sender": {"id": _MAINTAINER}}


DELIVERIES = (
    SampleDelivery("a push to branch release of acme/api", "Api", "push", _push("release", "app.py", "api")),
    SampleDelivery("a push to branch topic of acme/api", "Api", "push", _push("topic", "app.py", "api")),
    SampleDelivery("a push of docs/index.md to acme/docs", "docs", "push", _push("main", "docs/index.md", "docs")),
    SampleDelivery(
        "a pull request of a maintainer into release of acme/api",
        "Api",
        "pull_request",
        _opened("topic", "release", "api"),
    ),
)
