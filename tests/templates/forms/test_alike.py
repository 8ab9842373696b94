"""What the documentation shows, and what Terraform's own tests create, is judged and decided alike in each form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core.decisions.test_decided_examples import event_of
from tests.core.test_documented_examples import EXAMPLES, read
from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.core import EventAction, SourceProvider, Verdict, WebhookEvent, WebhookSettings, decide
from webhook_constructs.lint import lint
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates

from .written_forms import FORMS, written

CLOUDFORMATION_ALONE = {"WH114", "WH115"}
"""Rules on what CloudFormation refuses in `Triggers`, and no other way to create a webhook does."""

NOT_FOR_TRIGGERS = {"WH129"}
"""What is said of `Triggers` by these rules in their place."""

# Each is accepted by the live service in the tests of Terraform's provider [obs, webhook_test.go].
ACCEPTED: dict[str, tuple[str, dict[str, Any]]] = {
    "bitbucket": ("BITBUCKET", {}),
    "github": ("GITHUB", {}),
    "github-enterprise": ("GITHUB_ENTERPRISE", {"branchFilter": "dev"}),
    "github-enterprise-branch-filter": ("GITHUB_ENTERPRISE", {"branchFilter": "master"}),
    "build-type": ("GITHUB", {"buildType": "BUILD"}),
    "build-type-batch": ("GITHUB", {"buildType": "BUILD_BATCH"}),
    "branch-filter": ("GITHUB", {"branchFilter": "master"}),
    "manual-creation": ("GITHUB", {"manualCreation": True}),
    "scope-organization": ("GITHUB", {"scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION"}}),
    "scope-global": ("GITHUB", {"scopeConfiguration": {"name": "acme", "scope": "GITHUB_GLOBAL"}}),
    "policy-all": (
        "GITHUB",
        {"pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITHUB_ADMIN"]}},
    ),
    "policy-forks": (
        "GITHUB",
        {
            "pullRequestBuildPolicy": {
                "requiresCommentApproval": "FORK_PULL_REQUESTS",
                "approverRoles": ["GITHUB_WRITE"],
            }
        },
    ),
    "policy-without-roles": ("GITHUB", {"pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS"}}),
    "policy-disabled": ("GITHUB", {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}}),
}
EVENTS = [
    WebhookEvent.push(branch="master", files=["a"], actor="1", message="x"),
    WebhookEvent.push(branch="topic", files=["a"], actor="1", message="x"),
    WebhookEvent.push(tag="v1", files=["a"], actor="1", message="x"),
    WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="master", head="topic", files=["a"], actor="1"),
    WebhookEvent.pull_request(EventAction.PULL_REQUEST_CLOSED, base="master", head="topic", files=["a"], actor="1"),
    WebhookEvent.workflow_job(workflow_name="ci", actor="1"),
]


def found_in(path: Path) -> list[tuple[str, str, str]]:
    report = lint_files(read_templates([path]), Selection())
    assert (report.unread, report.undecided, report.webhooks) == ((), (), 1)
    found = [(each.finding.id, str(each.finding.severity), str(each.finding.location)) for each in report.findings]
    return [each for each in found if each[0] not in CLOUDFORMATION_ALONE | NOT_FOR_TRIGGERS]


def decided_in(path: Path, events: list[WebhookEvent]) -> list[Verdict]:
    webhooks = Webhooks(read_webhooks(path))
    return [answer.verdict for event in events for answer in webhooks.answers(event)]


def alike(paths: dict[str, Path], events: list[WebhookEvent]) -> None:
    found = {name: found_in(path) for name, path in paths.items()}
    decided = {name: decided_in(path, events) for name, path in paths.items()}
    first = "our resource"

    assert found == dict.fromkeys(paths, found[first])
    assert decided == dict.fromkeys(paths, decided[first])
    assert len(decided[first]) == len(events)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["id"])
def test_an_example_of_the_documentation_is_judged_and_decided_alike_in_each_form(
    example: dict[str, Any], tmp_path: Path
) -> None:
    cases = [*example.get("expect", ()), *example.get("undocumented", ())]

    alike(written(tmp_path, read(example)), [event_of(case["event"]) for case in cases])


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_service_accepts_of_terraform_is_judged_and_decided_alike_in_each_form(
    name: str, tmp_path: Path
) -> None:
    provider, api = ACCEPTED[name]

    alike(written(tmp_path, WebhookSettings.from_api(api, provider=SourceProvider(provider))), EVENTS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["id"])
def test_the_input_of_create_webhook_is_judged_as_its_settings_are_where_no_git_host_is_known(
    example: dict[str, Any], tmp_path: Path
) -> None:
    settings = WebhookSettings.from_api(read(example).to_api())
    paths = {name: path for name, path in written(tmp_path, settings).items() if name != "BatchGetProjects"}
    events = [event_of(case["event"]) for case in (*example.get("expect", ()), *example.get("undocumented", ()))]
    own = paths["CreateWebhook"]

    assert found_in(own) == [(each.id, str(each.severity), str(each.location)) for each in lint(settings)]
    assert decided_in(own, events) == [decide(settings, event).verdict for event in events]


def test_each_form_holds_the_examples() -> None:
    events = [case for each in EXAMPLES for case in (*each.get("expect", ()), *each.get("undocumented", ()))]
    held = {name: sum(form(read(each)) is not None for each in EXAMPLES) for name, form in FORMS.items()}

    assert held == {
        "Triggers": 47,
        "our resource": 47,
        "a plan": 47,
        "a state": 47,
        "BatchGetProjects": 47,
        "CreateWebhook": 0,
    }
    assert len(events) == 317 + 9  # the documented ones, and those of which no page says what they do
