"""The page says what it is a page of, and is written where it can be."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from benchmarks.__main__ import main
from benchmarks.figures import Budget, Figure, Row, Table
from benchmarks.machine import facts
from benchmarks.page import page, write

if TYPE_CHECKING:
    from pathlib import Path


def test_what_bounds_a_line_is_said_where_it_is_known() -> None:
    over = Figure.of([2], "ms")
    rows = [
        Row("", over, budget=Budget(1, "one"), bound="Node takes 1.5 ms"),
        Row("", over, budget=Budget(1, "two")),
        Row("", over, budget=Budget(3, "three"), bound="nothing does"),
    ]

    written = page({}, {"audit": [Table("Times", rows)]})

    assert [line for line in written.splitlines() if line.startswith("- ")] == [
        "- one: missed by 1 ms, 100%; Node takes 1.5 ms.",
        "- two: missed by 1 ms, 100%.",
    ]
    assert "### Times\n\n1 round:\n\n| " in written


def test_what_users_feel_comes_first_beside_the_peer_of_the_budget() -> None:
    peers = {"nothing": Figure.of([1], "ms"), "the CDK": Figure.of([2], "ms")}
    felt = Row("", Figure.of([3], "ms"), peers, Budget(2, "one", "the CDK"), headline="One more webhook")

    written = page({"Date": "today"}, {"audit": [Table("Times", [felt])]})

    assert "| One more webhook | 3 ms (once) | the CDK: 2 ms (once) | 1.50 x |\n" in written
    assert written.index("## In short") < written.index("## Audit") < written.index("## The budget")
    assert written.endswith("## Measured on\n\n|  |  |\n| --- | ---: |\n| Date | today |\n")


def test_a_page_of_a_part_says_so_at_its_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.md"

    assert main(["--tiny", "--only", "set_questions", "--write", str(path)]) == 0

    assert "not the whole" not in capsys.readouterr().out
    assert path.read_text().startswith(
        "# Benchmarks\n\n**This is not the whole benchmark: it was run with `--tiny --only set_questions`.**\n\n"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_of_the_whole_benchmark_has_no_reservation() -> None:
    assert page({}, {}).startswith("# Benchmarks\n\nWhat this library costs")


def test_a_page_is_written_for_everybody_to_read(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("the one before")

    write(path, "the new one")

    (tmp_path / "other").touch()
    assert path.read_text() == "the new one"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none/page.md", "the folder of the page does not exist, got '{path}': make '{parent}' first"),
        ("", "a folder is no page, got '{path}': name a file in it, such as '{path}/benchmarks.md'"),
        ("x" * 254, "the folder of the page cannot be written to (File name too long), got '{path}': name another one"),
    ],
    ids=["missing-folder", "folder", "unwritable"],
)
def test_a_page_that_cannot_be_written_is_refused_before_anything_is_measured(
    path: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / path

    with pytest.raises(SystemExit) as ended:
        main(["--tiny", "--only", "set_questions", "--write", str(page)])

    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    expected = message.format(path=page, parent=page.parent)
    assert printed.err.endswith(f"error: argument --write: {expected}\n")


def test_the_system_is_named_without_what_its_builder_has_added() -> None:
    _, _, release = facts()["System"].partition(",")[0].rpartition(" ")

    assert release.replace(".", "").isdigit()
