"""What is synthesized is the same in every process and on every machine, and another handler changes one hash."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import webhook_constructs
from tests.cdk.full_app import full_app
from webhook_constructs.testing.normalized_templates import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PACKAGE = Path(webhook_constructs.__file__).parent
ROOT = Path(__file__).parents[2]
HASH = re.compile("[0-9a-f]{64}")
METADATA = ("Stack.metadata.json", "manifest.json")
# A new home has no cache of the CDK's packages, which take ten seconds to unpack.
CACHE = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path.home() / ".cache" / "aws" / "jsii" / "package-cache")}
OTHER_MACHINE = {
    "PYTHONHASHSEED": "4242",
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "C",
}


def copied(folder: Path) -> Path:
    """Copy the package as another machine has it: in another order, of another time, with what tools leave behind."""
    package = folder / "webhook_constructs"
    for source in sorted(PACKAGE.rglob("*.py"), reverse=True):
        target = package / source.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        os.utime(target, (0, 0))
    (package / "handler" / "__pycache__").mkdir()
    for litter in ("__pycache__/index.cpython-314.pyc", "index.pyc", ".DS_Store", "index.py~", "notes.txt"):
        (package / "handler" / litter).write_text("litter")
    return package


def started(package: Path, variables: Mapping[str, str]) -> subprocess.Popen[str]:
    """Synthesize in a process of its own, with a copy of the package; the assembly is beside that."""
    folder = package.parent
    (folder / "home").mkdir()
    own = {"HOME": str(folder / "home"), "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cdk.full_app", str(folder / "out")],
        cwd=folder / "home",
        env={**CACHE, **os.environ, **variables, **own},
        umask=0o077,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str], package: Path) -> Path:
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert output == str(package / "__init__.py")
    return package.parent / "out"


@pytest.fixture(scope="module")
def outs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The assemblies: of this process, of another machine, and of another handler."""
    here, there, later = (tmp_path_factory.mktemp(name) for name in ("here", "there", "later"))
    same, changed = copied(there), copied(later)
    with (changed / "handler" / "index.py").open("a") as handler:
        handler.write("# of the next version\n")
    processes = {"there": (started(same, OTHER_MACHINE), same), "later": (started(changed, {}), changed)}
    full_app(str(here)).synth()
    return {"here": here, **{name: finished(*process) for name, process in processes.items()}}


def written(out: Path) -> dict[str, Any]:
    """What an assembly holds by path; of the assets the names, and of what is said not where in the CDK it was said."""
    return {
        str(path.relative_to(out)): content(path)
        for path in out.rglob("*")
        if path.is_file() and not any("asset." in folder.name for folder in path.parents)
    } | {path.name: None for path in out.rglob("asset.*")}


def content(path: Path) -> Any:
    """Return the bytes of a file, and what a file of metadata says but for the traces, which hold paths of the CDK."""
    if not path.name.endswith(("metadata.json", "manifest.json")):
        return path.read_bytes()
    return json.loads(path.read_text(), object_hook=without_trace)


def without_trace(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "trace"}


def test_there_is_much_that_could_differ(outs: dict[str, Path]) -> None:
    # an older CDK writes into the manifest what is said of the constructs
    found = "".join((outs["here"] / name).read_text() for name in METADATA if (outs["here"] / name).exists())

    assert found.count("webhook-constructs::WH") >= 40
    assert len(list(outs["here"].rglob("*.template.json"))) == 4


def test_another_process_on_another_machine_synthesises_the_same(outs: dict[str, Path]) -> None:
    assert written(outs["there"]) == written(outs["here"])


def test_another_handler_changes_one_hash_in_each_stack_and_no_snapshot(outs: dict[str, Path]) -> None:
    changed = {}
    here, later = outs["here"], outs["later"]
    for path in here.rglob("*.template.json"):
        other = later / path.relative_to(here)
        before, after = path.read_text(), other.read_text()
        pairs = zip(HASH.findall(before), HASH.findall(after), strict=True)
        changed[path.name.partition(".")[0]] = [old for old, new in pairs if old != new]
        assert HASH.sub("", before) == HASH.sub("", after)
        assert normalized(path, here) == normalized(other, later)
    (handler,) = (path.stem.removeprefix("asset.") for path in outs["here"].glob("asset.*"))
    # the template of a nested stack is an asset of the stack that it is in
    (nested,) = {hash_ for hash_ in changed.pop("Stack") if hash_ != handler}

    assert len(changed) == 3
    assert all(hashes == [handler] for hashes in changed.values())
    assert nested in (outs["here"] / "Stack.assets.json").read_text()
