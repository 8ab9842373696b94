"""What an audit costs: `python benchmarks/audit.py`.

Accounts of 1,000 and 5,000 projects with a webhook each, and 50 pipelines, in the embedded AWS: the calls, which are
exact, and the seconds to read and to judge. The embedded AWS answers in this process, so that the seconds to read are
an upper bound of what the audit itself takes, and say nothing about AWS.
"""

from __future__ import annotations

import time
from collections import Counter

from webhook_constructs.audit import judge, read, targets_of
from webhook_constructs.testing.local import LocalAws

_PIPELINES = 50


def main() -> None:
    """Measure and print."""
    print(f"an audit of projects with a webhook each, and {_PIPELINES} pipelines\n")
    print(f"{'projects':>9}  {'calls of CodeBuild':>18}  {'to read, s':>10}  {'to judge, s':>11}  {'findings':>8}")
    with LocalAws() as aws:
        made = 0
        aws.deploy({"Resources": {f"P{number}": _pipeline(number) for number in range(_PIPELINES)}}, "Pipelines")
        for projects in (1_000, 5_000):
            for number in range(made, projects):
                _make_project(aws, number)
            made = projects
            before = len(aws.codebuild.calls)
            started = time.perf_counter()
            reading = read(targets_of([], []))
            was_read = time.perf_counter()
            outcome = judge(reading)
            judged = time.perf_counter()
            calls = len(aws.codebuild.calls) - before
            counted = Counter(each.finding.id for each in outcome.findings)
            print(
                f"{len(reading.projects):>9,}  {calls:>18,}  {was_read - started:>10.2f}  {judged - was_read:>11.2f}  "
                f"{sum(counted.values()):>8,}"
            )


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


if __name__ == "__main__":
    main()
