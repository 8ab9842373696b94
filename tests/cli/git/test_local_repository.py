from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webhook_constructs.cli.git.git_command import GitError
from webhook_constructs.cli.git.local_repository import Change, LocalRepository

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


@pytest.mark.parametrize(
    ("commits", "says"),
    [
        ("nope..HEAD", "git rev-list failed in "),
        ("--output=x..HEAD", "git rev-list failed in "),
        ("HEAD", r"'HEAD' is no range of commits: give it as A\.\.B, such as HEAD~1\.\.HEAD"),
    ],
)
def test_a_range_that_is_none_is_refused(git: Git, commits: str, says: str) -> None:
    git.commit("One", "a")
    repository = LocalRepository(git.folder)

    with pytest.raises(GitError, match=says):
        repository.push("main", commits)
    assert not list(git.folder.glob("x*"))


def test_a_range_of_no_commits_is_nothing_to_push(git: Git) -> None:
    git.commit("One", "a")

    assert LocalRepository(git.folder).push("main", "HEAD...") is None


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


def test_what_a_merge_itself_changes_counts(git: Git) -> None:
    git.commit("One", "a")
    git("switch", "--quiet", "--create", "topic")
    git.commit("On the branch", "b")
    git("switch", "--quiet", "main")
    git.is_pushed("main")
    git("merge", "--quiet", "--no-ff", "--no-commit", "topic")
    git.write("c")
    git("commit", "--quiet", "--message", "Merge")

    assert LocalRepository(git.folder).push("main") == Change(("b", "c"), "Merge")


def test_the_signature_of_a_commit_is_no_part_of_its_message(git: Git, tmp_path: Path) -> None:
    git.commit("One", "a")
    program, commit = tmp_path / "gpg", tmp_path / "commit"
    program.write_text("#!/bin/sh\necho gpg: nobody knows >&2\nexit 1\n")
    program.chmod(0o755)
    lines = git("cat-file", "commit", "HEAD").split("\n")
    signature = ["gpgsig -----BEGIN PGP SIGNATURE-----", " ", " x", " -----END PGP SIGNATURE-----"]
    commit.write_text("\n".join([*lines[:3], *signature, *lines[3:]]))
    git("reset", "--quiet", "--hard", git("hash-object", "-t", "commit", "-w", str(commit)).strip())
    git("config", "gpg.program", str(program))
    git("config", "log.showSignature", "true")

    assert "nobody knows" in git("log", "-1", "--format=%B")
    assert LocalRepository(git.folder).push("main") == Change(("a",), "One", is_new=True)


def test_what_is_replaced_here_is_pushed_as_it_is(git: Git) -> None:
    git.commit("One", "a")
    git.commit("Two", "b")
    git("replace", "HEAD", "HEAD~1")

    assert LocalRepository(git.folder).push("main") == Change(("a", "b"), "Two", is_new=True)


def test_odd_names_come_as_they_are(git: Git) -> None:
    odd = ["ä ö", 'quo"te', "tab\there", "new\nline", "carriage\rreturn", "both\r\nends", "-dash"]
    git.commit("Odd", *odd)
    change = LocalRepository(git.folder).push("main")

    assert change is not None
    assert sorted(change.files) == sorted(odd)


