from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)

from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import CanceledError, DeadlineError, LeftBehindError, LifecycleError
from webhook_constructs.handler.reasons import reason_for
from webhook_constructs.handler.request import RequestError


def service_error(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "CreateWebhook")


CONNECTION = (
    "the service role of project api may not use its connection. Allow it codeconnections:GetConnection, "
    "codeconnections:GetConnectionToken and codeconnections:UseConnection on the connection's ARN (with the "
    "codestar-connections prefix where the ARN has it)"
)
PENDING = (
    "the connection is not complete yet: CloudFormation and the CLI create it as PENDING. Complete it in the console "
    "(Developer Tools, Connections, Update pending connection), then deploy again"
)
NO_CREDENTIAL = (
    "CodeBuild has no credential for the git host in this account and region. Import one (aws codebuild "
    "import-source-credentials), or give the project a connection or secret of its own as source credential"
)
HOST_REFUSED = (
    "the git host refused. Check that the credential or connection reaches the repository and may administer its "
    "hooks (GitHub: a classic token with repo or admin:repo_hook, for an organization admin:org_hook, or a "
    "fine-grained one with Webhooks read and write), and that it has not expired"
)


@pytest.mark.parametrize(
    ("code", "said", "advice"),
    [
        pytest.param(
            "ResourceAlreadyExistsException",
            "exists",
            "the project has a webhook already, and a project can have only one. If this construct was renamed inside "
            "of its stack, deploy it with on_existing=OnExistingWebhook.ADOPT, which keeps the webhook. If it was "
            "moved to another stack, take that back and see the guide on renaming (docs/guides/rename-or-move.md). If "
            "another construct or the project's own Triggers made the webhook, keep only one of the two. Otherwise "
            "take it over with ADOPT, too, or delete it (aws codebuild delete-webhook --project-name api) and deploy "
            "again",
            id="exists",
        ),
        pytest.param(
            "OAuthProviderException",
            "Failed to create webhook. GitHub webhook limit reached. Please delete a webhook from this repository.",
            "GitHub allows 20 hooks per event on a repository. Delete hooks that nothing uses in the repository's "
            "settings (those of deleted CodeBuild projects stay behind), or let one project build for several",
            id="hook-limit",
        ),
        pytest.param(
            "OAuthProviderException",
            "GitHub API limit reached. Please try again later.",
            "the git host has had too many requests, or the credential may not administer hooks: CodeBuild says the "
            "same of both. Deploy again in a few minutes; if it fails again, check that the credential has the scope "
            "for hooks (GitHub: repo or admin:repo_hook, for an organization admin:org_hook)",
            id="api-limit",
        ),
        pytest.param(
            "OAuthProviderException",
            "GitLab API limit reached, try again later",
            "the git host has had too many requests, or the credential may not administer hooks: CodeBuild says the "
            "same of both. Deploy again in a few minutes; if it fails again, check that the credential has the scope "
            "for hooks (GitHub: repo or admin:repo_hook, for an organization admin:org_hook)",
            id="api-limit-of-another-host",
        ),
        pytest.param(
            "InvalidInputException",
            "GitLab Runner webhook already exists for repo and project name",
            "CodeBuild keeps a record of an earlier runner webhook of this project name, which no API clears. Rename "
            "the project, or ask AWS Support",
            id="orphaned-runner",
        ),
        pytest.param(
            "ResourceNotFoundException",
            "Could not find access token for server type github",
            NO_CREDENTIAL,
            id="no-token",
        ),
        pytest.param(
            "ResourceNotFoundException",
            "Access token not found in CodeBuild project for server type github",
            NO_CREDENTIAL,
            id="no-token-in-project",
        ),
        pytest.param(
            "InvalidInputException",
            "Access denied to connection arn:aws:codeconnections:us-east-1:1:connection/2",
            CONNECTION,
            id="connection",
        ),
        pytest.param(
            "OAuthProviderException", "User is not authorized to access connection arn", CONNECTION, id="connection-2"
        ),
        pytest.param(
            "OAuthProviderException",
            "Failed to get access token from arn:aws:codeconnections:us-east-1:1:connection/2",
            CONNECTION,
            id="connection-3",
        ),
        pytest.param(
            "InvalidInputException",
            "User: arn:aws:sts::1:assumed-role/Service/x is not authorized to perform: "
            "codeconnections:UseConnection on resource: arn:aws:codeconnections:us-east-1:1:connection/2",
            CONNECTION,
            id="connection-4",
        ),
        pytest.param(
            "InvalidInputException",
            "Connection arn:aws:codeconnections:us-east-1:1:connection/2 is in status PENDING",
            PENDING,
            id="pending-connection",
        ),
        pytest.param(
            "InvalidInputException",
            "User: arn:aws:sts::1:assumed-role/Service/x is not authorized to perform: secretsmanager:GetSecretValue",
            "this is the service role of project api, not the role of the webhook handler: allow it this action",
            id="service-role",
        ),
        pytest.param(
            "OAuthProviderException",
            "Your credentials lack one or more required privilege scopes",
            "the connection to Bitbucket lacks a permission that was added since it was made. Update the connection "
            "in the console and accept the new scopes",
            id="bitbucket-scopes",
        ),
        pytest.param(
            "InvalidInputException",
            "The following filter types are not allowed for GitHub webhook when EVENT is [PUSH]: [BASE_REF].",
            "split the filter group: each of its filters must be allowed for each of its events",
            id="filter-types",
        ),
        pytest.param(
            "OAuthProviderException",
            "Failed to create webhook. Repository not found or permission denied.",
            HOST_REFUSED,
            id="permission",
        ),
        pytest.param(
            "OAuthProviderException",
            "Unable to create webhook at this time. Please try again later.",
            HOST_REFUSED,
            id="not-really-transient",
        ),
        pytest.param(
            "ResourceNotFoundException",
            "Project cannot be found",
            "check that project api exists in the account and region of this stack, and that CodeBuild has a "
            "credential for its git host (aws codebuild list-source-credentials)",
            id="no-project",
        ),
        pytest.param(
            "AccessDeniedException",
            "User: arn:aws:sts::1:assumed-role/Handler/x is not authorized to perform: codebuild:CreateWebhook",
            "the role of the webhook handler lacks this permission. If a permissions boundary or a service control "
            "policy applies to it, allow codebuild:CreateWebhook, UpdateWebhook, DeleteWebhook and BatchGetProjects "
            "there, and secretsmanager:GetSecretValue and PutSecretValue where a secret is kept",
            id="denied",
        ),
        pytest.param(
            "AccessDeniedException",
            "Access to KMS is not allowed",
            "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the "
            "key's policy",
            id="denied-for-the-key",
        ),
        pytest.param(
            "AccessDeniedException",
            "no",
            "check the policies of the webhook handler's role, and what a permissions boundary or a service control "
            "policy takes from it",
            id="denied-otherwise",
        ),
        pytest.param(
            "InvalidInputException",
            "Cannot use branchFilter and filterGroups at the same time",
            "take branch_filter out, and filter on HEAD_REF in the filter groups instead",
            id="both-filters",
        ),
        pytest.param(
            "InvalidInputException",
            "Authentication required for primary source.",
            "the project has no working credential for its git host. Give its source a connection or a secret, or "
            "import a credential (aws codebuild import-source-credentials)",
            id="authentication",
        ),
        pytest.param(
            "InvalidInputException",
            "invalid perl operator",
            "compare the settings with the page of the git host in CodeBuild's user guide. A pattern must be RE2: it "
            "knows no lookaround and no backreferences, exclude what should not match instead",
            id="invalid",
        ),
        pytest.param(
            "ValidationException",
            "failed to satisfy constraint",
            "a setting has a value that CodeBuild does not know; compare it with the page of CreateWebhook in "
            "CodeBuild's API reference",
            id="enum",
        ),
        pytest.param(
            "EncryptionFailure",
            "no",
            "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the "
            "key's policy",
            id="key",
        ),
        pytest.param(
            "ThrottlingException", "Rate exceeded", "CodeBuild had too many requests. Deploy again", id="throttled"
        ),
        pytest.param(
            "Throttling", "Rate exceeded", "CloudFormation had too many requests. Deploy again", id="throttled-stack"
        ),
    ],
)
def test_an_error_of_the_service_comes_with_what_to_do_next(code: str, said: str, advice: str) -> None:
    reason = reason_for(service_error(code, said), "api")

    assert reason == f"CreateWebhook of project api failed with {code}: {said} - {advice}"


