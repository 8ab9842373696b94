"""Projects whose own `Triggers` make a webhook, and that a pipeline runs as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import SourceProvider, WebhookConstructsError, WebhookSettings
from webhook_constructs.lint import Context, lint_across

from .annotations import annotate
from .later_stages import construct_of
from .stage_record import meeting

if TYPE_CHECKING:
    from .made_projects import MadeProject
    from .stage_record import StageRecord

__all__ = ["annotate_native_webhooks"]

_PROVIDERS = {provider.value: provider for provider in SourceProvider}


def annotate_native_webhooks(record: StageRecord) -> None:
    """Warn of the double builds of projects of a stage that have no webhook of this package.

    Args:
        record: What is in the stage.
    """
    triggered = [each for each in record.projects if each.project.triggers]
    ours = frozenset(key for hook in record.webhooks for key in hook.keys)
    for each in triggered:
        run = list(meeting(each.keys - ours, record.actions_by_key))
        settings = _settings(each.project) if run else None
        if settings is None:
            continue
        sources = tuple(
            source for pipeline in dict.fromkeys(one.pipeline for one in run) for source in pipeline.sources
        )
        context = Context(pipeline_actions=tuple(one.path for one in run), pipeline_sources=sources)
        (findings,) = lint_across([settings], [context])
        annotate(construct_of(each.project.resource), findings, "Triggers")


def _settings(project: MadeProject) -> WebhookSettings | None:
    """Read what `Triggers` say; None where they cannot be read."""
    written = {name[0].lower() + name[1:]: value for name, value in project.triggers.items()}
    written.pop("webhook")
    provider = _PROVIDERS.get(project.source_type or "")
    try:
        return WebhookSettings.from_api(written, provider=provider, source_location=project.source_location)
    except WebhookConstructsError:
        return None
