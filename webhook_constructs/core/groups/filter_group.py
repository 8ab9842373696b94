"""Filter groups: all filters of a group have to pass.

There are three kinds of `and_...` methods, and each has a counterpart that keeps out what it describes:

- `..._is(*names)` takes names as they are, escapes them and anchors them at both ends. Several names mean any of them.
- `..._glob(*globs)` takes globs as git reads them.
- `..._matches(pattern)` takes an RE2 pattern, which is searched in the value and anchored only where it says so. A CDK
  token in a pattern is passed on untouched.

What cannot be a name, a glob or a pattern raises a `FilterError`, and what RE2 refuses a `PatternError`; the text says
what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, TypeAlias, overload

from webhook_constructs.core.errors import FilterError, FilterGroupError, PatternTooLargeError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.service.event_actions import EventAction
from webhook_constructs.core.values.arguments import given_choice, given_list, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.core.values.wire import Node, WireForm

from .anchored_patterns import anchored_names
from .builder_methods import methods_of
from .filter import Filter, FilterType
from .name_kinds import ACCOUNT_ID, ORGANIZATION, REPOSITORY, NameKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typing_extensions import Self

    from .builder_methods import Methods
    from .push_and_pull_request_groups import PullRequestGroup, PushGroup, PushOrPullRequestGroup
    from .release_group import ReleaseGroup
    from .workflow_job_group import WorkflowJobGroup

__all__ = ["FilterGroup", "NotOfferedError"]

_Push: TypeAlias = Literal[EventAction.PUSH]
_PullRequest: TypeAlias = Literal[
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
    EventAction.PULL_REQUEST_MERGED,
    EventAction.PULL_REQUEST_CLOSED,
]
_Release: TypeAlias = Literal[EventAction.RELEASED, EventAction.PRERELEASED]
_WorkflowJob: TypeAlias = Literal[EventAction.WORKFLOW_JOB_QUEUED]


@frozen
@dataclass(frozen=True, slots=True, eq=False)
class FilterGroup:
    """Filters that all have to pass for an event to start a build.

    `in_event_of` starts a group and gives a class that offers only the filters that CodeBuild allows for all of the
    group's events. Every `and_...` method returns a new group. `from_api` and `from_cfn` read a group, right or wrong.

    Two groups are equal when they say the same: the order of the filters and of the event names does not count.

    Attributes:
        filters: The filters, EVENT among them, in the order they were given.

    Examples:
        >>> group = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
        >>> group.to_cfn()
        [{'Type': 'EVENT', 'Pattern': 'PUSH'}, {'Type': 'HEAD_REF', 'Pattern': '^refs/heads/main$'}]
        >>> group == FilterGroup.from_cfn(group.to_cfn())
        True
    """

    filters: tuple[Filter, ...]

    EVENTS: ClassVar[frozenset[EventAction]] = frozenset(EventAction)
    """The events that a group of this class can have."""

    def __new__(cls, filters: object = ()) -> Self:
        """Take the class that the events of the filters call for."""
        narrow = _class_for(filters)
        return object.__new__(narrow if issubclass(narrow, cls) else cls)

    def __post_init__(self) -> None:
        """Take any sequence of filters, for events that this class is for."""
        filters = self.filters
        if type(filters) is not tuple:
            filters = given_list(filters, "a filter group", FilterGroupError)  # type: ignore[assignment]
            object.__setattr__(self, "filters", filters)
        for index, each in enumerate(filters):
            if not isinstance(each, Filter):
                msg = f"[{index}]: not a filter, got {shown(each)}: make a Filter, or read the group by from_api"
                raise FilterGroupError(msg)
        narrow = _class_for(filters)
        if not isinstance(self, narrow) or next(cls for cls in type(self).__mro__ if cls in _family()) is not narrow:
            msg = f"not the filters of a {type(self).__name__}, got {self}: {narrow.__name__} is the class for them"
            raise FilterGroupError(msg)

    @overload
    @staticmethod
    def in_event_of(first: _Push, /, *rest: _Push) -> PushGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: _PullRequest, /, *rest: _PullRequest) -> PullRequestGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: _Push | _PullRequest, /, *rest: _Push | _PullRequest) -> PushOrPullRequestGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: _Release, /, *rest: _Release) -> ReleaseGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: _WorkflowJob, /, *rest: _WorkflowJob) -> WorkflowJobGroup: ...
    @overload
    @staticmethod
    def in_event_of(first: EventAction, /, *rest: EventAction) -> FilterGroup: ...
    @staticmethod
    def in_event_of(first: EventAction, /, *rest: EventAction) -> FilterGroup:
        """Start a group for some events.

        Args:
            first: An event.
            *rest: More events; any of them will do.

        Returns:
            A group that offers only the filters allowed for all of the events.

        Raises:
            FilterGroupError: Something else than an event was given.
        """
        names = dict.fromkeys(
            given_choice(EventAction, event, "event", FilterGroupError).value for event in (first, *rest)
        )
        return FilterGroup.of((Filter(FilterType.EVENT, ",".join(names)),))

    @staticmethod
    def of(filters: Iterable[Filter]) -> FilterGroup:
        """Make a group of any filters, right or wrong, in the class that its events call for.

        Raises:
            FilterGroupError: Something else than a filter was given.
        """
        given: Any = tuple(filters) if isinstance(filters, Iterable) else filters
        return FilterGroup(given)

    @classmethod
    def from_api(cls, filters: Sequence[Mapping[str, Any]]) -> FilterGroup:
        """Read a group in the form of the API.

        Args:
            filters: One element of the `filterGroups` of a webhook.

        Returns:
            The group, of the class that its events call for. The service may still refuse it.

        Raises:
            FilterGroupError: The shape is wrong or a filter type is not known; the text names the place.
        """
        return cls.read(Node(filters, WireForm.API, FilterGroupError))

    @classmethod
    def from_cfn(cls, filters: Sequence[Mapping[str, Any]]) -> FilterGroup:
        """Read a group in the form of a template.

        Args:
            filters: One element of `FilterGroups`. A pattern may be a function, such as `{"Fn::Sub": ...}`.

        Returns:
            The group, of the class that its events call for. The service may still refuse it.

        Raises:
            FilterGroupError: The shape is wrong or a filter type is not known; the text names the place.
        """
        return cls.read(Node(filters, WireForm.CFN, FilterGroupError))

    @classmethod
    def read(cls, node: Node) -> FilterGroup:
        """Read a group of a document in either form.

        Args:
            node: The group in the document.

        Raises:
            WebhookConstructsError: The shape is wrong or a filter type is not known.
        """
        return cls.of(Filter.read(element) for element in node.elements())

    @property
    def event_names(self) -> tuple[str, ...] | None:
        """The names of the group's events, known events or not; empty if it has no EVENT filter.

        None where they cannot be told: they are unresolved, or the group has several EVENT filters or one that
        excludes, of which no page of AWS says what they mean.
        """
        listed = [each for each in self.filters if each.type is FilterType.EVENT]
        if not listed:
            return ()
        return listed[0].event_names if len(listed) == 1 and not listed[0].exclude_matched_pattern else None

    def problems(self) -> tuple[str, ...]:
        """Say what the service is certain to refuse, whatever the project.

        Returns:
            A text for each: no EVENT filter or no filter at all ("at least one WebhookFilter in the array must specify
            EVENT", https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc]), a pattern
            that RE2 refuses (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]),
            and a filter that is not for one of the events. Which filter is for which event is on the same page [doc];
            that it has to be for all events of its group is the service's own rule, given when it refused BASE_REF
            with PUSH: "Make sure input filter types are supported by all the EVENT types specified." [obs 2019].
            What cannot be told is no problem.

        Examples:
            >>> group = FilterGroup.from_api([{"type": "HEAD_REF", "pattern": "main"}])
            >>> group.problems()
            ('no EVENT filter: name the events that the group is for',)
        """
        from .problems import group_problems  # noqa: PLC0415 (imports are budgeted)

        return group_problems(self)

    def and_actor_account_is(self, *account_ids: str) -> Self:
        """Keep what one of some accounts causes, by account id and never by login.

        This is who caused the event (pushed, opened, merged), not who wrote the commits. Ids of GitHub accounts are
        numbers, shown by https://api.github.com/users/NAME. Source:
        https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc]; logins never match [obs,
        https://github.com/cloudtools/troposphere/issues/1372].

        Examples:
            >>> print(FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("583231", "9919"))
            EVENT is PUSH and ACTOR_ACCOUNT_ID matches ^(583231|9919)$
        """
        return self._and_names(FilterType.ACTOR_ACCOUNT_ID, ACCOUNT_ID, account_ids)

    def and_actor_account_is_not(self, *account_ids: str) -> Self:
        """Keep out what some accounts cause, by account id."""
        return self._and_names(FilterType.ACTOR_ACCOUNT_ID, ACCOUNT_ID, account_ids, exclude=True)

    def and_actor_account_matches(self, pattern: str) -> Self:
        """Keep what accounts cause whose id matches a pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern)

    def and_actor_account_does_not_match(self, pattern: str) -> Self:
        """Keep out what accounts cause whose id matches a pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern, exclude=True)

    def and_repository_name_is(self, *names: str) -> Self:
        """Keep events of some repositories, for a webhook of a whole organization, enterprise or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names)

    def and_repository_name_is_not(self, *names: str) -> Self:
        """Keep out events of some repositories, for a webhook of a whole organization, enterprise or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names, exclude=True)

    def and_repository_name_matches(self, pattern: str) -> Self:
        """Keep events of repositories whose name matches a pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern)

    def and_repository_name_does_not_match(self, pattern: str) -> Self:
        """Keep out events of repositories whose name matches a pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern, exclude=True)

    def and_organization_name_is(self, *names: str) -> Self:
        """Keep events of some organizations, for a webhook of a whole enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names)

    def and_organization_name_is_not(self, *names: str) -> Self:
        """Keep out events of some organizations, for a webhook of a whole enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names, exclude=True)

    def and_organization_name_matches(self, pattern: str) -> Self:
        """Keep events of organizations whose name matches a pattern."""
        return self._and_pattern(FilterType.ORGANIZATION_NAME, pattern)

    def and_organization_name_does_not_match(self, pattern: str) -> Self:
        """Keep out events of organizations whose name matches a pattern."""
        return self._and_pattern(FilterType.ORGANIZATION_NAME, pattern, exclude=True)

    def to_api(self) -> list[dict[str, Any]]:
        """Give the group in the form of the API, which `from_api` reads back."""
        return self.write(WireForm.API)

    def to_cfn(self) -> list[dict[str, Any]]:
        """Give the group in the form of a template, which `from_cfn` reads back."""
        return self.write(WireForm.CFN)

    def write(self, form: WireForm) -> list[dict[str, Any]]:
        """Write the group in the API's form or in a template's."""
        return [each.write(form) for each in self.filters]

    def __eq__(self, other: object) -> bool:
        """Compare what the groups say."""
        return frozenset(self.filters) == frozenset(other.filters) if isinstance(other, FilterGroup) else NotImplemented

    def __hash__(self) -> int:
        """Hash what the group says."""
        return hash(frozenset(self.filters))

    def __str__(self) -> str:
        """Say the group in words."""
        return " and ".join(str(each) for each in self.filters)

    def _and(self, filter_type: FilterType, pattern: str, *, exclude: bool) -> Self:
        # The events stay what they are, so nothing has to be checked again.
        group = object.__new__(type(self))
        object.__setattr__(group, "filters", (*self.filters, Filter(filter_type, pattern, exclude)))
        return group

    def _and_pattern(self, filter_type: FilterType, pattern: str, *, exclude: bool = False) -> Self:
        if not isinstance(pattern, str) or not pattern:
            msg = f"not a pattern, got {shown(pattern)}: give a text with something in it, or leave the filter out"
            raise FilterError(msg)
        if not is_unresolved(pattern):
            with suppress(PatternTooLargeError):  # whether the service refuses it is not known
                Pattern(pattern)
        return self._and(filter_type, pattern, exclude=exclude)

    def _and_names(
        self, filter_type: FilterType, kind: NameKind, names: tuple[str, ...], *, exclude: bool = False
    ) -> Self:
        pattern = anchored_names(kind, names, self._methods(filter_type, kind, exclude=exclude))
        return self._and(filter_type, pattern, exclude=exclude)

    def _and_globs(
        self, filter_type: FilterType, kind: NameKind, globs: tuple[str, ...], *, exclude: bool = False
    ) -> Self:
        from .globs import globbed  # noqa: PLC0415 (few groups need it, and imports are budgeted)

        pattern = globbed(globs, kind, self._methods(filter_type, kind, exclude=exclude))
        return self._and(filter_type, pattern, exclude=exclude)

    @classmethod
    def _methods(cls, filter_type: FilterType, kind: NameKind, *, exclude: bool) -> Methods:
        """Give the methods of this class that an error text about a filter can name."""
        return methods_of(cls, filter_type, kind.noun, exclude)  # type: ignore[arg-type]  # mypy takes a class for unhashable

    if not TYPE_CHECKING:  # pragma: no branch (type checkers must not see this: they would take it for every name)

        def __getattr__(self, name: str) -> NoReturn:
            """Say why a method is not offered for the events of this group."""
            offering = [cls for cls in _family() if hasattr(cls, name)]
            if not offering:
                msg = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(msg)
            events = max((cls.EVENTS for cls in offering), key=len)
            raise NotOfferedError(name, [event for event in EventAction if event in events], self)


class NotOfferedError(FilterGroupError, AttributeError):
    """A group does not offer a filter, because CodeBuild does not allow it for all of the group's events."""

    def __init__(self, method: str, allowed: list[EventAction], group: FilterGroup) -> None:
        """Make the text from its parts."""
        names = [name for each in group.filters for name in each.event_names or ()]
        super().__init__(
            f"{method} is not offered here, got a group for {', '.join(names) or 'no event'}, "
            f"allowed is {', '.join(allowed)}; make a group of its own for what it is to filter"
        )
        self._parts = (method, allowed, group)

    def __reduce__(self) -> tuple[type[NotOfferedError], tuple[str, list[EventAction], FilterGroup]]:
        """Copy and pickle the parts: an exception is by default made anew from its text alone."""
        return type(self), self._parts


@lru_cache(None)
def _family() -> tuple[type[FilterGroup], ...]:
    """Give the classes of groups, the narrowest first."""
    from .push_and_pull_request_groups import PullRequestGroup, PushGroup, PushOrPullRequestGroup  # noqa: PLC0415 (they import this one)
    from .release_group import ReleaseGroup  # noqa: PLC0415
    from .workflow_job_group import WorkflowJobGroup  # noqa: PLC0415

    return (PushGroup, WorkflowJobGroup, ReleaseGroup, PullRequestGroup, PushOrPullRequestGroup, FilterGroup)


def _class_for(filters: object) -> type[FilterGroup]:
    """Give the class that the events of some filters call for; what are no filters is for the constructor to refuse."""
    given = filters if isinstance(filters, (tuple, list)) else ()
    listed = [each for each in given if isinstance(each, Filter) and each.type is FilterType.EVENT]
    if not listed or any(each.exclude_matched_pattern for each in listed):
        return FilterGroup
    return _class_for_events(tuple(name for each in listed for name in each.event_names or ("",)))


@lru_cache(256)
def _class_for_events(names: tuple[str, ...]) -> type[FilterGroup]:
    return next((cls for cls in _family() if cls.EVENTS.issuperset(names)), FilterGroup)
