"""What is known of a webhook beside its settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from webhook_constructs.core import FilterGroup

from .wording.languages import Language

__all__ = ["Context", "PipelineSource"]


@dataclass(frozen=True, slots=True)
class PipelineSource:
    """A source action of a pipeline.

    Attributes:
        path: The pipeline and the action, such as `Stack/Pipeline/Source/GitHub`.
        repository: Owner and name, such as `acme/api`; empty where it is not known what starts the pipeline.
        groups: What starts the pipeline, written as filter groups; none where nothing does. They are compared and not
            hashed, which takes long where thousands of pipelines are around thousands of webhooks.
    """

    path: str
    repository: str
    groups: tuple[FilterGroup, ...] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Context:
    """The project that a webhook is for, and the way the webhook is made.

    Attributes:
        source_type: The type of the project's source as CodeBuild names it, such as `GITHUB` or `CODEPIPELINE`.
            Default: not known.
        agent_token_type: The type of the project's environment variable CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN, such
            as `SECRETS_MANAGER`; empty if the project has no such variable. Default: not known.
        keeps_secret: Whether there is a place for the secret that CodeBuild may show when the webhook is made.
            Default: not known.
        path: What names the webhook in a text about another one, such as the path of its construct. Default: nothing.
        other_webhooks: The names of the other webhooks on the same project. Default: none are known.
        same_secret: The names of the others that keep their secret in the same place. Default: none are known.
        has_triggers: Whether the project's own `Triggers` make a webhook as well. Default: not as far as is known.
        pipeline_actions: The actions of pipelines that run the project, such as `Stack/Pipeline/Build/Test`. Default:
            none are known.
        pipeline_sources: The sources of pipelines that may follow the same repository. Default: none are known.
        unknown: The members of the settings that are known only when the stack is deployed, `filter_groups` also where
            that is so of some groups. Default: none.
        copies: The names of its copies: the same webhook in stages beside its own, which may be for one account and
            region as well as for several. Default: none are known.
        elsewhere: The names of webhooks that it is not compared with, because they are for another account or region,
            or are those of a stage that has a copy of its own. Default: none are known.
        has_later_copies: Whether there are copies of it that have yet to be judged. Default: there are none.
        build_powers: What a build of the project can do that a stranger's code had better not. Default: nothing known.
        is_finished: Whether the webhook has been judged before, and is there for the others: two such are not compared
            again. Default: it is judged as the others are.
        is_of_triggers: Whether the `Triggers` of its project are to make the webhook. Default: not, or not known.
        is_switched_off: Whether these have filter groups and do not ask for a webhook. Default: they do ask.
        has_batch_config: Whether the project has a configuration of batch builds. Default: not known.
        language: What the webhook is written in, which the fixes of findings are in. Default: Python.
    """

    source_type: str | None = None
    agent_token_type: str | None = None
    keeps_secret: bool | None = None
    path: str = ""
    other_webhooks: tuple[str, ...] = ()
    same_secret: tuple[str, ...] = ()
    has_triggers: bool = False
    pipeline_actions: tuple[str, ...] = ()
    pipeline_sources: tuple[PipelineSource, ...] = ()
    unknown: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    has_later_copies: bool = False
    is_finished: bool = False
    build_powers: tuple[str, ...] = ()
    is_of_triggers: bool = False
    is_switched_off: bool = False
    has_batch_config: bool | None = None
    language: Language = Language.PYTHON
