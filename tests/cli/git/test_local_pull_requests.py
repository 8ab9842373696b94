"""What a pull request of a branch of a local repository brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webhook_constructs.cli.git.git_command import GitError
from webhook_constructs.cli.git.local_repository import Change, LocalRepository

if TYPE_CHECKING:
    from tests.cli.conftest import Git


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


def test_what_the_base_has_alone_is_not_asked_to_be_merged(git: Git) -> None:
    git.commit("One", "a")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    git("switch", "--quiet", "main")
    git.commit("On main", "c")
    git("switch", "--quiet", "topic")

    assert LocalRepository(git.folder).pull_request("main") == Change(("b",), "Two")


def test_the_base_at_the_remote_comes_before_the_one_here(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    git("branch", "--force", "main", "HEAD")
    git.commit("Three", "c")

    assert LocalRepository(git.folder).pull_request("main") == Change(("b", "c"), "Three")


def test_a_pull_request_of_a_fork_is_opened_upstream(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main", "upstream")
    git.commit("Two", "b")
    git.is_pushed("main")
    git.commit("Three", "c")
    repository = LocalRepository(git.folder)

    assert repository.pull_request("main") == Change(("b", "c"), "Three")
    assert str(repository.base_repository("main")) == "github.com/upstream/api"
    assert str(repository.remote) == "github.com/acme/api"


def test_a_pull_request_of_a_range_is_of_its_end(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    git.commit("Three", "c")

    assert LocalRepository(git.folder).pull_request("main", "HEAD~2..HEAD~1") == Change(("b",), "Two")


def test_a_pull_request_of_what_is_staged_has_what_would_be_committed(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    git.write("c")
    git("mv", "a", "d")
    git("rm", "--quiet", "--cached", "b")
    repository = LocalRepository(git.folder)

    assert repository.pull_request("main", staged=True) == Change(("a", "c", "d"), None)
    assert repository.staged_files == ("a", "b", "c", "d")


def test_nothing_to_merge_is_no_pull_request(git: Git) -> None:
    git.commit("One", "a")
    repository = LocalRepository(git.folder)

    assert repository.pull_request("main") is None
    assert repository.pull_request("main", staged=True) is None


def test_a_base_that_is_not_here_is_refused(git: Git) -> None:
    git.commit("One", "a")

    with pytest.raises(GitError, match="there is no branch 'develop' here to merge into: fetch it"):
        LocalRepository(git.folder).pull_request("develop")


def test_branches_of_a_remote_can_be_here_without_the_remote(git: Git) -> None:
    git.commit("One", "a")
    git("update-ref", "refs/remotes/upstream/main", "HEAD")
    git.commit("Two", "b")
    repository = LocalRepository(git.folder)

    assert repository.pull_request("main") == Change(("b",), "Two")
    assert repository.base_repository("main") is None
