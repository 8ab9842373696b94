"""The order in which CloudFormation deploys a handler, its webhooks and their projects: checked, and kept possible.

A webhook waits for the policies that name its project, its secret and its key, and CloudFormation creates such a policy
after all that it names. So what comes after a webhook must not be named in a policy that this webhook waits for
(docs/adr/0010-deployment-order.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError
from typing import Any

import aws_cdk as cdk
import jsii
from constructs import IValidation

from webhook_constructs.cdk.resources import construct_of, depend_on
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .allowed_actions import Grant
from .fixed_role import FixedRole
from .managed_policies import MAXIMUM_POLICIES, HandlerPolicies, PolicyQuotaError
from .stack_template import rendered_resources
from .template_graph import circle_at, circle_of, dependencies_of, names_in, order_of, reachable, reaching

__all__ = ["DeploymentOrder"]

_ROLE_POLICIES = {"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"}


@jsii.implements(IValidation)
class DeploymentOrder:
    """The order in one stack.

    The CDK validates a stack after the aspects have run, the dependencies of constructs have become those of resources,
    and references to other stacks are resolved. At no moment before is all known that the template holds.
    """

    def __init__(self, function: cdk.CfnResource, policies: HandlerPolicies | FixedRole, *, is_in_a_vpc: bool) -> None:
        """Start without webhooks.

        Args:
            function: The handler's function, for which every webhook waits.
            policies: The policies of its role.
            is_in_a_vpc: Whether the function waits for the first policy, which allows it to join a network.
        """
        self._function, self._policies, self._is_in_a_vpc = function, policies, is_in_a_vpc
        self._needs: dict[cdk.CfnResource, Sequence[Grant]] = {}

    def add(self, webhook: cdk.CfnResource, grants: Sequence[Grant]) -> None:
        """Add a webhook, and what the handler must be allowed for it."""
        self._needs[webhook] = grants

    def validate(self) -> list[str]:
        """Return why the stack cannot be deployed, after separating policies where this helps; the CDK calls this."""
        stack = self._function.stack
        resources = rendered_resources(stack)
        if not self._circle(stack, resources):
            return []
        first = [stack.get_logical_id(self._function)] if self._is_in_a_vpc else []
        order = _Order(stack, self._policies, self._needs, resources, first)
        try:
            moved = self._policies.separate(order.levels())
        except CycleError as error:
            return [order.circle_problem(circle_of(error))]
        except PolicyQuotaError as error:
            return [order.quota_problem(error.grant)]
        for webhook, grants in self._needs.items():
            for policy in dict.fromkeys(moved[grant] for grant in grants if grant in moved):
                depend_on(webhook, policy)
        circle = self._circle(stack, rendered_resources(stack))
        return [order.circle_problem(circle)] if circle else []

    def _circle(self, stack: cdk.Stack, resources: Mapping[str, Any]) -> list[str]:
        """Return a circle among what webhooks and the function wait for and what waits for these."""
        named = {name for name, each in resources.items() if as_mapping(each).get("Type") == WEBHOOK_TYPE}
        named |= {stack.get_logical_id(self._function)} & resources.keys()
        return circle_at(dependencies_of(resources), named)


class _Order:
    """What waits for what, whichever policies name it."""

    def __init__(
        self,
        stack: cdk.Stack,
        policies: HandlerPolicies | FixedRole,
        needs: Mapping[cdk.CfnResource, Sequence[Grant]],
        resources: Mapping[str, Any],
        first: Sequence[str],
    ) -> None:
        """Read the rendered resources of a stack.

        Args:
            stack: The stack.
            policies: The policies of the handler, whose documents do not count.
            needs: The grants that each webhook needs. It waits for what they name, whichever policies hold them.
            resources: The resources.
            first: Those that need grants of level 0.
        """
        by_id = {stack.get_logical_id(webhook): grants for webhook, grants in needs.items()}
        self._needs = {name: grants for name, grants in by_id.items() if name in resources}
        grants = list(dict.fromkeys(grant for its in self._needs.values() for grant in its))
        arns = stack.resolve([grant.arn for grant in grants])
        self._named = {grant: {*names_in(arn)} & resources.keys() for grant, arn in zip(grants, arns, strict=True)}
        self._held = {stack.get_logical_id(policy): held for policy, held in policies.held}
        without = {name: _empty(each) if name in self._held else each for name, each in resources.items()}
        self._graph = dependencies_of(without)
        for name, its in self._needs.items():
            self._graph[name].update(*(self._named[grant] for grant in its))
        self._stack, self._first, self._resources = stack, first, resources
        self._heights: dict[str, int] = {}

    def levels(self) -> dict[Grant, int]:
        """Return for each grant how many webhooks come, one after the other, before what it names.

        If each policy holds grants of one level, no webhook waits for a policy that names what comes after it.

        Raises:
            CycleError: There is no order, whichever policies name what.
        """
        levels: dict[Grant, int] = {}
        for _ in range(MAXIMUM_POLICIES):  # what comes after a policy is of a higher level than what that holds
            before, levels = levels, self._levels_above(levels)
            if levels == before:
                break
        return levels

    def _levels_above(self, before: Mapping[Grant, int]) -> dict[Grant, int]:
        held = {name: min(before.get(grant, 0) for grant in grants) for name, grants in self._held.items()}
        fixed = {**held, **dict.fromkeys(self._first, 0)}
        levels: dict[Grant, int] = {}
        for name in order_of(self._graph, reaching(self._graph, [*self._needs, *fixed])):
            its = self._needs.get(name, ())
            levels.update({grant: 1 + self._height(self._named[grant]) for grant in its})
            own = [fixed[name]] if name in fixed else [levels[grant] for grant in its]
            self._heights[name] = max([self._height(self._graph[name]), *own])
        return levels

    def quota_problem(self, grant: Grant) -> str:
        """Describe that there is no policy left for what comes after a webhook."""
        webhook = next(name for name, grants in self._needs.items() if grant in grants)
        before = reachable(self._graph, self._named[grant]) & {*self._needs, *self._held, *self._first}
        one, other = self._paths([webhook, max(sorted(before), key=self._heights.__getitem__)])
        return (
            f"what {one} must be allowed to use comes after {other}, so another policy must name it, and the role of "
            f"the webhook handler would need more than {MAXIMUM_POLICIES} managed policies; remove the dependency, or "
            f"put {one} into another stack, nested or not: each stack has a handler of its own"
        )

    def circle_problem(self, circle: Sequence[str]) -> str:
        """Describe that some resources wait for each other."""
        begin = next((index for index, name in enumerate(circle) if name in self._needs), 0)
        paths = list(dict.fromkeys(self._paths([*circle[begin:], *circle[:begin]])))
        way = ", which waits for ".join([*paths[1:], paths[0]])
        return (
            f"{paths[0]} and {paths[-1]} wait for each other, and CloudFormation refuses such a stack: "
            f"{paths[0]} waits for {way}; remove one of these dependencies{self._way_out(circle)}. A webhook waits for "
            "its project, for the role of its project with the policies in it, and for the policies of the handler"
        )

    def _way_out(self, circle: Sequence[str]) -> str:
        """Return the way out of a circle through the policy of a role that projects share; empty for others."""
        policies = [each for each in circle if as_mapping(self._resources[each]).get("Type") in _ROLE_POLICIES]
        for projects in _projects_by_role(self._resources).values():
            for policy in policies:
                sharing = self._graph[policy] & projects
                if len(sharing) > 1:
                    (path,) = self._paths([policy])
                    return f", or give each project a role of its own: {len(sharing)} projects share that of {path}"
        return ""

    def _height(self, names: Iterable[str]) -> int:
        return max((self._heights.get(name, -1) for name in names), default=-1)

    def _paths(self, names: Sequence[str]) -> list[str]:
        """Return the paths of the constructs of some resources; a few calls into the CDK for each one of the stack."""
        resources = [each for each in self._stack.node.find_all() if isinstance(each, cdk.CfnResource)]
        made = {self._stack.get_logical_id(each): each for each in resources if each.stack is self._stack}
        return [construct_of(made[name]).node.path for name in names]


def _projects_by_role(resources: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the logical ids of the projects of a template, by what it writes for their role."""
    found: dict[str, set[str]] = {}
    for name, resource in resources.items():
        if as_mapping(resource).get("Type") == PROJECT_TYPE:
            role = as_mapping(as_mapping(resource).get("Properties")).get("ServiceRole")
            found.setdefault(json.dumps(role, sort_keys=True), set()).add(name)
    return found


def _empty(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return a policy that names nothing but its role."""
    return {**policy, "Properties": {**policy["Properties"], "PolicyDocument": {}}}
