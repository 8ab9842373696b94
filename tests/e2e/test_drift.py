"""What others do to a webhook or its secret: what lives is not lost, what is dead not taken for it, no stack is stuck.

"Fits" says that what is stored is the payload URL and secret of the hook that lives.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.faults import FaultPoint, plant
from tests.e2e.stacks import (
    ADOPT,
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    failure_of,
    hooks,
    identities,
    make_project,
    operations,
    physical_ids,
    stack_with,
    tagged,
)
from webhook_constructs import ApproverRole, CommentApproval, PullRequestBuildPolicy
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

ALL_PUSHES = [[{"type": "EVENT", "pattern": "PUSH"}]]
DISABLED = {"requiresCommentApproval": "DISABLED"}


class Manual:
    """A manual webhook of a project, and the secret of an operator."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        self.codebuild = aws.client("codebuild")
        self.secrets = aws.client("secretsmanager")
        self.arns = {name: self.secrets.create_secret(Name=name)["ARN"] for name in ("A", "B")}

    def deploy(
        self, construct_id: str = "Webhook", *, place: str = "A", failing: bool = False, **arguments: Any
    ) -> str:
        """Deploy it, well or badly, and return how that ended."""
        stack = cdk.Stack(cdk.App(), NAME)
        secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", self.arns[place])
        arguments.setdefault("filter_groups", [TO_MAIN])
        webhook = add_webhook(stack, "api", construct_id, manual_creation=True, secret=secret, **arguments)
        if failing:
            add_failure(stack, after=webhook)
        try:
            return self.aws.deploy(stack, NAME).status
        except DeploymentFailed as failed:
            return str(failed.status)

    def make_by_hand(self, place: str | None = None) -> None:
        made = self.codebuild.create_webhook(projectName="api", manualCreation=True, filterGroups=ALL_PUSHES)["webhook"]
        if place is not None:
            self.store_by_hand(place, made)

    def rotate_by_hand(self) -> dict[str, Any]:
        groups = [[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]]
        webhook: dict[str, Any] = self.codebuild.update_webhook(
            projectName="api", filterGroups=groups, rotateSecret=True
        )["webhook"]
        return webhook

    def store_by_hand(self, place: str, shown: dict[str, Any]) -> None:
        value = json.dumps({"payloadUrl": self.hook.payload_url, "secret": shown["secret"]})
        self.secrets.put_secret_value(SecretId=self.arns[place], SecretString=value)

    @property
    def hook(self) -> Any:
        return self.aws.codebuild.hooks_at_host["api"]

    def fits(self, place: str = "A") -> bool:
        stored = json.loads(self.secrets.get_secret_value(SecretId=self.arns[place])["SecretString"])
        return bool(stored == {"payloadUrl": self.hook.payload_url, "secret": self.hook.secret})

    @property
    def rotations(self) -> int:
        return sum(bool(call.parameters.get("rotateSecret")) for call in self.aws.codebuild.calls)


@pytest.fixture
def manual(aws: LocalAws) -> Manual:
    make_project(aws, "api")
    return Manual(aws)


COMPLETE, ROLLED_BACK = "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"


def edit(manual: Manual) -> None:
    manual.codebuild.update_webhook(projectName="api", filterGroups=ALL_PUSHES)


def let_all_approve(manual: Manual) -> None:
    manual.codebuild.update_webhook(projectName="api", filterGroups=ALL_PUSHES, pullRequestBuildPolicy=DISABLED)


def delete(manual: Manual) -> None:
    manual.codebuild.delete_webhook(projectName="api")


def rotate_and_store(manual: Manual) -> None:
    manual.store_by_hand("A", manual.rotate_by_hand())


