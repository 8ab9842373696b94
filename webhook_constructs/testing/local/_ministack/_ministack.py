# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""MiniStack in this process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from webhook_constructs.testing.local._deployment.async_invocations import EventLimits
from webhook_constructs.testing.local._deployment.custom_resources import CustomResources
from webhook_constructs.testing.local._deployment.stack_ends import StackEnds
from webhook_constructs.testing.local._process.lambda_log import LambdaLog
from webhook_constructs.testing.local._schedule.workers import Workers
from webhook_constructs.testing.local._service.injection import Denial, OrderedFailures
from webhook_constructs.testing.local._service.pipelines import Pipelines
from webhook_constructs.testing.local._service.webhook_service import WebhookService

from ._cloudformation import install_cloudformation
from ._codebuild import install_codebuild
from ._codepipeline import install_codepipeline
from ._iam import install_iam
from ._lambda import event_limits, install_lambda, invoke_function
from ._names import Names
from ._projects import install_projects
from ._secrets import install_secrets

__all__ = ["MiniStack", "Parts"]


class Parts(NamedTuple):
    """What MiniStack's own functions give way to."""

    webhooks: WebhookService
    custom_resources: CustomResources
    stack_ends: StackEnds
    denials: OrderedFailures[Denial]
    lambda_log: LambdaLog
    pipelines: Pipelines
    workers: Workers


class MiniStack:
    """MiniStack, corrected where it is laxer or stricter than AWS."""

    def __init__(self, names: Names) -> None:
        """Work on names that were found to be there."""
        self._names = names

    @classmethod
    def load(cls) -> MiniStack:
        """Import MiniStack, and look for every name that is touched.

        The environment has to be set before: MiniStack reads a good part of it once, at its import.

        Raises:
            LocalAwsError: A name is missing.
        """
        return cls(Names())

    @staticmethod
    def is_imported() -> bool:
        """Whether something in this process has imported MiniStack."""
        return "ministack.app" in sys.modules

    @property
    def app(self) -> Callable[[Any, Any, Any], Awaitable[None]]:
        """MiniStack as an ASGI application."""
        app: Callable[[Any, Any, Any], Awaitable[None]] = self._names["app"].app
        return app

    def serve_on(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Register the event loop that serves MiniStack, as its own start would.

        Its own start is left out: it also starts schedulers and listeners, and removes containers of other MiniStacks.
        """
        self._names["app"]._MAIN_LOOP = loop

    def invoke_function(self, service_token: str, event: Mapping[str, Any]) -> bool:
        """Invoke a function, and return whether it came to its end: it neither raised, nor timed out, nor exited."""
        return invoke_function(self._names, service_token, event)

    def event_limits(self, service_token: str) -> EventLimits:
        """Return how long Lambda tries to invoke a function with an event."""
        return event_limits(self._names, service_token)

    def reset(self) -> None:
        """Forget everything in every service, end the Lambda workers and remove their folders."""
        self._names["app"]._reset_all_state()
        self._names["core.lambda_runtime"].reset()

    def install(self, parts: Parts) -> None:
        """Put the corrections in place."""
        schedule = parts.custom_resources.schedule
        install_codebuild(self._names, parts.webhooks)
        install_projects(self._names, parts.webhooks)
        install_iam(self._names, parts.webhooks.ledger, parts.denials, schedule)
        install_cloudformation(self._names, parts.custom_resources, parts.stack_ends)
        install_lambda(self._names, parts.lambda_log, parts.workers, schedule)
        install_secrets(self._names, schedule)
        install_codepipeline(self._names, parts.pipelines)

    def uninstall(self) -> None:
        """Undo the corrections."""
        self._names.put_back()
