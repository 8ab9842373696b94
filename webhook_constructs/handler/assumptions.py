"""What the function assumes about AWS, because AWS does not document it.

The comments of this folder name an assumption as `[assumed: id]`. Nothing here is imported by the function: it is for
the people who read the code, and for `docs/assumptions.md`. `Assumption` is that of `core.service.assumptions`, which
the function cannot import.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ASSUMPTIONS", "Assumption"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A behavior of AWS that the function relies on, and that is not certain.

    Attributes:
        id: Its name; it never changes its meaning.
        what: What is assumed.
        why: Why that is not certain.
        breaks: What goes wrong if it is not so.
        certainty: `inferred` if it follows from what is documented, `unknown` if no source says it.
    """

    id: str
    what: str
    why: str
    breaks: str
    certainty: str = "unknown"


ASSUMPTIONS = (
    Assumption(
        "api-rates",
        "CodeBuild throttles calls for less time than the function has",
        "the rates of its API are not documented",
        "a deployment of many webhooks fails with ThrottlingException",
    ),
    Assumption(
        "canceled-update-overlaps",
        "when a resource fails, CloudFormation cancels updates in progress and sends those of the rollback beside them",
        "seen for a Create, and for updates that somebody cancels by hand",
        "an event that checks after its last write does so for nothing",
        "inferred",
    ),
    Assumption(
        "connection-permission",
        '"Failed to get access token" passes when a role of the same deployment works everywhere',
        "it follows from how IAM works",
        "a deployment waits a minute for what never passes",
        "inferred",
    ),
    Assumption(
        "created-at-once",
        "CreateWebhook answers when the webhook is ACTIVE; otherwise the function waits 90 seconds for that",
        "the status CREATING is documented, and not which git hosts have it or for how long",
        "a webhook that takes longer fails the deployment",
    ),
    Assumption(
        "delete-takes-a-while",
        "a webhook with status DELETING is still in the way of CreateWebhook, and goes away by itself",
        "the status is documented, and not which git host has it or for how long",
        "a Create waits 90 seconds for what never passes",
    ),
    Assumption(
        "enterprise-returns-secret",
        "CreateWebhook returns a secret for GitHub Enterprise without manualCreation",
        "the user guide and the tests of terraform-provider-aws say so, the API reference does not",
        "WH501 and the error of the function ask for a secret that stays empty",
    ),
    Assumption(
        "error-texts",
        "errors of CodeBuild have the texts that users have reported",
        "only the codes are documented",
        "an error comes without its advice",
        "inferred",
    ),
    Assumption(
        "generated-id",
        "the Delete of a canceled Create bears the ID `<stack>-<logical id>-<suffix>`",
        "seen, and the form is not documented",
        "the ID counts as the name of a project that does not exist, and nothing is deleted",
        "inferred",
    ),
    Assumption(
        "limit-is-passing",
        '"GitHub API limit reached. Please try again later." passes within minutes',
        "the same text was reported for a scope that is missing",
        "the event is repeated up to three times before the deployment fails",
    ),
    Assumption(
        "omitted-on-update",
        "UpdateWebhook keeps filter groups, branch filter and pull request build policy that it is not given",
        "neither that nor the opposite is documented, so the function sends the full state, and replaces the webhook "
        "if one of them is taken away",
        "nothing: a webhook is replaced that an update could have changed",
    ),
    Assumption(
        "permission-seconds",
        "a permission that a deployment has granted works everywhere within 60 seconds",
        "IAM documents that it takes a while, and not how long",
        "a deployment fails with AccessDeniedException, and succeeds when it is repeated",
        "inferred",
    ),
    Assumption(
        "report-status",
        "a webhook without a status is active",
        "the member is newer than the API, and not documented as required",
        "a deployment succeeds before its webhook works",
        "inferred",
    ),
    Assumption(
        "resource-status-time",
        "a resource that waits for its function is IN_PROGRESS, with the time at which CloudFormation began to wait",
        "the time is documented as that of the status, and not that nothing else moves it",
        "an event counts as canceled and takes its changes back, and the deployment fails",
        "inferred",
    ),
    Assumption(
        "response-url-date",
        "the ResponseURL says when CloudFormation signed it, in `X-Amz-Date`, or two hours before `Expires`",
        "it is a presigned URL of S3; that it is signed when the event is sent is not documented",
        "an event that Lambda delivers late, beside a later one for the same resource, counts as awaited",
        "inferred",
    ),
    Assumption(
        "rolled-back-ids",
        "while CloudFormation deletes what a failed update has left, it lists the resources with the physical IDs of "
        "before that update",
        "the page on stack events says that the stack is in its previous state by then, and does not mention IDs",
        "a webhook is deleted that its own resource has taken over since",
        "inferred",
    ),
    Assumption(
        "rotation-returns-secret",
        "UpdateWebhook with rotateSecret returns the new secret",
        "only the secret of CreateWebhook is documented",
        "a rotation fails; the error says how to get a new secret",
    ),
    Assumption(
        "runtime-regions",
        "Lambda has python3.14 in every region, those of GovCloud, China and ISO included",
        "the page on runtimes names no regions",
        "the function cannot be created there",
        "inferred",
    ),
    Assumption(
        "secret-date",
        "lastModifiedSecret is there if the webhook has a secret, changes whenever the secret does and never "
        "otherwise, and is the same in CreateWebhook and BatchGetProjects",
        "it follows from the name; the page says no more",
        "the function takes one webhook or secret for another after a crash or a rollback",
        "inferred",
    ),
)
