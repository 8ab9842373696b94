"""`Triggers` of a project in a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

GITHUB = {"Type": "GITHUB", "Location": "https://github.com/octo/app.git"}
SCOPED = {"Type": "GITHUB", "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}
PUSH = [{"Type": "EVENT", "Pattern": "PUSH"}]
MAIN = [*PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$", "ExcludeMatchedPattern": False}]
NOT_MAIN = [*PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$", "ExcludeMatchedPattern": True}]
LOOKAHEAD = [*PUSH, {"Type": "HEAD_REF", "Pattern": "(?!x)"}]
ON = {"Webhook": True, "FilterGroups": [MAIN]}


def template(
    triggers: dict[str, Any] | None = None, source: dict[str, str] | None = None, **properties: Any
) -> dict[str, Any]:
    """Return a template with one project, ``ci``."""
    project: dict[str, Any] = {
        "Name": "ci",
        "Source": source or GITHUB,
        "Artifacts": {"Type": "NO_ARTIFACTS"},
        "Environment": {"Type": "LINUX_CONTAINER", "Image": "i", "ComputeType": "BUILD_GENERAL1_SMALL"},
        "ServiceRole": "arn:aws:iam::000000000000:role/build",
        **properties,
    }
    if triggers is not None:
        project["Triggers"] = triggers
    return {"Resources": {"Project": {"Type": "AWS::CodeBuild::Project", "Properties": project}}}


def failing_after(made: dict[str, Any]) -> dict[str, Any]:
    """Return a template with a further resource, which cannot be made once the project has been."""
    properties = {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:absent"}
    failing = {"Type": "Custom::Failing", "DependsOn": "Project", "Properties": properties}
    return {"Resources": {**made["Resources"], "Failing": failing}}


def calls(aws: LocalAws) -> list[tuple[str, str | None]]:
    return [(call.operation, call.error) for call in aws.codebuild.calls]


def hook_id(aws: LocalAws) -> int:
    (hook,) = aws.codebuild.hooks_at_host.values()
    return hook.id


def projects(aws: LocalAws) -> list[str]:
    found: list[str] = aws.client("codebuild").list_projects()["projects"]
    return found


class TestCreate:
    def test_the_webhook_is_made_with_every_setting_in_the_form_of_the_api(self, aws: LocalAws) -> None:
        triggers = {
            "Webhook": True,
            "BuildType": "BUILD_BATCH",
            "FilterGroups": [NOT_MAIN],
            "ScopeConfiguration": {"Name": "octo", "Scope": "GITHUB_ORGANIZATION"},
            "PullRequestBuildPolicy": {
                "RequiresCommentApproval": "FORK_PULL_REQUESTS",
                "ApproverRoles": ["GITHUB_ADMIN"],
            },
        }
        aws.deploy(template(triggers, SCOPED), "Demo")

        (call,) = aws.codebuild.calls
        assert (call.operation, call.region, call.error) == ("CreateWebhook", "us-east-1", None)
        assert call.parameters == {
            "projectName": "ci",
            "buildType": "BUILD_BATCH",
            "filterGroups": [
                [
                    {"type": "EVENT", "pattern": "PUSH"},
                    {"type": "HEAD_REF", "pattern": "^refs/heads/main$", "excludeMatchedPattern": True},
                ]
            ],
            "scopeConfiguration": {"name": "octo", "scope": "GITHUB_ORGANIZATION"},
            "pullRequestBuildPolicy": {
                "requiresCommentApproval": "FORK_PULL_REQUESTS",
                "approverRoles": ["GITHUB_ADMIN"],
            },
        }
        assert aws.codebuild.hooks_at_host["ci"].scope == "GITHUB_ORGANIZATION"

    def test_the_project_shows_it(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")

        (project,) = aws.client("codebuild").batch_get_projects(names=["ci"])["projects"]
        assert project["webhook"]["url"].endswith(f"/repos/octo/app/hooks/{hook_id(aws)}")

    def test_booleans_may_be_texts_and_a_pattern_stays_a_text(self, aws: LocalAws) -> None:
        excluded = {"Type": "COMMIT_MESSAGE", "Pattern": "true", "ExcludeMatchedPattern": "true"}
        aws.deploy(template({"Webhook": "true", "FilterGroups": [[*PUSH, excluded]]}), "Demo")

        (((_, commit_message),),) = [hook.filter_groups for hook in aws.codebuild.hooks_at_host.values()]
        assert (commit_message.pattern, commit_message.exclude_matched_pattern) == ("true", True)

    def test_an_organization_is_the_default_scope(self, aws: LocalAws) -> None:
        aws.deploy(template({"Webhook": True, "ScopeConfiguration": {"Name": "octo"}}, SCOPED), "Demo")

        assert aws.codebuild.hooks_at_host["ci"].scope == "GITHUB_ORGANIZATION"

    @pytest.mark.parametrize(
        "triggers",
        [None, {"Webhook": False}, {"Webhook": "false", "FilterGroups": [MAIN]}, {"FilterGroups": [MAIN]}],
        ids=["absent", "false", "false-as-text", "without-the-switch"],
    )
    def test_without_the_switch_nothing_is_called(self, aws: LocalAws, triggers: dict[str, Any] | None) -> None:
        aws.deploy(template(triggers), "Demo")

        assert calls(aws) == []
        assert projects(aws) == ["ci"]

    def test_the_hook_outlives_the_project_as_it_always_does(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.delete("Demo")

        assert projects(aws) == []
        assert set(aws.codebuild.hooks_at_host) == {"ci"}


def failure(aws: LocalAws, wanted: dict[str, Any]) -> str:
    """Deploy what fails, and return the reason that the project's event gives."""
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(wanted, "Demo")
    (reason,) = [event.reason for event in failed.value.events if event.failed and event.logical_id == "Project"]
    return reason


