"""A template in a file, in JSON or YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.lint.selection import Suppression
from webhook_constructs.templates.forms.file_form import FORMS, may_be_template, read_form
from webhook_constructs.templates.forms.form_reading import FormError
from webhook_constructs.templates.forms.terraform_file import other_file_of_terraform
from webhook_constructs.templates.places import json_pointer
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_error import NoTemplateError, TemplateError, require_template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .json_template import MOST_LEVELS, JsonTemplate, RepeatedKey
from .text_file import EncodingError, decoded
from .yaml_template import YamlTemplate

__all__ = ["MOST_BYTES", "TemplateFile", "notes_on", "read_document", "read_template", "reason"]

MOST_BYTES = 8 * 1024 * 1024
"""The most that is read of a template: eight times what CloudFormation takes, which is 1 MB.

What writes a template out may squeeze it later.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html [doc].
"""

_MEGABYTE = 1024 * 1024
_MOST_BYTES_OF_JSON = 64 * _MEGABYTE
"""What a plan of Terraform may have, which shows a resource up to four times. JSON is read in seconds up to that."""

_START = re.compile(rb"[ \t\r\n\0\xef\xbb\xbf\xff\xfe]*[{\[]")  # of JSON, in UTF-16 as well
_BEGINNING = 4_096
_MOST_NAMED = 5
_YAML = {".yaml", ".yml"}
_TOO_DEEP = f"it is nested more than {MOST_LEVELS} levels deep"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template in a file.

    Attributes:
        path: The file.
        parsed: What is in it.
        template: The template, with what its cloud assembly says of it.
        acknowledged: What its app has acknowledged. Default: nothing.
        unread: What in it may be a webhook and cannot be read. Default: nothing.
    """

    path: Path
    parsed: JsonTemplate | YamlTemplate
    template: Template
    acknowledged: tuple[Suppression, ...] = ()
    unread: tuple[Skipped, ...] = ()

    @property
    def body(self) -> Mapping[str, Any]:
        """The template, with the short forms of YAML written out."""
        return self.template.body

    @property
    def repeated_key_notes(self) -> list[str]:
        """The notes on keys that an object has twice; the last one counts.

        CloudFormation reads YAML so: https://github.com/go-to-k/cdk-real-drift/issues/1074 [obs]. For JSON see
        [assumed: repeated-keys].
        """
        return _repeated_key_notes(self.path, self.body, self.parsed.repeated_keys)

    def place(self, steps: Sequence[str | int]) -> tuple[int, int] | None:
        """Return the line and column, counted from 1, of a key or element, or of the last one on the way to it.

        Args:
            steps: The keys and indices that lead there.
        """
        return self.parsed.place(steps)

    def skipped(self, steps: Sequence[str | int], why: str) -> Skipped:
        """Name a part of it that is not judged, or not in full.

        Args:
            steps: The keys and indices that lead there.
            why: Why not.
        """
        return Skipped(str(self.path), why, *(self.place(steps) or (None, None)))


def read_template(path: Path, real: Path | None = None, content: bytes | None = None) -> TemplateFile:
    """Read a template by itself.

    Args:
        path: The file.
        real: The file that it really is. Default: what `path` says.
        content: What is in it. Default: it is read.

    Raises:
        NoTemplateError: The file is no template.
        TemplateError: It cannot be read.
    """
    parsed, file = read_document(path, content), (real or path).as_posix()
    try:
        reading = read_form(parsed.body, file)
    except FormError as error:
        raise TemplateError(path, str(error), *(parsed.place(error.steps) or (None, None))) from None
    if reading is not None:
        unread = tuple(_unread(path, parsed, each) for each in reading.unread)
        return TemplateFile(path, parsed, reading.template, unread=unread)
    try:
        require_template(path, parsed.body)
    except NoTemplateError as error:
        others = "" if may_be_template(parsed.body) else f", and it has none of the other forms that are read: {FORMS}"
        raise NoTemplateError(path, f"{error.unread.why}{others}") from None
    return TemplateFile(path, parsed, Template(parsed.body, file=file))


def _unread(path: Path, parsed: JsonTemplate | YamlTemplate, error: FormError) -> Skipped:
    line, column = parsed.place(error.steps) or (None, None)
    why = f"{json_pointer(error.steps)}: {error}" if error.steps else str(error)
    return Skipped(str(path), why, line, column)


