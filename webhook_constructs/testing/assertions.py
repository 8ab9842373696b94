"""Assertions on which event starts a build."""

from __future__ import annotations

from typing import Any, Protocol

from webhook_constructs.core import Verdict, WebhookEvent, WebhookSettings, decide
from webhook_constructs.core.decisions.decision import check_settings

__all__ = ["Webhook", "assert_builds", "assert_no_build", "assert_waits"]

_IGNORED = "no build: CodeBuild takes no such event, which from_github and the like read as None"


_GIVE_ROLE = (
    '  the event does not say who the author is: give author_role="none" for a stranger, or the role of the author'
)


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
    _check(webhook, event, "expected a build", Verdict.BUILDS)


def assert_no_build(webhook: Webhook | WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts no build. One that waits for approval starts none either: see `assert_waits`.

    Args:
        webhook: The construct of a webhook, or settings.
        event: The event; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It starts one, or that depends on what is not known. The text shows what became of each filter.
        WebhookConstructsError: The webhook is no construct and no settings, or the event is none.
    """
    __tracebackhide__ = True
    _check(webhook, event, "expected no build", Verdict.NO_BUILD, Verdict.WAITS_FOR_APPROVAL)


def assert_waits(webhook: Webhook | WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts no build until somebody approves the pull request.

    Args:
        webhook: The construct of a webhook, or settings.
        event: The event, with the role of the author; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It does not wait, or that depends on what is not known. The text shows what became of each
            filter, and of the approval.
        WebhookConstructsError: The webhook is no construct and no settings, or the event is none.

    Examples:
        >>> from webhook_constructs import EventAction, FilterGroup, WebhookSettings
        >>> from webhook_constructs.testing import pull_request
        >>> settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),))
        >>> assert_waits(settings, pull_request(author_role="none"))
        >>> assert_waits(settings, pull_request(author_role="GITHUB_WRITE"))
        Traceback (most recent call last):
            ...
        AssertionError: expected a build that waits for approval
        build: PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main
          filter_groups[0]: passed
            passed       EVENT is PULL_REQUEST_CREATED
          approval: not needed, the author has the role GITHUB_WRITE
    """
    __tracebackhide__ = True
    _check(webhook, event, "expected a build that waits for approval", Verdict.WAITS_FOR_APPROVAL)


def _check(webhook: Webhook | WebhookSettings, event: WebhookEvent | None, wanted: str, *verdicts: Verdict) -> None:
    __tracebackhide__ = True
    settings: Any = getattr(webhook, "settings", webhook)
    check_settings(settings)
    if event is None:
        if Verdict.NO_BUILD not in verdicts:
            msg = f"{wanted}\n{_IGNORED}"
            raise AssertionError(msg)
        return
    decision = decide(settings, event)
    if decision.verdict not in verdicts:
        msg = f"{wanted}\n{decision}"
        if verdicts == (Verdict.WAITS_FOR_APPROVAL,) and decision.assumes_approval:
            msg += f"\n{_GIVE_ROLE}"
        raise AssertionError(msg)
