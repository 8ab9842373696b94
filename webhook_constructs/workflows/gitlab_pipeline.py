"""The jobs of a pipeline of GitLab, with the tags of each.

Source: https://docs.gitlab.com/ci/yaml/ [doc]. What a file includes is not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping

from .jobs import Found, Job, Place
from .matrix import combination_name
from .open_values import text_of

__all__ = ["PIPELINE", "gitlab_jobs"]

PIPELINE = ".gitlab-ci.yml"
"""What GitLab calls the file of a pipeline."""

_NO_JOBS = frozenset(
    {
        "after_script",
        "before_script",
        "cache",
        "default",
        "image",
        "include",
        "services",
        "spec",
        "stages",
        "types",
        "variables",
        "workflow",
    }
)
_DEEPEST = 11  # levels of `extends`, GitLab's limit; and of variables and references in each other
_MOST_COMBINATIONS = 200  # of `parallel:matrix`, GitLab's limit
_INPUT = re.compile(r"\$\[\[\s*inputs\.([A-Za-z0-9_-]+)\s*\]\]")
_VARIABLE = re.compile(rf"{_INPUT.pattern}|\$\{{?([A-Za-z_][A-Za-z0-9_]*)\}}?")
_MOST_CHARACTERS = 2_000
_MOST_STEPS = 100_000
_MOST_READ = 20_000
_TOO_MANY = "it has too many jobs: the rest is not judged"
_NOT_READ = "what it includes is not read: jobs, templates and defaults of other files may ask for runners, too"
_CHILD = "the child pipeline that it starts is not read: its jobs may ask for runners, too"
_CONDITIONS = ("if", "changes", "exists")


def gitlab_jobs(file: str, body: Any, repository: Repository | None = None, inputs: Any = None) -> Found:
    """Find the jobs of a pipeline.

    Args:
        file: The path of its file, as a text names it.
        body: What the file holds.
        repository: The repository, which tags can name. Default: not known.
        inputs: What the header of the file says of its inputs. Default: there is none.
    """
    return _Pipeline(file, as_mapping(body), repository, as_mapping(inputs)).read()


class _Pipeline:
    def __init__(
        self, file: str, body: Mapping[str, Any], repository: Repository | None, inputs: Mapping[str, Any]
    ) -> None:
        self._file, self._body, self._steps = file, body, 0
        self._shared: list[Mapping[str, Any]] = [{}]
        self._read = 0  # tags of all combinations, and jobs that others extend
        defaults = {name: as_mapping(each).get("default") for name, each in inputs.items()}
        self._lists = {name: value for name, value in defaults.items() if isinstance(value, list)}
        is_text = {name: value for name, value in defaults.items() if value is not None and name not in self._lists}
        self._inputs = {name: text_of(value) for name, value in is_text.items()}
        self._predefined = {} if repository is None else _predefined(repository)

    def read(self) -> Found:
        found = Found()
        if "include" in self._body:
            found.unseen.append((Place(self._file, ("include",)), _NOT_READ))
        workflow = as_mapping(self._body.get("workflow"))
        name = text if isinstance(text := workflow.get("name"), str) and "$" not in text else None
        self._shared = _choices(workflow)
        for key, written in self._body.items():
            if self._read > _MOST_READ:
                found.unseen.append((Place(self._file, (key,)), _TOO_MANY))
                break
            if key in _NO_JOBS or key.startswith(".") or not isinstance(written, dict):
                continue
            job, missing = self._extended(key)
            if missing is not None and "tags" not in written:
                why = f"it extends {shown(missing)}, which is not in this file"
                found.unseen.append((Place(self._file, (key, "extends")), why))
            elif "trigger" not in job:
                found.jobs += self._jobs(key, job, name)
            elif "include" in as_mapping(job["trigger"]):
                found.unseen.append((Place(self._file, (key,)), _CHILD))
        return found

    def _jobs(self, key: str, job: Mapping[str, Any], workflow_name: str | None) -> Iterator[Job]:
        if (slip := _slip(job)) is not None:
            yield Job("GitLab", Place(self._file, (key,)), (key,), (), workflow_name, run=self._file, slip=slip)
            return
        tags = list(self._flat(job.get("tags", self._default_tags(job))))
        found: dict[tuple[str, ...], list[str]] = {}
        ways = product(self._shared, _choices(job), _combinations(as_mapping(job.get("parallel")).get("matrix")))
        for shared, own, each in islice(ways, _MOST_COMBINATIONS):
            self._read += len(tags)
            variables = {**self._variables(job, shared), **own, **each}
            labels = tuple(self._filled(tag, variables) for tag in tags)
            found.setdefault(labels, []).append(combination_name({**shared, **own, **each}))
        steps = (key, "tags") if "tags" in as_mapping(self._body[key]) else (key,)
        for labels, names in found.items():
            combinations = tuple(filter(None, dict.fromkeys(names))) if len(found) > 1 else ()
            place = Place(self._file, steps)
            yield Job("GitLab", place, (key,), labels, workflow_name, combinations, run=self._file)

    def _extended(self, key: str) -> tuple[dict[str, Any], str | None]:
        """Return a job with what it extends, and the first name that is not in the file."""
        missing: list[str] = []
        known: dict[str, dict[str, Any]] = {}

        def merged(name: str, level: int) -> dict[str, Any]:
            self._read += 1
            written = self._body.get(name)
            if not isinstance(written, dict) or level > _DEEPEST:
                missing.append(name)
                return {}
            if name not in known:
                found: dict[str, Any] = {}
                known[name] = found
                extends = written.get("extends")
                for each in extends if isinstance(extends, list) else [extends] if extends else []:
                    _merge(found, merged(text_of(each), level + 1))
                _merge(found, written)
            return known[name]

        job = merged(key, 0)
        return job, missing[0] if missing else None

    def _default_tags(self, job: Mapping[str, Any]) -> Any:
        inherited = as_mapping(job.get("inherit")).get("default", True)
        takes = "tags" in inherited if isinstance(inherited, list) else inherited is not False
        return as_mapping(self._body.get("default")).get("tags") if takes else None

    def _variables(self, job: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
        """Return the variables of a job, with those of a rule of the workflow."""
        inherited = as_mapping(job.get("inherit")).get("variables", True)
        shared = {**as_mapping(self._body.get("variables")), **more}
        if isinstance(inherited, list):
            shared = {name: value for name, value in shared.items() if name in inherited}
        own = job.get("variables")
        found = {**(shared if inherited is not False else {}), **as_mapping(own)}
        return {name: each.get("value", "") if isinstance(each, dict) else each for name, each in found.items()}

    def _flat(self, tags: Any, level: int = 0) -> Iterator[str]:
        """Return tags as texts, with those that `!reference` refers to."""
        path = tags.get("Fn::reference") if isinstance(tags, dict) else None
        self._steps += 1
        if level > _DEEPEST or self._steps > _MOST_STEPS:
            return
        if isinstance(path, list):
            value: Any = self._body
            for each in path:
                value = as_mapping(value).get(text_of(each))
            yield from self._flat([f"$[[ !reference {path} ]]"] if value is None else value, level + 1)
        elif isinstance(tags, list):
            for each in tags:
                yield from self._flat(each, level + 1)
        elif (given := _INPUT.fullmatch(text_of(tags))) and given[1] in self._lists:
            yield from self._flat(self._lists[given[1]], level + 1)
        elif tags is not None:
            yield text_of(tags)

    def _filled(self, text: str, variables: Mapping[str, Any], level: int = 0) -> str:
        """Return a tag with the variables in it that the file tells; any other stays as it is."""

        def value(found: re.Match[str]) -> str:
            if found[1] is not None:
                return self._inputs.get(found[1], found[0])
            known = {**self._predefined, **variables}
            return text_of(known[found[2]])[:_MOST_CHARACTERS] if found[2] in known else found[0]

        done = _VARIABLE.sub(value, text[:_MOST_CHARACTERS])
        return done if done == text or level == _DEEPEST else self._filled(done, variables, level + 1)


def _slip(job: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return why GitLab rejects the tags of a job that name CodeBuild, and the fix."""
    tags = job.get("tags")
    if "tag" in job and "tags" not in job and _names_codebuild(job["tag"]):
        return "GitLab rejects its key tag", "write tags instead of tag"
    if isinstance(tags, str) and _names_codebuild(tags) and "$[[" not in tags:  # which an input can make a list
        return f"its tags are the text {shown(tags)}, and GitLab takes only a list", "write the tags as a list"
    return None


