"""A template in a file, in JSON or YAML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.cli.text_file import EncodingError, decoded
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.lint.findings.located_findings import Skipped

from .json_template import JsonTemplate
from .repeated_keys import repeated_key_notes
from .yaml_template import MOST_LEVELS, YamlError, YamlTemplate, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from webhook_constructs.lint.selection import Suppression

__all__ = ["MOST_BYTES", "NoTemplateError", "TemplateError", "TemplateFile", "read_document", "read_template", "reason"]

MOST_BYTES = 8 * 1024 * 1024
"""Eight times what CloudFormation takes, which is 1 MB, because what writes a template out may squeeze it later.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html [doc].
"""

_YAML = {".yaml", ".yml"}


class TemplateError(WebhookConstructsError):
    """A template or a cloud assembly cannot be read; the text names the file.

    Attributes:
        unread: The file, the place in it, and why.
    """

    def __init__(self, path: Path, why: str, line: int | None = None, column: int | None = None) -> None:
        """Name the file, and the place in it where that is known."""
        self.unread = Skipped(str(path), why, line, column)
        super().__init__(str(self.unread))


class NoTemplateError(TemplateError):
    """A file can be read, but is no template."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template.

    Attributes:
        path: The file.
        parsed: What is in it.
        environment: The account and region that it is deployed to, as a cloud assembly says. Default: not known.
        acknowledged: What its app has acknowledged. Default: nothing.
        real: The file that it really is, by which another template may name it. Default: what `path` says.
    """

    path: Path
    parsed: JsonTemplate | YamlTemplate
    environment: str | None = None
    acknowledged: tuple[Suppression, ...] = ()
    real: Path | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The template as `core.template_webhooks` takes it, with the short forms of YAML written out."""
        found: dict[str, Any] = self.parsed.body
        return found

    @property
    def repeated_key_notes(self) -> list[str]:
        """The notes on keys that an object has twice; the last one counts.

        CloudFormation reads YAML so: https://github.com/go-to-k/cdk-real-drift/issues/1074 [obs]. For JSON this is an
        assumption.
        """
        return repeated_key_notes(self.path, self.body, self.parsed.repeated_keys)

    def place(self, steps: Sequence[str | int]) -> tuple[int, int] | None:
        """Give the line and column, counted from 1, of a key or element, or of the last one there is on the way to it.

        Args:
            steps: The keys and indices that lead there.
        """
        return self.parsed.place(steps)


def read_template(
    path: Path, environment: str | None = None, acknowledged: tuple[Suppression, ...] = ()
) -> TemplateFile:
    """Read a template.

    Args:
        path: The file.
        environment: The account and region that it is deployed to. Default: not known.
        acknowledged: What its app has acknowledged. Default: nothing.

    Raises:
        NoTemplateError: The file is no template.
        TemplateError: It cannot be read.
    """
    parsed = read_document(path)
    if not isinstance(parsed.body, dict) or not isinstance(parsed.body.get("Resources"), dict):
        raise NoTemplateError(path, "it is no CloudFormation template: it has no Resources")
    return TemplateFile(path, parsed, environment, acknowledged)


def read_document(path: Path) -> JsonTemplate | YamlTemplate:
    """Read a file of JSON or YAML.

    Args:
        path: The file. What does not begin as JSON does and is not called `.json` is read as YAML.

    Raises:
        TemplateError: It cannot be read.
    """
    text = _text(path)
    try:
        parsed = _parsed(text, path)
    except json.JSONDecodeError as error:
        raise TemplateError(path, f"it is no JSON: {_spoken(error)}", error.lineno, error.colno) from None
    except RecursionError:
        raise TemplateError(path, f"it is nested more than {MOST_LEVELS} levels deep") from None
    except YamlError as error:
        raise TemplateError(path, error.why, error.line, error.column) from None
    except ValueError as error:  # such as a number of more digits than Python reads
        raise TemplateError(path, f"it is no JSON: {error}") from None
    if _is_too_deep(parsed.body):
        raise TemplateError(path, f"it is nested more than {MOST_LEVELS} levels deep")
    return parsed


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None
    if len(content) > MOST_BYTES:
        raise TemplateError(path, "it is bigger than 8 MB, and CloudFormation takes templates of up to 1 MB")
    try:
        return decoded(content)
    except EncodingError as error:
        raise TemplateError(path, f"it is no template in JSON or YAML: {error}") from None


def reason(error: OSError | ValueError) -> str:
    """Say why the system does not give a file."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "its name cannot be written as bytes" if isinstance(error, UnicodeError) else "its name holds a NUL"


def _parsed(text: str, path: Path) -> JsonTemplate | YamlTemplate:
    suffix = path.suffix.lower()
    if suffix == ".json" or (text.lstrip()[:1] in {"{", "["} and suffix not in _YAML):
        return JsonTemplate(text)
    return parse_yaml(text)


def _spoken(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _is_too_deep(body: Any) -> bool:
    level = [body]
    for _ in range(MOST_LEVELS):
        nested = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list)))
        level = [value for values in nested for value in values]
        if not level:
            return False
    return True