def failure_of_update(aws: LocalAws, wanted: dict[str, Any]) -> str:
    """Deploy an update that fails twice, the second time in its rollback; return the first reason."""
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(wanted, "Demo")
    return next(event.reason for event in failed.value.events if event.failed)


class TestRefusedCreate:
    @pytest.mark.parametrize(
        ("groups", "text", "code"),
        [
            pytest.param(
                [[*PUSH, {"Type": "BASE_REF", "Pattern": "main"}]],
                "The following filter types are not allowed for GitHub webhook when EVENT is [PUSH]: [BASE_REF]. "
                "Make sure input filter types are supported by all the EVENT types specified.",
                "InvalidInputException",
                id="filter",
            ),
            pytest.param(
                [[{"Type": "HEAD_REF", "Pattern": "main"}]],
                "[local] a filter group needs a filter of type EVENT",
                "InvalidInputException",
                id="no-event",
            ),
        ],
    )
    def test_the_reason_is_that_of_the_service_and_the_project_goes(
        self, aws: LocalAws, groups: list[Any], text: str, code: str
    ) -> None:
        reason = failure(aws, template({"Webhook": True, "FilterGroups": groups}))

        assert reason == (
            f"Failed to call CreateWebhook, reason: {text} "
            f"(Service: AWSCodeBuild; Status Code: 400; Error Code: {code})"
        )
        assert calls(aws) == [("CreateWebhook", code)]
        assert projects(aws) == []
        assert aws.codebuild.hooks_at_host == {}

    def test_an_ordered_failure_is_passed_on(self, aws: LocalAws) -> None:
        aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "the token has expired")

        assert failure(aws, template(ON)) == (
            "Failed to call CreateWebhook, reason: the token has expired "
            "(Service: AWSCodeBuild; Status Code: 400; Error Code: OAuthProviderException)"
        )

    def test_after_a_refusal_the_stack_can_be_made(self, aws: LocalAws) -> None:
        failure(aws, template({"Webhook": True, "FilterGroups": [LOOKAHEAD]}))
        aws.deploy(template(ON), "Demo")

        assert set(aws.codebuild.hooks_at_host) == {"ci"}

    def test_github_enterprise_is_refused_by_cloudformation_itself(self, aws: LocalAws) -> None:
        source = {"Type": "GITHUB_ENTERPRISE", "Location": "https://git.example.com/octo/app.git"}

        assert failure(aws, template(ON, source)) == (
            "Failed to call CreateWebhook, reason: [local] CloudFormation has no webhooks for projects of GitHub "
            "Enterprise, only CreateWebhook itself has (Service: null; Status Code: 400; Error Code: null)"
        )
        assert calls(aws) == []
        assert projects(aws) == []

    @pytest.mark.parametrize(
        ("triggers", "reason"),
        [
            pytest.param(
                {"Webhook": True, "BranchFilter": "main"},
                "[local] Triggers has no property BranchFilter, only Webhook, FilterGroups, BuildType, "
                "ScopeConfiguration, PullRequestBuildPolicy",
                id="property",
            ),
            pytest.param(
                {"Webhook": "yes"}, "[local] Webhook of Triggers must be true or false, got 'yes'", id="boolean"
            ),
        ],
    )
    def test_what_is_no_triggers_is_refused_before_anything_is_made(
        self, aws: LocalAws, triggers: dict[str, Any], reason: str
    ) -> None:
        assert failure(aws, template(triggers)) == reason
        assert calls(aws) == []


