"""Every example, run as its reader runs it and deployed; the hooks at the git host are the judge."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.stacks import make_project
from webhook_constructs.cli import main

if TYPE_CHECKING:
    from webhook_constructs.testing.local import Hook, LocalAws

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FOLDERS = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir() and path.name[0] not in "._")


@dataclass(frozen=True, slots=True)
class Expected:
    """A hook at the host: the logical id of its project or the name of an imported one, and what it is like."""

    project: str
    source_type: str
    groups: tuple[str, ...]
    manual: bool = False
    scope: str | None = None
    repository: str = "https://github.com/acme/api"
    build_type: str = "BUILD"
    comment_approval: str | None = "ALL_PULL_REQUESTS"


TO_MAIN = "PUSH & ^refs/heads/main$"
PULL_REQUEST = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED & ^refs/heads/main$"
JOBS = "WORKFLOW_JOB_QUEUED"
NAMED_JOBS = f"{JOBS} & ^(api|web)$"
SHOP = "https://github.com/acme/shop"

HOOKS = {
    "adopt_existing": [Expected("legacy-api", "GITHUB", (TO_MAIN,), repository="https://github.com/acme/legacy-api")],
    "audit": [Expected("shop-api", "GITHUB", (TO_MAIN,))],
    "buildkite": [
        Expected(
            "Runner",
            "NO_SOURCE",
            (),
            manual=True,
            repository="",
            build_type="RUNNER_BUILDKITE_BUILD",
            comment_approval=None,
        )
    ],
    "findings": [Expected("Api", "GITHUB", ("PUSH & ^refs/heads/release",))],
    "github_enterprise": [
        Expected(
            "Api",
            "GITHUB_ENTERPRISE",
            (f"{TO_MAIN} & ^src/", f"{PULL_REQUEST} & ^(12|34)$"),
            manual=True,
            repository="https://git.example.com/acme/api",
        )
    ],
    "github_global": [
        Expected(
            "acme-inc-runner",
            "GITHUB",
            (f"{JOBS} & ^(acme|acme-labs)$ & ^(api|web)$",),
            manual=True,
            scope="GITHUB_GLOBAL",
            repository="acme-inc",
        )
    ],
    "github_organization": [
        Expected("acme-runner", "GITHUB", (NAMED_JOBS,), scope="GITHUB_ORGANIZATION", repository="acme")
    ],
    "gitlab_group": [Expected("RunnerProject", "GITLAB", (NAMED_JOBS,), scope="GITLAB_GROUP", repository="platform")],
    "gitlab_self_managed_group": [
        Expected("platform-runner", "GITLAB_SELF_MANAGED", (NAMED_JOBS,), scope="GITLAB_GROUP", repository="platform")
    ],
    "imported_project": [Expected("docs-site", "GITHUB", (TO_MAIN,), repository="https://github.com/acme/docs-site")],
    # what the CDK itself makes of and_branch_is("main"), in Triggers
    "lint_in_ci": [Expected("Api", "GITHUB", ("PUSH & refs/heads/main",))],
    "manual_webhook": [Expected("Api", "GITHUB", (TO_MAIN,), manual=True)],
    "migrate_from_aws_custom_resource": [Expected("Api", "GITHUB", (TO_MAIN,))],
    "migrate_from_l2": [Expected("Api", "GITHUB", (TO_MAIN,))],
    "monorepo": [
        Expected(f"{name.capitalize()}Build", "GITHUB", (f"{TO_MAIN} & ^(services/{name}|shared)/",), repository=SHOP)
        for name in ("orders", "payments", "shipping")
    ],
    "public_repository": [
        Expected(
            "Library",
            "GITHUB",
            (rf"{PULL_REQUEST} & ^(1234567|7654321)$ & not ^buildspec\.yml$",),
            repository="https://github.com/acme/library",
        )
    ],
    "redeploy": [Expected("Api", "GITHUB", (TO_MAIN,))],
    "rename_or_move": [Expected("Api", "GITHUB", (TO_MAIN,))],
    "review_filters": [Expected("Api", "GITHUB", (TO_MAIN, f"{PULL_REQUEST} & ^(1234567|7654321)$"))],
    "tested_stack": [
        Expected("Api", "GITHUB", (f"{TO_MAIN} & ^src/", f"{PULL_REQUEST} & ^(1234567|7654321)$")),
    ],
    "why_did_it_build": [
        Expected("Api", "GITHUB", (f"{TO_MAIN} & ^services/api/",), repository=SHOP),
        Expected("Review", "GITHUB", (f"{PULL_REQUEST} & ^(1234567|7654321)$",), repository=SHOP),
    ],
}
ACKNOWLEDGED = {"findings": 1, "gitlab_group": 2, "gitlab_self_managed_group": 2, "lint_in_ci": 1, "monorepo": 3}
"""How many findings an app leaves out with a reason."""
IMPORTED = {"adopt_existing": "legacy-api", "imported_project": "docs-site"}


def template_of(example: str, examples: Path) -> tuple[str, Path]:
    """Return the name of the stack of an example and the path of its template."""
    (path,) = (examples / example / "cdk.out").glob("*.template.json")
    return path.name.removesuffix(".template.json"), path


def as_expected(hook: Hook, stack: str) -> Expected:
    """Describe a hook that lives."""
    groups = tuple(
        " & ".join(f"not {item.pattern}" if item.exclude_matched_pattern else item.pattern for item in group)
        for group in hook.filter_groups
    )
    # <stack>-<logical id with a hash of eight>-<suffix>, where CloudFormation has made the name
    made = hook.project.startswith(f"{stack}-")
    return Expected(
        hook.project.split("-")[1][:-8] if made else hook.project,
        hook.source_type,
        groups,
        manual=hook.manual,
        scope=hook.scope,
        repository=hook.repository,
        build_type=hook.build_type or "BUILD",
        comment_approval=hook.comment_approval,
    )


def locations_at_synthesis(template: Path) -> list[str]:
    """What the webhooks of a template know of the location of their project's source."""
    resources = json.loads(template.read_text())["Resources"].values()
    webhooks = [each["Properties"] for each in resources if each["Type"] == "Custom::CodeBuildWebhook"]
    return [each.get("Source", {}).get("Location", "") for each in webhooks]


