"""The jobs of GitHub's workflows, with the labels that each can ask for.

Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax, and for which contexts
there are in `runs-on` https://docs.github.com/en/actions/reference/workflows-and-actions/contexts [doc].
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping

from .expressions import ExpressionError, filled
from .jobs import Found, Job, Place
from .matrix import combination_name, combinations, filled_value
from .open_values import Either, Open, Partly, Value, is_truthy, text_of
from .runs_on import RUN_ID, Labels, labels_of

__all__ = ["FOLDER", "Workflow", "github_jobs"]

FOLDER = ".github/workflows/"
"""Where GitHub looks for workflows in a repository."""

_CALLED, _DISPATCHED = "workflow_call", "workflow_dispatch"
_DEEPEST = 10  # calls in each other; GitHub's limit [doc, reuse-workflows]
_MOST_JOBS, _MOST_RUNS, _MOST_COMBINATIONS = 1_000, 500, 10_000  # of a workflow, with those that it calls
_MOST_CONDITIONS = 10_000
_EMPTY = {"boolean": False, "number": 0}
_TOO_MANY = "it has too many jobs, with those of the workflows that it calls: the rest is not judged"
_NO_JOBS = "it has no jobs, so GitHub rejects it"
_NO_EVENTS = "it has no events (on), so GitHub rejects it"
_NO_RUNS_ON = "it has neither runs-on nor uses, so GitHub rejects the workflow"


class Workflow(NamedTuple):
    """A workflow file.

    Attributes:
        file: Its path, as a text names it.
        name: Its path in the repository.
        body: What it holds.
    """

    file: str
    name: str
    body: Any


class _TooManyJobsError(Exception):
    """The workflows call each other so often that there is no end."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of a workflow, or a call of one.

    Attributes:
        workflow: The workflow.
        inputs: Its inputs.
        name: What the workflow is called that was triggered. None where that is not known.
        path: The jobs that call it.
        after: For each of these, the jobs that end before it begins.
        top: What names the run.
        called_at: Where the last of these gives its inputs. Default: it is not called.
    """

    workflow: Workflow
    inputs: Mapping[str, Value]
    name: str | None
    path: tuple[str, ...] = ()
    after: tuple[frozenset[str], ...] = ()
    top: str = ""
    called_at: Place | None = None


def github_jobs(workflows: Sequence[Workflow], repository: Repository | None = None) -> Found:
    """Find the jobs of the workflows of a repository: those of a reusable one once for each call.

    Args:
        workflows: The workflow files.
        repository: The repository, which expressions can name. Default: not known.
    """
    return _Reader(workflows, repository).read()


class _Reader:
    def __init__(self, workflows: Sequence[Workflow], repository: Repository | None) -> None:
        self._workflows = {each.name: each for each in workflows}
        self._github = _github(repository)
        self._found = Found()
        self._runs = self._before = self._combined = (
            0  # of the workflow that is read: runs, jobs before it, combinations
        )
        self._needs: dict[str, dict[str, frozenset[str]]] = {}

    def read(self) -> Found:
        called = {use for each in self._workflows.values() for _, job in _jobs(each.body) if (use := _local(job))}
        for each in self._workflows.values():
            if not list(_jobs(each.body)):
                self._found.unseen.append((Place(each.file, ("jobs",)), _NO_JOBS))
                continue
            if not each.body.get("on"):
                self._found.unseen.append((Place(each.file, ()), _NO_EVENTS))
                continue
            triggers = _triggers(each.body)
            if triggers.keys() <= {_CALLED} and each.name in called:
                continue
            is_called = triggers.keys() == {_CALLED}
            name = None if is_called else text_of(as_mapping(each.body).get("name")) or each.name
            inputs = self._called_inputs(each, {}) if is_called else _given_by_hand(triggers)
            self._runs, self._before, self._combined = 0, len(self._found.jobs), 0
            try:
                self._run(_Run(each, inputs, name, top=each.file))
            except _TooManyJobsError:
                self._found.unseen.append((Place(each.file, ("jobs",)), _TOO_MANY))
        self._found.unseen = list(dict.fromkeys(self._found.unseen))
        return self._found

    def _called_inputs(self, workflow: Workflow, given: Mapping[str, Value] | None) -> dict[str, Value]:
        """Return the inputs of a reusable workflow; without a known caller, those without a default are open."""
        declared = as_mapping(as_mapping(_triggers(workflow.body).get(_CALLED)).get("inputs"))
        found: dict[str, Value] = {}
        for name, each in declared.items():
            member = as_mapping(each)
            if given and name in given:
                found[name] = given[name]
            elif "default" in member:
                found[name] = member["default"]
            else:
                is_open = given is not None and not given
                found[name] = Open(f"inputs.{name}") if is_open else _EMPTY.get(text_of(member.get("type")), "")
        return found

    def _run(self, run: _Run) -> None:
        self._runs += 1
        if self._runs > _MOST_RUNS or len(list(_jobs(run.workflow.body))) > _MOST_JOBS:
            raise _TooManyJobsError
        if run.workflow.name not in self._needs:
            self._needs[run.workflow.name] = _needs(run.workflow.body)
        needs = self._needs[run.workflow.name]
        for name, job in _jobs(run.workflow.body):
            here = replace(run, path=(*run.path, name), after=(*run.after, needs[name]))
            contexts = {"github": self._github, "needs": Open("needs"), "vars": Open("vars"), "inputs": run.inputs}
            if not job.get("runs-on") and not isinstance(job.get("uses"), str):
                self._found.unseen.append((Place(run.workflow.file, ("jobs", name)), _NO_RUNS_ON))
            elif not _is_never_run(job.get("if"), contexts):
                self._job(here, job, contexts)

    def _job(self, run: _Run, job: Mapping[str, Any], contexts: Mapping[str, Value]) -> None:
        strategy = as_mapping(job.get("strategy"))
        try:
            combined = combinations(strategy.get("matrix"), contexts)
        except ExpressionError:
            combined = [Open("matrix")]
        within = {**contexts, "strategy": Open("strategy")}
        if isinstance(job.get("uses"), str):
            self._call(run, job, [{**within, "matrix": each} for each in combined])
            return
        written = json.dumps(job.get("runs-on"), default=str)
        found: dict[Labels, list[str]] = {}
        for each in combined if "matrix" in written.lower() else combined[:1]:
            self._combined += 1
            if self._combined > _MOST_COMBINATIONS:
                raise _TooManyJobsError
            for labels in labels_of(job.get("runs-on"), {**within, "matrix": each}):
                found.setdefault(labels, []).append(combination_name(each))
        if any(each.slip is not None for each in found) and not _is_meant_for_codebuild(run.workflow.body, job):
            found = {each: names for each, names in found.items() if each.slip is None}
        uses_inputs = run.called_at is not None and "inputs" in written
        place = Place(run.workflow.file, ("jobs", run.path[-1], "runs-on"))
        self._add(run, run.called_at if uses_inputs and run.called_at else place, found, strategy)

    def _add(self, run: _Run, place: Place, found: Mapping[Labels, Sequence[str]], strategy: Mapping[str, Any]) -> None:
        for each, names in found.items():
            if len(self._found.jobs) - self._before == _MOST_JOBS:
                raise _TooManyJobsError
            job = Job(
                "GitHub",
                place,
                run.path,
                each.labels,
                workflow_name=run.name,
                combinations=tuple(filter(None, dict.fromkeys(names))) if len(found) > 1 else (),
                run=run.top,
                after=run.after,
                is_serial=text_of(strategy.get("max-parallel")) == "1",
                group=each.group,
                slip=each.slip,
                conditions=each.conditions,
            )
            self._found.jobs.append(job)

    def _call(self, run: _Run, job: Mapping[str, Any], contexts: Sequence[Mapping[str, Value]]) -> None:
        """Read the jobs of a workflow that a job calls, once for each choice of inputs."""
        place = Place(run.workflow.file, ("jobs", run.path[-1], "uses"))
        local = _local(job)
        given = as_mapping(job.get("with"))
        if local is None:
            why = f"it calls {shown(job['uses'])}, which is not in this repository: its jobs may ask for runners, too"
            self._found.unseen.append((place, why))
            self._call_elsewhere(run, given, contexts)
            return
        if local not in self._workflows:
            self._found.unseen.append((place, f"it calls {shown(local)}, which does not exist"))
            return
        if len(run.path) > _DEEPEST:
            why = f"workflows call each other more than {_DEEPEST} levels deep, which GitHub rejects"
            self._found.unseen.append((place, why))
            return
        workflow, seen = self._workflows[local], set()
        at = Place(run.workflow.file, ("jobs", run.path[-1], "with" if given else "uses"))
        for each in contexts:
            try:
                inputs = self._called_inputs(workflow, _given(given, each) or None)
            except ExpressionError:
                inputs = {name: Open(f"inputs.{name}") for name in given}
            if repr(inputs) not in seen:
                seen.add(repr(inputs))
                self._run(replace(run, workflow=workflow, inputs=inputs, called_at=at))

    def _call_elsewhere(self, run: _Run, given: Mapping[str, Any], contexts: Sequence[Mapping[str, Value]]) -> None:
        """Return the inputs of a workflow in another repository that can only be labels."""
        for name, written in given.items():
            place = Place(run.workflow.file, ("jobs", run.path[-1], "with", name))
            conditions = (f"if the workflow that is called has a job that runs on its input {name}",)
            found: dict[Labels, list[str]] = {}
            for each in contexts:
                try:
                    values = filled(text_of(written), each)
                except ExpressionError:
                    continue
                for value in values:
                    labels = _listed(text_of(value))
                    if any(RUN_ID in label for label in labels):
                        found.setdefault(Labels(labels, conditions=conditions), []).append("")
            self._add(run, place, found, {})


def _github(repository: Repository | None) -> Partly:
    if repository is None:
        return Partly({})
    path, owner, name = repository.written, repository.owner, repository.name
    of_event = Partly({"name": name, "full_name": path})
    return Partly({"repository": path, "repository_owner": owner, "event": Partly({"repository": of_event})})


def _jobs(body: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, job in as_mapping(as_mapping(body).get("jobs")).items():
        if isinstance(job, dict):
            yield name, job


def _triggers(body: Any) -> dict[str, Any]:
    """Return the events that a workflow is triggered by, with what it says of each."""
    written = as_mapping(body).get("on")
    if isinstance(written, dict):
        return written
    return {text_of(each): None for each in (written if isinstance(written, list) else [written])}


def _local(job: Mapping[str, Any]) -> str | None:
    """Return the path of the workflow of the same repository that a job calls; None if it calls none."""
    uses = job.get("uses")
    return uses.removeprefix("./") if isinstance(uses, str) and uses.startswith("./") else None


def _given_by_hand(triggers: Mapping[str, Any]) -> dict[str, Value]:
    """Return the inputs of a workflow that is started by hand, or without any by another event."""
    found: dict[str, Value] = {}
    for name, each in as_mapping(as_mapping(triggers.get(_DISPATCHED)).get("inputs")).items():
        member = as_mapping(each)
        kind, options = text_of(member.get("type")), member.get("options")
        values: list[Value] = [Open(f"inputs.{name}")]
        if kind == "choice" and isinstance(options, list):
            values = list(options)
        elif kind == "boolean":
            values = [True, False]
        elif "default" in member:
            values = [member["default"]]
        found[name] = Either((*values, *([""] if len(triggers) > 1 else [])))
    return found


def _given(given: Mapping[str, Any], contexts: Mapping[str, Value]) -> dict[str, Value]:
    values = {name: filled_value(each, contexts) for name, each in given.items()}
    return {name: each[0] if len(each) == 1 else Either(each) for name, each in values.items()}


def _needs(body: Any) -> dict[str, frozenset[str]]:
    """Return for each job those that end before it begins."""
    direct = {}
    for name, job in _jobs(body):
        needs = job.get("needs")
        direct[name] = {text_of(each) for each in (needs if isinstance(needs, list) else [needs])}
    found = {}
    for name, needed in direct.items():
        reached: set[str] = set()
        waiting = list(needed)
        while waiting:
            each = waiting.pop()
            if each in direct and each not in reached:
                reached.add(each)
                waiting += direct[each]
        found[name] = frozenset(reached)
    return found


def _is_never_run(condition: Any, contexts: Mapping[str, Value]) -> bool:
    if condition is False:
        return True
    if not isinstance(condition, str) or len(condition) > _MOST_CONDITIONS:
        return False
    text = condition.strip()
    try:
        values = filled(text if "${{" in text else f"${{{{ {text} }}}}", contexts)
    except ExpressionError:
        return False
    return bool(text) and all(is_truthy(each) is False for each in values)


def _listed(text: str) -> tuple[str, ...]:
    """Return the labels in an input, which may be a list in JSON."""
    try:
        found = json.loads(text) if text.lstrip().startswith("[") else [text]
    except (ValueError, RecursionError):
        found = [text]
    return tuple(map(text_of, found))


def _is_meant_for_codebuild(body: Any, job: Mapping[str, Any]) -> bool:
    """Whether a job whose labels GitHub rejects asks for CodeBuild, as far as these or variables name it."""
    read = [job.get("runs-on"), job.get("env"), as_mapping(body).get("env"), job.get("strategy")]
    return "codebuild" in json.dumps(read, default=str).lower()
