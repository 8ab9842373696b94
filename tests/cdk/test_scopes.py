"""Webhooks of an organization, enterprise or group: what is refused at synthesis, and whether the way out works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.apps import github_project, imported, make_stack, only_webhook_of
from tests.cdk.test_findings import messages
from webhook_constructs import (
    BuildType,
    CodeBuildWebhook,
    CodeBuildWebhookError,
    EventAction,
    FilterGroup,
    SourceProvider,
    WebhookScope,
    organization_source,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk

LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
SERVER = "https://git.example.com"
ORGANIZATION, GROUP = WebhookScope.github_organization("acme"), WebhookScope.gitlab_group("acme")
JOBS = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)
NEEDS = f"a webhook with a scope needs a project whose source location is {LOCATION}, got"


def without_source(stack: cdk.Stack) -> codebuild.Project:
    build_spec = codebuild.BuildSpec.from_object({"version": "0.2"})
    return codebuild.Project(stack, "Project", build_spec=build_spec)


def of_gitlab(location: str) -> Callable[[cdk.Stack], codebuild.Project]:
    def make(stack: cdk.Stack) -> codebuild.Project:
        project = without_source(stack)
        source = codebuild.CfnProject.SourceProperty(type="GITLAB", location=location)
        cast("codebuild.CfnProject", project.node.default_child).source = source
        return project

    return make


def of_enterprise(location: str) -> Callable[[cdk.Stack], codebuild.Project]:
    source = codebuild.Source.git_hub_enterprise(https_clone_url=location)
    return lambda stack: github_project(stack, source=source)


def with_source_of(provider: SourceProvider) -> Callable[[cdk.Stack], codebuild.Project]:
    return lambda stack: github_project(stack, source=organization_source(provider))


of_an_organization = with_source_of(SourceProvider.GITHUB)


def of_bitbucket(stack: cdk.Stack) -> codebuild.Project:
    return github_project(stack, source=codebuild.Source.bit_bucket(owner="acme", repo="api"))


def refusal(make: Callable[[cdk.Stack], codebuild.IProject], scope: WebhookScope, **arguments: Any) -> str:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhook(stack, "Webhook", project=make(stack), webhook_scope=scope, **arguments)
    return str(refused.value).partition("): ")[2]


@pytest.mark.parametrize(
    ("make", "scope", "expected"),
    [
        pytest.param(
            github_project,
            ORGANIZATION,
            f"{NEEDS} 'https://github.com/acme/api.git'; set its Source.Location so; in the CDK, "
            "with source=organization_source(SourceProvider.GITHUB)",
            id="github",
        ),
        pytest.param(
            of_gitlab(f"{SERVER}/acme/api"),
            GROUP,
            f"{NEEDS} '{SERVER}/acme/api'; set its Source.Location so; in the CDK, "
            "with source=organization_source(SourceProvider.GITLAB)",
            id="gitlab",
        ),
        pytest.param(
            of_enterprise(f"{SERVER}/acme/api"),
            WebhookScope.github_organization("acme", domain=SERVER),
            f"{NEEDS} '{SERVER}/acme/api'; set its Source.Location so; in the CDK, "
            "with source=organization_source(SourceProvider.GITHUB_ENTERPRISE)",
            id="enterprise-server",
        ),
    ],
)
def test_a_project_with_a_repository_is_refused_with_the_way_out_for_its_host(
    make: Callable[[cdk.Stack], codebuild.IProject], scope: WebhookScope, expected: str
) -> None:
    assert refusal(make, scope) == expected


@pytest.mark.parametrize(
    ("make", "scope", "provider"),
    [
        pytest.param(of_an_organization, ORGANIZATION, "GITHUB", id="github"),
        pytest.param(with_source_of(SourceProvider.GITLAB), GROUP, "GITLAB", id="gitlab"),
        pytest.param(
            with_source_of(SourceProvider.GITHUB_ENTERPRISE),
            WebhookScope.github_organization("acme", domain=SERVER),
            "GITHUB_ENTERPRISE",
            id="enterprise-server",
        ),
    ],
)
def test_the_way_out_gives_a_project_that_the_scope_goes_with(
    make: Callable[[cdk.Stack], codebuild.IProject], scope: WebhookScope, provider: str
) -> None:
    stack = make_stack()
    CodeBuildWebhook(stack, "Webhook", project=make(stack), webhook_scope=scope, filter_groups=[JOBS], secret=True)

    assert only_webhook_of(stack)["Properties"]["Source"] == {"Type": provider, "Location": LOCATION}
    assert messages(stack, "error") == []


@pytest.mark.parametrize(
    ("make", "scope", "arguments", "expected"),
    [
        pytest.param(
            of_an_organization,
            GROUP,
            {},
            "scope GITLAB_GROUP is for GITLAB and GITLAB_SELF_MANAGED only, got GITHUB; use "
            "GITHUB_ORGANIZATION or GITHUB_GLOBAL (WebhookScope.github_organization, github_global)",
            id="group-at-github",
        ),
        pytest.param(
            imported,
            ORGANIZATION,
            {"source_provider": SourceProvider.GITLAB},
            "scope GITHUB_ORGANIZATION is for GITHUB and GITHUB_ENTERPRISE only, got GITLAB; use "
            "GITLAB_GROUP (WebhookScope.gitlab_group)",
            id="organization-at-gitlab",
        ),
        pytest.param(
            of_bitbucket,
            ORGANIZATION,
            {},
            "scope GITHUB_ORGANIZATION is for GITHUB and GITHUB_ENTERPRISE only, got BITBUCKET; leave the scope out; a "
            "webhook of BITBUCKET is for one repository",
            id="bitbucket",
        ),
        pytest.param(
            without_source,
            ORGANIZATION,
            {"build_type": BuildType.RUNNER_BUILDKITE_BUILD, "secret": True},
            "RUNNER_BUILDKITE_BUILD is for projects without a source, and a webhook with a scope needs one, got scope "
            "GITHUB_ORGANIZATION; leave the scope out",
            id="buildkite",
        ),
        pytest.param(
            imported,
            GROUP,
            {"source_provider": SourceProvider.GITLAB_SELF_MANAGED},
            "a scope on GITLAB_SELF_MANAGED needs the address of the server, got none; "
            f"set the domain of the scope, such as {SERVER}",
            id="server-without-address",
        ),
    ],
)
def test_a_scope_of_another_host_is_refused_with_the_way_out(
    make: Callable[[cdk.Stack], codebuild.IProject], scope: WebhookScope, arguments: dict[str, Any], expected: str
) -> None:
    assert refusal(make, scope, **arguments) == expected


def test_an_automatic_webhook_of_an_enterprise_is_warned_of() -> None:
    stack = make_stack()
    scope, project = WebhookScope.github_global("acme"), of_an_organization(stack)
    CodeBuildWebhook(stack, "Webhook", project=project, webhook_scope=scope, filter_groups=[JOBS])

    ids = [text[-len("WH129]") : -1] for text in messages(stack, "warning", "/Stack/Webhook")]
    assert ids == ["WH129", "WH213"]
