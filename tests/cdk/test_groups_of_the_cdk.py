"""Filter groups of the CDK, read as groups of this library."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import FilterGroup, PullRequestGroup, PushGroup
from webhook_constructs.core.errors import FilterGroupError

PUSH = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH)
PULL_REQUEST = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PULL_REQUEST_CREATED)


@pytest.mark.parametrize(
    ("group", "text"),
    [
        (PUSH, "EVENT is PUSH"),
        (PUSH.and_branch_is("main"), "EVENT is PUSH and HEAD_REF matches refs/heads/main"),
        (PUSH.and_tag_is_not("v1"), "EVENT is PUSH and HEAD_REF does not match refs/tags/v1"),
        (PUSH.and_file_path_is("^docs/"), "EVENT is PUSH and FILE_PATH matches ^docs/"),
        (PUSH.and_commit_message_is_not("skip ci"), "EVENT is PUSH and COMMIT_MESSAGE does not match skip ci"),
        (
            PULL_REQUEST.and_base_branch_is("main").and_actor_account_is("12345"),
            "EVENT is PULL_REQUEST_CREATED and BASE_REF matches refs/heads/main and ACTOR_ACCOUNT_ID matches 12345",
        ),
    ],
)
def test_a_group_has_the_filters_of_the_one_that_was_read(group: codebuild.FilterGroup, text: str) -> None:
    assert str(FilterGroup.from_cdk(group)) == text


def test_its_class_offers_the_filters_of_its_events() -> None:
    assert type(FilterGroup.from_cdk(PUSH)) is PushGroup
    assert type(FilterGroup.from_cdk(PULL_REQUEST)) is PullRequestGroup


def test_a_token_stays_a_token() -> None:
    stack = cdk.Stack()
    branch = cdk.CfnParameter(stack, "Branch")

    group = FilterGroup.from_cdk(PUSH.and_head_ref_is(branch.value_as_string))

    assert stack.resolve(group.to_cfn()[1]["Pattern"]) == {"Ref": "Branch"}


@pytest.mark.parametrize("value", [FilterGroup.on_push(), [{"type": "EVENT", "pattern": "PUSH"}], None])
def test_something_else_is_refused(value: object) -> None:
    with pytest.raises(FilterGroupError) as error:
        FilterGroup.from_cdk(value)

    assert str(error.value).startswith("not a FilterGroup of aws_cdk.aws_codebuild, got ")
    assert str(error.value).endswith(": for JSON, use from_api or from_cfn")
