"""The steps of docs/guides/, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.stacks import (
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    hooks,
    make_project,
    new_stack,
    operations,
    physical_ids,
    resources,
)
from webhook_constructs import CodeBuildWebhook, OnExistingWebhook, SourceProvider
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

ADOPT = OnExistingWebhook.ADOPT
RETAIN = cdk.RemovalPolicy.RETAIN
ASKING = "cloudformation:DescribeStacks"
MAIN = [["PUSH", "^refs/heads/main$"]]
RELEASE = [["PUSH", "^refs/heads/release$"]]
MANUAL: dict[str, Any] = {"manual_creation": True, "secret": True}


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


def webhook_in(stack: cdk.Stack, construct_id: str = "Webhook", **arguments: Any) -> CodeBuildWebhook:
    arguments.setdefault("filter_groups", [TO_MAIN])
    return add_webhook(stack, "api", construct_id, **arguments)


def deploy(aws: LocalAws, construct_id: str = "Webhook", name: str = NAME, **arguments: Any) -> None:
    stack = cdk.Stack(cdk.App(), name)
    webhook_in(stack, construct_id, **arguments)
    aws.deploy(stack, name)


def hook_ids(aws: LocalAws) -> dict[str, int]:
    return {project: hook.id for project, hook in aws.codebuild.hooks_at_host.items()}


def at_host(aws: LocalAws) -> dict[str, str | None]:
    """What the operator of the one hook has to enter at the git host."""
    (hook,) = aws.codebuild.hooks_at_host.values()
    return {"payloadUrl": hook.payload_url, "secret": hook.secret}


def stored(aws: LocalAws, stage: str = "AWSCURRENT") -> dict[str, str]:
    """What the one secret of the account holds."""
    client = aws.client("secretsmanager")
    (secret,) = client.list_secrets()["SecretList"]
    value = client.get_secret_value(SecretId=secret["ARN"], VersionStage=stage)["SecretString"]
    return cast("dict[str, str]", json.loads(value))


def logical_ids(aws: LocalAws) -> dict[str, str]:
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    return {item["ResourceType"]: item["LogicalResourceId"] for item in found}


def keep_logical_id(construct: Any, logical_id: str) -> None:
    cast("cdk.CfnResource", construct.node.default_child).override_logical_id(logical_id)


class TestRename:
    def test_in_one_deployment_with_other_settings_it_fails_and_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)

        with pytest.raises(DeploymentFailed, match=r"deploy it with on_existing=OnExistingWebhook\.ADOPT"):
            deploy(aws, "New", filter_groups=[TO_RELEASE])
        assert hook_ids(aws) == before
        assert hooks(aws) == {"api": MAIN}

    def test_in_one_deployment_with_the_same_settings_it_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)

        with pytest.raises(DeploymentFailed, match=r"deploy it with on_existing=OnExistingWebhook\.ADOPT"):
            deploy(aws, "New")
        assert hook_ids(aws) == before

    @pytest.mark.parametrize("arguments", [{}, {"on_existing": ADOPT}], ids=["made", "adopted-by-an-update"])
    def test_with_adopt_in_one_deployment_the_webhook_stays_and_the_next_makes_it_ours(
        self, aws: LocalAws, arguments: dict[str, Any]
    ) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)
        deploy(aws, "Old", **arguments)
        deploy(aws, "New", on_existing=ADOPT, filter_groups=[TO_RELEASE])
        assert physical_ids(aws) == ["api#adopted"]
        assert hooks(aws) == {"api": RELEASE}
        deploy(aws, "New", filter_groups=[TO_RELEASE])

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_where_cloudformation_cannot_be_asked_it_is_lost_and_the_next_update_makes_it_anew(
        self, aws: LocalAws
    ) -> None:
        deploy(aws, "Old")
        aws.deny_next(ASKING, 1000)
        deploy(aws, "New", on_existing=ADOPT)
        assert hooks(aws) == {}
        (warning,) = (line for line in aws.log_lines() if "CloudFormation cannot be asked" in line)
        assert "cloudformation:DescribeStacks and cloudformation:ListStackResources" in warning

        deploy(aws, "New")
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_where_cloudformation_cannot_be_asked_a_second_step_that_is_rolled_back_loses_it_and_the_next_makes_it_anew(
        self, aws: LocalAws
    ) -> None:
        aws.client("codebuild").create_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT)
        stack = new_stack()
        add_failure(stack, webhook_in(stack))
        aws.deny_next(ASKING, 1000)
        with pytest.raises(DeploymentFailed):
            aws.deploy(stack, NAME)
        assert hooks(aws) == {}

        deploy(aws)
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]

    def test_retain_then_rename_and_adopt_then_make_it_ours_asks_nothing(self, aws: LocalAws) -> None:
        aws.deny_next(ASKING, 1000)
        deploy(aws, "Old")
        before = hook_ids(aws)
        deploy(aws, "Old", removal_policy=RETAIN)
        deploy(aws, "New", on_existing=ADOPT)
        assert physical_ids(aws) == ["api#adopted"]
        deploy(aws, "New")

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_a_rename_that_is_rolled_back_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)
        stack = new_stack()
        add_failure(stack, webhook_in(stack, "New", on_existing=ADOPT))
        with pytest.raises(DeploymentFailed):
            aws.deploy(stack, NAME)

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]

    def test_a_kept_logical_id_makes_the_rename_a_change_of_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        calls = aws.codebuild.calls
        stack = new_stack()
        keep_logical_id(webhook_in(stack, "New"), logical_ids(aws)["Custom::CodeBuildWebhook"])
        aws.deploy(stack, NAME)

        assert aws.codebuild.calls == calls
        assert hooks(aws) == {"api": MAIN}

    def test_a_manual_webhook_keeps_its_credentials_with_two_kept_logical_ids(self, aws: LocalAws) -> None:
        deploy(aws, "Old", **MANUAL)
        calls, known = aws.codebuild.calls, logical_ids(aws)
        stack = new_stack()
        webhook = webhook_in(stack, "New", **MANUAL)
        keep_logical_id(webhook, known["Custom::CodeBuildWebhook"])
        keep_logical_id(webhook.secret, known["AWS::SecretsManager::Secret"])
        aws.deploy(stack, NAME)

        assert aws.codebuild.calls == calls
        assert stored(aws) == at_host(aws)

    def test_a_manual_webhook_with_a_secret_of_its_own_is_not_adopted_under_another_name(self, aws: LocalAws) -> None:
        deploy(aws, "Old", **MANUAL)
        before = at_host(aws)

        with pytest.raises(DeploymentFailed, match="its payload URL and secret are not in the secret that was given"):
            deploy(aws, "New", on_existing=ADOPT, **MANUAL)
        assert at_host(aws) == before

    def test_a_manual_webhook_with_a_secret_from_outside_is_adopted(self, aws: LocalAws) -> None:
        def step(construct_id: str, **arguments: Any) -> None:
            stack = new_stack()
            secret = secretsmanager.Secret(stack, "HookSecret")
            webhook_in(stack, construct_id, manual_creation=True, secret=secret, **arguments)
            aws.deploy(stack, NAME)

        step("Old")
        before = at_host(aws)
        step("New", on_existing=ADOPT)
        step("New")

        assert at_host(aws) == before == stored(aws)
        aws.delete(NAME)
        assert hooks(aws) == {}


def test_a_webhook_moves_to_another_stack(aws: LocalAws) -> None:
    deploy(aws, "Webhook")
    before = hook_ids(aws)
    deploy(aws, "Webhook", removal_policy=RETAIN)
    deploy(aws, "Webhook", "Other", on_existing=ADOPT)
    aws.delete(NAME)
    deploy(aws, "Webhook", "Other")

    assert hook_ids(aws) == before
    aws.delete("Other")
    assert hooks(aws) == {}


class TestMigrateFromL2:
    def project_in(self, stack: cdk.Stack, **source: Any) -> codebuild.Project:
        return codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api", **source))

    def step(self, aws: LocalAws, **arguments: Any) -> None:
        stack = new_stack()
        CodeBuildWebhook(stack, "ApiWebhook", project=self.project_in(stack), **arguments)
        aws.deploy(stack, NAME)

    def project_alone(self, aws: LocalAws, **source: Any) -> None:
        stack = new_stack()
        self.project_in(stack, **source)
        aws.deploy(stack, NAME)

    def made_by_triggers(self, aws: LocalAws) -> dict[str, int]:
        push = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH)
        self.project_alone(aws, webhook=True, webhook_filters=[push.and_branch_is("main")])
        assert list(hooks(aws).values()) == [[["PUSH", "refs/heads/main"]]]
        return hook_ids(aws)

    def made_by_hand(self, aws: LocalAws, **settings: Any) -> dict[str, int]:
        """Make a webhook that `Triggers` cannot describe, on the project of the stack."""
        self.project_alone(aws)
        (name,) = (name for name in aws.client("codebuild").list_projects()["projects"] if name != "api")
        aws.client("codebuild").create_webhook(projectName=name, **settings)
        return hook_ids(aws)

    def test_adopt_then_make_it_ours(self, aws: LocalAws) -> None:
        before = self.made_by_triggers(aws)
        (project,), known = before, logical_ids(aws)
        self.step(aws, filter_groups=[TO_MAIN], on_existing=ADOPT)
        assert hook_ids(aws) == before
        assert hooks(aws) == {project: MAIN}
        self.step(aws, filter_groups=[TO_MAIN])

        assert hook_ids(aws) == before
        assert physical_ids(aws) == [project]
        assert logical_ids(aws)["AWS::CodeBuild::Project"] == known["AWS::CodeBuild::Project"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_the_triggers_taken_out_first_leave_the_webhook_as_it_was(self, aws: LocalAws) -> None:
        before = self.made_by_triggers(aws)
        self.project_alone(aws)
        assert operations(aws) == ["CreateWebhook"]
        self.step(aws, filter_groups=[TO_MAIN], on_existing=ADOPT)

        assert hook_ids(aws) == before

    def test_webhook_false_deletes_it(self, aws: LocalAws) -> None:
        self.made_by_triggers(aws)
        self.project_alone(aws, webhook=False)

        assert hooks(aws) == {}

    def test_what_is_only_adopted_stays_when_the_construct_leaves(self, aws: LocalAws) -> None:
        before = self.made_by_triggers(aws)
        self.step(aws, filter_groups=[TO_MAIN], on_existing=ADOPT)
        self.project_alone(aws)

        assert hook_ids(aws) == before

    @pytest.mark.parametrize(
        ("settings", "text"),
        [
            pytest.param(
                {"branchFilter": "^main$"},
                "it has filter groups or a branch filter that the new settings do not replace",
                id="branch-filter",
            ),
            pytest.param(
                {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}},
                "its pull request build policy is DISABLED and the new settings state none",
                id="policy",
            ),
            pytest.param(
                {"manualCreation": True}, "it is a manual webhook and an automatic one is wanted", id="manual"
            ),
        ],
    )
    def test_what_cannot_be_adopted_is_left_alone(self, aws: LocalAws, settings: dict[str, Any], text: str) -> None:
        before = self.made_by_hand(aws, **settings)
        was = dict(aws.codebuild.hooks_at_host)

        with pytest.raises(DeploymentFailed, match=text):
            self.step(aws, on_existing=ADOPT, filter_groups=[TO_MAIN])
        assert hook_ids(aws) == before
        assert aws.codebuild.hooks_at_host == was

    def test_deleted_by_hand_it_is_made_anew(self, aws: LocalAws) -> None:
        before = self.made_by_triggers(aws)
        (project,) = before
        aws.client("codebuild").delete_webhook(projectName=project)
        self.step(aws, filter_groups=[TO_MAIN])

        assert hook_ids(aws).keys() == before.keys()
        assert hook_ids(aws) != before


class TestSecrets:
    def test_rotation_keeps_the_payload_url_and_the_secret_before(self, aws: LocalAws) -> None:
        deploy(aws, rotate_secret_on="2026-01", **MANUAL)
        before = stored(aws)
        deploy(aws, rotate_secret_on="2026-07", **MANUAL)

        assert stored(aws) == at_host(aws)
        assert stored(aws)["payloadUrl"] == before["payloadUrl"]
        assert stored(aws)["secret"] != before["secret"]
        assert stored(aws, "AWSPREVIOUS") == before

    def test_a_rotation_that_is_rolled_back_has_happened(self, aws: LocalAws) -> None:
        deploy(aws, rotate_secret_on="2026-01", **MANUAL)
        before = stored(aws)
        stack = new_stack()
        add_failure(stack, webhook_in(stack, rotate_secret_on="2026-07", **MANUAL))
        with pytest.raises(DeploymentFailed):
            aws.deploy(stack, NAME)

        assert stored(aws) == at_host(aws) != before

    def test_a_rotation_without_an_answer_names_the_way_out_and_it_works(self, aws: LocalAws) -> None:
        deploy(aws, rotate_secret_on="2026-01", **MANUAL)
        aws.codebuild.rotation_returns_secret = False
        with pytest.raises(DeploymentFailed, match="the service rotated but returned no secret"):
            deploy(aws, rotate_secret_on="2026-07", **MANUAL)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws, rotate_secret_on="2026-01", redeploy_on="2026-07", **MANUAL)

        assert stored(aws) == at_host(aws)

    def test_a_change_that_makes_a_manual_webhook_anew_has_to_be_allowed(self, aws: LocalAws) -> None:
        deploy(aws, **MANUAL)
        before = at_host(aws)
        with pytest.raises(DeploymentFailed, match="this change would replace the manual webhook of project api"):
            deploy(aws, filter_groups=[], **MANUAL)
        assert stored(aws) == at_host(aws) == before

        deploy(aws, filter_groups=[], allow_new_secret=True, **MANUAL)
        assert stored(aws) == at_host(aws) != before

    def test_another_place_makes_a_manual_webhook_anew_and_has_to_be_allowed(self, aws: LocalAws) -> None:
        def step(place: str, **arguments: Any) -> None:
            stack = new_stack()
            secret = secretsmanager.Secret(stack, place)
            webhook_in(stack, manual_creation=True, secret=secret, **arguments)
            aws.deploy(stack, NAME)

        step("First")
        before = at_host(aws)
        with pytest.raises(DeploymentFailed, match="this change would replace the manual webhook of project api"):
            step("Second")
        assert at_host(aws) == before == stored(aws)

        step("Second", allow_new_secret=True)
        assert stored(aws) == at_host(aws) != before

    def test_without_a_place_a_webhook_of_github_enterprise_fails_and_leaves_nothing(self, aws: LocalAws) -> None:
        make_project(aws, "enterprise", source_type="GITHUB_ENTERPRISE")
        stack = new_stack()
        add_webhook(stack, "enterprise", source_provider=SourceProvider.GITHUB_ENTERPRISE)
        with pytest.raises(DeploymentFailed, match=r"CodeBuild returned a secret .* and there is no place for it"):
            aws.deploy(stack, NAME)

        assert hooks(aws) == {}

    def test_where_the_secret_cannot_be_written_no_webhook_is_made(self, aws: LocalAws) -> None:
        aws.deny_next("secretsmanager:PutSecretValue", 1000)
        with pytest.raises(DeploymentFailed, match=r"PutSecretValue .* failed with AccessDeniedException"):
            deploy(aws, **MANUAL)

        assert operations(aws) == []

    def test_no_template_and_no_output_shows_the_credentials(self, aws: LocalAws) -> None:
        deploy(aws, **MANUAL)
        template = aws.client("cloudformation").get_template(StackName=NAME)["TemplateBody"]

        text = json.dumps(template) + json.dumps(aws.client("cloudformation").describe_stacks(), default=str)
        assert [value for value in stored(aws).values() if value in text] == []
        (secret,) = resources(
            json.loads(template) if isinstance(template, str) else template, "AWS::SecretsManager::Secret"
        )
        assert "GenerateSecretString" not in secret["Properties"]


class TestRedeploy:
    def test_an_edit_outside_stays_until_redeploy_on_changes(self, aws: LocalAws) -> None:
        deploy(aws)
        before = hook_ids(aws)
        groups = [TO_RELEASE.to_api()]
        aws.client("codebuild").update_webhook(projectName="api", filterGroups=groups)
        deploy(aws)
        assert hooks(aws) == {"api": RELEASE}
        deploy(aws, redeploy_on="1")

        assert hooks(aws) == {"api": MAIN}
        assert hook_ids(aws) == before

    def test_a_webhook_deleted_outside_is_made_anew(self, aws: LocalAws) -> None:
        deploy(aws)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws)
        assert hooks(aws) == {}
        deploy(aws, redeploy_on="1")

        assert hooks(aws) == {"api": MAIN}

    def test_a_manual_one_made_anew_has_another_payload_url(self, aws: LocalAws) -> None:
        deploy(aws, **MANUAL)
        before = at_host(aws)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws, redeploy_on="1", **MANUAL)

        assert stored(aws) == at_host(aws)
        assert at_host(aws)["payloadUrl"] != before["payloadUrl"]

    def test_another_repository_of_a_project_of_the_app_needs_nothing(self, aws: LocalAws) -> None:
        def step(repository: str) -> None:
            stack = new_stack()
            source = codebuild.Source.git_hub(owner="acme", repo=repository)
            project = codebuild.Project(stack, "Api", project_name="shop-api", source=source)
            CodeBuildWebhook(stack, "ApiWebhook", project=project, filter_groups=[TO_MAIN])
            aws.deploy(stack, NAME)

        step("api")
        (old,) = hook_ids(aws).values()
        step("shop")

        assert aws.codebuild.hooks_at_host["shop-api"].repository == "https://github.com/acme/shop"
        assert aws.codebuild.hooks_at_host[f"shop-api#{old}"].repository == "https://github.com/acme/api"

    def test_another_repository_of_an_imported_project_needs_redeploy_on(self, aws: LocalAws) -> None:
        deploy(aws)
        (old,) = hook_ids(aws).values()
        source = {"type": "GITHUB", "location": "https://github.com/acme/shop"}
        aws.client("codebuild").update_project(name="api", source=source)
        deploy(aws, redeploy_on="1")

        assert aws.codebuild.hooks_at_host["api"].repository == "https://github.com/acme/shop"
        assert aws.codebuild.hooks_at_host[f"api#{old}"].repository == "https://github.com/acme/api"

    def test_taken_out_before_the_change_nothing_is_left_at_the_old_repository(self, aws: LocalAws) -> None:
        def step(repository: str, *, with_webhook: bool) -> None:
            stack = new_stack()
            source = codebuild.Source.git_hub(owner="acme", repo=repository)
            project = codebuild.Project(stack, "Api", project_name="shop-api", source=source)
            if with_webhook:
                CodeBuildWebhook(stack, "ApiWebhook", project=project, filter_groups=[TO_MAIN])
            aws.deploy(stack, NAME)

        step("api", with_webhook=True)
        step("api", with_webhook=False)
        assert hooks(aws) == {}
        step("shop", with_webhook=True)

        assert {name: hook.repository for name, hook in aws.codebuild.hooks_at_host.items()} == {
            "shop-api": "https://github.com/acme/shop"
        }

    def test_an_adopted_webhook_that_is_made_anew_is_ours(self, aws: LocalAws) -> None:
        aws.client("codebuild").create_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT, redeploy_on="1")
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]

        aws.delete(NAME)
        assert hooks(aws) == {}
