"""Filter groups: an event passes a group if it passes every filter.

There are three kinds of `and_...` methods. `..._is` takes names, escapes them and anchors them at both ends. `..._glob`
takes globs as git reads them. `..._matches` takes an RE2 pattern, which is searched in the value and anchored only
where it says so; a CDK token in it stays as it is. Each method has a counterpart that excludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, overload

from typing_extensions import Self

from webhook_constructs.core.errors import FilterGroupError, NotOfferedError
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS, EventAction, FilterType
from webhook_constructs.core.values.arguments import require_list, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.wire import Node, WireForm

from .cdk_groups import api_filters
from .event_filters import (
    AnyEventFilters,
    PullRequestFilters,
    PushFilters,
    PushOrPullRequestFilters,
    ReleaseFilters,
    WorkflowJobFilters,
)
from .filter import Filter, event_names_of
from .group_events import (
    PullRequestAction,
    PushAction,
    ReleaseAction,
    WorkflowJobAction,
    event_filter,
    pull_request_actions,
    release_actions,
)
from .problems import group_problems

__all__ = [
    "FilterGroup",
    "PullRequestGroup",
    "PushGroup",
    "PushOrPullRequestGroup",
    "ReleaseGroup",
    "WorkflowJobGroup",
]


@frozen
@dataclass(frozen=True, slots=True, eq=False)
class FilterGroup(AnyEventFilters):
    """A group of filters. An event passes the group if it passes every filter.

    `on_push`, `on_pull_request`, `on_push_or_pull_request`, `on_release`, and `on_workflow_job` start a group.
    `in_event_of` starts one for any mix of events. The class of the group has only the filters that CodeBuild allows
    for all of its events. Every `and_...` method returns a new group. `from_api` and `from_cfn` read a group, valid or
    not.

    Two groups are equal if they mean the same. The order of the filters and of the event names does not count.

    Attributes:
        filters: The filters, including EVENT, in the order in which they were added.

    Examples:
        >>> group = FilterGroup.on_push().and_branch_is("main")
        >>> group.to_cfn()
        [{'Type': 'EVENT', 'Pattern': 'PUSH'}, {'Type': 'HEAD_REF', 'Pattern': '^refs/heads/main$'}]
        >>> group == FilterGroup.from_cfn(group.to_cfn())
        True
    """

    filters: tuple[Filter, ...]

    EVENTS: ClassVar[frozenset[EventAction]] = frozenset(EventAction)
    """The events that a group of this class can have."""

    def __new__(cls, filters: object = ()) -> Self:
        """Return an instance of the class for the events of the filters."""
        narrow = _class_for(filters)
        return object.__new__(narrow if issubclass(narrow, cls) else cls)

    def __post_init__(self) -> None:
        """Accept any sequence of filters whose events are those of this class."""
        filters = self.filters
        if type(filters) is not tuple:
            filters = require_list(filters, "a filter group", FilterGroupError)  # type: ignore[assignment]
            object.__setattr__(self, "filters", filters)
        for index, each in enumerate(filters):
            if not isinstance(each, Filter):
                msg = f"[{index}]: not a filter, got {shown(each)}: make a Filter, or read the group by from_api"
                raise FilterGroupError(msg)
        narrow = _class_for(filters)
        if not isinstance(self, narrow) or next(cls for cls in type(self).__mro__ if cls in _FAMILY) is not narrow:
            msg = f"not the filters of a {type(self).__name__}, got {self}: {narrow.__name__} is the class for them"
            raise FilterGroupError(msg)

    @overload
    @staticmethod
    def in_event_of(first: PushAction, /, *rest: PushAction) -> PushGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: PullRequestAction, /, *rest: PullRequestAction) -> PullRequestGroup: ...
    @overload
    @staticmethod
    def in_event_of(
        first: PushAction | PullRequestAction, /, *rest: PushAction | PullRequestAction
    ) -> PushOrPullRequestGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: ReleaseAction, /, *rest: ReleaseAction) -> ReleaseGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: WorkflowJobAction, /, *rest: WorkflowJobAction) -> WorkflowJobGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: EventAction, /, *rest: EventAction) -> FilterGroup: ...
    @staticmethod
    def in_event_of(first: EventAction, /, *rest: EventAction) -> FilterGroup:
        """Start a group for some events.

        Args:
            first: An event.
            *rest: More events. One of them is enough to pass.

        Returns:
            A group that has only the filters that CodeBuild allows for all of the events.

        Raises:
            FilterGroupError: A value is not an event.
        """
        return FilterGroup.of((event_filter((first, *rest)),))

    @staticmethod
    def on_push() -> PushGroup:
        """Start a group for pushes of branches and tags.

        Examples:
            >>> print(FilterGroup.on_push().and_branch_is("main"))
            EVENT is PUSH and HEAD_REF matches ^refs/heads/main$
        """
        return PushGroup((event_filter((EventAction.PUSH,)),))

    @staticmethod
    def on_pull_request(*actions: EventAction) -> PullRequestGroup:
        """Start a group for pull requests.

        Unlike `in_event_of`, it also returns a `PullRequestGroup` for actions in a variable.

        Args:
            *actions: What happens to the pull request. Default: it is created or updated, which every git host sends.

        Raises:
            FilterGroupError: An action is not one of a pull request.

        Examples:
            >>> print(FilterGroup.on_pull_request().and_base_branch_is("main"))
            EVENT is PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED and BASE_REF matches ^refs/heads/main$
            >>> print(FilterGroup.on_pull_request(EventAction.PULL_REQUEST_MERGED))
            EVENT is PULL_REQUEST_MERGED
        """
        return PullRequestGroup((event_filter(pull_request_actions(actions)),))

    @staticmethod
    def on_push_or_pull_request(*actions: EventAction) -> PushOrPullRequestGroup:
        """Start a group for pushes and pull requests, with the filters that both have.

        Args:
            *actions: What happens to the pull request. Default: it is created or updated, which every git host sends.

        Raises:
            FilterGroupError: An action is not one of a pull request.

        Examples:
            >>> print(FilterGroup.on_push_or_pull_request())
            EVENT is PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED
        """
        return PushOrPullRequestGroup((event_filter((EventAction.PUSH, *pull_request_actions(actions))),))

    @staticmethod
    def on_release(*actions: EventAction) -> ReleaseGroup:
        """Start a group for releases.

        Args:
            *actions: RELEASED, PRERELEASED, or both. Default: RELEASED.

        Raises:
            FilterGroupError: An action is not one of a release.

        Examples:
            >>> print(FilterGroup.on_release().and_tag_name_matches("^v"))
            EVENT is RELEASED and TAG_NAME matches ^v
        """
        return ReleaseGroup((event_filter(release_actions(actions)),))

    @staticmethod
    def on_workflow_job() -> WorkflowJobGroup:
        """Start a group for queued workflow jobs. It makes the project a runner for them."""
        return WorkflowJobGroup((event_filter((EventAction.WORKFLOW_JOB_QUEUED,)),))

    @staticmethod
    def of(filters: Iterable[Filter]) -> FilterGroup:
        """Return a group of any filters, valid or not, in the class for its events.

        Raises:
            FilterGroupError: A value is not a filter.
        """
        given: Any = tuple(filters) if isinstance(filters, Iterable) else filters
        return FilterGroup(given)

    @classmethod
    def from_api(cls, filters: Sequence[Mapping[str, Any]]) -> FilterGroup:
        """Read a group in the form of the CodeBuild API.

        Args:
            filters: One element of the `filterGroups` of a webhook.

        Returns:
            The group, in the class for its events. CodeBuild may still reject it.

        Raises:
            FilterGroupError: The shape is wrong, or a filter type is unknown. The message names the place.
        """
        return cls.read(Node(filters, WireForm.API, FilterGroupError))

    @classmethod
    def from_cfn(cls, filters: Sequence[Mapping[str, Any]]) -> FilterGroup:
        """Read a group in the form of a template.

        Args:
            filters: One element of `FilterGroups`. A pattern may be a function, such as `{"Fn::Sub": ...}`.

        Returns:
            The group, in the class for its events. CodeBuild may still reject it.

        Raises:
            FilterGroupError: The shape is wrong, or a filter type is unknown. The message names the place.
        """
        return cls.read(Node(filters, WireForm.CFN, FilterGroupError))

    @classmethod
    def from_cdk(cls, group: object) -> FilterGroup:
        """Read a filter group of `aws_cdk.aws_codebuild`.

        Args:
            group: The group. Its patterns stay as they are: the CDK does not anchor them.

        Raises:
            FilterGroupError: It is not such a group.
        """
        return cls.from_api(api_filters(group))

    @classmethod
    def read(cls, node: Node) -> FilterGroup:
        """Read a group of a document in either form; raise a WebhookConstructsError if its shape is wrong."""
        return cls.of(Filter.read(element) for element in node.elements())

    @property
    def event_names(self) -> tuple[str, ...] | None:
        """The names of the group's events, known or not. Empty if it has no EVENT filter.

        None if they are unknown: they are unresolved, or the group has several EVENT filters or one that excludes
        [assumed: several-event-filters, excluded-event].
        """
        return event_names_of(self.filters)

    def problems(self) -> tuple[str, ...]:
        """Return what CodeBuild is certain to reject, whatever the project.

        Returns:
            One string each for no EVENT filter or no filter at all, a pattern that RE2 rejects, and a filter that one
            of the events does not have [doc, https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html;
            obs 2019: "Make sure input filter types are supported by all the EVENT types specified."]. What is unknown
            is no problem.

        Examples:
            >>> group = FilterGroup.from_api([{"type": "HEAD_REF", "pattern": "main"}])
            >>> group.problems()
            ('no EVENT filter: name the events that the group is for',)
        """
        return group_problems(self.filters)

    def to_api(self) -> list[dict[str, Any]]:
        """Return the group in the form of the CodeBuild API. `from_api` reads it back."""
        return self.write(WireForm.API)

    def to_cfn(self) -> list[dict[str, Any]]:
        """Return the group in the form of a template. `from_cfn` reads it back."""
        return self.write(WireForm.CFN)

    def write(self, form: WireForm) -> list[dict[str, Any]]:
        """Write the group in the API's form or in a template's."""
        return [each.write(form) for each in self.filters]

    def __eq__(self, other: object) -> bool:
        """Compare what the groups say."""
        if not isinstance(other, FilterGroup):
            return NotImplemented
        return self.filters == other.filters or frozenset(self.filters) == frozenset(other.filters)

    def __hash__(self) -> int:
        """Hash what the group says."""
        return hash(frozenset(self.filters))

    def __str__(self) -> str:
        """Return the group in words."""
        return " and ".join(str(each) for each in self.filters)

    if not TYPE_CHECKING:  # pragma: no branch (type checkers must not see this: they would take it for every name)

        def __getattr__(self, name: str) -> NoReturn:
            """Return why a method is not offered for the events of this group."""
            offering = [cls for cls in _FAMILY if hasattr(cls, name)]
            if not offering:
                msg = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(msg)
            events = max((cls.EVENTS for cls in offering), key=len)
            allowed = tuple(event.value for event in EventAction if event in events)
            names = tuple(each for filter_ in self.filters for each in filter_.event_names or ())
            raise NotOfferedError(name, allowed, names)


class PushOrPullRequestGroup(FilterGroup, PushOrPullRequestFilters):
    """A group for pushes and pull requests.

    The branch of a pull request is the one to merge. If it is in a fork, the owner of the fork chooses its name: a
    filter on `main` matches `main` of any fork, and protects nothing.

    A filter on files sees the first 100 changed files at GitHub and GitLab, and the first 3,000 at Bitbucket. Source:
    https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc].
    """

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = PULL_REQUEST_ACTIONS | {EventAction.PUSH}


class PushGroup(PushOrPullRequestGroup, PushFilters):
    """A group for pushes of branches and tags."""

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = frozenset({EventAction.PUSH})


class PullRequestGroup(PushOrPullRequestGroup, PullRequestFilters):
    """A group for pull requests."""

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = PULL_REQUEST_ACTIONS


class ReleaseGroup(FilterGroup, ReleaseFilters):
    """A group for releases and pre-releases.

    The tag is compared without `refs/tags/`. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = RELEASE_ACTIONS


class WorkflowJobGroup(FilterGroup, WorkflowJobFilters):
    """A group for queued workflow jobs. It makes the project a runner for them.

    The name is that of the workflow, and of the pipeline at GitLab and Buildkite. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = frozenset({EventAction.WORKFLOW_JOB_QUEUED})


_FAMILY = (PushGroup, WorkflowJobGroup, ReleaseGroup, PullRequestGroup, PushOrPullRequestGroup, FilterGroup)
"""The classes of groups, the narrowest first."""


def _class_for(filters: object) -> type[FilterGroup]:
    """Return the class for the events of some filters; the constructor rejects what is not a filter."""
    given = filters if isinstance(filters, (tuple, list)) else ()
    listed = [each for each in given if isinstance(each, Filter) and each.type is FilterType.EVENT]
    if not listed or any(each.exclude_matched_pattern for each in listed):
        return FilterGroup
    return _class_for_events(tuple(name for each in listed for name in each.event_names or ("",)))


@lru_cache(256)
def _class_for_events(names: tuple[str, ...]) -> type[FilterGroup]:
    return next((cls for cls in _FAMILY if cls.EVENTS.issuperset(names)), FilterGroup)
