"""What the service refuses or nobody knows: the rules WH101 to WH129 against the whole support matrix."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from tests.lint.case import Cases, webhook
from tools.support_matrix_page import support
from webhook_constructs.core import (
    EventAction,
    FilterGroup,
    FilterType,
    SourceProvider,
    WebhookScope,
    WebhookScopeType,
    WebhookSettings,
)
from webhook_constructs.core.service.support_matrix import Support, SupportCell, event_support, filter_support
from webhook_constructs.lint import Context, Severity, lint
from webhook_constructs.lint.engine import judge
from webhook_constructs.lint.rules import RULES

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "core" / "data" / "codebuild_doc_examples.json").read_text()
)
REFUSING = tuple(rule for rule in RULES if "WH101" <= rule.id <= "WH129")
ERRORS = {rule.id for rule in REFUSING if rule.severity is Severity.ERROR}
JUDGED_BY_CORE = ("WH101", "WH102", "WH103", "WH106", "WH107", "WH112")
"""The rules that say what `WebhookSettings.problems` says as well."""

GITHUBS = (SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE)
GITLABS = (SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED)
ORGANIZATION, GLOBAL, GROUP = WebhookScopeType
SCOPES = (None, *WebhookScopeType)
# API_WebhookFilter and, for GitLab, the page on setting up group webhooks.
WORKING_SCOPES = {
    FilterType.REPOSITORY_NAME: [
        *product(GITHUBS, [ORGANIZATION, GLOBAL]),
        *product(GITLABS, [GROUP]),
    ],
    FilterType.ORGANIZATION_NAME: [*product(GITHUBS, [GLOBAL])],
}
# API_CreateWebhook and API_ScopeConfiguration.
SCOPES_THERE = {*product(GITHUBS, [ORGANIZATION, GLOBAL]), *product(GITLABS, [GROUP])}
ADDRESS = "https://git.example.com"


def doubts_on(known: SupportCell, provider: SourceProvider) -> set[str]:
    """What is said of a cell on which the pages disagree or are silent."""
    of_pages = "WH128" if provider in GITLABS else "WH126"  # the API's page, which is older than GitLab's support
    return {Support.DISPUTED: {of_pages}, Support.UNDOCUMENTED: {"WH127"}, Support.DOCUMENTED: set[str]()}[
        known.support
    ]


def ids_of(settings: WebhookSettings) -> set[str]:
    return {finding.id for finding in judge(settings, Context(), REFUSING)}


def expected_ids(
    provider: SourceProvider, event: EventAction, filter_type: FilterType, scope: WebhookScopeType | None
) -> set[str]:
    """The verdict of the matrix; of several errors only that there is one."""
    if scope is not None and (provider, scope) not in SCOPES_THERE:
        return {"error"}
    of_global = {"WH125"} if scope is GLOBAL and event is not EventAction.WORKFLOW_JOB_QUEUED else set[str]()
    if filter_type in WORKING_SCOPES and (provider, scope) not in WORKING_SCOPES[filter_type]:
        return {"error"}
    if support(provider, event, filter_type).is_certainly_wrong:
        return {"error"}
    if filter_type is FilterType.ORGANIZATION_NAME:
        return of_global  # what the pages disagree on is the events of global webhooks, and that is said once
    cells = (event_support(provider, event), filter_support(provider, event, filter_type))
    return of_global.union(*(doubts_on(cell, provider) for cell in cells))


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("provider", SourceProvider, ids=str)
def test_the_rules_say_of_every_cell_what_the_matrix_says(
    provider: SourceProvider, scope: WebhookScopeType | None
) -> None:
    wrong = {}
    for event, filter_type in product(EventAction, set(FilterType) - {FilterType.EVENT}):
        given = {"EVENT": event.value, filter_type.value: "^x$"}
        made = scope and WebhookScope("acme", scope, ADDRESS)
        found = ids_of(webhook(given, provider=provider, scope=made, manual_creation=True))
        expected = expected_ids(provider, event, filter_type, scope)
        if expected != ({"error"} if found & ERRORS else found):
            wrong[event.value, filter_type.value] = found

    assert wrong == {}


def test_the_matrix_has_every_verdict() -> None:
    """The control of the test above."""
    verdicts = {
        frozenset(expected_ids(*combination))
        for combination in product(SourceProvider, EventAction, set(FilterType) - {FilterType.EVENT}, SCOPES)
    }

    assert verdicts == {
        frozenset(each)
        for doubts in ((), ("WH126",), ("WH127",), ("WH128",), ("WH127", "WH128"))
        for each in (doubts, *([] if "WH128" in doubts else [(*doubts, "WH125")]), ("error",))
    }


@pytest.mark.parametrize("event", EventAction, ids=str)
@pytest.mark.parametrize("provider", SourceProvider, ids=str)
def test_an_event_alone_has_the_verdict_of_the_matrix(provider: SourceProvider, event: EventAction) -> None:
    known = event_support(provider, event)
    expected = {"WH104"} if known.is_certainly_wrong else doubts_on(known, provider)

    assert ids_of(webhook({"EVENT": event.value}, provider=provider)) == expected


@pytest.mark.parametrize(("event", "filter_type"), list(product(EventAction, FilterType)))
def test_without_a_host_the_rules_say_what_core_says(event: EventAction, filter_type: FilterType) -> None:
    settings = webhook({"EVENT": event.value, f"{filter_type.value} 2": "^x$"}, provider=None)

    assert bool(settings.problems()) == bool(ids_of(settings) & set(JUDGED_BY_CORE))


def cases_for_core() -> list[Any]:
    modules = {rule.id: rule.check.__module__.rpartition(".")[2] for rule in REFUSING}
    cases: dict[str, Cases] = {id_: import_module(f"tests.lint.cases.{modules[id_]}").CASES for id_ in JUDGED_BY_CORE}
    return [
        pytest.param(case.settings, id=f"{id_}-{name}")
        for id_, each in cases.items()
        for kind in (each.bad, each.good, each.near_misses, each.unresolved)
        for name, case in kind.items()
    ]


@pytest.mark.parametrize("settings", cases_for_core())
def test_the_cases_have_problems_where_the_rules_object(settings: WebhookSettings) -> None:
    settings = replace(settings, provider=None)

    assert bool(settings.problems()) == bool(ids_of(settings) & set(JUDGED_BY_CORE))


def read(example: dict[str, Any]) -> WebhookSettings:
    members = ("filterGroups", "scopeConfiguration", "pullRequestBuildPolicy")
    written = {name: example[name] for name in members if name in example}
    return WebhookSettings.from_api(written, provider=SourceProvider(example["provider"]))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_a_documented_example_is_an_error_if_the_service_refuses_it(example: dict[str, Any]) -> None:
    expected = {"filter_not_allowed_for_event": ["WH103"], "regex_not_re2": ["WH102"]}
    errors = [finding.id for finding in lint(read(example)) if finding.severity is Severity.ERROR]

    assert errors == expected.get(example.get("refused_because", ""), [])


def test_the_examples_that_the_pages_disagree_on() -> None:
    """AWS's own templates for GitLab have an event that the API's page gives to GitHub alone."""
    found = {example["id"]: ids_of(read(example)) for example in EXAMPLES if example.get("valid", True)}

    assert {name: ids for name, ids in found.items() if ids} == {
        "gitlab-cfn-four-groups": {"WH128"},
        "gitlab-group-cfn-four-groups": {"WH128"},
    }


PUSH: Final = EventAction.PUSH
JOB: Final = EventAction.WORKFLOW_JOB_QUEUED
CREATED: Final = EventAction.PULL_REQUEST_CREATED
UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
USUAL: dict[str, FilterGroup] = {
    "pushes to main": FilterGroup.in_event_of(PUSH).and_branch_is("main"),
    "pushes to release branches": FilterGroup.in_event_of(PUSH).and_branch_glob("release/*"),
    "pushes to all branches": FilterGroup.in_event_of(PUSH).and_any_branch(),
    "pushes to other branches": FilterGroup.in_event_of(PUSH).and_any_branch().and_branch_is_not("main"),
    "version tags": FilterGroup.in_event_of(PUSH).and_tag_glob("v*"),
    "all but tags": FilterGroup.in_event_of(PUSH).and_head_ref_does_not_match("^refs/tags/"),
    "a service of a monorepo": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_file_under("services/api"),
    "files by glob": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_file_path_glob("**/*.py"),
    "no documents": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_file_not_under("docs"),
    "skip ci": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_commit_message_contains_not("[skip ci]"),
    "on demand": FilterGroup.in_event_of(PUSH).and_commit_message_contains("[deploy]"),
    "pushes by a bot": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_actor_account_is("41898282"),
    "nobody's bot": FilterGroup.in_event_of(PUSH).and_branch_is("main").and_actor_account_is_not("49699333"),
    "pull requests": FilterGroup.in_event_of(CREATED, UPDATED).and_base_branch_is("main"),
    "pull requests of the trusted": (
        FilterGroup.in_event_of(CREATED, UPDATED).and_base_branch_is("main").and_actor_account_is("583231", "9919")
    ),
    "pull requests on a service": (
        FilterGroup.in_event_of(CREATED, UPDATED).and_base_branch_is("main").and_file_under("services/api")
    ),
    "reopened too": FilterGroup.in_event_of(CREATED, UPDATED, EventAction.PULL_REQUEST_REOPENED),
    "merged": FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main"),
    "closed": FilterGroup.in_event_of(EventAction.PULL_REQUEST_CLOSED),
    "releases": FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_matches(r"^v\d"),
    "pre-releases": FilterGroup.in_event_of(EventAction.PRERELEASED, EventAction.RELEASED),
    "workflow jobs": FilterGroup.in_event_of(JOB),
    "jobs of a workflow": FilterGroup.in_event_of(JOB).and_workflow_name_is("CI"),
    "pushes and pull requests": FilterGroup.in_event_of(PUSH, CREATED, UPDATED).and_branch_is("main"),
}


@pytest.mark.parametrize("provider", [None, SourceProvider.GITHUB], ids=str)
@pytest.mark.parametrize("group", USUAL.values(), ids=USUAL)
def test_what_people_write_is_not_objected_to(group: FilterGroup, provider: SourceProvider | None) -> None:
    assert ids_of(WebhookSettings((group,), provider=provider)) == set()


def test_what_people_write_together_is_not_objected_to() -> None:
    assert ids_of(WebhookSettings(tuple(USUAL.values()), provider=SourceProvider.GITHUB)) == set()


def test_jobs_of_some_repositories_of_an_organization_are_not_objected_to() -> None:
    group = FilterGroup.in_event_of(JOB).and_repository_name_is("app", "api")

    assert ids_of(WebhookSettings((group,), scope=WebhookScope.github_organization("acme"))) == set()
