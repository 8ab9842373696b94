"""What it takes to judge webhooks with very many pipelines around them, in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import webhook
from webhook_constructs.core.patterns.step_budget import running, spent_in_run
from webhook_constructs.lint import Context, PipelineSource
from webhook_constructs.lint.engine import judge_across
from webhook_constructs.lint.rules.cost import double_build, pipeline_follows_same_branch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webhook_constructs.core import WebhookSettings
    from webhook_constructs.lint.rule import RuleAcross

MANY = 200


def push(branch: str) -> WebhookSettings:
    return webhook(
        {"EVENT": "PUSH", "HEAD_REF": f"^refs/heads/{branch}$"}, source_location="https://github.com/acme/api"
    )


def sources(branches: Sequence[str]) -> tuple[PipelineSource, ...]:
    return tuple(
        PipelineSource(f"P{number}/Source/Git", "acme/api", push(branch).filter_groups)
        for number, branch in enumerate(branches)
    )


def steps(rule: RuleAcross, context: Context) -> int:
    with running():
        judge_across([push(f"x{number}") for number in range(MANY)], [context] * MANY, [rule])
        return spent_in_run()


def test_pipelines_that_the_same_events_start_are_compared_with_a_webhook_once() -> None:
    actions = tuple(f"P{number}/Build/Run" for number in range(MANY))
    few, many = (sources(["main"] * number) for number in (1, MANY))

    assert steps(double_build.RULE, Context(pipeline_actions=actions, pipeline_sources=many)) == steps(
        double_build.RULE, Context(pipeline_actions=actions, pipeline_sources=few)
    )


def test_nothing_is_read_of_webhooks_when_no_question_is_left() -> None:
    many = Context(pipeline_sources=sources([f"x{MANY + number}" for number in range(MANY)]))

    assert steps(pipeline_follows_same_branch.RULE, many) < 750 * MANY
