"""The hooks that live at a git host, whatever CodeBuild believes."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webhook_constructs.testing.local._process.home import Home
from webhook_constructs.testing.local._schedule.schedule import Schedule

__all__ = ["HOOKS_PER_GITHUB_REPOSITORY", "GitHost", "Hook", "HookFilter", "HookLimitError", "WriteLimitError"]

HOOKS_PER_GITHUB_REPOSITORY = 20
"""How many hooks a repository at github.com takes.

GitHub counts them per event [doc: docs.github.com, Types of webhooks]; here all hooks of a repository count alike.
"""

_MINUTE = 60.0


class HookLimitError(Exception):
    """The repository takes no further hook."""


class WriteLimitError(Exception):
    """The host takes no further write within this minute."""


@dataclass(frozen=True, slots=True)
class HookFilter:
    """One filter of a hook, as CodeBuild wrote it last.

    Attributes:
        type: Such as ``HEAD_REF``.
        pattern: The regular expression, or the list of events.
        exclude_matched_pattern: Whether what matches is kept out.
    """

    type: str
    pattern: str
    exclude_matched_pattern: bool = False


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook at the git host.

    Attributes:
        id: The number that the host gave it.
        project: The CodeBuild project it was made for, which may be gone by now.
        region: The region of that project.
        source_type: The source type of the project, such as ``GITHUB``.
        repository: The location of the project's source, or the name of the organization or group of a scoped hook.
        manual: Whether an operator was told to register it, instead of CodeBuild registering it itself.
        filter_groups: The filter groups that CodeBuild wrote last.
        branch_filter: The branch filter that CodeBuild wrote last.
        build_type: Such as ``BUILD_BATCH``; None when it was never stated.
        scope: The scope, such as ``GITHUB_ORGANIZATION``; None for the hook of a repository.
        comment_approval: ``requiresCommentApproval`` of the pull request build policy.
        approver_roles: ``approverRoles`` of the pull request build policy.
        payload_url: Where the hook has to deliver to; a credential.
        secret: What CodeBuild checks its deliveries with; None where the host has no secrets (Bitbucket).
    """

    id: int
    project: str
    region: str
    source_type: str
    repository: str
    manual: bool
    filter_groups: tuple[tuple[HookFilter, ...], ...] = ()
    branch_filter: str | None = None
    build_type: str | None = None
    scope: str | None = None
    comment_approval: str | None = None
    approver_roles: tuple[str, ...] = ()
    payload_url: str = field(default="", repr=False)
    secret: str | None = field(default=None, repr=False)

    def with_settings(self, settings: Mapping[str, Any]) -> Hook:
        """Return the hook with the settings of a webhook in the API's form."""
        policy = settings.get("pullRequestBuildPolicy", {})
        return replace(
            self,
            filter_groups=tuple(
                tuple(HookFilter(f["type"], f["pattern"], f.get("excludeMatchedPattern", False)) for f in group)
                for group in settings.get("filterGroups", ())
            ),
            branch_filter=settings.get("branchFilter"),
            build_type=settings.get("buildType"),
            scope=settings.get("scopeConfiguration", {}).get("scope"),
            comment_approval=policy.get("requiresCommentApproval"),
            approver_roles=tuple(policy.get("approverRoles", ())),
        )


class GitHost:
    """Every git host that CodeBuild knows, in one."""

    def __init__(self, schedule: Schedule, home: Home) -> None:
        """Start without a hook."""
        self._schedule = schedule
        self.home = home
        self._lock = threading.RLock()
        self._hooks: dict[int, Hook] = {}
        self._ends: dict[int, float] = {}
        self._writes: list[float] = []
        # Like ids at a real host, these do not say how many hooks there are; and no two runs share one.
        self._ids = itertools.count(300_000_000 + secrets.randbelow(100_000_000))

    def count_write(self, limit: int | None) -> None:
        """Count a write of CodeBuild, of which the host takes ``limit`` within a minute; None for any number.

        Raises:
            WriteLimitError: It is one too many.
        """
        now = self._schedule.now
        with self._lock:
            self._writes = [written for written in self._writes if now - written < _MINUTE]
            if limit is not None and len(self._writes) >= limit:
                raise WriteLimitError
            self._writes.append(now)

    def register(self, hook: Hook) -> Hook:
        """Register a hook, under a new id.

        Raises:
            HookLimitError: CodeBuild registers the hook itself, and the repository at github.com is full. The host
                refuses an operator too, but CodeBuild does not hear of that.
        """
        with self._lock:
            if hook.source_type == "GITHUB" and not hook.manual and self._is_full(hook.repository):
                raise HookLimitError
            hook = replace(hook, id=next(self._ids))
            self._hooks[hook.id] = hook
            return hook

    def _is_full(self, repository: str) -> bool:
        same = [hook for hook in self._living() if hook.repository == repository]
        return len(same) >= HOOKS_PER_GITHUB_REPOSITORY

    def change(self, hook_id: int, settings: Mapping[str, Any]) -> None:
        """Write new settings to a hook; a hook that does not live (any more) stays away."""
        with self._lock:
            if hook_id in self._hooks:
                self._hooks[hook_id] = self._hooks[hook_id].with_settings(settings)

    def expect(self, hook_id: int, secret: str | None) -> None:
        """Note what the deliveries of a hook are checked with from now on."""
        with self._lock:
            if hook_id in self._hooks:
                self._hooks[hook_id] = replace(self._hooks[hook_id], secret=secret)

    def end(self, hook_id: int, seconds: float = 0.0) -> None:
        """End a hook in so many seconds; it may be gone already."""
        with self._lock:
            self._ends.setdefault(hook_id, self._schedule.now + seconds)

    def hooks(self) -> dict[str, Hook]:
        """Return the living hooks by a readable key, the oldest hook first.

        The key is the project's name; outside of the default region ``<project>@<region>``; and where several hooks
        of one project live, all but the newest are left-overs and have ``#<id>`` added.
        """
        with self._lock:
            return dict(self._keyed())

    def _living(self) -> tuple[Hook, ...]:
        for hook_id, end in list(self._ends.items()):
            if end <= self._schedule.now:
                self._hooks.pop(hook_id, None)
        return tuple(self._hooks.values())

    def _keyed(self) -> Iterator[tuple[str, Hook]]:
        hooks = self._living()
        newest = {(hook.project, hook.region): hook.id for hook in hooks}
        for hook in hooks:
            key = self.home.project_key(hook.project, hook.region)
            yield key if hook.id == newest[hook.project, hook.region] else f"{key}#{hook.id}", hook

    def clear(self) -> None:
        """End every hook."""
        with self._lock:
            self._hooks.clear()
            self._ends.clear()
            self._writes.clear()
