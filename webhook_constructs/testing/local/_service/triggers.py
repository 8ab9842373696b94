"""`Triggers` of a project in a template, and the webhook operation that CloudFormation calls for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["ENTERPRISE_REFUSAL", "Triggers", "TriggersCall"]

ENTERPRISE_REFUSAL = (
    "Failed to call CreateWebhook, reason: [local] CloudFormation has no webhooks for projects of GitHub Enterprise, "
    "only CreateWebhook itself has (Service: null; Status Code: 400; Error Code: null)"
)
"""CloudFormation refuses these by itself and calls nothing [obs: cloudformation-coverage-roadmap issue 185]."""

_PROPERTIES = ("Webhook", "FilterGroups", "BuildType", "ScopeConfiguration", "PullRequestBuildPolicy")
_DEFAULT_SCOPE = "GITHUB_ORGANIZATION"  # [doc: AWS::CodeBuild::Project, ScopeConfiguration]
_BOOLEANS = {"true": True, "false": False}  # a template may have texts for booleans


@dataclass(frozen=True, slots=True)
class TriggersCall:
    """A call of CodeBuild.

    Attributes:
        operation: CreateWebhook, UpdateWebhook or DeleteWebhook.
        parameters: Its input, in the API's form.
    """

    operation: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Triggers:
    """What a template says of the webhook of a project.

    Attributes:
        webhook: Whether there shall be one; None where the template does not say.
        settings: The other properties, in the API's form.
    """

    webhook: bool | None
    settings: Mapping[str, Any]

    @classmethod
    def of(cls, project: Mapping[str, Any]) -> Triggers:
        """Read the properties of a project, which may have no ``Triggers``.

        Raises:
            ValueError: A property is unknown, or no boolean where CloudFormation wants one.
        """
        given = project.get("Triggers") or {}
        unknown = [name for name in given if name not in _PROPERTIES]
        if unknown:
            msg = f"[local] Triggers has no property {unknown[0]}, only {', '.join(_PROPERTIES)}"
            raise ValueError(msg)
        settings = _to_api({name: value for name, value in given.items() if name != "Webhook"})
        if isinstance(settings.get("scopeConfiguration"), dict):
            settings["scopeConfiguration"].setdefault("scope", _DEFAULT_SCOPE)
        return cls(_boolean("Webhook", given["Webhook"]) if "Webhook" in given else None, settings)

    def call(
        self, project: str, before: Triggers, *, has_webhook: bool, sees_webhook: bool = True
    ) -> TriggersCall | None:
        """Return what CloudFormation calls once the project has been made or updated.

        Where the template says nothing (any more) the webhook stays, and only ``Webhook: false`` deletes it [obs:
        cloudformation-coverage-roadmap issue 1444].

        Args:
            project: The name of the project.
            before: What the template said before.
            has_webhook: Whether the project has a webhook, whoever made it.
            sees_webhook: Whether CloudFormation looks for that webhook; otherwise it goes by what the template said
                before. Default: it looks [assumed: triggers-see-webhook].
        """
        if self.webhook is None or self == before:
            return None
        parameters = {"projectName": project}
        if not self.webhook:
            return TriggersCall("DeleteWebhook", parameters) if has_webhook else None
        parameters.update(self.settings)
        if has_webhook if sees_webhook else before.webhook:
            parameters.pop("scopeConfiguration", None)  # UpdateWebhook has no such member [doc: API_UpdateWebhook]
            return TriggersCall("UpdateWebhook", parameters)
        return TriggersCall("CreateWebhook", parameters)


def _to_api(value: Any) -> Any:
    """Spell names as the API does; texts such as patterns stay what they are."""
    if isinstance(value, list):
        return [_to_api(member) for member in value]
    if isinstance(value, dict):
        return {
            name[:1].lower() + name[1:]: _boolean(name, member) if name == "ExcludeMatchedPattern" else _to_api(member)
            for name, member in value.items()
        }
    return value


def _boolean(name: str, value: object) -> bool:
    if str(value).lower() not in _BOOLEANS:
        msg = f"[local] {name} of Triggers must be true or false, got {value!r}"
        raise ValueError(msg)
    return _BOOLEANS[str(value).lower()]
