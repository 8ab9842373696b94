from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codecommit as codecommit
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from tests.cdk.apps import (
    PUSH_TO_MAIN,
    github_project,
    imported,
    make_stack,
    only_webhook_of,
    resources_of,
    template_of,
    webhooks_of,
)
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CodeBuildWebhook,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookConstructsError,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
)
from webhook_constructs.cdk import CodeBuildWebhookError

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "111111111111"
OTHER_ACCOUNT = "222222222222"


def in_region(region: str | None, account: str | None = ACCOUNT) -> cdk.Environment:
    return cdk.Environment(account=account, region=region)


class TestExplain:
    def test_it_tells_which_event_starts_a_build(self) -> None:
        stack = make_stack()
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"), filter_groups=[PUSH_TO_MAIN])

        assert webhook.explain(WebhookEvent.push(branch="main")).builds is True
        assert webhook.explain(WebhookEvent.push(branch="topic")).builds is False

    def test_what_is_known_only_on_deployment_is_undecided(self) -> None:
        stack = make_stack()
        branch = cdk.CfnParameter(stack, "Branch").value_as_string
        group = FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(f"^refs/heads/{branch}$")
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"), filter_groups=[group])

        assert webhook.explain(WebhookEvent.push(branch="main")).builds is None


class TestProperties:
    def test_a_webhook_is_one_resource_with_the_properties_of_triggers(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"), filter_groups=[PUSH_TO_MAIN])

        webhook = only_webhook_of(stack)

        assert webhook == {
            "Type": "Custom::CodeBuildWebhook",
            "Properties": {
                "ServiceToken": {"Fn::GetAtt": [*resources_of(stack, "AWS::Lambda::Function"), "Arn"]},
                "ServiceTimeout": 600,
                "ProjectName": "docs-site",
                "FilterGroups": [
                    [
                        {"Type": "EVENT", "Pattern": "PUSH"},
                        {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"},
                    ]
                ],
            },
        }

    def test_every_setting_has_the_name_that_triggers_gives_it(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(
            stack,
            "Webhook",
            project=imported(stack, "docs-site"),
            branch_filter="^main$",
            build_type=BuildType.BUILD_BATCH,
            webhook_scope=WebhookScope.github_organization("acme"),
            manual_creation=True,
            secret=True,
            pull_request_build_policy=PullRequestBuildPolicy(
                CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)
            ),
            source_provider=SourceProvider.GITHUB,
            allow_new_secret=True,
        )

        properties = only_webhook_of(stack)["Properties"]

        del properties["ServiceToken"], properties["ServiceTimeout"]
        assert properties == {
            "ProjectName": "docs-site",
            "Source": {"Type": "GITHUB"},
            "BranchFilter": "^main$",
            "BuildType": "BUILD_BATCH",
            "ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"},
            "ManualCreation": True,
            "PullRequestBuildPolicy": {
                "RequiresCommentApproval": "ALL_PULL_REQUESTS",
                "ApproverRoles": ["GITHUB_ADMIN"],
            },
            "SecretArn": {"Ref": next(iter(resources_of(stack, "AWS::SecretsManager::Secret")))},
            "AllowNewSecret": True,
        }

    def test_what_is_not_set_is_not_sent(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))

        assert set(only_webhook_of(stack)["Properties"]) == {"ServiceToken", "ServiceTimeout", "ProjectName"}

    def test_the_source_of_a_project_of_the_app_is_in_the_properties_so_that_a_change_is_seen(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

        assert only_webhook_of(stack)["Properties"]["Source"] == {
            "Type": "GITHUB",
            "Location": "https://github.com/acme/api.git",
        }

    def test_a_source_location_that_is_a_token_stays_one(self) -> None:
        stack = make_stack()
        repository = cdk.CfnParameter(stack, "Repository").value_as_string
        source = codebuild.Source.git_hub(owner="acme", repo=repository)
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack, source=source))

        assert only_webhook_of(stack)["Properties"]["Source"]["Location"] == {
            "Fn::Join": ["", ["https://github.com/acme/", {"Ref": "Repository"}, ".git"]]
        }

    def test_the_removal_policy_is_that_of_the_resource(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(
            stack, "Webhook", project=imported(stack, "docs-site"), removal_policy=cdk.RemovalPolicy.RETAIN
        )

        assert only_webhook_of(stack)["DeletionPolicy"] == "Retain"

    def test_the_url_is_an_attribute_of_the_resource(self) -> None:
        stack = make_stack()
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))
        cdk.CfnOutput(stack, "Url", value=webhook.url)

        assert template_of(stack)["Outputs"]["Url"]["Value"] == {
            "Fn::GetAtt": [*resources_of(stack, "Custom::CodeBuildWebhook"), "Url"]
        }

    def test_the_construct_shows_what_it_was_given(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        webhook = CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[PUSH_TO_MAIN])

        assert webhook.project is project
        assert webhook.settings == WebhookSettings(
            filter_groups=(PUSH_TO_MAIN,),
            provider=SourceProvider.GITHUB,
            source_location="https://github.com/acme/api.git",
        )

    def test_ids_and_tree_are_a_contract(self) -> None:
        stack = make_stack()
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))

        assert webhook.node.path == "Stack/Webhook"
        assert [child.node.id for child in webhook.node.children] == ["Resource"]
        assert webhook.handler.node.path == "Stack/CodeBuildWebhookHandler"


