"""AWS CodeBuild webhooks as a CDK resource of their own, with typed filter groups."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cdk import CodeBuildWebhook, CodeBuildWebhookError, CodeBuildWebhookHandler
    from .cdk.validation_plugin import WebhookValidationPlugin as WebhookValidationPlugin  # not in __all__, see below
    from .core import (
        ApproverRole,
        BuildType,
        CommentApproval,
        Decision,
        EventAction,
        Filter,
        FilterGroup,
        FilterType,
        OnExistingWebhook,
        PullRequestBuildPolicy,
        SourceProvider,
        WebhookConstructsError,
        WebhookEvent,
        WebhookScope,
        WebhookSettings,
        decide,
    )
    from .lint import Finding, Severity, lint

__all__ = [
    "ApproverRole",
    "BuildType",
    "CodeBuildWebhook",
    "CodeBuildWebhookError",
    "CodeBuildWebhookHandler",
    "CommentApproval",
    "Decision",
    "EventAction",
    "Filter",
    "FilterGroup",
    "FilterType",
    "Finding",
    "OnExistingWebhook",
    "PullRequestBuildPolicy",
    "Severity",
    "SourceProvider",
    "WebhookConstructsError",
    "WebhookEvent",
    "WebhookScope",
    "WebhookSettings",
    "decide",
    "lint",
]


_OF_THE_CDK = frozenset({"CodeBuildWebhook", "CodeBuildWebhookError", "CodeBuildWebhookHandler"})
_OF_LINT = frozenset({"Finding", "Severity", "lint"})


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for.

    The constructs start a Node process. The other names need RE2, whose absence the command has to report itself.
    """
    if name == "WebhookValidationPlugin":  # not in __all__: it needs a newer CDK than the rest
        from .cdk.validation_plugin import WebhookValidationPlugin  # noqa: PLC0415 - see above

        return WebhookValidationPlugin
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    home = ".cdk" if name in _OF_THE_CDK else ".lint" if name in _OF_LINT else ".core"
    found = getattr(importlib.import_module(home, __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return __all__


class _Package(ModuleType):
    """This package, whose attribute `lint` is the function, even after Python has imported the folder of that name."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value.lint if name == "lint" and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package
