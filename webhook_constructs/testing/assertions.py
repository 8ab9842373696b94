"""Assertions on which event starts a build."""

from __future__ import annotations

from webhook_constructs.core import WebhookEvent, WebhookSettings, decide
from webhook_constructs.core.decisions.decision import check_settings

__all__ = ["assert_builds", "assert_no_build"]

_IGNORED = "no build: CodeBuild takes no such event, which from_github and the like read as None"


def assert_builds(settings: WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts a build.

    Args:
        settings: The settings of a webhook, such as `CodeBuildWebhook.settings`.
        event: The event; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It starts none, or that depends on what is not known. The text shows what became of each filter.
        WebhookConstructsError: What was given are no settings or no event.

    Examples:
        >>> from webhook_constructs import EventAction, FilterGroup, WebhookSettings
        >>> from webhook_constructs.testing import push
        >>> settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))
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
    _check(settings, event, expected=True)


def assert_no_build(settings: WebhookSettings, event: WebhookEvent | None) -> None:
    """Assert that an event starts no build.

    Args:
        settings: The settings of a webhook, such as `CodeBuildWebhook.settings`.
        event: The event; None for one that CodeBuild ignores.

    Raises:
        AssertionError: It starts one, or that depends on what is not known. The text shows what became of each filter.
        WebhookConstructsError: What was given are no settings or no event.
    """
    __tracebackhide__ = True
    _check(settings, event, expected=False)


def _check(settings: WebhookSettings, event: WebhookEvent | None, *, expected: bool) -> None:
    __tracebackhide__ = True
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
