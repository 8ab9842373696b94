"""What a webhook is refused for at synthesis, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codecommit as codecommit
from aws_cdk import aws_s3 as s3

from tests.cdk.apps import (
    OTHER,
    PUSH_TO_MAIN,
    US,
    github_project,
    imported,
    make_stack,
    only_webhook_of,
)
from webhook_constructs import (
    BuildType,
    CodeBuildWebhook,
    EventAction,
    FilterGroup,
    SourceProvider,
    WebhookConstructsError,
)
from webhook_constructs.cdk import CodeBuildWebhookError

if TYPE_CHECKING:
    from collections.abc import Callable


def pipeline_project(stack: cdk.Stack) -> codebuild.IProject:
    return codebuild.PipelineProject(stack, "Project")


def codecommit_project(stack: cdk.Stack) -> codebuild.IProject:
    repository = codecommit.Repository.from_repository_name(stack, "Repository", "api")
    return github_project(stack, source=codebuild.Source.code_commit(repository=repository))


def s3_project(stack: cdk.Stack) -> codebuild.IProject:
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "sources")
    return github_project(stack, source=codebuild.Source.s3(bucket=bucket, path="api.zip"))


def project_without_source(stack: cdk.Stack) -> codebuild.IProject:
    buildspec = codebuild.BuildSpec.from_object({"version": "0.2"})
    return codebuild.Project(stack, "Project", build_spec=buildspec)


def account_project(stack: cdk.Stack) -> codebuild.IProject:
    arn = f"arn:aws:codebuild:us-east-1:{OTHER.account}:project/api"
    return codebuild.Project.from_project_arn(stack, "Imported", arn)


OVERRIDDEN = ". If its source is set by an override, state source_provider"


def line_of(refused: pytest.ExceptionInfo[CodeBuildWebhookError]) -> int:
    return refused.traceback[0].lineno + 1


HOSTS = "allowed are GITHUB, GITHUB_ENTERPRISE, BITBUCKET, GITLAB, GITLAB_SELF_MANAGED"


class TestRefusals:
    @pytest.mark.parametrize(
        ("project", "arguments", "text"),
        [
            pytest.param(
                lambda stack: imported(stack, "docs site"),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                "or digit, got 'docs site'; pass the name alone, not an ARN, a path or a description",
                id="project-name",
            ),
            pytest.param(
                lambda stack: imported(stack, "x"),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                "or digit, got 'x'; pass the name alone, not an ARN, a path or a description",
                id="project-name-too-short",
            ),
            pytest.param(
                lambda stack: imported(stack, "n" * 151),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                f"or digit, got '{'n' * 151}'; pass the name alone, not an ARN, a path or a description",
                id="project-name-too-long",
            ),
            pytest.param(
                lambda stack: imported(stack, f"arn:aws:codebuild:us-east-1:{US.account}:project/api"),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                f"or digit, got 'arn:aws:codebuild:us-east-1:{US.account}:project/api'; pass the name alone, not an "
                "ARN, a path or a description",
                id="arn-as-name",
            ),
            pytest.param(
                lambda stack: github_project(stack, project_name="docs.site"),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                "or digit, got 'docs.site'; pass the name alone, not an ARN, a path or a description",
                id="physical-name",
            ),
            pytest.param(
                pipeline_project,
                {},
                f"a project with source type CODEPIPELINE can have no webhook, {HOSTS}; let its pipeline start the "
                f"builds, or give the webhook a project with a source of its own{OVERRIDDEN}",
                id="pipeline",
            ),
            pytest.param(
                codecommit_project,
                {},
                f"a project with source type CODECOMMIT can have no webhook, {HOSTS}; let an EventBridge rule of the "
                "repository start the builds (in the CDK, repository.on_commit)"
                f"{OVERRIDDEN}",
                id="codecommit",
            ),
            pytest.param(
                s3_project,
                {},
                f"a project with source type S3 can have no webhook, {HOSTS}; let an EventBridge rule of the bucket "
                "start the builds"
                f"{OVERRIDDEN}",
                id="s3",
            ),
            pytest.param(
                project_without_source,
                {},
                f"a project with source type NO_SOURCE can have no webhook, {HOSTS}; give it a source, or set "
                "the build type RUNNER_BUILDKITE_BUILD for a Buildkite runner"
                f"{OVERRIDDEN}",
                id="no-source",
            ),
            pytest.param(
                account_project,
                {},
                f"the project is in account {OTHER.account} and the webhook in {US.account}; CodeBuild takes the name "
                "of a project and cannot reach another account: put the webhook into a stack of the project's account",
                id="account",
            ),
        ],
    )
    def test_a_project_that_can_have_no_such_webhook_is_refused_at_synthesis(
        self, project: Callable[[cdk.Stack], codebuild.IProject], arguments: dict[str, Any], text: str
    ) -> None:
        stack = make_stack(env=US)
        made = project(stack)

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhook(stack, "Webhook", project=made, **arguments)

        place, _, problem = str(refused.value).partition("): ")
        assert place.startswith(f"Stack/Webhook ({__file__}:")
        assert problem == text

    def test_a_source_that_is_set_by_an_override_cannot_be_read_and_is_stated(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        resource = project.node.default_child
        assert isinstance(resource, codebuild.CfnProject)
        resource.add_property_override("Source", {"Type": "GITLAB", "Location": "https://gitlab.com/acme/api"})
        webhook = CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITLAB)

        assert only_webhook_of(stack)["Properties"]["Source"] == {"Type": "GITLAB"}
        assert webhook.settings.provider is SourceProvider.GITLAB

    @pytest.mark.parametrize(
        ("arguments", "text"),
        [
            pytest.param({"project": None}, "project must be a project of aws_cdk.aws_codebuild, got None", id="none"),
            pytest.param(
                {"project": "api"}, "project must be a project of aws_cdk.aws_codebuild, got 'api'", id="name"
            ),
            pytest.param(
                {"filter_groups": PUSH_TO_MAIN},
                "filter_groups must be a list of filter groups, got one group; put it into brackets",
                id="one-group",
            ),
            pytest.param(
                {"filter_groups": "PUSH"}, "filter_groups must be a list of filter groups, got 'PUSH'", id="group-text"
            ),
            pytest.param(
                {"filter_groups": None}, "filter_groups must be a list of filter groups, got None", id="no-groups"
            ),
            pytest.param(
                {"filter_groups": [[{"type": "EVENT"}]]},
                "filter_groups[0] must be a FilterGroup of webhook_constructs, got [{'type': 'EVENT'}]; read the form "
                "of the API with FilterGroup.from_api",
                id="raw-group",
            ),
            pytest.param(
                {"filter_groups": [codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH)]},
                "filter_groups[0] must be a FilterGroup of webhook_constructs, got the FilterGroup of "
                "aws_cdk.aws_codebuild, which cannot be read; import the one of webhook_constructs",
                id="group-of-the-cdk",
            ),
            pytest.param(
                {"filter_groups": [7]}, "filter_groups[0] must be a FilterGroup of webhook_constructs, got 7", id="7"
            ),
            pytest.param({"branch_filter": 5}, "branch_filter must be a text, got 5", id="branch-filter"),
            pytest.param({"manual_creation": "true"}, "manual_creation must be True or False, got 'true'", id="manual"),
            pytest.param({"allow_new_secret": "no"}, "allow_new_secret must be True or False, got 'no'", id="allow"),
            pytest.param(
                {"secret": "arn"},
                "secret must be True or a secret of aws_cdk.aws_secretsmanager, got a text",
                id="secret",
            ),
            pytest.param(
                {"removal_policy": "retain"},
                "removal_policy must be a RemovalPolicy of aws_cdk, got 'retain'",
                id="removal",
            ),
        ],
    )
    def test_an_argument_of_the_wrong_type_is_refused_in_our_words(self, arguments: dict[str, Any], text: str) -> None:
        stack = make_stack()

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhook(stack, "Webhook", **{"project": imported(stack, "docs-site"), **arguments})

        assert str(refused.value) == f"Stack/Webhook ({__file__}:{line_of(refused)}): {text}"

    def test_a_project_of_the_first_level_gets_the_way_to_import_it(self) -> None:
        stack = make_stack()
        project = github_project(stack).node.default_child
        wrong: Any = project

        with pytest.raises(CodeBuildWebhookError, match=r"from_project_name\(self, 'Imported', project.ref\)"):
            CodeBuildWebhook(stack, "Webhook", project=wrong)

    def test_branch_filter_and_filter_groups_exclude_each_other(self) -> None:
        stack = make_stack()

        with pytest.raises(CodeBuildWebhookError, match="branch_filter") as refused:
            CodeBuildWebhook(
                stack,
                "Webhook",
                project=imported(stack, "docs-site"),
                branch_filter="main",
                filter_groups=[PUSH_TO_MAIN],
            )

        assert str(refused.value).startswith(f"Stack/Webhook ({__file__}:")
        assert "'main'" in str(refused.value)

    def test_an_empty_branch_filter_is_refused(self) -> None:
        stack = make_stack()

        with pytest.raises(CodeBuildWebhookError, match="branch_filter") as refused:
            CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"), branch_filter="")

        assert str(refused.value).startswith(f"Stack/Webhook ({__file__}:")

    def test_all_that_is_wrong_is_said_at_once(self) -> None:
        stack = make_stack()

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhook(stack, "Webhook", project=imported(stack, "a b"), branch_filter="")

        first, *problems = str(refused.value).splitlines()
        assert first.startswith("Stack/Webhook (")
        assert len(problems) == 2
        assert all(problem.startswith("  - ") for problem in problems)

    def test_what_is_refused_leaves_no_construct_behind(self) -> None:
        stack = make_stack()

        with pytest.raises(WebhookConstructsError):
            CodeBuildWebhook(stack, "Webhook", project=imported(stack, "a b"))

        assert stack.node.try_find_child("Webhook") is None
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

    def test_a_buildkite_runner_needs_no_source(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(
            stack,
            "Webhook",
            project=project_without_source(stack),
            build_type=BuildType.RUNNER_BUILDKITE_BUILD,
            secret=True,
        )

        assert only_webhook_of(stack)["Properties"]["BuildType"] == "RUNNER_BUILDKITE_BUILD"

    def test_a_filter_group_that_the_service_refuses_is_refused(self) -> None:
        stack = make_stack()
        group = FilterGroup.from_api([{"type": "HEAD_REF", "pattern": "^refs/heads/(?!main)"}])

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"), filter_groups=[group])

        assert "EVENT" in str(refused.value)
        assert "^refs/heads/(?!main)" in str(refused.value)

    def test_events_of_the_enum_make_a_group(self) -> None:
        assert FilterGroup.in_event_of(EventAction.PUSH).to_cfn() == [{"Type": "EVENT", "Pattern": "PUSH"}]
