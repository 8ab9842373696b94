"""CodeBuild as a test sees it: what happened to the webhooks, and what shall happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ._injection import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._git_host import GitHost, Hook
    from ._injection import OrderedFailures
    from ._ledger import Ledger, WebhookCall
    from ._webhook_record import Status

__all__ = ["OPERATIONS", "CodeBuild"]

OPERATIONS = ("CreateWebhook", "UpdateWebhook", "DeleteWebhook", "BatchGetProjects")
"""The operations that are recorded, and that can be made to fail."""


class CodeBuild:
    """CodeBuild's webhooks: what it does about them, and what a test may want to see or to break.

    The service behaves as documented, or as it was seen to behave where the documentation is silent. Where neither
    says anything, a switch decides:

    Attributes:
        omitted_on_update: What UpdateWebhook does with filter groups, branch filter and pull request build policy
            that it is not given: ``keep`` them (the default) or ``clear`` them. Not documented. buildType is kept
            either way. Filter groups take the place of a branch filter and the other way round.
        enterprise_returns_secret: Whether CreateWebhook returns a secret for GitHub Enterprise without
            manualCreation. The user guide and terraform-provider-aws's tests say so, the API reference does not.
            Default: True.
        rotation_returns_secret: Whether UpdateWebhook with rotateSecret returns the new secret. Not documented.
            Default: True. Bitbucket has no secret to rotate [doc: API_UpdateWebhook].
        triggers_see_webhook: Whether CloudFormation, when the ``Triggers`` of a project change, sees a webhook that the
            project has, and updates it. Otherwise it goes by the former ``Triggers``: where they are new, and the
            webhook stayed or somebody else made one, CreateWebhook fails. Not documented. Default: True.
        report_status: Whether webhooks have the members status and statusMessage, which older regions lack.
            Default: True.
        status_sequence: The statuses that a webhook made from now on shows: the first one in CreateWebhook's answer,
            one further with every BatchGetProjects, the last one for good. An entry is a status, or a status with
            its message. Which providers create asynchronously is not documented. Default: ``("ACTIVE",)``. A sequence
            with CREATE_FAILED puts no hook at the host.
    """

    omitted_on_update: Literal["keep", "clear"]
    enterprise_returns_secret: bool
    rotation_returns_secret: bool
    triggers_see_webhook: bool
    report_status: bool
    status_sequence: Sequence[Status]

    def __init__(self, ledger: Ledger, host: GitHost, failures: OrderedFailures[Failure]) -> None:
        """Show a ledger and a host, take orders, and set every switch to its default."""
        self._ledger = ledger
        self._host = host
        self._failures = failures
        self.set_defaults()

    def set_defaults(self) -> None:
        """Set every switch to its default."""
        self.omitted_on_update = "keep"
        self.enterprise_returns_secret = True
        self.rotation_returns_secret = True
        self.triggers_see_webhook = True
        self.report_status = True
        self.status_sequence = ("ACTIVE",)

    @property
    def hooks_at_host(self) -> dict[str, Hook]:
        """The hooks that live at the git host, whatever CodeBuild believes, by the project they were made for.

        Outside of the default region the key is ``<project>@<region>``. Where several hooks of one project live, all
        but the newest have ``#<id>`` added: they are leaks. A manual hook lives from the moment that CodeBuild hands
        its payload URL out until the webhook is deleted, as if its operator were quick.
        """
        return self._host.hooks()

    @property
    def calls(self) -> tuple[WebhookCall, ...]:
        """Every call of a webhook operation or of BatchGetProjects, denied ones included, the oldest first."""
        return self._ledger.calls

    @property
    def confidential_values(self) -> frozenset[str]:
        """Every secret and every payload URL that any webhook ever had."""
        return self._ledger.confidential_values

    def fail_next(self, operation: str, code: str, message: str, times: int = 1, *, before: bool = True) -> None:
        """Let the next calls of an operation fail.

        An SDK repeats some failed calls by itself (ThrottlingException, status 500), and each attempt counts.

        Args:
            operation: CreateWebhook, UpdateWebhook, DeleteWebhook or BatchGetProjects.
            code: The error code. InternalServerException and InternalFailure have status 500,
                ServiceUnavailableException has 503, every other code 400.
            message: The text of the error.
            times: How many calls fail. Default: one.
            before: Whether a call fails before it takes effect (the default); otherwise it takes effect, and only its
                answer is lost.

        Raises:
            ValueError: There is no such operation, or ``times`` is below one.
        """
        if operation not in OPERATIONS:
            msg = f"only {', '.join(OPERATIONS)} can be made to fail, got {operation!r}"
            raise ValueError(msg)
        self._failures.add(Failure(operation, code, message, before), times)
