"""How a command ends that is interrupted, or that meets what nobody has thought of."""

from __future__ import annotations

import ast
import importlib.metadata
import io
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli

from tests.cli.conftest import OPEN, template, webhook, write
from tests.github_payloads import push
from webhook_constructs.cli import crash_text, main

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command, Git

REPOSITORY = Path(__file__).parents[2]


class Stream(io.StringIO):
    """A standard output that does something else than to take a text."""

    def __init__(self, write: Callable[[], None]) -> None:
        super().__init__()
        self._write = write

    def write(self, _text: str) -> int:
        self._write()
        return 0


def raises(error: BaseException) -> Callable[[], None]:
    def write() -> None:
        raise error

    return write


def interrupts() -> None:
    signal.raise_signal(signal.SIGINT)


@pytest.fixture(
    params=["lint", "lint-json", "lint-github", "explain", "explain-json", "predict", "rules", "runners", "help"]
)
def arguments(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    path = str(template(tmp_path / "t.json", Api=webhook(groups=[OPEN])))
    event = str(write(tmp_path / "p.json", push()))
    if request.param == "predict":
        git = request.getfixturevalue("git")
        git.commit("first", "a.txt")
        git.is_pushed("main")
        git.commit("second", "b.txt")
        return ["predict", path, "-C", str(git.folder)]
    return {
        "lint": ["lint", path],
        "lint-json": ["lint", path, "--format", "json"],
        "lint-github": ["lint", path, "--format", "github"],
        "explain": ["explain", path, "--event", event],
        "explain-json": ["explain", path, "--event", event, "--format", "json"],
        "rules": ["rules"],
        "runners": [
            "runners",
            path,
            "--workflows",
            str(write(tmp_path / "ci.yml", "on: push\njobs: {a: {runs-on: x}}")),
        ],
        "help": ["--help"],
    }[str(request.param)]


@pytest.mark.parametrize(
    "error",
    [
        KeyError,
        RuntimeError,
        MemoryError,
        RecursionError,
        EOFError,
        AssertionError,
    ],
    ids=lambda error: error.__name__,
)
def test_an_exception_that_nothing_handles_ends_with_70(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], error: type[Exception]
) -> None:
    monkeypatch.setattr("sys.stdout", Stream(raises(error("hunter2"))))

    code = main(arguments)

    # click ends the line of an EOFError, for which it takes the end of an answer
    first, *places, last = filter(None, capsys.readouterr().err.splitlines())
    assert (code, first) == (70, f"webhook-constructs: internal error: {error.__name__}")
    assert places[-1].startswith("  tests.cli.test_exit_codes, line ")
    assert places[-1].endswith(", in write")
    assert places[0].startswith("  webhook_constructs.cli, line ")
    version = importlib.metadata.version("webhook-constructs")
    python = platform.python_version()
    assert last == f"This is a bug in webhook-constructs {version} on Python {python}: report it with these lines."
    assert "hunter2" not in "".join(places)


def test_a_crash_shows_the_last_places_of_many() -> None:
    space = {"__name__": "webhook_constructs.x"}
    exec("def down(n):\n    return 1 / n + down(n - 1)", space)
    try:
        space["down"](30)  # type: ignore[operator]
    except ZeroDivisionError as error:
        first, *places, _ = crash_text(error).splitlines()

    assert first == "webhook-constructs: internal error: ZeroDivisionError"
    assert places == ["  webhook_constructs.x, line 2, in down"] * 10


def test_ctrl_c_ends_any_command_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setattr("sys.stdout", Stream(interrupts))

    code = main(arguments)

    assert (code, capsys.readouterr().err.strip()) == (130, "webhook-constructs: interrupted")


class Input(io.RawIOBase):
    """A standard input at which somebody presses Ctrl-C."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        interrupts()
        return 0


@pytest.mark.parametrize("name", ["explain", "predict"])
def test_ctrl_c_while_standard_input_is_read_ends_with_130(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: Git, name: str
) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    event = write(tmp_path / "p.json", push())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Input())))
    more = ["--event", event] if name == "explain" else ["-C", git.folder]

    code, out, err = command.run(name, path, *more, "--files-from", "-")

    assert (code, out, err.strip()) == (130, "", "webhook-constructs: interrupted")


def started(script: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "AWS_EC2_METADATA_DISABLED": "true"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, env=environment, text=True, **(pipes | options))  # type: ignore[call-overload, no-any-return]


IMPORTING = """
import signal, sys
from {} import main

