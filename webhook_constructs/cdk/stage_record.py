"""What is in a stage, written down when it is synthesised, for the stages that are synthesised after it.

The CDK synthesises the stages in a construct before the construct itself, and CDK Pipelines each stage when it is
added, while the app is still being made. Looking at what is not finished would change it, because the CDK keeps what
has been resolved once. So each stage looks at what is in it alone, and a pair across stages is seen by the later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.core.values.json_access import member
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE

from .made_projects import made_projects
from .pipelines import PIPELINE_TYPE, read_pipelines
from .project_identities import ProjectIdentities
from .resources import properties_of, resources_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import aws_cdk as cdk
    from constructs import IConstruct

    from webhook_constructs.core.service.repository import Repository

    from .app_webhooks import AppWebhook
    from .made_projects import MadeProject
    from .pipelines import Pipeline
    from .project_facts import ProjectFacts
    from .project_identities import Key

__all__ = ["RecordedAction", "RecordedProject", "RecordedWebhook", "StageRecord", "meeting"]

_NAME = "name"
_PLACED = (_NAME, "Fn::ImportValue")  # known by account and region as well
_FROM_PIPELINE = "CODEPIPELINE"  # a source that no project with a webhook has


@dataclass(frozen=True, slots=True, eq=False)
class RecordedWebhook:
    """A webhook, every way in which its project is written, and its repository, as far as it is known."""

    webhook: AppWebhook
    keys: frozenset[Key]
    repository: Repository | None

    @property
    def path(self) -> str:
        """The path of its construct."""
        return self.webhook.context.path


@dataclass(frozen=True, slots=True, eq=False)
class RecordedAction:
    """An action that runs a project, every way in which that is written, and its resource if it is referred to."""

    pipeline: Pipeline
    stage: str
    name: str
    keys: frozenset[Key]
    made: MadeProject | None

    @property
    def path(self) -> str:
        """The path of its pipeline, its stage and its name."""
        return self.pipeline.path_of(self.stage, self.name)


@dataclass(frozen=True, slots=True, eq=False)
class RecordedProject:
    """A project of the app that has a name or `Triggers`, and every way in which it is written."""

    project: MadeProject
    keys: frozenset[Key]


class _Keyed(Protocol):
    @property
    def keys(self) -> frozenset[Key]: ...


_T = TypeVar("_T", bound=_Keyed)


def meeting(keys: frozenset[Key], found: Mapping[Key, Sequence[_T]]) -> Iterable[_T]:
    """Give what has one of some keys, each once.

    Args:
        keys: The keys.
        found: What is known by each key.
    """
    return dict.fromkeys(each for key in sorted(keys) for each in found.get(key, ()))


@dataclass(frozen=True, eq=False)  # no slots: what is asked for by key is kept
class StageRecord:
    """What is in a stage, or in an app outside of its stages.

    Attributes:
        path: The path of the stage; empty for the app.
        webhooks: Its webhooks.
        pipelines: Its pipelines.
        actions: The actions of those that run projects.
        projects: Its projects that have a name or `Triggers`, as far as they were looked at.
    """

    path: str
    webhooks: Sequence[RecordedWebhook]
    pipelines: Sequence[Pipeline]
    actions: Sequence[RecordedAction]
    projects: Sequence[RecordedProject]

    @classmethod
    def of(
        cls,
        scope: IConstruct,
        path: str,
        webhooks: Sequence[AppWebhook],
        earlier: Sequence[StageRecord],
        stack_ids: dict[cdk.Stack, str],
    ) -> StageRecord:
        """Look at what is in a stage, but in no stage in it that has a record of its own.

        Args:
            scope: The stage.
            path: Its path.
            webhooks: Its webhooks.
            earlier: What was found in the stages that are finished.
            stack_ids: A name for each stack of the app that has been looked at.
        """
        resources = resources_below(scope, PIPELINE_TYPE, PROJECT_TYPE)
        pipelines = read_pipelines(resources[PIPELINE_TYPE], [each.path for each in earlier])
        projects = [webhook.project for webhook in webhooks]
        earlier_webhooks = [each for stage in earlier for each in stage.webhooks]
        imported = [each for each in projects if each.stack is None]
        may_be_named = bool(path or pipelines or earlier_webhooks or imported)
        if may_be_named:
            are_referred_to = any(is_unresolved(each.name) for each in imported)
            made = made_projects(resources[PROJECT_TYPE], are_referred_to=are_referred_to)
        else:
            own = (each.resource for each in projects if each.resource is not None)
            made = made_projects(own, may_be_named=False)
        names = _names_now(projects) if may_be_named else [None for _ in projects]
        identities = ProjectIdentities(scope, webhooks, pipelines, made, names=names, stack_ids=stack_ids)
        actions = [
            RecordedAction(pipeline, action.stage, action.name, keys, identities.resource_of(keys))
            for pipeline in pipelines
            for action in pipeline.build_actions
            if (keys := identities.of_action(pipeline, action))
        ]
        return cls(
            path,
            [
                RecordedWebhook(webhook, keys, repository_of(webhook.settings))
                for webhook, keys in zip(webhooks, identities.keys, strict=True)
            ],
            pipelines,
            actions,
            [RecordedProject(project, identities.of_made(project)) for project in made],
        )

    @cached_property
    def webhooks_by_key(self) -> Mapping[Key, Sequence[RecordedWebhook]]:
        """The webhooks, by each key of their projects."""
        return _by_key(self.webhooks)

    @cached_property
    def actions_by_key(self) -> Mapping[Key, Sequence[RecordedAction]]:
        """The actions, by each key of the projects that they run."""
        return _by_key(self.actions)

    @cached_property
    def projects_by_key(self) -> Mapping[Key, Sequence[RecordedProject]]:
        """The projects, by each of their keys."""
        return _by_key(self.projects)

    def names_one_project(self, keys: frozenset[Key], other: StageRecord, its: frozenset[Key]) -> bool:
        """Tell whether this stage and another one mean one project for certain.

        A name in an account or region that only the deployment knows means one project in a stage and in what is
        around it. Two stages beside each other may well be deployed to two accounts.
        """
        shared = keys & its
        return any(map(_has_place, shared)) if self._is_beside(other) else bool(shared)

    def is_run_by(self, webhook: RecordedWebhook, other: StageRecord, action: RecordedAction) -> bool:
        """Tell whether an action of another stage, or of this one, runs the project of a webhook of this one."""
        shared = webhook.keys & action.keys
        if all(key[0] == _NAME for key in shared) and action.made is not None:
            is_made = webhook.webhook.project.stack is not None
            if is_made or action.made.source_type == _FROM_PIPELINE:
                return False  # two projects of one name: in two accounts or regions
        if self is other or not shared:
            return bool(shared)
        return any(map(_has_place, shared)) or not self._is_beside(other) or not self._is_like(other, webhook, action)

    def _is_beside(self, other: StageRecord) -> bool:
        one, two = f"{self.path}/", f"{other.path}/"
        return bool(self.path and other.path) and not one.startswith(two) and not two.startswith(one)

    def _is_like(self, other: StageRecord, webhook: RecordedWebhook, action: RecordedAction) -> bool:
        """Whether two stages are copies, for an account each: the one's webhook or pipeline is in the other as well."""
        webhooks = {each.path.removeprefix(other.path) for each in other.webhooks}
        pipelines = {each.path.removeprefix(self.path) for each in self.pipelines}
        return (
            webhook.path.removeprefix(self.path) in webhooks
            or action.pipeline.path.removeprefix(other.path) in pipelines
        )


def _by_key(recorded: Iterable[_T]) -> dict[Key, list[_T]]:
    """Sort what is known by several keys."""
    found: dict[Key, list[_T]] = {}
    for each in recorded:
        for key in each.keys:
            found.setdefault(key, []).append(each)
    return found


def _names_now(projects: Iterable[ProjectFacts]) -> list[Any]:
    """Give the names that the app has chosen for projects, which may have changed; one call into the CDK for each."""
    return [None if each.resource is None else member(properties_of(each.resource), "name") for each in projects]


def _has_place(key: Key) -> bool:
    """Whether account and region are known of a way to write a project; a reference is in one stack."""
    return key[0] not in _PLACED or all(key[-2:])
