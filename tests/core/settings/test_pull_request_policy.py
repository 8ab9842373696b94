"""Which pull requests wait for a comment."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import ApproverRole, CommentApproval, PullRequestBuildPolicy, WebhookSettingsError
from webhook_constructs.core.values.wire import Node, WireForm

ADMIN, WRITE = ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE


def test_the_roles_are_those_of_the_three_hosts() -> None:
    assert {str(role).split("_")[0] for role in ApproverRole} == {"GITHUB", "GITLAB", "BITBUCKET"}
    assert len(ApproverRole) == 14


@pytest.mark.parametrize("approval", CommentApproval)
@pytest.mark.parametrize("roles", [(), (ADMIN,), (WRITE, ADMIN)])
def test_a_policy_is_written_and_read_back(approval: CommentApproval, roles: tuple[ApproverRole, ...]) -> None:
    policy = PullRequestBuildPolicy(approval, roles)

    assert PullRequestBuildPolicy.read(Node(policy.to_api(), WireForm.API, WebhookSettingsError)) == policy
    assert PullRequestBuildPolicy.read(Node(policy.to_cfn(), WireForm.CFN, WebhookSettingsError)) == policy


def test_no_roles_are_left_out() -> None:
    assert PullRequestBuildPolicy(CommentApproval.DISABLED).to_api() == {"requiresCommentApproval": "DISABLED"}


def test_the_order_of_the_roles_does_not_count() -> None:
    one = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ADMIN, WRITE))
    other = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (WRITE, ADMIN))

    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("roles", [(ADMIN, WRITE), [ADMIN, ADMIN, WRITE], {WRITE, ADMIN}], ids=["any", "twice", "set"])
def test_roles_are_kept_once_each_in_the_order_of_their_enum(roles: Any) -> None:
    policy = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, roles)

    assert policy.approver_roles == (WRITE, ADMIN)
    assert policy.to_api()["approverRoles"] == ["GITHUB_WRITE", "GITHUB_ADMIN"]


def test_any_sequence_of_roles_is_kept_as_a_tuple() -> None:
    policy = PullRequestBuildPolicy(CommentApproval.DISABLED, [ADMIN])

    assert policy.approver_roles == (ADMIN,)


def test_an_approval_shows_the_name_that_codebuild_uses() -> None:
    assert str(CommentApproval.FORK_PULL_REQUESTS) == "FORK_PULL_REQUESTS"


def test_an_unknown_role_is_refused_with_its_place() -> None:
    """The documentation once called a role GITHUB_MAINTAINER, which the service never knew."""
    written = {"RequiresCommentApproval": "DISABLED", "ApproverRoles": ["GITHUB_ADMIN", "GITHUB_MAINTAINER"]}

    with pytest.raises(WebhookSettingsError, match=r"^ApproverRoles\[1\]: expected one of GITHUB_READ, .*MAINTAINER'$"):
        PullRequestBuildPolicy.read(Node(written, WireForm.CFN, WebhookSettingsError))
