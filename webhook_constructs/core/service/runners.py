"""What a runner needs: the labels of a job that ask for its project, and the variables of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from webhook_constructs.core.errors import RunnerLabelError
from webhook_constructs.core.values.arguments import require_flag, shown
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import get_member

from .enums import SourceProvider

__all__ = [
    "AGENT_TOKEN",
    "BUILDKITE_LABEL",
    "ENTERPRISE_REGISTRATION",
    "ORGANIZATION_REGISTRATION",
    "RUNNER_GROUP",
    "RUNNER_LABELS",
    "RUNNER_LABEL_PREFIX",
    "agent_token_type",
    "asks_for_project",
    "is_override",
    "labels_of_job",
    "names_a_run",
    "runner_labels",
]

RUNNER_LABEL_PREFIX = "codebuild-"
"""What the label of a job that asks for a runner of CodeBuild begins with."""


_OF_GITHUB = RUNNER_LABEL_PREFIX + "{project}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}"
_OF_GITLAB = RUNNER_LABEL_PREFIX + "{project}-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"
RUNNER_LABELS = {
    SourceProvider.GITHUB: _OF_GITHUB,
    SourceProvider.GITHUB_ENTERPRISE: _OF_GITHUB,
    SourceProvider.GITLAB: _OF_GITLAB,
    SourceProvider.GITLAB_SELF_MANAGED: _OF_GITLAB,
}
"""The label of a job for the runner of a project, as its workflow or pipeline writes it, for each host that has jobs.

Sources: https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html and sample-gitlab-runners.html [doc].
"""

BUILDKITE_LABEL = RUNNER_LABEL_PREFIX + "{project}"
"""The tag `project` of the agents of a Buildkite job.

Source: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-runner-buildkite.html [doc].
"""

_OVERRIDES = ("image", "instance-size", "fleet", "buildspec-override")
_REGISTRATIONS = ("organization-registration-name", "enterprise-registration-name", "registration-group-id")
_TAKEN = (RUNNER_LABEL_PREFIX, *(f"{each}:" for each in (*_OVERRIDES, *_REGISTRATIONS)))
"""What the labels begin with that mean something to CodeBuild."""

_EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\[\[.*?\]\]")
"""What the git host fills in, such as `${{ matrix.os }}`, which may have blanks in it."""


def labels_of_job(  # noqa: PLR0913 - one for each override
    label: str,
    job: str | None = None,
    *,
    image: str | None = None,
    instance_size: str | None = None,
    fleet: str | None = None,
    buildspec_override: bool = False,
) -> list[str]:
    """Return the labels of a job that asks for a runner, with what it overrides of the project.

    Sources: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-github-action-runners-update-labels.html and
    gitlab-runners-update-labels.html [doc].

    Args:
        label: The label that names the project.
        job: A label that no other job of the workflow run has. Default: none.
        image: The environment and image, such as `arm-3.0`. Default: those of the project.
        instance_size: The size, such as `large`. Default: that of the project.
        fleet: The name of a fleet. Default: that of the project.
        buildspec_override: Whether the phases of the buildspec run around the job.

    Raises:
        RunnerLabelError: A value cannot be a part of a label.

    Examples:
        >>> labels_of_job("codebuild-api-12-1", "test", instance_size="large")
        ['codebuild-api-12-1', 'instance-size:large', 'test']
        >>> labels_of_job("codebuild-api-12-1", "test-${{ matrix.os }}")
        ['codebuild-api-12-1', 'test-${{ matrix.os }}']
    """
    require_flag(buildspec_override, "buildspec_override", RunnerLabelError)
    overrides = zip(_OVERRIDES, (image, instance_size, fleet, "true" if buildspec_override else None), strict=True)
    written = [f"{name}:{_part(name, value)}" for name, value in overrides if value is not None]
    return [label, *written, *([] if job is None else [_part("job", job)])]


def _part(name: str, value: object) -> str:
    """Return a value that goes into a label."""
    if (
        isinstance(value, str)
        and not value.startswith(_TAKEN)
        and re.fullmatch(r"[^\s,]+", _EXPRESSION.sub("x", value))
    ):
        return value
    msg = (
        f"{name.replace('-', '_')} must be a string without spaces and commas that does not begin with "
        f"{RUNNER_LABEL_PREFIX!r} or an override such as 'image:', got {shown(value)}"
    )
    raise RunnerLabelError(msg)


def is_override(label: str) -> bool:
    """Whether a label overrides something of the project that another label names.

    Examples:
        >>> is_override("image:arm-3.0"), is_override("arm-3.0")
        (True, False)
    """
    return label.startswith(tuple(f"{each}:" for each in _OVERRIDES))


def runner_labels(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of a queued job that ask for a runner of CodeBuild.

    Args:
        payload: What GitHub sends as `workflow_job`.

    Examples:
        >>> runner_labels({"workflow_job": {"labels": ["linux", "codebuild-api-12-1"]}})
        ('codebuild-api-12-1',)
    """
    job = payload.get("workflow_job")
    labels = job.get("labels") if isinstance(job, dict) else None
    known = labels if isinstance(labels, list) else []
    return tuple(each for each in known if isinstance(each, str) and each.startswith(RUNNER_LABEL_PREFIX))


