"""Files of the local git repository as they were at a revision."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from webhook_constructs.core.values.arguments import shown

from .git_command import GitCommand, GitError

__all__ = ["RevisionFiles"]

_MOST_LINKS = 10
_MOST_AT_ONCE = 64 * 1024 * 1024
_FOLDER, _LINK, _SUBMODULE = "040000", "120000", "160000"


class _Entry(NamedTuple):
    """A member of a folder.

    Attributes:
        mode: What it is.
        name: Its object.
        path: Its path from the root of the repository.
    """

    mode: str
    name: str
    path: str


class RevisionFiles:
    """The files of a revision, written to a folder as far as they are asked for.

    Nothing of the work tree is touched. Symbolic links are followed inside of the repository, and not out of it.
    """

    def __init__(self, folder: Path, revision: str, into: Path) -> None:
        """Find the revision.

        Args:
            folder: A folder in the work tree of the repository.
            revision: The revision, as git names it.
            into: The folder to write to, which has the place of the root of the repository.

        Raises:
            GitError: There is no git, no repository, or no such revision.
        """
        self._git = GitCommand(folder)
        self._git.check_folder()
        self._into = into
        tree = self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
        if tree is None:
            way_out = "it is a shallow clone: run git fetch --unshallow" if self._git.is_shallow else "run git fetch"
            msg = f"there is no revision {shown(revision)} here: {way_out}, or name another one"
            raise GitError(msg)
        self._tree = tree.split()[-1]

    def path_from_root(self, written: str) -> str:
        """Return the path of something from the root of the repository.

        Args:
            written: The path as git takes it: from the root, or with `./` or `../` from the folder.

        Raises:
            GitError: It leads out of the repository.
        """
        path = written.replace(os.sep, "/")
        is_from_here = path.partition("/")[0] in {".", ".."}
        begin = self._git.tell("rev-parse", "--show-prefix").removesuffix("\n") if is_from_here else ""
        found = posixpath.normpath(posixpath.join(begin, path or "."))
        if _leads_out(found):
            msg = f"{shown(written)} leads out of the repository: a path counts from its root, and ./ from this folder"
            raise GitError(msg)
        return "" if found == "." else found

    def write(self, path: str, wanted: Callable[[Sequence[str]], Iterable[str]], most_bytes: int) -> bool:
        """Write a file, or the files below a folder.

        Args:
            path: The path from the root of the repository.
            wanted: Returns which of the files below a folder are wanted.
            most_bytes: How large a file may be; of a larger one, as many empty bytes are written.

        Returns:
            Whether there is such a file or folder.

        Raises:
            GitError: An object is missing.
        """
        found = self._followed(self._entry(path))
        if found is None:
            return False
        if found.mode != _FOLDER:
            self._write([found._replace(path=path)], most_bytes)
            return True
        (self._into / path).mkdir(parents=True, exist_ok=True)
        self._write([*self._below(found, path, wanted)], most_bytes)
        return True

    def _entry(self, path: str) -> _Entry | None:
        """Return a member of the tree; None if there is none."""
        if not path:
            return _Entry(_FOLDER, self._tree, path)
        above, _, name = path.rpartition("/")
        found = self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{self._tree}:{above}")
        tree = None if found is None else found.split()[-1]
        if tree is None or self._git.tell("cat-file", "-t", tree).strip() != "tree":
            return None
        return next((each for each in self._listed(tree, above) if each.path.rpartition("/")[2] == name), None)

    def _listed(self, tree: str, above: str, *options: str) -> Iterator[_Entry]:
        said = self._git.tell("ls-tree", "-z", "--full-tree", *options, "--end-of-options", tree)
        for line in said.split("\0"):
            attributes, _, path = line.partition("\t")
            if path:
                mode, _, name = attributes.split(" ")
                yield _Entry(mode, name, posixpath.join(above, path))

    def _followed(self, entry: _Entry | None) -> _Entry | None:
        """Return what a symbolic link leads to; None if that is nothing, or not in the repository."""
        for _ in range(_MOST_LINKS):
            if entry is None or entry.mode != _LINK:
                return entry
            (target,) = self._git.contents([entry.name])
            path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target.decode(errors="replace")))
            entry = None if _leads_out(path) else self._entry("" if path == "." else path)
        return None

    def _below(self, folder: _Entry, path: str, wanted: Callable[[Sequence[str]], Iterable[str]]) -> Iterator[_Entry]:
        there = {each.path: each for each in self._listed(folder.name, path, "-r") if _is_harmless(each.path)}
        for each in wanted(list(there)):
            found = self._followed(there[each])
            if found is not None and found.mode not in {_FOLDER, _SUBMODULE}:
                yield found._replace(path=each)

    def _write(self, entries: Sequence[_Entry], most_bytes: int) -> None:
        sizes = self._git.sizes([each.name for each in entries]) if entries else []
        batch: list[_Entry] = []
        left = _MOST_AT_ONCE
        for entry, size in zip(entries, sizes, strict=True):
            path = self._into / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if size > most_bytes:
                with path.open("wb") as file:
                    file.truncate(size)
                continue
            if batch and size > left:
                self._write_contents(batch)
                batch, left = [], _MOST_AT_ONCE
            batch.append(entry)
            left -= size
        self._write_contents(batch)

    def _write_contents(self, entries: Sequence[_Entry]) -> None:
        contents = self._git.contents([each.name for each in entries]) if entries else ()
        for entry, content in zip(entries, contents, strict=True):
            (self._into / entry.path).write_bytes(content)


def _leads_out(path: str) -> bool:
    return path == ".." or path.startswith(("../", "/"))


def _is_harmless(path: str) -> bool:
    """Check whether a path stays below the folder that it is written to, on every system."""
    return not any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in path.split("/"))
