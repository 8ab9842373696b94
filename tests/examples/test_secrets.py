"""The steps of docs/guides/secrets.md, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.stacks import NAME, add_failure, add_webhook, hooks, make_project, new_stack, operations, resources
from tests.examples.guide_steps import MANUAL, at_host, deploy, stored, webhook_in
from webhook_constructs import SourceProvider
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


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
        with pytest.raises(DeploymentFailed, match="and returned none: the stored one no longer works"):
            deploy(aws, rotate_secret_on="2026-07", **MANUAL)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws, rotate_secret_on="2026-01", redeploy_on="2026-07", **MANUAL)

        assert stored(aws) == at_host(aws)

    def test_a_change_that_replaces_a_manual_webhook_has_to_be_allowed(self, aws: LocalAws) -> None:
        deploy(aws, **MANUAL)
        before = at_host(aws)
        with pytest.raises(DeploymentFailed, match="this change would replace the manual webhook of project api"):
            deploy(aws, filter_groups=[], **MANUAL)
        assert stored(aws) == at_host(aws) == before

        deploy(aws, filter_groups=[], allow_new_secret=True, **MANUAL)
        assert stored(aws) == at_host(aws) != before

    def test_another_place_replaces_a_manual_webhook_and_has_to_be_allowed(self, aws: LocalAws) -> None:
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
        with pytest.raises(DeploymentFailed, match=r"CodeBuild returned a secret .* and nothing keeps it"):
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
