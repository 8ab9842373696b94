"""The git repository that a command is run in: what a push of it would tell CodeBuild."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.arguments import shown

from .git_command import GitCommand, GitError

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
            GitError: There is no git, no repository in whose work tree the folder is, or no such remote.
        """
        self._git = GitCommand(folder)
        self._git.check_folder()
        self._remotes = [name for name in self._git.tell("remote").split("\n") if name]
        self._remote = self._chosen_remote(remote)

    @property
    def branch(self) -> str | None:
        """The branch that is checked out; None where there is none."""
        ref = self._git.ask("symbolic-ref", "--quiet", _HEAD) or ""
        return ref.removeprefix(_BRANCHES) if ref.startswith(_BRANCHES) else None

    @property
    def remote_name(self) -> str | None:
        """The name of the remote that a push goes to; None if there is none."""
        return self._remote

    @property
    def remote(self) -> Repository | None:
        """The repository at the git host that a push goes to; None where it is not known."""
        return self._repository_at(self._remote)

    def base_remote_name(self, base: str) -> str | None:
        """Return the name of the remote that a pull request is opened at; None if there is none.

        Args:
            base: The branch that it is to be merged into.

        Raises:
            GitError: There is no such branch, or that is no name of one.
        """
        return self._base(base)[0]

    def base_repository(self, base: str) -> Repository | None:
        """Return the repository at the git host that a pull request is opened in; None where it is not known.

        Args:
            base: The branch that it is to be merged into.

        Raises:
            GitError: There is no such branch, or that is no name of one.
        """
        return self._repository_at(self.base_remote_name(base))

    @property
    def staged_files(self) -> tuple[str, ...]:
        """The paths of the files that the next commit would change."""
        return self._git.files("diff", "--cached")

    def message_of_tag(self, tag: str) -> str | None:
        """Return the message of the commit that a tag is on; None where it is on no commit.

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
        self,
        branch: str,
        commits: str | None = None,
        *,
        staged: bool = False,
        files: tuple[str, ...] | None = None,
        most_commits: int | None = None,
    ) -> Change | None:
        """Return what a push of the checked-out commit would carry; None where there is nothing to push.

        Args:
            branch: The branch that it is pushed to.
            commits: The commits, as `A..B`. Default: those that the remote does not have on that branch, and where it
                has no such branch, those that it has on none.
            staged: Whether what is staged is committed before.
            files: The paths of the changed files, for which neither commits nor staged files are read then. Default:
                those of the commits, and of what is staged.
            most_commits: How many commits the git host names the files of, the newest ones. Default: of all.

        Raises:
            GitError: There is no such commit, or none at all, or the clone does not have what tells the files.
        """
        pushed = f"{_REMOTES}{self._remote}/{self._checked(_BRANCHES, branch, 'branch').removeprefix(_BRANCHES)}"
        has_head = self._has_commit(_HEAD)
        is_new = commits is None and (self._remote is None or not self._has_commit(pushed))
        more = self.staged_files if staged and files is None else ()
        has_staged = bool(more) or (staged and files is not None)
        if commits is None and not has_head:
            if has_staged:
                return Change(more if files is None else files, None, is_new=is_new)
            msg = f"{branch} has no commit yet: commit first, or stage files and give --staged"
            raise GitError(msg)
        begin, end = (pushed, _HEAD) if commits is None else _ends(commits)
        if commits is not None:
            revisions: tuple[str, ...] = ("--end-of-options", commits)
        elif is_new:
            revisions = (_HEAD, "--not", "--remotes" if self._remote is None else f"--remotes={self._remote}")
        else:
            revisions = (f"{begin}..{end}",)
        count = int(self._git.tell("rev-list", "--count", *revisions, "--"))
        if not (count or has_staged or is_new):
            return None
        has_all_files = True
        if files is None:
            self._git.check_history(*(revisions if is_new else ("--end-of-options", f"{begin}...{end}")))
            files = tuple(dict.fromkeys((*self._files_of(revisions, most_commits), *more)))
            has_all_files = most_commits is None or count + bool(more) <= most_commits
        return Change(
            files,
            None if has_staged else self._message(end),
            has_commits=bool(count or has_staged),
            has_all_files=has_all_files,
            is_new=is_new,
            is_forced=not is_new and commits is None and not self._is_ancestor(begin, end),
        )

    def pull_request(
        self, base: str, commits: str | None = None, *, staged: bool = False, files: tuple[str, ...] | None = None
    ) -> Change | None:
        """Return what a pull request of the checked-out commit would carry; None where there is nothing to merge.

        Args:
            base: The branch that it is to be merged into.
            commits: The commits, as `A..B`, of which the last is the newest one of the pull request. Default: all.
            staged: Whether what is staged is committed before.
            files: The paths of the changed files, for which no commit is read then. Default: those of the commits.

        Raises:
            GitError: There is no such branch, or the clone does not have what tells the files.
        """
        _, into = self._base(base)
        end = _HEAD if commits is None else _ends(commits)[1]
        head = self._git.tell("rev-parse", "--verify", "--end-of-options", f"{end}^{{commit}}").split()[-1]
        if not staged and self._is_ancestor(head, into):
            return None
        if files is None:
            self._git.check_history(f"{into}...{head}")
            begin = self._git.ask("merge-base", into, head)
            if begin is None:
                msg = f"{shown(base)} has no commit in common with what would be merged: give another --base"
                raise GitError(msg)
            files = self._git.files("diff", *(("--cached", begin) if staged else (begin, head)))
            if staged and not files:
                return None
        return Change(files, None if staged else self._message(head))

    def _files_of(self, revisions: tuple[str, ...], most: int | None) -> tuple[str, ...]:
        limit = () if most is None else (f"--max-count={most}",)
        return self._git.files("log", "--format=", "--diff-merges=first-parent", "--reverse", *limit, *revisions)

    def _is_ancestor(self, older: str, newer: str) -> bool:
        return self._git.ask("merge-base", "--is-ancestor", "--end-of-options", older, newer) is not None

    def _message(self, revision: str) -> str:
        return self._git.tell("log", "-1", "--format=%B", "--end-of-options", revision, "--").strip()

    def _has_commit(self, ref: str) -> bool:
        """Check whether a ref is there, and of a commit; what it is of may be missing, which is an error."""
        found = self._git.ask("rev-parse", "--verify", "--quiet", ref)
        return found is not None and self._git.tell("cat-file", "-t", f"{found}^{{}}").strip() == "commit"

    def _checked(self, beginning: str, name: str, noun: str) -> str:
        """Return a ref by its bare name; git would take an expression for a revision, too."""
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
        names = self._remotes
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
        # Branches of a remote can be here without the remote.
        address = self._git.ask("remote", "get-url", "--push", remote) if remote in self._remotes else None
        return Repository.parse(address or "")


def _ends(commits: str) -> tuple[str, str]:
    """Return the revisions that a range begins and ends with."""
    begin, dots, end = commits.rpartition("..")
    if not dots:
        msg = f"{shown(commits)} is no range of commits: give it as A..B, such as HEAD~1..HEAD"
        raise GitError(msg)
    return begin.removesuffix(".") or _HEAD, end or _HEAD
