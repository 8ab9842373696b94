"""What is to be said of what was read: the findings of the rules, and where the stacks say something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from webhook_constructs.audit.settings_differences import settings_differences, undecided_members
from webhook_constructs.lint import Finding
from webhook_constructs.lint.findings.finding import UNREADABLE
from webhook_constructs.lint.findings.located_findings import LintReport, LiveLocation, LocatedFinding
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.forms.live_project import LiveProject
from webhook_constructs.templates.lint import lint_templates, not_created
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.template import Place, Template

from .drift import deleted, edited
from .live import LivePipeline
from .reading.jobs import not_read
from .reading.reading import Reading
from .stack import StackWebhook

__all__ = ["judge"]

_Key = tuple[str, str, str]
"""Account, region and name."""

_UPDATE = "update webhook-constructs, or report it: CodeBuild shows a webhook that this version does not know"


def judge(reading: Reading) -> LintReport:
    """Apply the rules to the webhooks that were read, each by itself, all together, and with the pipelines.

    Args:
        reading: What was read.

    Returns:
        The findings in the order of the projects, each rule's in the order of the ids, and then where a stack says
        something else; and what could not be read or compared.
    """
    projects = [each for each in reading.projects if each.has_webhook]
    names = _Names(projects, reading.pipelines)
    found = {each.key: findings for each, findings in zip(projects, _findings(projects, names, reading), strict=True)}
    unread = list(reading.unread)
    live = {each.key: each for each in reading.projects}
    for webhook in reading.stack_webhooks:
        key = (webhook.account, webhook.region, webhook.project)
        for each in _compared(webhook, live.get(key)):
            if isinstance(each, str):
                unread.append(not_read(f"stack {webhook.stack}: {webhook.webhook.name}", each))
            else:
                found.setdefault(key, []).append(each)
    located = tuple(
        LocatedFinding(finding, names.of(key), LiveLocation(*key), Language.API)
        for key, its in found.items()
        for finding in its
    )
    return LintReport(located, unread=tuple(unread), webhooks=len(projects), is_blind=reading.is_blind)


class _Names:
    """Name projects and pipelines, with the account and region where there are several."""

    def __init__(self, projects: Sequence[LiveProject], pipelines: Sequence[LivePipeline]) -> None:
        places = {each.key[:2] for part in (projects, pipelines) for each in part}
        self._has_accounts = len({account for account, _ in places}) > 1
        self._has_regions = len({region for _, region in places}) > 1

    def of(self, key: _Key) -> str:
        account, region, name = key
        shown = ((account, self._has_accounts), (region, self._has_regions), (name, True))
        return "/".join(part for part, is_shown in shown if is_shown)


def _findings(projects: Sequence[LiveProject], names: _Names, reading: Reading) -> list[list[Finding]]:
    found = [list(_own(each)) for each in projects]
    read = [index for index, each in enumerate(projects) if each.settings is not None]
    keys = [*(each.key for each in projects), *(each.key for each in reading.pipelines)]
    places = list(dict.fromkeys(Place(*key[:2]) for key in keys))
    webhooks = [
        (places.index(Place(*projects[index].key[:2])), projects[index].webhook(names.of(projects[index].key)))
        for index in read
    ]
    pipelines: dict[Place, dict[str, Any]] = {place: {} for place in places}
    for each in reading.pipelines:
        resource = {"Type": PIPELINE_TYPE, "Properties": each.shown}
        pipelines[Place(each.account, each.region)][names.of(each.key)] = resource
    templates = [Template({"Resources": its}, place) for place, its in pipelines.items()]
    for index, findings in zip(read, lint_templates(templates, webhooks), strict=True):
        found[index] += findings
    return found


def _own(project: LiveProject) -> Iterator[Finding]:
    """Return the findings that no rule on settings covers."""
    if project.error is not None:
        message = f"the webhook is not judged, because it cannot be read: {project.error}"
        yield UNREADABLE.finding(message, _UPDATE)
    if project.failure is not None and project.settings is None:
        yield not_created(project.failure)


def _compared(webhook: StackWebhook, live: LiveProject | None) -> Iterator[Finding | str]:
    """Return what was changed outside the stack, and why something is not compared."""
    written = webhook.webhook
    if live is None:
        where = f"project {webhook.project} in {webhook.region}"
        yield f"it is not compared: {where} was not read; it is gone, or the region was not asked (--region)"
    elif not live.has_webhook and written.is_unconditional:
        yield deleted(webhook)
    elif not live.has_webhook:
        yield "it is not compared: whether there is to be one depends on a value that the stack does not show"
    elif written.error is not None:
        yield f"it is not compared, because it cannot be read: {written.error}"
    elif written.settings is None:
        yield "it is not compared: its settings depend on values that the stack does not show"
    elif live.settings is None:
        yield f"it is not compared, because what is live cannot be read: {live.error}"
    else:
        if members := undecided_members(written.settings):
            yield f"{', '.join(members)} cannot be compared: a part depends on a value that the stack does not show"
        if differences := settings_differences(written.settings, live.settings):
            yield edited(webhook, differences)
