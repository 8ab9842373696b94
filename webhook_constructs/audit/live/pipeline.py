"""A pipeline as CodePipeline shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.audit.reading.answer import arn_parts, required
from webhook_constructs.audit.reading.read_error import strange
from webhook_constructs.templates.pipeline_definition import PipelineDefinition

if TYPE_CHECKING:
    from webhook_constructs.audit.reading.answer import Answer

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
        return cls(account, region, name, PipelineDefinition.of(shown["pipeline"]))
