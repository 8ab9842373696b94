"""A side of `diff` that is a revision of the git repository around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Git, webhook

if TYPE_CHECKING:
    from tests.cli.conftest import Command

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
LOOSE = [PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main"}]
SAME = "1 webhook: 1 same; widens who can start builds: no\n"
STARTS = """\
changed  api (Api)
  starts:
    PUSH refs/heads/main-2
      before: no build: filter_groups[0]: HEAD_REF 'refs/heads/main-2' does not match ^refs/heads/main$
      after: build: filter_groups[0] passes
1 webhook: 1 changed; widens who can start builds: no
"""


def text(**resources: Any) -> str:
    return json.dumps({"Resources": resources})


STRICT_API, LOOSE_API = text(Api=webhook()), text(Api=webhook(groups=[LOOSE]))


@pytest.fixture
def repository(git: Git, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository whose first commit has one template, which the second one changes."""
    git.write("infra/ci/t.json", content=STRICT_API)
    git.commit("first")
    git.write("infra/ci/t.json", content=LOOSE_API)
    git.commit("second")
    monkeypatch.chdir(git.folder)
    return git


@pytest.mark.parametrize("path", ["infra/ci/t.json", "infra/ci", "infra", "", ".", "./infra", "infra/../infra"])
def test_a_file_or_folder_of_a_revision(command: Command, repository: Git, path: str) -> None:
    assert command("diff", f"HEAD~1:{path}", f"HEAD:{path}") == STARTS
    assert command("diff", f"HEAD~1:{path}", str(repository.folder / path)) == STARTS
    assert command("diff", f"main:{path}", f"HEAD:{path}") == SAME


def test_a_path_counts_from_the_root_and_with_a_dot_from_the_folder(
    command: Command, repository: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder / "infra")

    assert command("diff", "HEAD~1:infra/ci/t.json", "HEAD:./ci/t.json") == STARTS
    assert command("diff", "HEAD~1:../infra", "ci") == STARTS


def test_what_is_at_a_revision_is_named_so(command: Command, repository: Git) -> None:
    repository.write("infra/ci/t.json", content="{")
    repository.commit("third")

    answer = json.loads(command("diff", "HEAD~2:infra", "HEAD~1:infra", "--format", "json"))

    (found,) = answer["webhooks"]
    assert [found[side]["template"] for side in ("before", "after")] == [
        "HEAD~2:infra/ci/t.json",
        "HEAD~1:infra/ci/t.json",
    ]
    assert command.refused("diff", "HEAD~1:infra/ci/t.json", "HEAD:infra/ci/t.json") == (
        "webhook-constructs: HEAD:infra/ci/t.json:1:2: it is no JSON: expecting property name enclosed in double "
        "quotes\n"
    )


def test_a_path_that_a_revision_does_not_have(command: Command, repository: Git) -> None:
    repository.write("new.json", content=STRICT_API)
    repository.commit("third")

    code, out, err = command.run("diff", "HEAD~1:new.json", "HEAD:new.json")

    assert (code, out.splitlines()[-1]) == (1, "1 webhook: 1 new; widens who can start builds: yes")
    assert err == (
        "webhook-constructs: note: revision 'HEAD~1' has no file or folder 'new.json', so that every webhook is a new "
        "one\n"
    )
    assert command.refused("diff", "HEAD:new.json", "HEAD~1:new.json") == (
        "webhook-constructs: revision 'HEAD~1' has no file or folder 'new.json': check the path, which counts from the "
        "root of the repository, or write none: for no webhooks\n"
    )
    assert command.run("diff", "HEAD:new.json", "none:")[0] == 0
    assert command.refused("diff", "HEAD:", "HEAD:new.json/below").startswith("webhook-constructs: revision 'HEAD' has")


