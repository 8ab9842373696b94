"""Paths as arguments of the commands."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["path_argument"]


def path_argument(value: str | Path) -> Path:
    """Take a path. Nothing is asked of it yet: who reads it says what is wrong with it, and goes on with the rest.

    Args:
        value: What was written.

    Raises:
        click.BadParameter: It is empty, which would mean the folder that the process is in.
    """
    if value == "":
        msg = "a path is empty: name a file or folder, or write . for this folder"
        raise click.BadParameter(msg)
    return Path(value)
