"""A project as CodeBuild shows it, and a pipeline as CodePipeline does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhook_constructs.templates.forms.live_project import LiveProject

from .reading.answer import Answer, arn_parts, required
from .reading.read_error import strange

__all__ = ["LivePipeline", "live_project"]

_PROJECT = "BatchGetProjects.projects[]"


def live_project(shown: Mapping[str, Any]) -> LiveProject:
    """Read a project of BatchGetProjects.

    Raises:
        ReadError: It lacks what AWS always shows.
    """
    name, arn = (required(shown, each, _PROJECT) for each in ("name", "arn"))
    region, account, resource = arn_parts(arn, "codebuild", f"{_PROJECT}.arn")
    if resource != f"project/{name}":
        raise strange(_PROJECT, "has the name and the ARN of two projects")
    return LiveProject.of(shown, account=account, region=region, name=name)


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
