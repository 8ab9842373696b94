"""What `webhook-constructs lint` costs.

The whole command, from the start of Python to its end, on templates of two hundred resources, of which two are projects
with a webhook of two groups, in JSON and in YAML. Every fourth webhook has something to be found, so that lines are
looked for. Beside it is what it takes to parse the same files and do nothing else, in the same way: `json.loads`, and
PyYAML with its parser in C. Then one template with more and more filter groups; the last column says what one more
group takes, from one size to the next.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from benchmarks.figures import Row, Table, grown
from benchmarks.fresh_process import environment
from benchmarks.rounds import in_turn, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Lint of templates"
_YAML_TEMPLATES = 20  # to write and parse more of them in YAML would take minutes
_RESOURCES = 200
_WEBHOOKS = 2  # of each template
_GROUPS_OF_A_WEBHOOK = 2
_PARSE = "parsing alone"
_PARSERS: Final = {
    "json": "import json, sys; [json.load(open(path)) for path in sys.argv[1:]]",
    "yaml": "import sys, yaml; Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)\n"
    "[yaml.load(open(path), Loader) for path in sys.argv[1:]]",
}


def tables(effort: Effort) -> list[Table]:
    """Measure the command on many templates, and on one of many groups."""
    with tempfile.TemporaryDirectory() as name:
        kinds: list[tuple[str, Callable[[Any], str], int]] = [
            ("json", lambda body: json.dumps(body, indent=1), effort.templates),
            ("yaml", yaml.safe_dump, min(effort.templates, _YAML_TEMPLATES)),
        ]
        many = []
        for suffix, write, number in kinds:
            folder = Path(name, suffix)
            folder.mkdir()
            paths = [_written(folder / f"{each}.{suffix}", write(_template(each))) for each in range(number)]
            size = sum(path.stat().st_size for path in paths) / 1e6
            many.append(_row(f"{number:,} templates in {suffix.upper()}, {size:.1f} MB", paths, effort))
        sizes = []
        for number in effort.groups:
            projects = {f"Project{each}": _project(each, 0) for each in range(-(-number // _GROUPS_OF_A_WEBHOOK))}
            path = _written(Path(name, f"{number}.json"), json.dumps({"Resources": projects}, indent=1))
            sizes.append((number, _row(f"{number:,} groups", [path], effort)))
    return [
        Table("Many templates, seconds", many, "lint"),
        Table("One template of many filter groups, seconds", grown(sizes, 1e6, "us"), "lint", "one more group"),
    ]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _row(what: str, paths: list[Path], effort: Effort) -> Row:
    ours = [sys.executable, "-m", "webhook_constructs.cli", "lint", *paths]
    parse = [sys.executable, "-c", _PARSERS[paths[0].suffix[1:]], *paths]
    works = {"ours": ours, _PARSE: parse}
    taken = in_turn(
        {name: lambda command=command: _seconds(command) for name, command in works.items()},  # type: ignore[misc]
        min(effort.rounds, 3),
        "s",
    )
    return Row(what, taken.pop("ours"), taken)


def _seconds(command: list[str | Path]) -> float:
    """Run a command; lint ends with 1 where it has found something."""
    return seconds(lambda: subprocess.run(command, env=environment(), check=False, stdout=subprocess.DEVNULL))


def _template(number: int) -> dict[str, Any]:
    topics = {f"Topic{each}": _topic(number, each) for each in range(_RESOURCES - _WEBHOOKS)}
    projects = {f"Project{each}": _project(number, each) for each in range(_WEBHOOKS)}
    return {"Resources": {**topics, **projects}}


def _topic(number: int, each: int) -> dict[str, Any]:
    return {
        "Type": "AWS::SNS::Topic",
        "Properties": {
            "TopicName": f"topic-{number}-{each}",
            "DisplayName": {"Fn::Sub": "${AWS::StackName} of ${AWS::Region}"},
            "Tags": [{"Key": "team", "Value": f"team-{each}"}, {"Key": "stage", "Value": {"Ref": "Stage"}}],
        },
        "Metadata": {"aws:cdk:path": f"Stack{number}/Topic{each}/Resource"},
    }


def _project(number: int, each: int) -> dict[str, Any]:
    actor = f"{number}{each}17" if (number + each) % 4 == 0 else f"^{number}{each}17$"
    groups = [
        [
            {"Type": "EVENT", "Pattern": event},
            {"Type": "BASE_REF", "Pattern": f"^refs/heads/release-{number}-{each}$"},
            {"Type": "ACTOR_ACCOUNT_ID", "Pattern": actor},
        ]
        for event in ("PULL_REQUEST_CREATED", "PULL_REQUEST_REOPENED")
    ]
    return {
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Source": {"Type": "GITHUB", "Location": f"https://github.com/acme/service-{number}-{each}.git"},
            "Triggers": {"Webhook": True, "FilterGroups": groups},
        },
        "Metadata": {"aws:cdk:path": f"Stack{number}/Project{each}/Resource"},
    }
