"""The choices that CodeBuild gives: git hosts, events, filters, builds and scopes, and what their refs begin with."""

from __future__ import annotations

from webhook_constructs.core.values.arguments import Choice

__all__ = [
    "PULL_REQUEST_ACTIONS",
    "RELEASE_ACTIONS",
    "ApproverRole",
    "BuildType",
    "EventAction",
    "FilterType",
    "OnExistingWebhook",
    "SourceProvider",
    "WebhookScopeType",
    "ref_prefixes",
]


class SourceProvider(Choice):
    """A git host that can send events to CodeBuild.

    The values are the source types of a project. Projects with the other source types (CODECOMMIT, CODEPIPELINE, S3,
    NO_SOURCE) have no webhook, except for NO_SOURCE with `BuildType.RUNNER_BUILDKITE_BUILD`. Source:
    https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html [doc].
    """

    GITHUB = "GITHUB"
    GITHUB_ENTERPRISE = "GITHUB_ENTERPRISE"
    BITBUCKET = "BITBUCKET"
    GITLAB = "GITLAB"
    GITLAB_SELF_MANAGED = "GITLAB_SELF_MANAGED"

    @classmethod
    def of_source(cls, source_type: str | None) -> SourceProvider | None:
        """Return the git host of a source; None where its type is not known, or is that of no git host."""
        return cls(source_type) if source_type in cls.__members__ else None


class EventAction(Choice):
    """Something that happens at the git host and can start a build.

    The values are the names that CodeBuild uses. Source: the prose of
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    PUSH = "PUSH"
    """Somebody pushes commits to a branch, or a tag."""

    PULL_REQUEST_CREATED = "PULL_REQUEST_CREATED"
    """A pull request (GitLab: a merge request) is opened."""

    PULL_REQUEST_UPDATED = "PULL_REQUEST_UPDATED"
    """The head of a pull request gets new commits."""

    PULL_REQUEST_REOPENED = "PULL_REQUEST_REOPENED"
    """A closed pull request is opened again."""

    PULL_REQUEST_MERGED = "PULL_REQUEST_MERGED"
    """A pull request is merged."""

    PULL_REQUEST_CLOSED = "PULL_REQUEST_CLOSED"
    """A pull request is closed and not merged."""

    RELEASED = "RELEASED"
    """A release is published."""

    PRERELEASED = "PRERELEASED"
    """A pre-release is published."""

    WORKFLOW_JOB_QUEUED = "WORKFLOW_JOB_QUEUED"
    """A job of a GitHub Actions workflow or a GitLab pipeline waits for a runner."""


PULL_REQUEST_ACTIONS = frozenset(
    {
        EventAction.PULL_REQUEST_CREATED,
        EventAction.PULL_REQUEST_UPDATED,
        EventAction.PULL_REQUEST_REOPENED,
        EventAction.PULL_REQUEST_MERGED,
        EventAction.PULL_REQUEST_CLOSED,
    },
)
"""The events of a pull request."""

RELEASE_ACTIONS = frozenset({EventAction.RELEASED, EventAction.PRERELEASED})
"""The events of a release."""


class FilterType(Choice):
    """What a filter looks at.

    Source: the members of WebhookFilterType in
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    EVENT = "EVENT"
    """The kind of the event: a list of event names and no pattern."""

    BASE_REF = "BASE_REF"
    """The branch that a pull request is to be merged into, as `refs/heads/<branch>`."""

    HEAD_REF = "HEAD_REF"
    """The pushed branch or tag, or the branch of a pull request, as `refs/heads/<branch>` or `refs/tags/<tag>`."""

    ACTOR_ACCOUNT_ID = "ACTOR_ACCOUNT_ID"
    """The account id, never the login, of whoever caused the event."""

    FILE_PATH = "FILE_PATH"
    """The path of a changed file."""

    COMMIT_MESSAGE = "COMMIT_MESSAGE"
    """The message of the head commit."""

    WORKFLOW_NAME = "WORKFLOW_NAME"
    """The name of the workflow that a queued job belongs to."""

    TAG_NAME = "TAG_NAME"
    """The tag of a release, without `refs/tags/`."""

    RELEASE_NAME = "RELEASE_NAME"
    """The title of a release."""

    REPOSITORY_NAME = "REPOSITORY_NAME"
    """The repository, for a webhook of a whole organization or group."""

    ORGANIZATION_NAME = "ORGANIZATION_NAME"
    """The organization, for a webhook of a whole enterprise."""


