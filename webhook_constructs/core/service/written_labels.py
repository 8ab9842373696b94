"""Labels as workflows and pipelines write them: the project whose runner they ask for, and the slips in them.

Sources: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-github-action-runners-update-labels.html and
gitlab-runners-update-labels.html [doc]. The forms themselves are in `runners`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .enums import SourceProvider
from .runners import RUNNER_LABEL_PREFIX, RUNNER_LABELS

__all__ = ["WrittenLabel", "read_label"]

_OF_GITHUB = r"\$\{\{.*?\}\}"
_OF_GITLAB = r"\$\[\[.*?\]\]|\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Za-z_][A-Za-z0-9_]*"
_VARIABLES = {SourceProvider.GITHUB: re.compile(_OF_GITHUB), SourceProvider.GITLAB: re.compile(_OF_GITLAB)}
_WORDS = re.compile(rf"(?:{_OF_GITHUB}|{_OF_GITLAB}|\S)+")
_OF_A_RUN = {SourceProvider.GITHUB: ("github.",), SourceProvider.GITLAB: ("CI_", "GITLAB_")}
_ALMOST = re.compile(r"(code[-_ .]?build)([^\w$]|_|$)", re.IGNORECASE)
_AFTER_OTHERS = re.compile(rf"[\s,;]({RUNNER_LABEL_PREFIX})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}")  # [doc, API_CreateProject]
_LIKE = 0.8
_OF_A_SHELL = re.compile(r"\$\{?GITHUB_RUN_(?:ID|ATTEMPT|NUMBER)\}?")
_MOST = 1_000  # four times as many characters as a label of GitHub can have
_NUMBERS = re.compile(r"(.+?)-[0-9]{5,}(?:-[0-9]+)*")


@dataclass(frozen=True, slots=True)
class WrittenLabel:
    """A label that asks for a runner of CodeBuild, or was meant to.

    Attributes:
        text: The label.
        project: The name of the project. Default: it names none, or only a run knows it.
        slip: Why CodeBuild does not take it for such a label. Default: it does.
        doubt: Why it cannot be told what it asks for. Default: it can.
        has_run: Whether it names the run, so that it is certain that it is meant for CodeBuild.
    """

    text: str
    project: str | None = None
    slip: str | None = None
    doubt: str | None = None
    has_run: bool = False


def read_label(text: str, host: SourceProvider, job: str = "") -> WrittenLabel | None:
    """Read a label.

    Args:
        text: The label as a job has it; what only a run knows stands in it as an expression or a variable.
        host: The git host: GITHUB or GITLAB.
        job: The name of the job at GitLab, which may stand in place of its variable. Default: not known.

    Returns:
        The label; None if it asks for nothing of CodeBuild.

    Examples:
        >>> github = SourceProvider.GITHUB
        >>> read_label("codebuild-api-${{ github.run_id }}-${{ github.run_attempt }} image:arm-3.0", github).project
        'api'
        >>> read_label("codebuild-api-${{ github.run_id }}", github).slip
        'it lacks -${{ github.run_attempt }}'
        >>> read_label("ubuntu-latest", github) is None
        True
    """
    words = _WORDS.findall(text[:_MOST])
    if not words:
        return None
    label, end = words[0], _ends()[host]
    if host is SourceProvider.GITLAB:
        label = re.sub(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", r"$\1", label)
    names = [_inside(each) for each in _VARIABLES[host].findall(label)]
    wanted = [_inside(each) for each in _VARIABLES[host].findall(end)]
    has_run = any(each in wanted for each in names)
    begin = _beginning(label, has_run=has_run or _OF_A_SHELL.search(label) is not None)
    if begin is None:
        return _after_others(text[:_MOST], host, job)
    rest = label[len(begin) :]
    found = _read(text, rest, host, (end, job))
    if begin != RUNNER_LABEL_PREFIX and found.doubt is None:
        found = WrittenLabel(text, found.project, f"it begins with {_visible(begin)}, not with {RUNNER_LABEL_PREFIX}")
    return WrittenLabel(text, found.project, found.slip, found.doubt, has_run)


def _ends() -> dict[SourceProvider, str]:
    """Return what follows the name of the project in the label of each host."""
    return {host: RUNNER_LABELS[host].format(project="")[len(RUNNER_LABEL_PREFIX) :] for host in _VARIABLES}


def _inside(variable: str) -> str:
    return variable.strip("${}[] ")


def _beginning(label: str, *, has_run: bool) -> str | None:
    """Return what a label begins with in place of the name of a project; None if it is not meant for CodeBuild."""
    if label.startswith(RUNNER_LABEL_PREFIX):
        return RUNNER_LABEL_PREFIX
    almost = _ALMOST.match(label)
    if almost is not None:
        return almost[0]
    word = re.split(r"[-_:/]", label, maxsplit=1)[0]
    if has_run and SequenceMatcher(None, word.lower(), "codebuild", autojunk=False).ratio() >= _LIKE:
        return label[: len(word) + 1]
    return None


def _after_others(text: str, host: SourceProvider, job: str) -> WrittenLabel | None:
    """Read the label for CodeBuild that stands after others in one text, which the git host takes for one label."""
    inner = _AFTER_OTHERS.search(text)
    if inner is None or _VARIABLES[host].search(text[: inner.start()]):
        return None
    found = read_label(text[inner.start(1) :], host, job)
    if found is None or not found.has_run:
        return None
    slip = f"{text[: inner.start(1)].strip()} stands before {RUNNER_LABEL_PREFIX}: make each label an element of a list"
    return WrittenLabel(text, found.project, slip, has_run=True)


def _visible(text: str) -> str:
    """Return a text in which a character that looks like another one is told from it."""
    return text if text.isascii() else ascii(text)


def _read(text: str, rest: str, host: SourceProvider, forms: tuple[str, str]) -> WrittenLabel:
    end, job = forms
    ends = [end, end.replace("$CI_JOB_NAME", job)] if job else [end]
    if rest == end.removeprefix("-"):
        return WrittenLabel(text, slip="it names no project")
    for each in ends:
        name, is_there, after = rest.partition(each)
        if is_there:
            return _ended(text, name, after, host)
    variables = _VARIABLES[host].findall(rest)
    unknown = [each for each in variables if not _inside(each).startswith(_OF_A_RUN[host])]
    if unknown:
        return WrittenLabel(text, doubt=f"{_inside(unknown[0])} is known only when it runs")
    name = _VARIABLES[host].split(rest, maxsplit=1)[0]
    return WrittenLabel(text, _project(name), _slip(rest, variables, host, end))


def _ended(text: str, name: str, after: str, host: SourceProvider) -> WrittenLabel:
    variables = _VARIABLES[host].findall(name)
    if variables:
        return WrittenLabel(text, doubt=f"{_inside(variables[0])} is known only when it runs")
    if not name:
        return WrittenLabel(text, slip="it names no project")
    if _NAME.fullmatch(name) is None:
        return WrittenLabel(text, slip=f"{_visible(name)} is not a valid project name")
    if after == "-":
        return WrittenLabel(text, name, "it ends with a hyphen")
    # An older form has image and size after the run: [doc, action-runner in 2024].
    if after and (host is SourceProvider.GITLAB or not after.startswith("-")):
        return WrittenLabel(text, name, f"{after} follows without a blank; give it after a blank, or as another label")
    return WrittenLabel(text, name)


def _project(name: str) -> str | None:
    """Return the project that a label means which does not end as it has to."""
    name = re.split(r"[^A-Za-z0-9_-]", name, maxsplit=1)[0].rstrip("-_")
    numbers = _NUMBERS.fullmatch(name)
    name = name if numbers is None else numbers[1]
    return name if _NAME.fullmatch(name) else None


def _slip(rest: str, variables: list[str], host: SourceProvider, end: str) -> str:
    needed = _VARIABLES[host].findall(end)
    if not variables:
        return _without_variables(rest, host, end)
    canonical = [each for each in variables if each in needed]
    missing = [each for each in needed if each not in variables]
    others = [each for each in variables if each not in needed]
    if others and missing:
        return f"{others[0]} is used instead of {missing[0]}"
    if missing:
        return f"it lacks -{'-'.join(missing)}"
    if canonical != needed:
        return f"it ends with {'-'.join(canonical)}, in another order than {end.removeprefix('-')}"
    return f"it does not end with {end}"


def _without_variables(rest: str, host: SourceProvider, end: str) -> str:
    is_github = host is SourceProvider.GITHUB
    if is_github and _OF_A_SHELL.search(rest) is not None:
        return "a variable of the shell is not filled in here, only an expression such as ${{ github.run_id }}"
    if is_github and "$CI_" in rest:
        return f"it has the variables of GitLab; GitHub's form ends with {end}"
    if not is_github and "{{" in rest:
        return f"it has an expression of GitHub; GitLab's form ends with {end}"
    if is_github and "{" in rest:
        return "an expression begins with ${{ and ends with }}"
    if _NUMBERS.fullmatch(rest) is not None:
        return f"it contains the number of one run: end it with {end} instead"
    return f"it lacks {end}"
