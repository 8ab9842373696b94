"""What mypy and pyright accept and refuse, in a project of a user: this package is installed, and nothing else is ours.

Each checker runs once, and mypy only in `make test-all` (`tests/extent.py`). The project holds the uses in this folder,
and the Python of the README, the guides and the examples.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import blocks as page_blocks
from tests.examples.guide_blocks import all_blocks, blocks
from tests.extent import RUNS_ALL

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXCUSE = "  # type: ignore"
REFUSED = (HERE / "refused.py").read_text().splitlines()
BARE = "without_excuses.py"

CHECKERS = {
    "mypy": ("mypy", "--strict", "--config-file=", "--python-version=3.10", f"--cache-dir={ROOT}/.mypy_cache/typing"),
    "pyright": ("pyright", "--pythonversion=3.10", "--pythonpath", sys.executable),
}


def readme() -> dict[str, str]:
    return {"readme.py": "\n".join(page_blocks(ROOT / "README.md", "python"))}


def guides() -> dict[str, str]:
    """Each block of a guide, after the beginning that all of them go on from."""
    (beginning,) = (block for block in blocks("README") if block.language == "python")
    return {f"{each.place}.py": f"{beginning.text}\n{each.text}" for each in all_blocks("python")}


def examples() -> dict[str, str]:
    files = [*(ROOT / "examples").glob("*/*.py"), ROOT / "app.py"]
    return {f"{each.parent.name}.py" if each.stem == "app" else each.name: each.read_text() for each in files}


@pytest.fixture(scope="module")
def user_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("user_project")
    uses = {each.name: each.read_text() for each in HERE.glob("*.py") if each.name != Path(__file__).name}
    files = {
        **uses,
        BARE: "\n".join(line.split(EXCUSE)[0] for line in REFUSED),
        **readme(),
        **{name.replace("-", "_"): text for name, text in {**guides(), **examples()}.items()},
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module", params=CHECKERS if RUNS_ALL else ["pyright"])
def errors(request: pytest.FixtureRequest, user_project: Path) -> list[str]:
    """The errors of a checker, which has said something else than that it could not run."""
    done = subprocess.run(
        [sys.executable, "-m", *CHECKERS[request.param], "."],
        cwd=user_project,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.strip() for line in done.stdout.splitlines() if " error: " in line]
    assert found, done.stdout + done.stderr  # without their excuses, uses are refused
    return found


def test_what_is_accepted_has_no_error(errors: list[str]) -> None:
    """The README, the guides and the examples among it, and what is refused where it has its excuse."""
    assert [line for line in errors if BARE not in line] == []


def test_what_is_refused_is_an_error_on_its_line(errors: list[str]) -> None:
    excused = {number for number, line in enumerate(REFUSED, start=1) if EXCUSE in line}
    refused = {number for number in excused if any(f"{BARE}:{number}:" in line for line in errors)}

    assert len(excused) >= 20
    assert refused == excused


def test_every_guide_and_example_is_checked(user_project: Path) -> None:
    names = {each.name for each in user_project.iterdir()}

    assert {"readme.py", "monorepo.py", "ci_stack.py", "test_ci_stack.py", "accepted_constructs.py"} <= names
    assert len([name for name in names if name.startswith("test_your_stacks_")]) >= 5
