"""The managed policies of the handler's role: what it may do, cut to the sizes that IAM takes.

CreateWebhook and UpdateWebhook are allowed on exactly the projects that have a webhook. DeleteWebhook and
BatchGetProjects are allowed on every project of the account and region: CloudFormation narrows a policy that is
shared by many webhooks before it sends the Delete of the one that was taken out, so with exact ARNs that Delete would
be refused and the webhook would live on (docs/adr/0001-delete-permission.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct

from .allowed_actions import Grant
from .nag_acknowledgements import acknowledge_wildcard
from .policy_document import MAXIMUM_POLICY_CHARACTERS, PolicyDocument

__all__ = ["MAXIMUM_POLICIES", "HandlerPolicies", "PolicyQuotaError"]

MAXIMUM_POLICIES = 9
"""IAM attaches ten managed policies to a role by default; one is left for the application."""

_ANY_REGION = "*"


class PolicyQuotaError(Exception):
    """The webhooks of a stack need more policies than a role can have.

    Attributes:
        grant: The first grant of those that there is no room for.
    """

    def __init__(self, problem: str, grant: Grant) -> None:
        """Describe the problem."""
        super().__init__(problem)
        self.grant = grant


class HandlerPolicies:
    """The growing list of policies of one handler."""

    def __init__(self, scope: Construct, role: iam.IRole) -> None:
        """Start without a policy. What is allowed first is what the handler itself needs, and every webhook with it.

        Args:
            scope: The handler, in which the policies are created.
            role: Its role, which takes policies.
        """
        self._scope = scope
        self._role_name = role.role_name
        self._policies: list[_Policy] = []
        self._regions: dict[str, _Policy] = {}
        self._holders: dict[Grant, _Policy] = {}

    @property
    def grants(self) -> list[Grant]:
        """What is allowed."""
        return [grant for policy in (*self._policies, *self._regions.values()) for grant in policy.document.grants]

    @property
    def held(self) -> list[tuple[cdk.CfnResource, Sequence[Grant]]]:
        """The policies that name projects, secrets and keys, each with what it holds."""
        return [(policy.resource, policy.document.grants) for policy in self._policies]

    def allow(self, grants: Sequence[Grant], elsewhere: tuple[str, Grant] | None = None) -> list[cdk.CfnResource]:
        """Allow what the handler or a webhook needs, or nothing.

        Args:
            grants: What it needs.
            elsewhere: The region of its project, or ``*``, and what it needs to be removed there; None in the region
                of the stack. A policy of its own holds this, which CloudFormation deletes after the webhooks that
                depend on it: a permission to remove must outlive what it removes, also when both leave the template in
                one update. The id is made of the region's name, so that another region never takes the policy's place.

        Returns:
            The policies to wait for: the first one, and those that hold what is allowed.

        Raises:
            PolicyQuotaError: There is no room left.
        """
        last = self._policies[-1:]
        documents = [policy.document.copy() for policy in last]
        for grant in dict.fromkeys(grants):
            if grant not in self._holders and not (documents and documents[-1].takes(grant)):
                documents.append(PolicyDocument([grant]))
        regions = dict.fromkeys([*self._regions, *([] if elsewhere is None else [elsewhere[0]])])
        self._require_room(len(self._policies) - len(last) + len(documents), grants, list(regions))
        self._fill(last, documents)
        waited_for = [self._policies[0], *(self._holders[grant] for grant in grants)]
        if elsewhere is not None:
            waited_for.append(self._policy_of_region(*elsewhere))
        return [policy.resource for policy in dict.fromkeys(waited_for)]

    def separate(self, levels: Mapping[Grant, int]) -> dict[Grant, cdk.CfnResource]:
        """Have every policy hold grants of one level.

        A policy keeps the grants of its lowest level, so that whatever waits for it still may. The others move to
        policies of their own level, which are created where there is none with room.

        Args:
            levels: The level of each grant; 0 for one that is not among them.

        Returns:
            The policy of each grant that has moved.

        Raises:
            PolicyQuotaError: There is no room left, and nothing has moved.
        """
        documents: list[tuple[int, PolicyDocument]] = []
        moving: list[tuple[int, Grant]] = []
        for policy in self._policies:
            its = [(levels.get(grant, 0), grant) for grant in policy.document.grants]
            lowest = min(level for level, _ in its)
            documents.append((lowest, PolicyDocument(grant for level, grant in its if level == lowest)))
            moving += [(level, grant) for level, grant in its if level > lowest]
        for level, grant in sorted(moving, key=itemgetter(0)):
            if not any(its_level == level and document.takes(grant) for its_level, document in documents):
                documents.append((level, PolicyDocument([grant])))
                self._require_room(len(documents), [grant], list(self._regions))
        before = list(self._policies)
        self._fill(before, [document for _, document in documents])
        for policy in self._policies[len(before) :]:
            _have_visited(policy.resource)
        return {grant: self._holders[grant].resource for _, grant in moving}

    def _fill(self, policies: Sequence[_Policy], documents: Sequence[PolicyDocument]) -> None:
        """Put documents into policies, and create policies for those that are left."""
        for index, document in enumerate(documents):
            if index < len(policies):
                policies[index].document = document
                policy = policies[index]
            else:
                number = len(self._policies) + 1
                policy = self._created("Policy" if number == 1 else f"Policy{number}", document)
                self._policies.append(policy)
            self._holders.update(dict.fromkeys(document.grants, policy))

    def _policy_of_region(self, region: str, grant: Grant) -> _Policy:
        if region not in self._regions:
            name = "Any" if region == _ANY_REGION else "".join(part.capitalize() for part in region.split("-"))
            self._regions[region] = self._created(f"RegionPolicy{name}", PolicyDocument([grant]))
        return self._regions[region]

    def _created(self, construct_id: str, document: PolicyDocument) -> _Policy:
        policy = _Policy(document)
        policy.resource = iam.CfnManagedPolicy(
            self._scope, construct_id, policy_document=cdk.Lazy.uncached_any(policy), roles=[self._role_name]
        )
        for grant in document.grants:
            if grant.why_many is not None:
                acknowledge_wildcard(policy.resource, grant.arn, grant.why_many)
        return policy

    def _require_room(self, policies: int, grants: Sequence[Grant], regions: Sequence[str]) -> None:
        """Check whether the role can have as many policies as it needs.

        Args:
            policies: How many hold what webhooks need.
            grants: What is to be allowed now.
            regions: The other regions that projects are in, with a policy for each.

        Raises:
            PolicyQuotaError: It cannot.
        """
        needed = policies + len(regions)
        if needed <= MAXIMUM_POLICIES:
            return
        projects = sum(each.makes_webhooks for each in {*self._holders, *grants})
        parts = [f"{policies} for the webhooks of {projects} {'project' if projects == 1 else 'projects'}"]
        if regions:
            noun = "region" if len(regions) == 1 else "regions"
            names = ", ".join("one that only the deployment knows" if each == _ANY_REGION else each for each in regions)
            parts.append(f"{len(regions)} for the other {noun} that projects are in ({names})")
        moved = "the webhooks of some regions" if len(regions) > 1 else "some of the webhooks"
        msg = (
            f"the role of the webhook handler needs {needed} managed policies of up to {MAXIMUM_POLICY_CHARACTERS} "
            f"characters, and can have {MAXIMUM_POLICIES}: {' and '.join(parts)}; put {moved} into another stack, "
            "nested or not: each stack has a handler of its own"
        )
        raise PolicyQuotaError(msg, grants[0])


@jsii.implements(cdk.IAnyProducer)
class _Policy:
    """A policy, and the document that it is rendered with."""

    resource: cdk.CfnResource

    def __init__(self, document: PolicyDocument) -> None:
        self.document = document

    def produce(self, _context: cdk.IResolveContext) -> dict[str, Any]:
        """Return the document; the CDK calls this whenever it renders the stack, and the document may have changed."""
        return self.document.rendered()


def _have_visited(construct: Construct) -> None:
    """Have the aspects visit a construct that is created after they have run."""
    applied = [each for scope in construct.node.scopes for each in cdk.Aspects.of(scope).applied]
    for application in sorted(applied, key=lambda each: each.priority):
        application.aspect.visit(construct)
