"""What `webhook-constructs.toml` or `pyproject.toml` says of findings."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.values.arguments import printable, shown
from webhook_constructs.lint.selection import Selection, SelectionError, Suppression
from webhook_constructs.template_files.text_file import decoded

__all__ = ["FAIL_ON", "Configuration", "ConfigurationError", "read_configuration"]

FAIL_ON = ("error", "warning", "info", "never")
"""From which severity on findings make the command fail."""

_OWN_FILE, _SHARED_FILE = "webhook-constructs.toml", "pyproject.toml"
_TABLE = "webhook-constructs"
_MEMBERS = ("fail-on", "ignore", "select", "suppress")


class ConfigurationError(WebhookConstructsError):
    """The configuration cannot be used; the text names the file and the member."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is wanted of the findings.

    Attributes:
        selection: Which are wanted. Default: all.
        fail_on: From which severity on they make the command fail. Default: errors do.
    """

    selection: Selection = field(default_factory=Selection)
    fail_on: str = "error"


def read_configuration(folder: Path, file: Path | None = None) -> Configuration:
    """Read the nearest `webhook-constructs.toml`, or table `tool.webhook-constructs` of a `pyproject.toml`.

    In one folder, our own file counts.

    Args:
        folder: The folder that it is looked for in, and then in those above it.
        file: The file to read instead. One that is called `pyproject.toml` has the table, another one is ours.

    Raises:
        ConfigurationError: The file cannot be read, or says what cannot be.
    """
    if file is not None:
        written = _read(file)
        if written is None:
            msg = f"{printable(str(file))}: it has no table tool.{_TABLE}"
            raise ConfigurationError(msg)
        return written
    try:
        here = Path(os.path.realpath(folder))
    except FileNotFoundError:  # the folder that the process is in was deleted
        return Configuration()
    paths = [each / name for each in (here, *here.parents) for name in (_OWN_FILE, _SHARED_FILE)]
    existing = (each for each in paths if os.path.isfile(each))  # noqa: PTH113 - is_file may raise
    return next((found for found in map(_read, existing) if found is not None), Configuration())


def _read(path: Path) -> Configuration | None:
    """Read a file; None where it is shared and does not have our table."""
    try:
        written = tomllib.loads(decoded(path.read_bytes()))
    except (OSError, RecursionError, ValueError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else error
        msg = f"{printable(str(path))}: it cannot be read: {why}"
        raise ConfigurationError(msg) from None
    if path.name != _SHARED_FILE:
        return _checked(written, printable(str(path)))
    tool = written.get("tool", {})
    if not isinstance(tool, dict):
        msg = f"{printable(str(path))}: tool: expected a table, got {shown(tool)}"
        raise ConfigurationError(msg)
    return _checked(tool[_TABLE], f"{printable(str(path))}: tool.{_TABLE}") if _TABLE in tool else None


def _checked(written: Any, place: str) -> Configuration:
    try:
        return _configuration(written)
    except SelectionError as error:
        msg = f"{place}: {error}"
        raise ConfigurationError(msg) from None


def _configuration(written: Any) -> Configuration:
    if not isinstance(written, dict):
        msg = f"expected a table, got {shown(written)}"
        raise SelectionError(msg)
    for name in written:
        if name not in _MEMBERS:
            msg = f"unknown key, got {shown(name)}, allowed are {', '.join(_MEMBERS)}"
            raise SelectionError(msg)
    fail_on = written.get("fail-on", "error")
    if fail_on not in FAIL_ON:
        msg = f"fail-on: expected one of {', '.join(FAIL_ON)}, got {shown(fail_on)}"
        raise SelectionError(msg)
    suppressions = tuple(
        Suppression.parse(each, "subjects", place=f"suppress[{index}]: ")
        for index, each in enumerate(_list(written, "suppress", dict))
    )
    return Configuration(
        Selection(tuple(_list(written, "select", str)), tuple(_list(written, "ignore", str)), suppressions), fail_on
    )


def _list(written: dict[str, Any], name: str, kind: type) -> list[Any]:
    value = written.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
        msg = f"{name}: expected a list of {'tables' if kind is dict else 'texts'}, got {shown(value)}"
        raise SelectionError(msg)
    return value
