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
from webhook_constructs.core.values.wire import Node, WireForm, as_mapping
from webhook_constructs.lint.wording.languages import Language

from .references import folded

__all__ = [
    "APPROVER_ROLES",
    "PROPERTIES",
    "TRIGGERS",
    "KnownPart",
    "ShapeProblem",
    "is_function",
    "is_included",
    "known_part",
]

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
_GROUPS_MEMBER = "filter_groups"
_SWITCH = "Webhook"
_GROUPS, _POLICY, _ROLES = PROPERTIES[_GROUPS_MEMBER], PROPERTIES["pull_request_build_policy"], "ApproverRoles"
_MAY_BE_FUNCTIONS = frozenset({"Pattern", "BranchFilter", "Name", "Domain"})
_TRANSFORM, _LOOP = "Fn::Transform", "Fn::ForEach::"
_FIXES = {
    _SWITCH: "write Webhook: true",
    "ScopeConfiguration": "write Name, Scope and, for a host of your own, Domain",
    "PullRequestBuildPolicy": "write RequiresCommentApproval and, as a list, ApproverRoles",
}
_MAX_NOT_READ = 100  # parts of one webhook
_OBJECT_FIX = "write an object with Webhook: true and FilterGroups"
_GROUP_FIX = "each group is a list of filters: begin it with `- -`, or with `[[` in JSON"
_FILTER_FIX = "write each filter as an object with Type, Pattern and, where it excludes, ExcludeMatchedPattern: true"


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """Something that is refused as it is written.

    Attributes:
        error: What is wrong, and where.
        fix: What to do, with the names of CloudFormation. Default: write it as it is documented.
    """

    error: WebhookConstructsError
    fix: str | None = None

    def said_in(self, language: Language) -> str:
        """Return what is wrong, with the names that a language has."""
        place, said = self.error.place or "", str(self.error)
        if not said.startswith(place):
            return said
        return f"{language.written_place(place)}{said.removeprefix(place)}"

    def order_in(self, language: Language) -> str:
        """Return what to do, with the names that a language has."""
        return language.documented if self.fix is None else language.renamed(self.fix)


@dataclass(slots=True)
class KnownPart:
    """What is known of the settings in a template.

    Attributes:
        members: What is known: members of `WebhookSettings` by their names. Filters of which nothing is known stand in
            the places of those that are not known or cannot be read, so that the others keep theirs.
        undecided: Where the template has what is known only on deployment, such as `FilterGroups[1]`.
        unknown: The members of `WebhookSettings` that are not known, or not in full.
        problems: What cannot be read.
        language: What they are written in; for Terraform, what CloudFormation would have for that. Default:
            CloudFormation.
        keys: The properties that may be written. Default: those of all settings.
    """

    members: dict[str, Any] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    problems: tuple[ShapeProblem, ...] = ()
    language: Language = Language.CLOUDFORMATION
    keys: Collection[str] = tuple(_MEMBERS)

    @property
    def form(self) -> WireForm:
        """The names that are written."""
        return WireForm.API if self.language is Language.API else WireForm.CFN

    @property
    def is_given_up(self) -> bool:
        """Whether so much cannot be read, or is not known, that nothing more is read."""
        return len(self.problems) + len(self.undecided) >= _MAX_NOT_READ

    def give_up(self, place: str) -> None:
        """Note that nothing from some place on is read.

        Args:
            place: The first that is not read.
        """
        error = WebhookSettingsError(f"it is not read, because {_MAX_NOT_READ} parts before it cannot be read either")
        error.place = place
        self.is_wrong(error, None, _GROUPS_MEMBER)

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

    def leave_open(self, member: str) -> None:
        """Note that a member is not known because it is not written.

        Args:
            member: The member of `WebhookSettings`.
        """
        name = self.name_of(member)
        self.is_open(name, member)
        if member == _GROUPS_MEMBER:
            self.members[member] = (self.unknown_group(name),)

    def is_wrong(self, error: WebhookConstructsError, fix: str | None, *members: str) -> None:
        """Note that something cannot be read.

        Args:
            error: Why.
            fix: What to do. None: write it as it is documented.
            *members: What of the settings is not known therefore.
        """
        self.problems = (*self.problems, ShapeProblem(error, fix))
        self.unknown |= {*members}
        if _GROUPS_MEMBER in members:
            self.members.setdefault(_GROUPS_MEMBER, (self.unknown_group(error.place),))

    def unknown_group(self, place: str) -> FilterGroup:
        """Return what stands for a group of which nothing is known."""
        return FilterGroup.of((self.unknown_filter(place),))

    def unknown_filter(self, place: str) -> Filter:
        """Return what stands for a filter of which nothing is known."""
        return Filter.unknown(self.language.written_place(place))

    def refuse(self, problem: ShapeProblem, written: Collection[str]) -> None:
        """Note that something cannot be read that may have been meant for any of the properties that are not there.

        Args:
            problem: What is wrong.
            written: The names of the properties that are there.
        """
        self.is_wrong(problem.error, problem.fix, *_missing(written))

    def name_of(self, member: str) -> str:
        """Return the name that a member is written with."""
        name = PROPERTIES[member]
        return name if self.form is WireForm.CFN else f"{name[0].lower()}{name[1:]}"


