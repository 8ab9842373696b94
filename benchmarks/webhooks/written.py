"""The same filters as people write them by hand, in the casing of the API."""

from __future__ import annotations

__all__ = ["filter_groups"]


def filter_groups(index: int) -> list[list[dict[str, str]]]:
    branch, actor = f"^refs/heads/main-{index}$", f"^{index + 1}$"
    return [
        [_filter("EVENT", "PUSH"), _filter("HEAD_REF", branch), _filter("FILE_PATH", f"^services/{index}/")],
        [
            _filter("EVENT", "PUSH"),
            _filter("HEAD_REF", f"^refs/tags/release/{index}/"),
            _filter("COMMIT_MESSAGE", rf"\[build {index}\]"),
        ],
        [
            _filter("EVENT", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"),
            _filter("BASE_REF", branch),
            _filter("ACTOR_ACCOUNT_ID", actor),
        ],
    ]


def _filter(kind: str, pattern: str) -> dict[str, str]:
    return {"type": kind, "pattern": pattern}
