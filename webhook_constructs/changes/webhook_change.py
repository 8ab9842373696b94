"""What changes about one webhook, with each of the values that decide on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import cached_property
from itertools import product

from webhook_constructs.core import Comparison, SourceProvider, WebhookSettings, compare
from webhook_constructs.core.service.enums import BuildType
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.unresolved import all_of, any_of
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.values.possible_webhooks import Variant
from webhook_constructs.templates.values.written_parts import WrittenWebhook, reads_elsewhere

from .snapshot import SnapshotWebhook

__all__ = ["Case", "Status", "WebhookChange", "change_of", "in_doubt"]

_MOST_CASES, _MOST_NAMED = 256, 3
_OTHER_PROJECT = "it may be on another project: the name of its project is known only on deployment"
_OTHER_NAME = (
    "it may be on another project: the name or the file of its project has changed, and whether it is the same one "
    "depends on values that are known only on deployment"
)
_OPEN_SOURCE = "the git host is not known: the type of the source of its project is known only on deployment"
_TOO_MANY = "there are too many combinations of values, and not all are compared"
_MEMBERS = tuple(each.name for each in fields(WebhookSettings))
_PROVIDERS = frozenset(each.value for each in SourceProvider)


class Status(str, Enum):
    """What has become of a webhook."""

    NEW = "new"
    REMOVED = "removed"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    RENAMED = "renamed"
    SAME = "same"

    def __str__(self) -> str:
        """Return the value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Case:
    """What changes with some values.

    Attributes:
        values: What people read of the values; empty if none makes a difference.
        comparison: What changes.
        is_assumed: Whether it is the same only if what is known on deployment alone is. Default: it is not assumed.
    """

    values: str
    comparison: Comparison
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class WebhookChange:
    """What changes about a webhook.

    Attributes:
        before: The webhook before the change; None if there was none.
        after: The webhook after it; None if there is none.
        cases: What changes with each of the values that decide on it.
        is_renamed: Whether it has another name, and is known by what it builds. Default: it is known by its name.
    """

    before: SnapshotWebhook | None
    after: SnapshotWebhook | None
    cases: tuple[Case, ...]
    is_renamed: bool = False

    @property
    def there(self) -> SnapshotWebhook:
        """The webhook after the change, or if there is none, the one before it."""
        return next(each for each in (self.after, self.before) if each is not None)

    @property
    def is_same(self) -> bool | None:
        """Whether the same events start builds; None if that cannot be told."""
        return all_of(each.comparison.is_same for each in self.cases)

    @property
    def widens(self) -> bool | None:
        """Whether somebody can start a build who could start none; None if that cannot be told."""
        return any_of(each.comparison.widens for each in self.cases)

    @property
    def status(self) -> Status:
        """What has become of it."""
        if self.before is None:
            return Status.NEW
        if self.after is None:
            return Status.REMOVED
        if self.is_same is None:
            return Status.UNKNOWN
        if not self.is_same:
            return Status.CHANGED
        return Status.RENAMED if self.is_renamed else Status.SAME

    @property
    def rewritten(self) -> tuple[str, ...]:
        """The settings that are written in another way than before.

        It is for webhooks of templates that depend on no values: what is deployed has the defaults of the service.
        """
        if self.before is None or self.after is None or not (self.before.source and self.after.source):
            return ()
        if self.before.possible.variants or self.after.possible.variants:
            return ()
        one, other = (each.webhook.settings or each.webhook.known for each in (self.before, self.after))
        if one is None or other is None:
            return ()
        return tuple(name for name in _MEMBERS if getattr(one, name) != getattr(other, name))


def change_of(
    before: SnapshotWebhook | None,
    after: SnapshotWebhook | None,
    *,
    is_renamed: bool = False,
    has_same_values: bool = False,
) -> WebhookChange:
    """Compare a webhook before a change with the one after it.

    Args:
        before: The webhook before the change; None if there was none.
        after: The webhook after it; None if there is none.
        is_renamed: Whether it has another name. Default: it has not.
        has_same_values: Whether what is known only on deployment is the same on both sides where it is written the
            same. Default: nothing is known of it.
    """
    cases = tuple(_Comparing(before, after, has_same_values=has_same_values).cases())
    return WebhookChange(before, after, cases, is_renamed)


