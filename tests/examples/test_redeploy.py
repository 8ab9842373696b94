"""The steps of docs/guides/redeploy.md, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.e2e.stacks import NAME, TO_MAIN, TO_RELEASE, hooks, make_project, new_stack, physical_ids
from tests.examples.guide_steps import ADOPT, MAIN, MANUAL, RELEASE, at_host, deploy, hook_ids, stored
from webhook_constructs import CodeBuildWebhook

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


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

    def test_a_webhook_deleted_outside_is_created_again(self, aws: LocalAws) -> None:
        deploy(aws)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws)
        assert hooks(aws) == {}
        deploy(aws, redeploy_on="1")

        assert hooks(aws) == {"api": MAIN}

    def test_a_manual_one_created_again_has_another_payload_url(self, aws: LocalAws) -> None:
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

    def test_the_stated_repository_of_an_imported_project_is_enough(self, aws: LocalAws) -> None:
        deploy(aws, repository="https://github.com/acme/api")
        (old,) = hook_ids(aws).values()
        source = {"type": "GITHUB", "location": "https://github.com/acme/shop"}
        aws.client("codebuild").update_project(name="api", source=source)
        deploy(aws, repository="https://github.com/acme/shop")

        assert aws.codebuild.hooks_at_host["api"].repository == "https://github.com/acme/shop"
        assert aws.codebuild.hooks_at_host[f"api#{old}"].repository == "https://github.com/acme/api"

    def test_a_repository_that_is_stated_later_or_written_otherwise_keeps_the_hook(self, aws: LocalAws) -> None:
        deploy(aws)
        kept = hook_ids(aws)
        for arguments in (
            {"repository": "https://github.com/acme/api"},
            {"repository": "git@github.com:acme/api.git"},
            {},
        ):
            deploy(aws, **arguments)

            assert hook_ids(aws) == kept

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

    def test_an_adopted_webhook_that_is_created_again_is_ours(self, aws: LocalAws) -> None:
        aws.client("codebuild").create_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT)
        aws.client("codebuild").delete_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT, redeploy_on="1")
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]

        aws.delete(NAME)
        assert hooks(aws) == {}
