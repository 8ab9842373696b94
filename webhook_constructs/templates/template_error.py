"""What is wrong with a file that was to be read as a template, or as a part of a cloud assembly."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.lint.findings.located_findings import Skipped

__all__ = ["NoTemplateError", "TemplateError", "expecting", "require_template"]


class TemplateError(WebhookConstructsError):
    """A template or a cloud assembly cannot be read; the text names the file.

    Attributes:
        unread: The file, the place in it, and why.
    """

    def __init__(self, path: Path, why: str, line: int | None = None, column: int | None = None) -> None:
        """Name the file, and the place in it where that is known."""
        self.unread = Skipped(str(path), why, line, column)
        super().__init__(printable(str(self.unread)))


class NoTemplateError(TemplateError):
    """A file can be read, but is no template."""


def require_template(path: Path, body: object, *, may_be_empty: bool = False) -> None:
    """Raise an error where a file holds no template.

    Args:
        path: The file.
        body: What the parser gave.
        may_be_empty: Whether a template without resources is one, as the CDK writes it for a stack that has none.
            Default: it is none.

    Raises:
        NoTemplateError: It is none.
    """
    resources = body.get("Resources", {} if may_be_empty else None) if isinstance(body, dict) else None
    if not isinstance(resources, dict):
        raise NoTemplateError(path, "it is no CloudFormation template: it has no Resources")


@contextlib.contextmanager
def expecting(path: Path, why: str) -> Iterator[None]:
    """Raise an error about a file where what is read of it does not have the form that is expected.

    Args:
        path: The file.
        why: What is wrong then.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError):
        raise TemplateError(path, why) from None
