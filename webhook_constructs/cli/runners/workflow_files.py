"""The workflow files of a repository: GitHub's workflows, and the pipeline of GitLab."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.template_files.template_file import notes_on, reason
from webhook_constructs.template_files.text_file import EncodingError, decoded
from webhook_constructs.template_files.yaml_template import YamlError, YamlTemplate, parse_yaml
from webhook_constructs.workflows.github_workflows import FOLDER
from webhook_constructs.workflows.gitlab_pipeline import PIPELINE

__all__ = ["WorkflowFile", "WorkflowFiles", "read_workflow_files"]

_SUFFIXES = {".yml", ".yaml"}
_MOST_BYTES = 1024 * 1024
_OF_REPOSITORIES = (".git", ".github")
_NEXT_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """A workflow file.

    Attributes:
        path: Its path.
        name: Its path in the repository.
        parsed: What it holds.
        inputs: What the header of a pipeline says of its inputs. Default: it has none.
    """

    path: Path
    name: str
    parsed: YamlTemplate
    inputs: Any = None

    @property
    def is_pipeline(self) -> bool:
        """Whether it is GitLab's."""
        return self.name == PIPELINE


@dataclass(frozen=True, slots=True)
class WorkflowFiles:
    """The workflow files of a repository.

    Attributes:
        files: The files.
        unread: What cannot be read.
        notes: What there is to say of what can.
    """

    files: tuple[WorkflowFile, ...]
    unread: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def read_workflow_files(folder: Path) -> WorkflowFiles:
    """Read the workflow files of a folder: `.github/workflows` and `.gitlab-ci.yml` in it, or its own files.

    Args:
        folder: The root of a repository, a folder of workflows, or a workflow file.
    """
    found: list[WorkflowFile] = []
    unread: list[Skipped] = []
    notes: list[str] = []
    try:
        paths = list(_paths(folder))
    except (OSError, ValueError) as error:
        return WorkflowFiles((), (Skipped(str(folder), f"it cannot be read: {reason(error)}"),))
    for path, name in paths:
        try:
            each = _read(path, name)
        except YamlError as error:
            unread.append(Skipped(str(path), error.why, error.line, error.column))
            continue
        found.append(each)
        notes += notes_on(path, each.parsed.repeated_keys)
    if not paths:
        why = f"no workflow found: name the folder that has {FOLDER} or {PIPELINE} in it, or a folder of workflows"
        unread.append(Skipped(str(folder), why))
    return WorkflowFiles(tuple(found), tuple(unread), tuple(notes))


def _paths(folder: Path) -> Iterator[tuple[Path, str]]:
    """Return the workflow files of a folder, each with its path in the repository."""
    if not stat.S_ISDIR(folder.stat().st_mode):
        yield folder, _name(folder)
        return
    workflows, pipeline = folder / FOLDER, folder / PIPELINE
    if pipeline.exists():
        yield pipeline, PIPELINE
    if workflows.is_dir():
        yield from ((each, FOLDER + each.name) for each in _yaml_in(workflows))
    elif not pipeline.exists() and not any(os.path.lexists(folder / each) for each in _OF_REPOSITORIES):
        yield from ((each, _name(each)) for each in _yaml_in(folder))


def _name(path: Path) -> str:
    """Return what a workflow file is called in its repository that is named by itself."""
    return PIPELINE if path.name.endswith(PIPELINE) else FOLDER + path.name


def _yaml_in(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.suffix.lower() in _SUFFIXES and not each.is_dir())


def _read(path: Path, name: str) -> WorkflowFile:
    """Read a workflow file.

    Raises:
        YamlError: It cannot be read.
    """
    text = _text(path)
    parsed = parse_yaml(text, is_core=name != PIPELINE, is_only=name != PIPELINE)
    inputs = None
    if name == PIPELINE and as_mapping(parsed.body).keys() == {"spec"}:
        inputs = as_mapping(parsed.body["spec"]).get("inputs")
        begins = [each.start() for each in _NEXT_DOCUMENT.finditer(text, text.index("spec"))]
        rest = text[begins[0] :] if begins else ""
        parsed = parse_yaml("\n" * text.count("\n", 0, len(text) - len(rest)) + rest, is_only=True)
    elif name == PIPELINE:
        parsed = parse_yaml(text, is_only=True)
    if not isinstance(parsed.body, dict):
        msg = "it is not a workflow: it has no keys"
        raise YamlError(msg)
    return WorkflowFile(path, name, parsed, inputs)


def _text(path: Path) -> str:
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        msg = f"it cannot be read: {reason(error)}"
        raise YamlError(msg) from None
    if len(content) > _MOST_BYTES:
        msg = "it is bigger than 1 MB, which no workflow is"
        raise YamlError(msg)
    try:
        return decoded(content)
    except EncodingError as error:
        msg = f"it is not a workflow: {error}"
        raise YamlError(msg) from None


def _content(path: Path) -> bytes:
    """Return what a file holds, as far as it is looked at.

    Raises:
        OSError: It cannot be read, or is no file, such as a pipe that waits for somebody to write.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "it is not a regular file")
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)
