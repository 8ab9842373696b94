"""What rules assume about CodeBuild, beyond what decisions assume (`core.service.assumptions`).

The page of a rule names them as `[assumed: id]`.
"""

from __future__ import annotations

from webhook_constructs.core.service.assumptions import Assumption

__all__ = ["ASSUMPTIONS"]

ASSUMPTIONS = (
    Assumption(
        "app-roles",
        "an app such as Dependabot has no approver role",
        "which role an app has in a repository is not documented",
        "WH207 reports a policy that makes no difference for apps",
    ),
    Assumption(
        "automatic-global-webhook",
        "a webhook of a whole GitHub enterprise that is not manual receives no event",
        "the service accepts it; who adds the hook at GitHub is not documented",
        "WH129 warns of a webhook that works",
    ),
    Assumption(
        "batch-without-configuration",
        "a webhook with build type BUILD_BATCH starts nothing on a project without a batch configuration",
        "a batch build needs the role of that configuration; what CreateWebhook answers without one is not documented",
        "WH130 warns of a webhook that works",
    ),
    Assumption(
        "closed-pull-requests",
        "a build for a closed pull request runs the head of the pull request",
        "that CodeBuild builds anything else is not documented",
        "WH204 reports groups that strangers cannot use",
        "inferred",
    ),
    Assumption(
        "double-events",
        "a push to the branch of an open pull request is two events, and each starts a build",
        "it follows from what git hosts send",
        "WH401 reports two builds where there is one",
        "inferred",
    ),
    Assumption(
        "event-not-sent",
        "CodeBuild rejects an event that the git host of the project does not send",
        "the pages name the git hosts of an event, and not what the service does with the others",
        "a deployment succeeds that fails on the embedded AWS; the group still starts no build",
    ),
    Assumption(
        "global-scope-events",
        "a webhook of a whole GitHub enterprise has workflow jobs only",
        "the page on setting it up says so, the overview says any event",
        "WH125 warns of groups that work",
    ),
    Assumption(
        "one-build-each",
        "an event starts a build, or a pipeline, for each webhook or source action that it passes",
        "it follows from the hook that each of them has",
        "WH407 and WH408 report two builds where there is one",
        "inferred",
    ),
    Assumption(
        "readers-of-public-repositories",
        "on a public repository, everybody has the role of those who can read it",
        "whether CodeBuild asks for the role of somebody who was not invited, and what the git host answers, is not "
        "documented",
        "WH212 warns of roles that only invited people have",
    ),
    Assumption(
        "roles-of-another-host",
        "CodeBuild accepts approver roles of another git host, and nobody has them",
        "which roles it accepts for which git host is not documented",
        "a deployment fails that WH131 only warns of",
    ),
    Assumption(
        "unfiltered-elsewhere",
        "without filter groups, nothing certain starts a build for a whole GitHub enterprise or for Buildkite",
        "only the webhook of a repository or an organization is documented, so the rules are silent",
        "WH404 and WH204 miss a webhook that builds everything",
    ),
    Assumption(
        "unknown-event",
        "CodeBuild rejects an EVENT name that it does not document",
        "whether it does, or ignores the name, is not documented",
        "a deployment succeeds that WH122 warns of, and the group never starts a build",
    ),
    Assumption(
        "webhooks-before-approval",
        "a webhook from before August 2025 without a policy builds pull requests of strangers without approval",
        "the page on approval has the default of new webhooks only",
        "WH214 warns of a webhook that asks for approval",
    ),
)
