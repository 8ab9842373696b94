"""Whether both sides of a comparison are webhooks of the same repositories.

A webhook of another repository is sent other events. So a webhook that moves is compared as one that goes and one that
comes. Where the repositories of one side are among those of the other, organization and repository are conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.service.enums import BuildType, FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.scope import WebhookScope
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown

from .side import Side

__all__ = ["Places", "places_of"]

_Conditions: TypeAlias = "tuple[tuple[FilterType, str], ...]"

_GLOBAL, _GROUP = WebhookScopeType.GITHUB_GLOBAL, WebhookScopeType.GITLAB_GROUP
_NOT_TOLD = "whether both sides are webhooks of the same repositories cannot be told from their addresses"


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
    def pairs(self) -> tuple[tuple[Side, Side], ...]:
        """What is to be compared: both sides, or each with none if no event is sent to both."""
        if not self.are_apart:
            return ((self.before, self.after),)
        no_longer, not_yet = (replace(each, settings=None) for each in (self.after, self.before))
        return ((self.before, no_longer), (not_yet, self.after))


def places_of(before: Side, after: Side) -> Places:
    """Compare the repositories of two sides, of which one that is not told is taken for that of the other side."""
    if before.settings is None or after.settings is None:
        return Places(before, after)
    unresolved = [f"{side.name}: {name}" for side in (before, after) for name in side.unresolved]
    if unresolved:
        return Places(before, after, doubt=f"{', '.join(unresolved)} is known only when the stack is deployed")
    is_within, holds = _are_among(before.settings, after.settings), _are_among(after.settings, before.settings)
    if is_within and holds:
        return Places(before, after)
    if is_within is None or holds is None:
        return Places(before, after, doubt=_NOT_TOLD)
    one, other = _placed(before), _placed(after)
    return Places(one, other, are_apart=not is_within and not holds)


def _are_among(one: WebhookSettings, other: WebhookSettings) -> bool | None:
    """Check whether the repositories of one webhook are among those of another one; None if that cannot be told."""
    sources = {_source_of(one), _source_of(other)} - {None}
    if len(sources) > 1:
        return False
    if other.scope is None:
        return False if one.scope is not None else _is_same_repository(one, other)
    if one.scope is None:
        return _is_in_scope(one, other, other.scope)
    return one.scope.domain == other.scope.domain and _is_in_other_scope(one.scope, other.scope)


def _is_same_repository(one: WebhookSettings, other: WebhookSettings) -> bool | None:
    locations = one.source_location, other.source_location
    if None in locations or locations[0] == locations[1]:
        return True
    this, that = (Repository.parse(str(each)) for each in locations)
    return None if this is None or that is None else this.is_same_as(that)


def _is_in_scope(one: WebhookSettings, other: WebhookSettings, scope: WebhookScope) -> bool | None:
    repository = _repository_of(one)
    if repository is None:
        return None
    if scope.scope_type is _GLOBAL:
        return True  # an enterprise does not tell its organizations
    host = _host_of(other, scope)
    if scope.scope_type is _GROUP:
        return host in {None, repository.host} and repository.path.startswith(f"{str(scope.name).lower()}/")
    return repository.is_of(str(scope.name), host)


def _is_in_other_scope(one: WebhookScope, other: WebhookScope) -> bool:
    name, wider = str(one.name).lower(), str(other.name).lower()
    if one.scope_type is other.scope_type:
        return name == wider or (one.scope_type is _GROUP and name.startswith(f"{wider}/"))
    return one.scope_type is not _GROUP and other.scope_type is _GLOBAL


def _placed(side: Side) -> Side:
    """Return a side that is sent the events of its own repositories only."""
    settings = side.webhook
    return replace(side, place=_conditions(settings), absent_because=f"the webhook is for {_label(settings)}")


def _conditions(settings: WebhookSettings) -> _Conditions:
    """Return what the organization, whose letters do not count, and the repository of an event have to match."""
    scope, repository = settings.scope, _repository_of(settings)
    if repository is not None:
        owner = repository.path.rpartition("/")[0]
        return (FilterType.ORGANIZATION_NAME, _whole(owner)), (FilterType.REPOSITORY_NAME, _whole(repository.name))
    if scope is None or scope.scope_type is _GLOBAL:
        return ()
    name = str(scope.name).lower()
    pattern = f"^{escaped(name)}(/.+)?$" if scope.scope_type is _GROUP else _whole(name)
    return ((FilterType.ORGANIZATION_NAME, pattern),)


def _whole(name: str) -> str:
    return f"^{escaped(name)}$"


def _repository_of(settings: WebhookSettings) -> Repository | None:
    is_told = settings.scope is None and settings.source_location is not None
    return Repository.parse(str(settings.source_location)) if is_told else None


def _host_of(settings: WebhookSettings, scope: WebhookScope) -> str | None:
    """Return the host of a scope; None where it is not known."""
    if scope.domain is None:
        return "github.com" if settings.provider is SourceProvider.GITHUB else None
    return str(scope.domain).rpartition("://")[2].partition("/")[0].partition(":")[0].lower()


def _source_of(settings: WebhookSettings) -> str | None:
    if settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return "Buildkite"
    return None if settings.provider is None else settings.provider.value


def _label(settings: WebhookSettings) -> str:
    """Return what a webhook is for."""
    if settings.scope is not None:
        return f"all repositories of {shown(str(settings.scope.name))}"
    return str(_repository_of(settings) or _source_of(settings) or "another repository")
