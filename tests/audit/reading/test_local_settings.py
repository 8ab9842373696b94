"""Local settings that boto3 fails on: they are named, AWS is not blamed, and no secret is shown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.audit.reading.reading import Reading

KEYS = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "a-secret", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
UNUSABLE = "the AWS configuration has a value that boto3 cannot use"
NO_CREDENTIALS = "the program of credential_process gives no credentials; run it by itself to see why"
UNSENDABLE = (
    "no request can be sent: a credential has a line end or another character that cannot be sent; "
    "check aws_access_key_id and aws_session_token (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN)"
)
NO_METADATA = (
    "Error when retrieving credentials from container-role: Error retrieving metadata: Received error when attempting "
    "to retrieve container metadata: Could not connect to the endpoint URL:"
)
NO_URL = (
    "no request can be sent: a proxy or an endpoint has an address that is not a valid URL; "
    "check HTTPS_PROXY, HTTP_PROXY and AWS_ENDPOINT_URL"
)


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr("webhook_constructs.audit.reading.connection.time", SimpleNamespace(sleep=lambda _: None))


def told(reading: Reading) -> set[str]:
    assert "a-secret" not in repr(reading)
    assert reading.is_blind
    return {str(each) for each in reading.unread}


def of_profile(folder: Path, *lines: str) -> set[str]:
    (folder / "config").write_text("\n".join(["[profile p]", *lines, ""]))
    return told(read(targets_of(["p"], ["us-east-1"])))


def helper(folder: Path, script: str) -> str:
    program = folder / "helper"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"credential_process = {program}"


def test_a_setting_of_another_type_is_named_with_its_profile(tmp_path: Path) -> None:
    keys = ("aws_access_key_id = AKIA", "aws_secret_access_key = a-secret")

    assert of_profile(tmp_path, *keys, "api_versions = a-secret") == {
        f"us-east-1 (profile p): {UNUSABLE} (AttributeError); check api_versions"
    }


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo a-secret", f"{UNUSABLE} (JSONDecodeError); check credential_process"),
        ("echo []", f"{UNUSABLE} (AttributeError); check credential_process"),
        ("printf '\\377'", f"{UNUSABLE} (UnicodeDecodeError); check credential_process"),
        (
            """echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "a-secret", "Expiration": "a-secret"}'""",
            f"{UNUSABLE} (ParserError); check credential_process",
        ),
        ("echo a-secret >&2; exit 3", NO_CREDENTIALS),
        ("""echo '{"Version": "a-secret"}'""", NO_CREDENTIALS),
    ],
)
def test_a_program_that_gives_no_credentials_is_named_without_its_output(tmp_path: Path, script: str, why: str) -> None:
    assert of_profile(tmp_path, helper(tmp_path, script)) == {f"profile p: {why}"}


@pytest.mark.parametrize(
    ("lines", "file"),
    [
        (["credential_process = /opt/no-such-helper"], "/opt/no-such-helper"),
        (
            ["role_arn = arn:aws:iam::111122223333:role/audit", "web_identity_token_file = /opt/no-such-token"],
            "/opt/no-such-token",
        ),
    ],
)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, lines: list[str], file: str) -> None:
    assert of_profile(tmp_path, *lines) == {
        f"profile p: {file}: No such file or directory; check the AWS configuration that names it"
    }


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        (
            {"AWS_CREDENTIAL_EXPIRATION": "a-secret"},
            f"the default credentials: {UNUSABLE} (ParserError); check AWS_CREDENTIAL_EXPIRATION",
        ),
        (
            {"AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z"},
            f"the default credentials: {UNUSABLE} (RuntimeError); check AWS_CREDENTIAL_EXPIRATION",
        ),
        (
            {"AWS_SECRET_ACCESS_KEY": ""},
            "the default credentials: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
        ),
        ({"AWS_PROFILE": "gone"}, "profile gone: The config profile (gone) could not be found"),
        ({"AWS_DEFAULT_PROFILE": "gone"}, "profile gone: The config profile (gone) could not be found"),
        ({"AWS_ENDPOINT_URL": "http://u:a-secret@a b"}, "us-east-1: Invalid endpoint: http://***@a b"),
        ({"AWS_ENDPOINT_URL": "u:a-secret@x"}, "us-east-1: Invalid endpoint: ***@x"),
        ({"AWS_ENDPOINT_URL": "http://u:a-secret@x:99999"}, "us-east-1: Invalid endpoint: http://***@x:99999"),
        ({"AWS_ENDPOINT_URL": "http://u:a-secret/@x"}, "us-east-1: Invalid endpoint: http://***@x"),
        ({"AWS_ENDPOINT_URL": 'http://u: "p//a-secret"@x'}, "us-east-1: Invalid endpoint: http://***@x"),
        ({"AWS_ENDPOINT_URL": "http://a b/?a-secret"}, "us-east-1: Invalid endpoint: http://a b/?***"),
        *(
            (
                {"AWS_ACCESS_KEY_ID": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{address}"},
                f"the default credentials: {NO_METADATA} {shown}",
            )
            for address, shown in (
                ("127.0.0.1:9/x?token=a-secret", '"http://127.0.0.1:9/x?***"'),
                ('u:"a-secret@127.0.0.1:9/x', '"http://***@127.0.0.1:9/x"'),
            )
        ),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], why: str
) -> None:
    for name, value in {**KEYS, **variables}.items():
        monkeypatch.setenv(name, value)

    assert told(read(targets_of([], ["us-east-1"]))) == {why}


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"AWS_ACCESS_KEY_ID": "a-secret\nx"}, UNSENDABLE),
        ({"AWS_SESSION_TOKEN": "a-secret\nx"}, UNSENDABLE),
        ({"HTTP_PROXY": "http://"}, NO_URL),
        ({"HTTP_PROXY": "http://u:a-secret@a b"}, NO_URL),
        ({"HTTP_PROXY": "http://u:a-secret@[::"}, NO_URL),
        ({"HTTP_PROXY": "http://u:a-secret@x:99999"}, NO_URL),
        (
            {"AWS_ENDPOINT_URL": "http://u:a-secret@127.0.0.1:9"},
            'Could not connect to the endpoint URL: "http://***@127.0.0.1:9/", 3 times in a row',
        ),
        *(
            (
                {"AWS_ENDPOINT_URL": f"http://{secret}@127.0.0.1:9"},
                'Could not connect to the endpoint URL: "http://***@127.0.0.1:9/", 3 times in a row',
            )
            for secret in ("u:p@a-secret", 'u:p"a-secret', '"a-secret')
        ),
        (
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9/?token=a-secret"},
            'Could not connect to the endpoint URL: "http://127.0.0.1:9/?***", 3 times in a row',
        ),
        (
            {"HTTP_PROXY": "http://127.0.0.1:9/?token=a-secret"},
            'Failed to connect to proxy URL: "http://127.0.0.1:9/?***", 3 times in a row',
        ),
    ],
)
def test_a_request_that_cannot_be_sent_is_no_strange_response(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], why: str
) -> None:
    for name, value in {**KEYS, **variables}.items():
        monkeypatch.setenv(name, value)

    assert told(read(targets_of([], ["us-east-1"]))) == {
        f"us-east-1: {what}: {why}" for what in ("projects", "pipelines")
    }
