"""A role that the app must not change: what it needs is collected and reported, for whoever grants it.

`Role.from_role_arn(..., mutable=False)` and `without_policy_updates()` return such a role. `Role.customize_roles` makes
such roles of all in a scope, and has the CDK report what they need. A managed policy with the name of the role in it
would break that promise: it is not the role that is asked then [obs: aws-cdk issue 38103].
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct, IConstruct, IValidation

from webhook_constructs.cdk.annotations import annotate
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.lint.findings.finding import IMMUTABLE_ROLE

from .allowed_actions import Grant
from .policy_document import statements_of
from .rendered_text import on_one_line

__all__ = ["FixedRole", "arns_before_deployment", "is_fixed"]

_CUSTOMIZED = "@aws-cdk/iam:customizeRoles"
_PROBE = "PolicyProbe"


def is_fixed(role: iam.IRole | None, handler: Construct) -> bool:
    """Whether the app must not attach policies to the role of a handler.

    Args:
        role: The role; None for a new one in the handler.
        handler: The handler, in which the policies would be created.
    """
    return _is_customized(handler) or (role is not None and not _takes_policies(role, handler))


def arns_before_deployment(stack: cdk.Stack, log_group: logs.LogGroup) -> tuple[str, str]:
    """Return the ARNs of a log group and of its stack, as far as they are known before the stack is deployed.

    They hold for each stack of that name: CloudFormation gives both another ID when it creates the stack again. It
    names a log group after its stack and its logical ID [obs: aws-cdk issue 19353].
    """
    where = f"{stack.region}:{stack.account}"
    name = cdk.Aws.STACK_NAME if is_unresolved(stack.stack_name) else stack.stack_name  # long in a nested one
    logical_id = stack.get_logical_id(log_group.node.default_child)  # type: ignore[arg-type]  # a CfnLogGroup
    return (
        f"arn:{stack.partition}:logs:{where}:log-group:{name}-{logical_id}-*:*",
        f"arn:{stack.partition}:cloudformation:{where}:stack/{name}/*",
    )


@jsii.implements(IValidation)
class FixedRole:
    """What a role needs that gets no policy; `HandlerPolicies` stands in its place for a role that does."""

    def __init__(self, handler: Construct, role: iam.IRole) -> None:
        """Start with nothing.

        Args:
            handler: The handler.
            role: Its role.
        """
        self._handler, self._role = handler, role
        self._needed: dict[Grant, None] = {}
        self._is_reported = False
        handler.node.add_validation(self)

    @property
    def grants(self) -> list[Grant]:
        """What the role needs."""
        return list(self._needed)

    @property
    def held(self) -> list[tuple[cdk.CfnResource, Sequence[Grant]]]:
        """The policies that hold what the role needs: none."""
        return []

    def allow(self, grants: Sequence[Grant], elsewhere: tuple[str, Grant] | None = None) -> list[cdk.CfnResource]:
        """Note what the handler or a webhook needs; there is no policy to wait for."""
        self._needed.update(dict.fromkeys([*grants, *([] if elsewhere is None else elsewhere[1:])]))
        return []

    def separate(self, _levels: Mapping[Grant, int]) -> dict[Grant, cdk.CfnResource]:
        """Return the policies that grants have moved to: none."""
        return {}

    def validate(self) -> list[str]:
        """Report what the role needs; the CDK calls this when all webhooks are known."""
        if not self._is_reported:
            self._is_reported = True
            if _is_customized(self._role):
                self._have_reported()
            else:
                self._warn()
        return []

    def _have_reported(self) -> None:
        """Have the CDK put what the role needs into its own report."""
        for statement in statements_of(self._needed):
            self._role.add_to_principal_policy(iam.PolicyStatement.from_json(statement))

    def _warn(self) -> None:
        """Warn that the role must have what it needs."""
        statements = statements_of(self._needed)
        stack = cdk.Stack.of(self._handler)
        for statement in statements:
            statement["Resource"] = [on_one_line(arn, "${{{}}}") for arn in stack.resolve(statement["Resource"])]
        message = f"the app must not change the role {self._role.node.path}, so the handler attaches no policy to it"
        fix = f"grant the role these statements, then acknowledge {IMMUTABLE_ROLE.id}: {json.dumps(statements)}"
        annotate(self._handler, [IMMUTABLE_ROLE.finding(message, fix)], self._handler.node.path)


def _is_customized(construct: IConstruct) -> bool:
    """Whether the CDK creates no roles and policies in the scope of a construct, or reports them."""
    return construct.node.try_get_context(_CUSTOMIZED) is not None


def _takes_policies(role: iam.IRole, handler: Construct) -> bool:
    """Whether a role accepts a policy. The CDK has no property for it, so the role is handed a policy that notes it."""
    probe = _Probe(handler, _PROBE)
    role.attach_inline_policy(probe)
    handler.node.try_remove_child(_PROBE)
    return probe.is_attached


class _Probe(iam.Policy):
    """A policy that notes that it is to be attached to a role, and is attached to none."""

    is_attached = False

    def attach_to_role(self, role: iam.IRole) -> None:  # noqa: ARG002 - the CDK passes it
        """Note it; the CDK calls this from a role that accepts policies."""
        self.is_attached = True