@pytest.mark.parametrize("end", ["\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_message_comes_as_it_is_and_is_no_header_of_its_commit(git: Git, end: str) -> None:
    message = f"One{end}parent {'a' * 40}"
    git.commit(message, "a")

    assert LocalRepository(git.folder).push("main") == Change(("a",), message, is_new=True)


def test_the_remote_of_the_branch_is_asked(git: Git) -> None:
    git.commit("One", "a")
    git("remote", "add", "origin", "https://github.com/acme/api.git")
    git("remote", "add", "fork", "git@github.com:Me/Api.git")
    git("config", "branch.main.pushRemote", "fork")
    git.is_pushed("main", "fork")
    repository = LocalRepository(git.folder)

    assert str(repository.remote) == "github.com/me/api"
    assert repository.push("main") is None


@pytest.mark.parametrize("configured", [".", "https://github.com/acme/api.git", "gone"])
@pytest.mark.parametrize("remote", ["origin", "hub"])
def test_what_is_configured_may_be_no_name_of_a_remote(git: Git, configured: str, remote: str) -> None:
    git.commit("One", "a")
    git.is_pushed("main", remote)
    git.commit("Two", "b")
    git("config", "branch.main.remote", configured)

    assert LocalRepository(git.folder).push("main") == Change(("b",), "Two")


def test_of_several_remotes_the_one_that_has_a_name_is_asked(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main", "hub")
    git.is_pushed("main", "other")
    git.commit("Two", "b")

    assert LocalRepository(git.folder).remote is None
    assert LocalRepository(git.folder).push("main") == Change(("b",), "Two", is_new=True)
    assert str(LocalRepository(git.folder, "other").remote) == "github.com/other/api"
    assert LocalRepository(git.folder, "other").push("main") == Change(("b",), "Two")
    git.is_pushed("main")
    assert str(LocalRepository(git.folder).remote) == "github.com/acme/api"


def test_a_remote_that_is_not_here_is_refused(git: Git) -> None:
    with pytest.raises(GitError, match="there is no remote 'fork' here, there is none at all: give another --remote"):
        LocalRepository(git.folder, "fork")
    git.commit("One")
    git.is_pushed("main")
    with pytest.raises(GitError, match="there is no remote 'fork' here, there is 'origin': give another --remote"):
        LocalRepository(git.folder, "fork")


def test_the_address_that_is_pushed_to_counts(git: Git) -> None:
    git("remote", "add", "origin", "https://github.com/acme/mirror.git")
    git("remote", "set-url", "--push", "origin", "git@github.com:acme/api.git")

    assert str(LocalRepository(git.folder).remote) == "github.com/acme/api"


def test_a_tag_of_the_same_name_does_not_change_the_branch(git: Git) -> None:
    git.commit("One", "a")
    git("switch", "--quiet", "--create", "v1")
    git("tag", "v1")

    assert LocalRepository(git.folder).branch == "v1"


def test_a_new_branch_without_commits_of_its_own_is_pushed(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")

    assert LocalRepository(git.folder).push("topic") == Change((), "One", has_commits=False, is_new=True)


def test_a_branch_without_a_commit_has_what_is_staged(git: Git) -> None:
    repository = LocalRepository(git.folder)

    with pytest.raises(GitError, match="main has no commit yet: commit first, or stage files and give --staged"):
        repository.push("main", staged=True)
    git.write("b")
    with pytest.raises(GitError, match="main has no commit yet"):
        repository.push("main")
    assert repository.push("main", staged=True) == Change(("b",), None, is_new=True)


def test_more_commits_than_the_host_names_the_files_of_are_not_all(git: Git) -> None:
    for name in "abc":
        git.commit(name, name)
    repository = LocalRepository(git.folder)

    assert repository.push("main", most_commits=3) == Change(("a", "b", "c"), "c", is_new=True)
    assert repository.push("main", most_commits=2) == Change(("b", "c"), "c", has_all_files=False, is_new=True)
    git.write("d")
    assert repository.push("main", staged=True, most_commits=3) == Change(
        ("a", "b", "c", "d"), None, has_all_files=False, is_new=True
    )


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"log.showSignature": "true"}, id="signature"),
        pytest.param({"diff.relative": "true"}, id="relative"),
        pytest.param({"log.showRoot": "false"}, id="root"),
        pytest.param({"i18n.logOutputEncoding": "ISO-8859-1"}, id="encoding"),
        pytest.param({"diff.orderFile": "order"}, id="order"),
        pytest.param({"color.ui": "always", "log.decorate": "full", "core.quotePath": "true"}, id="looks"),
        pytest.param({"log.mailmap": "true", "mailmap.blob": "nowhere:x", "mailmap.file": "/nowhere"}, id="mailmap"),
        pytest.param({"log.diffMerges": "off", "diff.renames": "copies"}, id="merges"),
    ],
)
def test_settings_of_git_change_nothing(git: Git, settings: dict[str, str]) -> None:
    git.write("order", content="sub/b\n")
    git.write("a", "sub/b")
    git.commit("Gr\u00fc\u00dfe")
    for name, value in settings.items():
        git("config", name, value)

    change = LocalRepository(git.folder / "sub").push("main")

    assert change == Change(("a", "order", "sub/b"), "Gr\u00fc\u00dfe", is_new=True)


