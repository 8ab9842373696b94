"""The pure core: filter groups, patterns and settings of CodeBuild webhooks.

Nothing in here does I/O, reads a clock or the environment, or knows the CDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .decisions.decision import Decision, decide
from .decisions.filter_trace import FilterTrace, GroupTrace, Outcome
from .errors import (
    FilterError,
    FilterGroupError,
    PatternError,
    WebhookConstructsError,
    WebhookEventError,
    WebhookSettingsError,
)
from .events.webhook_event import WebhookEvent
from .groups.filter import Filter, FilterType
from .groups.filter_group import FilterGroup, NotOfferedError
from .groups.push_and_pull_request_groups import PullRequestGroup, PushGroup, PushOrPullRequestGroup
from .groups.release_group import ReleaseGroup
from .groups.workflow_job_group import WorkflowJobGroup
from .patterns.pattern import Pattern
from .service.assumptions import Assumption
from .service.build_type import BuildType
from .service.event_actions import EventAction
from .service.on_existing_webhook import OnExistingWebhook
from .service.source_provider import SourceProvider
from .settings.pull_request_policy import ApproverRole, CommentApproval, PullRequestBuildPolicy
from .settings.scope import WebhookScope, WebhookScopeType
from .settings.webhook_settings import WebhookSettings
from .values.unresolved import UnresolvedValue

if TYPE_CHECKING:
    from .groups.set_relations import is_disjoint, is_subset, is_unsatisfiable

__all__ = [
    "ApproverRole",
    "Assumption",
    "BuildType",
    "CommentApproval",
    "Decision",
    "EventAction",
    "Filter",
    "FilterError",
    "FilterGroup",
    "FilterGroupError",
    "FilterTrace",
    "FilterType",
    "GroupTrace",
    "NotOfferedError",
    "OnExistingWebhook",
    "Outcome",
    "Pattern",
    "PatternError",
    "PullRequestBuildPolicy",
    "PullRequestGroup",
    "PushGroup",
    "PushOrPullRequestGroup",
    "ReleaseGroup",
    "SourceProvider",
    "UnresolvedValue",
    "WebhookConstructsError",
    "WebhookEvent",
    "WebhookEventError",
    "WebhookScope",
    "WebhookScopeType",
    "WebhookSettings",
    "WebhookSettingsError",
    "WorkflowJobGroup",
    "decide",
    "is_disjoint",
    "is_subset",
    "is_unsatisfiable",
]


def __getattr__(name: str) -> Any:
    """Import the set questions when they are first asked for: imports are budgeted, and most apps ask none."""
    if name in {"is_disjoint", "is_subset", "is_unsatisfiable"}:
        from .groups import set_relations as set_questions  # noqa: PLC0415 (see above)

        return getattr(set_questions, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
