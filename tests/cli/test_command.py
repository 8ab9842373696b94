from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, webhook, write
from tests.github_payloads import push

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_help_lists_the_commands(command: Command) -> None:
    printed = command("--help")

    assert "explain" in printed
    assert "predict" in printed


@pytest.mark.parametrize("name", ["audit", "explain", "lint", "predict", "rules"])
def test_help_of_a_command_ends_with_an_example(command: Command, name: str) -> None:
    _, _, example = command(name, "--help").rpartition("  Example:\n")

    assert f"webhook-constructs {name}" in example


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version").startswith("webhook-constructs, version 0.")


@pytest.mark.parametrize("arguments", [["nope"], ["explain"], ["explain", "x"], ["predict", "--nope"]])
def test_wrong_arguments_end_with_two(command: Command, arguments: list[str]) -> None:
    assert "Usage: webhook-constructs" in command.refused(*arguments)


@pytest.mark.parametrize("arguments", [[], ["local-aws"]], ids=["none", "local-aws"])
def test_without_a_command_the_help_has_its_lines(command: Command, arguments: list[str]) -> None:
    _, out, err = command.run(*arguments)  # which stream, and which exit code, is that of the version of click

    printed = (out + err).splitlines()
    assert printed[0] == " ".join(["Usage: webhook-constructs", *arguments, "[OPTIONS] COMMAND [ARGS]..."])
    assert "Commands:" in printed


@pytest.mark.parametrize(
    ("missing", "package"),
    [
        ("click", "click"),
        ("rich", "rich"),
        ("yaml", "PyYAML"),
        pytest.param("tomli", "tomli", marks=pytest.mark.skipif(sys.version_info >= (3, 11), reason="has tomllib")),
    ],
)
def test_without_the_extra_the_command_says_what_to_install(missing: str, package: str) -> None:
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from webhook_constructs.cli import main\n"
        "sys.exit(main(['--help']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (f"webhook-constructs: the command needs {package}: pip install 'webhook-constructs[cli]'\n")


WITHOUT_RE2 = (
    "webhook-constructs: webhook_constructs checks patterns with RE2, and the package google-re2 could not be "
    "imported. It has wheels for Linux with glibc, macOS and Windows: on Alpine or another system with musl, use an "
    "image with glibc, such as python:3-slim; elsewhere, pip install google-re2\n"
)
RUN = "import sys; from webhook_constructs.cli import main; sys.exit(main({!r}))"


@pytest.mark.parametrize(
    ("stub", "arguments"),
    [
        *(
            pytest.param("raise ImportError('libre2.so.11: cannot open')", [*arguments], id=f"library-{arguments[0]}")
            for arguments in (["--help"], ["--version"], ["lint", "t.json"], ["audit"], ["explain"], ["predict"])
        ),
        pytest.param("raise ModuleNotFoundError('No module named re2', name='re2')", ["rules"], id="module"),
        pytest.param("import _re2_that_nobody_has", ["rules"], id="extension"),
        pytest.param("from sys import no_such_name", ["rules"], id="name"),
        pytest.param("raise ImportError('x\\n::error::\\x1b[31m')", ["nope"], id="foreign"),
    ],
)
@pytest.mark.parametrize("way", ["module", "script"])
def test_without_re2_every_command_says_what_to_install(
    tmp_path: Path, stub: str, arguments: list[str], way: str
) -> None:
    (tmp_path / "re2.py").write_text(stub)
    command = ["-m", "webhook_constructs.cli", *arguments] if way == "module" else ["-c", RUN.format(arguments)]
    search_path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}"
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": search_path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (2, "", WITHOUT_RE2)


@pytest.mark.parametrize("module", ["webhook_constructs", "webhook_constructs.cli"])
def test_the_command_runs_as_a_module(module: str) -> None:
    command = [sys.executable, "-m", module, "--version"]

    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.startswith("webhook-constructs")


def test_a_missing_module_of_our_own_is_no_missing_extra(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "webhook_constructs.cli.commands", None)

    code, out, err = command.run("rules")

    assert (code, out) == (70, "")
    assert err.startswith("webhook-constructs: internal error: ModuleNotFoundError\n")


def started(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webhook_constructs.cli", *arguments]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **options)


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    event = write(tmp_path / "push.json", push(message="Gr\u00fc\u00dfe \u2713"))
    return ["explain", str(template(tmp_path / "t.json", Api=webhook())), "--event", str(event)]


def test_what_the_terminal_cannot_show_is_escaped(asked: list[str]) -> None:
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}

    done = started(asked, stdout=subprocess.PIPE, env=ascii_only)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('PUSH refs/heads/main, 1 file, "Gr\\xfc\\xdfe \\u2713"\n')


@pytest.mark.parametrize("output", ["text", "json"])
def test_an_answer_that_cannot_be_written_is_told(asked: list[str], output: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = started([*asked, "--format", output], stdout=full)

    assert (done.returncode, done.stderr) == (
        2,
        "webhook-constructs: the answer cannot be written: No space left on device\n",
    )


def test_a_closed_output_is_told(asked: list[str]) -> None:
    script = f"exec {shlex.join([sys.executable, '-m', 'webhook_constructs.cli', *asked])} >&-"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        2,
        "webhook-constructs: there is no standard output to write the answer to\n",
    )


def test_names_of_strangers_are_escaped(command: Command, tmp_path: Path) -> None:
    assert "\\x1b[31m.json: it does not exist" in command.refused("predict", tmp_path / "\x1b[31m.json")
    odd = {"Type": "GITHUB", "Location": "https://github.com/acme/\x1b[31m"}
    path = template(tmp_path / "t.json", Api=webhook(Source=odd))
    printed = command("explain", path, "--event", write(tmp_path / "p.json", push()))
    assert "it is on github.com/acme/\\x1b[31m, and the event is of github.com/acme/api" in printed
    ignored = write(tmp_path / "i.json", {"zen": "x"})
    says = command.refused("explain", path, "--event", ignored, "--event-name", "x\x1b[31m")
    assert "sends an event 'x\\x1b[31m'" in says


@pytest.mark.parametrize("name", ["lint", "audit", "rules", "explain", "predict"])
@pytest.mark.parametrize("columns", [60, 200])
def test_the_help_keeps_to_the_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    text, _, _ = command(name, "--help").partition("  Example:\n")

    too_long = [line for line in text.splitlines() if len(line) > min(columns, 100)]
    assert [line for line in too_long if max(map(len, line.split())) < min(columns, 100)] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rules WH20", ["WH201", "WH202", "WH203", "WH204", "WH205", "WH206", "WH207", "WH208", "WH209"]),
        ("lint t.json --select wh10", [f"WH10{digit}" for digit in range(1, 10)]),
        ("audit --ignore WH311", ["WH311"]),
        ("lint t.json --format gi", ["github", "gitlab"]),
        ("au", ["audit"]),
    ],
)
def test_a_shell_completes_ids_of_rules_formats_and_commands(words: str, expected: list[str]) -> None:
    asked = {
        "_WEBHOOK_CONSTRUCTS_COMPLETE": "bash_complete",
        "COMP_WORDS": f"webhook-constructs {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    command = [sys.executable, "-m", "webhook_constructs"]

    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=True)

    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    asked = {"_WEBHOOK_CONSTRUCTS_COMPLETE": f"{shell}_source"}
    command = [sys.executable, "-m", "webhook_constructs"]

    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=True)

    assert f"_WEBHOOK_CONSTRUCTS_COMPLETE={shell}_complete" in done.stdout
