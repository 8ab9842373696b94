"""IAM: what a call of CodeBuild is authorised on, what was ordered to be denied, and how a denial reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.testing.local._authorization import CodeBuildArn

if TYPE_CHECKING:
    from webhook_constructs.testing.local._injection import Denial, OrderedFailures
    from webhook_constructs.testing.local._ledger import Ledger

    from ._names import Names

__all__ = ["install_iam"]


def install_iam(names: Names, ledger: Ledger, denials: OrderedFailures[Denial]) -> None:
    """Check a call of CodeBuild on every project that it names, and carry ordered denials out."""
    _replace_resource(names)
    _replace_check(names, ledger, denials)
    _replace_denial(names)


def _replace_resource(names: Names) -> None:
    extract = names["core.iam_actions"].extract_resource_arn

    def extract_resource_arn(service: str, *arguments: Any) -> str:
        arn: str = extract(service, *arguments)
        if service == "logs" and ":log-group:" in arn and not arn.endswith(":*") and "Tag" not in str(arguments[2]):
            # Policies name a log group with :* for every call but those on tags [doc: CloudWatch Logs, LogGroup arn].
            return f"{arn}:*"
        if service != "codebuild":
            return arn
        _, _, headers, body, _, region, account = arguments
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        return CodeBuildArn.of(arn, operation, body, region=region, account=account)

    names.replace("core.iam_actions", "extract_resource_arn", extract_resource_arn)


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
        return deny(service, action, principal_arn, *arguments, **options)

    names.replace("core.iam_actions", "access_denied_response", access_denied_response)
