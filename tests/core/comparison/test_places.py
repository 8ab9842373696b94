"""Which repositories a webhook is for decides which events are sent to it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import re2

from webhook_constructs.core import (
    BuildType,
    Comparison,
    FilterGroup,
    SourceProvider,
    WebhookScope,
    WebhookSettings,
    compare,
)
from webhook_constructs.core.comparison.places import other_spellings

JOB, PUSH = FilterGroup.on_workflow_job(), FilterGroup.on_push()
NOT_TOLD = "whether both sides are webhooks of the same repositories cannot be told from their addresses"
ACME, GROUP = WebhookScope.github_organization("Acme"), WebhookScope.gitlab_group("platform")


def of(provider: str | None = None, location: str | None = None, **others: Any) -> WebhookSettings:
    return WebhookSettings([JOB], provider=SourceProvider.of_source(provider), source_location=location, **others)


def on_server(domain: str) -> WebhookScope:
    return WebhookScope.github_organization("acme", domain=domain)


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
        pytest.param(API, WEB, (["Acme/web"], ["Acme/api"], (), True), id="another repository"),
        pytest.param(API, of("GITHUB", "x"), ([], [], (NOT_TOLD,), None), id="an address that is none"),
        pytest.param(of(None, "x"), of(None, "x"), SAME, id="the same address that is none"),
        pytest.param(
            API,
            of("GITHUB", "https://proxy.example.com/github/acme/api"),
            ([], [], (NOT_TOLD,), None),
            id="a mirror or another server",
        ),
        pytest.param(API, of("GITLAB"), (NO_NAME, ["Acme/api"], (), True), id="another git host"),
        pytest.param(of("GITHUB"), of("GITHUB_ENTERPRISE"), ACROSS, id="a server of one's own"),
        pytest.param(
            of(), of(build_type=BuildType.RUNNER_BUILDKITE_BUILD), ACROSS, id="Buildkite, and a host that is not told"
        ),
        pytest.param(of("GITHUB"), of(build_type=BuildType.RUNNER_BUILDKITE_BUILD), ACROSS, id="Buildkite"),
        pytest.param(API, of("GITHUB", scope=ACME), (["Acme/web"], [], (), True), id="its organization"),
        pytest.param(of("GITHUB", scope=ACME), API, ([], ["Acme/web"], (), False), id="a repository of many"),
        pytest.param(
            API,
            of("GITHUB", scope=WebhookScope.github_organization("other")),
            (["other/None"], ["Acme/api"], (), True),
            id="another organization",
        ),
        pytest.param(of("GITHUB"), of("GITHUB", scope=ACME), ([], [], (NOT_TOLD,), None), id="a repository not told"),
        pytest.param(
            API,
            of("GITHUB", scope=WebhookScope.github_organization("acme", domain="https://git.example.com")),
            (["acme/None"], ["Acme/api"], (), True),
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
            (["example/api"], [], (), True),
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
            (["acme/None"], ["Acme/None"], (), True),
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
            of("GITLAB", "https://gitlab.com/Platform/Sub/api"),
            of("GITLAB", scope=GROUP),
            (["Platform/api"], [], (), True),
            id="its group in other letters",
        ),
        pytest.param(
            of("GITHUB_ENTERPRISE", scope=on_server("https://git.example.com")),
            of("GITHUB_ENTERPRISE", scope=on_server("https://Git.example.com:443/")),
            SAME,
            id="the server in other letters",
        ),
        pytest.param(
            of("GITLAB", scope=GROUP),
            of("GITLAB", scope=WebhookScope.gitlab_group("platform", domain="https://gitlab.com")),
            SAME,
            id="the server that is the default",
        ),
        pytest.param(
            of(scope=ACME),
            of(scope=on_server("https://git.example.com")),
            ([], [], (NOT_TOLD,), None),
            id="a server, and one that is not told",
        ),
        pytest.param(
            of(None, "https://gitlab.com/acme/api"),
            of("GITHUB", scope=WebhookScope.github_global("big")),
            (NO_NAME, ["acme/api"], (), True),
            id="an enterprise at another host",
        ),
        pytest.param(
            of(None, "https://proxy.example.com/github/acme/api"),
            of("GITHUB", scope=WebhookScope.github_global("big")),
            ([], [], (NOT_TOLD,), None),
            id="a mirror, and an enterprise",
        ),
        pytest.param(
            of("GITLAB", "https://proxy.example.com/gitlab/platform/api"),
            of("GITLAB", scope=GROUP),
            ([], [], (NOT_TOLD,), None),
            id="a mirror, and a group",
        ),
        pytest.param(
            of("GITLAB", "https://proxy.example.com/other/api"),
            of("GITLAB", scope=GROUP),
            (["platform/None"], ["other/api"], (), True),
            id="a mirror of another group",
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


def test_a_repository_is_spelled_as_its_address_is() -> None:
    address = "https://github.com/Acme/Api.git"
    repository = WebhookSettings([PUSH], provider=SourceProvider.GITHUB, source_location=address)
    with_filter = WebhookSettings(
        [PUSH.and_repository_name_is("Api")],
        provider=SourceProvider.GITHUB,
        scope=WebhookScope.github_organization("acme"),
    )
    by_organization = WebhookSettings(
        [PUSH.and_repository_name_is("Api").and_organization_name_is("Acme")],
        provider=SourceProvider.GITHUB,
        scope=WebhookScope.github_global("big"),
    )

    for other in (with_filter, by_organization):
        assert compare(repository, other).is_same is True
        assert compare(other, repository).is_same is True


@pytest.mark.parametrize("member", ["scope", "build_type"])
def test_where_it_is_not_known_what_a_webhook_is_for_nothing_starts_for_certain(member: str) -> None:
    for before, after in ((API, WEB), (WEB, API), (API, API)):
        found = compare(before, after, unknown_before={member})

        assert found.starts == found.stops == ()
        assert (found.is_same, found.widens) == (None, None)
        assert len(found.unknown) == 1


@pytest.mark.parametrize("name", ["Api", "a-1", "ÄPI"])
def test_other_spellings_are_all_but_the_name_itself(name: str) -> None:
    pattern = other_spellings(name)
    every = {"".join(letters) for letters in product(*((each, each.swapcase()) for each in name))}

    assert {each for each in every if re2.search(pattern, each)} == every - {name}
    assert not re2.search(pattern, f"{name.swapcase()}-2")
