"""What `webhook-constructs diff` costs.

The whole command, from the start of Python to its end, on two templates of webhooks of three filter groups. The budget
counts what comes after the start, so beside it is what Python takes to start and to import the command. Where a webhook
changes, it loses the anchor of one filter and gets a branch in another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figures import Row, Table
from benchmarks.fresh_process import environment
from benchmarks.rounds import in_turn, seconds

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "seconds_of", "tables", "template_of"]

TITLE: Final = "Changes"
_SIZES: Final = ((100, 10), (450, 0), (100, 100))
_START = "the start alone"
_CODES = (0, 1)  # a webhook that widens ends with 1


def tables(effort: Effort) -> list[Table]:
    """Measure the command on templates of which some webhooks differ."""
    with tempfile.TemporaryDirectory() as name:
        rows = [_row(Path(name), webhooks, changed, effort) for webhooks, changed in _SIZES]
    return [Table("By webhooks, seconds", rows, "diff")]


def _row(folder: Path, webhooks: int, changed: int, effort: Effort) -> Row:
    before, after = (
        template_of(folder / f"{side}.json", webhooks, some) for side, some in (("before", 0), ("after", changed))
    )
    command = [sys.executable, "-m", "webhook_constructs.cli"]
    commands: dict[str, list[str | Path]] = {
        "ours": [*command, "diff", before, after],
        _START: [*command, "diff", "none:", "none:"],
    }
    taken = in_turn(
        {name: lambda words=words: seconds_of(words) for name, words in commands.items()},  # type: ignore[misc]
        min(effort.rounds, 3),
        "s",
    )
    what = f"{webhooks} webhooks, {changed or 'none'} changed"
    return Row(what, taken.pop("ours"), taken)


def seconds_of(command: list[str | Path]) -> float:
    """Measure a command from its start to its end; its exit code is 0 or 1."""

    def work() -> None:
        done = subprocess.run(command, env=environment(), check=False, stdout=subprocess.DEVNULL)
        if done.returncode not in _CODES:
            done.check_returncode()

    return seconds(work)


def template_of(path: Path, webhooks: int, changed: int = 0) -> Path:
    """Write a template of webhooks of which the first ones are changed."""
    resources = {f"Webhook{number}": _webhook(number, is_changed=number < changed) for number in range(webhooks)}
    path.write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    return path


def _webhook(number: int, *, is_changed: bool) -> dict[str, Any]:
    branches = f"main|release/{number}|next" if is_changed else f"main|release/{number}"
    groups = [
        [_filter("EVENT", "PUSH"), _filter("HEAD_REF", f"^refs/heads/({branches})$")],
        [
            _filter("EVENT", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"),
            _filter("BASE_REF", "^refs/heads/main$"),
            _filter("ACTOR_ACCOUNT_ID", f"^(1234567|{number + 7_000_000})" + ("" if is_changed else "$")),
        ],
        [_filter("EVENT", "PUSH"), _filter("FILE_PATH", f"^services/{number}/"), _filter("HEAD_REF", "^refs/tags/")],
    ]
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
    return {
        "Type": "Custom::CodeBuildWebhook",
        "Properties": {"ProjectName": f"project-{number}", "FilterGroups": groups, "Source": source},
    }


def _filter(kind: str, pattern: str) -> dict[str, str]:
    return {"Type": kind, "Pattern": pattern}
