"""Deliveries of git hosts, for the tests of what reads them."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "payloads"
FILES = {"bitbucket": "bitbucket.json", "gitlab": "gitlab.json"}
OCTOKIT = Path(__file__).parents[2] / "node_modules" / "@octokit" / "webhooks-examples"

COMMIT = {"id": "a" * 40, "message": "Add a shelf", "added": ["shelf.txt"], "modified": ["wall.txt"], "removed": []}
GITHUB_PUSH: dict[str, Any] = {
    "ref": "refs/heads/main",
    "before": "b" * 40,
    "after": "a" * 40,
    "created": False,
    "deleted": False,
    "forced": False,
    "commits": [{**COMMIT, "id": "c" * 40, "removed": ["hole.txt"]}, COMMIT],
    "head_commit": COMMIT,
    "repository": {"name": "shop", "full_name": "acme/shop"},
    "organization": {"login": "acme"},
    "sender": {"login": "ada", "id": 583231},
}
GITHUB_PULL_REQUEST: dict[str, Any] = {
    "action": "opened",
    "number": 7,
    "pull_request": {
        "merged": False,
        "head": {"ref": "shelf", "repo": {"full_name": "acme/shop"}},
        "base": {"ref": "main", "repo": {"full_name": "acme/shop"}},
    },
    "repository": {"name": "shop", "full_name": "acme/shop"},
    "sender": {"login": "ada", "id": 583231},
}
GITHUB_JOB: dict[str, Any] = {
    "action": "queued",
    "workflow_job": {"workflow_name": "CI", "labels": ["codebuild-shop-1-1"]},
    "repository": {"name": "shop", "full_name": "acme/shop"},
    "sender": {"login": "ada", "id": 583231},
}


def changed(payload: dict[str, Any], path: str, value: Any = ...) -> dict[str, Any]:
    """Copy a payload and put another value at a place; without one, take the place out."""
    copy = deepcopy(payload)
    *parents, last = path.split(".")
    inner = copy
    for parent in parents:
        inner = inner[parent]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return copy


@cache
def delivery(host: str, event: str, what: str) -> dict[str, Any]:
    (found,) = (each["payload"] for each in deliveries(host) if (each["event"], each["what"]) == (event, what))
    return dict(found)


@cache
def deliveries(host: str) -> list[dict[str, Any]]:
    return list(json.loads((DATA / FILES[host]).read_text())["deliveries"])
