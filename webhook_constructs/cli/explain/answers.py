"""What becomes of an event at each webhook of the templates that a command is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from webhook_constructs.cli.output import print_message
from webhook_constructs.core import BuildType, SourceProvider, Verdict, WebhookScopeType, WebhookSettings
from webhook_constructs.core.decisions.compiled_webhooks import CompiledWebhooks
from webhook_constructs.core.decisions.decision import Decision
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.assumptions import RUNNER_LABEL
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.runners import asks_for_project
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.template_files.search import Templates, read_templates
from webhook_constructs.template_files.template_file import TemplateFile
from webhook_constructs.templates.template_error import TemplateError
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.values.possible_webhooks import PossibleWebhook, read_possible
from webhook_constructs.templates.values.variants import Variants

__all__ = ["WORDS", "Answer", "PlacedWebhook", "Webhooks", "placed_webhooks", "read_files", "read_webhooks"]

WORDS = {
    Verdict.BUILDS: "builds",
    Verdict.WAITS_FOR_APPROVAL: "waits",
    Verdict.UNDECIDED: "undecided",
    Verdict.NO_BUILD: "no build",
}
"""The verdicts in the order in which they are printed, and the word for each."""

_NO_WEBHOOK = "there is no such webhook"
_MOST_NAMED = 3
_UNKNOWN = "the payload does not say which repository it is of; give --repository"
_PROVIDERS = frozenset(provider.value for provider in SourceProvider)


@dataclass(frozen=True, slots=True)
class PlacedWebhook:
    """A webhook, and the template that describes it.

    Attributes:
        template: The file.
        webhook: The webhook as it is written, or where it is only with some values, with the first of them.
        variants: What it is with the values that it can have, by what people read of these; None where there is none.
            Default: no value makes a difference to it.
        is_written: Whether it is there as it is written. Default: it is.
    """

    template: Path
    webhook: TemplateWebhook
    variants: Mapping[str, TemplateWebhook | None] = field(default_factory=dict)
    is_written: bool = True

    @property
    def names(self) -> frozenset[str]:
        """What it is called: by its project, by its construct and by its logical id."""
        return frozenset(filter(None, (self.webhook.project, self.webhook.name, self.webhook.logical_id)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of an event at one webhook, and why.

    Attributes:
        placed: The webhook and its template.
        verdict: What becomes of the event. Default: it depends on what is not known.
        decision: The decision on its settings. Default: they were not looked at.
        reason: What there is to say beside that decision. Default: nothing.
        conditions: What has to be so, besides, for a build to start. Default: nothing.
    """

    placed: PlacedWebhook
    verdict: Verdict = Verdict.UNDECIDED
    decision: Decision | None = None
    reason: str | None = None
    conditions: tuple[str, ...] = ()


def read_webhooks(path: Path, given: Mapping[str, str] | None = None) -> list[PlacedWebhook]:
    """Find the webhooks of a template, or of all templates of a folder.

    What cannot be read in a folder that is no cloud assembly, and what may hold webhooks and is not seen before the
    deployment, is told on the standard error.

    Args:
        path: The file or folder, as for `read_files`.
        given: The values that people give to parameters, by the names of these. Default: none.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    read = read_files(path)
    for each in read.passed_over:
        print_message(f"webhook-constructs: not looked at: {each}")
    found = read_possible(Variants([file.template for file in read.files], given))
    for part in found.unseen:
        print_message(f"webhook-constructs: not looked at: {read.files[part.index].skipped(part.steps, part.why)}")
    return placed_webhooks(read.files, found.webhooks)


def read_files(path: Path) -> Templates:
    """Read a template, or all templates of a folder.

    Repeated keys are told on the standard error.

    Args:
        path: The file or folder, as for `read_templates`.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    found = read_templates([path])
    for each in found.unread:
        raise TemplateError(Path(each.what), each.why, each.line, each.column)
    for file in found.files:
        for note in file.repeated_key_notes:
            print_message(f"webhook-constructs: note: {note}")
    return found


def placed_webhooks(files: Sequence[TemplateFile], found: Sequence[PossibleWebhook]) -> list[PlacedWebhook]:
    """Return the webhooks of templates with their files.

    Args:
        files: The templates.
        found: Their webhooks.
    """
    return [
        PlacedWebhook(files[each.index].path, each.first, each.by_values, is_written=each.webhook is not None)
        for each in found
    ]