class TestChangesThatAreRefused:
    """Without allow_new_secret; the rollback must not be refused for the same reason."""

    @pytest.mark.parametrize("drift", [edit, let_all_approve, rotate_and_store])
    def test_a_change_that_needs_a_new_webhook(self, manual: Manual, drift: Any) -> None:
        manual.deploy()
        drift(manual)

        assert manual.deploy(filter_groups=(), branch_filter="^x$") == ROLLED_BACK
        assert manual.fits()

    def test_what_is_gone_is_created_without_leave(self, manual: Manual) -> None:
        manual.deploy()
        delete(manual)

        assert manual.deploy(filter_groups=(), branch_filter="^x$") == COMPLETE
        assert manual.fits()

    def test_a_realignment_that_needs_a_new_webhook(self, manual: Manual) -> None:
        manual.deploy(redeploy_on="1")
        let_all_approve(manual)

        assert manual.deploy(redeploy_on="2") == ROLLED_BACK
        assert manual.deploy(redeploy_on="2", allow_new_secret=True) == COMPLETE
        assert manual.fits()

    def test_an_adopted_webhook_that_its_owner_has_changed(self, aws: LocalAws) -> None:
        make_project(aws, "api")
        client = aws.client("codebuild")
        client.create_webhook(projectName="api", branchFilter="^x$")
        aws.deploy(stack_with(branch_filter="^x$", on_existing=ADOPT), NAME)
        client.update_webhook(projectName="api", filterGroups=ALL_PUSHES)
        stack = cdk.Stack(cdk.App(), NAME)
        add_failure(stack, after=add_webhook(stack, filter_groups=[TO_MAIN], on_existing=ADOPT))

        assert failure_of(aws, stack).status == ROLLED_BACK

    def test_a_secret_that_is_about_to_be_deleted(self, manual: Manual) -> None:
        manual.deploy()
        manual.secrets.delete_secret(SecretId=manual.arns["A"], RecoveryWindowInDays=7)

        assert manual.deploy(filter_groups=[TO_RELEASE]) == ROLLED_BACK


class TestSecretsOfOthers:
    @pytest.mark.parametrize(
        "change", [{"filter_groups": [TO_RELEASE]}, {"redeploy_on": "2"}], ids=["filters", "redeploy"]
    )
    def test_what_an_operator_has_stored_for_the_living_webhook_stays(
        self, manual: Manual, change: dict[str, Any]
    ) -> None:
        manual.deploy()
        rotate_and_store(manual)
        assert manual.fits()

        assert manual.deploy(**change) == COMPLETE
        assert manual.fits()

    @pytest.mark.parametrize("rotated", [True, False], ids=["rotated", "made-again"])
    def test_redeploy_on_sees_that_what_is_stored_is_not_the_living_webhooks(
        self, manual: Manual, *, rotated: bool
    ) -> None:
        manual.deploy(redeploy_on="1")
        if rotated:
            manual.rotate_by_hand()
        else:
            delete(manual)
            manual.make_by_hand()

        assert manual.deploy(redeploy_on="2") == ROLLED_BACK
        assert manual.deploy(redeploy_on="2", allow_new_secret=True) == COMPLETE
        assert manual.fits()

    def test_what_is_stored_for_a_webhook_that_is_gone_is_not_adopted_with_another(self, manual: Manual) -> None:
        manual.deploy()
        manual.aws.delete(NAME)
        manual.make_by_hand()

        assert manual.deploy(on_existing=ADOPT) == "ROLLBACK_COMPLETE"
        assert not manual.fits()

    def test_the_hook_that_the_owner_of_an_adopted_one_has_made_again_is_left_alone(self, manual: Manual) -> None:
        manual.make_by_hand("A")
        manual.deploy(on_existing=ADOPT)
        delete(manual)
        manual.aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "no", times=2)
        assert manual.deploy(on_existing=ADOPT, filter_groups=[TO_RELEASE]) == ROLLED_BACK
        manual.make_by_hand("A")
        made = identities(manual.aws)

        assert manual.deploy(on_existing=ADOPT, filter_groups=[TO_RELEASE]) == COMPLETE
        assert identities(manual.aws) == made
        assert (physical_ids(manual.aws), manual.fits()) == (["api#adopted"], True)


class TestRotationsWithoutASecret:
    @pytest.fixture(autouse=True)
    def _missed(self, manual: Manual) -> None:
        manual.deploy(rotate_secret_on="a")
        manual.aws.codebuild.rotation_returns_secret = False
        assert manual.deploy(rotate_secret_on="b") == ROLLED_BACK

    def test_it_is_not_forgotten_by_an_adoption(self, manual: Manual) -> None:
        manual.aws.codebuild.rotation_returns_secret = True

        assert manual.deploy("Renamed", rotate_secret_on="a", on_existing=ADOPT) == ROLLED_BACK
        assert manual.deploy(rotate_secret_on="a", filter_groups=[TO_RELEASE]) == COMPLETE
        assert manual.fits()

    def test_every_update_fails_until_it_is_put_right(self, manual: Manual) -> None:
        assert manual.deploy(rotate_secret_on="a", filter_groups=[TO_RELEASE]) == ROLLED_BACK
        delete(manual)
        assert manual.deploy(rotate_secret_on="a", redeploy_on="2") == COMPLETE
        assert manual.fits()


