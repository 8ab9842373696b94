"""A project with its webhook, as CodeBuild shows it in BatchGetProjects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from webhook_constructs.core import SourceProvider, WebhookConstructsError, WebhookSettings, WebhookSettingsError
from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook

from .form_reading import brief

__all__ = ["LiveProject"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LiveProject:
    """A project of an account, and the settings of its webhook.

    What of a webhook is no setting, such as its payload URL, is not kept.

    Attributes:
        account: The number of the account.
        region: The region.
        name: The project's name.
        source_type: The type of its primary source. Default: CodeBuild shows none.
        agent_token_type: The type of its variable for Buildkite's token; empty where it has none.
        build_powers: What its environment gives to its builds. Default: nothing that a stranger had better not have.
        has_batch_config: Whether it has a configuration of batch builds.
        has_webhook: Whether it has a webhook.
        settings: The settings of its webhook. Default: it has none, or they cannot be read.
        error: Why they cannot be read. Default: they can.
        failure: Why CodeBuild could not create the webhook. Default: it could, or there is none.
    """

    account: str
    region: str
    name: str
    source_type: str | None = None
    agent_token_type: str | None = ""
    build_powers: tuple[str, ...] = ()
    has_batch_config: bool | None = None
    has_webhook: bool = False
    settings: WebhookSettings | None = None
    error: WebhookConstructsError | None = None
    failure: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by: the account, the region and the name."""
        return self.account, self.region, self.name

    @classmethod
    def of(cls, shown: Mapping[str, Any], *, account: str, region: str, name: str) -> LiveProject:
        """Read a project of BatchGetProjects.

        Args:
            shown: The project.
            account: The number of its account.
            region: Its region.
            name: Its name.
        """
        source, webhook = as_mapping(shown.get("source")), shown.get("webhook")
        source_type, location = (
            each if isinstance(each, str) else None for each in map(source.get, ("type", "location"))
        )
        settings, error = None, None
        if webhook is not None:
            try:
                settings = _settings(webhook, source_type, location)
            except WebhookConstructsError as raised:
                error = raised
        return cls(
            account=account,
            region=region,
            name=name,
            source_type=source_type,
            agent_token_type=agent_token_type(shown.get("environment", {})),
            build_powers=environment_powers(shown.get("environment")),
            has_batch_config=has_batch_config(shown),
            has_webhook=webhook is not None,
            settings=settings,
            error=error,
            failure=_failure(as_mapping(webhook)),
        )

    def webhook(self, name: str) -> TemplateWebhook:
        """Return its webhook as the engine of templates takes one.

        Args:
            name: What names it in texts.
        """
        return TemplateWebhook(
            name,
            PROJECT_TYPE,
            project=self.name,
            settings=self.settings,
            source_type=self.source_type,
            agent_token_type=self.agent_token_type,
            build_powers=self.build_powers,
            has_batch_config=self.has_batch_config,
            failure=self.failure,
            project_name=self.name,
            written={"ProjectName": self.name, "Account": self.account, "Region": self.region},
            language=Language.API,
        )


def _settings(webhook: Any, source_type: str | None, location: str | None) -> WebhookSettings:
    if not isinstance(webhook, Mapping):
        msg = f"expected an object, got {brief(webhook)}"
        raise WebhookSettingsError(msg)
    provider = SourceProvider.of_source(source_type)
    # A live webhook may have members that are newer than this package; `status` tells that it is one.
    written = {"status": "ACTIVE", **webhook}
    settings = WebhookSettings.from_api(written, provider=provider, source_location=location)
    if provider is SourceProvider.GITHUB and not webhook.get("url"):
        # The flag cannot be read back, but CodeBuild knows the address of a hook that it has added itself.
        return replace(settings, manual_creation=True)
    return settings


def _failure(webhook: Mapping[str, Any]) -> str | None:
    if webhook.get("status") != "CREATE_FAILED":
        return None
    said = _ADDRESS.sub("(an address)", str(webhook.get("statusMessage", "")))  # which can carry what opens it
    return one_line(said).removesuffix(".") or "it does not say why"