def test_an_unknown_error_of_the_service_is_passed_on_as_it_is() -> None:
    advice = "deploy again; if it fails again, look for this error in CodeBuild's API reference"

    assert reason_for(service_error("NewException", "text"), "api") == (
        f"CreateWebhook of project api failed with NewException: text - {advice}"
    )
    assert reason_for(service_error("NewException"), "api") == (
        f"CreateWebhook of project api failed with NewException: no message - {advice}"
    )


def test_any_member_that_boto3_does_not_know_means_that_it_is_too_old() -> None:
    said = 'Parameter validation failed:\nUnknown parameter in input: "brandNew", must be one of: projectName'

    assert reason_for(ParamValidationError(report=said), "api").startswith(
        f"CodeBuild webhook of project api: the boto3 of the Lambda runtime ({boto3.__version__}) is too old for a "
        "setting: "
    )


@pytest.mark.parametrize(
    ("member", "version"),
    [("manualCreation", "1.34.115"), ("scopeConfiguration", "1.34.128"), ("pullRequestBuildPolicy", "1.40.5")],
)
def test_a_member_that_boto3_does_not_know_names_the_version_that_does(member: str, version: str) -> None:
    said = f'Parameter validation failed:\nUnknown parameter in input: "{member}", must be one of: projectName'

    reason = reason_for(ParamValidationError(report=said), "api")

    assert reason == (
        f"CodeBuild webhook of project api: the boto3 of the Lambda runtime ({boto3.__version__}) is too old for "
        f"{member}, which needs boto3 {version} or newer. Deploy in a region whose runtime has it, or leave the "
        "setting out"
    )


