"""A profile with a device (MFA): its code is asked for on a terminal, and nothing is asked where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.aws_answers import answers

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["answers"]  # the fixture

NO_TERMINAL = (
    "it cannot ask for the MFA code, because there is no terminal: use another profile, or credentials of a session"
)
NO_CODE = "no MFA code was entered: run it again and enter the code, or use another profile"
DEVICE = "arn:aws:iam::111122223333:mfa/ada"
CONFIG = f"""
[profile base]
aws_access_key_id = AKIA
aws_secret_access_key = a-secret
[profile device]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = base
mfa_serial = {DEVICE}
[profile chained]
role_arn = arn:aws:iam::111122223333:role/other
source_profile = device
[profile two-devices]
role_arn = arn:aws:iam::111122223333:role/other
source_profile = device
mfa_serial = {DEVICE}
[profile last-device]
role_arn = arn:aws:iam::111122223333:role/other
source_profile = role
mfa_serial = {DEVICE}
[profile role]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = base
"""
ROOT = Path(__file__).parents[3]
# A terminal of its own, as long as the command runs; what is written to its standard input is typed there.
TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"


@pytest.fixture
def assumed(answers: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The codes that roles were assumed with."""
    codes: list[Any] = []
    expires = "2100-01-01T00:00:00Z"
    said = {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": expires}

    def assume(request: dict[str, Any]) -> Any:
        codes.append(request.get("TokenCode"))
        return {"Credentials": said}

    answers["AssumeRole"] = assume
    (tmp_path / "config").write_text(CONFIG)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    return codes


def audit(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "webhook_constructs.cli", "audit", "--region", "us-east-1", *arguments]


def from_nothing(command: list[str]) -> subprocess.CompletedProcess[str]:
    return _run(command, stdin=subprocess.DEVNULL)


def from_a_pipe(command: list[str]) -> subprocess.CompletedProcess[str]:
    return _run(command, input="123456\n")


def from_a_file(command: list[str]) -> subprocess.CompletedProcess[str]:
    with Path(__file__).open() as file:
        return _run(command, stdin=file)


def from_a_closed_input(command: list[str]) -> subprocess.CompletedProcess[str]:
    return _run(["sh", "-c", 'exec "$@" <&-', "sh", *command])


def _run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    # In a session of its own it has no terminal, wherever the tests run.
    return subprocess.run(command, start_new_session=True, capture_output=True, text=True, check=False, **options)


@pytest.mark.usefixtures("assumed")
@pytest.mark.parametrize("run", [from_nothing, from_a_pipe, from_a_file, from_a_closed_input])
def test_without_a_terminal_nothing_is_asked(run: Callable[[list[str]], subprocess.CompletedProcess[str]]) -> None:
    done = run(audit("--profile", "device"))

    assert (done.returncode, done.stdout) == (2, "nothing could be read\n")
    assert done.stderr == f"webhook-constructs: profile device: {NO_TERMINAL}\n"


@pytest.mark.usefixtures("assumed")
@pytest.mark.parametrize("profile", ["chained", "two-devices", "last-device"])
def test_a_device_anywhere_in_a_chain_of_roles_needs_a_terminal(profile: str) -> None:
    done = from_nothing(audit("--profile", profile))

    assert (done.returncode, done.stdout) == (2, "nothing could be read\n")
    assert done.stderr == f"webhook-constructs: profile {profile}: {NO_TERMINAL}\n"


@pytest.mark.usefixtures("assumed")
def test_the_profile_of_the_environment_needs_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "device")

    done = from_nothing(audit())

    assert (done.returncode, done.stderr) == (2, f"webhook-constructs: profile device: {NO_TERMINAL}\n")


@pytest.mark.usefixtures("assumed")
def test_a_profile_with_a_device_hides_no_other() -> None:
    done = from_nothing(audit("--profile", "device", "--profile", "role"))

    assert "WH201" in done.stdout
    assert (done.returncode, done.stderr) == (2, f"webhook-constructs: profile device: {NO_TERMINAL}\n")


def typed(answer: bytes, *arguments: str) -> tuple[int, bytes]:
    """Run an audit on a terminal and answer its prompt; return the exit code, and what came after the prompt."""
    command = [sys.executable, "-c", TERMINAL, *audit(*arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        shown, prompt = b"", f"Enter MFA code for {DEVICE}: ".encode()
        while not shown.endswith(prompt) and (more := process.stdout.read(1)):
            shown += more
        if shown != prompt:
            process.kill()
        assert shown == prompt
        process.stdin.write(answer)
        process.stdin.flush()
        after = process.stdout.read()
        return process.wait(), after


def test_on_a_terminal_the_code_is_asked_for_and_nothing_is_written_over_the_prompt(assumed: list[Any]) -> None:
    code, after = typed(b"123456\n", "--profile", "device")

    assert assumed == ["123456"]
    assert code == 0
    assert b"WH201" in after
    assert b"123456" not in after


@pytest.mark.parametrize("profile", ["device", "last-device"])
def test_no_code_is_named(assumed: list[Any], profile: str) -> None:
    code, after = typed(b"\x04", "--profile", profile)

    assert set(assumed) <= {None}
    assert code == 2
    assert f"webhook-constructs: profile {profile}: {NO_CODE}".encode() in after


def test_a_role_is_assumed_in_the_region_that_is_asked(assumed: list[Any]) -> None:
    done = from_nothing(audit("--profile", "role"))

    assert (assumed, done.returncode, done.stderr) == ([None], 0, "")
