"""The pure core: filter groups, patterns and settings of CodeBuild webhooks.

Nothing in here does I/O, reads a clock or the environment, or knows the CDK.
"""

from __future__ import annotations

from .build_type import BuildType
from .code_group import PullRequestGroup, PushGroup, PushOrPullRequestGroup
from .errors import FilterError, FilterGroupError, PatternError, WebhookConstructsError, WebhookSettingsError
from .events import EventAction
from .filter_group import FilterGroup, NotOfferedError
from .filters import Filter, FilterType
from .pattern import Pattern
from .pull_request_policy import ApproverRole, CommentApproval, PullRequestBuildPolicy
from .release_group import ReleaseGroup
from .scope import WebhookScope, WebhookScopeType
from .set_questions import is_disjoint, is_subset, is_unsatisfiable
from .settings import WebhookSettings
from .source_provider import SourceProvider
from .unresolved import UnresolvedValue
from .workflow_job_group import WorkflowJobGroup

__all__ = [
    "ApproverRole",
    "BuildType",
    "CommentApproval",
    "EventAction",
    "Filter",
    "FilterError",
    "FilterGroup",
    "FilterGroupError",
    "FilterType",
    "NotOfferedError",
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
    "WebhookScope",
    "WebhookScopeType",
    "WebhookSettings",
    "WebhookSettingsError",
    "WorkflowJobGroup",
    "is_disjoint",
    "is_subset",
    "is_unsatisfiable",
]
