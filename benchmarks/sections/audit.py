"""What an audit costs.

An account of projects with a webhook each, and of some pipelines, in the embedded AWS. Calls are exact. The embedded
AWS answers in this process, so that the seconds to read are an upper bound of what the audit itself takes, and say
nothing about AWS. Beside us is a script that lists the projects and reads each by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from benchmarks.figures import Row, Table, exactly
from benchmarks.rounds import alone, in_turn, seconds
from webhook_constructs.audit import judge, read, targets_of
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Audit"
_T = TypeVar("_T")
_PIPELINES = 50
_SCRIPT = "one by one"


def tables(effort: Effort) -> list[Table]:
    """Measure an account."""
    with LocalAws() as aws:
        aws.deploy({"Resources": {f"P{number}": _pipeline(number) for number in range(_PIPELINES)}}, "Pipelines")
        for number in range(effort.projects):
            _make_project(aws, number)
        calls, reading = _counted(aws, lambda: read(targets_of([], [])))
        theirs, _ = _counted(aws, lambda: _one_by_one(aws))
        rounds = min(effort.rounds, 3)
        works = {
            "ours": lambda: seconds(lambda: read(targets_of([], []))),
            _SCRIPT: lambda: seconds(lambda: _one_by_one(aws)),
        }
        taken = in_turn(works, rounds, "s")
        rows = [
            Row("calls of CodeBuild", exactly(calls), {_SCRIPT: exactly(theirs)}),
            Row("to read, seconds", taken["ours"], {_SCRIPT: taken[_SCRIPT]}),
            Row("to judge, seconds", alone(lambda: seconds(lambda: judge(reading)), rounds, "s")),
        ]
    return [Table(f"{effort.projects:,} projects with a webhook each, and {_PIPELINES} pipelines", rows, "audit")]


def _counted(aws: LocalAws, work: Callable[[], _T]) -> tuple[int, _T]:
    before = len(aws.codebuild.calls)
    result = work()
    return len(aws.codebuild.calls) - before, result


def _one_by_one(aws: LocalAws) -> None:
    codebuild = aws.client("codebuild")
    for page in codebuild.get_paginator("list_projects").paginate():
        for name in page["projects"]:
            codebuild.batch_get_projects(names=[name])


def _make_project(aws: LocalAws, number: int) -> None:
    codebuild, name = aws.client("codebuild"), f"project-{number}"
    codebuild.create_project(
        name=name,
        source={"type": "GITHUB", "location": f"https://github.com/acme/repository-{number // 5}.git"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole="arn:aws:iam::000000000000:role/build",
    )
    groups = [
        [
            {"type": "EVENT", "pattern": "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"},
            {"type": "BASE_REF", "pattern": "^refs/heads/main$"},
            {"type": "ACTOR_ACCOUNT_ID", "pattern": f"{number}|12345"},
        ],
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": f"^refs/heads/release/{number}"}],
    ]
    codebuild.create_webhook(projectName=name, filterGroups=groups)


def _pipeline(number: int) -> dict[str, object]:
    source = {"Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection", "Version": "1"}
    build = {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}
    follows = {"FullRepositoryId": f"acme/repository-{number}", "BranchName": "main"}
    runs = {"ProjectName": f"project-{number}"}
    stages = [
        {"Name": "Source", "Actions": [{"Name": "GitHub", "ActionTypeId": source, "Configuration": follows}]},
        {"Name": "Build", "Actions": [{"Name": "Run", "ActionTypeId": build, "Configuration": runs}]},
    ]
    properties = {"Name": f"pipeline-{number}", "RoleArn": "arn:aws:iam::000000000000:role/p", "Stages": stages}
    return {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties}
