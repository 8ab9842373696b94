"""A pipeline as CodePipeline shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.lint.pipeline_definition import PipelineDefinition

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LivePipeline"]


@dataclass(frozen=True, slots=True)
class LivePipeline:
    """A pipeline of an account.

    Attributes:
        account: The number of the account.
        region: The region.
        name: The pipeline's name.
        definition: What it runs and follows.
    """

    account: str
    region: str
    name: str
    definition: PipelineDefinition

    @classmethod
    def of(cls, shown: Mapping[str, Any]) -> LivePipeline:
        """Read the answer of GetPipeline."""
        _, _, _, region, account, name = shown["metadata"]["pipelineArn"].split(":", 5)
        return cls(account, region, name, PipelineDefinition.of(shown["pipeline"]))
