"""What of the settings of a webhook in a template is known before the deployment, and what cannot be read at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from webhook_constructs.core.errors import WebhookConstructsError, WebhookSettingsError
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import is_no_value, is_unresolved
from webhook_constructs.core.values.wire import Node, WireForm

from .references import folded

__all__ = ["APPROVER_ROLES", "PROPERTIES", "TRIGGERS", "KnownPart", "ShapeProblem", "is_function", "known_part"]

PROPERTIES = {
    "filter_groups": "FilterGroups",
    "branch_filter": "BranchFilter",
    "build_type": "BuildType",
    "scope": "ScopeConfiguration",
    "manual_creation": "ManualCreation",
    "pull_request_build_policy": "PullRequestBuildPolicy",
}
"""The members of `WebhookSettings` that a template writes, each with the name of its property."""

TRIGGERS = ("BuildType", "FilterGroups", "PullRequestBuildPolicy", "ScopeConfiguration", "Webhook")
"""The properties of `Triggers`: neither a branch filter nor the creation by hand is among them.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-projecttriggers.html
[doc].
"""

APPROVER_ROLES = "approver_roles"
"""What of the policy may be unknown by itself."""

_MEMBERS = {name: member for member, name in PROPERTIES.items()}
_SWITCH = "Webhook"
_GROUPS, _POLICY, _ROLES = PROPERTIES["filter_groups"], PROPERTIES["pull_request_build_policy"], "ApproverRoles"
_MAY_BE_FUNCTIONS = frozenset({"Pattern", "BranchFilter", "Name", "Domain"})
_TRANSFORM, _LOOP = "Fn::Transform", "Fn::ForEach::"
_FIXES = {
    "ScopeConfiguration": "write Name, Scope and, for a host of your own, Domain",
    "PullRequestBuildPolicy": "write RequiresCommentApproval and, as a list, ApproverRoles",
}
_FIX = "write it as CloudFormation documents it"
_OBJECT_FIX = "write an object with Webhook: true and FilterGroups"
_GROUP_FIX = "each group is a list of filters: begin it with `- -`, or with `[[` in JSON"
_FILTER_FIX = "write each filter as an object with Type, Pattern and, where it excludes, ExcludeMatchedPattern: true"


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """Something that CloudFormation refuses as it is written.

    Attributes:
        error: What is wrong, and where.
        fix: What to do.
    """

    error: WebhookConstructsError
    fix: str


@dataclass(slots=True)
class KnownPart:
    """What is known of the settings in a template.

    Attributes:
        members: What is known: members of `WebhookSettings` by their names. Filters of which nothing is known stand in
            the places of those that are not known or cannot be read, so that the others keep theirs.
        undecided: Where the template has what is known only on deployment, such as `FilterGroups[1]`.
        unknown: The members of `WebhookSettings` that are not known, or not in full.
        problems: What cannot be read.
    """

    members: dict[str, Any] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    problems: tuple[ShapeProblem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything is known and can be read."""
        return not self.undecided and not self.problems

    def is_open(self, place: str, *members: str) -> None:
        """Note that something is known only on deployment.

        Args:
            place: Where it is written.
            *members: What of the settings is not known therefore.
        """
        self.undecided = (*self.undecided, place)
        self.unknown |= {*members}

    def refuse(self, problem: ShapeProblem, written: Collection[str]) -> None:
        """Note that something cannot be read that may have been meant for any of the properties that are not there.

        Args:
            problem: What is wrong.
            written: The names of the properties that are there.
        """
        self.is_wrong(problem.error, problem.fix, *self.missing(written))

    def missing(self, written: Collection[str]) -> list[str]:
        """Return the members that are not written, after putting into the place of groups what nothing is known of.

        Args:
            written: The names of the properties that are there.
        """
        if _GROUPS not in written:
            self.members[_MEMBERS[_GROUPS]] = (_unknown_group(_GROUPS),)
        return [member for name, member in _MEMBERS.items() if name not in written]

    def leave_open(self, member: str) -> None:
        """Note that a member is not known because it is not written.

        Args:
            member: The member of `WebhookSettings`.
        """
        name = PROPERTIES[member]
        self.is_open(name, member)
        if member == _MEMBERS[_GROUPS]:
            self.members[member] = (_unknown_group(name),)

    def is_wrong(self, error: WebhookConstructsError, fix: str, *members: str) -> None:
        """Note that something cannot be read.

        Args:
            error: Why.
            fix: What to do.
            *members: What of the settings is not known therefore.
        """
        self.problems = (*self.problems, ShapeProblem(error, fix))
        self.unknown |= {*members}


def known_part(written: object, keys: Collection[str] | None = None) -> KnownPart:
    """Take what is known of settings. Texts in patterns and names may be functions: these have a place of their own.

    Args:
        written: The settings, as a template has them.
        keys: The properties that may be there. Default: those of `WebhookSettings`.

    Examples:
        >>> part = known_part({"BuildType": {"Ref": "Type"}, "ManualCreation": False})
        >>> part.members, part.undecided, sorted(part.unknown)
        ({'manual_creation': False}, ('BuildType',), ['build_type'])
    """
    part = KnownPart()
    if is_function(written) or is_unresolved(_text(written)):
        part.is_open("", *part.missing(()))
        return part
    if not isinstance(written, Mapping):
        part.refuse(_problem("", f"expected an object, got {shown(written)}", _OBJECT_FIX), ())
        return part
    for key, value in written.items():
        if _is_included(key):
            part.is_open(key, *part.missing(written))
        elif keys is not None and key not in keys:
            part.refuse(_unknown_key(key, keys), written)
        elif key == _GROUPS:
            _add_groups(part, folded(value))
        else:
            _add(part, key, folded(value))
    return part


