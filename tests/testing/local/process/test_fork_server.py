"""The processes of functions, which are forks where that makes no difference."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.testing.local._process.fork_server import ForkServer
from webhook_constructs.testing.local._process.forked_process import ForkedProcess
from webhook_constructs.testing.local._process.pipes import close_pipes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux")

REPORT = """
import json, os, sys
print(json.dumps({
    "imported": "boto3" in sys.modules, "argv": sys.argv, "path": sys.path[0], "folder": os.getcwd(),
    "environment": dict(os.environ), "name": __name__, "read": sys.stdin.readline(), "prelude": "_prelude" in globals(),
}), flush=True)
print("logged", file=sys.stderr)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    server = ForkServer("_prelude = 1\n")
    yield server
    server.close()


Start = Callable[..., Any]


@pytest.fixture
def start(server: ForkServer, tmp_path: Path) -> Iterator[Start]:
    """Start a script in a folder of code, with variables beside those of this process."""
    started: list[Any] = []
    folder = tmp_path / "code"
    folder.mkdir()

    def start(code: str = REPORT, *files: str, **variables: str) -> Any:
        script = tmp_path / "script.py"
        script.write_text(code)
        for file in files:
            (folder / file).touch()
        process = server.popen(
            [sys.executable, str(script)],
            cwd=str(folder),
            env={**os.environ, **variables},
            text=True,
            bufsize=1,
            **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE),
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(5)
        close_pipes(process)


def report(process: Any) -> dict[str, Any]:
    process.stdin.write("an event\n")
    process.stdin.flush()
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def test_a_function_begins_with_boto3_imported_and_sees_what_a_script_sees(start: Start, tmp_path: Path) -> None:
    process = start(NAME="value")

    assert isinstance(process, ForkedProcess)
    assert report(process) == {
        "imported": True,
        "argv": [str(tmp_path / "script.py")],
        "path": str(tmp_path),
        "folder": str(tmp_path / "code"),
        "environment": {**os.environ, "NAME": "value"},
        "name": "__main__",
        "read": "an event\n",
        "prelude": True,
    }
    assert process.stderr.readline() == "logged\n"


def test_no_variable_of_the_server_reaches_a_function_that_does_not_get_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(start())
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    assert "AWS_DEFAULT_REGION" not in report(start())["environment"]


@pytest.mark.parametrize("file", ["boto3", "urllib3.py", "queue.py"])
def test_a_function_that_brings_a_module_that_is_imported_gets_a_new_interpreter(start: Start, file: str) -> None:
    assert isinstance(start(REPORT, file), subprocess.Popen)


@pytest.mark.parametrize("name", ["PYTHONHASHSEED", "TZ", "_LAMBDA_LAYERS_DIRS"])
def test_a_function_with_a_layer_or_with_variables_for_the_interpreter_gets_a_new_one(start: Start, name: str) -> None:
    process = start(**{name: "1"})

    assert isinstance(process, subprocess.Popen)
    assert report(process)["environment"][name] == "1"


def test_a_fork_that_ends_is_known_to_have_ended(start: Start) -> None:
    process = start("import sys; sys.stdin.read()")
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)

    process.stdin.close()

    assert process.wait(5) == 0
    assert process.poll() == 0


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_a_fork_can_be_ended_while_another_lives_on(start: Start, end: str) -> None:
    first, second = start(), start()
    report(first)

    getattr(first, end)()

    assert first.wait(5) == 0
    assert first.stdout.readline() == ""
    assert report(second)["imported"]


def test_ctrl_c_ends_the_forks_and_not_the_server(start: Start, server: ForkServer) -> None:
    process = start()
    report(process)
    assert server.pid is not None

    for pid in (server.pid, process.pid):
        os.kill(pid, signal.SIGINT)

    assert process.wait(5) == 0
    assert process.stderr.read().splitlines()[-1] == "KeyboardInterrupt"
    assert report(start())["imported"]


def test_a_server_that_is_closed_leaves_its_forks_and_starts_again(start: Start, server: ForkServer) -> None:
    first = start()
    server.close()
    second = start()

    assert first.poll() is None
    assert report(first)["imported"]
    assert report(second)["imported"]