def test_another_refusal_of_boto3_is_passed_on() -> None:
    assert reason_for(ParamValidationError(report="Invalid length"), "api") == (
        f"CodeBuild webhook of project api: boto3 {boto3.__version__} refused the request: "
        "Parameter validation failed:\nInvalid length"
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(RequestError("FilterGroups is wrong"), "FilterGroups is wrong", id="own"),
        pytest.param(WebhookStatusError("not created"), "not created", id="status"),
        pytest.param(CanceledError("canceled"), "canceled", id="canceled"),
        pytest.param(LifecycleError("impossible"), "impossible", id="lifecycle"),
        pytest.param(
            DeadlineError(),
            "the services had not answered when the function's time was up. Deploy again; if the function runs in a "
            "VPC, check that it reaches CodeBuild, and Secrets Manager where a secret is kept",
            id="deadline",
        ),
        pytest.param(
            ConnectTimeoutError(endpoint_url="https://codebuild.us-east-1.amazonaws.com/"),
            "the function cannot reach CodeBuild (ConnectTimeoutError). In a VPC it needs a route to the internet or "
            "an interface endpoint for CodeBuild",
            id="no-route",
        ),
        pytest.param(
            EndpointConnectionError(endpoint_url="https://secretsmanager.eu-west-1.amazonaws.com/"),
            "the function cannot reach Secrets Manager (EndpointConnectionError). In a VPC it needs a route to the "
            "internet or an interface endpoint for Secrets Manager",
            id="no-route-to-the-secret",
        ),
        pytest.param(
            ConnectTimeoutError(endpoint_url="http://127.0.0.1:4566/"),
            "the function cannot reach AWS (ConnectTimeoutError). In a VPC it needs a route to the internet or an "
            "interface endpoint for AWS",
            id="no-route-to-what-is-not-known",
        ),
        pytest.param(
            ReadTimeoutError(endpoint_url="https://codebuild"),
            "the connection to CodeBuild failed (ReadTimeoutError), see the function's log",
            id="lost",
        ),
        pytest.param(
            ReadTimeoutError(endpoint_url="https://secretsmanager-fips.us-gov-west-1.amazonaws.com/"),
            "the connection to Secrets Manager failed (ReadTimeoutError), see the function's log",
            id="lost-with-the-secret",
        ),
        pytest.param(
            KeyError("a secret"), "unexpected error (KeyError), see the function's log", id="unforeseen-without-text"
        ),
    ],
)
def test_every_other_error_is_told_without_what_it_could_hold(error: BaseException, text: str) -> None:
    assert reason_for(error, "api") == f"CodeBuild webhook of project api: {text}"


