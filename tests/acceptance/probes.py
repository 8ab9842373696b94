"""What a probe of an assumption is, and how it asks CodeBuild."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tests.acceptance.account import Account
from tests.acceptance.record import Observation, Record
from tests.acceptance.stacks import Stacks

__all__ = ["ON_PUSH", "Filter", "Probe", "Probed", "refusal_of"]

Filter = tuple[str, str] | tuple[str, str, bool]
ON_PUSH: Filter = ("EVENT", "PUSH")
_REFUSALS = {"InvalidInputException", "ValidationException"}


@dataclass(frozen=True, slots=True)
class Probed:
    """What a probe works with.

    Attributes:
        account: The account.
        stacks: Its stacks.
        record: The record, which is told what is confidential.
        what: The name of the stack of the probe.
        make_project: Makes projects, which are deleted at the end.
    """

    account: Account
    stacks: Stacks
    record: Record
    what: str
    make_project: Callable[..., str]

    def project_at(self, source_type: str) -> str:
        """Make a project of a git host that is configured."""
        return self.make_project({"type": source_type, "location": self.account.target.sources[source_type]})

    def create(self, project: str, *groups: list[Filter], **members: Any) -> dict[str, Any]:
        """Create a webhook, and note what is confidential in the answer."""
        if groups:
            members["filterGroups"] = [self.to_api(group) for group in groups]
        return self.confidential(self.account.codebuild.create_webhook(projectName=project, **members))

    @staticmethod
    def to_api(group: list[Filter]) -> list[dict[str, Any]]:
        """Return a filter group in the API's form."""
        return [
            {"type": kind, "pattern": pattern, **({"excludeMatchedPattern": exclude[0]} if exclude else {})}
            for kind, pattern, *exclude in group
        ]

    def update(self, project: str, **members: Any) -> dict[str, Any]:
        """Update a webhook, and note what is confidential in the answer."""
        return self.confidential(self.account.codebuild.update_webhook(projectName=project, **members))

    def confidential(self, answer: dict[str, Any]) -> dict[str, Any]:
        webhook: dict[str, Any] = answer["webhook"]
        self.record.keep_confidential(webhook.get("payloadUrl"), webhook.get("secret"))
        return webhook

    def accepts(self, project: str, *groups: list[Filter], **members: Any) -> tuple[bool, str]:
        """Try whether CodeBuild accepts a webhook; return that, and what to write into the record."""
        refusal = refusal_of(lambda: self.create(project, *groups, **members))
        return (True, "accepted") if refusal is None else (False, f"rejected: {refusal}")


Probe = Callable[[Probed], Observation]


def refusal_of(call: Callable[[], object]) -> str | None:
    """Return the code and the text of the refusal of what a call asks for; None where it is accepted.

    Raises:
        ClientError: It failed for another reason, such as the git host.
    """
    try:
        call()
    except ClientError as error:
        details = error.response["Error"]
        if details["Code"] not in _REFUSALS:
            raise
        return f"{details['Code']}: {details['Message']}"
    return None
