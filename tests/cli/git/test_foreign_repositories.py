"""Repositories whose settings name programs and addresses: predict starts none of them, and sends nothing."""

from __future__ import annotations

import os
import shutil
import socketserver
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Git, template, webhook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Command

HOOKS = (
    *("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout", "fsmonitor-watchman", "pre-push"),
    *("post-rewrite", "pre-commit", "update", "post-merge", "proc-receive", "push-to-checkout", "sendemail-validate"),
)
PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
    *("core.alternateRefsCommand", "core.gitProxy", "diff.external", "diff.x.textconv", "diff.x.command"),
    *("filter.x.clean", "filter.x.smudge", "filter.x.process", "merge.x.driver", "gpg.program", "gpg.ssh.program"),
    *("gpg.x509.program", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "remote.origin.receivepack"),
    *("pager.log", "pager.diff", "pager.config", "sequence.editor", "interactive.diffFilter", "trailer.x.command"),
)
ALIASES = ("log", "diff", "rev-parse", "rev-list", "config", "merge-base", "cat-file", "remote", "symbolic-ref", "x")
SETTINGS = {
    "log.showSignature": "true",
    "submodule.recurse": "true",
    "diff.submodule": "log",
    "fetch.recurseSubmodules": "true",
    "gc.auto": "1",
    "maintenance.auto": "true",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "safe.bareRepository": "all",
    "color.ui": "always",
    "core.untrackedCache": "true",
}


class Calls(socketserver.BaseRequestHandler):
    """Note that somebody has called, and hang up."""

    def handle(self) -> None:
        self.server.trace.write_text("called")  # type: ignore[attr-defined] # what the fixture has given it


class Trap:
    """A program that leaves a trace, and a port where whoever calls leaves one, too."""

    def __init__(self, folder: Path, port: int) -> None:
        self.program, self.trace, self.port = folder / "program", folder / "trace", port
        self.program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{self.trace}'\nexit 1\n")
        self.program.chmod(0o755)

    @property
    def is_sprung(self) -> bool:
        """Whether the program has run, or somebody has called, since this was asked last."""
        is_sprung = self.trace.exists()
        self.trace.unlink(missing_ok=True)
        return is_sprung


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    with socketserver.TCPServer(("127.0.0.1", 0), Calls) as server:
        found = Trap(tmp_path, server.server_address[1])
        server.trace = found.trace  # type: ignore[attr-defined] # for the handler
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return template(tmp_path / "t.json", Api=webhook("api"))


