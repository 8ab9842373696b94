"""What one more webhook costs at synthesis: this library beside the CDK's own `webhook_filters`, in one run.

Usage: python benchmarks/synthesis.py [--quick]

Each webhook has three groups of three filters, names of its own, and raw patterns in half of its filters; nothing is
found wrong with it. An app is built with the projects alone, with the CDK's webhooks, and with ours, in turn, each with
one and with many of them. One more takes what lies between, without what the projects alone take. Counts are exact.
Times drift with the machine: read the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

os.environ["CDK_VALIDATION"] = "false"

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from jsii._kernel.providers.process import _NodeProcess

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

L2 = codebuild.FilterGroup
PUSH, CREATED, UPDATED = (
    codebuild.EventAction.PUSH,
    codebuild.EventAction.PULL_REQUEST_CREATED,
    codebuild.EventAction.PULL_REQUEST_UPDATED,
)


def projects_alone(stack: cdk.Stack, index: int) -> None:
    codebuild.Project(stack, f"Project{index}", source=codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}"))


def with_l2_webhook(stack: cdk.Stack, index: int) -> None:
    groups = [
        L2.in_event_of(PUSH).and_branch_is(f"main-{index}").and_file_path_is(f"^services/{index}/"),
        L2.in_event_of(PUSH).and_head_ref_is(f"^refs/tags/release/{index}/").and_commit_message_is(r"\[build\]"),
        L2.in_event_of(CREATED, UPDATED).and_base_branch_is(f"main-{index}").and_actor_account_is(f"^{index}$"),
    ]
    source = codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}", webhook=True, webhook_filters=groups)
    codebuild.Project(stack, f"Project{index}", source=source)


def with_our_webhook(stack: cdk.Stack, index: int) -> None:
    source = codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}")
    project = codebuild.Project(stack, f"Project{index}", source=source)
    ours = FilterGroup.in_event_of
    pushed = ours(EventAction.PUSH)
    groups = [
        pushed.and_branch_is(f"main-{index}").and_file_path_matches(f"^services/{index}/"),
        pushed.and_head_ref_matches(f"^refs/tags/release/{index}/").and_commit_message_matches(r"\[build\]"),
        ours(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
        .and_base_branch_is(f"main-{index}")
        .and_actor_account_is(str(index + 1)),
    ]
    CodeBuildWebhook(stack, f"Webhook{index}", project=project, filter_groups=groups)


VARIANTS: dict[str, Callable[[cdk.Stack, int], None]] = {
    "projects alone": projects_alone,
    "CDK webhook_filters": with_l2_webhook,
    "CodeBuildWebhook": with_our_webhook,
}


class Counter:
    """Counts the calls into the CDK's Node process."""

    def __init__(self) -> None:
        self.calls = 0
        original = _NodeProcess.send

        def send(process: Any, request: Any, response_type: Any) -> Any:
            self.calls += 1
            return original(process, request, response_type)

        setattr(_NodeProcess, "send", send)  # noqa: B010 - mypy refuses the plain assignment


def build(add: Callable[[cdk.Stack, int], None], count: int, counter: Counter) -> tuple[float, int, int]:
    """Build and synthesise an app; return seconds, kernel calls and template bytes."""
    with tempfile.TemporaryDirectory() as folder:
        before, start = counter.calls, time.perf_counter()
        app = cdk.App(outdir=folder, context={"@aws-cdk/core:stackResourceLimit": 0})
        stack = cdk.Stack(app, "Stack")
        for index in range(count):
            add(stack, index)
        template = app.synth().get_stack_artifact(stack.artifact_id).template
        seconds = time.perf_counter() - start
    return seconds, counter.calls - before, len(json.dumps(template, separators=(",", ":")))


def measure(count: int, rounds: int, counter: Counter) -> dict[str, tuple[float, float, float]]:
    """Return per webhook the milliseconds (median of rounds), kernel calls and template bytes beyond the project's."""
    seconds: dict[str, list[float]] = {name: [] for name in VARIANTS}
    exact: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, add in VARIANTS.items():
            one, many = build(add, 1, counter), build(add, count, counter)
            took, calls, size = ((after - before) / (count - 1) for before, after in zip(one, many, strict=True))
            seconds[name].append(took)
            exact[name] = (calls, size)
    bare = "projects alone"
    return {
        name: (
            statistics.median((a - b) * 1000 for a, b in zip(seconds[name], seconds[bare], strict=True)),
            exact[name][0] - exact[bare][0],
            exact[name][1] - exact[bare][1],
        )
        for name in VARIANTS
        if name != bare
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="30 webhooks in 3 rounds instead of 150 in 5")
    count, rounds = (30, 3) if parser.parse_args(arguments).quick else (150, 5)
    counter = Counter()
    build(with_our_webhook, 2, counter)
    build(with_l2_webhook, 2, counter)
    result = measure(count, rounds, counter)
    peer, ours = result["CDK webhook_filters"], result["CodeBuildWebhook"]
    print(f"one more webhook of 3 groups x 3 filters, among {count}, median of {rounds} rounds")
    print(f"  {'':24}{'CDK webhook_filters':>22}{'CodeBuildWebhook':>22}{'ratio':>10}")
    rows = (("kernel calls", ".1f"), ("milliseconds at synthesis", ".2f"), ("template bytes", ".0f"))
    for (label, form), position in zip(rows, (1, 0, 2), strict=True):
        a, b = peer[position], ours[position]
        print(f"  {label:24}{a:>22{form}}{b:>22{form}}{b / a:>9.2f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
