"""The pages of the API reference, `docs/api/`, made from the docstrings of the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from griffe import Alias, Attribute, Class, Docstring, Function, GriffeLoader

from tools.api.contents import REFERENCE
from tools.api.docstrings import first_sentence, sections, with_links
from tools.api.signatures import signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from griffe import Object

    from tools.api.contents import ApiPage

__all__ = ["api_index", "api_page"]

_PACKAGE = "webhook_constructs"
_ROOT = Path(__file__).resolve().parents[2]
_WITHOUT_MEMBERS = {"Choice", "WebhookConstructsError"}
_INDEX_START = """# API reference

Every public name. These pages are made from the docstrings, by `make pages`.

A statement about AWS or a git host ends with its source and how certain it is: `[doc]` is documented, `[obs]` was
observed in the service, `[inf]` follows from other facts, and `[open]` is unknown. [Assumptions](../assumptions.md)
lists what the library assumes.
"""

_PAGE_START = "This page is made from the docstrings, by `make pages`. [The index](README.md) lists every public name."


def api_index() -> str:
    """Write the page that lists every public name."""
    blocks = [_INDEX_START.strip(), "\n".join(f"- [{page.title}]({page.file}.md)" for page in REFERENCE)]
    for page in REFERENCE:
        rows = ["| name | what it is |", "| --- | --- |"]
        for name in page.names:
            about = first_sentence(_docstring(_find(page.module, name))).replace("|", "\\|")
            rows.append(f"| [`{name}`]({page.file}.md#{_anchor(name)}) | {about} |")
        blocks += [f"## {page.title}", f"From `{page.module}`:", "\n".join(rows)]
    return "\n\n".join(blocks) + "\n"


def api_page(page: ApiPage) -> str:
    """Write a page of the reference."""
    blocks = [f"# {page.title}", page.about, _PAGE_START, f"```python\nfrom {page.module} import {page.names[0]}\n```"]
    for name in page.names:
        blocks += _entry(page, name)
    for path, title in page.parts:
        part = _part(path)
        blocks += [f"## {title}", *sections(_docstring(part))]
        for member in _members(part, page, part.name):
            blocks += [f"### {member.name}", *_body(member, member.name)]
    return with_links("\n\n".join(blocks), _addresses(page)) + "\n"


def _entry(page: ApiPage, name: str) -> Iterator[str]:
    found = _find(page.module, name)
    yield f"## {name}"
    if not isinstance(found, Class):
        yield from _body(found, name)
        return
    init = found.members.get("__init__")
    if isinstance(init, Function) and f"{name}.__init__" not in page.hidden:
        yield from _code(init, name)
        yield from sections(_docstring(found))
        yield from (block for block in sections(init.docstring or Docstring("")) if block.startswith("**"))
    else:
        yield from sections(_docstring(found))
    bases = _bases(found)
    titles = [title for path, title in page.parts if _part(path) in bases]
    if titles:
        yield "Members: " + ", ".join(f"[{title}](#{_anchor(title)})" for title in titles) + "."
    if choices := [each for each in found.members.values() if _is_choice(each, found)]:
        yield "\n".join(map(_choice, choices))
    for member in _members(found, page, name):
        yield f"### {name}.{member.name}"
        yield from _body(member, member.name)


def _body(found: Object, name: str) -> Iterator[str]:
    yield from _code(found, name)
    yield from sections(_docstring(found))


def _code(found: Object, name: str) -> Iterator[str]:
    written = signature(found, name)
    if written is not None:
        yield f"```python\n{written}\n```"


def _members(found: Class, page: ApiPage, name: str) -> list[Object]:
    """List the methods and documented attributes that users need, those of bases without an entry of their own too."""
    has_entry = {each for other in REFERENCE for each in (*other.names, *(_name(path) for path, _ in other.parts))}
    bases = [base for base in _bases(found) if base.name not in has_entry | _WITHOUT_MEMBERS]
    members = {key: member for each in reversed([found, *bases]) for key, member in each.members.items()}
    return [
        member
        for key, member in members.items()
        if not key.startswith("_") and f"{name}.{key}" not in page.hidden and not _is_choice(member, found)
        if isinstance(member, Function) or (isinstance(member, Attribute) and member.docstring)
    ]


def _bases(found: Class) -> list[Class]:
    return [base for base in found.mro() if base.path.startswith(f"{_PACKAGE}.") and base is not found]


def _is_choice(member: Object | Alias, owner: Class) -> bool:
    is_enum = any(name in {"Choice", "Enum"} for name in map(str, owner.bases))
    return is_enum and isinstance(member, Attribute) and member.name.isupper()


def _choice(member: Object | Alias) -> str:
    return f"- `{member.name}`" + (f": {' '.join(member.docstring.value.split())}" if member.docstring else "")


def _docstring(found: Object) -> Docstring:
    if found.docstring is None:
        msg = f"{found.path} has no docstring, and is on a page of the API reference"
        raise ValueError(msg)
    return found.docstring


def _addresses(page: ApiPage) -> dict[str, str]:
    """Return the addresses of all names of the reference, and of the methods of this page."""
    found = {}
    for each in REFERENCE:
        file = "" if each is page else f"{each.file}.md"
        for name in each.names:
            found[name] = f"{file}#{_anchor(name)}"
            owner = _find(each.module, name)
            if isinstance(owner, Class):
                keys = [f"{name}.{member.name}" for member in _members(owner, each, name)]
                found.update({key: f"{file}#{_anchor(key)}" for key in keys})
        for path, _ in each.parts:
            members = _members(_part(path), each, _name(path))
            found.update({key.name: f"{file}#{_anchor(key.name)}" for key in members})
    return found


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-").replace(".", "")


def _name(path: str) -> str:
    return path.rpartition(".")[2]


def _part(path: str) -> Class:
    found = _package()[path]
    if not isinstance(found, Class):
        msg = f"a part of a page of the API reference must be a class, got {path}"
        raise TypeError(msg)
    return found


def _find(module: str, name: str) -> Object:
    path = f"{module.removeprefix(_PACKAGE).removeprefix('.')}.{name}".removeprefix(".")
    found: Object | Alias = _package()[path]
    if found.is_module:  # a function that its package is named after, `lint`
        found = found[name]
    return found.final_target if isinstance(found, Alias) else found


@cache
def _package() -> Object | Alias:
    loader = GriffeLoader(
        search_paths=[str(_ROOT)],
        docstring_parser="google",
        docstring_options={"returns_multiple_items": False, "returns_named_value": False},
    )
    package = loader.load(_PACKAGE)
    loader.resolve_aliases(implicit=True)
    return package
