"""A project as CodeBuild shows it, and a pipeline as CodePipeline does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from webhook_constructs.core import SourceProvider, WebhookConstructsError, WebhookSettings
from webhook_constructs.core.service.batch_configuration import has_batch_config
from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.arguments import one_line

from .reading.answer import Answer, arn_parts, required
from .reading.read_error import strange

__all__ = ["LivePipeline", "LiveProject"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_PROJECT = "BatchGetProjects.projects[]"


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
    def of(cls, shown: Mapping[str, Any]) -> LiveProject:
        """Read a project of BatchGetProjects.

        Raises:
            ReadError: It lacks what AWS always shows.
        """
        name, arn = (required(shown, each, _PROJECT) for each in ("name", "arn"))
        region, account, resource = arn_parts(arn, "codebuild", f"{_PROJECT}.arn")
        if resource != f"project/{name}":
            raise strange(_PROJECT, "has the name and the ARN of two projects")
        source, webhook = shown.get("source", {}), shown.get("webhook")
        settings, error = None, None
        if webhook is not None:
            provider = SourceProvider.of_source(source.get("type"))
            try:
                settings = WebhookSettings.from_api(
                    # A live webhook may have members that are newer than this package; `status` tells that it is one.
                    {"status": "ACTIVE", **webhook},
                    provider=provider,
                    source_location=source.get("location"),
                )
                if provider is SourceProvider.GITHUB and not webhook.get("url"):
                    # The flag cannot be read back, but CodeBuild knows the address of a hook that it has added itself.
                    settings = replace(settings, manual_creation=True)
            except WebhookConstructsError as raised:
                error = raised
        return cls(
            account=account,
            region=region,
            name=name,
            source_type=source.get("type"),
            agent_token_type=agent_token_type(shown.get("environment", {})),
            build_powers=environment_powers(shown.get("environment")),
            has_batch_config=has_batch_config(shown),
            has_webhook=webhook is not None,
            settings=settings,
            error=error,
            failure=_failure(webhook or {}),
        )


@dataclass(frozen=True, slots=True)
class LivePipeline:
    """A pipeline of an account.

    Attributes:
        account: The number of the account.
        region: The region.
        name: The pipeline's name.
        shown: What it runs and follows: its stages and triggers, as CodePipeline shows them.
    """

    account: str
    region: str
    name: str
    shown: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by: the account, the region and the name."""
        return self.account, self.region, self.name

    @classmethod
    def of(cls, shown: Answer) -> LivePipeline:
        """Read the answer of GetPipeline.

        Raises:
            ReadError: It lacks what AWS always shows.
        """
        arn = required(shown["metadata"], "pipelineArn", "GetPipeline.metadata")
        region, account, name = arn_parts(arn, "codepipeline", "GetPipeline.metadata.pipelineArn")
        place = "GetPipeline.pipeline"
        required(shown["pipeline"], "stages", place)
        if required(shown["pipeline"], "name", place) != name:
            raise strange(place, "is another one than its ARN names")
        return cls(account, region, name, {each: shown["pipeline"].get(each) for each in ("stages", "triggers")})


def _failure(webhook: Mapping[str, Any]) -> str | None:
    if webhook.get("status") != "CREATE_FAILED":
        return None
    said = _ADDRESS.sub("(an address)", webhook.get("statusMessage", ""))  # which can carry what opens it
    return one_line(said).removesuffix(".") or "it does not say why"
