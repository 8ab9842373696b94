"""What a webhook waits for, and what waits for it."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm

from tests.cdk.apps import (
    US,
    github_project,
    imported,
    make_stack,
    only_webhook_of,
    resources_of,
)
from tests.cdk.handler_apps import EVENT_AGE
from webhook_constructs import (
    CodeBuildWebhook,
)


def waited_for(stack: cdk.Stack) -> list[str]:
    """What the only webhook waits for, and the function does not, beside what the properties name."""
    webhook = only_webhook_of(stack)
    ((name, function),) = resources_of(stack, "AWS::Lambda::Function").items()
    assert webhook["Properties"]["ServiceToken"] == {"Fn::GetAtt": [name, "Arn"]}
    assert set(function["DependsOn"]).isdisjoint(webhook["DependsOn"])
    return list(webhook["DependsOn"])


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
        stack = make_stack(env=US)
        role = iam.Role.from_role_name(stack, "ServiceRole", "builds")
        project = github_project(stack, role=role)
        CodeBuildWebhook(stack, "Webhook", project=project)
        project.add_to_role_policy(iam.PolicyStatement(actions=["codeconnections:UseConnection"], resources=["*"]))

        (policy,) = resources_of(stack, "AWS::IAM::Policy")
        assert policy in waited_for(stack)

    def test_each_webhook_waits_for_the_role_of_its_own_project_alone(self) -> None:
        """A role that is given something made of the url of another project's webhook must not come before it."""
        stack = make_stack()
        projects = [github_project(stack, name) for name in ("First", "Second")]
        first = CodeBuildWebhook(stack, "FirstWebhook", project=projects[0])
        CodeBuildWebhook(stack, "SecondWebhook", project=projects[1])
        ssm.StringParameter(stack, "Url", string_value=first.url).grant_read(projects[1])

        policies = list(resources_of(stack, "AWS::IAM::Policy"))
        waiting = [
            [name for name in webhook["DependsOn"] if name in policies]
            for name, webhook in resources_of(stack, "Custom::CodeBuildWebhook").items()
        ]
        assert [len(each) for each in waiting] == [1, 1]
        assert waiting[0] != waiting[1]

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

    def test_a_webhook_waits_for_what_the_function_may_do(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=imported(stack, "docs-site"))

        assert waited_for(stack) == [EVENT_AGE, *resources_of(stack, "AWS::IAM::ManagedPolicy")]

    def test_a_new_secret_comes_before_the_policy_that_names_it(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack), secret=True, manual_creation=True)

        (secret,) = resources_of(stack, "AWS::SecretsManager::Secret").values()
        assert "DependsOn" not in secret

    def test_a_project_of_another_stack_is_deployed_first(self) -> None:
        app = cdk.App()
        projects, webhooks = make_stack("Projects", app=app), make_stack("Webhooks", app=app)
        CodeBuildWebhook(webhooks, "Webhook", project=github_project(projects))

        assert "Fn::ImportValue" in only_webhook_of(webhooks)["Properties"]["ProjectName"]
        assert [stack.stack_name for stack in webhooks.dependencies] == ["Projects"]
