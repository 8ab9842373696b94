"""Assertions on which event starts a build."""

from __future__ import annotations

from typing import Any, Protocol

from webhook_constructs.core import WebhookEvent, WebhookSettings, decide
from webhook_constructs.core.decisions.decision import check_settings

__all__ = ["Webhook", "assert_builds", "assert_no_build"]

_IGNORED = "no build: CodeBuild takes no such event, which from_github and the like read as None"


class Webhook(Protocol):
    """The part of `CodeBuildWebhook` that is needed; this module does not import the CDK."""

    @property
    def settings(self) -> WebhookSettings:
        """The settings of the webhook."""
        ...


def assert_builds(webhook: Webhook | WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts a build.

    Args:
        webhook: The construct of a webhook, or settings.
        event: The event; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It starts none, or that depends on what is not known. The text shows what became of each filter.
        WebhookConstructsError: The webhook is no construct and no settings, or the event is none.

    Examples:
        >>> from webhook_constructs import FilterGroup, WebhookSettings
        >>> from webhook_constructs.testing import push
        >>> settings = WebhookSettings([FilterGroup.on_push().and_branch_is("main")])
        >>> assert_builds(settings, push("main"))
        >>> assert_builds(settings, push("topic"))
        Traceback (most recent call last):
            ...
        AssertionError: expected a build
        no build: PUSH refs/heads/topic
          filter_groups[0]: failed
            passed       EVENT is PUSH
            FAILED       HEAD_REF matches ^refs/heads/main$
                           tried: refs/heads/topic
                           would match: refs/heads/main
    """
    __tracebackhide__ = True  # pytest points to the test, and not to here
    _check(webhook, event, expected=True)


def assert_no_build(webhook: Webhook | WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts no build.

    Args:
        webhook: The construct of a webhook, or settings.
        event: The event; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It starts one, or that depends on what is not known. The text shows what became of each filter.
        WebhookConstructsError: The webhook is no construct and no settings, or the event is none.
    """
    __tracebackhide__ = True
    _check(webhook, event, expected=False)


def _check(webhook: Webhook | WebhookSettings, event: WebhookEvent | None, *, expected: bool) -> None:
    __tracebackhide__ = True
    settings: Any = getattr(webhook, "settings", webhook)
    wanted = "expected a build" if expected else "expected no build"
    check_settings(settings)
    if event is None:
        if expected:
            msg = f"{wanted}\n{_IGNORED}"
            raise AssertionError(msg)
        return
    decision = decide(settings, event)
    if decision.builds is not expected:
        msg = f"{wanted}\n{decision}"
        raise AssertionError(msg)