class Webhooks:
    """The webhooks that are asked about one event after another.

    Attributes:
        placed: The webhooks.
    """

    def __init__(self, placed: Sequence[PlacedWebhook]) -> None:
        """Compile their patterns.

        Args:
            placed: The webhooks.
        """
        self.placed = placed
        asked = [
            webhook for each in placed for webhook in (each.webhook, *each.variants.values()) if webhook is not None
        ]
        self._asked = list({id(each): each for each in asked}.values())
        with self.running():
            self._compiled = CompiledWebhooks(map(_known, self._asked), [each.unknown for each in self._asked])

    def running(self) -> AbstractContextManager[None]:
        """Share one budget of the size of a template's among all that is done about one event."""
        return running(templates=max(1, len({each.template for each in self.placed})))

    def answers(
        self,
        event: WebhookEvent,
        repository: Repository | None = None,
        labels: tuple[str, ...] | None = None,
        *,
        unknown_because: str | None = None,
    ) -> list[Answer]:
        """Return what becomes of an event at each webhook.

        Args:
            event: The event.
            repository: The repository that it is of. Default: not known, so that each webhook may be sent it.
            labels: The labels of a queued job, which name the project that is to run it. Default: not known.
            unknown_because: Why the repository is not known, and the way out. Default: the payload does not say it.
        """
        decisions = self._compiled.decisions(event)
        decided = {id(webhook): decision for webhook, decision in zip(self._asked, decisions, strict=True)}

        def answer(placed: PlacedWebhook) -> Answer:
            if why := _out_of_reach(placed.webhook, repository, labels):
                return Answer(placed, Verdict.NO_BUILD, reason=why)
            decision = _with_runner(decided[id(placed.webhook)], placed.webhook, labels)
            return _decided(placed, decision, repository, unknown_because or _UNKNOWN)

        with self.running():
            return [_answered(each, answer) for each in self.placed]


def _answered(placed: PlacedWebhook, answer: Callable[[PlacedWebhook], Answer]) -> Answer:
    """Return what becomes of an event, with the values that a webhook can have where it depends on them."""
    written = answer(placed) if placed.is_written else Answer(placed, reason=_later(placed.webhook))
    if written.verdict is Verdict.NO_BUILD or not placed.variants or placed.webhook.problems:
        return written
    found: dict[Verdict, list[str]] = {}
    answers: dict[Verdict, Answer] = {}
    for values, webhook in placed.variants.items():
        one = Answer(placed, Verdict.NO_BUILD, reason=_NO_WEBHOOK)
        if webhook is not None:
            one = replace(answer(replace(placed, webhook=webhook)), placed=placed)
        found.setdefault(one.verdict, []).append(values)
        answers.setdefault(one.verdict, one)
    if len(answers) == 1:
        ((verdict, only),) = answers.items()
        if verdict is written.verdict:
            return written
        return replace(only, conditions=(*only.conditions, f"with {_listed(found[verdict])}"))
    reason = "; ".join(f"{WORDS[each]} with {_listed(some)}" for each, some in found.items())
    return replace(written, verdict=Verdict.UNDECIDED, reason=reason)


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
    return f"{', '.join(values[:_MOST_NAMED])}{more}"


def _known(webhook: TemplateWebhook) -> WebhookSettings:
    return webhook.settings or webhook.known or WebhookSettings()


def _with_runner(decision: Decision, webhook: TemplateWebhook, labels: tuple[str, ...] | None) -> Decision:
    """Return the decision without the doubt about the runner's project, where the label of the job names it."""
    project = webhook.project_name
    is_named = labels is not None and project is not None and asks_for_project(labels, project)
    return decision.knowing(RUNNER_LABEL) if is_named else decision


def _decided(placed: PlacedWebhook, decision: Decision, repository: Repository | None, unknown_because: str) -> Answer:
    if decision.verdict is Verdict.NO_BUILD:
        return Answer(placed, Verdict.NO_BUILD, decision)
    webhook = placed.webhook
    if webhook.error is not None:
        return Answer(placed, Verdict.UNDECIDED, reason=f"it cannot be read: {webhook.error}")
    filters = [each for group in decision.settings.filter_groups for each in group.filters]
    if filters and all(each.is_unknown for each in filters):
        return Answer(placed, Verdict.UNDECIDED, reason=_later(webhook))
    doubt = None if repository is None else _doubt(decision.settings, repository)
    place = None if doubt is not None else _condition_of_place(decision.settings, repository, unknown_because)
    conditions = tuple(filter(None, (_condition_of_resource(placed.webhook), place)))
    return Answer(placed, decision.verdict if doubt is None else Verdict.UNDECIDED, decision, doubt, conditions)


def _later(webhook: TemplateWebhook) -> str:
    return f"its settings are {webhook.language.later}"


