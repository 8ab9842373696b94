"""The git repository that a command is run in: what a push of it would tell CodeBuild."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Change", "GitError", "LocalRepository"]

_MOST_COMMITS = 2_048
"""So many commits GitHub writes into the payload of a push. Source: https://docs.github.com/en/webhooks [doc]."""


class GitError(WebhookConstructsError):
    """The repository does not say what is asked of it; the text says what to give instead."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is pushed, or asked to be merged.

    Attributes:
        files: The paths of the changed files, in the order of the commits, each once.
        message: The message of the newest commit.
        is_new: Whether the branch is not at the remote yet.
        is_forced: Whether the remote has commits that are not in it, which a push would throw away.
    """

    files: tuple[str, ...]
    message: str
    is_new: bool = False
    is_forced: bool = False


class LocalRepository:
    """A git repository, asked through git itself."""

    def __init__(self, folder: Path) -> None:
        """Open it.

        Args:
            folder: A folder in its work tree.

        Raises:
            GitError: There is no git, or no repository.
        """
        self._folder = folder
        self._git("rev-parse", "--git-dir")

    @property
    def branch(self) -> str | None:
        """The branch that is checked out; None where there is none."""
        return self._ask("symbolic-ref", "--quiet", "--short", "HEAD")

    @property
    def remote(self) -> Repository | None:
        """The repository at the git host that a push goes to; None where it is not known."""
        return Repository.parse(self._ask("remote", "get-url", "--push", self._remote_name()) or "")

    @property
    def staged_files(self) -> tuple[str, ...]:
        """The paths of the files that the next commit would change."""
        return _paths(self._git("diff", "--cached", "--name-only", "--no-renames", "-z"))

    def message(self, revision: str = "HEAD") -> str:
        """Give the message of a commit.

        Args:
            revision: The commit, or a tag of it.

        Raises:
            GitError: There is no such commit.
        """
        return self._git("log", "-1", "--format=%B", "--end-of-options", revision, "--").strip()

    def push(self, branch: str, commits: str | None = None) -> Change | None:
        """Tell what a push of what is checked out would carry; None where there is nothing to push.

        Args:
            branch: The branch that it is pushed to.
            commits: The commits, as `A..B`. Default: those that the remote does not have on that branch, and where it
                has no such branch, those that it has on none.

        Raises:
            GitError: There is no such commit.
        """
        if commits is not None:
            return self._change("--end-of-options", commits)
        pushed = f"refs/remotes/{self._remote_name()}/{branch}"
        if self._ask("rev-parse", "--verify", "--quiet", pushed) is None:
            return self._change("HEAD", "--not", f"--remotes={self._remote_name()}", is_new=True)
        is_forced = self._ask("merge-base", "--is-ancestor", pushed, "HEAD") is None
        return self._change(f"{pushed}..HEAD", is_forced=is_forced)

    def pull_request(self, base: str) -> Change:
        """Tell what a pull request of what is checked out would carry.

        Args:
            base: The branch that it is to be merged into.

        Raises:
            GitError: There is no such branch.
        """
        candidates = (f"refs/remotes/{self._remote_name()}/{base}", f"refs/heads/{base}")
        known = [ref for ref in candidates if self._ask("rev-parse", "--verify", "--quiet", ref) is not None]
        if not known:
            msg = f"there is no branch {base!r} here to merge into: fetch it (git fetch), or give another --base"
            raise GitError(msg)
        files = _paths(self._git("diff", "--name-only", "--no-renames", "-z", f"{known[0]}...HEAD"))
        return Change(files, self.message())

    def _remote_name(self) -> str:
        branch = self.branch
        keys = [f"branch.{branch}.pushRemote", "remote.pushDefault", f"branch.{branch}.remote"]
        found = (self._ask("config", "--get", key) for key in keys)
        return next(filter(None, found), "origin")

    def _change(self, *revisions: str, is_new: bool = False, is_forced: bool = False) -> Change | None:
        commit = self._git("log", "-1", "--format=%H%n%B", *revisions, "--").strip()
        if not commit:
            return None
        message = commit.partition("\n")[2]
        listed = self._git(
            "log",
            "--format=",
            "--name-only",
            "--no-renames",
            "--diff-merges=first-parent",
            "--reverse",
            f"--max-count={_MOST_COMMITS}",
            "-z",
            *revisions,
            "--",
        )
        return Change(_paths(listed), message, is_new, is_forced)

    def _ask(self, *arguments: str) -> str | None:
        """Return what git says; None where it says no."""
        done = self._run(arguments)
        return done.stdout.strip() if done.returncode == 0 else None

    def _git(self, *arguments: str) -> str:
        done = self._run(arguments)
        if done.returncode != 0:
            said = (done.stderr.strip().splitlines() or ["no reason"])[0]
            msg = f"git {arguments[0]} failed in {self._folder}: {said}"
            raise GitError(msg)
        return done.stdout

    def _run(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        command = ["git", "-C", str(self._folder), *arguments]
        environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            return subprocess.run(  # noqa: S603 - no shell, and options cannot be passed for revisions
                command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
            )
        except FileNotFoundError:
            msg = "git is not installed, or not on the PATH: install it, or use explain with a payload"
            raise GitError(msg) from None


def _paths(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, listed.split("\0"))))
