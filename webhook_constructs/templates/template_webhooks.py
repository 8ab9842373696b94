"""The webhooks of a CloudFormation template, whatever wrote it: ours, and those of a project's own `Triggers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.enums import SourceProvider
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_no_value, is_unresolved, known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint.wording.languages import Language

from .known_settings import PROPERTIES, TRIGGERS, KnownPart, ShapeProblem, is_function, is_included, known_part
from .misplaced_settings import misplaced_settings
from .references import folded

__all__ = ["PROJECT_TYPE", "WEBHOOK_TYPE", "TemplateWebhook", "location_of", "template_webhooks"]

PROJECT_TYPE = "AWS::CodeBuild::Project"
"""The resource type whose `Triggers` make a webhook."""

WEBHOOK_TYPE = "Custom::CodeBuildWebhook"
"""The resource type of this package."""

_TRIGGERS = "Triggers"
_OF_THE_PROJECT = ("ProjectName", "Account", "Region", "SecretArn")


@dataclass(frozen=True, slots=True)
class TemplateWebhook:
    """A webhook that a template describes.

    Attributes:
        logical_id: The logical id of its resource.
        resource_type: The type of its resource.
        construct_path: The path of the construct, where the CDK has written it down. Default: not known.
        project: What names its project in a text: the project's name, or where CloudFormation gives it one, the
            construct or logical id of the project. Default: not known.
        settings: Its settings. Default: a part that decides on them is known only when the stack is deployed, or
            cannot be read.
        known: What is known of them where a part is not, or cannot be read; filters of which nothing is known stand in
            the places of these. Default: there are settings.
        unknown: The members of `known` that are not known, or not in full. Default: none.
        undecided: The properties that are known only when the stack is deployed, such as `Triggers.FilterGroups[1]`;
            with `Triggers.Webhook` it is that there is a webhook at all. Default: none.
        problems: What of them cannot be read, because CloudFormation refuses the way in which it is written. Default:
            nothing.
        source_type: The type of the project's source. Default: not known.
        is_source_open: Whether that is written, and known only when the stack is deployed. Default: it is not.
        agent_token_type: The type of the project's variable for Buildkite's token, empty where it has none. Default:
            not known.
        keeps_secret: Whether there is a place for a secret that CodeBuild may show. Default: not known.
        project_name: The name of the project. Default: not known before the deployment.
        condition: The condition without which there is no such resource. Default: there is none.
        within: What tells it apart from another one of the same name, such as its file. Default: it need not be told.
        is_unconditional: Whether it is created wherever its resource is. Default: it is; a function may decide on the
            `Triggers` of a project.
        build_powers: What a build of its project can do, if that is known besides a resource. Default: it is not.
        has_batch_config: Whether its project has a configuration of batch builds. Default: not known.
        is_of_triggers: Whether the `Triggers` of a project in the template are to make it. Default: something else is.
        is_switched_off: Whether these have filter groups and do not ask for a webhook. Default: they do ask.
        written: What the template writes for its project: name, account and region, and for the ARN of its secret, as
            far as it writes them. Default: nothing.
        language: What it is written in. Default: CloudFormation.
        origin: The way to it in its file, where another form than CloudFormation's describes it. Default: it is a
            resource of a template.
        failure: Why CodeBuild could not create it. Default: it could, or nobody has tried.
    """

    logical_id: str
    resource_type: str
    construct_path: str | None = None
    project: str | None = None
    settings: WebhookSettings | None = None
    known: WebhookSettings | None = None
    unknown: frozenset[str] = frozenset()
    undecided: tuple[str, ...] = ()
    problems: tuple[ShapeProblem, ...] = ()
    source_type: str | None = None
    is_source_open: bool = False
    agent_token_type: str | None = None
    keeps_secret: bool | None = None
    project_name: str | None = None
    condition: str | None = None
    within: str | None = None
    is_unconditional: bool = True
    build_powers: tuple[str, ...] = ()
    has_batch_config: bool | None = None
    is_of_triggers: bool = False
    is_switched_off: bool = False
    written: Mapping[str, Any] = field(default_factory=dict, compare=False)
    language: Language = Language.CLOUDFORMATION
    origin: tuple[str | int, ...] | None = None
    failure: str | None = None

    @property
    def error(self) -> str | None:
        """Why they cannot be read in full, in the words of their language; None if they can, as far as known."""
        return self.problems[0].said_in(self.language) if self.problems else None

    @property
    def is_ours(self) -> bool:
        """Whether it is a resource of this package, and not the `Triggers` of a project."""
        return self.resource_type == WEBHOOK_TYPE

    @property
    def is_by_itself(self) -> bool:
        """Whether it is a resource of its own, and not a part of its project."""
        return self.resource_type != PROJECT_TYPE

    @property
    def is_shown_a_secret(self) -> bool:
        """Whether CodeBuild shows a secret of it, for certain: of a manual webhook, and at GitHub Enterprise."""
        settings = self.settings or self.known
        if settings is None:
            return False
        return settings.is_manual or settings.provider is SourceProvider.GITHUB_ENTERPRISE

    @property
    def open_parts(self) -> tuple[str, ...]:
        """The properties that are known only on deployment: `undecided`, patterns and the branch filter."""
        before = f"{_TRIGGERS}." if self.resource_type == PROJECT_TYPE else ""
        settings = self.settings or self.known
        groups = settings.filter_groups if settings is not None else ()
        patterns = tuple(
            f"{before}FilterGroups[{place}][{index}].Pattern"
            for place, group in enumerate(groups)
            for index, each in enumerate(group.filters)
            if is_unresolved(each.pattern) and not each.is_unknown
        )
        is_open = settings is not None and is_unresolved(settings.branch_filter)
        return (*self.undecided, *patterns, *([f"{before}BranchFilter"] if is_open else []))

    @property
    def name(self) -> str:
        """What names it in a text: the construct that people have written, or else its logical id."""
        name = _construct_name(self.logical_id, self.construct_path)
        return name if self.within is None else f"{name} in {self.within}"


def template_webhooks(template: object) -> Iterator[TemplateWebhook]:
    """Find the webhooks of a template.

    Args:
        template: A template as the JSON or YAML parser gave it. What is no template has no webhooks.

    Examples:
        >>> triggers = {"Webhook": True, "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]}
        >>> project = {"Type": PROJECT_TYPE, "Properties": {"Source": {"Type": "GITHUB"}, "Triggers": triggers}}
        >>> [webhook] = template_webhooks({"Resources": {"Api": project}})
        >>> (webhook.logical_id, str(webhook.settings.provider))
        ('Api', 'GITHUB')
    """
    resources = as_mapping(as_mapping(template).get("Resources"))
    for logical_id, value in resources.items():
        resource = as_mapping(value)
        properties = as_mapping(resource.get("Properties"))
        condition = resource.get("Condition")
        found = TemplateWebhook(
            str(logical_id),
            str(resource.get("Type")),
            _construct_path(resource),
            condition=condition if isinstance(condition, str) else None,
        )
        if found.resource_type == WEBHOOK_TYPE:
            project = _project(properties.get("ProjectName"), resources)
            written = {name: properties[name] for name in _OF_THE_PROJECT if name in properties}
            yield replace(found, **project, **_of_ours(properties), written=written, language=Language.PYTHON)
        elif found.resource_type == PROJECT_TYPE:
            misplaced = tuple(misplaced_settings(str(logical_id), resource))
            if not misplaced and not _may_have_webhook(properties.get(_TRIGGERS)):
                continue
            of_project = {**_project({"Ref": logical_id}, resources), **_of_a_project(properties, misplaced)}
            is_unconditional = _is_true(as_mapping(properties.get(_TRIGGERS)).get("Webhook"))
            yield replace(
                found, **of_project, is_unconditional=is_unconditional, written={"ProjectName": {"Ref": logical_id}}
            )


def _may_have_webhook(triggers: object) -> bool:
    """Check whether a project has a webhook, or may have one once what is open is known and what is wrong is mended."""
    if triggers is None or is_no_value(triggers):
        return False
    if not isinstance(triggers, Mapping) or any(key not in TRIGGERS for key in triggers):
        return True
    groups = triggers.get("FilterGroups")
    return not _is_off(triggers.get("Webhook")) or (bool(groups) and not is_no_value(groups))


def _is_switched_off(triggers: Mapping[str, Any]) -> bool:
    """Check whether there are filter groups for a webhook that is not asked for, which CloudFormation refuses."""
    groups = triggers.get("FilterGroups")
    return isinstance(groups, list) and bool(groups) and _is_off(triggers.get("Webhook"))


def _is_off(switch: object) -> bool:
    return switch is None or is_no_value(switch) or str(switch).lower() == "false"


def _construct_path(resource: Mapping[str, Any]) -> str | None:
    path = as_mapping(resource.get("Metadata")).get("aws:cdk:path")
    return path if isinstance(path, str) else None


def _construct_name(logical_id: str, construct_path: str | None) -> str:
    return logical_id if construct_path is None else construct_path.removesuffix("/Resource")


def _project(written: object, resources: Mapping[str, Any]) -> dict[str, Any]:
    """Name a project that is named outright or by a reference to a resource of its template."""
    if isinstance(written, str):
        return {"project": written, "project_name": known_text(written)}
    logical_id = as_mapping(written).get("Ref")
    resource = as_mapping(resources.get(logical_id)) if isinstance(logical_id, str) else {}
    if not isinstance(logical_id, str) or resource.get("Type") != PROJECT_TYPE:
        return {}
    name = as_mapping(resource.get("Properties")).get("Name")
    if isinstance(name, str):
        return {"project": name, "project_name": known_text(name)}
    return {"project": _construct_name(logical_id, _construct_path(resource))}


def _of_ours(properties: Mapping[str, Any]) -> dict[str, Any]:
    names = PROPERTIES.values()
    written = {name: each for name, each in properties.items() if name in names or is_included(name)}
    found = _settings(known_part(written), as_mapping(folded(properties.get("Source"))))
    return {
        **found,
        "undecided": tuple(each or next(iter(written)) for each in found["undecided"]),
        "keeps_secret": "SecretArn" in properties,
    }


def _of_a_project(properties: Mapping[str, Any], misplaced: Sequence[ShapeProblem]) -> dict[str, Any]:
    triggers = properties.get(_TRIGGERS)
    part = known_part({} if triggers is None else triggers, keys=TRIGGERS)
    for each in misplaced:
        part.refuse(each, as_mapping(triggers))
    found = _settings(part, as_mapping(folded(properties.get("Source"))))
    places = tuple(f"{_TRIGGERS}.{each}".removesuffix(".") for each in found["undecided"])
    return {
        **found,
        "undecided": places,
        "agent_token_type": agent_token_type(properties.get("Environment", {})),
        "has_batch_config": has_batch_config(properties),
        "is_of_triggers": True,
        "is_switched_off": _is_switched_off(as_mapping(triggers)),
    }


def _settings(part: KnownPart, source: Mapping[str, Any]) -> dict[str, Any]:
    source_type = known_text(source.get("Type"))
    settings = WebhookSettings(
        **part.members, provider=SourceProvider.of_source(source_type), source_location=location_of(source)
    )
    return {
        "source_type": source_type,
        "is_source_open": bool(source) and source_type is None,
        "undecided": part.undecided,
        "unknown": part.unknown,
        "problems": part.problems,
        "known" if part.undecided or part.problems else "settings": settings,
    }


def location_of(source: Mapping[str, Any]) -> Text | None:
    """Return the location of the source of a project; None where it has none that is a text or a function."""
    location = source.get("Location")
    if isinstance(location, Mapping) and is_function(location):
        return UnresolvedValue.from_cfn(location)
    return location if isinstance(location, str) else None


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")