def _condition_of_resource(webhook: TemplateWebhook) -> str | None:
    """Return that the webhook has to exist; None if it does."""
    if webhook.condition is not None:
        return f"if there is such a webhook: its resource has the condition {webhook.condition}"
    return None if webhook.is_unconditional else f"if there is such a webhook: {_later(webhook)}"


def _condition_of_place(settings: WebhookSettings, repository: Repository | None, unknown_because: str) -> str | None:
    """Return that the event has to be of the webhook's repository; None if that is known."""
    own, scope = _repository_of(settings), settings.scope
    if repository is not None:
        is_told = scope is not None or own is not None
        return None if is_told else f"if its repository is {repository}: the file does not say which it is"
    if scope is not None:
        place = "a repository of its scope" if is_unresolved(scope.name) else f"a repository of {scope.name}"
    else:
        place = "its repository, which the file does not name" if own is None else str(own)
    return f"if the event is of {place}: {unknown_because}"


def _out_of_reach(
    webhook: TemplateWebhook, repository: Repository | None, labels: tuple[str, ...] | None
) -> str | None:
    """Return why a webhook is not sent an event, or cannot build for it whatever its filters are; None if it may."""
    if webhook.is_switched_off:
        return "its Triggers have filter groups and no Webhook: true, so CloudFormation refuses them"
    settings = _known(webhook)
    is_buildkite = settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD
    may_be_buildkite = is_buildkite or "build_type" in webhook.unknown
    if webhook.source_type not in {None, *_PROVIDERS} and not may_be_buildkite:
        return f"a project with source type {webhook.source_type} has no webhook events"
    project = None if is_buildkite else webhook.project_name
    if labels is not None and project is not None and not asks_for_project(labels, project):
        return f"the job asks for a runner of another project: its labels are {', '.join(labels)}"
    return None if repository is None else _elsewhere(settings, repository)


def _elsewhere(settings: WebhookSettings, repository: Repository) -> str | None:
    """Return why a webhook is not sent the events of a repository; None if it may be."""
    own, organization = _repository_of(settings), _organization_of(settings)
    if organization is not None:
        name, host = organization
        is_other = repository.is_of(name, host) is False
        return f"it is for the organization {name}, and the event is of {repository}" if is_other else None
    is_other = own is not None and own.is_same_as(repository) is False
    return f"it is on {own}, and the event is of {repository}" if is_other else None


def _doubt(settings: WebhookSettings, repository: Repository) -> str | None:
    """Return why it is not known whether a webhook is sent the events of a repository; None if it is known."""
    own, organization, group = _repository_of(settings), _organization_of(settings), _group_of(settings)
    way_out = "is not known: give --repository"
    if group is not None and group.strip("/").lower() not in _groups_around(repository):
        return f"it is for the group {group}, and whether {repository} belongs to that is not known"
    if organization is not None and repository.is_of(*organization) is None:
        return f"it is for the organization {organization[0]}, and whether {repository} belongs to that {way_out}"
    if own is not None and own.is_same_as(repository) is None:
        return f"it is on {own}, and whether {repository} is another address of that {way_out}"
    return None


def _organization_of(settings: WebhookSettings) -> tuple[str, str | None] | None:
    """Return the organization that a webhook is for, and its host; None if it is for something else, or not known."""
    scope = settings.scope
    if scope is None or scope.scope_type is not WebhookScopeType.GITHUB_ORGANIZATION or is_unresolved(scope.name):
        return None
    if scope.domain is None:
        return str(scope.name), "github.com" if settings.provider is SourceProvider.GITHUB else None
    return str(scope.name), None if is_unresolved(scope.domain) else _host(str(scope.domain))


def _group_of(settings: WebhookSettings) -> str | None:
    """Return the GitLab group that a webhook is for; None if it is for something else, or not known."""
    scope = settings.scope
    is_group = scope is not None and scope.scope_type is WebhookScopeType.GITLAB_GROUP
    return str(scope.name) if is_group and scope is not None and not is_unresolved(scope.name) else None


def _groups_around(repository: Repository) -> set[str]:
    """Return the groups that a repository is in, each by its path and by its name alone."""
    groups = repository.path.split("/")[:-1]
    return {*groups, *("/".join(groups[:length]) for length in range(1, len(groups) + 1))}


def _host(domain: str) -> str:
    """Return the host of a server, whose address may come with a scheme and a port."""
    return domain.rpartition("://")[2].partition("/")[0].partition(":")[0].lower()


def _repository_of(settings: WebhookSettings) -> Repository | None:
    location = settings.source_location
    if settings.scope is not None or not isinstance(location, str) or is_unresolved(location):
        return None
    return Repository.parse(location)
