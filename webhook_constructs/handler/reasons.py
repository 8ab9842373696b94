"""What a failed deployment says: the service's words, and what to do next.

Users of CodeBuild, of the CDK and of Terraform have reported the texts that are recognized here
[assumed: error-texts]. A text that is not recognized is passed on as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import boto3
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
)

from .codebuild import WebhookStatusError
from .errors import CanceledError, DeadlineError, LeftBehindError, LifecycleError
from .request import RequestError
from .retry import error_code, message_of

__all__ = ["reason_for"]

_OWN_ERRORS = (CanceledError, LifecycleError, RequestError, WebhookStatusError)

_SERVICES = {
    "codebuild": "CodeBuild",
    "secretsmanager": "Secrets Manager",
    "cloudformation": "CloudFormation",
    "logs": "CloudWatch Logs",
}

_MINIMUM_BOTO3 = {
    "manualCreation": "1.34.115",
    "scopeConfiguration": "1.34.128",
    "pullRequestBuildPolicy": "1.40.5",
}


@dataclass(frozen=True, slots=True)
class _Advice:
    """What to do about an error with this code (any, where empty) whose text holds one of these parts, and `also`.

    Where `of` is given, it is the end of the name of the operation that failed. Where `denies_other_than` is given, the
    text denies an action of another service.
    """

    code: str
    do: str
    says: tuple[str, ...] = ("",)
    also: str = ""
    of: str = ""
    denies_other_than: str = ""


_RENAMED = "deploy it with on_existing=OnExistingWebhook.ADOPT, which keeps the webhook"
# A secret that the construct has made is renamed with it: the new one is empty, and nothing can be adopted with it.
_RENAMED_MANUAL = (
    "keep the logical ids that the stack has for Custom::CodeBuildWebhook and, with secret=True, for "
    "AWS::SecretsManager::Secret: webhook.node.default_child.override_logical_id(...) and "
    "webhook.secret.node.default_child.override_logical_id(...). With a secret= that was made outside of the "
    "construct, on_existing=OnExistingWebhook.ADOPT keeps the webhook, too"
)

# The first entry that fits is taken: what is recognized by its text stands before what is recognized by its code.
_ADVICE = (
    _Advice(
        "ResourceAlreadyExistsException",
        "the project has a webhook already, and a project can have only one. If this construct was renamed inside of "
        "its stack, {renamed}. If it was moved to "
        "another stack, take that back and see the guide on renaming (docs/guides/rename-or-move.md). If another "
        "construct or the project's own Triggers made the webhook, keep only one of the two. Otherwise take it over "
        "with ADOPT, too, or delete it (aws codebuild delete-webhook --project-name {project}) and deploy again",
    ),
    _Advice(
        "",
        "GitHub allows 20 hooks per event on a repository. Delete hooks that nothing uses in the repository's settings "
        "(those of deleted CodeBuild projects stay behind), or let one project build for several",
        says=("webhook limit reached",),
    ),
    _Advice(
        "",
        "the git host has had too many requests, or the credential may not administer hooks: CodeBuild says the same "
        "of both. Deploy again in a few minutes; if it fails again, check that the credential has the scope for hooks "
        "(GitHub: repo or admin:repo_hook, for an organization admin:org_hook)",
        says=("limit reached",),
        also="try again later",
    ),
    _Advice(
        "",
        "CodeBuild keeps a record of an earlier runner webhook of this project name, which no API clears. Rename the "
        "project, or ask AWS Support",
        says=("runner webhook already exists",),
    ),
    _Advice(
        "",
        "CodeBuild has no credential for the git host in this account and region. Import one (aws codebuild "
        "import-source-credentials), or give the project a connection or secret of its own as source credential",
        says=("access token not found", "could not find access token"),
    ),
    _Advice(
        "",
        "the connection is not complete yet: CloudFormation and the CLI create it as PENDING. Complete it in the "
        "console (Developer Tools, Connections, Update pending connection), then deploy again",
        says=("pending",),
        also="connection",
    ),
    _Advice(
        "",
        "the service role of project {project} may not use its connection. Allow it codeconnections:GetConnection, "
        "codeconnections:GetConnectionToken and codeconnections:UseConnection on the connection's ARN (with the "
        "codestar-connections prefix where the ARN has it)",
        says=("access connection", "access denied to connection", "failed to get access token from", "connections:"),
    ),
    _Advice(
        "",
        "this is the service role of project {project}, not the role of the webhook handler: allow it this action",
        says=("assumed-role/",),
        of="Webhook",
        denies_other_than="codebuild:",
    ),
    _Advice(
        "",
        "the connection to Bitbucket lacks a permission that was added since it was made. Update the connection in the "
        "console and accept the new scopes",
        says=("required privilege scopes",),
    ),
    _Advice(
        "InvalidInputException",
        "split the filter group: each of its filters must be allowed for each of its events",
        says=("filter types are not allowed",),
    ),
    _Advice(
        "",
        "take branch_filter out, and filter on HEAD_REF in the filter groups instead",
        says=("branchfilter and filtergroups", "newprojectversion.webhook.branches"),
    ),
    _Advice(
        "",
        "the project has no working credential for its git host. Give its source a connection or a secret, or import a "
        "credential (aws codebuild import-source-credentials)",
        says=("authentication required",),
    ),
    _Advice(
        "OAuthProviderException",
        "the git host refused. Check that the credential or connection reaches the repository and may administer its "
        "hooks (GitHub: a classic token with repo or admin:repo_hook, for an organization admin:org_hook, or a "
        "fine-grained one with Webhooks read and write), and that it has not expired",
    ),
    *(
        _Advice(
            code,
            "the secret that is to keep the payload URL and secret of the webhook is gone, or about to be. Restore it "
            "(aws secretsmanager restore-secret) or give the webhook another one, with allow_new_secret=True",
            of="SecretValue",
        )
        for code in ("ResourceNotFoundException", "InvalidRequestException")
    ),
    _Advice(
        "ResourceNotFoundException",
        "check that project {project} exists in the account and region of this stack, and that CodeBuild has a "
        "credential for its git host (aws codebuild list-source-credentials)",
    ),
    _Advice(
        "",
        "the role of the webhook handler lacks this permission. If a permissions boundary or a service control policy "
        "applies to it, allow codebuild:CreateWebhook, UpdateWebhook, DeleteWebhook and BatchGetProjects there, and "
        "secretsmanager:GetSecretValue and PutSecretValue where a secret is kept",
        says=("not authorized to perform",),
    ),
    _Advice(
        "AccessDeniedException",
        "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the key's "
        "policy",
        says=("access to kms is not allowed",),
    ),
    _Advice(
        "AccessDeniedException",
        "check the policies of the webhook handler's role, and what a permissions boundary or a service control policy "
        "takes from it",
    ),
    _Advice("ThrottlingException", "CodeBuild had too many requests. Deploy again"),
    _Advice("Throttling", "CloudFormation had too many requests. Deploy again"),
    _Advice(
        "InvalidInputException",
        "compare the settings with the page of the git host in CodeBuild's user guide. A pattern must be RE2: it knows "
        "no lookaround and no backreferences, exclude what should not match instead",
    ),
    _Advice(
        "ValidationException",
        "a setting has a value that CodeBuild does not know; compare it with the page of CreateWebhook in CodeBuild's "
        "API reference",
    ),
    _Advice(
        "DecryptionFailure",
        "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the key's "
        "policy",
    ),
    _Advice(
        "EncryptionFailure",
        "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the key's "
        "policy",
    ),
)


_ANY_OTHER = "deploy again; if it fails again, look for this error in CodeBuild's API reference"


def reason_for(error: BaseException, project_name: str, *, keeps_secret: bool = False) -> str:
    """Return why an event failed and what to do next.

    An error that nobody foresaw is named by its class alone: its text could hold anything.

    Args:
        error: The error.
        project_name: The project whose webhook it is about.
        keeps_secret: Whether the webhook is given a secret to keep. Default: it is not.
    """
    if isinstance(error, LeftBehindError):
        cause = reason_for(error.__cause__, project_name, keeps_secret=keeps_secret) if error.__cause__ else "unknown"
        return f"{cause}. A webhook was left behind on project {project_name}: {error}"
    if isinstance(error, ClientError):
        return _service_reason(error, project_name, _RENAMED_MANUAL if keeps_secret else _RENAMED)
    return f"CodeBuild webhook of project {project_name}: {_local_reason(error)}"


def _service_reason(error: ClientError, project_name: str, renamed: str) -> str:
    code, said = error_code(error), message_of(error)
    text = f"{error.operation_name} of project {project_name} failed with {code}: {said or 'no message'}"
    advice = _advice(code, said.lower(), str(error.operation_name)).format(project=project_name, renamed=renamed)
    return f"{text} - {advice}"


def _advice(code: str, said: str, operation: str) -> str:
    for advice in _ADVICE:
        fits = advice.code in {"", code} and operation.endswith(advice.of) and advice.also in said
        if fits and any(part in said for part in advice.says) and _denies(said, advice.denies_other_than):
            return advice.do
    return _ANY_OTHER


def _denies(said: str, other_than: str) -> bool:
    """Whether a text denies an action of another service; any text does where none is named."""
    _, found, action = said.partition("not authorized to perform: ")
    return not other_than or (bool(found) and not action.startswith(other_than))


def _local_reason(error: BaseException) -> str:
    """Return why an event failed that the service has not refused."""
    if isinstance(error, _OWN_ERRORS):
        return str(error)
    if isinstance(error, ParamValidationError):
        return _parameter_reason(str(error))
    if isinstance(error, DeadlineError):
        return (
            "the services had not answered when the function's time was up. Deploy again; if the function runs in a "
            "VPC, check that it reaches CodeBuild, and Secrets Manager where a secret is kept"
        )
    kind, service = type(error).__name__, _service_of(error)
    if isinstance(error, EndpointConnectionError | ConnectTimeoutError):
        return (
            f"the function cannot reach {service} ({kind}). In a VPC it needs a route to the internet or an interface "
            f"endpoint for {service}"
        )
    what = f"the connection to {service} failed" if isinstance(error, BotoCoreError) else "unexpected error"
    return f"{what} ({kind}), see the function's log"


def _service_of(error: BaseException) -> str:
    """Name the service that was called when the network failed, which its endpoint begins with."""
    endpoint = str(getattr(error, "kwargs", {}).get("endpoint_url", ""))
    host = endpoint.partition("//")[2]
    return next((name for begin, name in _SERVICES.items() if host.startswith(begin)), "AWS")


def _parameter_reason(said: str) -> str:
    for member, version in _MINIMUM_BOTO3.items():
        if f'Unknown parameter in input: "{member}"' in said:
            return (
                f"the boto3 of the Lambda runtime ({boto3.__version__}) is too old for {member}, which needs boto3 "
                f"{version} or newer. Deploy in a region whose runtime has it, or leave the setting out"
            )
    if "Unknown parameter in input" in said:
        return (
            f"the boto3 of the Lambda runtime ({boto3.__version__}) is too old for a setting: {said}. Deploy in a "
            "region whose runtime has a newer one, or leave the setting out"
        )
    return f"boto3 {boto3.__version__} refused the request: {said}"
