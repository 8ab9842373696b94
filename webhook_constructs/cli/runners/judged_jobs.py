"""Which project runs each job of some workflows, or why none does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from difflib import get_close_matches

from webhook_constructs.cli.explain.answers import Answer, PlacedWebhook, Webhooks
from webhook_constructs.core import BuildType, EventAction, SourceProvider, Verdict
from webhook_constructs.core.decisions.decision import Decision
from webhook_constructs.core.decisions.filter_trace import FilterOutcome, FilterTrace, GroupTrace
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.runners import RUNNER_LABEL_PREFIX, RUNNER_LABELS, is_override
from webhook_constructs.core.service.written_labels import WrittenLabel, read_label
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.workflows.jobs import Job

from .faults import Fault
from .job_verdicts import JobVerdict, JudgedJob
from .projects import Projects
from .taken_runners import with_taken_runners

__all__ = ["Runners"]

_HOSTS = {"GitHub": SourceProvider.GITHUB, "GitLab": SourceProvider.GITLAB}
_RUN = {"GitHub": "-1-1", "GitLab": "-1-1-job"}
_GIVE_REPOSITORY = "the repository at the git host of the workflow is not known; give --repository"
_UNKNOWN = {
    FilterType.WORKFLOW_NAME: "a filter checks the name of the workflow or pipeline, which is not known",
    FilterType.REPOSITORY_NAME: f"a filter checks the name of the repository: {_GIVE_REPOSITORY}",
    FilterType.ORGANIZATION_NAME: f"a filter checks the organization: {_GIVE_REPOSITORY}",
    FilterType.ACTOR_ACCOUNT_ID: "a filter checks who starts the workflow, which is known only when it runs",
}
_OTHER = "it may be for another runner"
_MOST_NAMED = 3
_CUTOFF = 0.6


class Runners:
    """The projects that are asked to run one job after another."""

    def __init__(self, projects: Projects, repositories: Mapping[str, Repository | None]) -> None:
        """Hold them.

        Args:
            projects: The projects of the templates.
            repositories: The repository that the jobs are of, for each git host.
        """
        self._webhooks = Webhooks(projects.webhooks)
        self._names = {id(each): projects.names_of(each) for each in projects.webhooks}
        self._named: dict[str, list[PlacedWebhook]] = {}
        for each in projects.webhooks:
            for name in self._names[id(each)].known:
                self._named.setdefault(name, []).append(each)
        self._projects = frozenset(self._named).union(*(each.known for each in projects.names.values()))
        self._not_read = next(iter((*projects.unread, *projects.unseen)), None)
        self._repositories = repositories
        self._kept: dict[tuple[str, str | None, str], list[Answer]] = {}

    def running(self) -> AbstractContextManager[None]:
        """Share one budget of the size of a template's among all that is done about one event."""
        return self._webhooks.running()

    def judged(self, jobs: Sequence[Job]) -> list[JudgedJob]:
        """Return what becomes of those jobs that ask for a runner of CodeBuild, or may ask for one.

        Args:
            jobs: The jobs.
        """
        found = [judged for each in jobs if (judged := self._judged(each)) is not None]
        return list(with_taken_runners(found))

    def _judged(self, job: Job) -> JudgedJob | None:
        if job.slip is not None:
            return _never(job, None, Fault.LABEL_SLIP, *job.slip)
        asked = self._asked(job)
        good = [each for each in asked if each.slip is None and each.doubt is None]
        certain = [each for each in asked if each.has_run] or asked
        if not good and certain:
            return self._of_a_slip(job, certain[0])
        names = list(dict.fromkeys(each.project for each in good))
        if len(names) > 1:
            both = " and ".join(map(str, names))
            why = f"it asks for the runners of {both}; AWS does not document which of them starts"
            return _undecided(job, None, why)
        if names and names[0] is not None:
            return self._of_a_project(job, names[0])
        doubt = _may_ask(job.labels)
        return None if doubt is None else _undecided(job, None, doubt)

    def _asked(self, job: Job) -> list[WrittenLabel]:
        host = _HOSTS[job.host]
        found = [self._read(each, host, job.path[-1]) for each in job.labels]
        return [each for each in found if each is not None]

    def _read(self, text: str, host: SourceProvider, job: str) -> WrittenLabel | None:
        label = read_label(text, host, job)
        if label is None:
            meant = read_label(RUNNER_LABEL_PREFIX + text, host, job)
            if meant is None or not meant.has_run or meant.project not in self._projects:
                return None
            return replace(meant, text=text, slip=f"it does not begin with {RUNNER_LABEL_PREFIX}")
        is_meant = label.has_run or label.text.startswith(RUNNER_LABEL_PREFIX) or label.project in self._projects
        return label if is_meant else None

    def _of_a_slip(self, job: Job, label: WrittenLabel) -> JudgedJob:
        shown = one_line(label.text)
        if label.doubt is not None:
            return _undecided(job, None, f"its label is {shown}, and {label.doubt}")
        near = self._near(label.project or "")
        if not label.has_run and label.project not in self._projects and not near:
            why = f"its label {shown} names no run and no project of these templates: {_OTHER}"
            return _undecided(job, label.project, why)
        project = label.project if label.project in self._projects or not near else near[0]
        fix = f"write {RUNNER_LABELS[_HOSTS[job.host]].format(project=project or '<project>')}"
        return _never(job, label.project, Fault.LABEL_SLIP, f"its label is {shown}: {label.slip}", fix)

    def _near(self, project: str) -> list[str]:
        by_lower = {each.lower(): each for each in sorted(self._projects)}
        return [by_lower[each] for each in get_close_matches(project.lower(), by_lower, _MOST_NAMED, _CUTOFF)]

    def _of_a_project(self, job: Job, project: str) -> JudgedJob:
        named = {id(each) for each in self._named.get(project, ())}
        answers = self._answers(job, project)
        own = [each for each in answers if id(each.placed) in named]
        if not own:
            unnamed = [each for each in answers if self._names[id(each.placed)].may_be(project)]
            return self._of_no_webhook(job, project, unnamed)
        running = [each for each in own if each.verdict in {Verdict.BUILDS, Verdict.WAITS_FOR_APPROVAL}]
        if running:
            group = () if job.group is None else (f"if its runner is in the group {one_line(job.group)}",)
            values = (f"if the parameters give the project the name {project}",) if self._is_one_of(running) else ()
            ours = dict.fromkeys(one for each in running for one in each.conditions)
            conditions = (*job.conditions, *values, *ours, *group)
            webhooks = tuple(each.placed for each in running)
            return JudgedJob(job, JobVerdict.RUNS, project, webhooks, conditions=conditions)
        open_ones = [each for each in own if each.verdict is Verdict.UNDECIDED]
        if open_ones:
            return _undecided(job, project, _doubt(open_ones[0]))
        fault, reason, fix = _kept_out(own[0], job)
        more = f" (and {len(own) - 1} more webhooks of that name)" if len(own) > 1 else ""
        return _never(job, project, fault, f"{project} does not run it: {reason}{more}", fix)

    def _is_one_of(self, answers: Sequence[Answer]) -> bool:
        """Whether the project of each webhook can have other names as well."""
        names = [self._names[id(each.placed)] for each in answers]
        return all(len(each.known) + len(each.patterns) > 1 for each in names)

    def _answers(self, job: Job, project: str) -> list[Answer]:
        """Return what becomes of the event of a job at each webhook."""
        kept = (job.host, job.workflow_name, project)
        if kept not in self._kept:
            repository = self._repositories.get(job.host)
            event = WebhookEvent.workflow_job(
                workflow_name=job.workflow_name,
                repository_name=None if repository is None else repository.name,
                organization_name=None if repository is None else repository.owner,
            )
            event = replace(event, provider=_HOSTS[job.host])
            label = f"{RUNNER_LABEL_PREFIX}{project}{_RUN[job.host]}"
            answers = self._webhooks.answers(event, repository, (label,), unknown_because=_GIVE_REPOSITORY)
            self._kept[kept] = [each for each in answers if not _is_of_buildkite(each.placed)]
        return self._kept[kept]

    def _of_no_webhook(self, job: Job, project: str, unnamed: Sequence[Answer]) -> JudgedJob:
        """Return why no runner is known for a job: no webhook is known to be of its project."""
        near = [each for each in self._near(project) if each != project]
        hint = f" (similar: {', '.join(map(one_line, near))})" if near else ""
        doubts = list(self._doubts(unnamed))
        if doubts:
            is_there = project in self._projects
            missing = "no webhook is known to be of the project" if is_there else "no project is known to be called"
            return _undecided(job, project, f"{missing} {one_line(project)}{hint}; {'; '.join(doubts)}")
        if project in self._named:
            reason = f"the webhook of {project} is for jobs of Buildkite"
            return _never(job, project, Fault.OUT_OF_REACH, reason, "use another project")
        if project in self._projects:
            fix = f"give {project} a webhook with a filter group for {EventAction.WORKFLOW_JOB_QUEUED}"
            return _never(job, project, Fault.NO_WEBHOOK, f"the project {project} has no webhook", fix)
        fix = f"use {near[0]}" if near else "name a project of these templates, or give the template that makes it"
        reason = f"no project of these templates is called {one_line(project)}{hint}"
        return _never(job, project, Fault.NO_SUCH_PROJECT, reason, fix)

    def _doubts(self, unnamed: Sequence[Answer]) -> Iterator[str]:
        """Return why some project may run a job although none is known to."""
        possible = [each.placed.webhook.name for each in unnamed if each.verdict is not Verdict.NO_BUILD]
        if possible:
            some = ", ".join(map(one_line, possible[:_MOST_NAMED])) + ", ..." * (len(possible) > _MOST_NAMED)
            yield f"the names of some projects are known only when the stack is deployed: {some}"
        if self._not_read is not None:
            yield f"a part of the templates is not read: {self._not_read}"


