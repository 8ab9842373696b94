"""The sections of a docstring as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from griffe import DocstringSectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from griffe import Docstring, DocstringElement, DocstringSection

__all__ = ["first_sentence", "sections", "with_links"]

_LISTS = {
    DocstringSectionKind.parameters: "Arguments",
    DocstringSectionKind.attributes: "Attributes",
    DocstringSectionKind.raises: "Raises",
}
_CODE = re.compile(r"(?<![`\[])`([A-Za-z_][\w.]*)`(?![`\]])")
_ADDRESS = re.compile(r"(?<![`<])(?<!\]\()https://[^\s\]`,;)]*[^\s\]`,;).:]")
_LITERAL = re.compile(r"``([^`]+)``")
_END_OF_SENTENCE = re.compile(r"(?<=\.)\s")


def sections(docstring: Docstring) -> Iterator[str]:
    """Write the sections of a docstring, each as a block of Markdown."""
    for section in docstring.parsed:
        yield from _section(section)


def first_sentence(docstring: Docstring) -> str:
    """Return the sentence that a docstring begins with, on one line."""
    paragraph = docstring.value.partition("\n\n")[0]
    return _END_OF_SENTENCE.split(_as_markdown(" ".join(paragraph.split())), maxsplit=1)[0]


def with_links(text: str, anchors: Mapping[str, str]) -> str:
    """Turn the names of other entries into links, except inside of code blocks.

    Args:
        text: Markdown.
        anchors: The addresses of the entries by their names, such as `FilterGroup.on_push`.
    """

    def link(match: re.Match[str]) -> str:
        address = anchors.get(match[1])
        return f"[`{match[1]}`]({address})" if address else match[0]

    return _outside_of_code(text, lambda part: _CODE.sub(link, part))


def _section(section: DocstringSection) -> Iterator[str]:
    kind = section.kind
    if kind is DocstringSectionKind.text:
        yield _as_markdown(section.value)
    elif kind is DocstringSectionKind.returns:
        yield from map(_returned, section.value)
    elif kind is DocstringSectionKind.examples:
        for part, text in section.value:
            is_code = part is DocstringSectionKind.examples
            yield f"```pycon\n{text}\n```" if is_code else _as_markdown(text)
    elif kind in _LISTS:
        entries = "\n".join(map(_entry, section.value))
        yield f"**{_LISTS[kind]}**\n\n{entries}"
    else:
        msg = f"a docstring has a section of another kind, got {kind.value}"
        raise ValueError(msg)


def _returned(element: DocstringElement) -> str:
    if isinstance(element.annotation, str):
        msg = f"a colon makes the start of a Returns section a type, got {element.annotation!r}: write it without"
        raise ValueError(msg)  # noqa: TRY004 - about the text of a docstring
    return f"**Returns**: {_on_one_line(element.description)}"


def _entry(element: DocstringElement) -> str:
    name = getattr(element, "name", None) or element.annotation
    return f"- `{name}`: {_on_one_line(element.description)}"


def _on_one_line(text: str) -> str:
    return _as_markdown(" ".join(text.split()))


def _as_markdown(text: str) -> str:
    return _ADDRESS.sub(r"<\g<0>>", _LITERAL.sub(r"`\1`", text.strip()))


def _outside_of_code(text: str, change: Callable[[str], str]) -> str:
    parts = text.split("```")
    return "```".join(change(part) if index % 2 == 0 else part for index, part in enumerate(parts))
