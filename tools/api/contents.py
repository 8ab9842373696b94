"""Which public name is on which page of the API reference."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REFERENCE", "ApiPage"]

_ROOT = "webhook_constructs"


@dataclass(frozen=True, slots=True)
class ApiPage:
    """A page of the reference.

    Attributes:
        file: The name of the file without `.md`.
        title: The heading.
        about: What the page is for, in a sentence or two.
        names: The public names, in the order of the page.
        module: The module that users import the names from.
        hidden: Members that other modules of the package call, and that users do not need.
        parts: Classes that are not public by themselves, such as those with the methods of several names: the path in
            the package, and the heading of the section.
    """

    file: str
    title: str
    about: str
    names: tuple[str, ...]
    module: str = _ROOT
    hidden: frozenset[str] = frozenset()
    parts: tuple[tuple[str, str], ...] = ()


REFERENCE = (
    ApiPage(
        "constructs",
        "Constructs",
        "The constructs of an app. They start Node, as the CDK does.",
        (
            "CodeBuildWebhook",
            "OnExistingWebhook",
            "CodeBuildWebhookHandler",
            "GitHubActionsRunner",
            "GitLabRunner",
            "organization_source",
            "ALL",
            "WebhookValidationPlugin",
            "CodeBuildWebhookError",
        ),
        hidden=frozenset(
            {
                "CodeBuildWebhookHandler.__init__",
                "CodeBuildWebhookHandler.for_webhook",
                "CodeBuildWebhookHandler.serve",
                "CodeBuildWebhookError.at",
            }
        ),
        parts=(
            ("cdk.runners.runner.Runner", "Both runners"),
            ("cdk.runners.runner_project.RunnerProject", "The project of a runner"),
        ),
    ),
    ApiPage(
        "filter-groups",
        "Filter groups",
        "A group begins with its events. Each `and_...` method returns a new group with one more filter. An event "
        "starts a build if it passes every filter of at least one group.",
        (
            "FilterGroup",
            "PushGroup",
            "PullRequestGroup",
            "PushOrPullRequestGroup",
            "ReleaseGroup",
            "WorkflowJobGroup",
            "Filter",
            "FilterType",
            "EventAction",
        ),
        hidden=frozenset(
            {
                "FilterGroup.__init__",
                "FilterGroup.EVENTS",
                "FilterGroup.read",
                "FilterGroup.write",
                "PushGroup.EVENTS",
                "PullRequestGroup.EVENTS",
                "PushOrPullRequestGroup.EVENTS",
                "ReleaseGroup.EVENTS",
                "WorkflowJobGroup.EVENTS",
                "Filter.is_unknown",
                "Filter.read",
                "Filter.unknown",
                "Filter.write",
            }
        ),
        parts=(
            ("core.groups.event_filters.AnyEventFilters", "Filters of every group"),
            ("core.groups.event_filters.PushOrPullRequestFilters", "Filters of pushes and pull requests"),
            ("core.groups.event_filters.PushFilters", "Filters of pushes"),
            ("core.groups.event_filters.PullRequestFilters", "Filters of pull requests"),
            ("core.groups.event_filters.ReleaseFilters", "Filters of releases"),
            ("core.groups.event_filters.WorkflowJobFilters", "Filters of workflow jobs"),
        ),
    ),
    ApiPage(
        "settings",
        "Settings",
        "Everything that can be set for a webhook, without a stack around it.",
        (
            "WebhookSettings",
            "WebhookScope",
            "BuildType",
            "SourceProvider",
            "PullRequestBuildPolicy",
            "CommentApproval",
            "ApproverRole",
            "code_for",
            "UnresolvedValue",
            "WebhookConstructsError",
        ),
        hidden=frozenset(
            {
                "PullRequestBuildPolicy.read",
                "PullRequestBuildPolicy.write",
                "SourceProvider.of_source",
                "WebhookConstructsError.place",
                "WebhookScope.read",
                "WebhookScope.write",
            }
        ),
    ),
    ApiPage(
        "decisions",
        "Decisions, comparisons and findings",
        "What an event starts, what a change of filters changes, and what is wrong with the settings of a webhook.",
        (
            "WebhookEvent",
            "decide",
            "Decision",
            "Verdict",
            "compare",
            "Comparison",
            "Witness",
            "lint",
            "Finding",
            "Severity",
        ),
        hidden=frozenset(
            {
                "Comparison.__init__",
                "Decision.__init__",
                "Decision.assumes_approval",
                "Decision.knowing",
                "Decision.lines",
                "Finding.__init__",
                "Witness.__init__",
                "WebhookEvent.text_for",
            }
        ),
    ),
    ApiPage(
        "testing",
        "Testing",
        "Assertions on the webhooks of a stack, and events to ask about.",
        (
            "assert_builds",
            "assert_no_build",
            "assert_waits",
            "assert_same_builds",
            "assert_only_starts",
            "push",
            "pull_request",
            "release",
            "workflow_job",
            "normalized_template",
        ),
        module=f"{_ROOT}.testing",
    ),
    ApiPage(
        "embedded-aws",
        "Embedded AWS",
        "An AWS account on your machine, for tests that deploy. It needs `pip install 'webhook-constructs[local]'`. It "
        "extends an exactly pinned version of MiniStack and may change in any release. With pytest, the fixture "
        "`local_aws` returns an empty `LocalAws`.",
        (
            "LocalAws",
            "Deployment",
            "StackEvent",
            "CodeBuild",
            "Hook",
            "HookFilter",
            "Delivery",
            "Build",
            "WebhookCall",
            "LambdaEvent",
            "HOOKS_PER_GITHUB_REPOSITORY",
            "LocalAwsError",
            "DeploymentFailed",
        ),
        module=f"{_ROOT}.testing.local",
        hidden=frozenset(
            {
                "Build.__init__",
                "CodeBuild.__init__",
                "Delivery.__init__",
                "Deployment.__init__",
                "DeploymentFailed.__init__",
                "Hook.__init__",
                "Hook.with_settings",
                "HookFilter.__init__",
                "LambdaEvent.__init__",
                "StackEvent.__init__",
                "StackEvent.from_api",
                "WebhookCall.__init__",
            }
        ),
    ),
)
"""The pages of the reference."""