def _names_codebuild(written: Any) -> bool:
    return "codebuild" in json.dumps(written, default=str).lower()


def _predefined(repository: Repository) -> dict[str, str]:
    path = repository.written
    return {
        "CI_PROJECT_NAME": repository.name,
        "CI_PROJECT_PATH": path,
        "CI_PROJECT_NAMESPACE": path.rpartition("/")[0],
    }


def _merge(found: dict[str, Any], written: Mapping[str, Any]) -> None:
    variables = {**as_mapping(found.get("variables")), **as_mapping(written.get("variables"))}
    found.update(written)
    if variables:
        found["variables"] = variables


def _choices(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the variables that the rules of a job or workflow set: one choice for each rule; none if it never runs.

    The first rule that holds counts, and one without a condition always does.
    """
    rules = written.get("rules")
    found: list[Mapping[str, Any]] = []
    if not isinstance(rules, list):
        return [{}]
    for rule in rules:
        if not isinstance(rule, dict) or "Fn::reference" in rule:
            found.append({})  # `!reference` to other rules, of which nothing is known
            continue
        if rule.get("when") != "never":
            found.append(as_mapping(rule.get("variables")))
        if not any(name in rule for name in _CONDITIONS):
            break
    return found


def _combinations(matrix: Any) -> list[dict[str, Any]]:
    """Return the variables of each job of `parallel:matrix`."""
    found: list[dict[str, Any]] = []
    for entry in matrix if isinstance(matrix, list) else []:
        each = {name: value if isinstance(value, list) else [value] for name, value in as_mapping(entry).items()}
        whole = product(*each.values())
        found += (dict(zip(each, values, strict=True)) for values in islice(whole, _MOST_COMBINATIONS))
    return found[:_MOST_COMBINATIONS] or [{}]
