"""The options that give values to the parameters of templates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.template_files.text_file import EncodingError, decoded

__all__ = ["given_parameters", "parameter_options"]

_FORMS = 'lines of Key=Value, or JSON as the AWS CLI reads it: [{"ParameterKey": ..., "ParameterValue": ...}]'

parameter_options = (
    click.option(
        "--parameter",
        "parameters",
        metavar="NAME=VALUE",
        multiple=True,
        help="The value of a parameter of the templates (repeatable). Default: its allowed values, or "
        "else its default.",
    ),
    click.option(
        "--parameters-file",
        "parameter_files",
        metavar="FILE",
        multiple=True,
        help="Values of parameters: lines of NAME=VALUE, or JSON as the AWS CLI reads it.",
    ),
)
"""What the parameters of templates are given."""


def given_parameters(parameters: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    """Return the values that parameters are given; one that is named outright counts more than one in a file.

    Args:
        parameters: The values of `--parameter`.
        files: Those of `--parameters-file`.

    Raises:
        click.BadParameter: One of them has another form.
    """
    found: dict[str, str] = {}
    for name in files:
        found.update(_in_file(name))
    for each in parameters:
        name, equals, value = each.partition("=")
        if not name or not equals:
            msg = f"got {shown(each)}: write NAME=VALUE, such as Branch=main"
            raise click.BadParameter(msg, param_hint="--parameter")
        found[name] = value
    return found


def _in_file(name: str) -> dict[str, str]:
    try:
        return _read(decoded(read_input(name)))
    except (EncodingError, InputFileError) as error:
        msg = f"{shown(name)}: {error}"
        raise click.BadParameter(msg, param_hint="--parameters-file") from None


def _read(text: str) -> dict[str, str]:
    """Read the text of a file of parameters.

    Raises:
        InputFileError: It has another form.
    """
    if text.lstrip()[:1] not in {"[", "{"}:
        return dict(_of_lines(text))
    try:
        written = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"it is no JSON, and lines of Key=Value begin otherwise: {error}"
        raise InputFileError(msg) from None
    if isinstance(written, list):
        pairs = [pair for each in written for pair in _listed(each)]
    else:
        pairs = list(as_mapping(written.get("Parameters", written)).items())
    return {_text(name): _text(value) for name, value in pairs}


def _listed(written: Any) -> Iterator[tuple[Any, Any]]:
    """Read one of a list: an object, or a text such as `Branch=main`. What stays as it is deployed is not given."""
    if isinstance(written, str):
        yield from _of_lines(written)
    elif as_mapping(written).get("UsePreviousValue") is not True:
        yield as_mapping(written).get("ParameterKey"), as_mapping(written).get("ParameterValue")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        msg = f"expected {_FORMS}, got {shown(value)} where a text belongs"
        raise InputFileError(msg)
    return value


def _of_lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.strip().partition("=")
        if name.startswith("#") or not (name or equals):
            continue
        if not equals or not name:
            msg = f"line {number}: expected {_FORMS}"
            raise InputFileError(msg)
        yield name.strip(), value.strip()
