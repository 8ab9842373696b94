"""Git, asked so that no setting and no variable changes what it answers, that no program runs and that nothing is sent.

A repository is not trusted: its settings can name programs for git to run. The commands used here read commits,
trees, the index, refs and settings. The options and variables below switch off all that such a command can start: the
monitor of files, hooks, pagers, converters, the check of signatures, and the download of missing objects, which is the
way to transports, proxies and helpers. The content of a file is read as git has stored it, so the filters of
`.gitattributes` do not matter.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.values.arguments import one_line, printable

__all__ = ["GitCommand", "GitError"]

_SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "diff.orderFile": "/dev/null",
    "diff.relative": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    # A folder of a clone can be a repository of its own, with settings that nobody has looked at.
    "safe.bareRepository": "explicit",
}
_OPTIONS = ("--no-pager", "--no-replace-objects")
_FILES = ("--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "-z")
_VARIABLES = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "",  # what is left of a download where git does not know the next one
    "GIT_NO_LAZY_FETCH": "1",  # since 2.45, and in the last releases of 2.39 to 2.44
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
}
# Settings of whoever runs the command, such as that a folder is safe, and where git itself is. All other variables of
# git lead to another repository, as in hooks, or change what git prints or runs.
_KEPT = re.compile(r"GIT_(CONFIG_.+|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)")
_OBJECT = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
# A header of a commit; the lines of its message are indented, and only a newline ends a line.
_PARENT = re.compile(r"^parent ([0-9a-f]+)$", re.MULTILINE)
# The first line of a tag or commit: the object that it leads to.
_LEADS_TO = re.compile(r"(?:object|tree) ([0-9a-f]+)\n")
_STEPS = re.compile(r"[~^@:]")
_PROGRAM = "git.exe" if os.name == "nt" else "git"
# How the first line begins, and the line with the way out, where another user owns a repository. What comes later in
# the text of another error can be a value of the repository's settings, line ends included.
_NOT_TRUSTED = ("fatal: detected dubious ownership", "fatal: unsafe repository")
_NO_REPOSITORY = "fatal: not a git repository (or any "  # and not one whose .git leads nowhere
_SAFE = "git config --global --add safe.directory"
_FILES_WAY_OUT = ", or name the changed files (--files)"


class GitError(WebhookConstructsError):
    """The repository does not say what is asked of it; the text says what to give instead."""


class GitCommand:
    """Git in one folder."""

    def __init__(self, folder: Path) -> None:
        """Ask in a folder.

        Args:
            folder: A folder in the work tree.
        """
        self._folder = str(folder)

    def check_folder(self) -> None:
        """Raise an error unless the folder is in a work tree that git trusts.

        Raises:
            GitError: It is not, or there is no git.
        """
        git_folder = Path(self.tell("rev-parse", "--absolute-git-dir").removesuffix("\n"))
        # Git before 2.38 does not know safe.bareRepository, and --is-inside-git-dir is what core.worktree makes of it.
        if Path(self._folder).resolve().is_relative_to(git_folder.resolve()):
            raise self._bare()

    def tell(self, *arguments: str) -> str:
        """Return what git says.

        Args:
            arguments: The subcommand and its arguments.

        Raises:
            GitError: It fails, or there is no git.
        """
        return self._told(arguments)

    def ask(self, *arguments: str) -> str | None:
        """Return what git says, without the blanks around it; None where it says no.

        Args:
            arguments: The subcommand and its arguments.

        Raises:
            GitError: It fails for another reason, or there is no git.
        """
        done = self._run(arguments)
        if done.returncode == 0:
            return done.stdout.strip()
        # Some subcommands answer "no" and complain where they could not read what they were asked about.
        if done.returncode != 1 or _complaint(done.stderr):
            raise self._failed(arguments, done.stderr)
        return None

    def files(self, subcommand: str, *arguments: str) -> tuple[str, ...]:
        """Return the paths of changed files, each once; of a renamed one both.

        Args:
            subcommand: `diff` or `log`.
            arguments: What is compared.

        Raises:
            GitError: It fails, or there is no git.
        """
        listed = self._told((subcommand, *_FILES, *arguments, "--"), _FILES_WAY_OUT)
        return tuple(dict.fromkeys(filter(None, listed.split("\0"))))

    def sizes(self, objects: Sequence[str]) -> list[int]:
        """Return how many bytes the contents of files have.

        Args:
            objects: The names of the objects.

        Raises:
            GitError: One of them is missing, or there is no git.
        """
        said = self._batch("--batch-check=%(objectname) %(objectsize)", objects).decode().split("\n")
        found = [each.split(" ") for each in said if each]
        for name, size in found:
            if size == "missing":
                what = f"object {name}"
                raise self._missing(what)
        return [int(size) for _, size in found]

    def contents(self, objects: Sequence[str]) -> Iterator[bytes]:
        """Return the contents of files, as git has stored them.

        Args:
            objects: The names of the objects, none of which is missing.

        Raises:
            GitError: There is no git.
        """
        said = self._batch("--batch=%(objectsize)", objects)
        at = 0
        for _ in objects:
            end = said.index(b"\n", at)
            at = end + 1 + int(said[at:end]) + 1
            yield said[end + 1 : at - 1]

    def _batch(self, form: str, objects: Sequence[str]) -> bytes:
        arguments = ("cat-file", form)
        done = self._ran(arguments, "".join(f"{each}\n" for each in objects).encode())
        if done.returncode != 0:
            raise self._failed(arguments, done.stderr.decode(errors="replace"))
        return done.stdout

    def check_history(self, *revisions: str) -> None:
        """Raise an error where a shallow clone ends within some commits.

        Git takes the last commit that such a clone has for the first one of all, which adds every file.

        Args:
            revisions: The commits.

        Raises:
            GitError: A commit is the last one of the clone, and no first one.
        """
        # The raw format shows the parents of the commit, whether or not the clone has them.
        roots = self._told(("log", "--max-parents=0", "--format=raw", *revisions, "--"), _FILES_WAY_OUT)
        parents = _PARENT.findall(roots)
        if parents:
            others = f" and {len(parents) - 1} more" if len(parents) > 1 else ""
            what = f"commit {parents[0]}{others}"
            raise self._missing(what, _FILES_WAY_OUT)

    def _told(self, arguments: tuple[str, ...], or_else: str = "") -> str:
        done = self._run(arguments)
        if done.returncode != 0:
            raise self._failed(arguments, done.stderr, or_else)
        return done.stdout

    def _failed(self, arguments: tuple[str, ...], stderr: str, or_else: str = "") -> GitError:
        lines = [line.strip() for line in stderr.split("\n")]
        advised = next((line for line in lines if line.startswith(_SAFE)), None)
        if advised is not None and lines[0].startswith(_NOT_TRUSTED):
            where = one_line(self._folder)
            return GitError(f"git does not trust {where}: another user owns it. If you trust it: {printable(advised)}")
        if any("safe.bareRepository" in line for line in lines):
            return self._bare()
        complaint = _complaint(stderr)
        names = (*_OBJECT.findall(stderr), *_named_last(complaint or ""))
        absent = next(filter(None, map(self._absent_object, names)), None)
        if absent is not None:
            return self._missing(f"object {absent}", or_else)
        if any(
            line.startswith("fatal: transport ") for line in lines
        ):  # git was killed before it could name the object
            return self._missing("an object that the answer depends on", or_else)
        if complaint is not None and complaint.startswith(_NO_REPOSITORY):
            return GitError(f"{one_line(self._folder)} is in no git repository: run the command in a clone")
        said = complaint or "no reason given"
        way_out = "; it is a shallow clone: run git fetch --unshallow" if self.is_shallow else ""
        return GitError(f"git {arguments[0]} failed in {one_line(self._folder)}: {one_line(said)}{way_out}")

    def _bare(self) -> GitError:
        return GitError(
            f"{one_line(self._folder)} is inside a git directory or a bare repository, which is not read: one that is "
            "embedded in a clone can name programs for git to run. Give a folder of a work tree (-C)"
        )

    def _missing(self, what: str, or_else: str = "") -> GitError:
        if self.is_shallow:
            kind, way_out = "it is a shallow clone", f"run git fetch --unshallow{or_else}"
        elif self._is_partial:
            kind, way_out = "it is a partial clone", f"run git fetch --refetch --no-filter{or_else}"
        else:
            kind, way_out = "nothing is fetched", "run git fetch, or git fsck if it ought to be there"
        return GitError(f"{one_line(self._folder)} does not have {what}; {kind}: {way_out}")

    def _absent_object(self, name: str) -> str | None:
        """Return the object that is missing at a name, or on the way from its tag to its tree; None if none is."""
        found = self._run(("rev-parse", "--verify", "--quiet", "--end-of-options", name))
        if found.returncode != 0:
            # Git does not count back past a commit that is missing, and names that commit when it walks there.
            walked = self._run(("rev-list", "--count", "--end-of-options", _STEPS.split(name)[0], "--"))
            return next((each for each in _OBJECT.findall(walked.stderr) if self._content(each) is None), None)
        following = found.stdout.split()[-1]
        while (content := self._content(following)) is not None:
            leads_to = _LEADS_TO.match(content)
            if leads_to is None:
                return None
            following = leads_to[1]
        return following

    def _content(self, name: str) -> str | None:
        done = self._run(("cat-file", "-p", name))
        return done.stdout if done.returncode == 0 else None

    @property
    def is_shallow(self) -> bool:
        """Whether the clone ends before the first commit."""
        return self._run(("rev-parse", "--is-shallow-repository")).stdout.strip() == "true"

    @property
    def _is_partial(self) -> bool:
        settings = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
        return self._run(("config", "--get-regexp", settings)).returncode == 0

    def _run(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        done = self._ran(arguments)
        # Decoded here: as text, the carriage returns of names and messages would become newlines.
        said = (each.decode(errors="replace") for each in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, *said)

    def _ran(self, arguments: tuple[str, ...], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        settings = (part for setting in _SETTINGS.items() for part in ("-c", "=".join(setting)))
        try:
            return subprocess.run(  # noqa: S603 - no shell, and options cannot be passed for revisions
                [self._program, *_OPTIONS, *settings, "-C", self._folder, *arguments],
                input=given,
                env=self._environment,
                capture_output=True,
                check=False,
            )
        except (OSError, ValueError) as error:
            msg = f"git cannot be asked about {one_line(self._folder)}: {error}"
            raise GitError(msg) from None

    @cached_property
    def _program(self) -> str:
        """The path of git.

        A relative folder of the PATH can be in the repository, and so can the folder that the process is in, where
        Windows looks first. Neither is looked in.
        """
        folders = (folder for folder in map(Path, os.get_exec_path()) if folder.is_absolute())
        found = next(filter(None, (shutil.which(str(folder / _PROGRAM)) for folder in folders)), None)
        if found is None:
            msg = "git is not installed, or not on the PATH: install it, or use explain with a payload"
            raise GitError(msg)
        return found

    @cached_property
    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)
        }
        return {**kept, **_VARIABLES}


def _complaint(stderr: str) -> str | None:
    """Return the first line that is more than a warning or a hint."""
    return next((line for line in stderr.split("\n") if line.startswith(("fatal: ", "error: "))), None)


def _named_last(complaint: str) -> list[str]:
    """Return the names that a complaint ends with, which are those that git could not follow."""
    last = complaint.rpartition(" ")[2].strip("'")
    return [each or "HEAD" for each in re.split(r"\.{2,3}", last)]
