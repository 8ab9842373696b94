"""CodeBuild as a test sees it: what happened to the webhooks, and what shall happen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from webhook_constructs.core import WebhookConstructsError, WebhookEvent
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.testing.local._errors import LocalAwsError

from .assumptions import Answers, Switch
from .deliveries import Build, Deliveries, Delivery
from .git_host import GitHost, Hook
from .injection import Failure, OrderedFailures
from .ledger import Ledger, WebhookCall
from .webhook_record import Status

__all__ = ["OPERATIONS", "CodeBuild"]

OPERATIONS = ("CreateWebhook", "UpdateWebhook", "DeleteWebhook", "ListProjects", "BatchGetProjects")
"""The operations that are recorded, and that can be made to fail."""


class CodeBuild:
    """The webhooks of CodeBuild: what a test can inspect, and what it can make fail.

    CodeBuild behaves as documented or observed. Where neither is known, it follows an assumption, and a test can set
    the other answer with an attribute below or in `LocalAws.assumptions`.

    Attributes:
        answers: The same as `LocalAws.assumptions`.
        omitted_on_update: What UpdateWebhook does with filter groups, branch filter and pull request build policy
            that it is not given: ``keep`` them (the default) or ``clear`` them.
        enterprise_returns_secret: Whether CreateWebhook returns a secret for GitHub Enterprise without
            manualCreation. Default: True.
        rotation_returns_secret: Whether UpdateWebhook with rotateSecret returns the new secret. Default: True.
            Bitbucket has no secret to rotate [doc: API_UpdateWebhook].
        triggers_see_webhook: Whether CloudFormation, when the ``Triggers`` of a project change, sees a webhook that the
            project has, and updates it. Otherwise it goes by the former ``Triggers``: where they are new, and the
            webhook stayed or somebody else made one, CreateWebhook fails. Default: True.
        report_status: Whether webhooks have the members status and statusMessage. Default: True.
        created_at_once: Whether a webhook is ACTIVE when CreateWebhook answers; otherwise it is CREATING until the
            first BatchGetProjects. Default: True.
        status_sequence: The statuses that a webhook made from now on shows: the first one in CreateWebhook's answer,
            one further with every BatchGetProjects, the last one for good. An entry is a status, or a status with
            its message. A sequence with CREATE_FAILED puts no hook at the host. Default: empty, which leaves it to
            `created_at_once`.
        host_writes_per_minute: How often CodeBuild may write hooks at the git host within a minute; GitHub allows 80
            requests that create content [doc: GitHub, rate limits for the REST API]. Beyond it, an operation fails with
            OAuthProviderException. Default: None, as often as it likes.
        delete_seconds: How long a webhook shows the status DELETING after DeleteWebhook, during which CreateWebhook
            fails [assumed: delete-takes-a-while]. Default: 0.
    """

    omitted_on_update = Switch[Literal["keep", "clear"]]()
    enterprise_returns_secret = Switch[bool]()
    rotation_returns_secret = Switch[bool]()
    triggers_see_webhook = Switch[bool]()
    report_status = Switch[bool]()
    created_at_once = Switch[bool]()
    status_sequence: Sequence[Status]
    host_writes_per_minute: int | None
    delete_seconds: float

    def __init__(
        self,
        ledger: Ledger,
        host: GitHost,
        failures: OrderedFailures[Failure],
        deliveries: Deliveries,
        answers: Answers,
    ) -> None:
        """Show a ledger, a host and deliveries, take orders, and share the answers to what AWS leaves open."""
        self._ledger = ledger
        self._host = host
        self._failures = failures
        self._deliveries = deliveries
        self.answers = answers
        self.status_sequence = ()
        self.host_writes_per_minute = None
        self.delete_seconds = 0.0

    def set_defaults(self) -> None:
        """Set every switch to its initial value."""
        self.answers.reset()
        self.status_sequence = ()
        self.host_writes_per_minute = None
        self.delete_seconds = 0.0

    @property
    def next_statuses(self) -> list[Status]:
        """The statuses that a webhook made now is going to show."""
        return list(self.status_sequence) or (["ACTIVE"] if self.created_at_once else ["CREATING", "ACTIVE"])

    @property
    def hooks_at_host(self) -> dict[str, Hook]:
        """The hooks that exist at the git host, whatever CodeBuild believes, by project.

        Outside of the default region the key is ``<project>@<region>``. Where several hooks of one project live, all
        but the newest have ``#<id>`` added: they are leaks. A manual hook lives from the moment that CodeBuild hands
        its payload URL out until the webhook is deleted, as if its operator were quick.
        """
        return self._host.hooks()

    @property
    def calls(self) -> tuple[WebhookCall, ...]:
        """Every call that reads or changes webhooks or reads projects, including denied ones, oldest first."""
        return self._ledger.calls

    @property
    def confidential_values(self) -> frozenset[str]:
        """Every secret and every payload URL that any webhook ever had."""
        return self._ledger.confidential_values

    @property
    def builds(self) -> tuple[Build, ...]:
        """Every build that a delivery started, oldest first. Builds are recorded and do not run."""
        return self._deliveries.builds

    def deliver(
        self,
        project: str,
        event_name: str,
        payload: Mapping[str, Any] | bytes | bytearray,
        *,
        files: Iterable[str] | None = None,
        secret: str | None = None,
    ) -> Delivery:
        """Deliver an event to the webhook of a project, posted and signed as its git host does it.

        CodeBuild checks the signature (at GitLab the token; Bitbucket has none), decides by the filters of the webhook,
        and records the build in `builds`. If the decision depends on something unknown, no build starts: see
        `Delivery.builds`. The answer itself is an assumption [assumed: delivery-answers].

        Args:
            project: The project, named as in `hooks_at_host`.
            event_name: What the host calls the event: `push`, `repo:push`, `Push Hook`.
            payload: The payload as an object, or as the bytes that are posted.
            files: The changed files, if the payload does not have them. Default: unknown.
            secret: The secret to sign with. An empty string leaves the signature out. Default: that of the hook.

        Returns:
            The answer of CodeBuild. Strings that begin with ``[local]`` are of this library.

        Raises:
            LocalAwsError: The project has no hook at a git host, the git host is unknown, or the payload is nothing
                that the host can send.
        """
        hook = self._host.hooks().get(project)
        if hook is None:
            msg = f"no hook of project {project!r} lives at the git host, only of {sorted(self._host.hooks())}"
            raise LocalAwsError(msg)
        body = _body(payload)
        if not isinstance(event_name, str) or not (event_name.isascii() and event_name.isprintable() and event_name):
            msg = f"no host has such an event, got {shown(event_name)}: give what its header says, such as push"
            raise LocalAwsError(msg)
        try:
            changed = WebhookEvent.push(branch="main", files=files).files
        except WebhookConstructsError as error:
            raise LocalAwsError(str(error)) from None
        signs_with = (hook.secret if secret is None else secret) or None
        return self._deliveries.post(hook, event_name, body, changed, signs_with)

    def fail_next(  # noqa: PLR0913 - one for each thing that can be ordered
        self,
        operation: str,
        code: str,
        message: str,
        times: int = 1,
        *,
        before: bool = True,
        region: str | None = None,
    ) -> None:
        """Make the next calls of an operation fail.

        An SDK repeats some failed calls by itself (ThrottlingException, status 500), and each attempt counts.

        Args:
            operation: CreateWebhook, UpdateWebhook, DeleteWebhook, ListProjects or BatchGetProjects.
            code: The error code. InternalServerException and InternalFailure have status 500,
                ServiceUnavailableException has 503, every other code 400.
            message: The text of the error.
            times: How many calls fail. Default: one.
            before: Whether a call fails before it takes effect (the default); otherwise it takes effect, and only its
                answer is lost.
            region: The region whose calls fail. Default: every region.

        Raises:
            ValueError: There is no such operation, or ``times`` is below one.
        """
        self._failures.add(_failure(operation, code, message, before=before, region=region), times)

    def fail_always(  # noqa: PLR0913 - one for each thing that can be ordered
        self,
        operation: str,
        code: str,
        message: str,
        *,
        before: bool = True,
        region: str | None = None,
        when: Callable[[], bool] = lambda: True,
    ) -> None:
        """Make every call of an operation fail until `heal`, as an expired token or a denying policy does.

        Failures of `fail_next` come first.

        Args:
            operation: As for `fail_next`.
            code: The error code.
            message: The text of the error.
            before: Whether a call fails before it takes effect (the default); otherwise only its answer is lost.
            region: The region whose calls fail. Default: every region.
            when: A function that returns whether the call fails. Default: every call fails.

        Raises:
            ValueError: There is no such operation.
        """
        self._failures.add_lasting(replace(_failure(operation, code, message, before=before, region=region), when=when))

    def heal(self) -> None:
        """End the failures of `fail_next` and `fail_always`."""
        self._failures.clear()


def _failure(operation: str, code: str, message: str, *, before: bool, region: str | None) -> Failure:
    if operation not in OPERATIONS:
        msg = f"only {', '.join(OPERATIONS)} can be made to fail, got {operation!r}"
        raise ValueError(msg)
    return Failure(operation, code, message, before, region)


def _body(payload: object) -> bytes:
    """Return what is posted."""
    if isinstance(payload, (bytes, bytearray)):
        return bytes(payload)
    if not isinstance(payload, Mapping):
        msg = f"the payload is neither an object nor bytes, got {type(payload).__name__}: give what the host sends"
        raise LocalAwsError(msg)
    try:
        return json.dumps(payload).encode()
    except (TypeError, ValueError, RecursionError) as error:
        msg = f"the payload cannot be written as JSON: {error}"
        raise LocalAwsError(msg) from None
