"""Workflows and pipelines in the shapes that public repositories have, beyond those of `test_sample_workflows`.

Each is written for these tests, after reading public workflows that ask for CodeBuild. In `shapes`, a block has a
workflow, other workflows after `---`, and what a careful reader expects: for each way in which a job can ask its
project, or what is wrong; and how many parts are not read.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.cli.conftest import write

if TYPE_CHECKING:
    from tests.cli.conftest import Command

FOLDER = Path(__file__).parent
PROJECTS = FOLDER / "workflows" / "projects.template.json"
LABEL = "codebuild-api-${{ github.run_id }}-${{ github.run_attempt }}"
NOT_READ = "not read"


class Shape(NamedTuple):
    """The workflow files of a repository, and what is expected of their jobs."""

    name: str
    files: dict[str, str]
    expected: list[str]


def shapes(file: str, first: str) -> list[Shape]:
    """The shapes of a file, the first workflow of each in a file of that name."""
    found = []
    for block in re.split(r"^=== ", (FOLDER / "shapes" / file).read_text(), flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        texts, _, expected = rest.partition("-----\n")
        main, *others = re.split(r"^--- (?=\S)", texts, flags=re.MULTILINE)
        files = {
            first: main,
            **{f".github/workflows/{each.partition(chr(10))[0]}": each.partition("\n")[2] for each in others},
        }
        found.append(Shape(name, files, expected.splitlines()))
    return found


SHAPES = [*shapes("github.txt", ".github/workflows/ci.yml"), *shapes("gitlab.txt", ".gitlab-ci.yml")]


def outcome(judged: dict[str, Any]) -> str:
    if judged["fault"] is not None:
        return str(judged["fault"])
    return str(judged["project"]) if judged["verdict"] == "RUNS" else "undecided"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_is_judged_as_a_careful_reader_would(command: Command, tmp_path: Path, shape: Shape) -> None:
    for name, text in shape.files.items():
        write(tmp_path / name, text)

    code, out, err = command.run("runners", PROJECTS, "--repository", "acme/api", "--format", "json")

    found = json.loads(out)
    skipped = len(found["unseen"])
    assert (err, found["unread"]) == ("", [])
    assert [
        *(f"{each['job']}: {outcome(each)}" for each in found["jobs"]),
        *([f"{NOT_READ}: {skipped}"] if skipped else []),
    ] == shape.expected
    assert code == int(any(each["fault"] is not None for each in found["jobs"]))


def test_there_are_at_least_forty_shapes() -> None:
    assert len(SHAPES) == len({each.name for each in SHAPES}) >= 40


def test_a_file_of_windows_is_read(command: Command, tmp_path: Path) -> None:
    """Lines end with CR and LF, after a mark of the byte order."""
    write(tmp_path / ".github/workflows/ci.yml", f"\ufeffon: push\r\njobs:\r\n  a:\r\n    runs-on: {LABEL}\r\n")

    assert ":4:5: a: runs on api\n" in command("runners", PROJECTS, "--repository", "acme/api")
