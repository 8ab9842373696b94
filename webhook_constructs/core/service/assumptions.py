"""What decisions and rules assume about CodeBuild, because AWS does not document it.

A decision names each assumption where it mattered. The comments of the code name them as `[assumed: id]`; other
folders have an `assumptions` module of their own. `docs/assumptions.md` is made from all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "APPROVAL_AFTER_CREATION",
    "ATLASSIAN_IDS",
    "BRANCH_FILTER",
    "COMMENT_APPROVAL",
    "EMPTY_PATTERN",
    "EVENT_SWITCHED_ON",
    "EXCLUDED_EVENT",
    "EXCLUDED_FILES",
    "FILES_OF_FORCED_PUSH",
    "FILES_OF_NEW_BRANCH",
    "FILES_OF_TAG",
    "FILES_OF_UPDATE",
    "FIRST_FILES",
    "FORK_HEAD",
    "FROM_FORK",
    "GITLAB_ACTOR",
    "GITLAB_JOB",
    "GITLAB_TAG",
    "GITLAB_UPDATE",
    "LISTED_ROLES",
    "NO_FILES",
    "NO_FILTERS",
    "ORGANIZATION_FIELD",
    "PATTERN_SIZE",
    "PULL_REQUEST_MESSAGE",
    "PUSHED_FILES",
    "RE2_IMPLEMENTATION",
    "REFS_OF_OTHER_EVENTS",
    "REPEATED_KEYS",
    "REPOSITORY_FIELD",
    "RUNNER_LABEL",
    "RUNNER_REGISTRATION",
    "SEVERAL_EVENT_FILTERS",
    "SUPPORT",
    "Assumption",
]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A behavior of AWS or of a git host that the code relies on, and that is not certain.

    Attributes:
        id: Its name; it never changes its meaning.
        what: What is assumed.
        why: Why that is not certain.
        breaks: What goes wrong if it is not so.
        certainty: `inferred` if it follows from what is documented, `unknown` if no source says it or sources
            disagree. `documented` if the behavior is documented, and the settings do not say whether it is the case.

    Examples:
        >>> print(NO_FILES)
        no-files: an excluded FILE_PATH passes where no file has changed; what CodeBuild does is not documented
    """

    id: str
    what: str
    why: str
    breaks: str
    certainty: Literal["inferred", "unknown", "documented"] = "unknown"

    def __str__(self) -> str:
        """Return it on one line."""
        return f"{self.id}: {self.what}; {self.why}"


APPROVAL_AFTER_CREATION = Assumption(
    "approval-after-creation",
    "the role of the author decides about approval also after the pull request was created",
    "AWS's page speaks only of pull requests that are created",
    "a build of an updated or reopened pull request starts that `decide` reports as waiting, or the other way around",
    "inferred",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc]; so for the next
ones on approval."""

ATLASSIAN_IDS = Assumption(
    "atlassian-ids",
    "an account ID of Bitbucket is 24 letters and digits, or a number and a UUID, without capital letters",
    "Atlassian does not document the form; these have been seen",
    "a rule or a builder method rejects an account ID that works, or accepts one that no account has",
)

BRANCH_FILTER = Assumption(
    "branch-filter",
    "a branch filter is searched in the bare name of the branch that is pushed, or of a pull request created or "
    "updated",
    "which events it takes is not documented",
    "`decide` is wrong about webhooks with a branch filter",
    "inferred",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html, on moving to filter groups
[doc]."""

COMMENT_APPROVAL = Assumption(
    "comment-approval",
    "the author may approve",
    "without an approver role, the build waits until somebody with one comments "
    "/codebuild_run(<sha of the latest commit>)",
    "the build that `decide` reports waits for approval",
    "documented",
)

EMPTY_PATTERN = Assumption(
    "empty-pattern",
    "CodeBuild accepts an empty pattern, which matches everything",
    "it follows from RE2; whether CodeBuild accepts it is not documented",
    "a deployment fails that WH124 only warns of",
)

