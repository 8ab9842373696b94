"""The pure core: filter groups, patterns and settings of CodeBuild webhooks.

Nothing in here does I/O, reads a clock or the environment, or knows the CDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .assumption import Assumption
from .build_type import BuildType
from .code_group import PullRequestGroup, PushGroup, PushOrPullRequestGroup
from .decision import Decision, decide
from .errors import (
    FilterError,
    FilterGroupError,
    PatternError,
    WebhookConstructsError,
    WebhookEventError,
    WebhookSettingsError,
)
from .events import EventAction
from .filter_group import FilterGroup, NotOfferedError
from .filter_trace import FilterTrace, GroupTrace, Outcome
from .filters import Filter, FilterType
from .on_existing_webhook import OnExistingWebhook
from .pattern import Pattern
from .pull_request_policy import ApproverRole, CommentApproval, PullRequestBuildPolicy
from .release_group import ReleaseGroup
from .scope import WebhookScope, WebhookScopeType
from .settings import WebhookSettings
from .source_provider import SourceProvider
from .unresolved import UnresolvedValue
from .webhook_event import WebhookEvent
from .workflow_job_group import WorkflowJobGroup

if TYPE_CHECKING:
    from .set_questions import is_disjoint, is_subset, is_unsatisfiable

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
        from . import set_questions  # noqa: PLC0415 (see above)

        return getattr(set_questions, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
