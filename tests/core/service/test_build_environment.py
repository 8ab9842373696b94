"""What the environment of a project gives to its builds."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core.service.build_environment import environment_powers

PLAIN = "holds a secret in plain text"
RESOLVED = "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:x:SecretString:::}}"


def variable(name: Any, value: Any = "x", **more: Any) -> dict[str, Any]:
    return {"Name": name, "Value": value, **more}


def powers(*variables: dict[str, Any], **environment: Any) -> tuple[str, ...]:
    return environment_powers({"EnvironmentVariables": list(variables), **environment})


@pytest.mark.parametrize("privileged", [True, "true", "True"])
def test_a_privileged_environment_is_a_power(privileged: object) -> None:
    assert powers(PrivilegedMode=privileged) == ("its environment is privileged",)
    assert environment_powers({"privilegedMode": privileged}) == ("its environment is privileged",)


@pytest.mark.parametrize("privileged", [False, "false", None, {"Fn::If": ["A", True, False]}])
def test_one_that_is_not_or_may_not_be_privileged_is_none(privileged: object) -> None:
    assert powers(PrivilegedMode=privileged) == ()


@pytest.mark.parametrize(
    "name", ["NPM_TOKEN", "DB_PASSWORD", "password", "githubToken", "API_KEY", "AWS_SECRET_ACCESS_KEY", "CREDENTIALS"]
)
def test_a_plaintext_variable_that_is_named_as_a_secret_is_one(name: str) -> None:
    assert powers(variable(name)) == (f"its variable {name} {PLAIN}",)
    assert powers(variable(name, Type="PLAINTEXT")) == (f"its variable {name} {PLAIN}",)
    shown = {"name": name, "value": "x", "type": "PLAINTEXT"}
    assert environment_powers({"environmentVariables": [shown]}) == (f"its variable {name} {PLAIN}",)


@pytest.mark.parametrize(
    "harmless",
    [
        variable("NPM_TOKEN", Type="SECRETS_MANAGER"),
        variable("NPM_TOKEN", Type="PARAMETER_STORE"),
        variable("STAGE"),
        variable("SECRET_ARN"),
        variable("SECRET_NAME"),
        variable("AWS_ACCESS_KEY_ID"),
        variable("TOKEN_URL"),
        variable("NPM_TOKEN", ""),
        variable("NPM_TOKEN", {"Ref": "Token"}),
        variable("NPM_TOKEN", "${Token[TOKEN.7]}"),
        variable({"Ref": "Name"}),
        variable("NPM_TOKEN", Type={"Ref": "Type"}),
    ],
)
def test_what_is_no_secret_or_may_be_none_is_no_power(harmless: dict[str, Any]) -> None:
    assert powers(harmless) == ()


@pytest.mark.parametrize("value", [RESOLVED, {"Fn::Join": ["", [RESOLVED]]}, "{{resolve:ssm-secure:name:1}}"])
def test_a_secret_that_cloudformation_writes_into_a_variable_is_in_plain_text_whatever_its_name(value: object) -> None:
    assert powers(variable("STAGE", value)) == (f"its variable STAGE {PLAIN}",)
    assert powers(variable("STAGE", "{{resolve:ssm:name:1}}")) == ()


def test_of_many_variables_the_first_are_named_and_no_value_is_shown() -> None:
    (power,) = powers(*(variable(f"TOKEN{each}_TOKEN", "hunter2") for each in range(5)))

    assert power == "its variables TOKEN0_TOKEN, TOKEN1_TOKEN, TOKEN2_TOKEN and 2 more hold secrets in plain text"


@pytest.mark.parametrize("junk", [None, 5, "x", [], {"Ref": "Environment"}, {"EnvironmentVariables": [5, None, {}]}])
def test_what_is_not_known_is_no_power(junk: object) -> None:
    assert environment_powers(junk) == ()