def names_a_run(label: str) -> bool:
    """Whether the label of a queued job has the form that AWS requires; CodeBuild ignores a job without such a one.

    The form is `codebuild-<project>-<run id>-<run attempt>`, and image and size of the runner may follow. Sources:
    https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html and
    sample-github-action-runners-update-labels.html [doc]. Overrides may follow after a blank [obs, workflows in public
    repositories].

    Args:
        label: The label, as GitHub sends it.

    Examples:
        >>> names_a_run("codebuild-api-12-1"), names_a_run("codebuild-api-12-1 instance-size:large")
        (True, True)
        >>> names_a_run("codebuild-api"), names_a_run("codebuild-api-12")
        (False, False)
    """
    return _is_of(label, ".+")


def _is_of(label: str, project: str) -> bool:
    words = label.split(maxsplit=1)
    return bool(words) and re.fullmatch(rf"{RUNNER_LABEL_PREFIX}{project}-[0-9]+-[0-9]+(-.+)?", words[0]) is not None


def asks_for_project(labels: tuple[str, ...], project: str) -> bool:
    """Whether a queued job asks for the runner of a project.

    Args:
        labels: The labels of the job.
        project: The name of the project.

    Examples:
        >>> asks_for_project(("self-hosted", "codebuild-api-12-1"), "api")
        True
        >>> asks_for_project(("codebuild-api-12-1 instance-size:large",), "api")
        True
        >>> asks_for_project(("codebuild-api-web-12-1",), "api")
        False
    """
    return any(_is_of(each, re.escape(project)) for each in labels)


AGENT_TOKEN = "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that a Buildkite runner needs."""

_CONFIGURATION = "CODEBUILD_CONFIG_GITHUB_ACTIONS_"
ORGANIZATION_REGISTRATION = f"{_CONFIGURATION}ORG_REGISTRATION_NAME"
ENTERPRISE_REGISTRATION = f"{_CONFIGURATION}ENTERPRISE_REGISTRATION_NAME"
RUNNER_GROUP = f"{_CONFIGURATION}RUNNER_GROUP_ID"
"""The environment variables that say where at GitHub a runner is registered, and in which group.

Source: https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc]. Default: at the repository of
the job [assumed: runner-registration].
"""


def agent_token_type(environment: Any) -> str | None:
    """Return the type of a project's variable for Buildkite's token.

    Args:
        environment: The environment of the project, as CodeBuild shows it, as a template has it or as the CDK holds it.

    Returns:
        The type, empty where the project has no such variable; None where that is not known.

    Examples:
        >>> agent_token_type({"environmentVariables": [{"name": AGENT_TOKEN, "type": "SECRETS_MANAGER"}]})
        'SECRETS_MANAGER'
        >>> agent_token_type({}), agent_token_type({"Ref": "Environment"})
        ('', None)
    """
    is_known = isinstance(environment, Mapping) and not any(
        str(each).startswith(("Ref", "Fn::")) for each in environment
    )
    variables = (get_member(environment, "environmentVariables") or []) if is_known else None
    if not isinstance(variables, list) or not all(isinstance(each, Mapping) for each in variables):
        return None
    names = [get_member(each, "name") for each in variables]
    if any(known_text(name) is None for name in names):
        return None
    kinds = [get_member(each, "type") for name, each in zip(names, variables, strict=True) if name == AGENT_TOKEN]
    kind = (kinds[0] or "PLAINTEXT") if kinds else ""
    return known_text(kind)