def _may_ask(labels: Sequence[str]) -> str | None:
    """Return why a job may ask for a runner of CodeBuild although no label names a project; None if it does not."""
    if unknown := [each for each in labels if each.startswith("$")]:
        return f"its label {one_line(unknown[0])} is known only when it runs"
    if overrides := [each for each in labels if is_override(each)]:
        return f"its label {one_line(overrides[0])} overrides something of a project, and no label names one: {_OTHER}"
    return None


def _is_of_buildkite(placed: PlacedWebhook) -> bool:
    settings = placed.webhook.settings or placed.webhook.known
    return settings is not None and settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD


def _never(job: Job, project: str | None, fault: Fault, reason: str, fix: str) -> JudgedJob:
    return JudgedJob(job, JobVerdict.NEVER_STARTS, project, (), fault, reason, fix)


def _undecided(job: Job, project: str | None, reason: str) -> JudgedJob:
    return JudgedJob(job, JobVerdict.UNDECIDED, project, reason=reason)


def _doubt(answer: Answer) -> str:
    """Return why it cannot be told what becomes of a job at a webhook."""
    decision, language = answer.decision, answer.placed.webhook.language
    if answer.reason is not None or decision is None:
        return answer.reason or f"its webhook is {language.later}"
    if decision.refusals:
        return f"CodeBuild refuses the settings of its webhook: {decision.refusals[0]}"
    if decision.undecided_because is not None:
        return decision.undecided_because
    traces = [each for group in decision.groups for each in group.filters]
    doubts = (language.of_decision(_doubt_about(each)) for each in traces if each.undecided_because is not None)
    return next(doubts, f"a part of its webhook is {language.later}")


