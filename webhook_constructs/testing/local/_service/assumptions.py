"""What the embedded AWS assumes about AWS, and the other answers that a test can try.

The comments of this folder name an assumption as `[assumed: id]`. Several of them are those of the code that is tested
here; they are declared in its own `assumptions` modules, and only their answers are in `ANSWERS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from webhook_constructs.core.service.assumptions import Assumption

__all__ = ["ANSWERS", "ASSUMPTIONS", "Answers", "Switch"]

ANSWERS: Mapping[str, tuple[object, ...]] = {
    "approver-roles": ("accept", "reject"),
    "created-at-once": (True, False),
    "empty-pattern": ("accept", "reject"),
    "enterprise-returns-secret": (True, False),
    "event-not-sent": ("reject", "accept"),
    "excluded-event": ("accept", "reject"),
    "filters-switched": ("replace", "reject"),
    "hook-outlives-source": (True, False),
    "omitted-build-type": ("keep", "reset"),
    "omitted-on-update": ("keep", "clear"),
    "report-status": (True, False),
    "rotation-returns-secret": (True, False),
    "several-event-filters": ("accept", "reject"),
    "triggers-see-webhook": (True, False),
    "unknown-event": ("reject", "accept"),
    "webhook-outlives-update": (True, False),
}
"""The answers that the embedded AWS can give, by the id of the assumption. The first is what we assume."""

ASSUMPTIONS = (
    Assumption(
        "approver-roles",
        "CodeBuild accepts approver roles of another git host than the project's",
        "an example of AWS has such roles, and no page says what they do",
        "a deployment fails that succeeds on the embedded AWS",
    ),
    Assumption(
        "buildkite-events",
        "filter groups of a Buildkite webhook can have any events and filters",
        "which events they take is not documented",
        "a deployment fails that succeeds on the embedded AWS",
    ),
    Assumption(
        "delivery-answers",
        "CodeBuild answers a delivery with the HTTP statuses of the embedded AWS, which marks its texts with [local]",
        "neither the statuses nor the texts are documented",
        "a test that asserts a status holds nowhere else",
    ),
    Assumption(
        "filters-switched",
        "UpdateWebhook replaces a branch filter by the filter groups that it is given, and the other way round",
        "that the two exclude each other has been observed, and not what an update does",
        "nothing: the function replaces the webhook in that case",
    ),
    Assumption(
        "hook-outlives-project",
        "DeleteProject leaves the hook at the git host",
        "what becomes of it is not documented",
        "a test reports a leaked hook where there is none",
    ),
    Assumption(
        "hook-outlives-source",
        "the hook at the git host stays when CodeBuild drops the webhook of a project whose source has changed",
        "what becomes of it is not documented",
        "a test reports a leaked hook where there is none",
    ),
    Assumption(
        "misaddressed-answer",
        "a custom resource fails at once if the answer has an identifier that is not that of the request",
        "CloudFormation may as well ignore it, and wait until the timeout",
        "a deployment with such a function fails later than on the embedded AWS",
    ),
    Assumption(
        "old-properties-after-failure",
        "after an update that failed and was not rolled back, the old properties are those of the last success",
        "what CloudFormation sends then is not documented",
        "nothing: the function compares what UpdateWebhook answers with what is desired",
    ),
    Assumption(
        "omitted-build-type",
        "UpdateWebhook keeps the build type if it is not given one",
        "neither that nor the opposite is documented",
        "a webhook that somebody else updates without a build type loses it",
    ),
    Assumption(
        "page-of-pipelines",
        "ListPipelines returns 100 pipelines unless it is told another number",
        "only the largest number is documented",
        "nothing: `audit` asks for the next page until there is none",
    ),
    Assumption(
        "rejection-texts",
        "the texts of errors that have not been reported by users are ours; they start with [local]",
        "only the codes are documented",
        "a test that asserts such a string fails elsewhere",
    ),
    Assumption(
        "resources-at-once",
        "CloudFormation works on 16 custom resources of a stack at once",
        "how many it works on is not documented",
        "a deployment of many webhooks takes another order, and meets a limit of the git host sooner or later",
    ),
    Assumption(
        "triggers-see-webhook",
        "when the Triggers of a project change, CloudFormation sees the webhook that the project has, and updates it",
        "it may as well go by the former Triggers; then CreateWebhook fails where the webhook stayed",
        "moving a webhook from the construct back to Triggers needs another step",
    ),
    Assumption(
        "webhook-outlives-update",
        "UpdateProject keeps the webhook of a project if the source stays the same, whoever created it",
        "it has been observed only that another source loses it",
        "each change of a project loses its webhook, until `redeploy_on` changes",
    ),
)
"""Those that only the embedded AWS has."""


class Answers(MutableMapping[str, Any]):
    """What the embedded AWS does about each assumption that can be turned around."""

    def __init__(self, given: Mapping[str, object] | None = None) -> None:
        """Start with the answers given, and what we assume for all others.

        Raises:
            ValueError: There is no such assumption here, or it has no such answer.
        """
        self._answers = {name: answers[0] for name, answers in ANSWERS.items()}
        self.update(given or {})
        self._at_start = dict(self._answers)

    def __getitem__(self, name: str) -> Any:
        """Return the answer to an assumption."""
        _check(name)
        return self._answers[name]

    def __setitem__(self, name: str, answer: object) -> None:
        """Change the answer to an assumption.

        Raises:
            ValueError: There is no such assumption here, or it has no such answer.
        """
        _check(name)
        if not any(answer is each or (answer == each and isinstance(answer, str)) for each in ANSWERS[name]):
            allowed = " or ".join(map(repr, ANSWERS[name]))
            msg = f"the assumption {name!r} has no answer {answer!r}: use {allowed}"
            raise ValueError(msg)
        self._answers[name] = answer

    def __delitem__(self, name: str) -> None:
        """Go back to what we assume."""
        self[name] = ANSWERS[name][0]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._answers)

    def __len__(self) -> int:
        """Return the number of assumptions."""
        return len(self._answers)

    def reset(self) -> None:
        """Go back to the answers at the start."""
        self._answers = dict(self._at_start)


_Answer = TypeVar("_Answer")


class Switch(Generic[_Answer]):
    """An attribute that is the answer to the assumption of its name, in an object that has `answers`."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Return the id that the name stands for."""
        self._id = name.replace("_", "-")

    def __get__(self, owner: Any, kind: type | None = None) -> _Answer:
        """Return the answer."""
        answer: _Answer = owner.answers[self._id]
        return answer

    def __set__(self, owner: Any, answer: _Answer) -> None:
        """Change the answer."""
        owner.answers[self._id] = answer


def _check(name: str) -> None:
    if name in ANSWERS:
        return
    near = get_close_matches(str(name), ANSWERS) or list(ANSWERS)
    msg = f"the embedded AWS has no assumption {name!r} to turn around: use {', '.join(map(repr, near))}"
    raise ValueError(msg)
