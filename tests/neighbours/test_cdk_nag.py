"""cdk-nag finds nothing in what this package makes, and in the examples only what is argued here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks

from tests.neighbours.apps import APPS, option_app, run_app
from webhook_constructs import (
    CodeBuildWebhook,
    CodeBuildWebhookHandler,
    GitHubActionsRunner,
    GitLabRunner,
    SourceProvider,
)

if TYPE_CHECKING:
    from constructs import IConstruct

OF_THE_CDK = {
    "AwsSolutions-CB4": "a project without a key of its own: its artifacts are encrypted with the key of Amazon S3",
    "AwsSolutions-IAM5": "the role that the CDK makes for a project or a pipeline: its log, its reports, its artifacts",
    "AwsSolutions-S1": "the bucket that the CDK makes for a pipeline: nobody asked for a log of who reads it",
}
"""What is found in the projects and pipelines of the examples, which are as the CDK makes them."""

OURS = (CodeBuildWebhook, CodeBuildWebhookHandler, GitHubActionsRunner, GitLabRunner)
CACHE = codebuild.Cache.local(codebuild.LocalCacheMode.SOURCE)
OF_AN_EXAMPLE = {
    "Audit/Auditor/Resource": "an audit reads all that is there, and what lists it takes no other resource",
}
"""What is found in something else of an example, by its path."""


def found(app: cdk.App) -> set[tuple[str, str]]:
    """Each finding: the rule, and the path of the construct."""
    violations = AwsSolutionsChecks().validate_scope(app).violations
    return {
        (violation.rule_name, resource.construct_path or "")
        for violation in violations
        for resource in violation.violating_resources
    }


def below(app: cdk.App, *kinds: type[IConstruct]) -> tuple[str, ...]:
    """The paths of the constructs of some classes, so that what is in them begins with one."""
    return tuple(f"{node.node.path}/" for node in app.node.find_all() if isinstance(node, kinds))


@pytest.mark.parametrize("name", APPS)
def test_an_example_has_only_what_is_argued_here(name: str) -> None:
    app = run_app(APPS[name])
    projects = below(app, codebuild.Project, codepipeline.Pipeline)
    ours = below(app, *OURS)

    findings = found(app)

    assert {finding for finding in findings if finding[1].startswith(ours)} == set()
    assert {path for _, path in findings if not path.startswith(projects)} <= set(OF_AN_EXAMPLE)
    assert {rule.partition("[")[0] for rule, _ in findings} <= set(OF_THE_CDK)


def test_no_option_brings_a_finding() -> None:
    app = option_app()
    ours = below(app, *OURS)

    assert app.node.find_child("TwoPolicies").node.find_child("CodeBuildWebhookHandler").node.try_find_child("Policy2")
    assert {finding for finding in found(app) if finding[1].startswith(ours)} == set()


def test_what_somebody_adds_to_the_role_is_found() -> None:
    """The control: only what this package allows is acknowledged, and not whatever else stands beside it."""
    app = cdk.App()
    handler = CodeBuildWebhookHandler.of(cdk.Stack(app, "Stack"))
    handler.function.add_to_role_policy(iam.PolicyStatement(actions=["s3:*"], resources=["*"]))

    assert found(app) == {
        ("AwsSolutions-IAM5[Action::s3:*]", "Stack/CodeBuildWebhookHandler/Role/DefaultPolicy/Resource"),
        ("AwsSolutions-IAM5[Resource::*]", "Stack/CodeBuildWebhookHandler/Role/DefaultPolicy/Resource"),
    }


def test_what_somebody_adds_to_a_runner_is_found() -> None:
    """The control: the log of its project is acknowledged, and no other resource of its role."""
    stack = cdk.Stack(cdk.App(), "Stack")
    runner = GitHubActionsRunner(stack, "Runner", repository="https://github.com/acme/api", cache=CACHE)
    runner.project.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
    app = stack.node.root
    assert isinstance(app, cdk.App)

    assert found(app) == {
        ("AwsSolutions-CB4", "Stack/Runner/Project/Resource"),
        ("AwsSolutions-IAM5[Resource::*]", "Stack/Runner/Project/Role/DefaultPolicy/Resource"),
    }


def test_as_a_plugin_of_the_app_it_refuses_what_is_not_ours_alone() -> None:
    app = cdk.App()
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks())
    stack = cdk.Stack(app, "Stack")
    project = codebuild.Project.from_project_name(stack, "Docs", "docs-site")
    CodeBuildWebhook(
        stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB, manual_creation=True, secret=True
    )
    app.synth()  # which it would refuse
    s3.Bucket(stack, "Bucket")

    with pytest.raises(RuntimeError, match="Stack/Bucket/Resource") as refused:
        app.synth(force=True)
    assert "Webhook" not in str(refused.value)
