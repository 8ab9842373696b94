"""The variable that a Buildkite runner needs, in whatever shape a project is known."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core.service.agent_token import AGENT_TOKEN, agent_token_type

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
