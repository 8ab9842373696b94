"""What is around the webhooks of templates: other webhooks, pipelines, and the `Triggers` of the same project.

A name in an account and region that only the deployment knows means one project in a stage of an app and in what is
around that. Between stages beside each other it does unless the one has a copy of what the other has: such stages are
more likely one, made for two accounts; and it is never certain enough for an error. Between templates that are read by
themselves it does unless several of them have a webhook, an action or a project of that name. The same holds for the
name of an export whose template is not given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint import Context, PipelineSource

from .identities import Identities, Identity, Key
from .mentions import Hook, MadeProject, Mention, Pipeline, Resource, by_key, in_order, in_several
from .pipeline_definition import PIPELINE_TYPE, UNKNOWN, PipelineDefinition
from .role_permissions import Roles
from .template import UNKNOWN_PLACE, Place, Template
from .template_webhooks import TemplateWebhook

__all__ = ["Resource", "Surroundings"]

_Group: TypeAlias = "tuple[str, str, Place]"

_MOST_NAMED = 1_000  # twice as many as a template can have resources
_FROM_PIPELINE = "CODEPIPELINE"  # a source that no project with a webhook has


_Found = TypeVar("_Found", bound=Mention)
_Answer = TypeVar("_Answer")


class Surroundings:
    """What is around the webhooks of some templates, as far as that is certain."""

    def __init__(self, templates: Sequence[Template], webhooks: Sequence[tuple[int, TemplateWebhook]]) -> None:
        """Look at some templates.

        Args:
            templates: The templates.
            webhooks: Their webhooks, each with the index of its template.
        """
        self._templates = templates
        self._identities = Identities(templates)
        self._kept: dict[Hashable, Any] = {}
        self._roles = [Roles(each.resources) for each in templates]
        self._hooks = [self._hook(index, webhook) for index, webhook in webhooks]
        self._projects = [self._project(*each) for each in self._identities.projects] if webhooks else []
        self._pipelines = list(self._read_pipelines()) if webhooks else []
        actions = [action for pipeline in self._pipelines for action in self._actions(pipeline)]
        ours = [hook for hook in self._hooks if hook.webhook.is_by_itself]
        self._by_themselves, self._made, self._run = by_key(ours), by_key(self._projects), by_key(actions)
        self._native = by_key(hook for hook in self._hooks if hook.webhook.is_of_triggers)
        self._secrets: dict[Key, list[Hook]] = defaultdict(list)
        for hook in ours:
            for key in hook.secret.certain:
                self._secrets[key].append(hook)
        named = [each for each in self._projects if each.project.likely]
        self._ambiguous = frozenset(
            key for kind in (self._hooks, actions, named) for key in in_several(templates, kind)
        )
        self._stages: dict[tuple[str, str], set[str]] = defaultdict(set)
        made = [*(each.resource for each in self._hooks), *(each.resource for each in self._pipelines)]
        for index, logical_id in made:
            self._stages[templates[index].app, templates[index].stage].add(logical_id)
        times = Counter(logical_id for (app, _), ids in self._stages.items() if app for logical_id in ids)
        self._repeated = {logical_id for logical_id, number in times.items() if number > 1}
        self._groups: dict[_Group, list[Hook]] = defaultdict(list)
        for hook in self._hooks:
            self._groups[self._group(hook)].append(hook)
        running = {id(actions): actions for actions in map(self._actions_of, self._hooks)}
        self._is_run = {action.resource for actions in running.values() for action in actions}

    def contexts(self) -> list[Context]:
        """Return what is known of each webhook besides its settings."""
        return [self._context(hook) for hook in self._hooks]

    def contexts_by_resource(self, index: int, among: Collection[int]) -> Iterator[tuple[Resource, Context]]:
        """Return what each resource of some templates makes known of a webhook of another one.

        Args:
            index: The index of the webhook.
            among: The indices of the templates.
        """
        hook = self._hooks[index]
        known = self._known(hook)
        actions = [each for each in self._actions_of(hook) if each.resource[0] in among]
        for pipeline in self._followed(hook):
            if pipeline.resource[0] in among:
                its = tuple(dict.fromkeys(each.name for each in actions if each.resource == pipeline.resource))
                yield pipeline.resource, replace(known, pipeline_actions=its, pipeline_sources=pipeline.sources)
        triggers = {each.resource for each in self._triggers_of(hook)}
        for project in self._projects_of(hook):
            if project.resource[0] in among and project.project.resource != hook.project.resource:
                source_type = self._source_type(hook, [project])
                yield (
                    project.resource,
                    replace(known, source_type=source_type, has_triggers=project.resource in triggers),
                )

    def _context(self, hook: Hook) -> Context:
        projects = self._projects_of(hook)
        token = hook.webhook.agent_token_type
        if token is None and hook.webhook.is_by_itself and len(projects) == 1:
            token = agent_token_type(projects[0].properties.get("Environment", {}))
        batch = hook.webhook.has_batch_config
        if batch is None and hook.webhook.is_by_itself and len(projects) == 1:
            batch = has_batch_config(projects[0].properties)
        return replace(
            self._known(hook),
            source_type=self._source_type(hook, projects),
            agent_token_type=token,
            has_batch_config=batch,
            other_webhooks=_names(self._others_of(hook)),
            same_secret=_names(self._with_secret_of(hook)),
            has_triggers=bool(self._triggers_of(hook)),
            pipeline_actions=self._names_of_actions(hook),
            pipeline_sources=self._sources_around(hook),
            copies=self._copies_of(hook),
            elsewhere=self._elsewhere(hook),
            build_powers=hook.webhook.build_powers or self._build_powers(hook, projects),
        )

    def _known(self, hook: Hook) -> Context:
        """Return what the template says of a webhook by itself."""
        webhook = hook.webhook
        return Context(
            source_type=webhook.source_type,
            agent_token_type=webhook.agent_token_type,
            keeps_secret=webhook.keeps_secret,
            path=webhook.name,
            unknown=webhook.unknown,
            is_of_triggers=webhook.is_of_triggers,
            is_switched_off=webhook.is_switched_off,
            has_batch_config=webhook.has_batch_config,
            language=webhook.language,
        )

    def _source_type(self, hook: Hook, projects: Sequence[MadeProject]) -> str | None:
        """Return the type of the source: what the webhook says of it, or the resource of its project."""
        if hook.webhook.source_type is not None or len(projects) != 1:
            return hook.webhook.source_type
        (project,) = projects
        is_one = project.project.resource == hook.project.resource
        return project.source_type if is_one or self._are_deployed(hook, project) else None

    def _build_powers(self, hook: Hook, projects: Sequence[MadeProject]) -> tuple[str, ...]:
        """Return what a build of the project can do, by the resource of the project."""
        index, logical_id = hook.resource
        if hook.webhook.is_by_itself:
            if len(projects) != 1:
                return ()
            index, logical_id = projects[0].resource
        project = as_mapping(self._templates[index].resources.get(logical_id))
        return self._roles[index].build_powers(as_mapping(project.get("Properties")))

    # What is read of a template, once.

    def _hook(self, index: int, webhook: TemplateWebhook) -> Hook:
        written = webhook.written
        project = self._identities.of_project(
            index, written.get("ProjectName"), written.get("Account"), written.get("Region")
        )
        has_secret = webhook.is_ours and webhook.is_shown_a_secret
        secret = self._identities.of_secret(index, written.get("SecretArn")) if has_secret else Identity()
        return Hook((index, webhook.logical_id), webhook.name, project, webhook, secret)

    def _project(self, index: int, logical_id: str) -> MadeProject:
        resource = as_mapping(self._templates[index].resources[logical_id])
        identity = self._identities.of_project(index, {"Ref": logical_id})
        properties = as_mapping(resource.get("Properties"))
        return MadeProject((index, logical_id), logical_id, identity, properties)

    def _read_pipelines(self) -> Iterator[Pipeline]:
        for index, template in enumerate(self._templates):
            for logical_id, resource in template.resources.items():
                if as_mapping(resource).get("Type") == PIPELINE_TYPE:
                    path = as_mapping(as_mapping(resource).get("Metadata")).get("aws:cdk:path")
                    name = path.removesuffix("/Resource") if isinstance(path, str) else str(logical_id)
                    definition = PipelineDefinition.of(as_mapping(as_mapping(resource).get("Properties")))
                    yield Pipeline((index, logical_id), name, definition, definition.sources(name))

    def _actions(self, pipeline: Pipeline) -> Iterator[Mention]:
        """Return the actions that run a project, as far as it is known where."""
        index, _ = pipeline.resource
        for action in pipeline.definition.build_actions:
            if UNKNOWN not in (action.account, action.region):
                identity = self._identities.of_project(index, action.project, action.account, action.region)
                yield Mention(pipeline.resource, f"{pipeline.name}/{action.stage}/{action.name}", identity)

    # What has to do with one project.

    def _others_of(self, hook: Hook) -> Iterator[Hook]:
        if hook.webhook.is_by_itself:
            found = self._deployed_with(hook, self._meeting(hook, self._by_themselves, is_error=True))
            yield from (each for each in found if each is not hook)

    def _with_secret_of(self, hook: Hook) -> list[Hook]:
        its = hook.secret.certain
        found = self._once(
            ("secret", its), lambda: list(dict.fromkeys(each for key in its for each in self._secrets[key]))
        )
        return [each for each in self._deployed_with(hook, found) if each is not hook]

    def _triggers_of(self, hook: Hook) -> Sequence[Hook]:
        found = self._meeting(hook, self._native, is_error=True) if hook.webhook.is_by_itself else []
        return self._deployed_with(hook, found)

    def _actions_of(self, hook: Hook) -> list[Mention]:
        met = self._meeting(hook, self._run)
        return self._once(("actions", id(met)), lambda: [each for each in met if not self._is_of_a_pipeline(each)])

    def _names_of_actions(self, hook: Hook) -> tuple[str, ...]:
        """Return the names of the actions: one tuple for all webhooks that have the same."""
        its = self._actions_of(hook)
        return self._once(("names", id(its)), lambda: tuple(dict.fromkeys(action.name for action in its)))

    def _projects_of(self, hook: Hook) -> list[MadeProject]:
        return self._meeting(hook, self._made, is_error=True) if hook.webhook.is_by_itself else []

    def _is_of_a_pipeline(self, action: Mention) -> bool:
        """Check whether the project of an action takes its source from the pipeline, so that it can have no webhook."""
        made = [each for key in action.project.certain for each in self._made.get(key, ())]
        its = [each for each in made if action.project.resource in {None, each.resource}]
        return any(each.source_type == _FROM_PIPELINE for each in its)

    def _meeting(self, hook: Hook, found: Mapping[Key, Sequence[_Found]], *, is_error: bool = False) -> list[_Found]:
        """Return what is about the project of a webhook, each once, in the order of the templates.

        It is one list for all webhooks of a template that say the same of their project: there may be thousands.
        """

        def meet() -> list[_Found]:
            keys = (*hook.project.certain, *hook.project.likely)
            met = in_order(dict.fromkeys(each for key in keys for each in found.get(key, ())))
            return [each for each in met if self._is_same(hook, each, is_error=is_error)]

        index, logical_id = hook.resource
        copied = logical_id if logical_id in self._repeated else ""
        return self._once((id(found), hook.project, index, copied, is_error), meet)

    def _once(self, asked: Hashable, work_out: Callable[[], _Answer]) -> _Answer:
        """Return what is worked out once; what it holds is kept with it, so that its `id` is that of nothing else."""
        if asked not in self._kept:
            self._kept[asked] = work_out()
        answer: _Answer = self._kept[asked]
        return answer

    def _is_same(self, hook: Hook, other: Mention, *, is_error: bool) -> bool:
        one, two = hook.project, other.project
        if None not in (one.resource, two.resource) and one.resource != two.resource:
            return False  # two resources of one name are in two accounts or regions
        if one.certain & two.certain:
            return True
        shared = (one.certain | one.likely) & (two.certain | two.likely)
        here, there = (self._templates[each.resource[0]] for each in (hook, other))
        if not shared or here.is_deployed_with(there):
            return bool(shared)
        if here.app and here.app == there.app:
            return not is_error and not self._is_copied(hook, other)
        return not shared <= self._ambiguous

    # Stages that are made for several accounts.

    def _is_copied(self, one: Mention | Pipeline, other: Mention | Pipeline) -> bool:
        """Check whether one of two stages beside each other has a copy of what the other has."""
        here, there = (self._templates[each.resource[0]] for each in (one, other))
        its, others = self._stages[here.app, here.stage], self._stages[there.app, there.stage]
        return one.resource[1] in others or other.resource[1] in its

    def _group(self, hook: Hook) -> _Group:
        template = self._templates[hook.resource[0]]
        return (template.app, template.stage, template.place) if template.app else ("", "", UNKNOWN_PLACE)

    def _groups_beside(self, hook: Hook) -> Iterator[tuple[list[Hook], bool]]:
        """Return the webhooks of stages that may be elsewhere, and whether it is certain that they are."""
        here = self._templates[hook.resource[0]]
        for hooks in self._groups.values() if here.app else ():
            there = self._templates[hooks[0].resource[0]]
            if here.may_be_elsewhere(there):
                yield hooks, here.place.is_known and there.place.is_known

    def _copies_of(self, hook: Hook) -> frozenset[str]:
        """Return the names of the copies of a webhook that may be in its own account and region."""
        if hook.resource[1] not in self._repeated:
            return frozenset()
        beside = (hooks for hooks, is_elsewhere in self._groups_beside(hook) if not is_elsewhere)
        return frozenset(each.name for hooks in beside for each in hooks if each.resource[1] == hook.resource[1])

    def _elsewhere(self, hook: Hook) -> frozenset[str]:
        """Return the names of webhooks that a webhook is not compared with, because a copy is."""
        if not self._repeated:
            return frozenset()
        beside = (each for hooks, _ in self._groups_beside(hook) for each in hooks)
        return frozenset(each.name for each in beside if self._is_copied(hook, each))

    def _followed(self, hook: Hook) -> list[Pipeline]:
        """Return the pipelines whose sources matter: no copies, and none of a stage that has a copy of the webhook."""
        group, logical_id = self._group(hook), hook.resource[1] if hook.resource[1] in self._repeated else ""
        here = self._templates[hook.resource[0]]
        return self._once(
            ("pipelines", group, logical_id),
            lambda: [
                each
                for each in self._pipelines
                if each.definition.has_connection or each.resource in self._is_run
                if not here.may_be_elsewhere(self._templates[each.resource[0]]) or not self._is_copied(hook, each)
            ],
        )

    def _sources_around(self, hook: Hook) -> tuple[PipelineSource, ...]:
        """Return the sources of these pipelines: one tuple for all webhooks that have the same around them."""
        its = self._followed(hook)
        return self._once(("sources", id(its)), lambda: tuple(source for each in its for source in each.sources))

    def _deployed_with(self, hook: Hook, found: Sequence[_Found]) -> Sequence[_Found]:
        """Return those of a kept list that are deployed together with a webhook; nothing if it alone is in the list."""
        if all(each is hook for each in found) or not self._is_certain(hook):
            return ()
        asked = ("deployed", id(found), hook.resource[0])
        return self._once(asked, lambda: [each for each in found if self._are_deployed(hook, each)])

    def _are_deployed(self, hook: Hook, other: Mention) -> bool:
        """Check whether both are deployed together, as far as no condition stands in between."""
        optional = self._identities.optional
        is_one = optional[hook.resource[0]] == optional[other.resource[0]]
        return is_one and self._is_certain(hook) and self._is_certain(other)

    def _is_certain(self, mention: Mention) -> bool:
        """Check whether something is deployed with its template under no condition."""
        index, logical_id = mention.resource
        is_made = not isinstance(mention, Hook) or mention.webhook.is_unconditional
        return is_made and not self._templates[index].is_conditional(logical_id)


def _names(others: Iterable[Hook]) -> tuple[str, ...]:
    return tuple(islice((each.name for each in others), _MOST_NAMED))
