"""A pipeline as CodePipeline shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.audit.reading.answer import arn_parts, required
from webhook_constructs.audit.reading.read_error import strange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webhook_constructs.audit.reading.answer import Answer

__all__ = ["LivePipeline"]


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