@pytest.mark.parametrize(
    ("side", "why"),
    [
        (
            "nowhere:infra",
            "there is no revision 'nowhere' here: run git fetch, or name another one",
        ),
        (
            "--help:infra",
            "there is no revision '--help' here: run git fetch, or name another one",
        ),
        (":infra", "':infra' names no revision before the colon: write REV:PATH, such as origin/main:cdk.out"),
        (
            "HEAD:../infra",
            "'../infra' leads out of the repository: a path counts from its root, and ./ from this folder",
        ),
        ("stack:", "stack: names no stack: write stack:NAME, such as stack:Ci"),
        ("nowhere", "nowhere: it does not exist: synthesize the app first (cdk synth), or name a template"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_side_that_cannot_be_read(command: Command, side: str, why: str) -> None:
    assert command.refused("diff", "--", side, "infra") == f"webhook-constructs: {why}\n"
    assert command.refused("diff", "--", "infra", side) == f"webhook-constructs: {why}\n"


def test_outside_of_a_repository(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    refused = command.refused("diff", "HEAD:t.json", "none:")

    assert refused.startswith(f"webhook-constructs: {tmp_path} is in no git repository: ")


def test_a_file_whose_name_has_a_colon_is_that_file(command: Command, repository: Git) -> None:
    repository.write("HEAD:infra", content=STRICT_API)

    assert command("diff", "HEAD~1:infra", "HEAD:infra") == SAME
    assert command("diff", "HEAD~1:infra", "./HEAD:infra") == SAME


def test_a_shallow_clone_says_what_to_fetch(command: Command, repository: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = repository.folder.parent / "clone"
    repository("clone", "--quiet", "--depth", "1", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)

    assert command.refused("diff", "HEAD~1:infra", "HEAD:infra") == (
        "webhook-constructs: there is no revision 'HEAD~1' here: it is a shallow clone: run git fetch --unshallow, or "
        "name another one\n"
    )
    assert command("diff", "HEAD:infra", "infra") == SAME


def test_a_partial_clone_says_what_is_missing(
    command: Command, repository: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository("config", "uploadpack.allowFilter", "true")
    clone = repository.folder.parent / "clone"
    repository("clone", "--quiet", "--filter=blob:none", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)

    refused = command.refused("diff", "HEAD~1:infra", "HEAD:infra")

    assert refused.startswith(f"webhook-constructs: {clone} does not have object ")
    assert refused.endswith("; it is a partial clone: run git fetch --refetch --no-filter\n")
    assert command("diff", "HEAD:infra", "infra") == SAME


def test_symbolic_links_are_followed_in_the_repository_and_not_out_of_it(
    command: Command, repository: Git, tmp_path: Path
) -> None:
    (tmp_path / "secret.json").write_text(LOOSE_API)
    (repository.folder / "link").symlink_to("infra/ci")
    (repository.folder / "links").mkdir()
    for name, target in {
        "in.json": "../infra/ci/t.json",
        "out.json": str(tmp_path / "secret.json"),
        "above.json": "../../secret.json",
        "loop.json": "loop.json",
        "dangling.json": "nothing.json",
    }.items():
        (repository.folder / "links" / name).symlink_to(target)
    repository.commit("links")

    assert command("diff", "HEAD~1:infra/ci", "HEAD:link") == SAME
    answer = json.loads(command.run("diff", "none:", "HEAD:links", "--format", "json")[1])
    assert [each["after"]["template"] for each in answer["webhooks"]] == ["HEAD:links/in.json"]


def test_templates_that_are_nested_by_paths_are_read_with_it(command: Command, repository: Git) -> None:
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "../shared/nested.json"}}
    repository.write("app/t.json", content=text(Nested=nested))
    repository.write("shared/nested.json", content=STRICT_API)
    repository.commit("nested")
    repository.write("shared/nested.json", content=LOOSE_API)

    assert command("diff", "HEAD:app/t.json", "app/t.json") == STARTS


def test_a_cloud_assembly_is_read_as_its_manifest_says(command: Command, repository: Git) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Ci.template.json"}}
    repository.write("cdk.out/manifest.json", content=json.dumps({"version": "48.0.0", "artifacts": {"Ci": stack}}))
    repository.write("cdk.out/Ci.template.json", content=STRICT_API)
    repository.write("cdk.out/Stale.template.json", content=LOOSE_API)
    repository.commit("synthesized")
    repository.write("cdk.out/Ci.template.json", content=LOOSE_API)

    assert command("diff", "HEAD:cdk.out", "cdk.out") == STARTS


def test_a_pointer_of_git_lfs_is_named(command: Command, repository: Git) -> None:
    repository.write("big.json", content="version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    repository.commit("pointer")

    assert command.refused("diff", "HEAD:big.json", "none:") == (
        "webhook-constructs: HEAD:big.json: it is a pointer of Git LFS, whose file is not in the repository: check it "
        "out, and name the file\n"
    )


def test_no_program_runs_that_the_repository_names(command: Command, repository: Git, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'trace'}'\ncat\n")
    program.chmod(0o755)
    for name in ("filter.x.smudge", "filter.x.clean", "filter.x.process", "diff.x.textconv", "core.fsmonitor"):
        repository("config", name, str(program))
    repository("config", "core.autocrlf", "true")
    (repository.folder / ".gitattributes").write_text("*.json filter=x diff=x export-subst\n")

    assert command("diff", "HEAD~1:infra", "HEAD:infra") == STARTS
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("name", ["..", ".", ".git"])
def test_a_tree_that_leads_out_of_its_folder_writes_nothing_there(
    command: Command, repository: Git, name: str, tmp_path: Path
) -> None:
    blob = repository("rev-parse", "HEAD:infra/ci/t.json").strip()
    inner = _tree(repository, f"100644 blob {blob}\tescaped.json")
    tree = _tree(repository, f"040000 tree {inner}\t{name}", f"100644 blob {blob}\tt.json")
    commit = repository("commit-tree", tree, "-m", "hostile").strip()

    assert command("diff", "HEAD:infra/ci/t.json", f"{commit}:t.json") == SAME
    code, out, _ = command.run("diff", "HEAD:infra/ci", f"{commit}:")
    assert (code, out) == (0, SAME)
    assert [*tmp_path.rglob("escaped.json")] == []


def _tree(git: Git, *entries: str) -> str:
    """Write a tree that git itself refuses to make of an index."""
    content = b""
    for entry in entries:
        attributes, _, name = entry.partition("\t")
        mode, _, hash_ = attributes.split(" ")
        content += f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(hash_)
    file = git.folder.parent / "tree"
    file.write_bytes(content)
    return git("hash-object", "-t", "tree", "-w", "--literally", str(file)).strip()


def test_nothing_is_left_behind(
    command: Command, repository: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))

    command("diff", "HEAD~1:infra", "HEAD:infra")
    command.refused("diff", "HEAD:infra", "HEAD:nothing")

    assert [*made.iterdir()] == []
    assert repository("status", "--porcelain") == ""
