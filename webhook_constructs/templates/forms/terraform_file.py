"""Plans and states of Terraform, as `terraform show -json` prints them.

A plan leaves what only the apply knows out of its values; its `resource_changes` say where. The format:
https://developer.hashicorp.com/terraform/internals/json-format [doc].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from webhook_constructs.core import SourceProvider, WebhookSettings
from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping, as_mappings
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.known_settings import known_part
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.template import Steps, Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, TemplateWebhook, location_of

from .form_reading import FormError, FormReading, brief
from .terraform_changes import Changes
from .terraform_modules import Resource, resources_of
from .terraform_places import Whereabouts
from .terraform_resources import (
    ARGUMENTS,
    PIPELINE,
    PROJECT,
    STACKS,
    WEBHOOK,
    pipeline_properties,
    project_properties,
    webhook_properties,
)
from .terraform_values import UNKNOWN

__all__ = ["is_written_so", "other_file_of_terraform", "read"]

_VERSION, _PLAN, _STATE = "format_version", "planned_values", "values"
_KNOWN_VERSIONS = ("0", "1")
_PARTS_OF_PLAN = frozenset({"resource_changes", "configuration"})
_OWN_STATE = frozenset({"version", "lineage", "serial"})
_OWN_RESOURCES = frozenset({"resources", "modules"})
"""Where a state as Terraform keeps it has its resources: in `modules` before Terraform 0.12."""

_EMPTY_STATE = frozenset({_VERSION, "terraform_version", "checks", _STATE})
_OF_CONFIGURATION, _OF_PLANS = (".tf", ".tf.json", ".tofu"), (".tfplan", ".plan", ".out", "plan")
_ARCHIVE, _LOG = b"PK\x03\x04", b'{"@level"'
_FAILED = "the plan has failed, so resources may be missing from it"
_PARTIAL = "the plan leaves changes to a later one, so resources may be missing from it"
_CONVERTED = {PROJECT: (PROJECT_TYPE, project_properties), PIPELINE: (PIPELINE_TYPE, pipeline_properties)}


def other_file_of_terraform(name: str, content: bytes) -> str | None:
    """Return which file of Terraform an unreadable file is, and what to read in its place.

    Args:
        name: The name of the file.
        content: What it begins with.

    Returns:
        A text; None where it is another file.
    """
    if name.lower().endswith(_OF_CONFIGURATION):
        what = "it is a configuration of Terraform"
    elif content.startswith(_ARCHIVE) and name.lower().endswith(_OF_PLANS):
        what = "it is a plan as Terraform saves it"
    elif content.lstrip().startswith(_LOG):
        what = "it is the log of `terraform plan -json`"
    else:
        return None
    return f"{what}: read what `terraform show -json` prints of a plan or a state"


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is a plan or a state."""
    return _VERSION in body or _PLAN in body or _is_kept_state(body)


