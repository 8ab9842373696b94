"""450 webhooks in one stack: within the limits of CloudFormation and IAM, and all alive when calls are throttled."""

from __future__ import annotations

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from benchmarks.deployed import our_stack, policy_lengths
from benchmarks.webhooks.ours import filter_groups
from benchmarks.webhooks.project_alone import name_of
from tests.e2e.stacks import NAME, hooks, make_project
from tests.extent import RUNS_ALL

if TYPE_CHECKING:
    from concurrent.futures import Future

    from webhook_constructs.testing.local import LocalAws

NUMBER = 450
AT_A_LIMITED_HOST, WRITES_PER_MINUTE = (NUMBER, 80) if RUNS_ALL else (90, 40)
POLICIES, LONGEST_POLICY = 8, 5_362
BYTES = 467_790  # of the resources, without white space
EVERY, TIMES = 10, 2


@pytest.fixture(scope="module")
def template_path() -> Path:
    root = our_stack(NUMBER).node.root
    assert isinstance(root, cdk.Stage)
    return Path(root.synth().get_stack_artifact(NAME).template_full_path)


@pytest.fixture(scope="module")
def resources(template_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(template_path.read_text())["Resources"]
    return found


def test_450_webhooks_and_what_they_share_are_within_500_resources(resources: dict[str, Any]) -> None:
    assert Counter(resource["Type"] for resource in resources.values()) == {
        "Custom::CodeBuildWebhook": NUMBER,
        "AWS::IAM::ManagedPolicy": POLICIES,
        "AWS::IAM::Role": 1,
        "AWS::Logs::LogGroup": 1,
        "AWS::Lambda::Function": 1,
        "AWS::Lambda::EventInvokeConfig": 1,
    }
    assert len(resources) <= 500


def test_the_template_of_450_webhooks_is_under_a_million_bytes(template_path: Path, resources: dict[str, Any]) -> None:
    assert len(json.dumps(resources, separators=(",", ":"))) == BYTES
    assert template_path.stat().st_size < 1_000_000


@pytest.mark.skipif(not RUNS_ALL, reason="make test-all runs it")
def test_450_webhooks_are_all_alive_after_a_deployment_under_throttling(aws: LocalAws, template_path: Path) -> None:
    names = [name_of(index) for index in range(NUMBER)]
    for name in names:
        make_project(aws, name)

    with ThreadPoolExecutor(1) as executor:
        deployed = executor.submit(aws.deploy, template_path, NAME)
        throttle(aws, deployed)
        deployed.result()

    assert hooks(aws) == {
        name: [[str(each.pattern) for each in group.filters] for group in filter_groups(index)]
        for index, name in enumerate(names)
    }
    errors = Counter(call.error for call in aws.codebuild.calls if call.operation == "CreateWebhook")
    assert errors.keys() == {None, "ThrottlingException"}
    assert errors[None] == NUMBER
    lengths = policy_lengths(aws)
    assert (len(lengths), max(lengths)) == (POLICIES, LONGEST_POLICY)
    assert max(lengths) <= 6144


def test_webhooks_are_all_alive_at_a_git_host_that_takes_fewer_writes_a_minute(aws: LocalAws) -> None:
    """No webhook depends on another one: each waits for the limit, and some are left to Lambda's next attempt."""
    names = [name_of(index) for index in range(AT_A_LIMITED_HOST)]
    for name in names:
        make_project(aws, name)
    aws.codebuild.host_writes_per_minute = WRITES_PER_MINUTE

    assert aws.deploy(our_stack(AT_A_LIMITED_HOST), NAME).status == "CREATE_COMPLETE"

    assert set(hooks(aws)) == set(names)
    errors = Counter(call.error for call in aws.codebuild.calls if call.operation == "CreateWebhook")
    assert errors.keys() == {None, "OAuthProviderException"}
    assert errors[None] == AT_A_LIMITED_HOST
    assert len(aws.lambda_events) == AT_A_LIMITED_HOST


def throttle(aws: LocalAws, deployed: Future[Any]) -> None:
    """Make two calls fail after every ten webhooks that were created."""
    for made in range(0, NUMBER, EVERY):
        while len(aws.codebuild.hooks_at_host) < made and not deployed.done():
            time.sleep(0.005)
        aws.codebuild.fail_next("CreateWebhook", "ThrottlingException", "Rate exceeded", times=TIMES)
