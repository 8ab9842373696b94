"""All webhooks of an app, and what is judged of them together, and with the pipelines around them, at synthesis.

A stage is synthesised before the app around it, while the app is still being made. Looking at what is not finished
would change it: the CDK keeps what has been resolved once. So each stage judges what is in it, and the app the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from constructs import IValidation

from webhook_constructs.lint import lint_across

from .annotations import annotate
from .pipelines import pipelines_below
from .project_identities import ProjectIdentities
from .project_triggers import keys_with_triggers
from .webhook_secret import filled_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct, IConstruct

    from webhook_constructs.core import WebhookSettings
    from webhook_constructs.lint import Context

    from .pipelines import Pipeline
    from .project_facts import ProjectFacts
    from .project_identities import Key

__all__ = ["AppWebhook", "AppWebhooks"]

_SCOPES: dict[IConstruct, AppWebhooks] = {}
"""The webhooks of each app and stage, so that all of its stacks find them."""


@dataclass(frozen=True, slots=True)
class AppWebhook:
    """A webhook of an app.

    Attributes:
        construct: Its construct.
        stack: The stack it is in.
        project: What is known of its project.
        settings: Its settings.
        context: What is known besides, as far as the construct itself knows.
        secret_arn: The ARN of the secret that it was given; None where it was given none.
    """

    construct: Construct
    stack: cdk.Stack
    project: ProjectFacts
    settings: WebhookSettings
    context: Context
    secret_arn: str | None


@jsii.implements(IValidation)
class AppWebhooks:
    """The webhooks of an app, or of one of its stages."""

    def __init__(self, scope: IConstruct) -> None:
        """Start without any; `of` does it for the first stack.

        Args:
            scope: The app or the stage.
        """
        self._scope = scope
        self._webhooks: list[AppWebhook] = []

    @classmethod
    def of(cls, stack: cdk.Stack) -> AppWebhooks:
        """Return the webhooks of the app or stage that a stack is in, and have them judged when it is synthesised."""
        scope = cdk.Stage.of(stack) or stack.node.root
        if scope not in _SCOPES:
            _SCOPES[scope] = cls(scope)
            scope.node.add_validation(_SCOPES[scope])
        return _SCOPES[scope]

    def add(self, webhook: AppWebhook) -> None:
        """Add a webhook."""
        self._webhooks.append(webhook)

    def validate(self) -> list[str]:
        """Annotate what the webhooks do together; the CDK calls this. It never fails the synthesis by itself."""
        contexts = _contexts(self._scope, self._webhooks)
        found = lint_across([webhook.settings for webhook in self._webhooks], contexts)
        for webhook, findings in zip(self._webhooks, found, strict=True):
            annotate(webhook.construct, findings)
        return []


def _contexts(scope: IConstruct, webhooks: Sequence[AppWebhook]) -> list[Context]:
    """Tell of each webhook what is around it."""
    pipelines = pipelines_below(scope)
    projects = [webhook.project for webhook in webhooks]
    homes = [webhook.project.stack or webhook.stack for webhook in webhooks]
    identities = ProjectIdentities(scope, projects, homes, pipelines)
    actions, running = _actions(identities, pipelines)
    same_project, same_secret = _sharing(identities.keys), _sharing(_secrets(webhooks))
    triggered = keys_with_triggers(identities, projects)
    followed = [pipeline for pipeline in pipelines if pipeline in running or pipeline.has_connection]
    sources = tuple(source for pipeline in followed for source in pipeline.sources)
    return [
        replace(
            webhook.context,
            other_webhooks=_paths(webhooks, index, _without_other_resources(webhooks, index, same_project[index])),
            same_secret=_paths(webhooks, index, same_secret[index]),
            has_triggers=not keys.isdisjoint(triggered),
            pipeline_actions=tuple(dict.fromkeys(path for key in sorted(keys) for path in actions.get(key, ()))),
            pipeline_sources=sources,
        )
        for index, (webhook, keys) in enumerate(zip(webhooks, identities.keys, strict=True))
    ]


def _actions(
    identities: ProjectIdentities, pipelines: Sequence[Pipeline]
) -> tuple[dict[Key, list[str]], set[Pipeline]]:
    """Give the actions of pipelines that run the projects of webhooks, and those pipelines."""
    found: dict[Key, list[str]] = {}
    running = set()
    for pipeline in pipelines:
        for action in pipeline.build_actions:
            for key in identities.of_action(pipeline, action) & identities.all_keys:
                found.setdefault(key, []).append(pipeline.path_of(action.stage, action.name))
                running.add(pipeline)
    return found, running


def _secrets(webhooks: Sequence[AppWebhook]) -> list[frozenset[object]]:
    """Give the secret that is filled for each webhook, if there is one."""
    filled = (filled_secret(webhook.settings, webhook.secret_arn, webhook.stack) for webhook in webhooks)
    return [frozenset() if secret is None else frozenset({secret}) for secret in filled]


def _sharing(keys: Sequence[frozenset[object]]) -> list[set[int]]:
    """Give for each webhook the others that have a key of its own."""
    owners: dict[object, set[int]] = {}
    for index, own in enumerate(keys):
        for key in own:
            owners.setdefault(key, set()).add(index)
    return [{each for key in own for each in owners[key]} - {index} for index, own in enumerate(keys)]


def _without_other_resources(webhooks: Sequence[AppWebhook], index: int, others: set[int]) -> set[int]:
    """Leave out the webhooks whose projects have only the name in common."""
    return {each for each in others if not _are_two_resources(webhooks[index], webhooks[each])}


def _paths(webhooks: Sequence[AppWebhook], index: int, others: set[int]) -> tuple[str, ...]:
    """Give the paths of the other webhooks, as far as all of them are certain to be deployed."""
    if not others or not _is_deployed(webhooks[index]):
        return ()
    return tuple(webhooks[each].context.path for each in sorted(others) if _is_deployed(webhooks[each]))


def _are_two_resources(one: AppWebhook, other: AppWebhook) -> bool:
    """Whether the projects of two webhooks are made by two resources, which may have one name in two accounts."""
    made = (one.project.stack, other.project.stack)
    return None not in made and (made[0] is not made[1] or one.project.name != other.project.name)


def _is_deployed(webhook: AppWebhook) -> bool:
    """Whether a webhook is still in the tree, and under no condition; asked for only where it is one of two."""
    node = webhook.construct.node
    if node.scope is None or node.scope.node.try_find_child(node.id) is not webhook.construct:
        return False
    resource = node.default_child
    return isinstance(resource, cdk.CfnResource) and resource.cfn_options.condition is None
