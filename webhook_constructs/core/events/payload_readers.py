"""The reader of the payloads of each git host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .bitbucket import read_bitbucket
from .event_names import IgnoredEvent
from .github import read_github
from .gitlab import read_gitlab

__all__ = ["READERS"]

READERS: dict[str, Callable[..., dict[str, Any] | IgnoredEvent]] = {
    "GitHub": read_github,
    "GitLab": read_gitlab,
    "Bitbucket": read_bitbucket,
}
"""What reads the members of an event, or the reason why CodeBuild ignores it, by the names of the git hosts."""
