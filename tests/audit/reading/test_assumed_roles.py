"""A profile with a role assumes it once, for all of its regions, and before anything else is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.aws_answers import HTML, Reply, answers, as_body, strange
from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["answers"]  # the fixture

CREDENTIALS = {
    "AccessKeyId": "ASIA",
    "SecretAccessKey": "s",
    "SessionToken": "t",
    "Expiration": "2100-01-01T00:00:00Z",
}
FLAWS = ("cannot be read", "failed with HTTP status 403 and no error code of AWS")
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
        def answer(_: Any) -> Any:
            asked.append(name)
            return said

        return answer

    answers |= {name: answering(name, said) for name, said in answers.items()}
    answers["AssumeRole"] = answering("AssumeRole", {"Credentials": CREDENTIALS})
    file = tmp_path / "credentials"
    file.write_text(PROFILES)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    return asked


def test_a_role_is_assumed_once_and_first(asked: list[str]) -> None:
    regions = ["us-east-1", "us-east-2", "eu-west-1", "eu-central-1"]

    reading = read(targets_of(["security"], regions))

    assert reading.unread == ()
    assert (asked[0], asked.count("AssumeRole"), asked.count("ListProjects")) == ("AssumeRole", 1, 4)


@pytest.mark.parametrize(
    "said",
    [
        HTML,
        b"<html></html>",
        b"",
        b"[]",
        as_body("AssumeRole", {}),
        as_body("AssumeRole", {"Credentials": None}),
        as_body("AssumeRole", {"Credentials": {**CREDENTIALS, "Expiration": "tomorrow"}}),
        as_body("AssumeRole", {"Credentials": {"AccessKeyId": "ASIA"}}),
        Reply([], 403),
        Reply(HTML, 403),
    ],
)
def test_a_role_that_cannot_be_assumed_is_named_once(asked: list[str], answers: dict[str, Any], said: Any) -> None:
    answers["AssumeRole"] = said

    reading = read(targets_of(["security", "base"], ["us-east-1", "eu-west-1"]))

    [unread] = reading.unread
    assert str(unread) in [f"profile security: {strange(f'the credentials {flaw}')}" for flaw in FLAWS]
    assert reading.is_mistaken
    assert asked.count("ListProjects") == 2


def test_a_role_whose_credentials_cannot_be_sent_is_named(asked: list[str], answers: dict[str, Any]) -> None:
    answers["AssumeRole"] = {"Credentials": {**CREDENTIALS, "AccessKeyId": "a-secret\n", "SessionToken": "a-secret\n"}}

    reading = read(targets_of(["security"], ["us-east-1"]))

    assert reading.is_strange
    assert "a-secret" not in repr(reading)
    assert asked == []