class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == module:
            signal.raise_signal(signal.SIGINT)

module = sys.argv.pop(1)
sys.meta_path.insert(0, Interrupting())
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("click", ["rules"]),
        ("rich.console", ["rules"]),
        ("yaml", ["lint", "t.json"]),
        ("webhook_constructs.cli.commands", ["--help"]),
        ("webhook_constructs.cli.commands.rules", ["rules"]),
        ("webhook_constructs.audit", ["audit"]),
        ("boto3", ["audit"]),
        ("botocore.session", ["audit"]),
    ],
)
def test_ctrl_c_while_a_module_is_imported_ends_with_130(module: str, arguments: list[str]) -> None:
    script = IMPORTING.format("webhook_constructs.cli")
    out, err = (process := started(script, module, *arguments)).communicate()

    assert (process.returncode, out, err.strip()) == (130, "", "webhook-constructs: interrupted")


def test_the_console_script_is_the_module_that_imports_nothing() -> None:
    project = tomli.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    tree = ast.parse((REPOSITORY / "webhook_constructs_command.py").read_text())

    assert project["scripts"] == {"webhook-constructs": "webhook_constructs_command:main"}
    assert [type(each) for each in tree.body] == [ast.Expr, ast.FunctionDef]


@pytest.mark.parametrize(
    "module",
    [
        *("__future__", "dataclasses", "re2", "webhook_constructs", "webhook_constructs.core"),
        *("webhook_constructs.core.patterns.pattern", "webhook_constructs.lint", "webhook_constructs.lint.rules"),
        *("webhook_constructs.cli", "webhook_constructs.cli.streams", "webhook_constructs.cli.commands", "click"),
    ],
)
def test_ctrl_c_while_the_console_script_imports_the_package_ends_with_130(module: str) -> None:
    """Only what Python imports before the function of the script begins is left out."""
    script = IMPORTING.format("webhook_constructs_command")
    out, err = (process := started(script, module, "--version")).communicate()

    assert (process.returncode, out, err) == (130, "", "webhook-constructs: interrupted\n")


def test_ctrl_c_without_a_standard_error_ends_with_130() -> None:
    script = f"import sys\nsys.stderr = None\n{IMPORTING.format('webhook_constructs_command')}"
    out, err = (process := started(script, "webhook_constructs", "--version")).communicate()

    assert (process.returncode, out, err) == (130, "", "")


MANY = 300  # webhooks, with more findings than a pipe takes
RUNNING = "import sys\nfrom webhook_constructs.cli import main\nsys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_ctrl_c_ends_a_command_whose_output_nobody_reads(tmp_path: Path, output: str) -> None:
    path = template(tmp_path / "t.json", **{f"Api{index}": webhook(groups=[OPEN]) for index in range(MANY)})
    process = started(RUNNING, "lint", str(path), "--format", output)
    assert process.stdout is not None
    assert process.stderr is not None
    os.read(process.stdout.fileno(), 1)  # it is writing, and the pipe takes less than the rest

    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=300) == 130
    assert process.stderr.read().strip() == "webhook-constructs: interrupted"
    process.stdout.close()
    process.stderr.close()


def test_ctrl_c_while_a_file_is_read_ends_with_130(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    os.mkfifo(path)
    process = started(RUNNING, "lint", str(path))
    with path.open("wb"):  # as soon as the command reads
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()

    assert (process.returncode, out, err.strip()) == (130, "", "webhook-constructs: interrupted")


def test_ctrl_c_ends_with_130_where_nothing_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    os.mkfifo(path)
    with Path("/dev/full").open("w") as full:
        process = started(RUNNING, "lint", str(path), stderr=full)
        with path.open("wb"):
            process.send_signal(signal.SIGINT)
            process.communicate()

    assert process.returncode == 130


def test_a_closed_pipe_ends_without_a_word(tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", **{f"Api{index}": webhook(groups=[OPEN]) for index in range(MANY)})
    for arguments in (["lint", str(path)], ["lint", str(path), "--format", "json"], ["rules"], ["rules", "WH"]):
        reading, writing = os.pipe()
        os.close(reading)
        process = started(RUNNING, *arguments, stdout=writing)
        os.close(writing)
        _, err = process.communicate()
        assert (process.returncode, err) == (1, ""), arguments