def known_part(
    written: object, language: Language = Language.CLOUDFORMATION, keys: Collection[str] = tuple(_MEMBERS)
) -> KnownPart:
    """Collect what is known of settings. Patterns and names may hold functions, each at a place of its own.

    Args:
        written: The settings, as a template or the API has them.
        language: What they are written in; of Terraform, what CloudFormation would have for that. In the API's own JSON
            nothing is a function. Default: CloudFormation.
        keys: The properties that may be written, with the names of CloudFormation. Default: those of all settings.

    Examples:
        >>> part = known_part({"BuildType": {"Ref": "Type"}, "ManualCreation": False})
        >>> part.members, part.undecided, sorted(part.unknown)
        ({'manual_creation': False}, ('BuildType',), ['build_type'])
    """
    part = KnownPart(language=language, keys=keys)
    if language is Language.API:
        for key, value in as_mapping(written).items():
            (_add_groups if key == part.name_of(_GROUPS_MEMBER) else _add)(part, key, value)
        return part
    if is_function(written) or is_unresolved(_text(written)):
        part.is_open("", *PROPERTIES)
        part.members[_GROUPS_MEMBER] = (part.unknown_group(_GROUPS),)
        return part
    if not isinstance(written, Mapping):
        error = WebhookSettingsError(f"expected an object, got {shown(written)}")
        part.refuse(ShapeProblem(error, _OBJECT_FIX), ())
        return part
    for key, value in written.items():
        if is_included(key):
            part.is_open(key, *_missing(written))
            if _GROUPS not in written:
                part.members[_GROUPS_MEMBER] = (part.unknown_group(_GROUPS),)
        elif key == _GROUPS:
            _add_groups(part, key, folded(value))
        else:
            _add(part, key, folded(value))
    return part


def _missing(written: Collection[str]) -> list[str]:
    return [member for name, member in _MEMBERS.items() if name not in written]


def is_function(value: object) -> bool:
    """Check whether a value of a template is a function.

    Examples:
        >>> is_function({"Ref": "Branch"}), is_function({"Type": "EVENT"})
        (True, False)
    """
    return isinstance(value, Mapping) and len(value) == 1 and str(next(iter(value))).startswith(("Fn::", "Ref"))


def _add(part: KnownPart, key: str, value: Any) -> None:
    """Read a property that holds no groups."""
    if value is None or is_no_value(value):
        return
    member = next((each for each, name in PROPERTIES.items() if part.name_of(each) == key and name in part.keys), None)
    if member is None and not (part.form is WireForm.CFN and key == _SWITCH):
        _refuse_name(part, key, value)
        return
    members = () if member is None else (member,)
    if part.form is WireForm.CFN and not _is_known(value, key):
        rest = _without_roles(value)
        if key != _POLICY or not _is_known(rest):
            part.is_open(key, *members)
            return
        part.is_open(f"{key}.{_ROLES}", APPROVER_ROLES)
        value = rest
    read = WebhookSettings.from_cfn if part.form is WireForm.CFN else WebhookSettings.from_api
    try:
        if member is None:
            _node(part, value, key).flag()
        else:
            part.members[member] = getattr(read({key: value}), member)
    except WebhookConstructsError as error:
        error.place = error.place or key
        part.is_wrong(error, _FIXES.get(key if member is None else PROPERTIES[member]), *members)


