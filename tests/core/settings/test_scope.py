"""Webhooks of more than a repository."""

from __future__ import annotations

import pytest

from webhook_constructs.core import (
    UnresolvedValue,
    WebhookScope,
    WebhookScopeType,
    WebhookSettings,
    WebhookSettingsError,
)
from webhook_constructs.core.values.wire import Node, WireForm


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (WebhookScope.github_organization("acme"), {"name": "acme", "scope": "GITHUB_ORGANIZATION"}),
        (WebhookScope.github_global("acme"), {"name": "acme", "scope": "GITHUB_GLOBAL"}),
        (
            WebhookScope.gitlab_group("acme", domain="https://git.example.com"),
            {"name": "acme", "scope": "GITLAB_GROUP", "domain": "https://git.example.com"},
        ),
        (WebhookScope("acme"), {"name": "acme", "scope": "GITHUB_ORGANIZATION"}),
    ],
)
def test_what_is_set_is_written_and_read_back(scope: WebhookScope, expected: dict[str, str]) -> None:
    assert scope.to_api() == expected
    assert WebhookScope.read(Node(scope.to_api(), WireForm.API, WebhookSettingsError)) == scope
    assert WebhookScope.read(Node(scope.to_cfn(), WireForm.CFN, WebhookSettingsError)) == scope


def test_a_name_may_be_a_function_of_a_template() -> None:
    scope = WebhookScope(UnresolvedValue('{"Ref": "Org"}'), WebhookScopeType.GITHUB_ORGANIZATION)

    assert scope.to_cfn() == {"Name": {"Ref": "Org"}, "Scope": "GITHUB_ORGANIZATION"}
    assert WebhookScope.read(Node(scope.to_cfn(), WireForm.CFN, WebhookSettingsError)) == scope


def test_a_scope_type_shows_the_name_that_codebuild_uses() -> None:
    assert str(WebhookScopeType.GITHUB_GLOBAL) == "GITHUB_GLOBAL"


@pytest.mark.parametrize(
    ("make", "noun"),
    [
        (WebhookScope.github_organization, "organization"),
        (WebhookScope.github_global, "enterprise"),
        (WebhookScope.gitlab_group, "group"),
    ],
)
def test_an_empty_name_is_refused(make: object, noun: str) -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        make(" ")  # type: ignore[operator]

    assert str(caught.value) == f"the {noun} has no name, got ' ': give the name of the {noun} at the git host"


def test_a_scope_without_a_type_is_an_organization() -> None:
    assert WebhookScope("acme").scope_type is WebhookScopeType.GITHUB_ORGANIZATION
    assert WebhookScope.gitlab_group("acme").scope_type is WebhookScopeType.GITLAB_GROUP


def test_a_scope_without_a_type_is_an_organization_as_documented() -> None:
    assert WebhookScope("x").to_api() == {"name": "x", "scope": "GITHUB_ORGANIZATION"}
    assert WebhookScope("x").to_cfn() == {"Name": "x"}
    assert WebhookScope("x") == WebhookScope("x", WebhookScopeType.GITHUB_ORGANIZATION)
    assert hash(WebhookScope("x")) == hash(WebhookScope("x", WebhookScopeType.GITHUB_ORGANIZATION))
    assert WebhookScope("x") != "x"


def test_a_scope_without_a_name_is_refused() -> None:
    with pytest.raises(WebhookSettingsError, match=r"^the scope has no name, got '': give the name"):
        WebhookScope("")
    with pytest.raises(WebhookSettingsError, match=r"^ScopeConfiguration.Name: expected a name, got ' '$"):
        WebhookSettings.from_cfn({"ScopeConfiguration": {"Name": " "}})
