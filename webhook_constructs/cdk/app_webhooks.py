"""All webhooks of an app, and what is judged of them together, once, when the app is synthesised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsii
from constructs import IValidation

from webhook_constructs.lint import lint_across

from .annotations import annotate

if TYPE_CHECKING:
    from constructs import Construct, IConstruct

    from webhook_constructs.core import WebhookSettings

__all__ = ["AppWebhooks"]

_APPS: dict[IConstruct, AppWebhooks] = {}
"""The webhooks below a root, so that finding them takes no call into the CDK but for the first stack."""


@jsii.implements(IValidation)
class AppWebhooks:
    """The webhooks below one root."""

    def __init__(self) -> None:
        """Start without any."""
        self._webhooks: list[tuple[Construct, WebhookSettings]] = []

    @classmethod
    def below(cls, root: IConstruct) -> AppWebhooks:
        """Return the webhooks below a root, and have them judged when it is synthesised."""
        if root not in _APPS:
            _APPS[root] = cls()
            root.node.add_validation(_APPS[root])
        return _APPS[root]

    def add(self, webhook: Construct, settings: WebhookSettings) -> None:
        """Add a webhook."""
        self._webhooks.append((webhook, settings))

    def validate(self) -> list[str]:
        """Annotate what the webhooks do together; the CDK calls this. It never fails the synthesis."""
        found = lint_across([settings for _, settings in self._webhooks])
        for (webhook, _), findings in zip(self._webhooks, found, strict=True):
            annotate(webhook, findings)
        return []
