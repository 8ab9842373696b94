"""What `webhook-constructs predict` costs.

The whole command, from the start of Python to its end, in a git repository of one commit that changes some files, on a
template of webhooks of three filter groups, with a pull request besides. Beside it is what git itself takes for
`log --name-only` and `diff --name-only` of that commit, which is a part of ours. Then the same with more and more
filter groups; the last column says what one more group takes, from one size to the next.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Row, Table, grown
from benchmarks.fresh_process import environment
from benchmarks.rounds import in_turn, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Predict"
_FEW_FILES = 10
_WEBHOOKS = 100
_GIT = "git alone"
_PYTHON = "Python alone"
_ACTIONS = ("PUSH", "PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED")


def tables(effort: Effort) -> list[Table]:
    """Measure the command in repositories of commits of few and many files, and on templates of many groups."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repositories = {files: _repository(folder / str(files), files) for files in (_FEW_FILES, effort.files)}
        template = _template(folder / "template.json", _WEBHOOKS * len(_ACTIONS))
        files = [
            _row(f"{number:,} changed files, {_WEBHOOKS} webhooks", template, repository, effort)
            for number, repository in repositories.items()
        ]
        sizes = []
        for size in effort.groups:
            template = _template(folder / f"{size}.json", size)
            what = f"{size:,} groups, {_FEW_FILES} changed files"
            sizes.append((size, _row(what, template, repositories[_FEW_FILES], effort)))
    return [
        Table("By changed files, seconds", files, "predict"),
        Table("By filter groups, seconds", grown(sizes, 1e6, "us"), "predict", "one more group"),
    ]


def _row(what: str, template: Path, repository: Path, effort: Effort) -> Row:
    command: list[str | Path] = [sys.executable, "-m", "webhook_constructs.cli", "predict", template]
    command += ["-C", repository, "--base", "main"]
    asked = (["log", "--name-only", "main..HEAD"], ["diff", "--name-only", "main...HEAD"])
    works: dict[str, Sequence[Sequence[str | Path]]] = {
        "ours": [command],
        _GIT: [["git", "-C", repository, *arguments] for arguments in asked],
        _PYTHON: [[sys.executable, "-c", "pass"]],
    }
    taken = in_turn(
        {name: lambda commands=commands: _seconds(commands) for name, commands in works.items()},  # type: ignore[misc]
        min(effort.rounds, 3),
        "s",
    )
    return Row(what, taken.pop("ours"), taken)


def _seconds(commands: Sequence[Sequence[str | Path]]) -> float:
    def work() -> None:
        for command in commands:
            subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)

    return seconds(work)


def _template(path: Path, groups: int) -> Path:
    """Write a template of so many groups, three a webhook; the last webhook may have fewer."""
    resources = {
        f"Webhook{number}": {
            "Type": "Custom::CodeBuildWebhook",
            "Properties": {
                "ProjectName": f"project-{number}",
                "FilterGroups": [_group(number, action) for action in _ACTIONS[: groups - first]],
            },
        }
        for number, first in enumerate(range(0, groups, len(_ACTIONS)))
    }
    path.write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    return path


def _group(number: int, action: str) -> list[dict[str, object]]:
    return [
        {"Type": "EVENT", "Pattern": action},
        {"Type": "FILE_PATH", "Pattern": f"^services/{number}/"},
        {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "^12345$", "ExcludeMatchedPattern": True},
    ]


def _repository(folder: Path, files: int) -> Path:
    people = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    environment = {**os.environ, **dict.fromkeys(people, "bench@example.com")}

    def git(*arguments: str) -> None:
        command = ["git", *arguments]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)

    folder.mkdir()
    git("init", "--initial-branch", "main")
    git("commit", "--allow-empty", "--message", "Begin")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("switch", "--create", "topic")
    for number in range(files):
        path = folder / "services" / str(number % 500) / f"{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(number), encoding="utf-8")
    git("add", "--all")
    git("commit", "--message", "Change")
    return folder
