"""The templates that a command is given: a file, or a folder such as `cdk.out`."""

from __future__ import annotations

import contextlib
import json
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.template_webhooks import template_webhooks

from .output import error_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webhook_constructs.core.template_webhooks import TemplateWebhook

__all__ = ["PlacedWebhook", "TemplateError", "read_webhooks"]

_MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"
_ASSETS = "cdk:asset-manifest"
_NAMED_BY = {_STACK: "templateFile", _ASSETS: "file", "cdk:cloud-assembly": "directoryName"}
_NESTED = ".nested.template.json"


class TemplateError(WebhookConstructsError):
    """A template or a cloud assembly cannot be read; the text names the file."""


@dataclass(frozen=True, slots=True)
class PlacedWebhook:
    """A webhook, and the template that describes it.

    Attributes:
        template: The file.
        webhook: The webhook.
    """

    template: Path
    webhook: TemplateWebhook


def read_webhooks(path: Path) -> list[PlacedWebhook]:
    """Find the webhooks of a template, or of all templates of a folder.

    A folder that the CDK has written (a cloud assembly) is read as its manifest says: with its stages and nested
    stacks, and without what an earlier synthesis has left there. In another folder, each `*.json` file that is a
    template counts, and one that cannot be read is told on the standard error.

    Args:
        path: The file or folder.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    if not _is_folder(path):
        return _webhooks(path, _template(path))
    has_manifest = (path / _MANIFEST).is_file()
    templates = list(_of_assembly(path).items() if has_manifest else _of_folder(path))
    if not templates:
        msg = f"{path} holds no template: name a template, or the folder that cdk synth writes (cdk.out)"
        raise TemplateError(msg)
    return [webhook for each, body in templates for webhook in _webhooks(each, body)]


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        msg = f"{path} does not exist: synthesise the app first (cdk synth), or name a template"
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {_why(error)}"
    raise TemplateError(msg)


def _of_folder(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(each for each in folder.rglob("*.json") if each.is_file()):
        try:
            body = _read(path)
        except TemplateError as error:
            click.echo(f"webhook-constructs: not looked at: {error_text(error)}", err=True)
            continue
        if _is_template(body):
            yield path, body


def _webhooks(path: Path, template: dict[str, Any]) -> list[PlacedWebhook]:
    return [PlacedWebhook(path, webhook) for webhook in template_webhooks(template)]


def _of_assembly(folder: Path) -> dict[Path, dict[str, Any]]:
    """Give the templates that a manifest names, those of nested stacks among its assets, and those of its stages."""
    found: dict[Path, dict[str, Any]] = {}
    seen, pending = set(), [folder]
    while pending:
        within = pending.pop(0)
        real = _resolved(within)
        if real in seen:
            continue
        seen.add(real)
        for kind, name in _artifacts(within / _MANIFEST):
            if kind == _STACK:
                found[within / name] = _template(within / name)
            elif kind == _ASSETS:
                found |= {within / each: _template(within / each) for each in _nested_stacks(within / name)}
            else:
                pending.append(within / name)
    return found


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, ValueError) as error:
        msg = f"{folder} cannot be read: {_why(error)}"
        raise TemplateError(msg) from None


def _artifacts(manifest: Path) -> list[tuple[str, str]]:
    """Give the artifacts that lead to templates: the type, and the name of the file or folder."""
    with _expecting(manifest, "manifest of a cloud assembly"):
        found = [each for each in _read(manifest)["artifacts"].values() if each["type"] in _NAMED_BY]
        return [(each["type"], str(each["properties"][_NAMED_BY[each["type"]]])) for each in found]


def _nested_stacks(assets: Path) -> list[str]:
    with _expecting(assets, "manifest of assets"):
        sources = [each.get("source", {}) for each in _read(assets).get("files", {}).values()]
        paths = [str(source["path"]) for source in sources if "path" in source]  # an executable makes the others
        return [path for path in paths if path.endswith(_NESTED)]


@contextlib.contextmanager
def _expecting(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError):
        msg = f"{path} is no {what}: synthesise the app again (cdk synth)"
        raise TemplateError(msg) from None


def _template(path: Path) -> dict[str, Any]:
    template = _read(path)
    if not _is_template(template):
        msg = f"{path} is no CloudFormation template: it has no Resources"
        raise TemplateError(msg)
    found: dict[str, Any] = template
    return found


def _is_template(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("Resources"), dict)


def _read(path: Path) -> Any:
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {_why(error)}"
        raise TemplateError(msg) from None
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        msg = f"{path} is no text in UTF-8: name a template in JSON"
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        msg = f"{path} is no JSON{where}: name a template in JSON (cdk synth writes it to cdk.out)"
    raise TemplateError(msg)


def _why(error: OSError | ValueError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "its name holds a NUL"
