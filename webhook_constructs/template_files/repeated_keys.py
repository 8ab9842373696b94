"""Keys that an object of a template has twice: what the first one says is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["RepeatedKey", "notes_on", "repeated_key_notes"]

_MOST_NAMED = 5


class RepeatedKey(NamedTuple):
    """A key that its object has already.

    Attributes:
        key: The key.
        line: Its line, counted from 1.
        column: Its column in that line, counted from 1.
        around: The keys that lead to it from the top of the template, and itself, but no more than the first three.
    """

    key: str
    line: int
    column: int
    around: tuple[Any, ...]


def repeated_key_notes(path: Path, body: Mapping[str, Any], repeated_keys: Sequence[RepeatedKey]) -> list[str]:
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
