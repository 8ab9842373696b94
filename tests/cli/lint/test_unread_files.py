"""Files that lint cannot read: they are named, and the rest is judged."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, TO_MAIN, template, webhook, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Command

BROKEN = '{"Resources": {"A": '


def test_the_rest_is_judged_where_a_file_cannot_be_read(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "a.json", Api=webhook(groups=[OPEN]))
    write(tmp_path / "b.json", BROKEN)
    write(tmp_path / "c.yaml", "Resources: &r\n  A: *r\n")

    code, out, err = command.run("lint", ".")

    assert code == 2
    assert out.startswith("a.json:1:")
    assert err == (
        "webhook-constructs: b.json:1:21: it is no JSON: expecting value\n"
        "webhook-constructs: c.yaml:2:6: the alias *r refers to what it is a part of\n"
    )


def test_what_cannot_be_read_fails_even_where_findings_do_not(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "b.json", BROKEN)

    assert command.run("lint", "b.json", "--fail-on", "never")[0] == 2


@pytest.fixture
def _without_privileges(tmp_path: Path) -> Iterator[None]:
    """Make the system check permissions where the tests run as root, too."""
    tmp_path.chmod(0o755)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def closed(_without_privileges: None) -> Iterator[None]:
    """A folder with a file, a folder and a folder's names that may not be read, and one template that may."""
    owner = os.geteuid()
    os.seteuid(os.getuid())
    for name in ("file.json", "closed/a.json", "names/a.json"):
        template(Path(name), Api=webhook("api", groups=[OPEN]))
    template(Path("z.json"), Api=webhook("api", groups=[OPEN]))
    Path("names/a.json").chmod(0o644)
    Path("z.json").chmod(0o644)  # whatever the umask of who runs the tests
    modes = {"file.json": 0o000, "closed": 0o000, "names": 0o444}
    for name, mode in modes.items():
        Path(name).chmod(mode)
    os.seteuid(owner)
    yield
    os.seteuid(os.getuid())
    for name in modes:
        Path(name).chmod(0o755)
    os.seteuid(owner)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("paths", "unread"),
    [
        pytest.param(["file.json", "z.json"], ["file.json"], id="file"),
        pytest.param(["closed", "z.json"], ["closed"], id="folder"),
        pytest.param(["closed/a.json", "z.json"], ["closed/a.json"], id="file-in-it"),
        pytest.param(["names", "z.json"], ["names/a.json", "names"], id="names-only"),
        pytest.param(["."], ["closed", "file.json", "names/a.json"], id="folder-around-them"),
    ],
)
def test_what_may_not_be_read_is_named_and_the_rest_is_judged(
    command: Command, paths: list[str], unread: list[str]
) -> None:
    code, out, err = command.run("lint", *paths, "--format", "json")

    answer = json.loads(out)
    assert (code, err) == (2, "")
    assert [each["place"]["file"] for each in answer["findings"]] == ["z.json"]
    assert sorted(each["what"] for each in answer["unread"]) == sorted(unread)


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_a_folder_that_was_deleted_stands_in_no_way(command: Command, tmp_path: Path, output: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    here = tmp_path / "here"
    here.mkdir()
    os.chdir(here)
    here.rmdir()

    code, out, err = command.run("lint", path, "--format", output)
    os.chdir(tmp_path)

    assert (code, err) == (0, "")
    assert "WH201" in out


@pytest.mark.parametrize("arguments", [["lint", ""], ["lint", "t.json", ""], ["predict", ""]])
def test_an_empty_path_is_refused(command: Command, arguments: list[str]) -> None:
    assert "a path is empty: name a file or folder, or write . for this folder" in command.refused(*arguments)


def test_a_manifest_may_name_what_no_file_can_be_called(command: Command, tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "\ud800"}}
    write(tmp_path / "manifest.json", {"artifacts": {"A": stack}})

    code, out, _ = command.run("lint", ".", "--format", "sarif")

    assert code == 2
    assert "its name cannot be written as bytes" in out


def test_nothing_that_could_be_read_is_not_nothing_found(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", "{")

    code, out, _ = command.run("lint", "t.json")

    assert (code, out) == (2, "nothing could be read\n")


def test_a_manifest_of_something_else_below_a_folder_is_passed_over(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "app" / "web" / "manifest.json", '{"artifacts": {"zip": "x.zip", "map": {"type": ["a"]}}}')
    template(tmp_path / "app" / "t" / "api.json", Api=webhook(groups=[TO_MAIN]))

    code, out, err = command.run("lint", "app")

    assert (code, out, err) == (0, "1 webhook: nothing found\n", "")