class ApproverRole(Choice):
    """A role at the git host that needs no approval and can give it. The roles of each host are in ascending order.

    Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PullRequestBuildPolicy.html [doc].
    """

    GITHUB_READ = "GITHUB_READ"
    GITHUB_TRIAGE = "GITHUB_TRIAGE"
    GITHUB_WRITE = "GITHUB_WRITE"
    GITHUB_MAINTAIN = "GITHUB_MAINTAIN"
    GITHUB_ADMIN = "GITHUB_ADMIN"
    GITLAB_GUEST = "GITLAB_GUEST"
    GITLAB_PLANNER = "GITLAB_PLANNER"
    GITLAB_REPORTER = "GITLAB_REPORTER"
    GITLAB_DEVELOPER = "GITLAB_DEVELOPER"
    GITLAB_MAINTAINER = "GITLAB_MAINTAINER"
    GITLAB_OWNER = "GITLAB_OWNER"
    BITBUCKET_READ = "BITBUCKET_READ"
    BITBUCKET_WRITE = "BITBUCKET_WRITE"
    BITBUCKET_ADMIN = "BITBUCKET_ADMIN"

    @property
    def host(self) -> str:
        """The git host of the role, such as `GITHUB`, which includes GitHub Enterprise."""
        return self.value.partition("_")[0]


class BuildType(Choice):
    """What a webhook starts.

    Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc].
    """

    BUILD = "BUILD"
    """One build."""

    BUILD_BATCH = "BUILD_BATCH"
    """A batch build. The project needs a batch configuration."""

    RUNNER_BUILDKITE_BUILD = "RUNNER_BUILDKITE_BUILD"
    """A runner for a Buildkite job."""


class WebhookScopeType(Choice):
    """What a scoped webhook covers.

    Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html [doc].
    """

    GITHUB_ORGANIZATION = "GITHUB_ORGANIZATION"
    GITHUB_GLOBAL = "GITHUB_GLOBAL"
    GITLAB_GROUP = "GITLAB_GROUP"


class OnExistingWebhook(Choice):
    """What to do if the project already has a webhook.

    A project has at most one: CreateWebhook fails if there is one. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc].
    """

    FAIL = "FAIL"
    """Fail the deployment with advice on how to proceed, and leave the webhook alone."""

    ADOPT = "ADOPT"
    """Adopt the webhook and update it to the desired state. An adopted webhook is never deleted: not by a rollback, and
    not when it leaves the app. Change back to FAIL to have it deleted with the construct. If you rename the construct
    within its stack, the new one adopts the webhook of the old one, provided that the function can call CloudFormation.
    A webhook does not move to a construct in another stack, nested or not."""


_HEADS = ("refs/heads/",)
_BEGINNINGS = {
    (FilterType.HEAD_REF, EventAction.PUSH): (*_HEADS, "refs/tags/"),
    **{
        (filter_type, event): _HEADS
        for filter_type in (FilterType.HEAD_REF, FilterType.BASE_REF)
        for event in PULL_REQUEST_ACTIONS
    },
}


def ref_prefixes(filter_type: FilterType, event: EventAction | str) -> tuple[str, ...]:
    """Return what the values of a filter begin with, as far as they are refs of which that is documented.

    Args:
        filter_type: What the filter looks at.
        event: An event, or its name.

    Returns:
        The beginnings, any of which a value has: the head of a push begins with `refs/heads/` or `refs/tags/`, and the
        head and the base of a pull request with `refs/heads/`
        (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]). Empty for all others.

    Examples:
        >>> ref_prefixes(FilterType.HEAD_REF, EventAction.PUSH)
        ('refs/heads/', 'refs/tags/')
    """
    return _BEGINNINGS.get((filter_type, event), ())  # type: ignore[arg-type]  # an event is its name
