"""A profile with a role assumes it once, for all of its regions, and before anything else is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.audit import test_strange_answers
from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from pathlib import Path

answers = test_strange_answers.answers
CREDENTIALS = (
    "<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
    "<Expiration>2100-01-01T00:00:00Z</Expiration>"
)
RESULT = f"<AssumeRoleResult><Credentials>{CREDENTIALS}</Credentials></AssumeRoleResult>"
ASSUMED = f"<AssumeRoleResponse>{RESULT}</AssumeRoleResponse>"
PROFILES = """
[base]
aws_access_key_id = AKIA
aws_secret_access_key = s
[security]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = base
"""


@pytest.fixture
def asked(answers: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for, in that order."""
    asked: list[str] = []

    def answering(name: str, said: Any) -> Any:
        def answer() -> Any:
            asked.append(name)
            return said

        return answer

    answers |= {name: answering(name, said) for name, said in answers.items()}
    answers[""] = answering("AssumeRole", ASSUMED.encode())
    file = tmp_path / "credentials"
    file.write_text(PROFILES)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    return asked


def test_a_role_is_assumed_once_and_first(asked: list[str]) -> None:
    regions = ["us-east-1", "us-east-2", "eu-west-1", "eu-central-1"]

    reading = read(targets_of(["security"], regions))

    assert reading.unread == ()
    assert (asked[0], asked.count("AssumeRole"), asked.count("ListProjects")) == ("AssumeRole", 1, 4)


@pytest.mark.parametrize("said", [b"<html></html>", b"<html><br></html>"])
def test_a_role_that_cannot_be_assumed_is_named_once(asked: list[str], answers: dict[str, Any], said: bytes) -> None:
    answers[""] = said

    reading = read(targets_of(["security", "base"], ["us-east-1", "eu-west-1"]))

    [unread] = reading.unread
    assert str(unread) == f"profile security: {test_strange_answers.STRANGE}"
    assert asked.count("ListProjects") == 2
