"""The webhooks that code is written for, from files and from an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webhook_constructs.cli.accounts import needing_boto3, read_region
from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Finding
from webhook_constructs.lint.findings.located_findings import LiveLocation, Skipped
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.template_files.template_file import TemplateFile
from webhook_constructs.templates.forms.api_input import INPUT_TYPE
from webhook_constructs.templates.judging import JudgedWebhook, judge_variants
from webhook_constructs.templates.template import Place
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.values.possible_webhooks import PossibleWebhook, read_possible
from webhook_constructs.templates.values.variants import Variants, require_declared

__all__ = ["LIVE", "Account", "ReadWebhook", "ReadWebhooks", "read_sources"]

LIVE = "live:"
"""The source that stands for the webhooks of an account."""

_MOST_VALUES = 5


@dataclass(frozen=True, slots=True)
class Account:
    """How an account is asked, and for what.

    Attributes:
        region: The region. Default: that of the profile.
        profile: The profile. Default: the credentials that boto3 finds by itself.
        projects: The projects whose webhooks are wanted. Default: all.
    """

    region: str | None = None
    profile: str | None = None
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadWebhook:
    """A webhook that was read.

    Attributes:
        name: What names it where it was read.
        source: What it was read from: a file, or a region of an account.
        project: The name of its project; None if only the deployment knows it.
        project_label: What names the project in a text, whether or not its name is known.
        settings: Its settings.
        place: The account and region of the project, as far as they are known.
        language: What it is written in.
        lives: Whether it is there, or may be. Default: it is only described.
        findings: What the rules say of it. Default: nothing.
        notes: What else is to be said of it. Default: nothing.
        changes: What was changed about its filters. Default: nothing.
    """

    name: str
    source: str
    project: str | None
    project_label: str
    settings: WebhookSettings
    place: Place
    language: Language
    lives: bool = True
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadWebhooks:
    """What was read.

    Attributes:
        webhooks: The webhooks.
        unread: What could not be read, or not in full, so that no code is written for it. Default: nothing.
        notes: What else is to be said. Default: nothing.
    """

    webhooks: tuple[ReadWebhook, ...]
    unread: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def read_sources(sources: Sequence[str], account: Account, given: Mapping[str, str]) -> ReadWebhooks:
    """Read the webhooks of files, folders and an account.

    Args:
        sources: The files and folders, and `live:`.
        account: How an account is asked.
        given: The values that people give to parameters of templates, by the names of these.

    Raises:
        WebhookConstructsError: boto3 is not installed, or no template has a parameter that is given.
    """
    paths = [Path(each) for each in sources if each != LIVE]
    found = _of_files(paths, given) if paths else ReadWebhooks(())
    if LIVE not in sources:
        return found
    live = _of_account(account)
    return ReadWebhooks((*found.webhooks, *live.webhooks), (*found.unread, *live.unread), found.notes)


def _of_files(paths: Sequence[Path], given: Mapping[str, str]) -> ReadWebhooks:
    templates = read_templates(paths)
    files = templates.files
    bodies = [file.template for file in files]
    require_declared(given, bodies)
    with running(templates=max(1, len(files))):
        variants = Variants(bodies, given)
        judged = judge_variants(variants, [str(file.path) for file in files])
        possible = {(each.index, each.logical_id): each for each in read_possible(variants).webhooks}
    webhooks: list[ReadWebhook] = []
    unread = list(dict.fromkeys([*templates.broken, *templates.unread]))
    for each in judged.webhooks:
        file = files[each.index]
        known = _usual(possible[each.index, each.webhook.logical_id])
        if isinstance(known, str):
            unread.append(file.skipped(each.steps, f"{one_line(each.webhook.name)}: {known}"))
        else:
            webhooks.append(_of_template(each, file, *known))
    unread += (files[each.index].skipped(each.steps, each.why) for each in judged.unseen)
    notes = (note for file in files for note in file.repeated_key_notes)
    passed = (f"not looked at: {each}" for each in templates.passed_over if each not in unread)
    return ReadWebhooks(tuple(webhooks), tuple(unread), (*passed, *notes))


def _usual(possible: PossibleWebhook) -> tuple[TemplateWebhook, tuple[str, ...]] | str:
    """Return what a webhook is with the values that it has if nobody says anything else, and notes on these values.

    Returns:
        The webhook and the notes, or why no code can be written for it.
    """
    if possible.is_cut:
        return "it has too many combinations of values: give values with --parameter"
    by_values = possible.by_values or {"": possible.first}
    there = {values: webhook for values, webhook in by_values.items() if webhook is not None}
    if not there:
        return "there is no such webhook with the values that its template has: give others with --parameter"
    webhooks = list(there.values())
    if any(_decided(each) != _decided(webhooks[0]) for each in webhooks):
        named = ", ".join(list(there)[:_MOST_VALUES])
        return f"it is another one with each of these values: {named}: give one of them with --parameter"
    values = next(iter(there)) if len(there) == 1 else ""
    why = _open(webhooks[0])
    return why or (webhooks[0], (f"written for {values}",) if values else ())


def _decided(webhook: TemplateWebhook) -> tuple[object, ...]:
    return webhook.settings, webhook.project_name, webhook.error


def _open(webhook: TemplateWebhook) -> str | None:
    """Return why the settings of a webhook cannot be written as code; None if they can."""
    if webhook.error is not None:
        return f"it cannot be read: {webhook.error}"
    parts = webhook.open_parts
    if webhook.settings is None or parts:
        named = ", ".join(webhook.language.renamed(each) for each in parts) or "a part of it"
        return f"{named} is {webhook.language.later}: give values with --parameter, or read it with live:"
    if webhook.is_switched_off:
        return "its Triggers have filter groups and no Webhook: true, so CloudFormation refuses them: mend that first"
    return None


def _of_template(
    judged: JudgedWebhook, file: TemplateFile, webhook: TemplateWebhook, notes: tuple[str, ...]
) -> ReadWebhook:
    place = file.template.place
    account, region = (
        value if isinstance(value, str) else known
        for value, known in zip(map(webhook.written.get, ("Account", "Region")), place, strict=True)
    )
    exists = (
        f"its template makes it only under the condition {webhook.condition}" if webhook.condition is not None else None
    )
    return ReadWebhook(
        name=webhook.name,
        source=str(file.path),
        project=webhook.project_name,
        project_label=webhook.project or webhook.name,
        settings=_settings(webhook),
        place=Place(account, region),
        language=webhook.language,
        lives=webhook.resource_type != INPUT_TYPE,
        findings=tuple(each.finding for each in judged.findings),
        notes=notes if exists is None else (*notes, exists),
    )


def _settings(webhook: TemplateWebhook) -> WebhookSettings:
    return WebhookSettings() if webhook.settings is None else webhook.settings


def _of_account(account: Account) -> ReadWebhooks:
    reading = read_region(LIVE, account.region, account.profile, lists=("projects", "pipelines"))
    with needing_boto3(LIVE):
        from webhook_constructs.audit import judge  # noqa: PLC0415 - boto3 is an extra
    wanted = frozenset(account.projects)
    findings: dict[tuple[str, str, str], list[Finding]] = {}
    for each in judge(reading).findings:
        if isinstance(each.place, LiveLocation):
            key = each.place.account, each.place.region, each.place.project
            findings.setdefault(key, []).append(each.finding)
    webhooks: list[ReadWebhook] = []
    unread = list(_absent(wanted, (each.name for each in reading.projects)) if wanted else reading.unread)
    for project in reading.projects:
        if wanted and project.name not in wanted:
            continue
        where = f"{LIVE} {project.account}/{project.region}"
        if project.settings is not None:
            webhook = project.webhook(project.name)
            webhooks.append(
                ReadWebhook(
                    name=project.name,
                    source=where,
                    project=project.name,
                    project_label=project.name,
                    settings=project.settings,
                    place=Place(project.account, project.region),
                    language=webhook.language,
                    findings=tuple(findings.get(project.key, ())),
                )
            )
        elif project.has_webhook:
            unread.append(Skipped(where, f"the webhook of project {project.name} cannot be read: {project.error}"))
        elif wanted:
            unread.append(Skipped(where, f"project {project.name} has no webhook"))
    if reading.is_blind and not unread:
        unread.append(Skipped(LIVE, "nothing could be read"))
    return ReadWebhooks(tuple(webhooks), tuple(unread))


def _absent(wanted: Iterable[str], there: Iterable[str]) -> Iterator[Skipped]:
    for name in sorted(set(wanted).difference(there)):
        yield Skipped(LIVE, f"project {one_line(name)} was not read: check its name and the region (--region)")
