"""Why no value matches a pattern, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import replace

from webhook_constructs.core import EventAction, FilterType, Pattern, is_unsatisfiable
from webhook_constructs.core.patterns.analysis import tree_of
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.patterns.syntax_tree import Sequence
from webhook_constructs.lint.rule import Group, PlacedFilter
from webhook_constructs.lint.wording.method_calls import call_of_glob, call_of_names, names_in

from .merge_targets import advice_on_target, is_mistaken_target
from .mistaken_globs import MistakenGlob, mistaken_glob
from .possible_values import beginnings_of, is_doubled_ref, lets_all_pass, lets_none_pass, said_of

__all__ = ["advice_on_tags", "explain", "fix"]

_HEADS, _TAGS = "refs/heads/", "refs/tags/"
# What stands for refs/heads/ or refs/tags/ at the start of a pattern or an alternative: refs/head/, ref/heads/, heads/,
# refs/branches/, refs/, origin/, and all of these in any case, with a slash before them or two within.
_LIKE_A_BEGINNING = re.compile(
    r"(?P<before>^|\||\()\^?/*(refs?/+(remotes/+origin|(?P<kind>heads?|tags?|branch(es)?))?/*|"
    r"(?P<bare>heads?|tags?)/+|origin/+)(?=[^/])",
    re.IGNORECASE,
)
_IN_NO_NAME = re.compile(" |//")
_BLANK_AT_END = re.compile(r"(?<![^/^(|]) +| +(?![^/$)|])")
_NAME_AT_END = re.compile("[0-9A-Za-z]{2}$")
_VERSION = re.compile(r"[vV]?[0-9]")
_VARIABLE = re.compile(r"\$\{[A-Za-z][\w:.-]*\}")
_MISPLACED_ANCHORS = r"write ^ only at the start and $ only at the end, or \^ and \$ for the characters"


def explain(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    """Return why no value that a filter can look at matches its pattern.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.
    """
    if _without_line_break(placed, pattern, group) is not None:
        return f"{pattern} ends with a line break, which no {said_of(placed, group)} has"
    if is_unsatisfiable(pattern):
        variable = _VARIABLE.search(pattern.text)
        why = "" if variable is None else f": CodeBuild puts no value in the place of {variable[0]}"
        return f"nothing at all matches {pattern}{why}"
    values, glob = said_of(placed, group), mistaken_glob(placed)
    if glob is not None:
        values = "branch" if placed.is_branch_filter else values
        return f"no {values} matches {pattern}, which holds a glob and is read as a regular expression: {glob.reading}"
    if placed.is_branch_filter:
        why = ": git allows no blanks and no // in it" if _IN_NO_NAME.search(pattern.text) else ""
        return f"a branch filter looks at {values}, which {pattern} never matches{why}"
    return _explain_values(placed, pattern, group)


def _explain_values(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    values = said_of(placed, group)
    if placed.type is FilterType.FILE_PATH:
        return f"no {values} matches {pattern}: a path begins neither with / nor with ./ and does not end with /"
    if is_doubled_ref(pattern):
        return f"{pattern} asks for refs/heads/ or refs/tags/ twice, which no {values} has"
    if _IN_NO_NAME.search(pattern.text):
        return f"no {values} matches {pattern}: git allows no blanks and no // in names"
    shapes = [_shape(beginning) for beginning in beginnings_of(placed, group) if beginning]
    if not shapes:
        return f"no {values} matches {pattern}"
    return f"{values} is {' or '.join(shapes)}, which {pattern} never matches"


def fix(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    """Return what to write instead of a pattern that no value matches.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.

    Returns:
        An order.
    """
    if (written := _without_line_break(placed, pattern, group)) is not None:
        way = group.language.in_python("", ": in YAML, begin the text with >- and not with | or >")
        return f"write {group.language.pattern(written)}, without the line break{way}"
    if is_unsatisfiable(pattern):
        return _advice_on_anchors(placed, pattern, group)
    glob = mistaken_glob(placed)
    if glob is not None:
        return _advice_on_glob(placed, pattern, group, glob)
    return (_advice_on_branch_filter if placed.is_branch_filter else _advice_on_values)(placed, pattern, group)


def _without_line_break(placed: PlacedFilter, pattern: Pattern, group: Group) -> Pattern | None:
    """Return a pattern without the line break at its end, if only that keeps it from matching."""
    written = Pattern.if_valid(pattern.text.rstrip("\n")) if pattern.text.endswith("\n") else None
    return None if written is None or lets_none_pass(replace(placed, pattern=written), group) else written


def _advice_on_anchors(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    """Return the fix for a pattern with an anchor, or what is read as one, where nothing can match it."""
    if _VARIABLE.search(pattern.text):
        return group.language.filled_in(pattern)
    inside = re.sub(r" *\| *", "|", pattern.text.strip())
    for each in (inside, inside.removeprefix("/").removesuffix("/").replace(r"\/", "/")):
        written = Pattern.if_valid(each)
        if written is not None and not is_unsatisfiable(written):
            corrected = replace(placed, pattern=written)
            still_wrong = lets_none_pass(corrected, group)
            return fix(corrected, written, group) if still_wrong else f"write {group.language.pattern(written)}"
    return _MISPLACED_ANCHORS


def _advice_on_values(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    open_end = Pattern.if_valid(pattern.text[:-1]) if pattern.text.endswith("/$") else None
    if open_end is not None and pattern.text[1:-1] not in beginnings_of(placed, group):
        longer = replace(placed, pattern=open_end)
        if not lets_none_pass(longer, group) and lets_all_pass(longer, group) is False:
            return f"write {group.language.pattern(open_end)}"
    if placed.type is FilterType.FILE_PATH:
        return "write the path as git shows it, from the root of the repository, such as docs/index.md"
    if beginnings_of(placed, group) == ("",):
        return "write what it is to match, or take the filter out"
    return _advice_on_ref(placed, pattern, group)


def advice_on_tags(placed: PlacedFilter, pattern: Pattern, group: Group) -> str | None:
    """Return the fix for a pattern on tags in a group whose events are about branches alone.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.

    Returns:
        An order; None if the pattern is not on tags, or if the group's events may be about them.
    """
    if _TAGS not in pattern.text or not {"", _TAGS}.isdisjoint(beginnings_of(placed, group)):
        return None
    way = "take the filter out" if placed.is_excluding else "write it for PUSH, in a group of its own"
    return f"{way}: only pushes are about tags"


def _advice_on_branch_filter(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    text = _LIKE_A_BEGINNING.sub(_beginning, pattern.text.replace(r"\/", "/")).replace(_HEADS, "")
    for each in (text, _with_allowed_name(pattern.text)):
        written = Pattern.if_valid(_to_the_end(each))
        if written is not None and lets_none_pass(replace(placed, pattern=written), group) is False:
            return f"write {group.language.pattern(written)}"
    return "write it for bare names, such as ^main$"


def _advice_on_glob(placed: PlacedFilter, pattern: Pattern, group: Group, glob: MistakenGlob) -> str:
    if placed.is_branch_filter:
        return glob.order
    on_tags = advice_on_tags(placed, pattern, group)
    if on_tags is not None:
        return on_tags
    call = call_of_glob(group, placed.filter, glob.globs)
    return glob.order if call is None else f"use {call}, or {glob.order}"


def _advice_on_ref(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    if is_doubled_ref(pattern):
        return "write refs/heads/ or refs/tags/ once"
    respelled = _respelled(placed, pattern, group)
    on_tags = advice_on_tags(placed, respelled or pattern, group)
    if on_tags is not None:
        return on_tags
    if respelled is not None:
        names = tuple(name.removeprefix(_HEADS) for name in names_in(respelled))
        way = _way(respelled.text, call_of_names(group, placed.filter, names_in(respelled)), group)
    else:
        names = names_in(pattern)
        way = _with_beginning(placed, pattern, group, _HEADS)
        if _may_be_tag(placed, pattern, group):
            way = f"{way}; for tags {_with_beginning(placed, pattern, group, _TAGS)}"
    if (
        not names
        or placed.type is not FilterType.HEAD_REF
        or placed.is_excluding
        or not is_mistaken_target(group, names)
    ):
        return way
    advice = advice_on_target(group, names)
    return f"{advice}; for the pushes {way}" if EventAction.PUSH in (group.events or ()) else advice


def _with_beginning(placed: PlacedFilter, pattern: Pattern, group: Group, begin: str) -> str:
    """Return how to write a pattern of bare names for whole refs."""
    call = call_of_names(group, placed.filter, [begin + name for name in names_in(pattern)])
    written = _with_prefix(pattern.text, begin)
    if written is not None and lets_none_pass(replace(placed, pattern=Pattern(written)), group):
        written = None
    return (
        "write it for whole refs, such as ^refs/heads/main$" if written is call is None else _way(written, call, group)
    )


def _way(written: str | None, call: str | None, group: Group) -> str:
    order = [f"write {group.language.pattern(written)}"] if written else []
    return ", or ".join([*order, *([f"use {call}"] if call else [])])


def _may_be_tag(placed: PlacedFilter, pattern: Pattern, group: Group) -> bool:
    """Check whether a bare name looks like a version, where the filter looks at tags, too."""
    return _TAGS in beginnings_of(placed, group) and _VERSION.match(likely_text(pattern.text)) is not None


def _respelled(placed: PlacedFilter, pattern: Pattern, group: Group) -> Pattern | None:
    """Return a pattern with refs/heads/ or refs/tags/ where something like it is written; None if that is no help."""
    text = pattern.text.replace(r"\/", "/")
    spelled = _with_allowed_name(_LIKE_A_BEGINNING.sub(_beginning, text))
    written = None if spelled == text else Pattern.if_valid(_to_the_end(spelled))
    if written is None:
        return None
    corrected = replace(placed, pattern=written)
    if advice_on_tags(placed, written, group) is not None:
        return written
    return written if lets_none_pass(corrected, group) is False and not lets_all_pass(corrected, group) else None


def _with_allowed_name(text: str) -> str:
    """Remove from a pattern what git allows in no name, where that joins no words: blanks and second slashes."""
    return re.sub("//+", "/", _BLANK_AT_END.sub("", text))


def _to_the_end(text: str) -> str:
    """Anchor the end of a pattern that ends with a name."""
    whole = Pattern.if_valid(f"{text}$")
    return whole.text if whole is not None and _NAME_AT_END.search(text) and names_in(whole) else text


def _beginning(found: re.Match[str]) -> str:
    kind = found["kind"] or found["bare"] or ""
    return f"{found['before']}^{_TAGS if kind.lower().startswith('tag') else _HEADS}"


def _shape(beginning: str) -> str:
    return f"{beginning}<{'tag' if beginning == _TAGS else 'branch'}>"


def _with_prefix(text: str, begin: str) -> str | None:
    """Put `refs/heads/` or `refs/tags/` before a pattern of bare names, if it is evident where that belongs."""
    if not text.startswith("^") or text.startswith(("^/", "^refs/")):
        return None
    written = f"^{begin}{text[1:]}"
    return written if Pattern.if_valid(written) and isinstance(tree_of(written), Sequence) else None
