"""All webhooks of an app, and what is judged of them together, and with the pipelines around them, at synthesis.

A stage of CDK Pipelines is synthesised before the app around it, so each stage has a hook of its own. All of them see
everything that is in the app by then.
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct, IConstruct

    from webhook_constructs.core import WebhookSettings
    from webhook_constructs.lint import Context

    from .pipelines import Pipeline
    from .project_facts import ProjectFacts
    from .project_identities import Key

__all__ = ["AppWebhook", "AppWebhooks"]

_APPS: dict[IConstruct, tuple[list[AppWebhook], dict[IConstruct, AppWebhooks]]] = {}
"""For every app, all of its webhooks and what its stages have."""


@dataclass(frozen=True, slots=True)
class AppWebhook:
    """A webhook of an app.

    Attributes:
        construct: Its construct.
        stack: The stack it is in.
        project: What is known of its project.
        settings: Its settings.
        context: What is known besides, as far as the construct itself knows.
    """

    construct: Construct
    stack: cdk.Stack
    project: ProjectFacts
    settings: WebhookSettings
    context: Context


@jsii.implements(IValidation)
class AppWebhooks:
    """The webhooks of an app, as one of its stages sees them."""

    def __init__(self, root: IConstruct, everywhere: list[AppWebhook]) -> None:
        """Start without any; `of` does it for the first stack of a stage.

        Args:
            root: The app.
            everywhere: The webhooks of all stages, which grow.
        """
        self._root = root
        self._everywhere = everywhere
        self._here: set[int] = set()

    @classmethod
    def of(cls, stack: cdk.Stack) -> AppWebhooks:
        """Return the webhooks for the stage that a stack is in, and have them judged when it is synthesised."""
        root, stage = stack.node.root, cdk.Stage.of(stack)
        stages = _APPS.setdefault(root, ([], {}))
        scope = stage or root
        if scope not in stages[1]:
            stages[1][scope] = cls(root, stages[0])
            scope.node.add_validation(stages[1][scope])
        return stages[1][scope]

    def add(self, webhook: AppWebhook) -> None:
        """Add a webhook of this stage."""
        self._here.add(len(self._everywhere))
        self._everywhere.append(webhook)

    def validate(self) -> list[str]:
        """Annotate what the webhooks do together; the CDK calls this. It never fails the synthesis by itself."""
        webhooks = self._everywhere
        contexts = _contexts(self._root, webhooks)
        found = lint_across([webhook.settings for webhook in webhooks], contexts)
        for index in sorted(self._here):
            annotate(webhooks[index].construct, found[index])
        return []


def _contexts(root: IConstruct, webhooks: Sequence[AppWebhook]) -> list[Context]:
    """Tell of each webhook what is around it in the app."""
    pipelines = pipelines_below(root)
    projects = [webhook.project for webhook in webhooks]
    homes = [webhook.project.stack or webhook.stack for webhook in webhooks]
    identities = ProjectIdentities(root, projects, homes, [pipeline.stack for pipeline in pipelines])
    actions = _actions(identities, pipelines)
    sharing: dict[Key, set[int]] = {}
    for index, keys in enumerate(identities.keys):
        for key in keys:
            sharing.setdefault(key, set()).add(index)
    triggered = keys_with_triggers(root, identities, projects)
    sources = tuple(source for pipeline in pipelines for source in pipeline.sources)
    return [
        replace(
            webhook.context,
            other_webhooks=tuple(webhooks[each].context.path for each in _others(index, keys, sharing)),
            has_triggers=not keys.isdisjoint(triggered),
            pipeline_actions=tuple(dict.fromkeys(path for key in sorted(keys) for path in actions.get(key, ()))),
            pipeline_sources=sources,
        )
        for index, (webhook, keys) in enumerate(zip(webhooks, identities.keys, strict=True))
    ]


def _actions(identities: ProjectIdentities, pipelines: Sequence[Pipeline]) -> dict[Key, list[str]]:
    """Give the actions of pipelines that run the projects of webhooks."""
    wanted = frozenset().union(*identities.keys)
    found: dict[Key, list[str]] = {}
    for pipeline in pipelines:
        for action in pipeline.build_actions:
            key = identities.of_action(pipeline, action)
            if key in wanted:
                found.setdefault(key, []).append(pipeline.path_of(action.stage, action.name))
    return found


def _others(index: int, keys: frozenset[Key], sharing: dict[Key, set[int]]) -> list[int]:
    return sorted({each for key in keys for each in sharing[key]} - {index})
