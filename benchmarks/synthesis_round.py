"""One round of building apps of webhooks, in a process of its own: `python -m benchmarks.synthesis_round 150 0`.

Prints as JSON what each way takes for an app of one webhook, and for one more among many. An app of each is built
before anything is measured, of other names, so that what is loaded and compiled once is.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from benchmarks.kernel_calls import kernel_calls, watch_kernel
from benchmarks.rounds import rotated, seconds
from benchmarks.stopwatch import Stopwatch
from benchmarks.webhooks import L2, PROJECT_ALONE, WAYS, way

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OTHERS", "WARM", "build", "imports_projects"]

MADE = f"{PROJECT_ALONE}, made"
WARM = 50
"""The webhooks of an app that is built before, as Node compiles what it has done some hundred times."""

OTHERS = 500
"""The number of the first of them: none has a name that is measured later, of which something might be kept."""

_MOST_OF_ONE_STACK = 200
"""Up to so many webhooks of projects that are made in the app fit into a stack; names not known yet may be long."""


def imports_projects(count: int) -> bool:
    """Whether an app of so many webhooks is for imported projects."""
    return count > _MOST_OF_ONE_STACK


def build(
    add: Callable[[cdk.Stack, int, bool], None], count: int, *, imported: bool, first: int = 0
) -> dict[str, float]:
    """Build and synthesize an app; return seconds, and what is counted of it.

    Counted are kernel calls, template bytes, resources, the managed policies among them, and bytes of the assets.

    Args:
        add: Adds a webhook.
        count: How many.
        imported: Whether they are for imported projects.
        first: The number of the first one, which its names are made of.
    """
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, watch_kernel(watch):

        def work() -> None:
            app = cdk.App(outdir=folder, context={"@aws-cdk/core:stackResourceLimit": 0})
            stack = cdk.Stack(app, "Stack")
            for index in range(first, first + count):
                add(stack, index, imported)
            app.synth()

        taken = seconds(work)
        assets = sum(map(_zipped, Path(folder).glob("asset.*")))
        template: dict[str, Any] = json.loads(Path(folder, "Stack.template.json").read_text(encoding="utf-8"))
    size = len(json.dumps(template, separators=(",", ":")))
    types = [resource["Type"] for resource in template.get("Resources", {}).values()]
    return {
        "seconds": taken,
        "calls": kernel_calls(watch),
        "bytes": size,
        "resources": len(types),
        "policies": types.count("AWS::IAM::ManagedPolicy"),
        "assets": assets,
    }


def _zipped(asset: Path) -> int:
    if asset.is_file():
        return asset.stat().st_size
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(asset.rglob("*")):
            archive.write(path, path.relative_to(asset))
    return len(buffer.getvalue())


def main(count: int, number: int) -> None:
    """Print what each way takes, beyond what its projects alone do."""
    ways = {name: (name, imports_projects(count) and name != L2) for name in WAYS}
    if imports_projects(count):
        ways[MADE] = (PROJECT_ALONE, False)  # the CDK's webhooks are beyond projects of the app, always
    for name, imported in ways.values():
        build(way(name), min(count, WARM), imported=imported, first=OTHERS)
    (*_, order) = rotated(list(ways), number + 1)
    taken = {
        each: {size: build(way(name), size, imported=imported) for size in dict.fromkeys((1, count))}
        for each in order
        for name, imported in [ways[each]]
    }
    json.dump({each: _beyond(taken, each) for each in WAYS}, sys.stdout)


def _beyond(taken: dict[str, dict[int, dict[str, float]]], name: str) -> dict[str, dict[str, float]]:
    """Subtract the cost of the projects alone: of an app with one webhook, and for each of the others."""
    alone = taken[MADE if name == L2 and MADE in taken else PROJECT_ALONE]
    one, many = min(taken[name]), max(taken[name])
    first, last = taken[name][one], taken[name][many]
    once = {key: first[key] - alone[one][key] for key in first}
    each = {key: (last[key] - alone[many][key] - once[key]) / max(1, many - one) for key in first}
    return {"once": once, "each": each}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
