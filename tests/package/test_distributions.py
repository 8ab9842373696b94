"""What is in the wheel and in the source distribution."""

from __future__ import annotations

import re
import subprocess
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.package.environment import ROOT, uv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.package


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    uv("build", "--sdist", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.tar.gz")
    return built


def metadata(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        return archive.read(name).decode()


def test_the_wheel_holds_every_module_the_lambda_asset_and_the_typing_marker(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}

    sources = {str(file.relative_to(ROOT)) for file in (ROOT / "webhook_constructs").rglob("*.py")}
    pages = {"webhook_constructs/cli/tool_findings.md"}
    assert packed == {
        *sources,
        *pages,
        "webhook_constructs/py.typed",
        "webhook_constructs_command.py",
        "webhook_constructs_pytest.py",
    }
    assert "webhook_constructs/handler/index.py" in packed


def test_the_source_distribution_holds_what_the_repository_does(source: Path) -> None:
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached"], capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no clone, but perhaps the source distribution itself")
    tracked = {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).exists()}

    with tarfile.open(source) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}

    assert tracked - packed == set()
    assert "PKG-INFO" in packed


def test_the_source_distribution_gives_the_same_wheel(wheel: Path, source: Path, tmp_path: Path) -> None:
    uv("build", "--wheel", "--out-dir", tmp_path, source)

    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_description_links_to_nothing_that_is_not_beside_it(wheel: Path) -> None:
    """A package index shows it by itself: a link to a file of the repository leads nowhere there."""
    description = metadata(wheel).partition("\n\n")[2]
    targets = re.findall(r"\]\(([^)]*)\)", description)

    assert description.startswith("# webhook-constructs\n")
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []


def test_the_pythons_of_the_classifiers_are_those_that_are_supported(wheel: Path) -> None:
    text = metadata(wheel)
    classified = re.findall(r"^Classifier: Programming Language :: Python :: 3\.(\d+)$", text, re.MULTILINE)
    minors = [int(each) for each in classified]

    assert re.findall(r"^Requires-Python: (.*)$", text, re.MULTILINE) == [f">=3.{minors[0]}"]
    assert minors == list(range(minors[0], minors[-1] + 1))