def test_a_submodule_that_git_is_told_to_ignore_counts(git: Git) -> None:
    git.commit("One", "a")
    git.is_pushed("main")
    git.write(".gitmodules", content='[submodule "s"]\n\tpath = s\n\turl = ./s\n\tignore = all\n')
    commit = git("rev-parse", "HEAD").strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{commit},s")
    git("commit", "--quiet", "--message", "Two")
    git("config", "diff.ignoreSubmodules", "all")

    change = LocalRepository(git.folder).push("main")

    assert change is not None
    assert change.files == (".gitmodules", "s")


def test_variables_that_lead_to_another_repository_are_not_followed(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.commit("One", "a")
    git.write("b")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))

    assert LocalRepository(git.folder).staged_files == ("b",)


def test_settings_of_the_environment_are_kept_as_those_of_a_file_are(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    git("remote", "add", "one", "git@github.com:acme/one.git")
    git("remote", "add", "two", "git@github.com:acme/two.git")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "remote.pushDefault")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "two")

    assert str(LocalRepository(git.folder).remote) == "github.com/acme/two"


@pytest.mark.parametrize("name", ["main^{tree}", "main~1", "a..b", "-x y", ""])
def test_expressions_are_no_names(git: Git, name: str) -> None:
    git.commit("One", "a")
    repository = LocalRepository(git.folder)

    for ask in (repository.push, repository.pull_request):
        with pytest.raises(GitError, match="is no name of a branch: give the bare name, such as main"):
            ask(name)
    with pytest.raises(GitError, match="is no name of a tag: give the bare name, such as v1"):
        repository.message_of_tag(name)


def test_a_tag_that_is_not_here_is_refused(git: Git) -> None:
    git.commit("One", "a")
    git("tag", "v1")
    repository = LocalRepository(git.folder)

    assert repository.message_of_tag("v1") == "One"
    with pytest.raises(GitError, match=r"there is no tag 'v2' here: make it \(git tag v2\), or fetch it"):
        repository.message_of_tag("v2")
    with pytest.raises(GitError, match="there is no tag 'main' here, only a branch of that name: give that branch as"):
        repository.message_of_tag("main")


def test_a_tag_of_a_file_has_no_message(git: Git) -> None:
    git.commit("One", "a")
    git("tag", "file", "HEAD:a")

    assert LocalRepository(git.folder).message_of_tag("file") is None


def test_without_a_remote_none_is_known(git: Git) -> None:
    assert LocalRepository(git.folder).remote is None


def test_what_is_staged_and_which_branch_it_is_can_be_told(git: Git) -> None:
    git.commit("One", "a")
    git.write("b", "c")
    repository = LocalRepository(git.folder)

    assert (repository.branch, repository.staged_files) == ("main", ("b", "c"))
    git("switch", "--quiet", "--detach")
    assert repository.branch is None


def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r" is in no git repository: run the command in a clone$"):
        LocalRepository(tmp_path)


def test_a_system_without_git_is_told(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(git.folder))

    with pytest.raises(GitError, match="git is not installed, or not on the PATH"):
        LocalRepository(git.folder)