def _doubt_about(trace: FilterTrace) -> str:
    """Return why a filter is undecided, without the advice for those who make events themselves."""
    return _UNKNOWN.get(trace.filter.type, "") if trace.missing is not None else trace.undecided_because or ""


def _kept_out(answer: Answer, job: Job) -> tuple[Fault, str, str]:
    """Return why a webhook does not start a runner for a job, and the fix."""
    decision, language = answer.decision, answer.placed.webhook.language
    if decision is None or decision.mismatch is not None:
        why = answer.reason or "its webhook is on another git host"
        return (
            Fault.OUT_OF_REACH,
            why,
            "use a project whose webhook receives the jobs of this repository",
        )
    failed = [each for group in decision.groups for each in _failed(group, language)]
    if not failed:
        method = language.in_python(", FilterGroup.on_workflow_job() in Python")
        fix = f"add a filter group for {EventAction.WORKFLOW_JOB_QUEUED} to it{method}"
        return (
            Fault.NO_JOB_EVENT,
            f"its webhook has no filter group for {EventAction.WORKFLOW_JOB_QUEUED}, only for {_events(decision)}",
            fix,
        )
    more = f" (and {len(failed) - 1} more groups)" if len(failed) > 1 else ""
    what = "pipeline" if job.host == "GitLab" else "workflow"
    fix = f"change that filter, or run the job in a repository and {what} that pass it"
    return Fault.FILTERED_OUT, f"{failed[0]}{more}", fix


def _failed(group: GroupTrace, language: Language) -> Iterator[str]:
    """Return which filter of a group for queued jobs a job does not pass."""
    for trace in group.filters:
        if trace.outcome is FilterOutcome.FAILED:
            if trace.filter.type is not FilterType.EVENT:
                near = "" if trace.near_miss is None else f"; {trace.near_miss}"
                tried = ", ".join(map(one_line, trace.tried))
                place = language.place(None, group.index)
                yield f"{place} failed: {one_line(str(trace.filter))} (tried: {tried}{near})"
            return


def _events(decision: Decision) -> str:
    names = [name for group in decision.groups for each in group.group.filters for name in each.event_names or ()]
    return ", ".join(map(one_line, dict.fromkeys(names)))