class TestPolicies:
    READERS = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, approver_roles=(ApproverRole.GITHUB_READ,))
    PLAIN = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS)

    def test_a_policy_that_is_taken_away_takes_its_approvers_along(self, aws: LocalAws) -> None:
        make_project(aws, "api")
        aws.deploy(stack_with(filter_groups=[TO_MAIN], pull_request_build_policy=self.READERS), NAME)

        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

        (project,) = aws.client("codebuild").batch_get_projects(names=["api"])["projects"]
        assert "GITHUB_READ" not in project["webhook"]["pullRequestBuildPolicy"]["approverRoles"]

    def test_a_policy_that_is_taken_away_leaves_the_rotation_that_is_asked_for(self, manual: Manual) -> None:
        manual.deploy(rotate_secret_on="a", pull_request_build_policy=self.PLAIN)

        assert manual.deploy(rotate_secret_on="b") == COMPLETE
        assert (manual.rotations, manual.fits()) == (1, True)


GAVE_UP = ("CREATING", "CREATING", ("CREATE_FAILED", "gave up"))


class TestWebhooksThatNeverLive:
    @pytest.fixture(autouse=True)
    def _project(self, aws: LocalAws) -> None:
        make_project(aws, "api")

    def test_one_whose_creation_was_answered_too_late(self, aws: LocalAws) -> None:
        aws.codebuild.status_sequence = GAVE_UP
        aws.codebuild.fail_next("CreateWebhook", "InternalFailure", "x", before=False)

        assert "gave up" in str(failure_of(aws, stack_with(filter_groups=[TO_MAIN])))
        assert operations(aws)[-1] == "DeleteWebhook"

    @pytest.mark.parametrize(
        ("point", "kind"),
        [
            pytest.param(FaultPoint.AFTER_THE_CALL, {}, id="automatic-after-the-call"),
            pytest.param(
                FaultPoint.AFTER_THE_SECRET_WRITE,
                {"manual_creation": True, "secret": True},
                id="manual-after-the-secret",
            ),
        ],
    )
    def test_one_whose_maker_has_died(
        self, aws: LocalAws, tmp_path: Path, point: FaultPoint, kind: dict[str, Any]
    ) -> None:
        aws.codebuild.status_sequence = GAVE_UP
        armed = tmp_path / "armed"
        armed.write_text("Create main")
        template = edited(stack_with(filter_groups=[TO_MAIN], **kind), tagged("main"))

        with pytest.raises(DeploymentFailed, match="gave up"):
            aws.deploy(plant(template, point, armed), NAME)

        assert not armed.exists()
        assert hooks(aws) == {}

    def test_one_that_was_there_before_is_not_adopted(self, aws: LocalAws) -> None:
        aws.codebuild.status_sequence = (("CREATE_FAILED", "gave up"),)
        aws.client("codebuild").create_webhook(projectName="api", filterGroups=ALL_PUSHES)

        failed = failure_of(aws, stack_with(filter_groups=[TO_MAIN], on_existing=ADOPT))

        assert "cannot be adopted: the webhook could not be created: gave up" in str(failed)

    def test_one_of_ours_is_created_again_by_an_update(self, aws: LocalAws) -> None:
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
        client = aws.client("codebuild")
        client.delete_webhook(projectName="api")
        aws.codebuild.status_sequence = (("CREATE_FAILED", "gave up"),)
        client.create_webhook(projectName="api", filterGroups=ALL_PUSHES)
        aws.codebuild.status_sequence = ("ACTIVE",)

        aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)

        assert hooks(aws) == {"api": [["PUSH", "^refs/heads/release$"]]}


def test_a_webhook_that_somebody_makes_while_a_permission_is_waited_for_is_not_touched(aws: LocalAws) -> None:
    make_project(aws, "api")
    client = aws.client("codebuild")
    aws.deny_next("secretsmanager:PutSecretValue", times=3)

    def make_when_looked_for() -> None:
        while not any(call.operation == "BatchGetProjects" for call in aws.codebuild.calls):
            time.sleep(0.01)
        client.create_webhook(projectName="api", branchFilter="^stranger$")

    stranger = threading.Thread(target=make_when_looked_for)
    stranger.start()
    failed = failure_of(aws, stack_with(filter_groups=[TO_MAIN], manual_creation=True, secret=True))
    stranger.join()

    assert "the project has a webhook already" in str(failed)
    (hook,) = aws.codebuild.hooks_at_host.values()
    assert hook.branch_filter == "^stranger$"
