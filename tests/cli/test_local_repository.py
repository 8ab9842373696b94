from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webhook_constructs.cli.local_repository import Change, GitError, LocalRepository

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Git


def test_what_is_pushed_is_what_the_remote_does_not_have(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git.commit("Two", "b/c")
    git.commit("Three\n\nWith a body", "d", "a b")

    assert LocalRepository(git.folder).push("main") == Change(("b/c", "a b", "d"), "Three\n\nWith a body")


def test_a_branch_that_the_remote_does_not_have_brings_the_commits_that_it_has_on_no_branch(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")

    assert LocalRepository(git.folder).push("topic") == Change(("b",), "Two", is_new=True)


def test_a_repository_without_a_remote_brings_everything(git: Git) -> None:
    git.commit("One", "a")
    git.commit("Two", "b")

    assert LocalRepository(git.folder).push("main") == Change(("a", "b"), "Two", is_new=True)


def test_history_that_was_rewritten_is_forced(git: Git) -> None:
    git.commit("One", "a")
    git.commit("Two", "b")
    git.is_pushed("main")
    git("reset", "--quiet", "--hard", "HEAD~1")
    git.commit("Another", "c")

    assert LocalRepository(git.folder).push("main") == Change(("c",), "Another", is_forced=True)


def test_what_the_remote_has_is_nothing_to_push(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")

    assert LocalRepository(git.folder).push("main") is None


def test_a_range_is_taken_as_it_is(git: Git) -> None:
    for name in "abc":
        git.commit(name, name)
    git.is_pushed("main")

    assert LocalRepository(git.folder).push("main", "HEAD~2..HEAD~1") == Change(("b",), "b")


@pytest.mark.parametrize("commits", ["nope..HEAD", "--output=x", "HEAD..."])
def test_a_range_that_is_none_is_refused_in_gits_words(git: Git, commits: str) -> None:
    git.commit("One", "a")
    repository = LocalRepository(git.folder)

    if commits == "HEAD...":
        assert repository.push("main", commits) is None
        return
    with pytest.raises(GitError, match="git log failed in "):
        repository.push("main", commits)
    assert not (git.folder / "x").exists()


def test_removed_renamed_and_merged_files_count(git: Git) -> None:
    git.commit("One", "a", "b")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("On the branch", "c")
    git("switch", "--quiet", "main")
    git("mv", "a", "d")
    git("rm", "--quiet", "b")
    git("commit", "--quiet", "--message", "Move and remove")
    git("merge", "--quiet", "--no-edit", "topic")
    change = LocalRepository(git.folder).push("main")

    assert change is not None
    assert sorted(change.files) == ["a", "b", "c", "d"]
    assert change.message == "Merge branch 'topic'"


def test_odd_names_come_as_they_are(git: Git) -> None:
    odd = ["ä ö", 'quo"te', "tab\there", "new\nline", "-dash"]
    git.commit("Odd", *odd)
    change = LocalRepository(git.folder).push("main")

    assert change is not None
    assert sorted(change.files) == sorted(odd)


def test_the_remote_of_the_branch_is_asked(git: Git) -> None:
    git.commit("One", "a")
    git("remote", "add", "origin", "https://github.com/acme/api.git")
    git("remote", "add", "fork", "git@github.com:Me/Api.git")
    git("config", "branch.main.pushRemote", "fork")
    git.is_pushed("main", "fork")
    repository = LocalRepository(git.folder)

    assert str(repository.remote) == "github.com/me/api"
    assert repository.push("main") is None


def test_without_a_remote_none_is_known(git: Git) -> None:
    assert LocalRepository(git.folder).remote is None


def test_a_pull_request_brings_what_the_base_does_not_have(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    git.commit("Three", "a", "c")
    git.is_pushed("topic")

    assert LocalRepository(git.folder).pull_request("main") == Change(("b", "c"), "Three")


def test_the_base_may_be_a_local_branch_only(git: Git) -> None:
    git.commit("One", "a")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")

    assert LocalRepository(git.folder).pull_request("main") == Change(("b",), "Two")


def test_a_base_that_is_not_here_is_refused(git: Git) -> None:
    git.commit("One", "a")

    with pytest.raises(GitError, match="there is no branch 'develop' here to merge into: fetch it"):
        LocalRepository(git.folder).pull_request("develop")


def test_what_is_staged_and_which_branch_it_is_can_be_told(git: Git) -> None:
    git.commit("One", "a")
    git.write("b", "c")
    repository = LocalRepository(git.folder)

    assert (repository.branch, repository.staged_files, repository.message()) == ("main", ("b", "c"), "One")
    git("switch", "--quiet", "--detach")
    assert repository.branch is None


def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"git rev-parse failed in .*: fatal: not a git repository"):
        LocalRepository(tmp_path)


def test_a_system_without_git_is_told(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(git.folder))

    with pytest.raises(GitError, match="git is not installed, or not on the PATH"):
        LocalRepository(git.folder)