def test_a_webhook_with_a_secret_that_is_there_already_keeps_its_logical_ids_where_it_was_renamed() -> None:
    reason = reason_for(service_error("ResourceAlreadyExistsException", "exists"), "api", keeps_secret=True)

    assert (
        "If this construct was renamed inside of its stack, keep the logical ids that the stack has for "
        "Custom::CodeBuildWebhook and, with secret=True, for AWS::SecretsManager::Secret: "
        "webhook.node.default_child.override_logical_id(...) and "
        "webhook.secret.node.default_child.override_logical_id(...). With a secret= that was made outside of the "
        "construct, on_existing=OnExistingWebhook.ADOPT keeps the webhook, too. If it was moved to another stack"
    ) in reason


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("DecryptionFailure", "arn:aws:kms:us-east-1:1:key/2 is pending deletion."),
        ("EncryptionFailure", "the key is PENDING import"),
    ],
)
def test_a_key_that_is_pending_is_not_blamed_on_a_connection(code: str, said: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": said}}, "PutSecretValue")

    assert reason_for(error, "api").endswith(
        "the key of the secret refuses the handler's role. Allow it kms:Decrypt and kms:GenerateDataKey in the key's "
        "policy"
    )


def test_a_project_that_is_named_pending_is_not_either() -> None:
    said = (
        "User: arn:aws:sts::1:assumed-role/Handler/x is not authorized to perform: codebuild:CreateWebhook on "
        "resource: arn:aws:codebuild:us-east-1:1:project/pending-orders"
    )

    assert " - the role of the webhook handler lacks this permission" in reason_for(
        service_error("AccessDeniedException", said), "pending-orders"
    )


def test_a_secret_that_the_handler_may_not_read_is_not_blamed_on_the_service_role() -> None:
    said = "User: arn:aws:sts::1:assumed-role/Handler/x is not authorized to perform: secretsmanager:GetSecretValue"
    error = ClientError({"Error": {"Code": "AccessDeniedException", "Message": said}}, "GetSecretValue")

    assert " - the role of the webhook handler lacks this permission" in reason_for(error, "api")


def test_what_was_left_behind_is_told_after_why_it_failed() -> None:
    left = LeftBehindError("it could not be deleted again: ClientError")
    left.__cause__ = WebhookStatusError("not created")

    assert reason_for(left, "api") == (
        "CodeBuild webhook of project api: not created. A webhook was left behind on project api: it could not be "
        "deleted again: ClientError"
    )


@pytest.mark.parametrize("operation", ["GetSecretValue", "PutSecretValue"])
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
        ("InvalidRequestException", "the secret was marked for deletion."),
    ],
    ids=["gone", "going"],
)
def test_a_secret_that_is_gone_is_not_blamed_on_the_project(operation: str, code: str, said: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": said}}, operation)

    assert reason_for(error, "api") == (
        f"{operation} of project api failed with {code}: {said} - the secret that is to keep the payload URL and "
        "secret of the webhook is gone, or about to be. Restore it (aws secretsmanager restore-secret) or give the "
        "webhook another one, with allow_new_secret=True"
    )