def _unknown_key(key: str, keys: Collection[str]) -> ShapeProblem:
    """Refuse a property that does not exist, and name the one that it may have been meant to be."""
    names = {each.lower(): each for each in keys}
    near = get_close_matches(key.lower(), names, 1)
    why = f"there is no such key, only {', '.join(sorted(keys))}"
    return _problem(key, why, f"write {names[near[0]]}" if near else "remove it")


def _problem(place: str, why: str, fix: str) -> ShapeProblem:
    error = WebhookSettingsError(f"{place}: {why}" if place else why)
    error.place = place
    return ShapeProblem(error, fix)


def is_function(value: object) -> bool:
    """Tell whether a value of a template is a function.

    Examples:
        >>> is_function({"Ref": "Branch"}), is_function({"Type": "EVENT"})
        (True, False)
    """
    return isinstance(value, Mapping) and len(value) == 1 and str(next(iter(value))).startswith(("Fn::", "Ref"))


def _add(part: KnownPart, key: str, value: Any) -> None:
    """Read a property that holds no groups."""
    if value is None or is_no_value(value):
        return
    members = [_MEMBERS[key]] if key in _MEMBERS else []
    if not _is_known(value, key) and (members or key == _SWITCH):
        rest = _without_roles(value)
        if key != _POLICY or not _is_known(rest):
            part.is_open(key, *members)
            return
        part.is_open(f"{key}.{_ROLES}", APPROVER_ROLES)
        value = rest
    try:
        settings = WebhookSettings.from_cfn({key: value})
    except WebhookConstructsError as error:
        error.place = error.place or key
        part.is_wrong(error, _FIXES.get(key, _FIX), *members)
    else:
        part.members.update((member, getattr(settings, member)) for member in members)


def _add_groups(part: KnownPart, value: Any) -> None:
    """Read the groups; what is not known or cannot be read has something in its place of which nothing is known."""
    member = _MEMBERS[_GROUPS]
    if value is None or is_no_value(value):
        return
    if is_function(value) or is_unresolved(_text(value)):
        part.is_open(_GROUPS, member)
        part.members[member] = (_unknown_group(_GROUPS),)
        return
    try:
        elements = list(_node(value, _GROUPS).elements())
    except WebhookConstructsError as error:
        part.is_wrong(error, _GROUP_FIX, member)
        part.members[member] = (_unknown_group(_GROUPS),)
        return
    groups: list[FilterGroup] = []
    for place, each in zip(_places(value), elements, strict=True):
        follows = bool(groups) and isinstance(each.value, Mapping) and isinstance(value[place - 1], Mapping)
        groups.append(_group(part, each, is_of_the_one_before=follows and not is_function(value[place - 1])))
    part.members[member] = tuple(groups)


def _group(part: KnownPart, node: Node, *, is_of_the_one_before: bool) -> FilterGroup:
    """Read a group. Of filters that stand where groups belong, only the first is named."""
    member = _MEMBERS[_GROUPS]
    if is_function(node.value) or is_unresolved(_text(node.value)):
        part.is_open(node.path, member)
        return _unknown_group(node.path)
    try:
        elements = list(node.elements())
    except WebhookConstructsError as error:
        if not is_of_the_one_before:
            part.is_wrong(error, _GROUP_FIX, member)
        return _unknown_group(node.path)
    return FilterGroup.of(_filter(part, each) for each in elements)


def _filter(part: KnownPart, node: Node) -> Filter:
    value, member = node.value, _MEMBERS[_GROUPS]
    if not _is_known(value) or (isinstance(value, Mapping) and any(map(_is_included, value))):
        part.is_open(node.path, member)
        return Filter.unknown(node.path)
    try:
        return Filter.read(node)
    except WebhookConstructsError as error:
        part.is_wrong(error, _FILTER_FIX, member)
        return Filter.unknown(node.path)


def _node(value: Any, path: str) -> Node:
    return Node(value, WireForm.CFN, WebhookSettingsError, path)


def _places(value: list[Any]) -> Iterator[int]:
    return (index for index, each in enumerate(value) if not is_no_value(each))


def _unknown_group(place: str) -> FilterGroup:
    return FilterGroup.of((Filter.unknown(place),))


def _is_included(key: object) -> bool:
    """Check whether a key stands for others that only the deployment knows."""
    return key == _TRANSFORM or str(key).startswith(_LOOP)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _without_roles(policy: Any) -> Any:
    """Leave out the roles: without them, no rule takes anybody for somebody whose comment does not count."""
    if not isinstance(policy, Mapping) or is_function(policy):
        return policy
    return {name: value for name, value in policy.items() if name != _ROLES}


def _is_known(value: object, name: str = "") -> bool:
    """Tell whether everything but the texts that may be functions is known before the deployment."""
    if isinstance(value, str):
        return name in _MAY_BE_FUNCTIONS or not is_unresolved(value)
    if isinstance(value, Mapping):
        if is_function(value):
            return name in _MAY_BE_FUNCTIONS or is_no_value(value)
        return all(_is_known(each, str(key)) for key, each in value.items())
    return not isinstance(value, list) or all(_is_known(each) for each in value)
