"""Clones that do not have everything: the answer is that of a whole clone, or an error that says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Git, template, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

FILES = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "FILE_PATH", "Pattern": "^b$"}]
INCOMPLETE = "it is a partial clone: run git fetch --refetch --no-filter"
PARTIAL = f"{INCOMPLETE}, or name the changed files (--files)"
SHALLOW = "it is a shallow clone: run git fetch --unshallow, or name the changed files (--files)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
    return template(tmp_path / "t.json", Api=webhook("api", groups=[FILES], Source=source))


@pytest.fixture
def origin(tmp_path: Path) -> Git:
    """A repository to clone, with three commits on main and two more on topic."""
    origin = Git(tmp_path / "origin")
    origin("config", "uploadpack.allowFilter", "true")
    origin("config", "uploadpack.allowAnySHA1InWant", "true")
    for name in "abc":
        origin.commit(name, name)
    origin("switch", "--quiet", "--create", "topic")
    for name in "de":
        origin.commit(name, name)
    return origin


def clone(origin: Git, *options: str, branch: str = "topic") -> Git:
    """Clone a repository that is at GitHub as far as pushes go."""
    folder = origin.folder.parent / f"clone{len(list(origin.folder.parent.iterdir()))}"
    origin("clone", "--quiet", "--branch", branch, *options, f"file://{origin.folder}", str(folder))
    cloned = Git(folder)
    cloned("config", "remote.origin.pushUrl", "git@github.com:acme/api.git")
    return cloned


def answer(command: Command, path: Path, git: Git, *arguments: str) -> list[dict[str, Any]]:
    return command.events("predict", path, "-C", git.folder, *arguments)


def refusal(command: Command, path: Path, git: Git, *arguments: str) -> str:
    error = command.refused("predict", path, "-C", git.folder, *arguments)
    return error.removeprefix("webhook-constructs: ").removesuffix("\n").replace(str(git.folder), "here")


def forget(git: Git, *branches: str) -> None:
    """Remove from the clone what it knows of some remote branches, as if they had never existed."""
    for branch in branches:
        git("update-ref", "-d", f"refs/remotes/origin/{branch}")


TREELESS = ("--filter=tree:0", "--no-checkout")


@pytest.mark.parametrize("arguments", [("--range", "HEAD~3..HEAD"), ("--base", "main"), ("--range", "HEAD~1..HEAD")])
def test_a_clone_without_trees_says_which_one_is_missing_and_how_to_get_it(
    command: Command, path: Path, origin: Git, arguments: tuple[str, ...]
) -> None:
    whole, git = clone(origin), clone(origin, *TREELESS)
    for each in (whole, git):
        forget(each, "topic")

    refused = refusal(command, path, git, *arguments)

    assert refused.startswith("here does not have object ")
    assert refused.endswith(f"; {PARTIAL}")
    missing = refused.split("object ")[1].split(";")[0]
    assert whole("cat-file", "-t", missing) == "tree\n"
    git("fetch", "--quiet", "--refetch", "--no-filter")
    forget(git, "topic")
    assert answer(command, path, git, *arguments) == answer(command, path, whole, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--range", "HEAD~3..HEAD"),
        ("--base", "main"),
        ("--base", "main", "--range", "HEAD~1..HEAD"),
        ("--staged",),
        ("--staged", "--branch", "new"),
        ("--staged", "--base", "main"),
        ("--staged", "--range", "HEAD~1..HEAD"),
        ("--staged", "--base", "main", "--range", "HEAD~1..HEAD"),
        ("--staged", "--message", "Next"),
        ("--staged", "--branch", "main"),
    ],
)
def test_files_that_are_named_need_no_trees(
    command: Command, path: Path, origin: Git, arguments: tuple[str, ...]
) -> None:
    whole, git = clone(origin), clone(origin, *TREELESS)
    given = (*arguments, "--files", "b")

    for each in (whole, git):
        forget(each, "topic")
    assert answer(command, path, git, *given) == answer(command, path, whole, *given)


def test_staged_files_that_are_named_are_not_looked_for(command: Command, path: Path, git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")

    assert "there is nothing to push" in refusal(command, path, git, "--staged")
    (push,) = answer(command, path, git, "--staged", "--files", "b")
    assert (push["event"]["files"], push["event"]["message"]) == (["b"], None)


def test_a_tag_needs_no_trees(command: Command, path: Path, origin: Git) -> None:
    origin("tag", "v1", "main")

    assert answer(command, path, clone(origin, *TREELESS), "--tag", "v1")


@pytest.mark.parametrize("options", [("--filter=blob:none", "--no-checkout"), ("--filter=blob:none",), ("--sparse",)])
@pytest.mark.parametrize("arguments", [("--range", "HEAD~3..HEAD"), ("--base", "main"), ()])
def test_a_clone_without_contents_answers_as_a_whole_one(
    command: Command, path: Path, origin: Git, options: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    whole, git = clone(origin), clone(origin, *options)
    for each in (whole, git):
        forget(each, "topic")
    origin.folder.rename(origin.folder.with_name("moved"))

    assert answer(command, path, git, *arguments) == answer(command, path, whole, *arguments)


@pytest.mark.parametrize(
    ("depth", "arguments"),
    [
        pytest.param(1, (), id="new-branch"),
        pytest.param(2, (), id="new-branch-of-two-commits"),
        pytest.param(3, (), id="new-branch-of-three-commits"),
        pytest.param(1, ("--branch", "other"), id="another-branch"),
        pytest.param(2, ("--branch", "other", "--staged"), id="staged"),
        pytest.param(2, ("--range", "main..HEAD"), id="range-from-a-branch-that-ends-elsewhere"),
        pytest.param(2, ("--base", "main"), id="pull-request"),
        pytest.param(2, ("--base", "main", "--staged"), id="pull-request-of-what-is-staged"),
    ],
)
def test_commits_that_reach_the_end_of_a_shallow_clone_are_not_judged(
    command: Command, path: Path, origin: Git, depth: int, arguments: tuple[str, ...]
) -> None:
    origin("switch", "--quiet", "main")
    origin.commit("f", "f")
    whole, git = clone(origin), clone(origin, f"--depth={depth}", "--no-single-branch")
    for each in (whole, git):
        each("branch", "main", "origin/main")
        forget(each, "topic", *([] if "--base" in arguments else ["main", "HEAD"]))
    end = git("rev-list", "--max-parents=0", "HEAD").strip()
    parent = whole("rev-parse", f"{end}~1").strip()

    refused = refusal(command, path, git, *arguments)

    assert refused.startswith("here does not have commit ")
    assert refused.endswith(f"; {SHALLOW}")
    assert parent in refused or "1 more" in refused
    given = (*arguments, "--files", "b")
    assert answer(command, path, git, *given) == answer(command, path, whole, *given)
    git("fetch", "--quiet", "--unshallow")
    forget(git, "topic", *([] if "--base" in arguments else ["main", "HEAD"]))
    assert answer(command, path, git, *arguments) == answer(command, path, whole, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="push"),
        pytest.param(("--branch", "new"), id="new-branch"),
        pytest.param(("--range", "HEAD~1..HEAD"), id="range"),
        pytest.param(("--base", "topic", "--branch", "new"), id="pull-request"),
    ],
)
@pytest.mark.parametrize("depth", [1, 2])
def test_what_was_committed_in_a_shallow_clone_is_judged(
    command: Command, path: Path, origin: Git, depth: int, arguments: tuple[str, ...]
) -> None:
    whole, git = clone(origin), clone(origin, f"--depth={depth}")
    for each in (whole, git):
        each.commit("b", "b")

    assert answer(command, path, git, *arguments) == answer(command, path, whole, *arguments)


def test_a_range_that_begins_before_a_shallow_clone_says_how_to_get_it(
    command: Command, path: Path, origin: Git
) -> None:
    git = clone(origin, "--depth=1")

    assert refusal(command, path, git, "--range", "HEAD~1..HEAD") == (
        "git rev-list failed in here: fatal: bad revision 'HEAD~1..HEAD'; "
        "it is a shallow clone: run git fetch --unshallow"
    )


def test_a_shallow_clone_whose_remote_has_moved_on_is_not_judged(command: Command, path: Path, origin: Git) -> None:
    git = clone(origin, "--depth=1")
    origin.commit("f", "f")
    git("fetch", "--quiet", "--depth=1", "origin", "topic")

    assert refusal(command, path, git).endswith(f"; {SHALLOW}")


def test_the_first_commit_of_all_adds_every_file(command: Command, path: Path, git: Git) -> None:
    git.commit("One", "a", "b")

    (push,) = answer(command, path, git)
    assert push["event"]["files"] == ["a", "b"]


def test_histories_without_a_common_commit_cannot_be_merged(command: Command, path: Path, git: Git) -> None:
    git.commit("One", "a")
    git("switch", "--quiet", "--orphan", "topic")
    git.commit("Two", "b")

    assert refusal(command, path, git, "--base", "main") == (
        "'main' has no commit in common with what would be merged: give another --base"
    )


def test_grafts_do_not_change_what_is_pushed(command: Command, path: Path, git: Git) -> None:
    for name in "abc":
        git.commit(name, name)
    git.is_pushed("main")
    git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    expected = answer(command, path, git)
    assert expected[0]["event"]["files"] == ["c"]
    (git.folder / ".git" / "info" / "grafts").write_text(git("rev-parse", "HEAD"))
    assert git("rev-list", "--count", "HEAD") == "1\n"

    assert answer(command, path, git) == expected


ASKED = {
    "push": (),
    "new": ("--branch", "new"),
    "range": ("--range", "HEAD~2..HEAD"),
    "pull-request": ("--base", "main", "--branch", "new"),
    "tag": ("--tag", "v1"),
    "staged": ("--staged",),
    "staged-pull-request": ("--staged", "--base", "main", "--branch", "new"),
}


@pytest.mark.parametrize(
    ("absent", "arguments"),
    [
        ("origin/main", ("--branch", "new")),
        ("origin/side", ("--branch", "new")),
        ("origin/side", ("--branch", "new", "--staged")),
        ("origin/main", ("--base", "main", "--branch", "new")),
        ("origin/main", ("--range", "HEAD~2..HEAD")),
        ("origin/main", ("--range", "origin/main..HEAD")),
        ("origin/main", ("--range", "HEAD~3..HEAD")),
        ("origin/main", ("--range", "v2...HEAD")),
        ("origin/main", ("--tag", "v2")),
        ("HEAD^{tree}", ("--staged",)),
        ("HEAD^{tree}", ("--staged", "--branch", "new")),
        ("origin/main^{tree}", ("--staged", "--base", "main", "--branch", "new")),
        ("v2", ("--range", "v2..HEAD")),
        ("v2", ("--range", "v2...HEAD")),
        ("v2", ("--range", "..v2")),
        ("v2", ("--base", "side", "--range", "HEAD~1..v2")),
        ("v2", ("--tag", "v2")),
    ],
)
def test_whatever_a_partial_clone_lacks_is_named_with_the_way_out(
    command: Command, path: Path, git: Git, absent: str, arguments: tuple[str, ...]
) -> None:
    for name in "abcd":
        git.commit(name, name)
    git("tag", "--annotate", "--message", "v2", "v2", "HEAD~2")
    git.is_pushed("main")
    git("update-ref", "refs/remotes/origin/main", "HEAD~2")
    git("update-ref", "refs/remotes/origin/side", "HEAD~1")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    git("config", "remote.origin.promisor", "true")
    git.write("e")
    name = git("rev-parse", absent).strip()
    (git.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()

    way_out = PARTIAL if absent.endswith("{tree}") else INCOMPLETE
    assert refusal(command, path, git, *arguments) == f"here does not have object {name}; {way_out}"
    named = (*arguments, "--files", "b")
    if way_out == PARTIAL:
        assert answer(command, path, git, *named)
    else:
        assert refusal(command, path, git, *named) == f"here does not have object {name}; {INCOMPLETE}"


def test_a_range_that_a_whole_clone_does_not_have_is_no_missing_object(command: Command, path: Path, git: Git) -> None:
    git("commit", "--quiet", "--allow-empty", "--message", "One")
    git("config", "remote.origin.promisor", "true")

    assert refusal(command, path, git, "--range", "HEAD~1..HEAD") == (
        "git rev-list failed in here: fatal: bad revision 'HEAD~1..HEAD'"
    )


@pytest.mark.parametrize("asked", ASKED)
def test_without_any_one_object_the_answer_is_the_same_or_an_error(
    command: Command, path: Path, git: Git, asked: str
) -> None:
    for name in "abcd":
        git.commit(name, name)
    git("tag", "--annotate", "--message", "v1", "v1", "HEAD~1")
    git.is_pushed("main")
    git("update-ref", "refs/remotes/origin/main", "HEAD~2")
    git.write("e")
    asking = ("predict", path, "-C", git.folder, *ASKED[asked])
    code, expected, _ = command.run(*asking)
    assert code == 0
    answers = set()
    for line in git("cat-file", "--batch-all-objects", "--batch-check").splitlines():
        name = line.split()[0]
        file = git.folder / ".git" / "objects" / name[:2] / name[2:]
        file.rename(git.folder / "away")
        code, out, err = command.run(*asking)
        answers.add((code, out, bool(err)))
        (git.folder / "away").rename(file)

    assert answers == {(0, expected, False), (2, "", True)}
