"""What the stack builds, what it is made of, and that it can be deployed and deleted."""

from __future__ import annotations

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from ci_stack import MAINTAINERS, CiStack
from webhook_constructs.testing import assert_builds, assert_no_build, normalized_template, pull_request, push
from webhook_constructs.testing.local import LocalAws

SNAPSHOT = Path(__file__).with_name("ci_stack.json")


@pytest.fixture(scope="module")
def stack() -> CiStack:
    """Make the stack once: nothing here changes it."""
    return CiStack(cdk.App(), "TestedStack")


def test_what_is_merged_is_built(stack: CiStack) -> None:
    assert_builds(stack.webhook, push("main", files=["src/app.py"]))
    assert_no_build(stack.webhook, push("main", files=["README.md"]))
    assert_no_build(stack.webhook, push("main-2", files=["src/app.py"]))


def test_only_what_maintainers_propose_is_built(stack: CiStack) -> None:
    assert_builds(stack.webhook, pull_request(base="main", actor=MAINTAINERS[0]))
    assert_no_build(stack.webhook, pull_request(base="main", actor="12345678"))


def test_the_webhook_has_no_secret(stack: CiStack) -> None:
    template = Template.from_stack(stack)

    template.resource_count_is("AWS::SecretsManager::Secret", 0)
    template.has_resource_properties(
        "Custom::CodeBuildWebhook",
        {
            "FilterGroups": Match.array_with([Match.array_with([{"Type": "EVENT", "Pattern": "PUSH"}])]),
            "SecretArn": Match.absent(),
        },
    )


def test_nothing_is_found(stack: CiStack) -> None:
    anything = Match.string_like_regexp("webhook-constructs::WH")

    Annotations.from_stack(stack).has_no_warning("*", anything)
    Annotations.from_stack(stack).has_no_info("*", anything)


def test_the_template_is_the_one_that_was_reviewed(stack: CiStack) -> None:
    template = normalized_template(stack)
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(json.dumps(template, indent=2) + "\n")
        pytest.fail(f"{SNAPSHOT.name} is new: review it, and run the tests again")

    assert template == json.loads(SNAPSHOT.read_text())


def test_it_is_deployed_and_leaves_nothing_behind(stack: CiStack, local_aws: LocalAws) -> None:
    local_aws.deploy(stack, "TestedStack")
    (hook,) = local_aws.codebuild.hooks_at_host.values()
    assert hook.repository == "https://github.com/acme/api"

    local_aws.delete("TestedStack")
    assert local_aws.codebuild.hooks_at_host == {}
