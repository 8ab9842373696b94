"""The repository that a webhook of an imported project is for: written as its source, and used by every rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from tests.cdk.annotated import annotated
from tests.cdk.apps import add_webhook, github_project, imported, make_stack, only_webhook_of, template_of
from tests.github_payloads import push
from webhook_constructs import BuildType, CodeBuildWebhookError, FilterGroup, SourceProvider, WebhookScope
from webhook_constructs.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

API = "https://github.com/acme/api"


def source_of(project: Callable[[cdk.Stack], Any] = imported, **arguments: Any) -> dict[str, str]:
    stack = make_stack()
    add_webhook(stack, project(stack), **arguments)
    source: dict[str, str] = only_webhook_of(stack)["Properties"]["Source"]
    return source


def refused(project: Callable[[cdk.Stack], Any] = imported, **arguments: Any) -> str:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError) as error:
        add_webhook(stack, project(stack), **arguments)
    return str(error.value).partition("): ")[2]


@pytest.mark.parametrize(
    "written",
    [
        API,
        f"{API}.git",
        f"{API}/",
        "https://GitHub.com/acme/api.git",
        "git@github.com:acme/api.git",
        "ssh://git@ssh.github.com:443/acme/api",
        "https://x-access-token:secret@github.com/acme/api?token=secret",
    ],
)
def test_every_way_to_write_an_address_gives_one_source_without_credentials(written: str) -> None:
    assert source_of(repository=written) == {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}


def test_the_source_is_that_of_a_project_of_the_app() -> None:
    """So a project that is imported later keeps its webhook."""
    assert source_of(repository=API) == source_of(github_project)


@pytest.mark.parametrize(
    ("repository", "provider"),
    [
        (API, "GITHUB"),
        ("https://gitlab.com/acme/shop/api", "GITLAB"),
        ("https://bitbucket.org/acme/api", "BITBUCKET"),
    ],
)
def test_a_public_host_is_the_provider(repository: str, provider: str) -> None:
    assert source_of(repository=repository)["Type"] == provider


def test_a_host_of_your_own_says_nothing_of_the_provider() -> None:
    own = "https://git.example.com/Acme/api"

    assert source_of(repository=own) == {"Location": f"{own}.git"}
    assert source_of(repository=own, source_provider=SourceProvider.GITHUB_ENTERPRISE) == {
        "Type": "GITHUB_ENTERPRISE",
        "Location": f"{own}.git",
    }


def test_an_address_that_is_a_token_stays_one() -> None:
    stack = make_stack()
    repository = cdk.CfnParameter(stack, "Repository").value_as_string
    add_webhook(stack, imported(stack), repository=repository)

    assert only_webhook_of(stack)["Properties"]["Source"] == {"Location": {"Ref": "Repository"}}


def test_the_repository_of_an_overridden_source_is_stated_with_its_provider() -> None:
    source = source_of(github_project, source_provider=SourceProvider.GITLAB, repository="https://gitlab.com/acme/web")

    assert source == {"Type": "GITLAB", "Location": "https://gitlab.com/acme/web.git"}


@pytest.mark.parametrize(
    ("repository", "shown"),
    [
        ("acme/api", "'acme/api'"),
        ("", "''"),
        ("https://x:secret@github.com/api", "'https://github.com/api'"),
    ],
)
def test_what_is_no_address_is_refused_without_its_credentials(repository: str, shown: str) -> None:
    assert refused(repository=repository) == (
        f"repository must be an address such as 'https://github.com/acme/api', got {shown}"
    )


def test_what_is_no_text_is_refused() -> None:
    assert refused(repository=5) == (
        "repository must be the address of a repository as a text, such as 'https://github.com/acme/api', got 5"
    )


def test_another_repository_than_that_of_the_project_is_refused() -> None:
    other = "https://x:secret@github.com/acme/web"

    assert refused(github_project, repository=other) == (
        "repository is 'https://github.com/acme/web', and the source of the project is "
        "'https://github.com/acme/api.git'; leave repository out, which is for projects whose source cannot be read"
    )
    assert source_of(github_project, repository="git@github.com:ACME/API")["Type"] == "GITHUB"


def test_a_scoped_webhook_has_no_repository() -> None:
    scope = WebhookScope.github_organization("acme")

    assert refused(repository=API, webhook_scope=scope).startswith(
        "a webhook with a scope needs a project whose source location is CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION, "
        "got 'https://github.com/acme/api.git'"
    )


def test_a_runner_for_buildkite_has_no_repository() -> None:
    assert refused(repository=API, build_type=BuildType.RUNNER_BUILDKITE_BUILD, secret=True) == (
        f"a runner for Buildkite has no repository, got repository '{API}'; leave it out"
    )


def test_webhooks_of_one_repository_are_compared() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack, "api", "Api"), "ApiWebhook", repository=API)
    add_webhook(stack, imported(stack, "web", "Web"), "WebWebhook", repository="git@github.com:acme/api.git")
    add_webhook(stack, imported(stack, "docs", "Docs"), "DocsWebhook", repository="https://github.com/acme/docs")

    assert annotated(app, "WH407").keys() == {"/Stack/ApiWebhook", "/Stack/WebWebhook"}


def test_a_rule_on_the_git_host_knows_it() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    add_webhook(
        stack, imported(stack), filter_groups=[FilterGroup.on_release()], repository="https://bitbucket.org/acme/api"
    )

    assert annotated(app, "WH104").keys() == {"/Stack/Webhook"}


def test_a_prediction_knows_which_webhooks_are_for_the_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = make_stack()
    add_webhook(stack, imported(stack, "api", "Api"), "ApiWebhook", repository=API)
    add_webhook(stack, imported(stack, "docs", "Docs"), "DocsWebhook", repository="https://github.com/acme/docs")
    file, delivery = tmp_path / "template.json", tmp_path / "delivery.json"
    file.write_text(json.dumps(template_of(stack)))
    delivery.write_text(json.dumps(push()))

    assert main(["explain", str(file), "--event", str(delivery), "--format", "json"]) == 0

    (event,) = json.loads(capsys.readouterr().out)["events"]
    assert {each["project"]: each["builds"] for each in event["webhooks"]} == {"api": True, "docs": False}
