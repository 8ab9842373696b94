"""The workflow files that are found, and those that cannot be read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import template, write
from webhook_constructs.cli.runners.workflow_files import read_workflow_files

if TYPE_CHECKING:
    from tests.cli.conftest import Command

JOB = "on: push\njobs: {a: {runs-on: x}}\n"


def names_in(folder: Path) -> list[str]:
    return [each.name for each in read_workflow_files(folder).files]


def test_the_folders_of_the_git_hosts_are_read(tmp_path: Path) -> None:
    for name in (".github/workflows/a.yml", ".github/workflows/b.YAML", ".gitlab-ci.yml"):
        write(tmp_path / name, JOB)
    for name in ("c.yml", ".github/workflows/deeper/d.yml", ".github/workflows/e.txt", ".github/f.yml"):
        write(tmp_path / name, JOB)

    assert names_in(tmp_path) == [".gitlab-ci.yml", ".github/workflows/a.yml", ".github/workflows/b.YAML"]


def test_a_folder_of_workflows_is_read_by_itself(tmp_path: Path) -> None:
    for name in ("a.yml", "b.gitlab-ci.yml"):
        write(tmp_path / name, JOB)

    assert names_in(tmp_path) == [".github/workflows/a.yml", ".gitlab-ci.yml"]
    assert names_in(tmp_path / "a.yml") == [".github/workflows/a.yml"]
    assert names_in(tmp_path / "b.gitlab-ci.yml") == [".gitlab-ci.yml"]


def test_a_pipeline_alone_is_all_there_is(tmp_path: Path) -> None:
    for name in (".gitlab-ci.yml", "other.yml"):
        write(tmp_path / name, JOB)

    assert names_in(tmp_path) == [".gitlab-ci.yml"]


@pytest.mark.parametrize(
    ("text", "line", "inputs"),
    [
        ("spec:\n  inputs:\n    x: {default: a}\n---\nj:\n  tags: [b]\n", 6, {"x": {"default": "a"}}),
        ("spec: {}\n--- \nj: {tags: [a]}\n", 3, None),
    ],
)
def test_a_pipeline_may_have_a_header(tmp_path: Path, text: str, line: int, inputs: object) -> None:
    (file,) = read_workflow_files(write(tmp_path / ".gitlab-ci.yml", text)).files

    assert set(file.parsed.body) == {"j"}
    assert file.inputs == inputs
    assert (file.parsed.place(("j", "tags")) or (0,))[0] == line


def test_a_header_without_a_pipeline_is_none(tmp_path: Path) -> None:
    (unread,) = read_workflow_files(write(tmp_path / ".gitlab-ci.yml", "spec: {inputs: {}}\n")).unread

    assert unread.why == "it is not a workflow: it has no keys"


NO_YAML = [
    ("a: [", "it is no YAML: did not find expected node content", 2),
    ("a: &x [*x]", "the alias *x refers to what it is a part of", 1),
    ("[a]: b", "a key is no text", 1),
    ("\x00\x00\x00", "it is not a workflow: it is a binary file", None),
    ("- a", "it is not a workflow: it has no keys", None),
    ("", "it is not a workflow: it has no keys", None),
    ("a: " + "[" * 300 + "]" * 300, "it is nested more than 200 levels deep", 1),
    ("#" * (1024 * 1024 + 1), "it is bigger than 1 MB, which no workflow is", None),
    ("a: b\n---\nc: d", "another document begins here, and a file like this is only one: leave it out", 2),
    ("a: b\x07", "it is no YAML: control characters are not allowed", None),
]


@pytest.mark.parametrize(("text", "why", "line"), NO_YAML, ids=[why for _, why, _ in NO_YAML])
def test_what_is_no_workflow_is_named(tmp_path: Path, text: str, why: str, line: int | None) -> None:
    path = tmp_path / "a.yml"
    path.write_text(text)

    (unread,) = read_workflow_files(tmp_path).unread

    assert (unread.what, unread.why, unread.line) == (str(path), why, line)


@pytest.mark.parametrize("text", ["a: b\n---\nc: d", "spec:\n  inputs: {}\n---\na: b\n---\nc: d"])
def test_a_pipeline_is_one_document(tmp_path: Path, text: str) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(text)

    (unread,) = read_workflow_files(tmp_path).unread

    assert unread.why == "another document begins here, and a file like this is only one: leave it out"


def test_an_empty_document_at_the_end_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: b\n---\n")

    assert [each.parsed.body for each in read_workflow_files(tmp_path).files] == [{"a": "b"}]


def test_a_bomb_of_aliases_is_no_workflow(tmp_path: Path) -> None:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    write(tmp_path / "a.yml", "\n".join(lines))

    (unread,) = read_workflow_files(tmp_path).unread

    assert unread.why == "its aliases repeat more than 250,000 values"


def test_a_pipe_is_no_workflow(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yml")

    assert [each.why for each in read_workflow_files(tmp_path).unread] == [
        "it cannot be read: it is not a regular file"
    ]


def test_a_folder_without_workflows_is_named(tmp_path: Path) -> None:
    why = "no workflow found: name the folder that has .github/workflows/ or .gitlab-ci.yml in it, or a folder of workflows"  # noqa: E501

    assert [each.why for each in read_workflow_files(tmp_path).unread] == [why]
    assert [each.why for each in read_workflow_files(tmp_path / "none").unread] == [
        "it cannot be read: No such file or directory"
    ]
    assert [each.why for each in read_workflow_files(Path("a\0b")).unread] == [
        "it cannot be read: its name holds a NUL"
    ]


@pytest.mark.parametrize("name", [".git", ".github"])
def test_a_repository_without_workflows_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    write(tmp_path / "compose.yml", "services: {}\n")

    (unread,) = read_workflow_files(tmp_path).unread

    assert unread.why.startswith("no workflow found: name the folder that has .github/workflows/")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"on: push\n# caf\xe9\n", "it is not a workflow: it is not in UTF-8, at byte 15: write it in UTF-8"),
        ("on: push\n".encode("utf-16"), None),
        (b"\xef\xbb\xbfon: push\r\njobs: {}\r\n", None),
    ],
)
def test_a_file_may_be_in_unicode_only(tmp_path: Path, content: bytes, why: str | None) -> None:
    (tmp_path / "a.yml").write_bytes(content)

    found = read_workflow_files(tmp_path)

    assert ([each.why for each in found.unread], len(found.files)) == (([], 1) if why is None else ([why], 0))


def test_links_are_followed_to_files_alone(tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    write(workflows / "a.yml", JOB)
    (workflows / "b.yml").symlink_to("a.yml")
    (workflows / "c.yml").symlink_to("c.yml")
    (workflows / "d.yml").symlink_to("/dev/zero")
    (workflows / "e.yml").symlink_to("..")

    found = read_workflow_files(tmp_path)

    assert [each.path.name for each in found.files] == ["a.yml", "b.yml"]
    assert [(Path(each.what).name, each.why) for each in found.unread] == [
        ("c.yml", "it cannot be read: Too many levels of symbolic links"),
        ("d.yml", "it cannot be read: it is not a regular file"),
    ]


def test_a_link_that_leads_nowhere_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to(tmp_path / "none")

    assert [each.why for each in read_workflow_files(tmp_path).unread] == [
        "it cannot be read: No such file or directory"
    ]


def test_a_key_that_is_written_twice_is_noted(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json")
    write(tmp_path / "w" / "a.yml", "on: push\njobs: {a: {runs-on: x, runs-on: y}}\n")

    code, _, err = command.run("runners", path, "--workflows", "w")

    note = "webhook-constructs: note: w/a.yml:2:24: the key 'runs-on' is written twice, and the last one counts\n"
    assert (code, err) == (0, note)


@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_what_can_be_read_is_judged_beside_what_cannot(command: Command, tmp_path: Path, output: str) -> None:
    path = template(tmp_path / "t.json")
    write(tmp_path / "w" / "a.yml", "a: [")
    write(tmp_path / "w" / "b.yml", "on: push\njobs:\n  b:\n    runs-on: codebuild-x-${{ github.run_id }}\n")

    code, out, err = command.run("runners", path, "--workflows", "w", "--format", output)

    assert code == 2
    assert "label-slip" in out
    assert "did not find expected node content" in (err if output == "text" else out)
    if output == "sarif":
        (invocation,) = json.loads(out)["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
