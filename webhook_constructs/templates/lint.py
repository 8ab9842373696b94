"""The rules on the webhooks of templates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.lint import lint, lint_across
from webhook_constructs.lint.context import Context
from webhook_constructs.lint.findings.own_findings import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webhook_constructs.lint.findings.finding import Finding
    from webhook_constructs.templates.template_webhooks import TemplateWebhook

__all__ = ["lint_templates", "unreadable"]


def lint_templates(
    webhooks: Sequence[TemplateWebhook], around: Sequence[Context] | None = None
) -> list[tuple[Finding, ...]]:
    """Judge the webhooks of the templates of an app, each by itself and all together.

    Args:
        webhooks: The webhooks of all templates.
        around: What `template_surroundings.around` tells of each of them. Default: nothing is told of what is around
            them.

    Returns:
        The findings of each: of what is known before the deployment. One that cannot be read has a single one, with
        the id WH002. One that is not judged in full, because that takes too much, has one with the id WH006.
    """
    found: list[tuple[Finding, ...]] = [
        () if webhook.error is None else (unreadable(webhook.error),) for webhook in webhooks
    ]
    read = [
        (index, webhook, settings)
        for index, webhook in enumerate(webhooks)
        if (settings := webhook.settings or webhook.known) is not None
    ]
    contexts = [
        replace(
            Context() if around is None else around[index],
            source_type=webhook.source_type,
            agent_token_type=webhook.agent_token_type,
            keeps_secret=webhook.keeps_secret,
            path=webhook.name,
            unknown=webhook.unknown,
        )
        for index, webhook, _ in read
    ]
    with running(webhooks=len(webhooks)):
        alone = [lint(settings, context) for (_, _, settings), context in zip(read, contexts, strict=True)]
        across = lint_across([settings for _, _, settings in read], contexts)
    for (index, _, _), its, together in zip(read, alone, across, strict=True):
        found[index] = tuple(dict.fromkeys((*its, *together)))
    return found


def unreadable(error: Exception, fix: str = "write it as CloudFormation documents it") -> Finding:
    """Say that a webhook is not judged.

    Args:
        error: Why it cannot be read.
        fix: What to do. Default: what helps in a template.
    """
    message = f"the webhook is not judged, because it cannot be read: {error}"
    return UNREADABLE.finding(message, fix)
