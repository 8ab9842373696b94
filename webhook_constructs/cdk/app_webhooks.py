"""All webhooks of an app, and what is judged of them together, and with the pipelines around them, at synthesis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from constructs import IValidation

from webhook_constructs.lint import lint_across
from webhook_constructs.lint.rules.cost.same_event_builds_two_projects import RULE as SAME_EVENT
from webhook_constructs.lint.rules.cost.too_many_webhooks import RULE as TOO_MANY

from .annotations import annotate, crash_finding
from .kept_on import kept_on
from .later_stages import annotate_meetings
from .native_webhooks import annotate_native_webhooks
from .stage_record import StageRecord
from .stages import stages_around
from .surroundings import contexts_of, source_findings, taken_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct, IConstruct

    from webhook_constructs.core import WebhookSettings
    from webhook_constructs.lint import Context, Finding

    from .project_facts import ProjectFacts
    from .stage_record import RecordedWebhook

__all__ = ["AppWebhook", "AppWebhooks"]


@dataclass(frozen=True, slots=True)
class AppWebhook:
    """A webhook of an app.

    Attributes:
        construct: Its construct.
        scope: What its construct was made in.
        stack: The stack it is in.
        project: What is known of its project.
        settings: Its settings.
        context: What is known besides, as far as the construct itself knows.
        secret_arn: The ARN of the secret that it was given; None where it was given none.
    """

    construct: Construct
    scope: Construct
    stack: cdk.Stack
    project: ProjectFacts
    settings: WebhookSettings
    context: Context
    secret_arn: str | None


class _App:
    """The stages of one app that are looked at, the app among them, and what was found in those that are finished."""

    def __init__(self, root: IConstruct) -> None:
        self.root = root
        self.stages: dict[IConstruct, AppWebhooks] = {}
        self.records: dict[str, StageRecord] = {}  # in the order of the first synthesis
        self.stack_ids: dict[cdk.Stack, str] = {}

    def stage(self, scope: IConstruct) -> AppWebhooks:
        """Return the webhooks of a stage, and have them judged when it is synthesised."""
        if scope not in self.stages:
            path = "" if scope is self.root else scope.node.path
            self.stages[scope] = AppWebhooks(scope, path, self)
            scope.node.add_validation(self.stages[scope])
        return self.stages[scope]

    def look_around(self, stage: IConstruct) -> None:
        """Have the stages around one looked at, too, as far as they are made."""
        for each in stages_around(stage, self.stages.keys()):
            self.stage(each)

    def before(self, path: str) -> list[StageRecord]:
        """Give what was found in the stages that were synthesised before one."""
        return [self.records[each] for each in takewhile(lambda each: each != path, self.records)]


@jsii.implements(IValidation)
class AppWebhooks:
    """The webhooks of an app, or of one of its stages."""

    def __init__(self, scope: IConstruct, path: str, app: _App) -> None:
        """Start without any; `of` does it for the first stack.

        Args:
            scope: The app or the stage.
            path: The path of the stage; empty for the app.
            app: What is known of the whole app.
        """
        self._scope, self._path = scope, path
        self._app = app
        self._webhooks: list[AppWebhook] = []

    @classmethod
    def of(cls, stack: cdk.Stack) -> AppWebhooks:
        """Return the webhooks of the app or stage that a stack is in, and have them judged when it is synthesised."""
        root = stack.node.root
        scope = cdk.Stage.of(stack) or root
        app = kept_on(root, _App)
        if scope is not root:
            app.look_around(scope)
        return app.stage(scope)

    def add(self, webhook: AppWebhook) -> None:
        """Add a webhook."""
        self._webhooks.append(webhook)

    def validate(self) -> list[str]:
        """Annotate what the webhooks do together; the CDK calls this. It never fails the synthesis by itself.

        What is said of a webhook is no reason that an app is not deployed: if it cannot be found out because of a
        mistake in here, a warning says that, and the app is synthesised.
        """
        try:
            self._judge()
        except Exception as error:  # noqa: BLE001 - see above
            annotate(self._webhooks[0].construct if self._webhooks else self._scope, [crash_finding(error)])
        return []

    def _judge(self) -> None:
        if self._webhooks or not self._path:
            self._app.look_around(self._scope)  # some may have been made since
        for stage in self._finished_unseen():
            self._app.records.pop(self._path, None)  # of an earlier synthesis, which did not see that stage
            finished = self._app.before(stage._path)  # noqa: SLF001 - of this class
            beside = next((each for each in self._scope.node.children if isinstance(each, cdk.Stack)), None)
            annotate_meetings(stage._record(), finished, beside)  # noqa: SLF001 - of this class
        earlier = self._app.before(self._path)
        record = self._record()
        _annotate_webhooks(record, earlier)
        annotate_meetings(record, earlier)
        annotate_native_webhooks(record)

    def _record(self) -> StageRecord:
        """Write down what is in the stage."""
        earlier = self._app.before(self._path)
        record = StageRecord.of(self._scope, self._path, self._webhooks, earlier, self._app.stack_ids)
        self._app.records[self._path] = record
        return record

    def _finished_unseen(self) -> list[AppWebhooks]:
        """Return stages that were synthesized before this package knew of them; CDK Pipelines synthesizes early.

        The stages in this one are synthesized before it. Of those beside it, each one before it that is written counts:
        the CDK does not tell whether a stage is synthesized.
        """
        unseen = [each for each in self._app.stages.values() if each._path not in self._app.records]  # noqa: SLF001
        inside = [each for each in unseen if each is not self and each._is_in(self._path)]  # noqa: SLF001
        others = [each for each in unseen if not each._is_in(self._path) and each._is_written]  # noqa: SLF001
        scope = self._scope.node.scope if others else None
        before = [] if scope is None else list(takewhile(lambda each: each is not self._scope, scope.node.children))
        return [*inside, *(each for each in others if each._scope in before)]  # noqa: SLF001

    def _is_in(self, path: str) -> bool:
        return not path or f"{self._path}/".startswith(f"{path}/")

    @cached_property
    def _is_written(self) -> bool:
        return isinstance(self._scope, cdk.Stage) and (Path(self._scope.outdir) / "manifest.json").exists()


def _annotate_webhooks(record: StageRecord, earlier: Sequence[StageRecord]) -> None:
    """Annotate the webhooks of a stage with what is around them."""
    if not record.webhooks:
        return
    contexts = contexts_of(record, earlier)
    here = {each.repository for each in record.webhooks} - {None}
    others = [each for stage in earlier for each in stage.webhooks if each.repository in here]
    around = [(each, replace(each.webhook.context, is_finished=True)) for each in others]
    judged = list(zip(record.webhooks, contexts, strict=True))
    found = _judged([*around, *judged])  # what is counted is counted in the order of the stages
    gone = taken_out(_counted({hook: found[hook] for hook, _ in judged}))
    if gone:
        found = _judged([each for each in (*around, *judged) if each[0] not in gone])
    for hook in record.webhooks:
        findings = [*source_findings(hook, record, earlier), *found.get(hook, ())]
        annotate(hook.webhook.construct, findings)


def _judged(webhooks: Sequence[tuple[RecordedWebhook, Context]]) -> dict[RecordedWebhook, Sequence[Finding]]:
    settings = [hook.webhook.settings for hook, _ in webhooks]
    found = lint_across(settings, [context for _, context in webhooks])
    return {hook: findings for (hook, _), findings in zip(webhooks, found, strict=True)}


def _counted(found: Mapping[RecordedWebhook, Sequence[Finding]]) -> list[RecordedWebhook]:
    """Give the webhooks that findings name or count: it is not known yet that they are in the app."""
    said = {hook: {finding.id for finding in findings} for hook, findings in found.items()}
    crowded = {hook.repository for hook, ids in said.items() if TOO_MANY.id in ids}
    return [hook for hook, ids in said.items() if SAME_EVENT.id in ids or hook.repository in crowded]