EVENT_SWITCHED_ON = Assumption(
    "event-switched-on",
    "the hook at the git host sends the event",
    "somebody has to switch it on there",
    "the build that `decide` reports never starts",
    "documented",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html [doc]."""

EXCLUDED_EVENT = Assumption(
    "excluded-event",
    "CodeBuild accepts an EVENT filter that excludes",
    "what such a filter means is not documented, so every decision on it is undecided",
    "a deployment fails that WH123 only warns of",
)

EXCLUDED_FILES = Assumption(
    "excluded-files",
    "an excluded FILE_PATH keeps the event out as soon as one changed file matches, even if others do not",
    "AWS advises filters that protect only if it is so, and spells it out nowhere",
    "a build starts that `decide` reports as kept out, and excluding `buildspec.yml` protects nothing",
    "inferred",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html, on buildspec.yml [doc]."""

FILES_OF_FORCED_PUSH = Assumption(
    "files-of-forced-push",
    "the changed files of a forced push are those of its new commits",
    "what CodeBuild compares it with is not documented",
    "`decide` is wrong about FILE_PATH filters after a forced push",
)

FILES_OF_NEW_BRANCH = Assumption(
    "files-of-new-branch",
    "the changed files of a new branch are those of its new commits",
    "what CodeBuild compares it with is not documented",
    "`decide` is wrong about FILE_PATH filters when a branch is pushed for the first time",
)

FILES_OF_TAG = Assumption(
    "files-of-tag",
    "CodeBuild knows the changed files of the push of a tag",
    "whether it does is not documented",
    "`decide` is wrong about FILE_PATH filters when a tag is pushed",
)

FILES_OF_UPDATE = Assumption(
    "files-of-update",
    "the files given are those that CodeBuild looks at",
    "whether that is the whole pull request or only its new commits is not documented for PULL_REQUEST_UPDATED",
    "`decide` is wrong about FILE_PATH filters when a pull request gets new commits",
)

FIRST_FILES = Assumption(
    "first-files",
    "of too many changed files, CodeBuild looks at the first ones in the order given here",
    "how many is documented, in which order is not, and where not all files are known there may be too many",
    "`decide` is wrong about FILE_PATH filters for a change of more than 100 files (3,000 at Bitbucket)",
)
"""Source: 100 files, 3,000 at Bitbucket, https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html,
bitbucket-webhook.html and gitlab-webhook.html [doc]."""

FORK_HEAD = Assumption(
    "fork-head",
    "the branch of a fork is compared by its bare name, as if it were one of the repository's own",
    "it follows from the documented field and from GitHub's payload",
    "HEAD_REF is a better guard than WH205 and `decide` report",
    "inferred",
)

FROM_FORK = Assumption(
    "from-fork",
    "the pull request is from a fork",
    "one from a branch of the repository itself needs no approval",
    "the build that `decide` reports as waiting has started",
    "documented",
)

GITLAB_ACTOR = Assumption(
    "gitlab-actor",
    "ACTOR_ACCOUNT_ID is the number of the GitLab user",
    "the page names a field that GitLab's payloads do not have",
    "actor filters at GitLab never match, or match other accounts",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]; so for the next three."""

GITLAB_JOB = Assumption(
    "gitlab-job",
    "a pending job of GitLab is WORKFLOW_JOB_QUEUED",
    "the page says Job Hook, and not at which status",
    "`decide` is wrong about which status of a job starts a runner",
)

GITLAB_TAG = Assumption(
    "gitlab-tag",
    "GitLab's Tag Push Hook is a PUSH",
    "the page has tags in HEAD_REF, and this hook not in its table",
    "the push of a tag at GitLab starts no build",
)

GITLAB_UPDATE = Assumption(
    "gitlab-update",
    "a merge request of GitLab that is edited without new commits is PULL_REQUEST_UPDATED",
    "the page says update, and not whether any will do",
    "editing a title or a label at GitLab starts no build",
)

LISTED_ROLES = Assumption(
    "listed-roles",
    "only the roles that the policy lists may approve, and not a higher one",
    "AWS's page speaks of roles that are set in the policy, and not of those above them",
    "the build that `decide` reports as waiting has started",
    "inferred",
)

NO_FILES = Assumption(
    "no-files",
    "an excluded FILE_PATH passes where no file has changed",
    "what CodeBuild does is not documented",
    "a build that `decide` reports for an event without files does not start",
)

NO_FILTERS = Assumption(
    "no-filters",
    "a webhook without filters takes every push and every pull request created or updated",
    "the CDK documents that, CodeBuild does not",
    "`decide` and the rules on double builds are wrong about webhooks without filters",
    "inferred",
)

ORGANIZATION_FIELD = Assumption(
    "organization-field",
    "ORGANIZATION_NAME is the login of the organization",
    "the field of the payload is not documented",
    "ORGANIZATION_NAME filters never match",
)

PATTERN_SIZE = Assumption(
    "pattern-size",
    "CodeBuild accepts a pattern that is too large to be judged here",
    "which limit the service sets is not documented",
    "a deployment fails that nothing warned of",
)

PULL_REQUEST_MESSAGE = Assumption(
    "pull-request-message",
    "COMMIT_MESSAGE of a pull request is the message of the newest commit of its branch",
    "the pages say head commit",
    "`decide` is wrong about COMMIT_MESSAGE filters for pull requests",
    "inferred",
)

PUSHED_FILES = Assumption(
    "pushed-files",
    "the changed files of a push are those that the commits in its payload add, modify or remove",
    "where CodeBuild takes them from is not documented",
    "`decide` is wrong about FILE_PATH filters for pushes",
)

RE2_IMPLEMENTATION = Assumption(
    "re2-implementation",
    "CodeBuild reads patterns as the C++ implementation of RE2 does",
    "RE2 is documented, and not which of its implementations the service runs",
    "CodeBuild rejects a pattern that passes here, or matches other values",
)

REFS_OF_OTHER_EVENTS = Assumption(
    "refs-of-other-events",
    "HEAD_REF of a release or of a workflow job can hold any value",
    "what it is compared with is not documented, so decisions on it are undecided and rules are silent",
    "a rule misses a HEAD_REF filter that never matches",
)

REPEATED_KEYS = Assumption(
    "repeated-keys",
    "where an object of a JSON template has a key twice, the last one counts",
    "it has been observed for YAML",
    "a finding is about settings that are not deployed",
    "inferred",
)

REPOSITORY_FIELD = Assumption(
    "repository-field",
    "REPOSITORY_NAME is the name of the repository without its owner",
    "the field of the payload is not documented",
    "REPOSITORY_NAME filters never match",
)

RUNNER_LABEL = Assumption(
    "runner-label",
    "the job asks for a runner of this project (codebuild-<project>-<run id>-<run attempt>)",
    "the settings do not say what the project is called, and CodeBuild leaves other jobs alone",
    "the runner that `decide` reports does not start",
    "documented",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc]."""

RUNNER_REGISTRATION = Assumption(
    "runner-registration",
    "without a variable or label that says otherwise, a runner is registered at the repository of the job",
    "AWS documents variables and labels for an organization and an enterprise, and not which of the two wins, nor the "
    "default",
    "GitHub's runner groups keep out jobs that our pages say they do not keep out, or the other way around",
    "inferred",
)
"""Source: https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc]."""

SEVERAL_EVENT_FILTERS = Assumption(
    "several-event-filters",
    "CodeBuild accepts a group with several EVENT filters",
    "what such a group means is not documented, so every decision on it is undecided",
    "a deployment fails that WH121 only warns of",
)

SUPPORT = Assumption(
    "support",
    "CodeBuild takes it here, though that is not certain",
    "AWS's pages are silent on the combination, or disagree",
    "the deployment fails, or the build that `decide` reports never starts",
)
