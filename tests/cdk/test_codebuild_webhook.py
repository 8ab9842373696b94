from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from constructs import Construct

from tests.cdk.apps import (
    EU,
    PUSH_TO_MAIN,
    US,
    github_project,
    imported,
    make_stack,
    only_webhook_of,
    resources_of,
    template_of,
    webhooks_of,
)
from tests.cdk.handler_apps import EVENT_AGE, POLICY
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CodeBuildWebhook,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
)


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
            "DependsOn": [EVENT_AGE, POLICY],
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


class TestPlaces:
    def test_a_name_that_is_a_token_is_passed_on(self) -> None:
        stack = make_stack()
        name = cdk.CfnParameter(stack, "Name").value_as_string
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, name))

        assert only_webhook_of(stack)["Properties"]["ProjectName"] == {"Ref": "Name"}

    @pytest.mark.parametrize("env", [None, US], ids=["agnostic", "fixed"])
    def test_the_stacks_own_region_and_account_are_not_spelled_out(self, env: cdk.Environment | None) -> None:
        stack = make_stack(env=env)
        CodeBuildWebhook(stack, "One", project=imported(stack, "docs-site"))
        CodeBuildWebhook(stack, "Two", project=github_project(stack))

        for webhook in webhooks_of(stack):
            assert not {"Region", "Account"} & set(webhook["Properties"])

    @pytest.mark.parametrize("env", [None, US], ids=["agnostic", "fixed"])
    def test_an_imported_project_of_another_region_is_reached_there(self, env: cdk.Environment | None) -> None:
        stack = make_stack(env=env)
        arn = f"arn:aws:codebuild:eu-west-1:{US.account}:project/docs-site"
        project = codebuild.Project.from_project_arn(stack, "Imported", arn)
        CodeBuildWebhook(stack, "Webhook", project=project)

        properties = only_webhook_of(stack)["Properties"]
        assert (properties["ProjectName"], properties["Region"]) == ("docs-site", "eu-west-1")

    def test_the_account_is_checked_on_deployment_where_synthesis_cannot_know_it(self) -> None:
        stack = make_stack()
        arn = f"arn:aws:codebuild:us-east-1:{US.account}:project/docs-site"
        project = codebuild.Project.from_project_arn(stack, "Imported", arn)
        CodeBuildWebhook(stack, "Webhook", project=project)

        assert only_webhook_of(stack)["Properties"]["Account"] == US.account

    def test_a_project_of_the_app_in_another_region_is_reached_there(self) -> None:
        app = cdk.App()
        projects = make_stack("Projects", app=app, env=EU)
        webhooks = make_stack("Webhooks", app=app, env=US)
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