class _Comparing:
    """Compares a webhook on two sides."""

    def __init__(self, before: SnapshotWebhook | None, after: SnapshotWebhook | None, *, has_same_values: bool) -> None:
        self._sides = before, after
        self._has_same_values = has_same_values
        self._written: tuple[WrittenWebhook | None, WrittenWebhook | None] | None = None

    def cases(self) -> Iterator[Case]:
        before, after = map(_variants, self._sides)
        pairs = _pairs(before, after, self._names("defaults"))
        if pairs is None:
            yield Case("", Comparison(unknown=(_TOO_MANY,), widens=None))
            return
        found: dict[Case, list[str]] = {}
        for one, other in pairs:
            found.setdefault(self._case(one, other), []).append(_named(one, other))
        beyond = self._beyond() if all(each.comparison.is_same for each in found) else None
        for case, values in found.items():
            more = len(values) - _MOST_NAMED
            named = ", ".join(values[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
            comparison = case.comparison if beyond is None else in_doubt(case.comparison, [beyond])
            yield replace(case, values=named, comparison=comparison)

    def _case(self, before: Variant, after: Variant) -> Case:
        """Compare a webhook with the values of two variants."""
        one, other = before.webhook, after.webhook
        found = compare(
            _settings(one),
            _settings(other),
            unknown_before=frozenset() if one is None else one.unknown,
            unknown_after=frozenset() if other is None else other.unknown,
        )
        is_usual = before.has_defaults and after.has_defaults
        is_assumed = found.is_same is None and self._are_taken_as_same(before, after, is_usual=is_usual)
        return Case("", in_doubt(Comparison() if is_assumed else found, [*self._doubts(before, after)]), is_assumed)

    def _doubts(self, before: Variant, after: Variant) -> Iterator[str]:
        """Return why it is not certain that both are compared as they are."""
        conditions = [None if each.webhook is None else _existence(each.webhook) for each in (before, after)]
        are_one = conditions[0] == conditions[1] and self._has_same_values and self._is_condition_same
        if self._is_on_same_project is None:
            are_shown = all(each is not None and each.projects.are_shown for each in self._sides)
            yield _OTHER_NAME if are_shown else _OTHER_PROJECT
        is_source_open = any(each.webhook is not None and each.webhook.is_source_open for each in (before, after))
        if is_source_open and not (self._has_same_values and self._are_written_same):
            yield _OPEN_SOURCE
        if not self._are_conditions_same:
            names = ", ".join(map(one_line, sorted(self._shared_conditions)))
            yield f"whether these conditions hold on both sides is known only on deployment: {names}"
        for name, each, condition in zip(("before", "after"), (before.webhook, after.webhook), conditions, strict=True):
            if condition is not None and not are_one:
                yield f"{name}: {condition}"
            if each is not None:
                yield from (f"{name}: {why}" for why in _flaws(each))
        if any(each is not None and each.possible.is_cut for each in self._sides):
            yield _TOO_MANY

    @cached_property
    def _is_on_same_project(self) -> bool | None:
        """Whether a webhook stays on its project; None if that cannot be told."""
        before, after = (None if each is None else each.projects for each in self._sides)
        if before is None or after is None:
            return True
        return before.is_same_as(after, has_same_values=self._has_same_values)

    @cached_property
    def _shared_conditions(self) -> frozenset[str]:
        """The conditions that decide on the settings of both sides, and that are not worked out."""
        before, after = (frozenset[str]() if each is None else each.possible.conditions for each in self._sides)
        return before & after

    @cached_property
    def _are_conditions_same(self) -> bool:
        """Whether the conditions that decide on the settings hold on both sides, or on none.

        What decides has to be written the same, and if it reads what is elsewhere, people have to say that this is the
        same.
        """
        one, other = self._parts
        if not self._shared_conditions:
            return True
        if one is None or other is None or one.decisive != other.decisive:
            return False
        return self._has_same_values or not reads_elsewhere(one.decisive)

    def _are_taken_as_same(self, before: Variant, after: Variant, *, is_usual: bool) -> bool:
        """Check whether both sides are written the same, and that is enough.

        It is for values that are not the defaults: whoever gives one gives it to both sides.
        """
        found = [_settings(each.webhook) for each in (before, after)]
        are_accepted = not any(each.problems() for each in found if each is not None)
        return (self._has_same_values or not is_usual) and are_accepted and self._are_written_same

    def _beyond(self) -> str | None:
        """Return what else could be given and is not compared; None if that makes no difference."""
        names = self._names("open_names")
        if not names or None in self._sides or self._are_written_same:
            return None
        return f"other values of {', '.join(map(one_line, sorted(names)))} are not compared"

    def _names(self, kind: str) -> frozenset[str]:
        return frozenset(name for each in self._sides if each is not None for name in getattr(each.possible, kind))

    @property
    def _are_written_same(self) -> bool:
        one, other = self._parts
        return one is not None and one == other

    @property
    def _is_condition_same(self) -> bool:
        one, other = self._parts
        return one is not None and other is not None and one.condition == other.condition

    @property
    def _parts(self) -> tuple[WrittenWebhook | None, WrittenWebhook | None]:
        if self._written is None:
            before, after = (None if each is None else each.read_written() for each in self._sides)
            self._written = before, after
        return self._written


def _variants(side: SnapshotWebhook | None) -> tuple[Variant, ...]:
    """Return what a webhook is with values; as it is written if no value makes a difference."""
    if side is None:
        return (Variant({}, None),)
    return side.possible.variants or (Variant({}, side.possible.webhook),)


def _pairs(
    before: tuple[Variant, ...], after: tuple[Variant, ...], defaults: frozenset[str]
) -> list[tuple[Variant, Variant]] | None:
    """Return what is compared with what: variants that no value contradicts.

    With values that the other side does not know, there was no webhook. None if there are too many.
    """
    if len(before) * len(after) > _MOST_CASES**2:
        return None
    found = [(one, other) for one, other in product(before, after) if _agree(one, other, defaults)]
    if len(found) > _MOST_CASES:
        return None
    ones, others = {id(one) for one, _ in found}, {id(other) for _, other in found}
    none = Variant({}, None)
    found += [(each, none) for each in before if id(each) not in ones]
    found += [(none, each) for each in after if id(each) not in others]
    return found


def _agree(one: Variant, other: Variant, defaults: frozenset[str]) -> bool:
    """Check whether two variants can be of one deployment; a default that changes is compared with the other one."""
    free = defaults if one.has_defaults and other.has_defaults else frozenset()
    return all(name in free or other.values.get(name, value) == value for name, value in one.values.items())


def _named(one: Variant, other: Variant) -> str:
    both = {**one.values, **other.values}
    changed = [name for name in one.values if both[name] != one.values[name]]
    parts = (f"{one.values[name]} before and {both[name]} after" if name in changed else both[name] for name in both)
    return " and ".join(parts)


def _settings(webhook: TemplateWebhook | None) -> WebhookSettings | None:
    return None if webhook is None else webhook.settings or webhook.known or WebhookSettings()


def in_doubt(comparison: Comparison, doubts: Sequence[str]) -> Comparison:
    """Return a comparison of which something cannot be told, besides.

    Args:
        comparison: What is known.
        doubts: Why something cannot be told; there may be none.
    """
    if not doubts:
        return comparison
    unknown = tuple(dict.fromkeys((*comparison.unknown, *doubts)))
    return replace(comparison, unknown=unknown, widens=comparison.widens or None)


def _existence(webhook: TemplateWebhook) -> str | None:
    """Return on what it depends whether there is such a webhook; None if there is one."""
    if webhook.condition is not None:
        return f"whether there is such a webhook depends on the condition {one_line(webhook.condition)}"
    return None if webhook.is_unconditional else f"whether there is such a webhook is {webhook.language.later}"


def _flaws(webhook: TemplateWebhook) -> Iterator[str]:
    """Return why there may be no such webhook, or another one."""
    if webhook.error is not None:
        yield f"it cannot be read: {webhook.error}"
    elif webhook.settings is None and webhook.known is None:
        yield "its settings cannot be read"
    if webhook.is_switched_off:
        yield "its Triggers have filter groups and no Webhook: true, so CloudFormation refuses them"
    if webhook.failure is not None:
        yield f"CodeBuild could not create it: {webhook.failure}"
    settings = webhook.settings or webhook.known
    may_be_buildkite = "build_type" in webhook.unknown or (
        settings is not None and settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD
    )
    if webhook.source_type not in {None, *_PROVIDERS} and not may_be_buildkite:
        yield f"a project with source type {one_line(str(webhook.source_type))} has no webhook events"
