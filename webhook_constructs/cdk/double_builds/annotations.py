"""The validation of a stage: the engine judges its webhooks together, and its findings go to the constructs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from constructs import Construct, IConstruct, IValidation

from webhook_constructs.cdk.annotations import annotate, annotate_beside, crash_finding
from webhook_constructs.cdk.kept_on import kept_on
from webhook_constructs.cdk.resources import construct_of
from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.lint import Context, Finding, lint, lint_across
from webhook_constructs.lint.engine import judge
from webhook_constructs.lint.rules.refused.source_without_webhooks import RULE as SOURCE_WITHOUT_WEBHOOKS
from webhook_constructs.templates.surroundings import Resource, Surroundings
from webhook_constructs.templates.template_webhooks import TemplateWebhook

from .cdk_stages import is_in, stages_around, stages_before
from .rendered_templates import AppWebhook, StageFragment

__all__ = ["StageWebhooks"]


class _App:
    """The stages of one app that are looked at, the app among them, and what is in those that are finished."""

    def __init__(self, root: IConstruct) -> None:
        self.root = root
        self.stages: dict[IConstruct, StageWebhooks] = {}
        self.finished: dict[str, StageFragment] = {}  # in the order of the first synthesis

    def stage(self, scope: IConstruct) -> StageWebhooks:
        """Return the webhooks of a stage, and have them judged when it is synthesized."""
        if scope not in self.stages:
            path = "" if scope is self.root else scope.node.path
            self.stages[scope] = StageWebhooks(scope, path, self)
            scope.node.add_validation(self.stages[scope])
        return self.stages[scope]

    def before(self, path: str) -> dict[str, StageFragment]:
        """Return what is in the stages that were synthesized before one."""
        return {each: self.finished[each] for each in takewhile(lambda each: each != path, self.finished)}


@jsii.implements(IValidation)
class StageWebhooks:
    """The webhooks of an app, or of one of its stages.

    Attributes:
        scope: The app or the stage.
        path: The path of the stage; empty for the app.
        webhooks: The webhooks, which may have been taken out again.
    """

    def __init__(self, scope: IConstruct, path: str, app: _App) -> None:
        """Start without any; `of` does it for the first stack.

        Args:
            scope: The app or the stage.
            path: The path of the stage; empty for the app.
            app: What is known of the whole app.
        """
        self.scope, self.path, self._app = scope, path, app
        self.webhooks: list[AppWebhook] = []

    @classmethod
    def of(cls, stack: cdk.Stack) -> StageWebhooks:
        """Return the webhooks of the app or stage that a stack is in, and have them judged when it is synthesized."""
        root = stack.node.root
        scope = cdk.Stage.of(stack) or root
        app = kept_on(root, _App)
        if scope is not root:
            app.stage(scope).look_around()
        return app.stage(scope)

    def add(self, webhook: AppWebhook) -> None:
        """Add a webhook."""
        self.webhooks.append(webhook)

    def validate(self) -> list[str]:
        """Annotate what the webhooks do together; the CDK calls this. It never fails the synthesis by itself.

        What is said of a webhook is no reason that an app is not deployed: if it cannot be found out because of a
        mistake in here, a warning says that, and the app is synthesized.
        """
        try:
            self._judge()
        except Exception as error:  # noqa: BLE001 - see above
            annotate(self.webhooks[0].construct if self.webhooks else self.scope, [crash_finding(error)])
        return []

    def _judge(self) -> None:
        if self.webhooks or not self.path:
            self.look_around()  # some may have been made since
        for stage in self._finished_unseen():
            self._app.finished.pop(self.path, None)  # of an earlier synthesis, which did not see that stage
            beside = next((each for each in self.scope.node.children if isinstance(each, cdk.Stack)), None)
            stage.look(beside)
        self.look(None)

    def look(self, beside: IConstruct | None) -> None:
        """Look at what is in the stage, and report what it does together with what is in the finished ones.

        Args:
            beside: The construct to report on in place of those of the stage. Default: the stage is not finished.
        """
        earlier = self._app.before(self.path)
        is_alone = not self.path and not any(each.webhooks for each in earlier.values())
        fragment = StageFragment.of(self.scope, self.path, self.webhooks, earlier.values(), is_alone=is_alone)
        self._app.finished[self.path] = fragment
        _Report([*earlier.values(), fragment], self._later_copies(earlier)).annotate(beside)

    def _later_copies(self, earlier: dict[str, StageFragment]) -> frozenset[str]:
        """Return the paths in the stage of the webhooks of which a later stage has a copy."""
        return frozenset(
            webhook.context.path.removeprefix(stage.path)
            for stage in self._app.stages.values()
            if stage.path not in earlier and stage is not self
            for webhook in stage.webhooks
        )

    def look_around(self) -> None:
        """Have the stages around the stage looked at, too, as far as they are made."""
        for each in stages_around(self.scope, self._app.stages.keys()):
            self._app.stage(each)

    @cached_property
    def _manifest(self) -> Path | None:
        return Path(self.scope.outdir) / "manifest.json" if isinstance(self.scope, cdk.Stage) else None

    @property
    def is_written(self) -> bool:
        """Whether the stage is written: the CDK does not tell whether it is synthesized."""
        return self._manifest is not None and self._manifest.exists()

    def _finished_unseen(self) -> list[StageWebhooks]:
        """Return stages that were synthesized before this package knew of them; CDK Pipelines synthesizes early.

        The stages in this one are synthesized before it. Of those beside it, each one before it that is written counts.
        """
        unseen = [each for each in self._app.stages.values() if each.path not in self._app.finished]
        inside = [each for each in unseen if each is not self and is_in(each.path, self.path)]
        others = {each.scope: each for each in unseen if not is_in(each.path, self.path)}
        written = {scope: each for scope, each in others.items() if each.is_written}
        return [*inside, *(written[scope] for scope in stages_before(self.scope, list(written)))]


class _Report:
    """What the engine says of the last of some stages, the others being finished."""

    def __init__(self, fragments: Sequence[StageFragment], later_copies: frozenset[str]) -> None:
        self._templates = [template for each in fragments for template in each.templates]
        self._new = range(len(self._templates) - len(fragments[-1].templates), len(self._templates))
        self._webhooks: list[tuple[int, TemplateWebhook]] = []
        self._resources: dict[Resource, cdk.CfnResource] = {}
        self._ours: dict[Resource, AppWebhook] = {}
        first = 0
        for each in fragments:
            self._webhooks += [(first + index, webhook) for index, webhook in each.webhooks]
            self._resources.update({(first + index, made): found for (index, made), found in each.resources.items()})
            self._ours.update({(first + index, made): found for (index, made), found in each.ours.items()})
            first += len(each.templates)
        self._later_copies = later_copies
        self._surroundings = Surroundings(self._templates, self._webhooks)

    def annotate(self, beside: IConstruct | None) -> None:
        """Report on the webhooks of the last stage, and on what of it meets the webhooks of the others."""
        is_new = [index in self._new for index, _ in self._webhooks]
        if beside is None and any(is_new):
            for place, findings in self._found(is_new):
                webhook, construct = self._webhook(place)
                annotate(construct, findings, None if webhook.is_ours else "Triggers")
        for place, (_, webhook) in enumerate(self._webhooks):
            if not is_new[place] and webhook.settings is not None:
                self._annotate_meetings(place, webhook.settings, beside)

    def _found(self, is_new: Sequence[bool]) -> Iterator[tuple[int, list[Finding]]]:
        """Return the findings on each new webhook that its construct has not been told of."""
        contexts = self._surroundings.contexts()
        read = [
            (place, webhook.settings)
            for place, (_, webhook) in enumerate(self._webhooks)
            if webhook.settings is not None
        ]
        here = {repository_of(settings) for place, settings in read if is_new[place]}
        read = [
            (place, settings) for place, settings in read if is_new[place] or repository_of(settings) in here - {None}
        ]
        judged = [self._judged_now(contexts[place], place, is_new=is_new[place]) for place, _ in read]
        across = lint_across([settings for _, settings in read], judged)
        for (place, settings), context, together in zip(read, judged, across, strict=True):
            if is_new[place]:
                yield place, [*self._newly_known(place, settings, context), *together]

    def _judged_now(self, context: Context, place: int, *, is_new: bool) -> Context:
        index, webhook = self._webhooks[place]
        in_stage = (webhook.construct_path or "").removeprefix(self._templates[index].stage)
        return replace(context, is_finished=not is_new, has_later_copies=in_stage in self._later_copies)

    def _newly_known(self, place: int, settings: Any, context: Context) -> list[Finding]:
        """Return what a webhook of this package is not yet told of, because its construct did not know its project."""
        index, webhook = self._webhooks[place]
        ours = self._ours.get((index, webhook.logical_id))
        if ours is None:
            return []
        known = ours.context
        if (known.source_type, known.agent_token_type) == (context.source_type, context.agent_token_type):
            return []
        told = set(lint(settings, known))
        return [each for each in lint(settings, context) if each not in told]

    def _annotate_meetings(self, place: int, settings: WebhookSettings, beside: IConstruct | None) -> None:
        """Report a webhook of a finished stage on each resource of the last stage that meets it."""
        _, webhook = self._webhooks[place]
        for resource, context in self._surroundings.contexts_by_resource(place, self._new):
            (found,) = lint_across([settings], [context])
            sources = judge(settings, context, (SOURCE_WITHOUT_WEBHOOKS,)) if webhook.source_type is None else ()
            if found or sources:
                _, construct = self._webhook(place)
                beside_it = beside or construct_of(self._resources[resource])
                annotate_beside(construct, webhook.name, beside_it, (*sources, *found))

    def _webhook(self, place: int) -> tuple[TemplateWebhook, Construct | IConstruct]:
        index, webhook = self._webhooks[place]
        ours = self._ours.get((index, webhook.logical_id))
        if ours is not None:
            return webhook, ours.construct
        return webhook, construct_of(self._resources[index, webhook.logical_id])