def stored(aws: LocalAws) -> list[dict[str, str]]:
    """What the secrets of the account hold."""
    client = aws.client("secretsmanager")
    values = [client.get_secret_value(SecretId=item["ARN"]) for item in client.list_secrets()["SecretList"]]
    return [json.loads(value["SecretString"]) for value in values]


def test_every_folder_of_the_examples_is_an_app_that_is_tested() -> None:
    assert [name for name in FOLDERS if not (EXAMPLES / name / "app.py").is_file()] == []
    assert sorted(HOOKS) == FOLDERS


def test_every_stack_has_a_name_of_its_own(examples: Path) -> None:
    names = {template_of(name, examples)[0] for name in FOLDERS}

    assert len(names) == len(FOLDERS)


@pytest.mark.parametrize("example", FOLDERS)
def test_lint_finds_nothing_to_warn_of_that_has_no_reason(
    examples: Path, capsys: pytest.CaptureFixture[str], example: str
) -> None:
    code = main(["lint", str(examples / example / "cdk.out"), "--fail-on", "warning", "--format", "json"])
    left_out = json.loads(capsys.readouterr().out)["suppressed"]

    assert code == 0
    assert left_out == ACKNOWLEDGED.get(example, 0)


@pytest.mark.parametrize("example", FOLDERS)
def test_the_hooks_are_what_the_example_says_and_go_with_it(aws: LocalAws, examples: Path, example: str) -> None:
    if example in IMPORTED:
        make_project(aws, IMPORTED[example])
    before = {}
    if example == "adopt_existing":
        groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
        aws.client("codebuild").create_webhook(projectName="legacy-api", filterGroups=groups)
        before = {name: hook.id for name, hook in aws.codebuild.hooks_at_host.items()}
    stack, template = template_of(example, examples)

    deployment = aws.deploy(template, stack)
    hooks = tuple(aws.codebuild.hooks_at_host.values())
    assert sorted((as_expected(hook, stack) for hook in hooks), key=str) == sorted(HOOKS[example], key=str)
    if any(hook.scope for hook in hooks):
        assert locations_at_synthesis(template) == ["CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"]
    credentials = [{"payloadUrl": hook.payload_url, "secret": hook.secret} for hook in hooks if hook.manual]
    assert sorted(stored(aws), key=str) == sorted(credentials, key=str)
    expected = ["RunnerRunsOn69B71525"] if example == "gitlab_group" else ["SecretArn"] if credentials else []
    assert list(deployment.outputs) == expected

    if example == "lint_in_ci":  # its webhook is one of Triggers, and those leave their hook
        before = {hook.project: hook.id for hook in hooks}

    aws.delete(stack)
    assert {name: hook.id for name, hook in aws.codebuild.hooks_at_host.items()} == before
