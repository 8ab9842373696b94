"""Git, asked so that nobody's settings and environment change what it answers."""

from __future__ import annotations

import os
import subprocess
from functools import cached_property
from typing import TYPE_CHECKING

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.one_line import one_line

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["GitCommand", "GitError"]

_SETTINGS = {
    "core.fsmonitor": "false",
    "diff.orderFile": "/dev/null",
    "diff.relative": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
_FILES = ("--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "-z")
# Where settings are, too: a container may have to say there that the folder is safe.
_KEPT = frozenset({"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"})


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

    def tell(self, *arguments: str) -> str:
        """Return what git says.

        Args:
            arguments: The subcommand and its arguments.

        Raises:
            GitError: It fails, or there is no git.
        """
        done = self._run(arguments)
        if done.returncode != 0:
            said = (done.stderr.strip().splitlines() or ["no reason"])[0]
            msg = f"git {arguments[0]} failed in {one_line(self._folder)}: {one_line(said)}"
            raise GitError(msg)
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """Return what git says, without the blanks around it; None where it says no.

        Args:
            arguments: The subcommand and its arguments.

        Raises:
            GitError: There is no git.
        """
        done = self._run(arguments)
        return done.stdout.strip() if done.returncode == 0 else None

    def files(self, subcommand: str, *arguments: str) -> tuple[str, ...]:
        """Return the paths of changed files, each once; of a renamed one both.

        Args:
            subcommand: `diff` or `log`.
            arguments: What is compared.

        Raises:
            GitError: It fails, or there is no git.
        """
        listed = self.tell(subcommand, *_FILES, *arguments, "--")
        return tuple(dict.fromkeys(filter(None, listed.split("\0"))))

    def _run(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        settings = (part for setting in _SETTINGS.items() for part in ("-c", "=".join(setting)))
        return self._start(["--no-replace-objects", *settings, "-C", self._folder, *arguments], self._environment)

    @cached_property
    def _environment(self) -> dict[str, str]:
        """The environment without the variables that lead to another repository, as hooks of git have them."""
        own = set(self._start(["rev-parse", "--local-env-vars"], dict(os.environ)).stdout.split()) - _KEPT
        kept = {name: value for name, value in os.environ.items() if name not in own}
        return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}

    def _start(self, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(  # noqa: S603 - no shell, and options cannot be passed for revisions
                ["git", *arguments],  # noqa: S607 - git is where the PATH says
                env=environment,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except FileNotFoundError:
            msg = "git is not installed, or not on the PATH: install it, or use explain with a payload"
            raise GitError(msg) from None
        except (OSError, ValueError) as error:
            msg = f"git cannot be asked about {one_line(self._folder)}: {error}"
            raise GitError(msg) from None