def read_document(path: Path, content: bytes | None = None) -> JsonTemplate | YamlTemplate:
    """Read a file of JSON or YAML.

    Args:
        path: The file. What does not begin as JSON does and is not called `.json` is read as YAML.
        content: What is in it. Default: it is read.

    Raises:
        TemplateError: It cannot be read.
    """
    text = _text(path, _content(path) if content is None else content)
    suffix = path.suffix.lower()
    is_json = suffix == ".json" or (text.lstrip()[:1] in {"{", "["} and suffix not in _YAML)
    parsed = _json(text, path) if is_json else _yaml(text, path)
    if _is_too_deep(parsed.body):
        raise TemplateError(path, _TOO_DEEP)
    return parsed


def _repeated_key_notes(path: Path, body: Mapping[str, Any], repeated_keys: Sequence[RepeatedKey]) -> list[str]:
    """Return a note on each repeated key that can decide what a webhook does.

    Those are the keys in resources of webhooks and projects, the logical ids, and the sections of the template. Where
    none is repeated, the note is on the first of the others, which an alias of YAML can put into such a resource.

    Args:
        path: The file of the template.
        body: The template.
        repeated_keys: The keys that an object of it has twice.
    """
    deciding = [each for each in repeated_keys if _decides(each, body)]
    return notes_on(path, deciding or repeated_keys[:1])


def notes_on(path: Path, repeated_keys: Sequence[RepeatedKey]) -> list[str]:
    """Return a note on each of the first repeated keys of a file, and how many more there are.

    Args:
        path: The file.
        repeated_keys: The keys that an object of it has twice.
    """
    notes = [
        f"{path}:{each.line}:{each.column}: the key {shown(each.key)} is written twice, and the last one counts"
        for each in repeated_keys[:_MOST_NAMED]
    ]
    more = len(repeated_keys) - _MOST_NAMED
    if more > 0:
        notes.append(f"{path}: {more:,} more {'key is' if more == 1 else 'keys are'} written twice")
    return notes


def _decides(repeated: RepeatedKey, body: Mapping[str, Any]) -> bool:
    section, *inside = repeated.around
    if section != "Resources" or not inside:
        return not inside
    is_logical_id = len(inside) == 1
    return is_logical_id or as_mapping(body[section].get(inside[0])).get("Type") in (PROJECT_TYPE, WEBHOOK_TYPE)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES_OF_JSON + 1)
    except (OSError, ValueError) as error:
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None


def _text(path: Path, content: bytes) -> str:
    why = other_file_of_terraform(path.name, content[:_BEGINNING])
    if why is not None:
        raise TemplateError(path, why)
    if len(content) > MOST_BYTES and _START.match(content[:_BEGINNING]) is None:
        raise TemplateError(path, "it is bigger than 8 MB, and CloudFormation takes templates of up to 1 MB")
    if len(content) > _MOST_BYTES_OF_JSON:
        raise TemplateError(path, f"it is bigger than {_MOST_BYTES_OF_JSON // _MEGABYTE} MB")
    try:
        return decoded(content)
    except EncodingError as error:
        raise TemplateError(path, f"it is no template in JSON or YAML: {error}") from None


def reason(error: OSError | ValueError) -> str:
    """Return why the system cannot read a file."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "its name cannot be written as bytes" if isinstance(error, UnicodeError) else "its name holds a NUL"


def _json(text: str, path: Path) -> JsonTemplate:
    try:
        return JsonTemplate(text)
    except json.JSONDecodeError as error:
        raise TemplateError(
            path, f"it is no JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.lineno, error.colno
        ) from None
    except RecursionError:
        raise TemplateError(path, _TOO_DEEP) from None
    except ValueError as error:  # such as a number of more digits than Python reads
        raise TemplateError(path, f"it is no JSON: {error}") from None


def _yaml(text: str, path: Path) -> YamlTemplate:
    try:
        from .yaml_template import YamlError, parse_yaml  # noqa: PLC0415 - the plugin of the CDK may have no PyYAML
    except ImportError:
        raise TemplateError(
            path, "it is YAML, and PyYAML is not installed: pip install 'webhook-constructs[cli]'"
        ) from None
    try:
        return parse_yaml(text)
    except YamlError as error:
        raise TemplateError(path, error.why, error.line, error.column) from None


def _is_too_deep(body: Any) -> bool:
    level = [body]
    for _ in range(MOST_LEVELS):
        nested = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list)))
        level = [value for values in nested for value in values]
        if not level:
            return False
    return True
