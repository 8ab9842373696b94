"""Which repositories a webhook is for decides which events are sent to it."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import (
    BuildType,
    Comparison,
    FilterGroup,
    SourceProvider,
    WebhookScope,
    WebhookSettings,
    compare,
)

JOB = FilterGroup.on_workflow_job()
NOT_TOLD = "whether both sides are webhooks of the same repositories cannot be told from their addresses"
ACME, GROUP = WebhookScope.github_organization("Acme"), WebhookScope.gitlab_group("platform")


def of(provider: str | None = None, location: str | None = None, **others: Any) -> WebhookSettings:
    return WebhookSettings([JOB], provider=SourceProvider.of_source(provider), source_location=location, **others)


def shown(found: Comparison) -> tuple[list[str], list[str], tuple[str, ...], bool | None]:
    places = [
        [f"{each.event.organization_name}/{each.event.repository_name}" for each in some]
        for some in (found.starts, found.stops)
    ]
    return places[0], places[1], found.unknown, found.widens


API, WEB = of("GITHUB", "https://github.com/Acme/api.git"), of("GITHUB", "https://github.com/Acme/web.git")
NO_NAME = ["None/None"]
SAME: Any = ([], [], (), False)
ACROSS: Any = (NO_NAME, NO_NAME, (), True)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(API, of("GITHUB", "git@github.com:acme/api.git"), SAME, id="another address"),
        pytest.param(API, of("GITHUB"), SAME, id="an address that is not told"),
        pytest.param(API, WEB, (["acme/web"], ["acme/api"], (), True), id="another repository"),
        pytest.param(API, of("GITHUB", "x"), ([], [], (NOT_TOLD,), None), id="an address that is none"),
        pytest.param(of(None, "x"), of(None, "x"), SAME, id="the same address that is none"),
        pytest.param(
            API,
            of("GITHUB", "https://proxy.example.com/github/acme/api"),
            ([], [], (NOT_TOLD,), None),
            id="a mirror or another server",
        ),
        pytest.param(API, of("GITLAB"), (NO_NAME, ["acme/api"], (), True), id="another git host"),
        pytest.param(of("GITHUB"), of("GITHUB_ENTERPRISE"), ACROSS, id="a server of one's own"),
        pytest.param(
            of(), of(build_type=BuildType.RUNNER_BUILDKITE_BUILD), SAME, id="Buildkite, and a host that is not told"
        ),
        pytest.param(of("GITHUB"), of(build_type=BuildType.RUNNER_BUILDKITE_BUILD), ACROSS, id="Buildkite"),
        pytest.param(API, of("GITHUB", scope=ACME), (["acme/web"], [], (), True), id="its organization"),
        pytest.param(of("GITHUB", scope=ACME), API, ([], ["acme/web"], (), False), id="a repository of many"),
        pytest.param(
            API,
            of("GITHUB", scope=WebhookScope.github_organization("other")),
            (["other/None"], ["acme/api"], (), True),
            id="another organization",
        ),
        pytest.param(of("GITHUB"), of("GITHUB", scope=ACME), ([], [], (NOT_TOLD,), None), id="a repository not told"),
        pytest.param(
            API,
            of("GITHUB", scope=WebhookScope.github_organization("acme", domain="https://git.example.com")),
            (["acme/None"], ["acme/api"], (), True),
            id="an organization on a server",
        ),
        pytest.param(
            of(None, "https://proxy.example.com/github/acme/api"),
            of(scope=WebhookScope.github_organization("acme")),
            ([], [], (NOT_TOLD,), None),
            id="a mirror, and an organization",
        ),
        pytest.param(
            API,
            of("GITHUB", scope=WebhookScope.github_global("big")),
            (["example/api", "acme/web"], [], (), True),
            id="its enterprise",
        ),
        pytest.param(
            of("GITHUB", scope=ACME),
            of("GITHUB", scope=WebhookScope.github_organization("acme")),
            SAME,
            id="the organization in other letters",
        ),
        pytest.param(
            of("GITHUB", scope=ACME),
            of("GITHUB", scope=WebhookScope.github_global("big")),
            (["example/None"], [], (), True),
            id="the enterprise of an organization",
        ),
        pytest.param(
            of("GITHUB", scope=ACME),
            of("GITHUB", scope=WebhookScope.github_organization("acme", domain="https://git.example.com")),
            (["acme/None"], ["acme/None"], (), True),
            id="an organization of the same name elsewhere",
        ),
        pytest.param(
            of("GITLAB", "https://gitlab.com/platform/sub/api"),
            of("GITLAB", scope=GROUP),
            (["platform/api"], [], (), True),
            id="its group",
        ),
        pytest.param(
            of("GITLAB", "https://gitlab.com/other/api"),
            of("GITLAB", scope=GROUP),
            (["platform/None"], ["other/api"], (), True),
            id="another group",
        ),
        pytest.param(
            of("GITLAB", scope=GROUP),
            of("GITLAB", scope=WebhookScope.gitlab_group("platform/sub")),
            ([], ["platform/None"], (), False),
            id="a group in the group",
        ),
        pytest.param(
            of(scope=GROUP),
            of(scope=WebhookScope.github_global("big")),
            (NO_NAME, ["platform/None"], (), True),
            id="all",
        ),
    ],
)
def test_a_comparison_knows_what_a_webhook_is_for(
    before: WebhookSettings, after: WebhookSettings, expected: Any
) -> None:
    assert shown(compare(before, after)) == expected


def test_a_witness_names_the_place_of_the_other_webhook() -> None:
    (start,), (stop,) = compare(API, WEB).starts, compare(API, WEB).stops

    assert start.why_before == "the webhook is for github.com/acme/api"
    assert stop.why_after == "the webhook is for github.com/acme/web"
    (start,) = compare(of("GITHUB", scope=ACME), of("GITLAB")).starts
    assert start.why_before == "the webhook is for all repositories of 'Acme'"
    (start,) = compare(of("GITHUB"), of("GITLAB")).starts
    assert start.why_before == "the webhook is for GITHUB"
