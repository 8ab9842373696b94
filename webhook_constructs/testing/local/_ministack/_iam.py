# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""IAM: what a call of CodeBuild or on a secret is authorized on, what is denied by order, and how a denial reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from webhook_constructs.testing.local._schedule.schedule import Schedule
from webhook_constructs.testing.local._service.authorization import CodeBuildArn, SecretArn
from webhook_constructs.testing.local._service.injection import Denial, OrderedFailures
from webhook_constructs.testing.local._service.ledger import Ledger

from ._codepipeline import SERVICE as PIPELINES
from ._names import Names

__all__ = ["install_iam"]


def install_iam(names: Names, ledger: Ledger, denials: OrderedFailures[Denial], schedule: Schedule) -> None:
    """Check a call of CodeBuild on every project that it names, and one on a secret on its key; carry denials out."""
    _accept_both_times(names, schedule)
    _replace_resource(names)
    _replace_check(names, ledger, denials)
    _replace_denial(names)


def _accept_both_times(names: Names, schedule: Schedule) -> None:
    """Accept requests that are signed at the time of the account, by its functions, or at that of everybody else."""
    failure = names["core.sigv4"].request_time_failure

    def request_time_failure(signature: Any) -> Any:
        return failure(signature) and failure(signature, now=datetime.fromtimestamp(schedule.now, timezone.utc))

    names.replace("core.sigv4", "request_time_failure", request_time_failure)


def _replace_resource(names: Names) -> None:
    extract = names["core.iam_actions"].extract_resource_arn

    def extract_resource_arn(service: str, *arguments: Any) -> str:
        arn: str = extract(service, *arguments)
        if service == "logs" and ":log-group:" in arn and not arn.endswith(":*") and "Tag" not in str(arguments[2]):
            # Policies name a log group with :* for every call but those on tags [doc: CloudWatch Logs, LogGroup arn].
            return f"{arn}:*"
        if service == "secretsmanager" and (key := key_of(arn)) is not None:
            return SecretArn.of(arn, key)
        _, _, headers, body, _, region, account = arguments
        if service == PIPELINES and (name := _pipeline_name(body)):
            return f"arn:aws:codepipeline:{region}:{account}:{name}"  # [doc: CodePipeline permissions reference]
        if service != "codebuild":
            return arn
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        return CodeBuildArn.of(arn, operation, body, region=region, account=account)

    def key_of(arn: str) -> str | None:
        _, secret = names["services.secretsmanager"]._resolve(arn)
        key = names["services.kms"]._resolve_key(secret.get("KmsKeyId")) if secret else None
        return None if key is None else str(key["Arn"])

    names.replace("core.iam_actions", "extract_resource_arn", extract_resource_arn)


def _pipeline_name(body: bytes) -> str | None:
    try:
        name = json.loads(body or b"{}").get("name")
    except (AttributeError, ValueError):
        return None
    return name if isinstance(name, str) else None


def _replace_check(names: Names, ledger: Ledger, denials: OrderedFailures[Denial]) -> None:
    evaluator = names["core.iam_evaluator"]
    enforce = evaluator.enforce

    def check(*arguments: Any, **options: Any) -> Any:
        action, region = arguments[1], arguments[3]
        call = options.get("resource_arn")
        if isinstance(call, CodeBuildArn):
            denied = check_codebuild(call, *arguments, **options)
        else:
            denied = enforce(*arguments, **options)
        if denied is None and isinstance(call, SecretArn):
            denied = _check_key(enforce, call, *arguments)
        caller = evaluator.caller_arn()
        if denied is None and not caller.endswith(":root") and denials.take(action) is not None:
            denied = evaluator.EvalResult("ImplicitDeny", principal_arn=caller)
        if denied is not None and isinstance(call, CodeBuildArn):
            code = getattr(denied, "code", "AccessDeniedException")  # a wrong signature has a code of its own
            ledger.record(action.partition(":")[2], call.parameters, region, code)
        return denied

    def check_codebuild(call: CodeBuildArn, *arguments: Any, **options: Any) -> Any:
        context = {**(options.get("service_context") or {}), **call.condition_keys}
        for arn in call.all:
            denied = enforce(*arguments, resource_arn=arn, service_context=context)
            if denied is not None:
                call.denied = arn
                return denied
        return None

    names.replace("core.iam_evaluator", "enforce", check)


def _check_key(enforce: Callable[..., Any], call: SecretArn, access_key: str, action: str, _: str, region: str) -> Any:
    """Ask for the key of a secret, which Secrets Manager uses in the caller's name [doc: secret encryption]."""
    context = {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}
    for each in call.key_actions(action):
        denied = enforce(access_key, each, "kms", region, resource_arn=call.key, service_context=context)
        if denied is not None:
            call.lacks_key = True
            return denied
    return None


def _replace_denial(names: Names) -> None:
    actions = names["core.iam_actions"]
    deny = actions.access_denied_response

    def access_denied_response(service: str, action: str, principal_arn: str, *arguments: Any, **options: Any) -> Any:
        # CodeBuild names the resource [obs: aws-cdk issue 31726]; MiniStack leaves it out.
        call = options.get("resource_arn")
        if isinstance(call, CodeBuildArn) and not options.get("message"):
            options["message"] = actions.identity_denial_message(
                action, principal_arn, call.denied, options.get("explicit_deny", False)
            )
        if isinstance(call, SecretArn) and call.lacks_key:
            options["message"] = "Access to KMS is not allowed"  # [obs: AWS re:Post, secrets-manager-cross-account-key]
        return deny(service, action, principal_arn, *arguments, **options)

    names.replace("core.iam_actions", "access_denied_response", access_denied_response)
