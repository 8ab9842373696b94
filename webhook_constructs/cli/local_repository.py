"""The git repository that a command is run in: what a push of it would tell CodeBuild."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webhook_constructs.core.given import shown
from webhook_constructs.core.repository import Repository

from .git_command import GitCommand, GitError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Change", "LocalRepository"]

_HEAD = "HEAD"
_BRANCHES, _TAGS, _REMOTES = "refs/heads/", "refs/tags/", "refs/remotes/"
_UPSTREAM = "upstream"
"""What the repository is called by custom that one's own is a fork of."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is pushed, or asked to be merged.

    Attributes:
        files: The paths of the changed files, in the order of the commits, each once.
        message: The message of the newest commit. None where that is still to be made.
        has_commits: Whether there is a commit in it. Default: there is.
        has_all_files: Whether it names the files of all commits. Default: it does.
        is_new: Whether the branch is not at the remote yet.
        is_forced: Whether the remote has commits that are not in it, which a push would throw away.
    """

    files: tuple[str, ...]
    message: str | None
    has_commits: bool = True
    has_all_files: bool = True
    is_new: bool = False
    is_forced: bool = False


class LocalRepository:
    """A git repository, asked through git itself."""

    def __init__(self, folder: Path, remote: str | None = None) -> None:
        """Open it.

        Args:
            folder: A folder in its work tree.
            remote: What it calls the remote that is pushed to. Default: the one that git would push to if that has a
                name, else its only one, else `origin`; none where none of these is there.

        Raises:
            GitError: There is no git, no repository, or no such remote.
        """
        self._git = GitCommand(folder)
        self._git.tell("rev-parse", "--git-dir")
        self._remote = self._chosen_remote(remote)

    @property
    def branch(self) -> str | None:
        """The branch that is checked out; None where there is none."""
        ref = self._git.ask("symbolic-ref", "--quiet", _HEAD) or ""
        return ref.removeprefix(_BRANCHES) if ref.startswith(_BRANCHES) else None

    @property
    def remote(self) -> Repository | None:
        """The repository at the git host that a push goes to; None where it is not known."""
        return self._repository_at(self._remote)

    def base_repository(self, base: str) -> Repository | None:
        """Give the repository at the git host that a pull request is opened in; None where it is not known.

        Args:
            base: The branch that it is to be merged into.

        Raises:
            GitError: There is no such branch, or that is no name of one.
        """
        return self._repository_at(self._base(base)[0])

    @property
    def staged_files(self) -> tuple[str, ...]:
        """The paths of the files that the next commit would change."""
        return self._git.files("diff", "--cached")

    def message_of_tag(self, tag: str) -> str | None:
        """Give the message of the commit that a tag is on; None where it is on no commit.

        Args:
            tag: The bare name of the tag.

        Raises:
            GitError: There is no such tag.
        """
        ref = self._checked(_TAGS, tag, "tag")
        if self._git.ask("rev-parse", "--verify", "--quiet", ref) is None:
            is_branch = self._has_commit(_BRANCHES + tag)
            way_out = (
                "give that branch as --branch" if is_branch else f"make it (git tag {tag}), or fetch it (git fetch)"
            )
            msg = f"there is no tag {shown(tag)} here{', only a branch of that name' * is_branch}: {way_out}"
            raise GitError(msg)
        return self._message(ref) if self._has_commit(ref) else None

    def push(
        self, branch: str, commits: str | None = None, *, staged: bool = False, most_commits: int | None = None
    ) -> Change | None:
        """Tell what a push of what is checked out would carry; None where there is nothing to push.

        Args:
            branch: The branch that it is pushed to.
            commits: The commits, as `A..B`. Default: those that the remote does not have on that branch, and where it
                has no such branch, those that it has on none.
            staged: Whether what is staged is committed before.
            most_commits: How many commits the git host names the files of, the newest ones. Default: of all.

        Raises:
            GitError: There is no such commit, or none at all.
        """
        pushed = f"{_REMOTES}{self._remote}/{self._checked(_BRANCHES, branch, 'branch').removeprefix(_BRANCHES)}"
        is_new = commits is None and (self._remote is None or not self._has_commit(pushed))
        is_forced = (
            not is_new and commits is None and self._git.ask("merge-base", "--is-ancestor", pushed, _HEAD) is None
        )
        more = self.staged_files if staged else ()
        if commits is None and not self._has_commit(_HEAD):
            if more:
                return Change(more, None, is_new=is_new)
            msg = f"{branch} has no commit yet: commit first, or stage files and give --staged"
            raise GitError(msg)
        if commits is not None:
            revisions: tuple[str, ...] = ("--end-of-options", commits)
        elif is_new:
            revisions = (_HEAD, "--not", "--remotes" if self._remote is None else f"--remotes={self._remote}")
        else:
            revisions = (f"{pushed}..{_HEAD}",)
        found = self._of_commits(revisions, _end(commits), most_commits, more)
        if not (found.has_commits or is_new):
            return None
        return replace(found, is_new=is_new, is_forced=is_forced)

    def pull_request(self, base: str, commits: str | None = None, *, staged: bool = False) -> Change | None:
        """Tell what a pull request of what is checked out would carry; None where there is nothing to merge.

        Args:
            base: The branch that it is to be merged into.
            commits: The commits, as `A..B`, of which the last is the newest one of the pull request. Default: all.
            staged: Whether what is staged is committed before.

        Raises:
            GitError: There is no such branch.
        """
        _, into = self._base(base)
        head = self._git.tell("rev-parse", "--verify", "--end-of-options", f"{_end(commits)}^{{commit}}").split()[-1]
        if staged:
            begin = self._git.tell("merge-base", into, head).strip()
            files = self._git.files("diff", "--cached", begin)
            return Change(files, None) if files else None
        if self._git.ask("merge-base", "--is-ancestor", head, into) is not None:
            return None
        return Change(self._git.files("diff", f"{into}...{head}"), self._message(head))

    def _of_commits(self, revisions: tuple[str, ...], head: str, most: int | None, more: tuple[str, ...]) -> Change:
        count = int(self._git.tell("rev-list", "--count", *revisions, "--"))
        limit = () if most is None else (f"--max-count={most}",)
        order = ("--format=", "--diff-merges=first-parent", "--reverse", *limit)
        files = dict.fromkeys((*self._git.files("log", *order, *revisions), *more))
        has_all = most is None or count + bool(more) <= most
        message = None if more else self._message(head)
        return Change(tuple(files), message, has_commits=bool(count or more), has_all_files=has_all)

    def _message(self, revision: str) -> str:
        return self._git.tell("log", "-1", "--format=%B", "--end-of-options", revision, "--").strip()

    def _has_commit(self, revision: str) -> bool:
        return self._git.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None

    def _checked(self, beginning: str, name: str, noun: str) -> str:
        """Give a ref by its bare name; git would take an expression for a revision, too."""
        if self._git.ask("check-ref-format", beginning + name) is None:
            msg = (
                f"{shown(name)} is no name of a {noun}: give the bare name, such as {'v1' if noun == 'tag' else 'main'}"
            )
            raise GitError(msg)
        return beginning + name

    def _base(self, base: str) -> tuple[str | None, str]:
        """Find the branch that is merged into: the remote that has it, and its ref here."""
        local = self._checked(_BRANCHES, base, "branch")
        remotes = dict.fromkeys(filter(None, (_UPSTREAM, self._remote)))
        for remote in remotes:
            ref = f"{_REMOTES}{remote}/{base}"
            if self._has_commit(ref):
                return remote, ref
        if not self._has_commit(local):
            msg = f"there is no branch {shown(base)} here to merge into: fetch it (git fetch), or give another --base"
            raise GitError(msg)
        return self._remote, local

    def _chosen_remote(self, named: str | None) -> str | None:
        names = self._git.tell("remote").splitlines()
        if named is not None and named not in names:
            others = ", ".join(map(shown, names)) or "none at all"
            msg = f"there is no remote {shown(named)} here, there is {others}: give another --remote"
            raise GitError(msg)
        keys = (f"branch.{self.branch}.pushRemote", "remote.pushDefault", f"branch.{self.branch}.remote")
        wanted = (self._git.ask("config", "--get", key) for key in keys)
        # An address may stand where a name does, and a dot for this repository.
        known = (name for name in (*wanted, *(names if len(names) == 1 else ()), "origin") if name in names)
        return named or next(known, None)

    def _repository_at(self, remote: str | None) -> Repository | None:
        address = None if remote is None else self._git.ask("remote", "get-url", "--push", remote)
        return Repository.parse(address or "")


def _end(commits: str | None) -> str:
    """Give the revision that a range ends with."""
    if commits is None:
        return _HEAD
    _, dots, end = commits.rpartition("..")
    if not dots:
        msg = f"{shown(commits)} is no range of commits: give it as A..B, such as HEAD~1..HEAD"
        raise GitError(msg)
    return end or _HEAD
