"""What GitHub sends, as small as CodeBuild's filters let it be."""

from __future__ import annotations

from typing import Any

__all__ = ["opened", "push"]

COMMON = {
    "repository": {"name": "api", "full_name": "acme/api", "html_url": "https://github.com/acme/api"},
    "sender": {"id": 7},
}


def push(ref: str = "refs/heads/main", message: str = "Fix", file: str = "a") -> dict[str, Any]:
    """A push of one commit that adds a file."""
    commit = {"id": "2", "message": message, "added": [file], "modified": [], "removed": []}
    return {
        "ref": ref,
        "before": "1" * 40,
        "after": "2" * 40,
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [commit],
        "head_commit": commit,
        **COMMON,
    }


def opened(action: str = "opened") -> dict[str, Any]:
    """A pull request of branch topic into main, to which something has happened."""
    ends = {end: {"ref": ref, "repo": {"full_name": "acme/api"}} for end, ref in (("head", "topic"), ("base", "main"))}
    return {"action": action, "pull_request": {"merged": False, **ends}, **COMMON}
