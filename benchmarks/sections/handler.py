"""What the handler costs, beside one that people write: boto3, a create, an update and a delete, and nothing else.

Each cold start is a fresh process: importing the handler, and making a client of CodeBuild, which ours does when an
event comes and the other one when it is imported. Both are read from folders without compiled code, as their assets
are, and none is written; boto3 and Python have theirs. Memory is the most that the process has had, Python included;
256 MiB are configured. The calls are those of CodeBuild that an event makes, counted in the embedded AWS, to which both
are deployed. Sizes are zipped.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

import benchmarks
import webhook_constructs
from benchmarks.deployed import make_project, their_stack
from benchmarks.figures import Budget, Figure, Row, Table, exactly
from benchmarks.fresh_process import run
from benchmarks.rounds import rotated
from benchmarks.synthesis_round import build
from benchmarks.webhooks import OURS, way
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, OnExistingWebhook, SourceProvider
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Handler"
_THEIRS = "boto3 handler"
_MOST = 1.1  # of what theirs takes
_OUR_FOLDER: Final = Path(webhook_constructs.__file__).parent / "handler"
_THEIR_FOLDER: Final = Path(benchmarks.__file__).parent / "boto3_handler"
_MODULES: Final = {"ours": "handler.index", _THEIRS: "index", "boto3 alone": "boto3"}
_NAME = "api"
_PUSH = FilterGroup.in_event_of(EventAction.PUSH)


def tables(effort: Effort) -> list[Table]:
    """Measure cold starts, and count calls and bytes."""
    return [
        Table("Cold start", _cold_starts(effort), "handler"),
        Table("Calls of CodeBuild", _calls(), "handler"),
        Table("Zipped bytes of the functions of a stack", [_bytes()], "handler"),
    ]


def _cold_starts(effort: Effort) -> list[Row]:
    taken: dict[str, list[Any]] = {name: [] for name in _MODULES}
    with tempfile.TemporaryDirectory() as folder:
        for source in (_OUR_FOLDER, _THEIR_FOLDER):
            shutil.copytree(source, Path(folder, source.name), ignore=shutil.ignore_patterns("__pycache__"))
        run("-m", "benchmarks.cold_import", folder, "boto3")  # what is compiled of boto3 is, once
        for names in rotated(list(_MODULES), effort.rounds):
            for name in names:
                parent = Path(folder, _THEIR_FOLDER.name) if name == _THEIRS else folder
                taken[name].append(json.loads(run("-B", "-m", "benchmarks.cold_import", str(parent), _MODULES[name])))
    measured = (
        ("import", "import", "ms", 1e3),
        ("import and client", "client", "ms", 1e3),
        ("memory after import", "import peak", "MiB", 1.0),
        ("memory with the client", "client peak", "MiB", 1.0),
    )
    rows = []
    for what, key, unit, factor in measured:
        figures = {name: Figure.of((each[key] * factor for each in each_of), unit) for name, each_of in taken.items()}
        budget = Budget(_MOST, "import of the handler and a client of CodeBuild", _THEIRS) if key == "client" else None
        rows.append(Row(what, figures.pop("ours"), figures, budget))
    return rows


def _calls() -> list[Row]:
    budget = Budget(1, "calls of CodeBuild of a create")
    with LocalAws() as aws:
        make_project(aws, _NAME)
        branch = _PUSH.and_branch_is
        ours = _counted(
            aws,
            {
                "create": _stack(filter_groups=[branch("main")]),
                "update": _stack(filter_groups=[branch("release")]),
                "update to what CodeBuild must create again": _stack(branch_filter="^main$"),
                "delete": None,
            },
        )
        theirs = _counted(
            aws, {"create": their_stack([_NAME], "main"), "update": their_stack([_NAME], "next"), "delete": None}
        )
        kept = {"manual_creation": True, "secret": True}
        ours |= _counted(aws, {"create, manual, with a secret": _stack(filter_groups=[branch("main")], **kept)})
        aws.delete("Stack")
        aws.client("codebuild").create_webhook(projectName=_NAME)
        adopts = _stack(filter_groups=[branch("main")], on_existing=OnExistingWebhook.ADOPT)
        ours |= _counted(aws, {"create that adopts a webhook": adopts})
    peers = {what: {_THEIRS: exactly(calls)} for what, calls in theirs.items()}
    return [
        Row(what, exactly(calls), peers.get(what, {}), budget if what == "create" else None)
        for what, calls in ours.items()
    ]


def _stack(**arguments: Any) -> cdk.Stack:
    stack = cdk.Stack(cdk.App(), "Stack")
    project = codebuild.Project.from_project_name(stack, "Project", _NAME)
    CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB, **arguments)
    return stack


def _counted(aws: LocalAws, steps: dict[str, cdk.Stack | None]) -> dict[str, int]:
    """Deploy some stacks one after another, and count the calls of each; None is the deletion of it."""
    counts = {}
    for what, stack in steps.items():
        before = len(aws.codebuild.calls)
        if stack is None:
            aws.delete("Stack")
        else:
            aws.deploy(stack, "Stack")
        counts[what] = len(aws.codebuild.calls) - before
    return counts


def _bytes() -> Row:
    names = (OURS, "AwsCustomResource", "CustomResource + Provider")
    sizes = {name: exactly(build(way(name), 1, imported=True)["assets"], "bytes") for name in names}
    return Row("assets of one stack", sizes.pop(OURS), sizes)
