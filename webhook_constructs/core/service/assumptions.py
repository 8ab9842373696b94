"""What is taken for granted where no page of AWS says how CodeBuild decides.

A decision names each of these where it mattered, so that who relies on it knows what to try out.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BRANCH_FILTER",
    "COMMENT_APPROVAL",
    "EXCLUDED_FILES",
    "FILES_OF_FORCED_PUSH",
    "FILES_OF_NEW_BRANCH",
    "FILES_OF_TAG",
    "FILES_OF_UPDATE",
    "FIRST_FILES",
    "FORK_HEAD",
    "GITLAB_ACTOR",
    "GITLAB_JOB",
    "GITLAB_TAG",
    "GITLAB_UPDATE",
    "NO_FILES",
    "NO_FILTERS",
    "ORGANIZATION_FIELD",
    "PULL_REQUEST_MESSAGE",
    "PUSHED_FILES",
    "REPOSITORY_FIELD",
    "RUNNER_LABEL",
    "Assumption",
]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that a decision takes for granted.

    Attributes:
        name: What to call it; it never changes its meaning.
        text: What is taken for granted, and why that is not certain.

    Examples:
        >>> print(FORK_HEAD)
        fork-head: the branch of a fork is compared by its bare name, as if it were one of the repository's own
    """

    name: str
    text: str

    def __str__(self) -> str:
        """Return it on one line."""
        return f"{self.name}: {self.text}"


EXCLUDED_FILES = Assumption(
    "excluded-files",
    "an excluded FILE_PATH keeps the event out as soon as one changed file matches, even if others do not; AWS advises "
    "filters that protect only if it is so, and spells it out nowhere",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html, on buildspec.yml [inf]."""

FIRST_FILES = Assumption(
    "first-files",
    "of too many changed files, CodeBuild looks at the first ones in the order given here; how many is documented, "
    "in which order is not, and where not all files are known there may be too many",
)
"""Source: 100 files, 3,000 at Bitbucket, https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html,
bitbucket-webhook.html and gitlab-webhook.html [doc]."""

PUSHED_FILES = Assumption(
    "pushed-files",
    "the changed files of a push are those that the commits in its payload add, modify or remove; where CodeBuild "
    "takes them from is not documented",
)

FILES_OF_TAG = Assumption(
    "files-of-tag", "CodeBuild knows the changed files of the push of a tag; whether it does is not documented"
)

FILES_OF_NEW_BRANCH = Assumption(
    "files-of-new-branch",
    "the changed files of a new branch are those of its new commits; what CodeBuild compares it with is not documented",
)

FILES_OF_FORCED_PUSH = Assumption(
    "files-of-forced-push",
    "the changed files of a forced push are those of its new commits; what CodeBuild compares it with is not "
    "documented",
)

FILES_OF_UPDATE = Assumption(
    "files-of-update",
    "the files given are those that CodeBuild looks at; whether that is the whole pull request or only its new commits "
    "is not documented for PULL_REQUEST_UPDATED",
)

NO_FILES = Assumption(
    "no-files", "an excluded FILE_PATH passes where no file has changed; what CodeBuild does is not documented"
)

PULL_REQUEST_MESSAGE = Assumption(
    "pull-request-message",
    "COMMIT_MESSAGE of a pull request is the message of the newest commit of its branch; the pages say head commit",
)

FORK_HEAD = Assumption(
    "fork-head", "the branch of a fork is compared by its bare name, as if it were one of the repository's own"
)
"""Follows from the field that is documented; it makes HEAD_REF no boundary of trust [inf]."""

REPOSITORY_FIELD = Assumption(
    "repository-field",
    "REPOSITORY_NAME is the name of the repository without its owner; the field of the payload is not documented",
)

ORGANIZATION_FIELD = Assumption(
    "organization-field",
    "ORGANIZATION_NAME is the login of the organization; the field of the payload is not documented",
)

GITLAB_ACTOR = Assumption(
    "gitlab-actor",
    "ACTOR_ACCOUNT_ID is the number of the GitLab user; the page names a field that GitLab's payloads do not have",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]."""

GITLAB_TAG = Assumption(
    "gitlab-tag", "GitLab's Tag Push Hook is a PUSH; the page has tags in HEAD_REF, and this hook not in its table"
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]."""

GITLAB_JOB = Assumption(
    "gitlab-job", "a pending job of GitLab is WORKFLOW_JOB_QUEUED; the page says Job Hook, and not at which status"
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]."""

GITLAB_UPDATE = Assumption(
    "gitlab-update",
    "a merge request of GitLab that is edited without new commits is PULL_REQUEST_UPDATED; the page says update, and "
    "not whether any will do",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]."""

RUNNER_LABEL = Assumption(
    "runner-label",
    "the job asks for a runner of this project (codebuild-<project>-<run id>-<run attempt>): the settings do not say "
    "what the project is called, and CodeBuild leaves jobs for others alone",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc]."""

COMMENT_APPROVAL = Assumption(
    "comment-approval",
    "the author has an approver role, or somebody who has comments /codebuild_run(<sha of the latest commit>): until "
    "then the build waits",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc]."""

NO_FILTERS = Assumption(
    "no-filters",
    "a webhook without filters takes every push and every pull request created or updated; the CDK documents that, "
    "CodeBuild does not",
)

BRANCH_FILTER = Assumption(
    "branch-filter",
    "a branch filter is searched in the bare name of the branch that is pushed, or of a pull request created or "
    "updated; which events it takes is not documented",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html, on moving to filter groups
[doc]."""
