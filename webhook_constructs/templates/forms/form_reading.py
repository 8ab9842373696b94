"""What is read of a file that describes webhooks in another form than CloudFormation's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.templates.template import Steps, Template

__all__ = ["FormError", "FormReading", "brief"]


def brief(value: Any) -> str:
    """Return how a value is shown in an error: of a list or object only what it is, as it may hold a secret.

    Examples:
        >>> brief("x"), brief({"secret": "x"}), brief(None)
        ("'x'", 'an object', 'nothing')
    """
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else shown(value)


class FormError(WebhookConstructsError):
    """A file has one of the forms, and cannot be read in it.

    Attributes:
        steps: The way to what is wrong.
    """

    def __init__(self, why: str, steps: Steps = ()) -> None:
        """Name it."""
        super().__init__(why)
        self.steps = steps


@dataclass(frozen=True, slots=True)
class FormReading:
    """What is read of a file.

    Attributes:
        template: The projects and pipelines as a template would have them, with the webhooks.
        unread: What may be a webhook and cannot be read. Default: nothing.
    """

    template: Template
    unread: tuple[FormError, ...] = ()