@pytest.fixture(params=["this", "old"])
def git_version(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Git as it is here, and as it was before it knew GIT_NO_LAZY_FETCH and safe.bareRepository."""
    version: str = request.param
    if version == "this":
        return version
    real, folder = shutil.which("git"), tmp_path / "old"
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        "#!/bin/sh\n"
        "unset GIT_NO_LAZY_FETCH\n"
        "for argument do\n"
        "  shift\n"
        '  if [ "$argument" = safe.bareRepository=explicit ]; then argument=x.y=z; fi\n'
        '  set -- "$@" "$argument"\n'
        "done\n"
        f'exec {real} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return version


def configure(git: Git, settings: dict[str, str], folder: Path | None = None) -> None:
    """Add settings to those of a repository, all at once."""
    with ((folder or git.folder / ".git") / "config").open("a") as file:
        for name, value in settings.items():
            section, *subsection, key = name.split(".")
            within = f' "{".".join(subsection)}"' if subsection else ""
            file.write(f'[{section}{within}]\n\t{key} = "{value}"\n')


def hostile(git: Git, trap: Trap) -> None:
    """Name the program wherever a setting, an attribute, a hook or an alias can name one."""
    git.write(".gitattributes", content="* diff=x filter=x merge=x\n")
    hooks = git.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(trap.program, hooks / name)
    shell = f"!{trap.program}"
    configure(git, {"core.hooksPath": str(hooks), "credential.helper": shell, **SETTINGS})
    configure(git, dict.fromkeys(PROGRAMS, str(trap.program)) | {f"alias.{name}": shell for name in ALIASES})
    configure(git, {"http.proxy": f"http://127.0.0.1:{trap.port}", "trace2.eventTarget": str(trap.trace)})


def without_trees(git: Git) -> None:
    """Remove all trees but the newest one, as in a clone made with --filter=tree:0."""
    for commit in git("rev-list", "HEAD").split()[1:]:
        tree = git("rev-parse", f"{commit}^{{tree}}").strip()
        (git.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()


def springs(git: Git, trap: Trap, *arguments: str) -> bool:
    """Check whether git itself, asked by somebody who knows nothing of all this, runs the program or calls."""
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(git.folder), *arguments], check=False, capture_output=True, env=settings)
    return trap.is_sprung


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="push"),
        pytest.param(("--staged",), id="staged"),
        pytest.param(("--base", "main", "--branch", "topic"), id="pull-request"),
        pytest.param(("--base", "main", "--branch", "topic", "--staged"), id="staged-pull-request"),
        pytest.param(("--tag", "v1"), id="tag"),
        pytest.param(("--range", "HEAD~1..HEAD"), id="range"),
        pytest.param(("--files", "a", "--message", "x"), id="files"),
    ],
)
@pytest.mark.usefixtures("git_version")
def test_no_program_of_a_setting_runs(
    command: Command, path: Path, git: Git, trap: Trap, arguments: tuple[str, ...]
) -> None:
    git.commit("One", "a")
    git.commit("Two", "b")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Three", "c")
    git("tag", "v1")
    git.write("d")
    hostile(git, trap)
    assert springs(git, trap, "diff", "HEAD~1")
    assert springs(git, trap, "status")

    assert command.events("predict", path, "-C", git.folder, *arguments)
    assert not trap.is_sprung


@pytest.mark.parametrize("folder", [".", "", "bin", "./bin", "bin/../bin"])
def test_a_git_that_the_repository_brings_is_not_run(  # noqa: PLR0913, PLR0917 - all of them fixtures or cases
    command: Command, path: Path, git: Git, trap: Trap, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    git.commit("One", "a")
    (git.folder / "bin").mkdir()
    for place in (git.folder, git.folder / "bin"):
        shutil.copy(trap.program, place / "git")
    monkeypatch.chdir(git.folder)
    monkeypatch.setenv("PATH", folder, prepend=os.pathsep)
    assert springs(git, trap, "status")

    assert command.events("predict", path)
    assert not trap.is_sprung


PARTIAL = "it is a partial clone: run git fetch --refetch --no-filter, or name the changed files (--files)"
ADDRESSES = {
    "path": "{folder}",
    "file": "file://{folder}",
    "ext": "ext::{program}",
    "ssh": "ssh://git@127.0.0.1:{port}/acme/api.git",
    "short-ssh": "git@127.0.0.1:acme/api.git",
    "git": "git://127.0.0.1:{port}/acme/api.git",
    "http": "http://127.0.0.1:{port}/acme/api.git",
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "promisor",
    [
        pytest.param({"remote.origin.promisor": "true"}, id="promisor"),
        pytest.param({"extensions.partialClone": "origin"}, id="partial-clone"),
    ],
)
def test_a_missing_object_is_not_fetched(  # noqa: PLR0913, PLR0917 - all of them fixtures or cases
    command: Command, path: Path, git: Git, trap: Trap, git_version: str, address: str, promisor: dict[str, str]
) -> None:
    for name in "ab":
        git.commit(name, name)
    git.is_pushed("main")
    git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    missing = git("rev-parse", "HEAD~1^{tree}").strip()
    without_trees(git)
    url = ADDRESSES[address].format(folder=git.folder, program=trap.program, port=trap.port)
    git("remote", "set-url", "origin", url)
    program = str(trap.program)
    programs = {"remote.origin.uploadpack": program, "core.sshCommand": program}
    configure(git, programs)
    configure(git, {"core.repositoryFormatVersion": "1", "protocol.ext.allow": "always", "http.proxy": "", **promisor})
    assert springs(git, trap, "log", "--name-only")

    refused = command.refused("predict", path, "-C", git.folder)

    assert not trap.is_sprung
    # An old git may be gone before it names the object.
    named = [f"object {missing}", *(["an object that the answer depends on"] if git_version == "old" else [])]
    assert refused in {f"webhook-constructs: {git.folder} does not have {each}; {PARTIAL}\n" for each in named}
    assert command.events("predict", path, "-C", git.folder, "--files", "a")
    assert not trap.is_sprung


def embedded(git: Git, trap: Trap, name: str) -> Path:
    """Embed a bare repository, as a plain clone brings one, whose missing tree is to be got by a program."""
    for each in "ab":
        git.commit(each, each)
    without_trees(git)
    folder = git.folder / name
    shutil.copytree(git.folder / ".git", folder)
    partial = {"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin"}
    programs = dict.fromkeys(("remote.origin.uploadpack", "core.fsmonitor"), str(trap.program))
    configure(git, {**partial, **programs, "remote.origin.url": str(folder)}, folder)
    return folder


@pytest.mark.parametrize("below", ["", "refs", "objects/info"])
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"core.bare": "true"}, id="bare"),
        pytest.param({"core.bare": "false", "core.worktree": ".."}, id="with-a-work-tree"),
        pytest.param({"core.bare": "false", "core.worktree": "."}, id="that-is-its-work-tree"),
    ],
)
@pytest.mark.usefixtures("git_version")
def test_a_bare_repository_that_is_embedded_in_a_clone_is_not_read(  # noqa: PLR0913, PLR0917 - all of them fixtures or cases
    command: Command, path: Path, git: Git, trap: Trap, settings: dict[str, str], below: str
) -> None:
    folder = embedded(git, trap, "docs.git")
    configure(git, settings, folder)
    for name in ("refs", "objects/info"):
        (folder / name).mkdir(exist_ok=True)
    where = folder / below

    refused = command.refused("predict", path, "-C", where)

    assert refused == (
        f"webhook-constructs: {where} is inside a git directory or a bare repository, which is not read: one that is "
        "embedded in a clone can name programs for git to run. Give a folder of a work tree (-C)\n"
    )
    assert not trap.is_sprung


@pytest.mark.usefixtures("git_version")
def test_the_folder_that_the_command_is_run_in_may_be_such_a_repository(
    command: Command, path: Path, git: Git, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(embedded(git, trap, "docs.git"))

    assert "is inside a git directory or a bare repository" in command.refused("predict", path)
    assert not trap.is_sprung


@pytest.mark.usefixtures("git_version")
def test_the_git_directory_of_a_clone_is_no_work_tree(command: Command, path: Path, git: Git) -> None:
    git.commit("One", "a")

    assert "is inside a git directory" in command.refused("predict", path, "-C", git.folder / ".git")


def test_a_work_tree_of_a_bare_repository_is_read(command: Command, path: Path, git: Git, tmp_path: Path) -> None:
    git.commit("One", "a")
    git("clone", "--quiet", "--bare", str(git.folder), str(tmp_path / "bare"))
    git("--git-dir", str(tmp_path / "bare"), "worktree", "add", "--quiet", str(tmp_path / "tree"), "main")

    assert command.events("predict", path, "-C", tmp_path / "tree")
