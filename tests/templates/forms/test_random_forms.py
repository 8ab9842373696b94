"""Plans, states and JSON of the API with random changes: nothing crashes, and nothing is passed over without a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.extent import RUNS_ALL
from webhook_constructs.cli.explain.answers import Webhooks, placed_webhooks
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.core import SourceProvider, WebhookEvent, WebhookSettings
from webhook_constructs.lint.findings.located_findings import LintReport
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.values.possible_webhooks import possible_webhooks

from .written_forms import FORMS

SEEDS = 10
FILES = (20_000 if RUNS_ALL else 600) // SEEDS
SECRET = "s3cr3t"
SETTINGS: dict[str, Any] = {
    "filterGroups": [
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "refs/heads/main"}],
        [{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}, {"type": "ACTOR_ACCOUNT_ID", "pattern": "12345"}],
    ],
    "pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED", "approverRoles": ["GITHUB_WRITE"]},
    "buildType": "BUILD",
}
EXPECTED = ["WH203", "WH201"]
PUSH = WebhookEvent.push(branch="main", files=["a"], actor="1", message="x")
GARBAGE: list[Any] = [
    True,
    False,
    7,
    -1.5,
    "",
    "x",
    "^(",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    {"Ref": "A"},
    "${Token[T.1]}",
    "a" * 999,
]


def bodies() -> dict[str, dict[str, Any]]:
    """The settings in each form, with what is to be shown nowhere."""
    found = {}
    for name in ("a plan", "a state", "BatchGetProjects", "CreateWebhook"):
        provider = None if name == "CreateWebhook" else SourceProvider.GITHUB
        body = FORMS[name](WebhookSettings.from_api(SETTINGS, provider=provider))
        assert body is not None
        found[name] = body
    for name, section in (("a plan", "planned_values"), ("a state", "values")):
        hook = found[name][section]["root_module"]["resources"].pop()
        hook["values"] |= {"secret": SECRET, "payload_url": f"https://codebuild.us-east-1.amazonaws.com/?t={SECRET}"}
        found[name][section]["root_module"]["child_modules"] = [{"address": "module.ci", "resources": [hook]}]
    found["BatchGetProjects"]["projects"][0]["webhook"] |= {"secret": SECRET, "payloadUrl": f"https://x/?t={SECRET}"}
    return found


BODIES = bodies()
OF_THE_WEBHOOK = {
    "a plan": ("planned_values", "root_module", "child_modules", 0, "resources", 0),
    "a state": ("values", "root_module", "child_modules", 0, "resources", 0),
    "BatchGetProjects": ("projects", 0, "webhook"),
    "CreateWebhook": (),
}


def linted(path: Path) -> LintReport:
    return lint_files(read_templates([path]), Selection())


def places(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all that is in a document."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        yield (*steps, key)
        yield from places(each, (*steps, key))


def around(body: Any, steps: tuple[Any, ...]) -> Any:
    for step in steps[:-1]:
        body = body[step]
    return body


def changed(body: Any, random: Random) -> Any:
    """Change some places in any way."""
    found = deepcopy(body)
    for _ in range(random.randint(1, 3)):
        steps = random.choice(list(places(found)) or [()])
        if not steps:
            return found
        within, last = around(found, steps), steps[-1]
        way = random.random()
        if way < 0.2:
            del within[last]
        elif way < 0.4:
            within[last] = deepcopy([within[last], within[last]])
        elif way < 0.5 and isinstance(within, list):
            within.append(deepcopy(within[last]))
        elif way < 0.6 and isinstance(within, dict):
            within[str(last).upper()] = within.pop(last)
        else:
            within[last] = deepcopy(random.choice([None, *GARBAGE]))
    return found


def says_something(report: LintReport) -> bool:
    return bool(report.unread or report.undecided or any(each.finding.id == "WH008" for each in report.findings))


@pytest.mark.parametrize("name", BODIES)
def test_the_forms_have_the_findings_that_must_not_get_lost(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(BODIES[name]))
    report = linted(path)

    assert set(EXPECTED) <= {each.finding.id for each in report.findings}
    assert not says_something(report)
    assert SECRET in path.read_text() or name == "CreateWebhook"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_changes_crash_nothing_and_show_no_secret(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    path = tmp_path / "file.json"
    for _ in range(FILES):
        body = changed(BODIES[random.choice(list(BODIES))], random)
        text = json.dumps(body)
        path.write_text(text if random.random() < 0.9 else text[: random.randrange(len(text) + 1)])
        report = linted(path)
        files = read_templates([path]).files
        possible = possible_webhooks([each.template for each in files])
        answers = Webhooks(placed_webhooks(files, possible)).answers(PUSH)

        assert [each for each in report.findings if each.finding.id == "WH001"] == [], text
        assert SECRET not in f"{report}{[each.reason for each in answers]}", text
        assert report.webhooks or report.unread or report.undecided or not describes_webhooks(body), text


def describes_webhooks(body: Any) -> bool:
    """Check whether a document still has something that is a webhook where these stand."""
    section = json.dumps(body.get("planned_values", body.get("values", "")))
    marks = ('"webhook": {', '"projectName"')
    return '"aws_codebuild_webhook"' in section or any(each in json.dumps(body) for each in marks)


@pytest.mark.parametrize("name", BODIES)
def test_a_value_of_another_type_hides_no_finding(name: str, tmp_path: Path) -> None:
    """Each place from the top to the webhook, and in it, takes each kind of value that it cannot have."""
    random = Random(name)
    path = tmp_path / "file.json"
    for steps in of_the_webhook(name):
        old = around(BODIES[name], steps)[steps[-1]]
        others = [each for each in GARBAGE if type(each) is not type(old)]
        for value in others if RUNS_ALL else random.sample(others, 3):
            body = deepcopy(BODIES[name])
            around(body, steps)[steps[-1]] = value
            path.write_text(json.dumps(body))
            report = linted(path)

            is_found = set(EXPECTED) <= {each.finding.id for each in report.findings}
            assert is_found or says_something(report), (steps, value)


def of_the_webhook(name: str) -> Iterator[tuple[Any, ...]]:
    way = OF_THE_WEBHOOK[name]
    yield from (way[:length] for length in range(1, len(way) + 1))
    inner: Any = BODIES[name]
    for step in way:
        inner = inner[step]
    yield from ((*way, *steps) for steps in places(inner))