def _is_kept_state(body: Mapping[str, Any]) -> bool:
    """Check whether a document is the file in which Terraform keeps its state."""
    return body.keys() >= _OWN_STATE and not _OWN_RESOURCES.isdisjoint(body)


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read a plan or a state.

    Args:
        body: The document.
        file: The path of its file.

    Raises:
        FormError: It is of a version that is not known, the file in which Terraform keeps its state, or something else
            that Terraform prints.
    """
    if _VERSION not in body and _is_kept_state(body):
        msg = "it is the file in which Terraform keeps its state: read what `terraform show -json` prints of it"
        raise FormError(msg)
    version = body.get(_VERSION)
    if not isinstance(version, str) or version.partition(".")[0] not in _KNOWN_VERSIONS:
        msg = f"it is a plan or state of Terraform in a format that this version does not know, got {brief(version)}"
        raise FormError(msg, (_VERSION,))
    if _PLAN not in body and not _PARTS_OF_PLAN.isdisjoint(body):
        msg = f"it is a part of a plan of Terraform: it has no {_PLAN}"
        raise FormError(msg)
    if _PLAN not in body and _STATE not in body and not body.keys() <= _EMPTY_STATE:
        msg = f"it is neither a plan nor a state of Terraform: it has no {_PLAN} and no {_STATE}"
        raise FormError(msg)
    return _Reading(body, file).read()


class _Reading:
    """Reads the resources of one file."""

    def __init__(self, body: Mapping[str, Any], file: str) -> None:
        self._body = body
        self._file = file
        self._section = _PLAN if _PLAN in body else _STATE
        self._changes = Changes(body, is_plan=self._section == _PLAN)
        self._unread: list[FormError] = []
        self._unseen: list[tuple[Steps, str]] = []
        self._there = (
            list(resources_of(body, self._section, self._unread, self._unseen)) if self._section in body else []
        )
        providers = as_mapping(as_mapping(body.get("configuration")).get("provider_config"))
        self._whereabouts = Whereabouts((each for each in self._there if each.type not in STACKS), providers.keys())
        self._resources: dict[str, Any] = {}

    def read(self) -> FormReading:
        for kind in _CONVERTED:  # the projects before the pipelines that run them
            for each in self._of(kind):
                self._add(each)
        webhooks = [each for each in map(self._webhook, self._of(WEBHOOK)) if each]
        self._unread += self._changes.not_planned({each.address for each in self._there})
        template = Template(
            {"Resources": self._resources},
            self._whereabouts.place,
            file=self._file,
            webhooks=tuple(webhooks),
            unseen=(*self._unseen, *self._also_unseen()),
        )
        return FormReading(template, tuple(self._unread))

    def _of(self, *types: str) -> list[Resource]:
        return [each for each in self._there if each.type in types]

    def _also_unseen(self) -> Iterator[tuple[Steps, str]]:
        yield from self._changes.unseen(self._of(WEBHOOK))
        if self._body.get("errored") is True:
            yield ("errored",), _FAILED
        if self._body.get("complete") is False:
            yield ("complete",), _PARTIAL
        for each in self._of(WEBHOOK):
            for name in sorted((each.configured or {}).keys() - ARGUMENTS):
                yield each.steps, f"{one_line(each.address)}: this version does not know the argument {one_line(name)}"
        for each in self._of(*STACKS):
            if _may_hold_webhooks(as_mapping(each.values).get("template_body")):
                why = "the template that it deploys may hold webhooks and is not read: judge it by itself"
                yield each.steps, f"{one_line(each.address)}: {why}"

    def _add(self, resource: Resource) -> None:
        """Add a project or pipeline; of one that cannot be read nothing is known."""
        resource_type, convert = _CONVERTED[resource.type]
        try:
            properties = convert(self._changes.values(resource))
        except FormError as error:
            self._unread.append(FormError(f"{one_line(resource.address)} cannot be read: {error}", error.steps))
            properties = {"Name": _unknown_name(resource)}
        if properties.get("Name") == UNKNOWN:
            properties["Name"] = _unknown_name(resource)
        place = self._whereabouts.written(resource)
        if resource.type == PIPELINE and place is not None:
            actions = [each for stage in as_mappings(properties.get("Stages")) for each in stage.get("Actions") or ()]
            for action in as_mappings(actions):
                self._place_action(cast("dict[str, Any]", action), resource, place)
        self._resources[resource.address] = {"Type": resource_type, "Properties": properties}

    def _place_action(self, action: dict[str, Any], pipeline: Resource, place: Any) -> None:
        """Return where the project of a pipeline's action is, in a file whose resources are in several places."""
        configuration = as_mapping(action.get("Configuration"))
        if "Region" in action or "ProjectName" not in configuration:
            return
        project = self._project(configuration["ProjectName"], pipeline)
        if project is None:
            action["Region"] = place
        else:
            action["Configuration"] = {**configuration, "ProjectName": {"Ref": project}}

    def _webhook(self, resource: Resource) -> TemplateWebhook | None:
        try:
            values = self._changes.values(resource)
            written, name = webhook_properties(values), values.required("project_name")
        except FormError as error:
            self._unread.append(FormError(f"{one_line(resource.address)} cannot be read: {error}", error.steps))
            return None
        if _is_left_to_the_service(written, resource):
            del written["PullRequestBuildPolicy"]["ApproverRoles"]
        project = self._project(name, resource)
        properties = as_mapping(as_mapping(self._resources.get(project or "")).get("Properties"))
        source = as_mapping(properties.get("Source"))
        part, source_type = known_part(written, Language.TERRAFORM), known_text(source.get("Type"))
        settings = WebhookSettings(
            **part.members,
            provider=SourceProvider.of_source(source_type),
            source_location=location_of(source),
            may_predate_approval="PullRequestBuildPolicy" not in written and not self._changes.is_created(resource),
        )
        known_name = known_text(name) or known_text(properties.get("Name"))
        self._resources[resource.address] = {"Type": WEBHOOK, "Properties": {}}
        return TemplateWebhook(
            resource.address,
            WEBHOOK,
            project=known_name or project,
            source_type=source_type,
            is_source_open=bool(source) and source_type is None,
            project_name=known_name,
            keeps_secret=True,
            agent_token_type=agent_token_type(properties.get("Environment", {})) if project else None,
            has_batch_config=has_batch_config(properties) if project else None,
            unknown=part.unknown,
            undecided=part.undecided,
            problems=part.problems,
            written=self._reference(name, project, resource),
            language=Language.TERRAFORM,
            origin=resource.steps,
            settings=settings if part.is_whole else None,
            known=None if part.is_whole else settings,
        )

    def _reference(self, name: Any, project: str | None, webhook: Resource) -> dict[str, Any]:
        """Return what a template would write for the project of a webhook."""
        if project is not None:
            return {"ProjectName": {"Ref": project}}
        if not isinstance(name, str) or self._named(name, webhook):
            return {"ProjectName": _unknown_name(webhook)}
        place = self._whereabouts.written(webhook)
        return {"ProjectName": name} if place is None else {"ProjectName": name, "Region": place}

    def _project(self, name: Any, resource: Resource) -> str | None:
        """Return the address of the project of a webhook: the one of its name, or that its configuration refers to."""
        if isinstance(name, str):
            found = self._named(name, resource)
        else:
            found = [each for each in resource.meant("project_name", PROJECT) if each in self._resources]
        return found[0] if len(found) == 1 else None

    def _named(self, name: str, resource: Resource) -> list[str]:
        """Return the addresses of the projects with a name that may be where a resource is."""
        found = [
            address
            for address, each in self._resources.items()
            if each["Type"] == PROJECT_TYPE and each["Properties"].get("Name") == name
        ]
        return self._whereabouts.near(resource, found)


def _unknown_name(resource: Resource) -> dict[str, str]:
    """Return what stands for a name that is not known: of each resource another one."""
    return {"Fn::Apply": resource.address}


def _may_hold_webhooks(template: Any) -> bool:
    """Check whether the template of a stack may have webhooks, as far as it is there."""
    return not isinstance(template, str) or PROJECT_TYPE in template or WEBHOOK_TYPE in template


def _is_left_to_the_service(written: Mapping[str, Any], resource: Resource) -> bool:
    """Check whether the approver roles are unknown because nobody writes them, so that the service has its default."""
    policy = as_mapping(written.get("PullRequestBuildPolicy"))
    if policy.get("ApproverRoles") != UNKNOWN or resource.configured is None:
        return False
    blocks = resource.configured.get("pull_request_build_policy")
    return isinstance(blocks, list) and len(blocks) == 1 and "approver_roles" not in as_mapping(blocks[0])
