"""AWS CodeBuild webhooks as a CDK resource of their own, with typed filter groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

_MISSING: ImportError | None = None
try:
    from .core import (
        ApproverRole,
        BuildType,
        CommentApproval,
        Comparison,
        Decision,
        EventAction,
        Filter,
        FilterGroup,
        FilterType,
        OnExistingWebhook,
        PullRequestBuildPolicy,
        PullRequestGroup,
        PushGroup,
        PushOrPullRequestGroup,
        ReleaseGroup,
        SourceProvider,
        UnresolvedValue,
        Verdict,
        WebhookConstructsError,
        WebhookEvent,
        WebhookScope,
        WebhookSettings,
        Witness,
        WorkflowJobGroup,
        code_for,
        compare,
        decide,
    )
    from .lint import Finding, Severity, lint
except ImportError as missing:  # RE2: whoever asks for a name gets the advice, and the command reports it
    _MISSING = missing

if TYPE_CHECKING:
    from .cdk import (
        ALL,
        CodeBuildWebhook,
        CodeBuildWebhookError,
        CodeBuildWebhookHandler,
        GitHubActionsRunner,
        GitLabRunner,
        organization_source,
    )
    from .cdk.validation_plugin import WebhookValidationPlugin as WebhookValidationPlugin  # not in __all__, see below

__all__ = [
    "ALL",
    "ApproverRole",
    "BuildType",
    "CodeBuildWebhook",
    "CodeBuildWebhookError",
    "CodeBuildWebhookHandler",
    "CommentApproval",
    "Comparison",
    "Decision",
    "EventAction",
    "Filter",
    "FilterGroup",
    "FilterType",
    "Finding",
    "GitHubActionsRunner",
    "GitLabRunner",
    "OnExistingWebhook",
    "PullRequestBuildPolicy",
    "PullRequestGroup",
    "PushGroup",
    "PushOrPullRequestGroup",
    "ReleaseGroup",
    "Severity",
    "SourceProvider",
    "UnresolvedValue",
    "Verdict",
    "WebhookConstructsError",
    "WebhookEvent",
    "WebhookScope",
    "WebhookSettings",
    "Witness",
    "WorkflowJobGroup",
    "code_for",
    "compare",
    "decide",
    "lint",
    "organization_source",
]

_OF_THE_CDK = {
    "ALL",
    "CodeBuildWebhook",
    "CodeBuildWebhookError",
    "CodeBuildWebhookHandler",
    "GitHubActionsRunner",
    "GitLabRunner",
    "organization_source",
}


def __getattr__(name: str) -> Any:
    """Import the constructs when they are first asked for: they start a Node process."""
    if _MISSING is not None and name in __all__:
        raise _MISSING
    if name in _OF_THE_CDK:
        from . import cdk  # noqa: PLC0415 - see above

        return getattr(cdk, name)
    if name == "WebhookValidationPlugin":
        # Not in __all__: it needs a newer CDK than the rest.
        from .cdk.validation_plugin import WebhookValidationPlugin  # noqa: PLC0415 - see above

        return WebhookValidationPlugin
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
