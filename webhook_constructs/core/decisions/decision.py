"""Whether an event starts a build, and why."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter, FilterType
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.assumptions import BRANCH_FILTER, COMMENT_APPROVAL, NO_FILTERS, RUNNER_LABEL
from webhook_constructs.core.service.build_type import BuildType
from webhook_constructs.core.service.event_actions import PULL_REQUEST_ACTIONS, EventAction
from webhook_constructs.core.settings.pull_request_policy import CommentApproval
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown

from .event_values import EventValues, event_values
from .filter_trace import FilterTrace, GroupTrace, Outcome, group_trace

if TYPE_CHECKING:
    from webhook_constructs.core.service.assumptions import Assumption

    from .filter_trace import Matching

__all__ = [
    "Decision",
    "check_event",
    "check_settings",
    "decide",
    "implied_group",
    "implied_values",
    "other_host",
]

_WITHOUT_FILTERS = (EventAction.PUSH, EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
_BRANCHES = "refs/heads/"
_NO_BRANCH = "whether a branch filter looks at tags is not documented"


class Decision:
    """Whether an event starts a build, and why. `str` explains it.

    A decision is no truth value, because it can be undecided: look at `builds`.

    Attributes:
        settings: The settings of the webhook.
        event: The event.
        refusals: Why CodeBuild refuses the settings, so that there is no webhook that could start anything.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        event: WebhookEvent,
        refusals: tuple[str, ...],
        matching: Matching,
        values: dict[FilterType, EventValues],
    ) -> None:
        """Prepare to decide when asked; use `decide`.

        Args:
            settings: The settings of the webhook.
            event: The event.
            refusals: Why CodeBuild refuses the settings.
            matching: How patterns are searched.
            values: What is known already of the event, at a webhook of the same host and scope.
        """
        self.settings = settings
        self.event = event
        self.refusals = refusals
        self._matching = matching
        self._values = values

    @cached_property
    def builds(self) -> bool | None:
        """True if the event starts a build, False if not, None if that depends on what is not known."""
        if self.mismatch is not None:
            return False
        if self.refusals:
            return None
        outcomes = {group.outcome for group in self.groups}
        if Outcome.PASSED in outcomes:
            return True
        return None if Outcome.UNDECIDED in outcomes else False

    @property
    def mismatch(self) -> str | None:
        """Why the event cannot reach the webhook at all; None if it can."""
        return other_host(self.settings, self.event)

    @cached_property
    def groups(self) -> tuple[GroupTrace, ...]:
        """What became of each group. A webhook without groups has one for what it takes by itself."""
        with running():
            return self._traces()

    def _traces(self) -> tuple[GroupTrace, ...]:
        given = self.settings.filter_groups or (implied_group(self.settings.branch_filter),)
        traces: list[GroupTrace] = []
        ended = self.mismatch is not None
        for index, group in enumerate(given):
            place = index if self.settings.filter_groups else None
            if ended:
                unseen = tuple(FilterTrace(each, Outcome.NOT_REACHED) for each in group.filters)
                traces.append(GroupTrace(place, group, Outcome.NOT_REACHED, unseen))
                continue
            traces.append(group_trace(place, group, self._values_of, self._matching))
            ended = traces[-1].outcome is Outcome.PASSED
        return tuple(traces)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the decision takes for granted because AWS does not document it, or the settings do not say it."""
        if self.mismatch is not None:
            return ()
        decisive = {True: Outcome.PASSED, False: Outcome.FAILED, None: Outcome.UNDECIDED}[self.builds]
        found = [
            assumption
            for group in self.groups
            if group.outcome is decisive
            for trace in group.filters
            if self.builds is not False or trace.outcome is Outcome.FAILED
            for assumption in trace.assumptions
        ]
        if not self.settings.filter_groups:
            found.insert(0, NO_FILTERS if self.settings.branch_filter is None else BRANCH_FILTER)
        if self.builds:
            found += _beyond_filters(self.settings, self.event)
        return tuple(dict.fromkeys(found))

    def __bool__(self) -> bool:
        """Refuse to be a truth value: an undecided one is none."""
        msg = f"a decision is not True or False by itself, got one that is {self.builds}: look at its builds"
        raise TypeError(msg)

    def __str__(self) -> str:
        """Explain the decision, filter by filter."""
        from webhook_constructs.core.decision_text import decision_text  # noqa: PLC0415 (imports are budgeted)

        return decision_text(self)

    def _values_of(self, filter_type: FilterType) -> EventValues:
        if filter_type not in self._values:
            scope = None if self.settings.scope is None else self.settings.scope.scope_type
            found = event_values(self.event, filter_type, self.settings.provider, scope)
            if not self.settings.filter_groups:
                found = implied_values(filter_type, found)
            self._values[filter_type] = found
        return self._values[filter_type]


def decide(settings: WebhookSettings, event: WebhookEvent) -> Decision:
    """Tell whether an event starts a build, and why.

    An event starts a build when it passes all filters of at least one group. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc]. What no page says is taken
    for granted by name, or undecided.

    Args:
        settings: The settings of a webhook, such as `CodeBuildWebhook.settings`.
        event: What happened at the git host.

    Raises:
        WebhookConstructsError: What was given are no settings or no event.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookEvent, WebhookSettings
        >>> settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))
        >>> decide(settings, WebhookEvent.push(branch="main")).builds
        True
        >>> print(decide(settings, WebhookEvent.push(branch="main-2")))
        no build: PUSH refs/heads/main-2
          filter_groups[0]: failed
            passed       EVENT is PUSH
            FAILED       HEAD_REF matches ^refs/heads/main$
                           tried: refs/heads/main-2
                           would match: refs/heads/main
    """
    check_settings(settings)
    check_event(event)
    with running():
        return Decision(settings, event, settings.problems(), _searched, {})


def check_settings(settings: object) -> None:
    """Refuse what are no settings."""
    if not isinstance(settings, WebhookSettings):
        msg = f"not the settings of a webhook, got {shown(settings)}: a CodeBuildWebhook has them as .settings"
        raise WebhookConstructsError(msg)


def check_event(event: object) -> None:
    """Refuse what is no event."""
    if not isinstance(event, WebhookEvent):
        msg = f"not an event, got {shown(event)}: make one by WebhookEvent.push or the like; None is an ignored one"
        raise WebhookConstructsError(msg)


def other_host(settings: WebhookSettings, event: WebhookEvent) -> str | None:
    """Say that an event is from another git host than that of a webhook; None if it may be from the same."""
    if settings.provider is None or event.provider is None:
        return None
    ours, theirs = (provider.value.partition("_")[0] for provider in (settings.provider, event.provider))
    return None if ours == theirs else f"the event is from {theirs}, and the webhook is on {settings.provider}"


def _searched(each: Filter, values: EventValues) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pattern = Pattern.in_run(str(each.pattern))
    return pattern.search_in_run(values.values or ()), pattern.search_in_run(values.others)


@lru_cache(256)
def implied_group(branch_filter: str | None) -> FilterGroup:
    """Give the filters that a webhook without groups has by itself, its branch filter among them."""
    filters = [Filter(FilterType.EVENT, ",".join(_WITHOUT_FILTERS))]
    if branch_filter is not None:
        filters.append(Filter(FilterType.HEAD_REF, branch_filter))
    return FilterGroup.of(filters)


def implied_values(filter_type: FilterType, found: EventValues) -> EventValues:
    """Give what the filters look at that a webhook without groups has by itself."""
    if filter_type is FilterType.EVENT:
        return found
    refs = found.values or ()
    if any(not ref.startswith(_BRANCHES) for ref in refs):
        return EventValues(None, doubt=_NO_BRANCH)
    bare = tuple(ref.removeprefix(_BRANCHES) for ref in refs)
    return EventValues(bare, doubt=found.doubt, assumptions=found.assumptions)


def _beyond_filters(settings: WebhookSettings, event: WebhookEvent) -> list[Assumption]:
    """Give what has to be so, besides the filters, for an event that passes them to start a build."""
    policy = settings.pull_request_build_policy
    if event.action in PULL_REQUEST_ACTIONS:
        asks = policy is None or policy.requires_comment_approval is not CommentApproval.DISABLED
        return [COMMENT_APPROVAL] if asks else []
    is_labelled = settings.build_type is not BuildType.RUNNER_BUILDKITE_BUILD
    return [RUNNER_LABEL] if event.action is EventAction.WORKFLOW_JOB_QUEUED and is_labelled else []
