"""Who waits for the end of CloudFormation's work on a stack is woken, and does not ask again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed, LocalAws
from webhook_constructs.testing.local._deployment import deploy
from webhook_constructs.testing.local._deployment.stack_ends import StackEnds


def test_an_end_wakes_who_waits_and_one_that_has_come_already_is_not_waited_for() -> None:
    ends = StackEnds()
    waiting = threading.Thread(target=ends.wait_for_more_than, args=(0, 60))
    waiting.start()

    ends.add()
    waiting.join(30)
    ends.wait_for_more_than(0, 60)

    assert not waiting.is_alive()
    assert ends.number == 1


def test_a_deployment_asks_for_its_stack_a_few_times_however_long_it_takes(
    aws: LocalAws, custom_resource: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploy, "_LONGEST_WAIT", 60.0)
    asked: list[str] = []
    aws.client("cloudformation").meta.events.register(
        "before-call.cloudformation.DescribeStacks", lambda **_: asked.append("")
    )
    function = "def handler(event, context):\n    send(event)"
    answer = "'FAILED' if event['RequestType'] == 'Create' else 'SUCCESS'"
    failing = f"def handler(event, context):\n    send(event, {answer})"

    aws.deploy(custom_resource(function), "Demo")
    deployed = len(asked)
    aws.delete("Demo")
    with pytest.raises(DeploymentFailed, match="ROLLBACK_COMPLETE"):
        aws.deploy(custom_resource(failing), "Demo")

    assert deployed <= 3
    assert len(asked) <= 10
