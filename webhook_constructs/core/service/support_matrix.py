"""Which git host sends which event, and which filter goes with which event, and how sure that is.

AWS's pages disagree in places and are silent in others [assumed: support], and the service has been seen to refuse only
one combination. So every cell says what is known and where from. What the service said when it refused is a rule for
all of them: each filter type has to be supported by all events of its group [obs 2019].

Where a git host is None it is not known which one it is: the answer is that for the host where it works best, so that
what is wrong by it is wrong anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from webhook_constructs.core.service.enums import FilterType, WebhookScopeType
from webhook_constructs.core.values.arguments import Choice

from .enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS, EventAction, SourceProvider

__all__ = [
    "GITLABS",
    "SCOPED_FILTERS",
    "Support",
    "SupportCell",
    "event_support",
    "events_for",
    "filter_support",
    "scope_event_support",
    "scope_support",
]


class Support(Choice):
    """What is known of a combination, from the best to the worst."""

    DOCUMENTED = "documented"
    """A page of AWS says that it works."""

    UNDOCUMENTED = "not documented"
    """No page says anything [assumed: support]."""

    DISPUTED = "pages disagree"
    """A page of AWS says that it works, and another that it does not [assumed: support]."""

    UNSUPPORTED = "documented not to work"
    """A page of AWS says that it works with others only. A group with such a filter breaks the rule that the service
    gave when it refused one; what it does about an event at a git host is open [assumed: event-not-sent]."""

    REFUSED = "refused"
    """The service has been seen to refuse this very combination."""


_WORSE = list(Support)


@dataclass(frozen=True, slots=True)
class SupportCell:
    """What is known of a combination.

    Attributes:
        support: What is known.
        source: Where from.
        note: What else has to be known. Default: nothing.
    """

    support: Support
    source: str
    note: str | None = None

    @property
    def is_certainly_wrong(self) -> bool:
        """Whether the service refuses the combination or a page of AWS says that it does not work."""
        return self.support in {Support.REFUSED, Support.UNSUPPORTED}


_USER_GUIDE = "https://docs.aws.amazon.com/codebuild/latest/userguide"
_API = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html"
_PAGES = {
    SourceProvider.GITHUB: f"{_USER_GUIDE}/github-webhook.html",
    SourceProvider.GITHUB_ENTERPRISE: f"{_USER_GUIDE}/github-webhook.html",
    SourceProvider.BITBUCKET: f"{_USER_GUIDE}/bitbucket-webhook.html",
    SourceProvider.GITLAB: f"{_USER_GUIDE}/gitlab-webhook.html",
    SourceProvider.GITLAB_SELF_MANAGED: f"{_USER_GUIDE}/gitlab-webhook.html",
}
_GLOBAL_PAGE = f"{_USER_GUIDE}/github-global-organization-webhook-setup.html"
_SCOPES_PAGE = f"{_USER_GUIDE}/github-global-organization-webhook.html"
_GROUP_PAGE = f"{_USER_GUIDE}/gitlab-group-webhook-setup.html"
# A stack event of 6 July 2019 (AWS::CodeBuild::Project, CREATE_FAILED, InvalidInputException), quoted with its template
# in a file of a public repository that the search for this text shows, and whose address it does not give.
_SEEN = (
    "a stack event of 2019-07-06: 'The following filter types are not allowed for GitHub webhook when EVENT is [PUSH]: "
    "[BASE_REF]. Make sure input filter types are supported by all the EVENT types specified.'"
)

_GITHUBS = frozenset({SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE})
_ENTERPRISE, _BITBUCKET = SourceProvider.GITHUB_ENTERPRISE, SourceProvider.BITBUCKET
_CODE_EVENTS = PULL_REQUEST_ACTIONS | {EventAction.PUSH}
_GLOBAL_EVENTS = "have workflow jobs only by the page on setting them up, and any event by others"

GITLABS = frozenset({SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED})
"""The git hosts that the API's page, which is older than CodeBuild's support for them, says nothing of."""

SCOPED_FILTERS = frozenset({FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME})
"""The filters that are for webhooks of more than a repository."""


def _best(cells: Iterable[SupportCell]) -> SupportCell:
    return min(cells, key=lambda cell: _WORSE.index(cell.support))


@lru_cache(None)
def event_support(provider: SourceProvider | None, event: EventAction) -> SupportCell:
    """Return what is known of an event at a git host.

    Examples:
        >>> print(event_support(SourceProvider.BITBUCKET, EventAction.RELEASED).support)
        documented not to work
    """
    if provider is None:
        return _best(event_support(each, event) for each in SourceProvider)
    page = _PAGES[provider]
    are_githubs = {EventAction.PULL_REQUEST_REOPENED, EventAction.WORKFLOW_JOB_QUEUED}
    if provider in GITLABS and event in {*are_githubs, EventAction.RELEASED}:
        return SupportCell(Support.DISPUTED, f"{page}, {_API}", "GitLab's page says yes, the API's GitHub only")
    if provider not in _GITHUBS and event in are_githubs:
        return SupportCell(Support.UNSUPPORTED, _API, "GitHub and GitHub Enterprise only")
    if event in RELEASE_ACTIONS and provider is not SourceProvider.GITHUB:
        return SupportCell(Support.UNSUPPORTED, _API, "GitHub only")
    if event in {EventAction.PULL_REQUEST_MERGED, EventAction.PULL_REQUEST_CLOSED} and provider is _BITBUCKET:
        note = "the event has to be switched on by hand in the hook at Bitbucket"
        return SupportCell(Support.DOCUMENTED, page, note)
    return SupportCell(Support.DOCUMENTED, page)


_ONLY_WITH: dict[FilterType, tuple[frozenset[EventAction], str]] = {
    FilterType.BASE_REF: (PULL_REQUEST_ACTIONS, "pull request events only"),
    FilterType.FILE_PATH: (_CODE_EVENTS, "push and pull request events only"),
    FilterType.COMMIT_MESSAGE: (_CODE_EVENTS, "push and pull request events only"),
    FilterType.TAG_NAME: (RELEASE_ACTIONS, "RELEASED and PRERELEASED only"),
    FilterType.RELEASE_NAME: (RELEASE_ACTIONS, "RELEASED and PRERELEASED only"),
    FilterType.WORKFLOW_NAME: (frozenset({EventAction.WORKFLOW_JOB_QUEUED}), "WORKFLOW_JOB_QUEUED only"),
}


@lru_cache(None)
def filter_support(provider: SourceProvider | None, event: EventAction, filter_type: FilterType) -> SupportCell:
    """Return what is known of a filter in a group with an event.

    Taken for granted is that the git host sends the event, and that the webhook has the scope that the filter asks for.

    Examples:
        >>> print(filter_support(SourceProvider.GITHUB, EventAction.PUSH, FilterType.BASE_REF).support)
        refused
    """
    if provider is None:
        return _best(filter_support(each, event, filter_type) for each in SourceProvider)
    events, only = _ONLY_WITH.get(filter_type, (frozenset(EventAction), ""))
    if event not in events:
        if (provider, event, filter_type) == (SourceProvider.GITHUB, EventAction.PUSH, FilterType.BASE_REF):
            return SupportCell(Support.REFUSED, f"{_API}, {_SEEN}", only)
        return SupportCell(Support.UNSUPPORTED, _API, only)
    if filter_type in SCOPED_FILTERS:
        return _scoped_support(provider, event, filter_type)
    return _doubt(provider, event, filter_type) or SupportCell(Support.DOCUMENTED, f"{_API}, {_PAGES[provider]}")


def _doubt(provider: SourceProvider, event: EventAction, filter_type: FilterType) -> SupportCell | None:
    """Return where pages are silent or disagree about a filter that can go with an event [assumed: support]."""
    if filter_type is FilterType.HEAD_REF and event not in _CODE_EVENTS:
        return SupportCell(Support.UNDOCUMENTED, _API, "the API's page names push and pull request events")
    if filter_type in {FilterType.TAG_NAME, FilterType.RELEASE_NAME} and provider in GITLABS:
        return SupportCell(Support.UNDOCUMENTED, _PAGES[provider], "GitLab's page has releases and not this filter")
    on_files = filter_type in {FilterType.FILE_PATH, FilterType.COMMIT_MESSAGE}
    if on_files and provider is _ENTERPRISE and event in PULL_REQUEST_ACTIONS:
        note = "GitHub Enterprise's page says push only, the API's push and pull request events"
        return SupportCell(Support.DISPUTED, f"{_PAGES[provider]}, {_API}", note)
    return None


def _scoped_support(provider: SourceProvider, event: EventAction, filter_type: FilterType) -> SupportCell:
    """Return what is known of a filter for scoped webhooks, in a webhook with the scope where it works best."""
    cell = _best(scope_support(provider, filter_type, scope) for scope in WebhookScopeType)
    is_for_global = filter_type is FilterType.ORGANIZATION_NAME and not cell.is_certainly_wrong
    if is_for_global and scope_event_support(WebhookScopeType.GITHUB_GLOBAL, event).support is Support.DISPUTED:
        return SupportCell(Support.DISPUTED, f"{_API}, {_GLOBAL_PAGE}", f"global webhooks only, which {_GLOBAL_EVENTS}")
    return cell


@lru_cache(None)
def scope_support(
    provider: SourceProvider | None, filter_type: FilterType, scope: WebhookScopeType | None
) -> SupportCell:
    """Return what is known of a filter in a webhook of an organization, enterprise or group, or of a repository.

    Args:
        provider: The git host.
        filter_type: A filter of a group.
        scope: What the webhook covers; None for a single repository.

    Examples:
        >>> print(scope_support(SourceProvider.GITHUB, FilterType.REPOSITORY_NAME, None).support)
        documented not to work
    """
    if provider is None:
        return _best(scope_support(each, filter_type, scope) for each in SourceProvider)
    if filter_type not in SCOPED_FILTERS:
        return SupportCell(Support.DOCUMENTED, _API)
    only, scopes = "global webhooks only", {WebhookScopeType.GITHUB_GLOBAL}
    if filter_type is FilterType.REPOSITORY_NAME:
        if provider in GITLABS and scope is WebhookScopeType.GITLAB_GROUP:
            note = "GitLab's page has it for group webhooks, the API's for GitHub only"
            return SupportCell(Support.DISPUTED, f"{_GROUP_PAGE}, {_API}", note)
        only, scopes = f"organization and {only}", {*scopes, WebhookScopeType.GITHUB_ORGANIZATION}
    if provider in _GITHUBS and scope in scopes:
        return SupportCell(Support.DOCUMENTED, _API, only)
    return SupportCell(Support.UNSUPPORTED, _API, f"GitHub {only}")


@lru_cache(None)
def scope_event_support(scope: WebhookScopeType | None, event: EventAction) -> SupportCell:
    """Return what is known of an event in a webhook of an organization, enterprise or group, or of a repository.

    Examples:
        >>> print(scope_event_support(WebhookScopeType.GITHUB_GLOBAL, EventAction.PUSH).support)
        pages disagree
    """
    if scope is WebhookScopeType.GITHUB_GLOBAL and event is not EventAction.WORKFLOW_JOB_QUEUED:
        return SupportCell(Support.DISPUTED, f"{_SCOPES_PAGE}, {_GLOBAL_PAGE}", f"global webhooks {_GLOBAL_EVENTS}")
    return SupportCell(Support.DOCUMENTED, _SCOPES_PAGE)


@lru_cache(None)
def events_for(filter_type: FilterType, provider: SourceProvider | None = None) -> frozenset[EventAction]:
    """Return the events of which a filter is not certainly wrong in a group with them.

    Which filter is for which event is documented [doc]. That it has to be for all events of its group is the rule that
    the service gave when it refused one [obs 2019]; that it applies the rule to the others as well is taken from its
    words, which name no filter.

    Args:
        filter_type: The filter.
        provider: The git host. Default: not known.

    Examples:
        >>> sorted(map(str, events_for(FilterType.TAG_NAME)))
        ['PRERELEASED', 'RELEASED']
    """
    return frozenset(
        event for event in EventAction if not filter_support(provider, event, filter_type).is_certainly_wrong
    )
