"""What is said of live webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.conftest import ANYBODY, GITHUB, PUSH, REQUEST, make_pipeline, make_project
from webhook_constructs.audit import judge, read, targets_of
from webhook_constructs.audit.live import live_project
from webhook_constructs.audit.reading.reading import Reading
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import LiveLocation

if TYPE_CHECKING:
    from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding
    from webhook_constructs.testing.local import LocalAws

TO_MAIN = [PUSH, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]
TO_DEV = [PUSH, {"type": "HEAD_REF", "pattern": "^refs/heads/dev$"}]


def audited(*regions: str) -> LintReport:
    outcome = judge(read(targets_of([], regions)))
    assert outcome.unread == ()
    return outcome


def findings(rule: str, *regions: str) -> list[LocatedFinding]:
    return [each for each in audited(*regions).findings if each.finding.id == rule]


def shown(**members: Any) -> dict[str, Any]:
    """A project of BatchGetProjects."""
    arn = "arn:aws:codebuild:us-east-1:111122223333:project/api"
    return {"name": "api", "arn": arn, "source": GITHUB, **members}


def test_a_finding_names_project_region_and_account(aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])

    [finding] = findings("WH201")

    assert (finding.subject, finding.place) == ("api", LiveLocation(aws.account, "us-east-1", "api"))


def test_what_a_live_environment_gives_to_strangers_is_found_without_any_value() -> None:
    webhook = {
        "filterGroups": [[{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}]],
        "pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"},
    }
    variables = [{"name": "NPM_TOKEN", "value": "hunter2", "type": "PLAINTEXT"}]
    environment = {"privilegedMode": True, "environmentVariables": variables}
    live = live_project(shown(webhook=webhook, environment=environment))

    [found] = [each for each in judge(Reading(projects=(live,))).findings if each.finding.id == "WH208"]

    assert "where its environment is privileged, and its variable NPM_TOKEN holds a secret" in found.finding.message
    assert "hunter2" not in str(found)


def test_a_live_webhook_without_a_policy_may_ask_for_approval() -> None:
    webhook = {"filterGroups": [[{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}]]}
    live = live_project(shown(webhook=webhook, environment={"privilegedMode": True}))

    assert live.settings is not None
    assert live.settings.may_predate_approval
    found = judge(Reading(projects=(live,))).findings
    assert [each.finding.id for each in found if each.finding.id in {"WH208", "WH214"}] == ["WH214"]


def test_a_project_that_a_pipeline_runs_is_built_twice(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_MAIN])
    make_project(aws, "web", [TO_MAIN], source={**GITHUB, "location": "https://github.com/acme/web.git"})
    make_pipeline(aws, "api")

    [finding] = findings("WH406")

    assert finding.subject == "api"
    assert "the project is run by release/Build/Run as well" in finding.finding.message


def test_a_pipeline_for_another_branch_doubles_nothing(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_DEV])
    make_pipeline(aws, "api")

    assert findings("WH406") == []


def test_a_pipeline_that_runs_a_project_of_another_region_is_found_where_both_are_asked(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_MAIN], region="eu-west-1")
    make_project(aws, "api", [TO_DEV])
    make_pipeline(aws, "api", Region="eu-west-1")

    [finding] = findings("WH406", "us-east-1", "eu-west-1")

    assert finding.subject == "eu-west-1/api"
    assert "us-east-1/release/Build/Run" in finding.finding.message


def test_a_pipeline_of_another_account_runs_no_project_of_this_one(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_MAIN])
    make_pipeline(aws, "api", RoleArn="arn:aws:iam::111122223333:role/builds")

    assert findings("WH406") == []


def test_a_pipeline_that_follows_the_same_branch_is_mentioned(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_MAIN])
    make_pipeline(aws, "another-project")

    [finding] = findings("WH408")

    assert "release/Source/GitHub" in finding.finding.message


def test_one_event_that_builds_projects_of_two_regions_is_mentioned_at_both(aws: LocalAws) -> None:
    make_project(aws, "api", [TO_MAIN])
    make_project(aws, "api", [TO_MAIN], region="eu-west-1")

    found = findings("WH407", "us-east-1", "eu-west-1")

    assert [each.subject for each in found] == ["us-east-1/api", "eu-west-1/api"]
    assert "eu-west-1/api" in found[0].finding.message


def test_a_buildkite_runner_is_judged_by_the_variables_of_its_project(aws: LocalAws) -> None:
    make_project(aws, "api", [[PUSH]], source={"type": "NO_SOURCE"}, buildType="RUNNER_BUILDKITE_BUILD")

    assert [each.subject for each in findings("WH109")] == ["api"]


@pytest.mark.parametrize(
    ("variables", "kind"),
    [
        ([], ""),
        ([{"name": "OTHER", "value": "a-secret"}], ""),
        ([{"name": "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN", "value": "a-secret"}], "PLAINTEXT"),
        (
            [{"name": "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN", "value": "a-name", "type": "SECRETS_MANAGER"}],
            "SECRETS_MANAGER",
        ),
    ],
)
def test_of_the_variables_the_type_of_the_token_alone_is_kept(variables: list[dict[str, str]], kind: str) -> None:
    project = live_project(shown(environment={"environmentVariables": variables}))

    assert project.agent_token_type == kind
    assert "a-secret" not in repr(project)


def test_of_a_webhook_its_settings_alone_are_kept() -> None:
    webhook = {"filterGroups": [[PUSH]], "payloadUrl": "https://a-token", "secret": "a-token", "newMember": "a-token"}

    assert "a-token" not in repr(live_project(shown(webhook=webhook)))


def test_a_webhook_of_a_newer_service_is_named_as_not_judged() -> None:
    project = live_project(shown(webhook={"filterGroups": [[PUSH, {"type": "LABEL", "pattern": "a"}]]}))

    [finding] = judge(Reading(projects=(project,))).findings

    assert finding.finding.id == "WH002"
    assert "LABEL" in finding.finding.message
    assert finding.finding.fix.startswith("update webhook-constructs")


@pytest.mark.parametrize("url", [{}, {"url": ""}, {"url": "https://api.github.com/orgs/acme/hooks/1"}])
def test_a_webhook_of_an_enterprise_is_automatic_where_codebuild_knows_its_address(url: dict[str, str]) -> None:
    scope = {"name": "acme", "scope": "GITHUB_GLOBAL"}
    webhook = {"filterGroups": [[{"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}]], "scopeConfiguration": scope}
    project = live_project(shown(webhook={**webhook, **url}))

    found = judge(Reading(projects=(project,))).findings

    assert any(each.finding.id == "WH129" for each in found) is bool(url.get("url"))


def test_a_project_without_a_webhook_has_no_findings(aws: LocalAws) -> None:
    make_project(aws, "api")

    assert (audited().findings, audited().webhooks) == ((), 0)


def test_no_payload_url_and_no_secret_is_in_what_is_found(aws: LocalAws) -> None:
    make_project(aws, "automatic", [ANYBODY, [REQUEST]])
    make_project(aws, "manual", [ANYBODY], manualCreation=True)
    make_project(aws, "enterprise", [ANYBODY], source={**GITHUB, "type": "GITHUB_ENTERPRISE"})

    said = repr(read(targets_of([], []))) + repr(audited())

    assert len(aws.codebuild.confidential_values) == 6
    assert [value for value in aws.codebuild.confidential_values if value in said] == []


@pytest.mark.parametrize(
    ("webhook", "messages"),
    [
        ({"status": "ACTIVE"}, []),
        ({"status": "CREATING"}, []),
        ({"status": "DELETING"}, []),
        ({"status": "CREATE_FAILED"}, ["CodeBuild could not create the webhook: it does not say why"]),
        (
            {"status": "CREATE_FAILED", "statusMessage": "Access to https://me:word@git.example.com/a was denied."},
            ["CodeBuild could not create the webhook: Access to (an address) was denied"],
        ),
    ],
)
def test_a_webhook_that_could_not_be_created_is_an_error(webhook: dict[str, str], messages: list[str]) -> None:
    found = judge(Reading((live_project(shown(webhook={"filterGroups": [TO_MAIN], **webhook})),))).findings

    assert [each.finding.message for each in found if each.finding.id == "WH005"] == messages
    assert {each.finding.severity for each in found if each.finding.id == "WH005"} <= {Severity.ERROR}


@pytest.mark.parametrize(
    ("shown_besides", "expected"),
    [({}, ["WH130"]), ({"buildBatchConfig": {"serviceRole": "arn:aws:iam::111111111111:role/batch"}}, [])],
)
def test_a_live_project_without_a_batch_configuration_is_found(
    shown_besides: dict[str, Any], expected: list[str]
) -> None:
    webhook = {"buildType": "BUILD_BATCH", "filterGroups": [[{"type": "EVENT", "pattern": "RELEASED"}]]}
    live = live_project(shown(webhook=webhook, **shown_besides))

    assert [each.finding.id for each in judge(Reading(projects=(live,))).findings] == expected


def test_what_made_a_live_webhook_is_not_known_so_it_is_not_said_to_be_of_triggers() -> None:
    webhook = {"payloadUrl": "https://example.com", "filterGroups": [[{"type": "EVENT", "pattern": "PUSH"}]]}
    source = {"type": "GITHUB_ENTERPRISE", "location": "https://git.example.com/a/b"}
    live = live_project(shown(webhook=webhook, source=source))

    assert "WH114" not in [each.finding.id for each in judge(Reading(projects=(live,))).findings]


def test_a_live_branch_filter_is_judged() -> None:
    live = live_project(shown(webhook={"branchFilter": "main"}))

    assert [each.finding.id for each in judge(Reading(projects=(live,))).findings] == ["WH203", "WH214"]
