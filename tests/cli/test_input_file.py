"""Payloads and lists of files that cannot be read, or never end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import template, webhook, write
from tests.github_payloads import push
from webhook_constructs.cli.input_file import MOST_BYTES, InputFileError, read_input

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

MEMORY = 1_500_000 * 1024
AS_A_MODULE = [sys.executable, "-m", "webhook_constructs.cli"]

TOO_LARGE = "is larger than 32 MB: put its deliveries into a folder of several files"


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    path = template(tmp_path / "t.json", Api=webhook())
    return ["explain", str(path), "--event", str(write(tmp_path / "p.json", push()))]


def predicted(asked: list[str]) -> list[str]:
    return ["predict", asked[1]]


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(*arguments: str, **options: object) -> tuple[int, str, str]:
    done = subprocess.run(  # type: ignore[call-overload]
        [*AS_A_MODULE, *arguments], capture_output=True, text=True, check=False, preexec_fn=bounded, **options
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["explain", "predict"])
def test_a_list_of_files_from_a_closed_standard_input_is_refused(asked: list[str], name: str) -> None:
    arguments = asked if name == "explain" else predicted(asked)
    script = 'exec "$@" <&-'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *AS_A_MODULE, *arguments, "--files-from", "-"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "Error: Invalid value for --files-from: '-': there is no standard input to read: it is closed\n"
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("\ud800", r"'\\ud800': it cannot be read: its name cannot be written as bytes"),
        ("a\udbffb", r"'a\\udbffb': it cannot be read: its name cannot be written as bytes"),
        ("a\0b", r"'a\\x00b': it cannot be read: its name holds a NUL"),
        ("none", "'none': it cannot be read: No such file or directory"),
        (".", "'.': it cannot be read: Is a directory"),
        ("", "'': it cannot be read: No such file or directory"),
        ("./-", "'./-': it cannot be read: No such file or directory"),
    ],
)
@pytest.mark.parametrize("command_name", ["explain", "predict"])
def test_a_list_of_files_that_cannot_be_read_is_refused(
    command: Command, asked: list[str], command_name: str, name: str, says: str
) -> None:
    arguments = asked if command_name == "explain" else predicted(asked)

    printed = command.refused(*arguments, "--files-from", name)

    assert printed.endswith(f"Error: Invalid value for --files-from: {says}\n".replace(r"\\", "\\"))


def test_a_payload_whose_name_cannot_be_written_is_refused(command: Command, asked: list[str]) -> None:
    printed = command.refused(*asked[:3], "a\ud800")

    assert printed == "webhook-constructs: a\\ud800 cannot be read: its name cannot be written as bytes\n"


def test_an_endless_list_of_files_is_refused(asked: list[str]) -> None:
    code, out, err = run(*asked, "--files-from", "/dev/zero")

    assert (code, out) == (2, "")
    assert err.endswith("Error: Invalid value for --files-from: '/dev/zero': it is larger than 32 MB\n")


def test_an_endless_list_of_files_is_refused_by_predict(asked: list[str]) -> None:
    code, out, err = run(*predicted(asked), "--files-from", "/dev/zero")

    assert (code, out) == (2, "")
    assert err.endswith("Error: Invalid value for --files-from: '/dev/zero': it is larger than 32 MB\n")


def test_an_endless_standard_input_is_refused(asked: list[str]) -> None:
    with subprocess.Popen(["yes", "docs/a.md"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as endless:
        code, out, err = run(*asked, "--files-from", "-", stdin=endless.stdout)
        endless.kill()

    assert (code, out) == (2, "")
    assert err.endswith("Error: Invalid value for --files-from: '-': it is larger than 32 MB\n")


def test_an_endless_payload_is_refused(asked: list[str]) -> None:
    assert run(*asked[:3], "/dev/zero") == (2, "", f"webhook-constructs: /dev/zero {TOO_LARGE}\n")


def test_an_endless_payload_from_a_pipe_is_refused(asked: list[str]) -> None:
    with subprocess.Popen(["yes", "[1]"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as endless:
        printed = run(*asked[:3], "/dev/stdin", stdin=endless.stdout)
        endless.kill()

    assert printed == (2, "", f"webhook-constructs: /dev/stdin {TOO_LARGE}\n")


def test_as_much_as_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "files"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES)
    assert len(read_input(str(path))) == MOST_BYTES

    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InputFileError, match=r"\Ait is larger than 32 MB\Z"):
        read_input(str(path))


def test_a_standard_input_that_nothing_has_been_written_to_is_no_empty_list(asked: list[str]) -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    code, out, err = run(*asked, "--files-from", "-", stdin=reading)
    os.close(reading)
    os.close(writing)

    assert (code, out) == (2, "")
    assert err.endswith("'-': it cannot be read: nothing has been written to it yet\n")
