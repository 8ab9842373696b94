"""Whether both sides of a comparison are webhooks of the same repositories.

A webhook of another repository is sent other events. So a webhook that moves is compared as one that goes and one that
comes. Where the repositories of one side are among those of the other, organization and repository are conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.service.choices import BuildType, FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.scope import WebhookScope
from webhook_constructs.core.settings.webhook_settings import WebhookSettings, repository_of
from webhook_constructs.core.values.arguments import shown

from .side import Side

__all__ = ["Places", "places_of"]

_ORGANIZATION, _REPOSITORY = FilterType.ORGANIZATION_NAME, FilterType.REPOSITORY_NAME
_GLOBAL, _GROUP = WebhookScopeType.GITHUB_GLOBAL, WebhookScopeType.GITLAB_GROUP


@dataclass(frozen=True, slots=True)
class Places:
    """Both sides, with what is known of their repositories.

    Attributes:
        before: The webhook before the change.
        after: The webhook after it.
        are_apart: Whether no event is sent to both. Default: they may share events.
        doubt: Why it is not certain that both are of the same repositories. Default: it is.
    """

    before: Side
    after: Side
    are_apart: bool = False
    doubt: str | None = None

    @property
    def none_before(self) -> Side:
        """No webhook before the change, for the events that are sent to the one after it."""
        return Side(self.before.name, None, absent_because=f"the webhook is for {_label(self.before.webhook)}")

    @property
    def none_after(self) -> Side:
        """No webhook after the change, for the events that were sent to the one before it."""
        return Side(self.after.name, None, absent_because=f"the webhook is for {_label(self.after.webhook)}")


def places_of(before: Side, after: Side) -> Places:
    """Compare the repositories of two sides, of which one that is not told is taken for that of the other side."""
    if before.settings is None or after.settings is None:
        return Places(before, after)
    one, other = before.settings, after.settings
    if _source_of(one) != _source_of(other) and None not in {_source_of(one), _source_of(other)}:
        return _apart(before, after)
    unresolved = [f"{side.name}: {name}" for side in (before, after) for name in side.unresolved]
    if unresolved:
        return Places(before, after, doubt=f"{', '.join(unresolved)} is known only when the stack is deployed")
    if one.scope is None and other.scope is None:
        return _of_repositories(before, after)
    if one.scope is not None and other.scope is not None:
        return _of_scopes(before, after, one.scope, other.scope)
    if one.scope is None:
        return _of_repository_and_scope(before, after)
    found = _of_repository_and_scope(after, before)
    return replace(found, before=found.after, after=found.before)


def _label(settings: WebhookSettings) -> str:
    """Return what a webhook is for."""
    if settings.scope is not None:
        return f"all of {shown(str(settings.scope.name))}"
    found = repository_of(settings)
    return str(found or _source_of(settings) or "another repository")


def _source_of(settings: WebhookSettings) -> str | None:
    if settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return "Buildkite"
    return None if settings.provider is None else settings.provider.value


def _apart(before: Side, after: Side) -> Places:
    return Places(before, after, are_apart=True)


def _of_repositories(before: Side, after: Side) -> Places:
    one, other = before.webhook.source_location, after.webhook.source_location
    if one is None or other is None or one == other:
        return Places(before, after)
    is_same = _is_same(Repository.parse(str(one)), Repository.parse(str(other)))
    if is_same is False:
        return _apart(before, after)
    doubt = "whether both sides are webhooks of the same repository cannot be told from their addresses"
    return Places(before, after, doubt=None if is_same else doubt)


def _is_same(one: Repository | None, other: Repository | None) -> bool | None:
    return None if one is None or other is None else one.is_same_as(other)


def _of_scopes(before: Side, after: Side, one: WebhookScope, other: WebhookScope) -> Places:
    names = str(one.name).lower(), str(other.name).lower()
    if one.domain != other.domain:
        return _apart(before, after)
    if one.scope_type is other.scope_type:
        if names[0] == names[1]:
            return Places(before, after)
        if one.scope_type is _GROUP and names[0].startswith(f"{names[1]}/"):
            return Places(_in_group(before, str(one.name)), after)
        if one.scope_type is _GROUP and names[1].startswith(f"{names[0]}/"):
            return Places(before, _in_group(after, str(other.name)))
        return _apart(before, after)
    if one.scope_type is _GLOBAL and other.scope_type is not _GROUP:
        return Places(before, _of_owner(after, str(other.name)))
    if other.scope_type is _GLOBAL and one.scope_type is not _GROUP:
        return Places(_of_owner(before, str(one.name)), after)
    return _apart(before, after)


def _of_repository_and_scope(single: Side, scoped: Side) -> Places:
    """Compare a webhook of a repository with one of many; the places are in this order."""
    location, scope = single.webhook.source_location, scoped.webhook.scope or WebhookScope("x")
    repository = None if location is None else Repository.parse(str(location))
    if repository is None:
        doubt = f"{single.name}: which repository the webhook is of is not known, and {scoped.name} it is of many"
        return Places(single, scoped, doubt=doubt)
    owner, name = repository.written.rpartition("/")[0], repository.name
    is_of = True if scope.scope_type is _GLOBAL else repository.is_of(str(scope.name), _host_of(scoped.webhook, scope))
    if is_of is False:
        return _apart(single, scoped)
    narrow = replace(_of_owner(single, owner), place=((_ORGANIZATION, _whole(owner)), (_REPOSITORY, _whole(name))))
    if scope.scope_type is _GLOBAL:
        wide = scoped
    else:
        is_group = scope.scope_type is _GROUP
        wide = _in_group(scoped, owner[: len(str(scope.name))]) if is_group else _of_owner(scoped, owner)
    doubt = f"whether {repository} belongs to {shown(str(scope.name))} is not known"
    return Places(narrow, wide, doubt=None if is_of else doubt)


def _of_owner(side: Side, owner: str) -> Side:
    return replace(side, place=((_ORGANIZATION, _whole(owner)),), absent_because=_only_for(side))


def _in_group(side: Side, group: str) -> Side:
    return replace(side, place=((_ORGANIZATION, f"^{escaped(group)}(/|$)"),), absent_because=_only_for(side))


def _only_for(side: Side) -> str:
    return f"the webhook is for {_label(side.webhook)}"


def _whole(name: str) -> str:
    return f"^{escaped(name)}$"


def _host_of(settings: WebhookSettings, scope: WebhookScope) -> str | None:
    """Return the host of a scope; None where it is not known."""
    if scope.domain is None:
        return "github.com" if settings.provider is SourceProvider.GITHUB else None
    return str(scope.domain).rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
