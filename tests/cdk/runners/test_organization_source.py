"""A source for projects that people make themselves, whose webhook has a scope."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_s3 as s3

from tests.cdk.apps import make_stack, only_webhook_of, resources_of
from tests.cdk.runners.apps import CONNECTION, LOCATION
from webhook_constructs import (
    CodeBuildWebhook,
    FilterGroup,
    SourceProvider,
    WebhookConstructsError,
    WebhookScope,
    organization_source,
)


@pytest.mark.parametrize("provider", [each for each in SourceProvider if each is not SourceProvider.BITBUCKET])
def test_a_project_has_the_source_of_a_scope_and_no_triggers(provider: SourceProvider) -> None:
    stack = make_stack()
    codebuild.Project(stack, "Project", source=organization_source(provider))
    (project,) = resources_of(stack, "AWS::CodeBuild::Project").values()

    assert project["Properties"]["Source"] == {"Type": provider.value, "Location": LOCATION}
    assert "Triggers" not in project["Properties"]
    assert "DependsOn" not in project


def test_a_connection_is_allowed_before_the_project_is_made_and_before_its_webhook() -> None:
    stack = make_stack()
    project = codebuild.Project(
        stack,
        "Project",
        source=organization_source(SourceProvider.GITHUB, connection_arn=CONNECTION),
        secondary_sources=[codebuild.Source.s3(bucket=s3.Bucket(stack, "Bucket"), path="a", identifier="s3")],
    )
    scope = WebhookScope.github_organization("acme")
    CodeBuildWebhook(
        stack,
        "Webhook",
        project=project,
        webhook_scope=scope,
        filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    )
    ((name, made),) = resources_of(stack, "AWS::CodeBuild::Project").items()
    policies = resources_of(stack, "AWS::IAM::Policy")

    assert made["Properties"]["Source"]["Auth"] == {"Type": "CODECONNECTIONS", "Resource": CONNECTION}
    assert [each[:-8] for each in made["DependsOn"]] == ["ProjectConnection"]
    assert set(made["DependsOn"]) <= policies.keys()
    assert only_webhook_of(stack)["Properties"]["ProjectName"] == {"Ref": name}


def test_synthesising_twice_gives_the_same() -> None:
    stack = make_stack()
    source = organization_source(SourceProvider.GITLAB, connection_arn=CONNECTION)
    codebuild.Project(stack, "Project", source=source)
    first = resources_of(stack, "AWS::CodeBuild::Project")

    assert resources_of(stack, "AWS::CodeBuild::Project") == first


def test_a_badge_is_refused_by_the_cdk() -> None:
    with pytest.raises(RuntimeError, match="Badge is not supported for source type GITHUB"):
        codebuild.Project(make_stack(), "Project", badge=True, source=organization_source(SourceProvider.GITHUB))


def test_it_has_no_identifier_so_it_is_no_secondary_source() -> None:
    with pytest.raises(RuntimeError, match="The identifier attribute is mandatory for secondary sources"):
        codebuild.Project(
            make_stack(),
            "Project",
            source=organization_source(SourceProvider.GITHUB),
            secondary_sources=[organization_source(SourceProvider.GITHUB)],
        )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            {"provider": "CODECOMMIT"},
            "no such provider, got 'CODECOMMIT', allowed are GITHUB, GITHUB_ENTERPRISE, BITBUCKET, GITLAB, "
            "GITLAB_SELF_MANAGED",
            id="no-git-host",
        ),
        pytest.param(
            {"provider": SourceProvider.BITBUCKET},
            "a webhook of BITBUCKET is for one repository, got provider BITBUCKET; give the project its repository",
            id="bitbucket",
        ),
        pytest.param(
            {"provider": SourceProvider.GITHUB, "connection_arn": "arn:aws:s3:::bucket"},
            "connection_arn must be the ARN of a connection, such as "
            "'arn:aws:codeconnections:us-east-1:111122223333:connection/<id>', got 'arn:aws:s3:::bucket'",
            id="no-connection",
        ),
        pytest.param(
            {"provider": SourceProvider.GITHUB, "connection_arn": 5},
            "connection_arn must be the ARN of a connection, such as "
            "'arn:aws:codeconnections:us-east-1:111122223333:connection/<id>', got 5",
            id="no-text",
        ),
    ],
)
def test_what_cannot_be_is_refused(arguments: dict[str, Any], expected: str) -> None:
    with pytest.raises(WebhookConstructsError) as refused:
        organization_source(**arguments)

    assert str(refused.value) == expected
