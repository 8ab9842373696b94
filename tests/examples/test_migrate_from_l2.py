"""The steps of docs/guides/migrate-from-l2.md, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.e2e.stacks import NAME, TO_MAIN, hooks, make_project, new_stack, operations, physical_ids
from tests.examples.guide_steps import ADOPT, MAIN, hook_ids, logical_ids
from webhook_constructs import CodeBuildWebhook
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


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

    def test_deleted_by_hand_it_is_created_again(self, aws: LocalAws) -> None:
        before = self.made_by_triggers(aws)
        (project,) = before
        aws.client("codebuild").delete_webhook(projectName=project)
        self.step(aws, filter_groups=[TO_MAIN])

        assert hook_ids(aws).keys() == before.keys()
        assert hook_ids(aws) != before
