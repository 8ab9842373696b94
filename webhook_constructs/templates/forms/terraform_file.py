"""Plans and states of Terraform, as `terraform show -json` prints them.

A plan leaves what only the apply knows out of its values; its `resource_changes` say where. The format:
https://developer.hashicorp.com/terraform/internals/json-format [doc].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from webhook_constructs.core import SourceProvider, WebhookSettings
from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping, as_mappings
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.known_settings import known_part
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.template import Steps, Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook, location_of

from .form_reading import FormError, FormReading
from .terraform_modules import Resource, resources_of
from .terraform_resources import (
    PIPELINE,
    PROJECT,
    WEBHOOK,
    pipeline_properties,
    project_properties,
    webhook_properties,
)
from .terraform_values import UNKNOWN, Values, masked

__all__ = ["is_written_so", "read"]

_VERSION, _PLAN, _STATE, _CHANGES = "format_version", "planned_values", "values", "resource_changes"
_KNOWN_VERSIONS = ("0", "1")
_OWN_STATE = frozenset({"version", "lineage", "serial", "resources"})
_UNSEEN = "it has no resource_changes, so values that only terraform apply knows cannot be told from absent ones"
_FAILED = "the plan has failed, so resources may be missing from it"
_PARTIAL = "the plan leaves changes to a later one, so resources may be missing from it"


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is a plan or a state."""
    return _VERSION in body or _PLAN in body or body.keys() >= _OWN_STATE


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read a plan or a state.

    Args:
        body: The document.
        file: The path of its file.

    Raises:
        FormError: It is of a version that is not known, or is the file in which Terraform keeps its state.
    """
    if _VERSION not in body and body.keys() >= _OWN_STATE:
        msg = "it is the file in which Terraform keeps its state: read what `terraform show -json` prints of it"
        raise FormError(msg)
    version = body.get(_VERSION)
    if not isinstance(version, str) or version.partition(".")[0] not in _KNOWN_VERSIONS:
        msg = f"it is a plan or state of Terraform in a format that this version does not know, got {shown(version)}"
        raise FormError(msg, (_VERSION,))
    if _PLAN not in body and (_CHANGES in body or "configuration" in body):
        msg = "it is a part of a plan of Terraform: it has no planned_values"
        raise FormError(msg)
    return _Reading(body, file).read()


@dataclass(slots=True)
class _Reading:
    """Reads the resources of one file."""

    body: Mapping[str, Any]
    file: str
    resources: dict[str, Any] = field(default_factory=dict)
    unread: list[FormError] = field(default_factory=list)

    def read(self) -> FormReading:
        section = _PLAN if _PLAN in self.body else _STATE
        there = list(resources_of(self.body, section, self.unread))
        changes = _changes(self.body.get(_CHANGES))
        for each in there:
            if each.type in _CONVERTED:
                self._add(each, changes)
        webhooks = [each for each in (self._webhook(one, changes) for one in there if one.type == WEBHOOK) if each]
        template = Template(
            {"Resources": self.resources},
            file=self.file,
            webhooks=tuple(webhooks),
            unseen=tuple(self._unseen(section, webhooks)),
        )
        return FormReading(template, tuple(self.unread))

    def _unseen(self, section: str, webhooks: list[TemplateWebhook]) -> Iterator[tuple[Steps, str]]:
        if section == _PLAN and webhooks and not isinstance(self.body.get(_CHANGES), list):
            yield (_PLAN,), _UNSEEN
        if self.body.get("errored") is True:
            yield ("errored",), _FAILED
        if self.body.get("complete") is False:
            yield ("complete",), _PARTIAL

    def _add(self, resource: Resource, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """Add a project or pipeline; of one that cannot be read nothing is known."""
        resource_type, convert = _CONVERTED[resource.type]
        try:
            properties = convert(_values(resource, changes))
        except FormError as error:
            self.unread.append(error)
            properties = {"Name": _unknown_name(resource)}
        if properties.get("Name") == UNKNOWN:
            properties["Name"] = _unknown_name(resource)
        self.resources[resource.address] = {"Type": resource_type, "Properties": properties}

    def _webhook(self, resource: Resource, changes: Mapping[str, Mapping[str, Any]]) -> TemplateWebhook | None:
        try:
            values = _values(resource, changes)
            written, name = webhook_properties(values), values.required("project_name")
        except FormError as error:
            self.unread.append(FormError(f"{resource.address} cannot be read: {error}", error.steps))
            return None
        if _is_left_to_the_service(written, resource):
            del written["PullRequestBuildPolicy"]["ApproverRoles"]
        project = self._project(name, resource)
        properties = as_mapping(as_mapping(self.resources.get(project or "")).get("Properties"))
        reference = {"Ref": project} if project else name if isinstance(name, str) else _unknown_name(resource)
        self.resources[resource.address] = {"Type": WEBHOOK, "Properties": {}}
        source = as_mapping(properties.get("Source"))
        part, source_type = known_part(written), known_text(source.get("Type"))
        settings = WebhookSettings(
            **part.members,
            provider=SourceProvider.of_source(source_type),
            source_location=location_of(source),
            may_predate_approval="PullRequestBuildPolicy" not in written and not _is_created(resource, changes),
        )
        known_name = known_text(name) or known_text(properties.get("Name"))
        return TemplateWebhook(
            resource.address,
            WEBHOOK,
            project=known_name or project,
            source_type=source_type,
            project_name=known_name,
            keeps_secret=True,
            agent_token_type=agent_token_type(properties.get("Environment", {})) if project else None,
            has_batch_config=has_batch_config(properties) if project else None,
            unknown=part.unknown,
            undecided=part.undecided,
            problems=part.problems,
            written={"ProjectName": reference},
            language=Language.TERRAFORM,
            origin=resource.steps,
            settings=settings if part.is_whole else None,
            known=None if part.is_whole else settings,
        )

    def _project(self, name: Any, webhook: Resource) -> str | None:
        """Return the address of the project of a webhook: the one of its name, or that its configuration refers to."""
        projects = {
            address: as_mapping(each["Properties"])
            for address, each in self.resources.items()
            if each["Type"] == PROJECT_TYPE
        }
        if isinstance(name, str):
            found = [address for address, each in projects.items() if each.get("Name") == name]
            return found[0] if len(found) == 1 else None
        found = [each for each in webhook.meant("project_name", PROJECT) if each in projects]
        return found[0] if len(found) == 1 else None


_CONVERTED = {PROJECT: (PROJECT_TYPE, project_properties), PIPELINE: (PIPELINE_TYPE, pipeline_properties)}


def _changes(written: Any) -> dict[str, Mapping[str, Any]]:
    """Return what changes about each resource, by the addresses; not of an object that is only left to be destroyed."""
    return {
        each["address"]: as_mapping(each.get("change"))
        for each in as_mappings(written)
        if isinstance(each.get("address"), str) and "deposed" not in each
    }


def _values(resource: Resource, changes: Mapping[str, Mapping[str, Any]]) -> Values:
    change = as_mapping(changes.get(resource.address))
    masks = (resource.sensitive, change.get("after_unknown"), change.get("after_sensitive"))
    return Values(masked(resource.values, *masks), (*resource.steps,))


def _unknown_name(resource: Resource) -> dict[str, str]:
    """Return what stands for a name that is not known: of each resource another one."""
    return {"Fn::Apply": resource.address}


def _is_created(resource: Resource, changes: Mapping[str, Mapping[str, Any]]) -> bool:
    actions = as_mapping(changes.get(resource.address)).get("actions")
    return isinstance(actions, list) and "create" in actions


def _is_left_to_the_service(written: Mapping[str, Any], resource: Resource) -> bool:
    """Check whether the approver roles are unknown because nobody writes them, so that the service has its default."""
    policy = as_mapping(written.get("PullRequestBuildPolicy"))
    if policy.get("ApproverRoles") != UNKNOWN or resource.configured is None:
        return False
    blocks = resource.configured.get("pull_request_build_policy")
    return isinstance(blocks, list) and len(blocks) == 1 and "approver_roles" not in as_mapping(blocks[0])
