"""The pure core: filter groups, patterns and settings of CodeBuild webhooks.

Nothing in here does I/O, reads a clock or the environment, or knows the CDK.

==============  ============================================================
``comparison/``  what changes when the settings of a webhook change
``decisions/``  whether an event starts a build, and why
``errors``      the errors of the package
``events/``     events, and the payloads of each git host
``groups/``     filters and filter groups, with their builders
``patterns/``   patterns in RE2: syntax, anchors, sets of texts
``service/``    what CodeBuild supports
``settings/``   the settings of a webhook
``values/``     arguments, tokens, and the forms of the API and of templates
==============  ============================================================
"""

from __future__ import annotations

from webhook_constructs.core.service.enums import FilterType, WebhookScopeType

from .comparison.comparison import Comparison, compare
from .comparison.witness import Witness
from .decisions.approval import Approval
from .decisions.decision import Decision, decide
from .decisions.filter_trace import FilterOutcome, FilterTrace, GroupTrace
from .decisions.verdict import Verdict
from .errors import (
    FilterError,
    FilterGroupError,
    NotOfferedError,
    PatternError,
    WebhookConstructsError,
    WebhookEventError,
    WebhookSettingsError,
)
from .events.webhook_event import WebhookEvent
from .groups.filter import Filter
from .groups.filter_group import (
    FilterGroup,
    PullRequestGroup,
    PushGroup,
    PushOrPullRequestGroup,
    ReleaseGroup,
    WorkflowJobGroup,
)
from .groups.set_relations import is_disjoint, is_subset, is_unsatisfiable
from .patterns.pattern import Pattern
from .service.assumptions import Assumption
from .service.enums import ApproverRole, BuildType, EventAction, OnExistingWebhook, SourceProvider
from .settings.code import code_for
from .settings.pull_request_policy import CommentApproval, PullRequestBuildPolicy
from .settings.scope import WebhookScope
from .settings.webhook_settings import WebhookSettings
from .values.unresolved import UnresolvedValue

__all__ = [
    "Approval",
    "ApproverRole",
    "Assumption",
    "BuildType",
    "CommentApproval",
    "Comparison",
    "Decision",
    "EventAction",
    "Filter",
    "FilterError",
    "FilterGroup",
    "FilterGroupError",
    "FilterOutcome",
    "FilterTrace",
    "FilterType",
    "GroupTrace",
    "NotOfferedError",
    "OnExistingWebhook",
    "Pattern",
    "PatternError",
    "PullRequestBuildPolicy",
    "PullRequestGroup",
    "PushGroup",
    "PushOrPullRequestGroup",
    "ReleaseGroup",
    "SourceProvider",
    "UnresolvedValue",
    "Verdict",
    "WebhookConstructsError",
    "WebhookEvent",
    "WebhookEventError",
    "WebhookScope",
    "WebhookScopeType",
    "WebhookSettings",
    "WebhookSettingsError",
    "Witness",
    "WorkflowJobGroup",
    "code_for",
    "compare",
    "decide",
    "is_disjoint",
    "is_subset",
    "is_unsatisfiable",
]