def _refuse_name(part: KnownPart, key: str, value: Any) -> None:
    """Note a name that no setting has, and the setting that is meant by it, whose value is not known then."""
    names = {_without_casing(name): name for name in part.keys}
    meant = [_MEMBERS.get(names[each], "") for each in get_close_matches(_without_casing(key), names, 1)]
    try:
        _node(part, {key: value}, "").members([name[0].lower() + name[1:] for name in part.keys])
    except WebhookConstructsError as error:
        error.place = key
        fix = f"write {part.name_of(meant[0]) if meant[0] else _SWITCH}" if meant else None
        part.is_wrong(error, fix, *filter(None, meant), *([_MEMBERS[key]] if key in _MEMBERS else []))


def _without_casing(name: str) -> str:
    """Fold names together that people take for one another, such as `filter_group` and `filterGroups`."""
    return name.replace("_", "").lower().removesuffix("s")


def _add_groups(part: KnownPart, key: str, value: Any) -> None:
    """Read the groups; what is not known or cannot be read has something in its place of which nothing is known."""
    if value is None or is_no_value(value):
        return
    if _is_open(part, value):
        part.is_open(key, _GROUPS_MEMBER)
        part.members[_GROUPS_MEMBER] = (part.unknown_group(key),)
        return
    try:
        elements = list(_node(part, value, key).elements())
    except WebhookConstructsError as error:
        part.is_wrong(error, _GROUP_FIX, _GROUPS_MEMBER)
        return
    groups: list[FilterGroup] = []
    for place, each in zip(_places(value), elements, strict=True):
        if part.is_given_up:
            part.give_up(each.path)
            groups.append(part.unknown_group(each.path))
            break
        follows = bool(groups) and isinstance(each.value, Mapping) and isinstance(value[place - 1], Mapping)
        groups.append(_group(part, each, is_of_the_one_before=follows and not is_function(value[place - 1])))
    part.members[_GROUPS_MEMBER] = tuple(groups)


def _group(part: KnownPart, node: Node, *, is_of_the_one_before: bool) -> FilterGroup:
    """Read a group. Of filters that stand where groups belong, only the first is named."""
    if _is_open(part, node.value):
        part.is_open(node.path, _GROUPS_MEMBER)
        return part.unknown_group(node.path)
    try:
        elements = list(node.elements())
    except WebhookConstructsError as error:
        if not is_of_the_one_before:
            part.is_wrong(error, _GROUP_FIX, _GROUPS_MEMBER)
        return part.unknown_group(node.path)
    filters: list[Filter] = []
    for each in elements:
        if part.is_given_up:
            part.give_up(each.path)
            filters.append(part.unknown_filter(each.path))
            break
        filters.append(_filter(part, each))
    return FilterGroup.of(filters)


def _filter(part: KnownPart, node: Node) -> Filter:
    value = node.value
    is_open = not _is_known(value) or (isinstance(value, Mapping) and any(map(is_included, value)))
    if part.form is WireForm.CFN and is_open:
        part.is_open(node.path, _GROUPS_MEMBER)
        return part.unknown_filter(node.path)
    try:
        return Filter.read(node)
    except WebhookConstructsError as error:
        part.is_wrong(error, _fix_of_filter(error.place, as_mapping(value)), _GROUPS_MEMBER)
        return part.unknown_filter(node.path)


def _fix_of_filter(place: str, written: Mapping[str, Any]) -> str:
    match place.lower().rpartition(".")[2], {str(name).lower(): each for name, each in written.items()}:
        case "pattern", {"type": "EVENT", "pattern": [*events]} if {*map(type, events)} == {str}:
            return f"write the events as one text, with commas between them: {', '.join(events)}"
    return _FILTER_FIX


def _is_open(part: KnownPart, value: Any) -> bool:
    """Check whether only the deployment knows what stands there."""
    return part.form is WireForm.CFN and (is_function(value) or is_unresolved(_text(value)))


def _node(part: KnownPart, value: Any, path: str) -> Node:
    return Node(value, part.form, WebhookSettingsError, path)


def _places(value: list[Any]) -> Iterator[int]:
    return (index for index, each in enumerate(value) if not is_no_value(each))


def is_included(key: object) -> bool:
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
    """Check whether everything but the texts that may be functions is known before the deployment."""
    if isinstance(value, str):
        return name in _MAY_BE_FUNCTIONS or not is_unresolved(value)
    if isinstance(value, Mapping):
        if is_function(value):
            return name in _MAY_BE_FUNCTIONS or is_no_value(value)
        return all(_is_known(each, str(key)) for key, each in value.items())
    return not isinstance(value, list) or all(_is_known(each) for each in value)
