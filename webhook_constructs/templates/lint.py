"""The rules on the webhooks of templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.lint import Context, Finding, Location, lint, lint_across
from webhook_constructs.lint.findings.finding import NOT_CREATED, WRONG_SHAPE

from .surroundings import Surroundings
from .template import Template
from .template_webhooks import TemplateWebhook

__all__ = ["JudgeAlone", "lint_templates", "not_created"]

JudgeAlone: TypeAlias = "Callable[[int, WebhookSettings, Context], tuple[Finding, ...]]"
"""Returns what is found in one webhook by itself, which it is given with its index."""


def _lint_alone(_: int, settings: WebhookSettings, context: Context) -> tuple[Finding, ...]:
    return lint(settings, context)


def lint_templates(
    templates: Sequence[Template],
    webhooks: Sequence[tuple[int, TemplateWebhook]],
    judge_alone: JudgeAlone = _lint_alone,
) -> list[tuple[Finding, ...]]:
    """Judge the webhooks of the templates of an app, each by itself and all together.

    Args:
        templates: The templates.
        webhooks: Their webhooks, each with the index of its template. One of a template that is deployed any number of
            times is judged together with the others of that template alone.
        judge_alone: Judges a webhook by itself. Default: `lint` does.

    Returns:
        The findings of each: of what is known before the deployment. What cannot be read of one has a finding with the
        id WH008 at its place, and the rest is judged. One that is not judged in full, because that takes too much, has
        one with the id WH006.
    """
    found: list[tuple[Finding, ...]] = [() for _ in webhooks]
    parts: dict[int | None, list[int]] = {}
    for place, (index, _) in enumerate(webhooks):
        parts.setdefault(index if templates[index].is_for_many else None, []).append(place)
    with running(webhooks=len(webhooks)):
        for alone, places in parts.items():
            here = [
                index
                for index, each in enumerate(templates)
                if index == alone or (alone is None and not each.is_for_many)
            ]
            indices = {index: number for number, index in enumerate(here)}
            its = [(indices[webhooks[place][0]], webhooks[place][1]) for place in places]
            contexts = Surroundings([templates[index] for index in here], its).contexts()
            for place, (_, webhook), context in zip(places, its, contexts, strict=True):
                settings = webhook.settings or webhook.known
                own = () if settings is None else judge_alone(place, settings, context)
                found[place] = (*_of_itself(webhook), *own)
            across = _across([webhook for _, webhook in its], contexts)
            for place, together in zip(places, across, strict=True):
                found[place] = tuple(dict.fromkeys((*found[place], *together)))
    return found


def _across(webhooks: Sequence[TemplateWebhook], contexts: Sequence[Context]) -> list[tuple[Finding, ...]]:
    found: list[tuple[Finding, ...]] = [() for _ in webhooks]
    made = [
        (index, settings)
        for index, each in enumerate(webhooks)
        if (settings := each.settings or each.known) is not None and not contexts[index].is_switched_off
    ]
    across = lint_across([settings for _, settings in made], [contexts[index] for index, _ in made])
    for (index, _), together in zip(made, across, strict=True):
        found[index] = together
    return found


def _of_itself(webhook: TemplateWebhook) -> Iterator[Finding]:
    """Return what no rule says: what of a webhook is refused as it is written, and that it could not be created."""
    for each in webhook.problems:
        language = webhook.language
        message = f"{language.refusing} refuses what is written here: {each.said_in(language)}"
        place = Location(member=each.error.place or None)
        yield WRONG_SHAPE.finding(message, each.order_in(language), place)
    if webhook.failure is not None:
        yield not_created(webhook.failure)


def not_created(why: str) -> Finding:
    """Return that CodeBuild could not create a webhook that it shows.

    Args:
        why: What it says.
    """
    fix = "fix that, delete the webhook, and create it again"
    return NOT_CREATED.finding(f"CodeBuild could not create the webhook: {why}", fix)
