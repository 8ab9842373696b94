"""What `webhook-constructs predict` costs: `python benchmarks/predict.py`.

The whole command, from its start to its end, in git repositories of one commit that changes 10 and 10,000 files, on a
template of 100 webhooks, with a pull request besides; and beside it what git itself takes for `log --name-only` and
`diff --name-only` of that commit. Times are of the wall clock, because other processes do a part of the work.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDS = 5
_WEBHOOKS = 100


def main() -> None:
    """Measure and print."""
    print(f"webhook-constructs predict on {_WEBHOOKS} webhooks, seconds, median of {_ROUNDS} rounds (least to most)\n")
    print(f"{'changed files':>14}  {'predict':>20}  {'git alone':>20}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = _template(folder / "template.json")
        for files in (10, 10_000):
            repository = _repository(folder / str(files), files)
            command: list[str | Path] = [
                sys.executable,
                "-m",
                "webhook_constructs.cli",
                "predict",
                template,
                "-C",
                repository,
            ]
            ours = _seconds([[*command, "--base", "main"]])
            asked = (["log", "--name-only", "main..HEAD"], ["diff", "--name-only", "main...HEAD"])
            git = _seconds([["git", "-C", repository, *arguments] for arguments in asked])
            print(f"{files:>14,}  {ours:>20}  {git:>20}")


def _template(path: Path) -> Path:
    resources = {
        f"Webhook{number}": {
            "Type": "Custom::CodeBuildWebhook",
            "Properties": {
                "ProjectName": f"project-{number}",
                "FilterGroups": [
                    [
                        {"Type": "EVENT", "Pattern": event},
                        {"Type": "FILE_PATH", "Pattern": f"^services/{number}/"},
                        {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "^12345$", "ExcludeMatchedPattern": True},
                    ]
                    for event in ("PUSH", "PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED")
                ],
            },
        }
        for number in range(_WEBHOOKS)
    }
    path.write_text(json.dumps({"Resources": resources}))
    return path


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
        path.write_text(str(number))
    git("add", "--all")
    git("commit", "--message", "Change")
    return folder


def _seconds(commands: Sequence[Sequence[str | Path]]) -> str:
    taken = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        for command in commands:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begin)
    return f"{statistics.median(taken):.2f} ({min(taken):.2f} to {max(taken):.2f})"


if __name__ == "__main__":
    main()