class TestUpdate:
    def test_changed_triggers_update_the_webhook_in_place(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        before = hook_id(aws)
        aws.deploy(template({"Webhook": True, "FilterGroups": [PUSH], "BuildType": "BUILD_BATCH"}), "Demo")

        assert hook_id(aws) == before
        assert aws.codebuild.calls[1].operation == "UpdateWebhook"
        assert aws.codebuild.calls[1].parameters == {
            "projectName": "ci",
            "filterGroups": [[{"type": "EVENT", "pattern": "PUSH"}]],
            "buildType": "BUILD_BATCH",
        }

    def test_the_scope_is_not_sent_again(self, aws: LocalAws) -> None:
        scope = {"Name": "octo", "Scope": "GITHUB_ORGANIZATION"}
        aws.deploy(template({**ON, "ScopeConfiguration": scope}, SCOPED), "Demo")
        aws.deploy(template({"Webhook": True, "FilterGroups": [PUSH], "ScopeConfiguration": scope}, SCOPED), "Demo")

        assert aws.codebuild.calls[1].parameters.keys() == {"projectName", "filterGroups"}
        assert aws.codebuild.hooks_at_host["ci"].scope == "GITHUB_ORGANIZATION"

    def test_another_change_of_the_project_calls_nothing(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.deploy(template({**ON, "Webhook": "true"}, Description="other"), "Demo")

        assert calls(aws) == [("CreateWebhook", None)]

    @pytest.mark.parametrize("before", [None, {"Webhook": False}, {"FilterGroups": [PUSH]}])
    def test_a_switch_that_is_new_makes_a_webhook(self, aws: LocalAws, before: dict[str, Any] | None) -> None:
        aws.deploy(template(before), "Demo")
        aws.deploy(template(ON), "Demo")

        assert calls(aws) == [("CreateWebhook", None)]

    def test_an_explicit_false_deletes_it(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.deploy(template({"Webhook": False}), "Demo")

        assert calls(aws) == [("CreateWebhook", None), ("DeleteWebhook", None)]
        assert aws.codebuild.hooks_at_host == {}

    @pytest.mark.parametrize("after", [None, {}, {"FilterGroups": [MAIN]}], ids=["absent", "empty", "switch"])
    def test_what_is_taken_away_stays(self, aws: LocalAws, after: dict[str, Any] | None) -> None:
        aws.deploy(template(ON), "Demo")
        before = aws.codebuild.hooks_at_host
        aws.deploy(template(after), "Demo")

        assert calls(aws) == [("CreateWebhook", None)]
        assert aws.codebuild.hooks_at_host == before

    def test_what_stayed_is_deleted_by_an_explicit_false(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.deploy(template(), "Demo")
        aws.deploy(template({"Webhook": False}), "Demo")

        assert aws.codebuild.hooks_at_host == {}

    def test_what_was_deleted_outside_needs_no_deletion(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.client("codebuild").delete_webhook(projectName="ci")
        aws.deploy(template({"Webhook": False}), "Demo")

        assert calls(aws) == [("CreateWebhook", None), ("DeleteWebhook", None)]

    def test_another_name_is_another_project_with_another_webhook(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        old = hook_id(aws)
        aws.deploy(template(ON, Name="cd"), "Demo")

        assert calls(aws) == [("CreateWebhook", None), ("CreateWebhook", None)]
        assert projects(aws) == ["cd"]
        assert aws.codebuild.hooks_at_host["ci"].id == old

    def test_a_new_name_whose_webhook_is_refused_leaves_the_old_project_as_it_was(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        before = aws.codebuild.hooks_at_host
        aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "the token has expired")

        assert "the token has expired" in failure(aws, template(ON, Name="cd"))
        assert projects(aws) == ["ci"]
        assert aws.codebuild.hooks_at_host == before

    def test_a_project_that_was_deleted_outside_is_created_again_with_its_webhook(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        aws.client("codebuild").delete_project(name="ci")
        aws.deploy(template(ON, Description="other"), "Demo")

        assert calls(aws) == [("CreateWebhook", None), ("CreateWebhook", None)]

    def test_a_refused_update_is_rolled_back_with_the_project(self, aws: LocalAws) -> None:
        aws.deploy(template(ON, Description="first"), "Demo")
        before = aws.codebuild.hooks_at_host

        wanted = template({"Webhook": True, "FilterGroups": [LOOKAHEAD]}, Description="second")
        with pytest.raises(DeploymentFailed, match=r"Failed to call UpdateWebhook, reason: \[local\] RE2") as failed:
            aws.deploy(wanted, "Demo")

        assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"
        assert aws.codebuild.hooks_at_host == before
        (project,) = aws.client("codebuild").batch_get_projects(names=["ci"])["projects"]
        assert project["description"] == "first"


class TestTriggersThatComeBack:
    """The webhook stayed when they left; what CloudFormation does about it is not documented."""

    def test_the_webhook_is_updated(self, aws: LocalAws) -> None:
        aws.deploy(template(ON), "Demo")
        before = hook_id(aws)
        aws.deploy(template(), "Demo")
        aws.deploy(template({"Webhook": True, "FilterGroups": [PUSH]}), "Demo")

        assert calls(aws) == [("CreateWebhook", None), ("UpdateWebhook", None)]
        assert hook_id(aws) == before

    def test_by_a_switch_it_is_in_the_way(self, aws: LocalAws) -> None:
        aws.codebuild.triggers_see_webhook = False
        aws.deploy(template(ON), "Demo")
        before = aws.codebuild.hooks_at_host
        aws.deploy(template(), "Demo")

        assert failure(aws, template({"Webhook": True, "FilterGroups": [PUSH]})) == (
            "Failed to call CreateWebhook, reason: [local] the project ci has a webhook already "
            "(Service: AWSCodeBuild; Status Code: 400; Error Code: ResourceAlreadyExistsException)"
        )
        assert aws.codebuild.hooks_at_host == before

    def test_by_the_switch_changed_triggers_are_an_update_whatever_is_there(self, aws: LocalAws) -> None:
        aws.codebuild.triggers_see_webhook = False
        aws.deploy(template(ON), "Demo")
        aws.client("codebuild").delete_webhook(projectName="ci")

        reason = failure_of_update(aws, template({"Webhook": True, "FilterGroups": [PUSH]}))
        assert reason.startswith("Failed to call UpdateWebhook, reason: [local] the project ci has no webhook")

    @pytest.mark.parametrize(
        ("sees_webhook", "status"),
        [
            pytest.param(True, "UPDATE_ROLLBACK_COMPLETE", id="seen"),
            pytest.param(False, "UPDATE_ROLLBACK_FAILED", id="not-seen"),
        ],
    )
    def test_a_rollback_brings_them_back_too(
        self,
        aws: LocalAws,
        sees_webhook: bool,  # noqa: FBT001
        status: str,
    ) -> None:
        aws.codebuild.triggers_see_webhook = sees_webhook
        aws.deploy(template(ON), "Demo")
        before = aws.codebuild.hooks_at_host

        with pytest.raises(DeploymentFailed) as failed:
            aws.deploy(failing_after(template()), "Demo")

        assert failed.value.status == status
        assert aws.codebuild.hooks_at_host == before
