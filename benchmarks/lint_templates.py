"""What `webhook-constructs lint` costs: `python benchmarks/lint_templates.py`.

Five hundred templates of two hundred resources, of which a few are projects with a webhook, in JSON and in YAML; beside
them what it takes to parse the same files and do nothing else: `json.loads`, and PyYAML with its parser in C. Every
fourth webhook has something to be found, so that lines are looked for. Times are of the processor, in this process.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import yaml

from webhook_constructs.cli.linted_templates import lint_files
from webhook_constructs.cli.templates import read_templates
from webhook_constructs.lint.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

_TEMPLATES = 500
_YAML_TEMPLATES = 50  # to write and parse all of them in YAML would take minutes
_RESOURCES = 200
_WEBHOOKS = 2  # of each template


def main() -> None:
    """Measure and print."""
    print(f"templates of {_RESOURCES} resources, {_WEBHOOKS} of them webhooks; seconds of the processor\n")
    print(f"{'':6} {'templates':>9} {'MB':>6} {'parsed':>8} {'read':>8} {'judged':>8} {'in all':>8} {'findings':>9}")
    with tempfile.TemporaryDirectory() as name:
        _measure(Path(name, "json"), "json", _TEMPLATES, lambda body: json.dumps(body, indent=1), json.loads)
        _measure(Path(name, "yaml"), "yaml", _YAML_TEMPLATES, yaml.safe_dump, _parse_yaml)


def _measure(
    folder: Path, suffix: str, templates: int, write: Callable[[Any], str], parse: Callable[[str], Any]
) -> None:
    folder.mkdir()
    for number in range(templates):
        (folder / f"{number}.{suffix}").write_text(write(_template(number)))
    texts = [path.read_text() for path in sorted(folder.iterdir())]
    begin = process_time()
    for text in texts:
        parse(text)
    parsed = process_time()
    found = read_templates([folder])
    read = process_time()
    outcome = lint_files(found, Selection())
    judged = process_time()
    print(
        f"{suffix:6} {templates:9,} {sum(map(len, texts)) / 1e6:6.1f} {parsed - begin:8.2f} {read - parsed:8.2f} "
        f"{judged - read:8.2f} {judged - parsed:8.2f} {len(outcome.findings):9,}"
    )


def _parse_yaml(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - it is a safe one


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


if __name__ == "__main__":
    main()
