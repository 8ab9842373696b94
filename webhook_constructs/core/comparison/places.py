"""Whether both sides of a comparison are webhooks of the same repositories.

A webhook of another repository is sent other events. So a webhook that moves is compared as one that goes and one that
comes. Where the repositories of one side are among those of the other, organization and repository are conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.service.enums import BuildType, FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.scope import WebhookScope
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown

from .side import Side

__all__ = ["Places", "places_of"]

_GLOBAL, _GROUP = WebhookScopeType.GITHUB_GLOBAL, WebhookScopeType.GITLAB_GROUP
_PUBLIC = {SourceProvider.GITHUB: "github.com", SourceProvider.GITLAB: "gitlab.com"}
_MAY_BE_BUILDKITE = "the build type is not known, and a webhook of Buildkite has no repository"
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
        no_longer, not_yet = (replace(each, settings=None, never=()) for each in (self.after, self.before))
        return ((self.before, no_longer), (not_yet, self.after))


def places_of(before: Side, after: Side) -> Places:
    """Compare the repositories of two sides, of which one that is not told is taken for that of the other side."""
    if before.settings is None or after.settings is None or "scope" in {*before.unknown, *after.unknown}:
        return Places(before, after)  # of a scope that is not known, the clauses of the filters have the doubt
    if doubt := _doubt(before, after):
        return Places(before, after, doubt=doubt)
    is_within, holds = _are_among(before.settings, after.settings), _are_among(after.settings, before.settings)
    if is_within and holds:
        return Places(before, after)
    if is_within is None or holds is None:
        return Places(before, after, doubt=_NOT_TOLD)
    if not is_within and not holds:
        return Places(_placed(before, before.settings), _placed(after, after.settings), are_apart=True)
    narrower = after.settings if holds else before.settings
    return Places(_placed(before, narrower), _placed(after, narrower))


def _doubt(before: Side, after: Side) -> str | None:
    sides: dict[tuple[str, ...], list[str]] = {}
    for side in (before, after):
        sides.setdefault(side.unresolved, []).append(side.name)
    unresolved = [f"{' and '.join(those)}: {_later(names)}" for names, those in sides.items() if names]
    if unresolved:
        return ", ".join(unresolved)
    return _MAY_BE_BUILDKITE if "build_type" in {*before.unknown, *after.unknown} else None


def _later(names: tuple[str, ...]) -> str:
    verb = "is" if len(names) == 1 else "are"
    return f"{' and '.join(names)} {verb} known only when the stack is deployed"


def _are_among(one: WebhookSettings, other: WebhookSettings) -> bool | None:
    """Check whether the repositories of one webhook are among those of another one; None if that cannot be told."""
    providers = {one.provider, other.provider} - {None}
    if _is_of_buildkite(one) is not _is_of_buildkite(other) or len(providers) > 1:
        return False
    if other.scope is None:
        return False if one.scope is not None else _is_same_repository(one, other)
    if one.scope is None:
        return _is_in_scope(one, other, other.scope)
    hosts = _host_of(one, one.scope), _host_of(other, other.scope)
    is_in_names = _is_in_other_scope(one.scope, other.scope)
    return is_in_names and (None if None in hosts and hosts[0] != hosts[1] else hosts[0] == hosts[1])


def _is_of_buildkite(settings: WebhookSettings) -> bool:
    return settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD


def _is_same_repository(one: WebhookSettings, other: WebhookSettings) -> bool | None:
    locations = one.source_location, other.source_location
    if None in locations or locations[0] == locations[1]:
        return True
    this, that = (Repository.parse(str(each)) for each in locations)
    return None if this is None or that is None else this.is_same_as(that)


def _is_in_scope(one: WebhookSettings, other: WebhookSettings, scope: WebhookScope) -> bool | None:
    repository, host = _repository_of(one), _host_of(other, scope)
    if repository is None:
        return None
    if scope.scope_type is WebhookScopeType.GITHUB_ORGANIZATION:
        return repository.is_of(str(scope.name), host)
    is_mirror = host not in {None, repository.host} and repository.provider is None
    if scope.scope_type is _GLOBAL:  # an enterprise does not tell its organizations
        return None if is_mirror else host in {None, repository.host}
    path, name = f"/{repository.path}", f"/{str(scope.name).lower()}/"
    if is_mirror:
        return None if name in path else False
    return host in {None, repository.host} and path.startswith(name)


def _is_in_other_scope(one: WebhookScope, other: WebhookScope) -> bool:
    name, wider = str(one.name).lower(), str(other.name).lower()
    if one.scope_type is other.scope_type:
        return name == wider or (one.scope_type is _GROUP and name.startswith(f"{wider}/"))
    return one.scope_type is not _GROUP and other.scope_type is _GLOBAL


def _placed(side: Side, narrower: WebhookSettings) -> Side:
    """Return a side that is sent the events of its own repositories only.

    Args:
        side: The side.
        narrower: The webhook of fewer repositories, which are all in the organization or group of this side. Its
            spelling of the organization counts for both.
    """
    settings = side.webhook
    side = replace(side, absent_because=f"the webhook is for {_label(settings)}")
    owner, repository = _owner_of(settings), _repository_of(settings)
    if owner is None:
        return side
    owner = str(_owner_of(narrower))[: len(owner)]
    is_group = settings.scope is not None and settings.scope.scope_type is _GROUP
    names = {FilterType.ORGANIZATION_NAME: owner}
    place = {FilterType.ORGANIZATION_NAME: f"^{escaped(owner)}(/.+)?$" if is_group else f"^{escaped(owner)}$"}
    if repository is not None:
        names[FilterType.REPOSITORY_NAME] = repository.name
        place[FilterType.REPOSITORY_NAME] = f"^{escaped(repository.name)}$"
    return replace(
        side,
        place=tuple(place.items()),
        never=tuple((of, other_spellings(name)) for of, name in names.items() if name.swapcase() != name),
    )


def other_spellings(name: str) -> str:
    """Return a pattern of a name in letters of another case, which is the same to a git host and not to a filter.

    Args:
        name: A name that has letters.

    Examples:
        >>> other_spellings("Api")
        '^(a(?i:pi)|(?i:A)P(?i:i)|(?i:Ap)I)(/|$)'
    """
    changed = [(index, letter.swapcase()) for index, letter in enumerate(name) if letter.swapcase() != letter]
    spellings = (
        "".join((_in_any_case(name[:index]), escaped(letter), _in_any_case(name[index + 1 :])))
        for index, letter in changed
    )
    return f"^({'|'.join(spellings)})(/|$)"


def _in_any_case(text: str) -> str:
    return f"(?i:{escaped(text)})" if text else ""


def _owner_of(settings: WebhookSettings) -> str | None:
    """Return the organization or group of all repositories of a webhook; None where that is not known, or any."""
    scope, repository = settings.scope, _repository_of(settings)
    if scope is None:
        return None if repository is None else repository.written.rpartition("/")[0]
    return None if scope.scope_type is _GLOBAL else str(scope.name)


def _repository_of(settings: WebhookSettings) -> Repository | None:
    is_told = settings.scope is None and settings.source_location is not None
    return Repository.parse(str(settings.source_location)) if is_told else None


def _host_of(settings: WebhookSettings, scope: WebhookScope) -> str | None:
    """Return the host of a scope; None where it is not known."""
    if scope.domain is None:
        return None if settings.provider is None else _PUBLIC.get(settings.provider)
    return str(scope.domain).rpartition("://")[2].partition("/")[0].partition(":")[0].lower()


def _label(settings: WebhookSettings) -> str:
    """Return what a webhook is for."""
    if settings.scope is not None:
        return f"all repositories of {shown(str(settings.scope.name))}"
    if _is_of_buildkite(settings):
        return "Buildkite"
    return str(_repository_of(settings) or settings.provider or "another repository")
