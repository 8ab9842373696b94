"""Webhooks at other git hosts than a repository at GitHub: those that are configured."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.account import Account
from tests.acceptance.conftest import MakeProject
from tests.acceptance.not_tried import missing_host
from tests.acceptance.stacks import Stacks
from tests.acceptance.test_secrets import manual_stack
from webhook_constructs import FilterGroup, SourceProvider, WebhookScope

SCOPED = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
ON_PUSH = FilterGroup.on_push().and_branch_is("main")
SETTINGS: dict[str, dict[str, Any]] = {
    "GITHUB_ENTERPRISE": {"source_provider": SourceProvider.GITHUB_ENTERPRISE, "filter_groups": [ON_PUSH]},
    "BITBUCKET": {"source_provider": SourceProvider.BITBUCKET, "filter_groups": [ON_PUSH]},
    "GITLAB": {"source_provider": SourceProvider.GITLAB, "filter_groups": [ON_PUSH]},
}


@pytest.mark.parametrize("host", SETTINGS)
def test_a_webhook_of_another_host_is_created_updated_and_deleted(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str, host: str
) -> None:
    if (missing := missing_host(host, account.target)) is not None:
        pytest.skip(missing)
    project = make_project({"type": host, "location": account.target.sources[host]})
    changed = {**SETTINGS[host], "filter_groups": [FilterGroup.on_push().and_branch_is("release")]}
    new = manual_stack if host == "GITHUB_ENTERPRISE" else automatic_stack

    assert stacks.deploy(new(stacks, project, what, **SETTINGS[host]), what).status == "CREATE_COMPLETE"
    assert account.patterns(project) == [["PUSH", "^refs/heads/main$"]]
    assert stacks.deploy(new(stacks, project, what, **changed), what).status == "UPDATE_COMPLETE"
    assert account.patterns(project) == [["PUSH", "^refs/heads/release$"]]
    assert stacks.delete(what).status == "DELETE_COMPLETE"
    assert account.webhook(project) == {}


def automatic_stack(stacks: Stacks, project: str, what: str, **arguments: Any) -> Any:
    return stacks.with_webhook(what, project, **arguments)


def test_a_webhook_of_an_organization_is_created_and_deleted(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    if (missing := missing_host("GITHUB_ORGANIZATION", account.target)) is not None:
        pytest.skip(missing)
    project = make_project({"type": "GITHUB", "location": SCOPED})
    scope = WebhookScope.github_organization(account.target.organization)
    group = FilterGroup.on_workflow_job().and_repository_name_is("acceptance")

    stack = stacks.with_webhook(what, project, webhook_scope=scope, filter_groups=[group])
    assert stacks.deploy(stack, what).status == "CREATE_COMPLETE"

    shown = account.webhook(project)
    assert shown["scopeConfiguration"]["scope"] == "GITHUB_ORGANIZATION"
    assert [FilterGroup.from_api(each) for each in shown["filterGroups"]] == [group]
    assert stacks.delete(what).status == "DELETE_COMPLETE"
    assert account.webhook(project) == {}
