"""What a runner needs: the label of a job that names its project, and the variable for Buildkite's token."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.service.runners import (
    AGENT_TOKEN,
    agent_token_type,
    asks_for_project,
    labels_of_job,
    names_a_run,
    runner_labels,
)


@pytest.mark.parametrize(
    ("label", "project", "asks"),
    [
        ("codebuild-api-12-1", "api", True),
        ("codebuild-api-12-1-arm-3.0-small", "api", True),
        ("codebuild-my-api-12-1", "my-api", True),
        ("codebuild-my-api-12-1", "api", False),
        ("codebuild-my-api-12-1", "my", False),
        ("codebuild-api-1-12-1", "api-1", True),
        ("codebuild-apix-12-1", "api.", False),
        ("codebuild-api-12-1 instance-size:large", "api", True),
        ("codebuild-api-12-1 image:arm-3.0 instance-size:small", "api", True),
        ("codebuild-api-12-1\ninstance-size:large", "api", True),
        ("codebuild-my-api-12-1 instance-size:large", "api", False),
        ("codebuild-api", "api", False),
        ("codebuild-api-12", "api", False),
        ("codebuild-api instance-size:large", "api", False),
        ("codebuild-api-12-", "api", False),
        ("codebuild-my-api", "api", False),
        (" ", "api", False),
        ("api-12-1", "api", False),
    ],
)
def test_the_label_of_a_job_names_the_project(label: str, project: str, *, asks: bool) -> None:
    assert asks_for_project(("linux", label), project) is asks


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("codebuild-api-12-1", True),
        ("codebuild-api-12-1-arm-3.0-small", True),
        ("codebuild-api-12-1 image:arm-3.0", True),
        ("codebuild-api", False),
        ("codebuild-api-12", False),
        ("codebuild-12-1", False),
        ("codebuild-api--1", False),
        ("codebuild-api-12-1x", False),
        ("codebuild-api-12-1-", False),
        (" ", False),
    ],
)
def test_only_a_label_with_project_run_and_attempt_names_a_run(label: str, *, names: bool) -> None:
    assert names_a_run(label) is names


@pytest.mark.parametrize(
    ("payload", "labels"),
    [
        ({"workflow_job": {"labels": ["linux", 5, "codebuild-a-1-1"]}}, ("codebuild-a-1-1",)),
        ({"workflow_job": {"labels": None}}, ()),
        ({"workflow_job": []}, ()),
        ({}, ()),
    ],
)
def test_labels_for_runners_of_codebuild_are_found(payload: Any, labels: tuple[str, ...]) -> None:
    assert runner_labels(payload) == labels


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, []),
        ({"job": "test"}, ["test"]),
        ({"job": "test-${{ matrix.os }}"}, ["test-${{ matrix.os }}"]),
        ({"job": "$[[ inputs.job ]]"}, ["$[[ inputs.job ]]"]),
        ({"image": "custom-arm-python:3.12"}, ["image:custom-arm-python:3.12"]),
        (
            {"job": "test", "image": "arm-3.0", "instance_size": "large", "fleet": "metal", "buildspec_override": True},
            ["image:arm-3.0", "instance-size:large", "fleet:metal", "buildspec-override:true", "test"],
        ),
    ],
)
def test_what_a_job_overrides_is_in_its_labels(arguments: dict[str, Any], expected: list[str]) -> None:
    assert labels_of_job("codebuild-api-1-1", **arguments) == ["codebuild-api-1-1", *expected]


@pytest.mark.parametrize(
    "value", ["", "a b", "a,b", "a\n", "image:arm-3.0", "registration-group-id:1", "codebuild-web-1-1", 5, object]
)
@pytest.mark.parametrize("name", ["job", "image", "instance_size", "fleet"])
def test_what_cannot_be_in_a_label_is_refused(name: str, value: Any) -> None:
    with pytest.raises(WebhookConstructsError) as refused:
        labels_of_job("codebuild-api-1-1", **{name: value})

    assert str(refused.value) == (
        f"{name} must be a string without spaces and commas that does not begin with 'codebuild-' or an override such "
        f"as 'image:', got {value!r}"
    )


def test_a_buildspec_runs_or_does_not() -> None:
    with pytest.raises(WebhookConstructsError, match="buildspec_override is neither True nor False, got 'no'"):
        labels_of_job("codebuild-api-1-1", buildspec_override="no")  # type: ignore[arg-type]


LIVE = {"name": AGENT_TOKEN, "type": "SECRETS_MANAGER"}
WRITTEN = {"Name": AGENT_TOKEN, "Type": "SECRETS_MANAGER"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ""),
        ({"environmentVariables": [LIVE]}, "SECRETS_MANAGER"),
        ({"EnvironmentVariables": [{"Name": "OTHER"}, WRITTEN]}, "SECRETS_MANAGER"),
        ({"EnvironmentVariables": [{"Name": AGENT_TOKEN}]}, "PLAINTEXT"),
        ({"EnvironmentVariables": [{"Name": AGENT_TOKEN, "Type": {"Ref": "Type"}}]}, None),
        ({"EnvironmentVariables": [{"Name": {"Ref": "Name"}}, WRITTEN]}, None),
        ({"EnvironmentVariables": {"Fn::If": ["Prod", [], []]}}, None),
        ({"EnvironmentVariables": [{"Ref": "AWS::NoValue"}, "text"]}, None),
        ({"Fn::If": ["Prod", {}, {}]}, None),
        ({"Ref": "Environment"}, None),
        (None, None),
    ],
)
def test_the_type_of_the_variable(environment: Any, expected: str | None) -> None:
    assert agent_token_type(environment) == expected