def waited_for(stack: cdk.Stack) -> list[str]:
    """What the function waits for, and every webhook with it, since each names the function."""
    ((name, function),) = resources_of(stack, "AWS::Lambda::Function").items()
    assert all(webhook["Properties"]["ServiceToken"]["Fn::GetAtt"][0] == name for webhook in webhooks_of(stack))
    return list(function["DependsOn"])


class TestDependencies:
    def test_a_webhook_waits_for_the_project_and_the_policy_of_its_role(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

        (project,) = resources_of(stack, "AWS::CodeBuild::Project")
        (policy,) = resources_of(stack, "AWS::IAM::Policy")
        webhook = only_webhook_of(stack)
        assert webhook["Properties"]["ProjectName"] == {"Ref": project}
        assert policy in waited_for(stack)

    def test_a_webhook_waits_for_the_policy_of_a_role_that_was_given_to_the_project(self) -> None:
        stack = make_stack()
        role = iam.Role(stack, "ServiceRole", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack, role=role))

        (policy,) = resources_of(stack, "AWS::IAM::Policy")
        assert policy in waited_for(stack)

    def test_it_is_not_the_role_that_starts_builds_for_a_rule_that_is_waited_for(self) -> None:
        stack = make_stack()
        role = iam.Role(stack, "ServiceRole", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
        project = github_project(stack, role=role)
        schedule = events.Schedule.rate(cdk.Duration.days(1))
        events.Rule(stack, "Nightly", schedule=schedule, targets=[targets.CodeBuildProject(project)])
        CodeBuildWebhook(stack, "Webhook", project=project)

        waits_for = waited_for(stack)
        assert any(name.startswith("ServiceRoleDefaultPolicy") for name in waits_for)
        assert not any("EventsRole" in name for name in waits_for)

    def test_a_permission_that_an_imported_role_gets_later_is_waited_for_too(self) -> None:
        stack = make_stack(env=in_region("us-east-1"))
        role = iam.Role.from_role_name(stack, "ServiceRole", "builds")
        project = github_project(stack, role=role)
        CodeBuildWebhook(stack, "Webhook", project=project)
        project.add_to_role_policy(iam.PolicyStatement(actions=["codeconnections:UseConnection"], resources=["*"]))

        (policy,) = resources_of(stack, "AWS::IAM::Policy")
        assert policy in waited_for(stack)

    @pytest.mark.parametrize("reads_first", [True, False])
    def test_once_a_url_is_read_each_webhook_waits_for_the_role_of_its_own_project_alone(
        self, *, reads_first: bool
    ) -> None:
        """A role that is given something made of the url of another project's webhook must not come before it."""
        stack = make_stack()
        projects = [github_project(stack, name) for name in ("First", "Second")]
        first = CodeBuildWebhook(stack, "FirstWebhook", project=projects[0])
        url = first.url if reads_first else ""
        CodeBuildWebhook(stack, "SecondWebhook", project=projects[1])
        ssm.StringParameter(stack, "Url", string_value=url or first.url).grant_read(projects[1])

        policies = list(resources_of(stack, "AWS::IAM::Policy"))
        waiting = [
            [name for name in webhook["DependsOn"] if name in policies]
            for name, webhook in resources_of(stack, "Custom::CodeBuildWebhook").items()
        ]
        assert [len(each) for each in waiting] == [1, 1]
        assert waiting[0] != waiting[1]
        assert set(waited_for(stack)).isdisjoint(policies)

    def test_what_is_made_inside_a_project_may_use_the_url_of_its_webhook(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        webhook = CodeBuildWebhook(stack, "Webhook", project=project)
        ssm.StringParameter(project, "Url", string_value=webhook.url)

        (parameter,) = resources_of(stack, "AWS::SSM::Parameter")
        assert parameter not in waited_for(stack)

    def test_a_webhook_inside_its_project_does_not_wait_for_itself(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        CodeBuildWebhook(project, "Webhook", project=project)

        (name,) = resources_of(stack, "Custom::CodeBuildWebhook")
        assert name not in waited_for(stack)

    def test_the_function_waits_for_its_policies_and_so_does_every_webhook(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))

        (function,) = resources_of(stack, "AWS::Lambda::Function").values()
        assert set(resources_of(stack, "AWS::IAM::ManagedPolicy")) <= set(function["DependsOn"])
        assert only_webhook_of(stack)["Properties"]["ServiceToken"]["Fn::GetAtt"][0] in template_of(stack)["Resources"]

    def test_a_project_of_another_stack_is_deployed_first(self) -> None:
        app = cdk.App()
        projects, webhooks = make_stack("Projects", app=app), make_stack("Webhooks", app=app)
        CodeBuildWebhook(webhooks, "Webhook", project=github_project(projects))

        assert "Fn::ImportValue" in only_webhook_of(webhooks)["Properties"]["ProjectName"]
        assert [stack.stack_name for stack in webhooks.dependencies] == ["Projects"]


class TestPlaces:
    def test_a_name_that_is_a_token_is_passed_on(self) -> None:
        stack = make_stack()
        name = cdk.CfnParameter(stack, "Name").value_as_string
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, name))

        assert only_webhook_of(stack)["Properties"]["ProjectName"] == {"Ref": "Name"}

    @pytest.mark.parametrize("env", [None, in_region("us-east-1")], ids=["agnostic", "fixed"])
    def test_the_stacks_own_region_and_account_are_not_spelled_out(self, env: cdk.Environment | None) -> None:
        stack = make_stack(env=env)
        CodeBuildWebhook(stack, "One", project=imported(stack, "docs-site"))
        CodeBuildWebhook(stack, "Two", project=github_project(stack))

        for webhook in webhooks_of(stack):
            assert not {"Region", "Account"} & set(webhook["Properties"])

    @pytest.mark.parametrize("env", [None, in_region("us-east-1")], ids=["agnostic", "fixed"])
    def test_an_imported_project_of_another_region_is_reached_there(self, env: cdk.Environment | None) -> None:
        stack = make_stack(env=env)
        arn = f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/docs-site"
        project = codebuild.Project.from_project_arn(stack, "Imported", arn)
        CodeBuildWebhook(stack, "Webhook", project=project)

        properties = only_webhook_of(stack)["Properties"]
        assert (properties["ProjectName"], properties["Region"]) == ("docs-site", "eu-west-1")

    def test_the_account_is_checked_on_deployment_where_synthesis_cannot_know_it(self) -> None:
        stack = make_stack()
        arn = f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/docs-site"
        project = codebuild.Project.from_project_arn(stack, "Imported", arn)
        CodeBuildWebhook(stack, "Webhook", project=project)

        assert only_webhook_of(stack)["Properties"]["Account"] == ACCOUNT

    def test_a_project_of_the_app_in_another_region_is_reached_there(self) -> None:
        app = cdk.App()
        projects = make_stack("Projects", app=app, env=in_region("eu-west-1"))
        webhooks = make_stack("Webhooks", app=app, env=in_region("us-east-1"))
        project = github_project(projects, project_name="docs-site")
        CodeBuildWebhook(webhooks, "Webhook", project=project)

        properties = only_webhook_of(webhooks)["Properties"]
        assert (properties["ProjectName"], properties["Region"]) == ("docs-site", "eu-west-1")

    def test_an_arn_that_is_a_token_is_taken_apart_on_deployment(self) -> None:
        stack = make_stack()
        arn = cdk.CfnParameter(stack, "Arn").value_as_string
        CodeBuildWebhook(stack, "Webhook", project=codebuild.Project.from_project_arn(stack, "Imported", arn))

        properties = only_webhook_of(stack)["Properties"]
        assert properties["Region"] == {"Fn::Select": [3, {"Fn::Split": [":", {"Ref": "Arn"}]}]}
        assert "Fn::Select" in properties["ProjectName"]

    def test_a_nested_stack_has_a_handler_of_its_own(self) -> None:
        stack = make_stack()
        nested = cdk.NestedStack(stack, "Nested")
        outer = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))
        inner = CodeBuildWebhook(nested, "Webhook", project=imported(nested, "other-site"))

        assert outer.handler is not inner.handler
        assert inner.handler.node.path == "Stack/Nested/CodeBuildWebhookHandler"
        assert len(resources_of(stack, "AWS::Lambda::Function")) == 1

    def test_a_stack_has_one_handler_however_deep_its_webhooks_are(self) -> None:
        stack = make_stack()
        deep = Construct(Construct(stack, "A"), "B")
        one = CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))
        two = CodeBuildWebhook(deep, "Webhook", project=github_project(stack))

        assert one.handler is two.handler
        assert len(resources_of(stack, "AWS::Lambda::Function")) == 1


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
    arn = f"arn:aws:codebuild:us-east-1:{OTHER_ACCOUNT}:project/api"
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
                lambda stack: imported(stack, f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/api"),
                {},
                "the project's name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter "
                f"or digit, got 'arn:aws:codebuild:us-east-1:{ACCOUNT}:project/api'; pass the name alone, not an ARN, "
                "a path or a description",
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
                f"the project is in account {OTHER_ACCOUNT} and the webhook in {ACCOUNT}; CodeBuild takes the name of "
                "a project and cannot reach another account: put the webhook into a stack of the project's account",
                id="account",
            ),
        ],
    )
    def test_a_project_that_can_have_no_such_webhook_is_refused_at_synthesis(
        self, project: Callable[[cdk.Stack], codebuild.IProject], arguments: dict[str, Any], text: str
    ) -> None:
        stack = make_stack(env=in_region("us-east-1"))
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
            pytest.param({"build_type": "BUILD"}, "build_type must be a BuildType, got 'BUILD'", id="build-type"),
            pytest.param({"manual_creation": "true"}, "manual_creation must be True or False, got 'true'", id="manual"),
            pytest.param({"allow_new_secret": "no"}, "allow_new_secret must be True or False, got 'no'", id="allow"),
            pytest.param(
                {"secret": "arn"},
                "secret must be True or a secret of aws_cdk.aws_secretsmanager, got 'arn'",
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
