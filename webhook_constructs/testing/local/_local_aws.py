"""The embedded AWS."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore.config import Config

from webhook_constructs.testing.local._deployment.async_invocations import AsyncInvocations, EventLimits
from webhook_constructs.testing.local._deployment.custom_resources import (
    DEFAULT_AT_ONCE,
    DEFAULT_PATIENCE,
    CustomResources,
    LambdaEvent,
    OldProperties,
)
from webhook_constructs.testing.local._deployment.deploy import Stacks
from webhook_constructs.testing.local._deployment.response_urls import ResponseUrls
from webhook_constructs.testing.local._process.environment import (
    ACCESS_KEY,
    ACCOUNT,
    REGION,
    SECRET_KEY,
    client_variables,
)
from webhook_constructs.testing.local._process.lambda_log import LambdaLog
from webhook_constructs.testing.local._schedule.clock import Clock
from webhook_constructs.testing.local._schedule.schedule import Schedule
from webhook_constructs.testing.local._schedule.workers import Workers
from webhook_constructs.testing.local._service.assumptions import Answers
from webhook_constructs.testing.local._service.deliveries import Deliveries
from webhook_constructs.testing.local._service.git_host import GitHost
from webhook_constructs.testing.local._service.injection import Denial, Failure, OrderedFailures
from webhook_constructs.testing.local._service.ledger import Ledger
from webhook_constructs.testing.local._service.pipelines import Pipelines
from webhook_constructs.testing.local._service.switches import CodeBuild
from webhook_constructs.testing.local._service.webhook_service import WebhookService

from ._errors import LocalAwsError
from ._ministack import Parts
from ._server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from webhook_constructs.testing.local._deployment.stack_event import Deployment, StackEvent
    from webhook_constructs.testing.local._deployment.stack_source import Deployable

__all__ = ["LocalAws"]

_INVOCATION_SECONDS = 5.0


class LocalAws:
    """An AWS account in this process, for tests and demonstrations: CloudFormation, IAM, Lambda, CodeBuild and more.

    It is MiniStack on a free port of 127.0.0.1, with IAM enforced, CodeBuild's webhooks added, and CloudFormation's
    end of the custom resource protocol made as strict as the real one. Lambda functions really run, in worker
    processes on this interpreter and its packages, whatever their ``Runtime`` says.

    While it runs, the AWS variables of this process are its own, so that nothing here reaches a real account; at the
    end they are what they were. One runs in a process at a time, always on the port of the first.

    Experimental: it extends private names of an exactly pinned MiniStack, and may change in any release.

    The custom resources of a stack run in parallel. If a resource fails, CloudFormation cancels those in progress, and
    sends them their Delete, or their Update back, while their functions still run: see `wait_for_functions`.

    Functions in Python that stand behind custom resources live by a clock of the account (`now`): it stands still while
    one of them, or CloudFormation, takes a step, and skips the time in which all wait. A function that waits for 90
    seconds takes none, the order of the steps is the same in every run, and `seed` gives other orders. Functions that
    CloudFormation has canceled stand still between its operations.

    What differs from AWS: at most 16 custom resources of a stack run at once (`resources_at_once`), and its other
    resources one after another; functions in other languages than Python do not wait for their turn; a ``Ref`` to
    nothing passes; nothing fires on a schedule; a ResponseURL is http; a clean-up Delete that fails is tried once;
    builds and pipelines do not run; and IAM takes policies of any size at once.

    Attributes:
        codebuild: CodeBuild's webhooks, the hooks at the git host, and what can be made to fail.
        assumptions: What the account does where AWS leaves it open, by the id of the assumption. Set another answer to
            try it: ``aws.assumptions["omitted-on-update"] = "clear"``.

    Examples:
        >>> with LocalAws() as aws:  # doctest: +SKIP
        ...     aws.deploy(stack, "Demo")
        ...     assert set(aws.codebuild.hooks_at_host) == {"ci"}
        ...     aws.delete("Demo")
        ...     assert aws.codebuild.hooks_at_host == {}
    """

    def __init__(
        self, *, verbose: bool = False, assumptions: Mapping[str, object] | None = None, port: int | None = None
    ) -> None:
        """Prepare an account; it runs inside of a ``with`` block.

        Args:
            verbose: Whether MiniStack's log goes to standard error. Default: it goes nowhere.
            assumptions: Other answers where AWS leaves open what it does, by the id of the assumption, such as
                ``{"omitted-on-update": "clear"}``. Default: what we assume (docs/assumptions.md).
            port: The port. Default: a free one, or the one that this process has used before.

        Raises:
            ValueError: There is no such assumption, or it has no such answer.
        """
        self._verbose = verbose
        self._port = port
        self._ledger = Ledger()
        self._clock = Clock()
        self._schedule = Schedule(self._clock)
        self._host = GitHost(self._schedule)
        self._failures: OrderedFailures[Failure] = OrderedFailures()
        self._denials: OrderedFailures[Denial] = OrderedFailures()
        self._lambda_log = LambdaLog()
        self._workers = Workers(self._schedule)
        self._urls = ResponseUrls(self._schedule)
        self._invocations = AsyncInvocations(self._invoke, self._event_limits)
        self._custom_resources = CustomResources(self._schedule, self._urls, self._invocations)
        self._deliveries = Deliveries()
        self._pipelines = Pipelines()
        self.assumptions = Answers(assumptions)
        self.codebuild = CodeBuild(self._ledger, self._host, self._failures, self._deliveries, self.assumptions)
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._server: Server | None = None
        self._endpoint_url = ""
        self._stacks = Stacks(self.client)

    def __enter__(self) -> LocalAws:  # noqa: PYI034 - Python 3.10 has no Self
        """Start.

        Raises:
            LocalAwsError: Another one runs in this process, its port is taken, or MiniStack is another version.
        """
        server = Server(verbose=self._verbose, port=self._port)
        clock = self._clock.share()
        try:
            self._endpoint_url = server.start(clock)
        except BaseException:
            self._clock.close()
            raise
        self._server = server
        try:
            self._clear()
            self._urls.serve_at(self._endpoint_url)
            self._deliveries.serve_at(self._endpoint_url)
            webhooks = WebhookService(
                self.codebuild, self._ledger, self._host, self._failures, self._deliveries, self._schedule
            )
            parts = Parts(
                webhooks, self._custom_resources, self._denials, self._lambda_log, self._pipelines, self._workers
            )
            server.serve(parts, self._urls)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End: no process, folder, port, variable or thread of ours is left behind.

        MiniStack, once imported, keeps one or two idle daemon threads for the life of the process.
        """
        self._end()

    @property
    def account(self) -> str:
        """The account id, always 000000000000."""
        return ACCOUNT

    @property
    def region(self) -> str:
        """The default region, always us-east-1; every other region is there, too."""
        return REGION

    @property
    def endpoint_url(self) -> str:
        """The URL of every service."""
        self._running()
        return self._endpoint_url

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a subprocess needs to work in this account, such as the CDK CLI or the AWS CLI.

        Add them to ``os.environ`` while this runs: what would lead elsewhere (AWS_PROFILE, ...) is gone from there.
        """
        self._running()
        return client_variables(self._endpoint_url)

    @property
    def patience(self) -> float | None:
        """How many seconds to wait for the answer of a custom resource after its function has ended.

        Default: 10. None waits for the resource's whole ServiceTimeout, as CloudFormation does: needed where a state
        machine answers, long where nobody ever does.
        """
        return self._custom_resources.patience

    @patience.setter
    def patience(self, seconds: float | None) -> None:
        self._custom_resources.patience = seconds

    @property
    def resources_at_once(self) -> int:
        """How many custom resources of a stack CloudFormation works on at once; each has a process of its own.

        How many it works on in AWS is not documented. Default: 16.
        """
        return self._custom_resources.at_once

    @resources_at_once.setter
    def resources_at_once(self, number: int) -> None:
        self._custom_resources.at_once = number

    @property
    def old_properties(self) -> OldProperties:
        """What an Update names as OldResourceProperties if the one before it failed, and was not rolled back.

        Either those of the ``last success``, or those of the ``failed attempt``. Not documented. Default: the former.
        """
        return self._custom_resources.old_properties

    @old_properties.setter
    def old_properties(self, which: OldProperties) -> None:
        self._custom_resources.old_properties = which

    @property
    def retry_pauses(self) -> tuple[float, float] | None:
        """How many seconds Lambda waits before the second and third invocation with an event that a function fails.

        In AWS, these are about (60, 120), and nothing but MaximumEventAgeInSeconds keeps an event from arriving when
        CloudFormation has long given up. Default: None, an event is sent again at once, and only while CloudFormation
        waits for an answer. MaximumRetryAttempts of the function counts either way.
        """
        return self._invocations.retry_pauses

    @retry_pauses.setter
    def retry_pauses(self, seconds: tuple[float, float] | None) -> None:
        self._invocations.retry_pauses = seconds

    @property
    def seed(self) -> int | None:
        """What decides how long each call of a function and each step of CloudFormation takes.

        They take their steps one at a time, by a clock that stands still meanwhile and skips every wait. So a seed
        always gives the same order, whatever the machine. Default: None, each step takes as long as any other.
        """
        return self._schedule.seed

    @seed.setter
    def seed(self, seed: int | None) -> None:
        self._schedule.seed = seed

    @property
    def now(self) -> float:
        """The time of this account in seconds since 1970; as long as no function runs, it passes as it does for all."""
        return self._schedule.now

    @property
    def lambda_events(self) -> tuple[LambdaEvent, ...]:
        """Every event that CloudFormation sent to a custom resource, and what came of it, in the order of the ends."""
        return self._custom_resources.events

    @property
    def confidential_values(self) -> frozenset[str]:
        """Every value that no log may show: secrets and payload URLs of webhooks, and ResponseURLs."""
        return self.codebuild.confidential_values | frozenset(self._urls.all)

    def client(self, service: str, region_name: str | None = None) -> Any:
        """Return a boto3 client of the account's administrator.

        It repeats no failed call, so that a test sees every error that it ordered.

        Args:
            service: Such as ``codebuild``.
            region_name: The region. Default: the default region.
        """
        self._running()
        key = (service, region_name or REGION)
        with self._lock:
            if key not in self._clients:
                session = Session(ACCESS_KEY, SECRET_KEY, region_name=key[1])
                self._clients[key] = session.client(
                    service,
                    endpoint_url=self._endpoint_url,
                    config=Config(retries={"total_max_attempts": 1}),
                )
            return self._clients[key]

    def deploy(
        self, stack: Deployable, name: str, parameters: Mapping[str, str] | None = None, *, rollback: bool = True
    ) -> Deployment:
        """Create or update a stack through CloudFormation, and wait for its end.

        Assets are uploaded, zipped where needed, those of nested stacks included. A bootstrap stack is not needed. A
        stack that is bound to a region is deployed there. As with the CDK CLI, a stack whose creation was rolled back
        is deleted first, and a template that changes nothing is fine.

        Args:
            stack: A stack of the CDK (its app is synthesised), the path of a template in a ``cdk.out``, or a template
                as a dict, which has no assets.
            name: The name of the stack.
            parameters: Values of the template's parameters. Default: the template's own defaults.
            rollback: Whether a failed deployment is rolled back. Otherwise the stack stays CREATE_FAILED or
                UPDATE_FAILED, as with ``cdk deploy --no-rollback``, and the next deployment goes on from there.
                Default: it is.

        Returns:
            The status, outputs and events of this deployment.

        Raises:
            DeploymentFailed: The stack ended in anything but success; the text has the reasons of its events.
            LocalAwsError: The stack is bound to another account, or has an asset that cannot be uploaded.
        """
        self._running()
        return self._stacks.deploy(stack, name, parameters, rollback=rollback)

    def delete(self, name: str) -> None:
        """Delete a stack, and wait for its end; one that is not there is deleted already.

        Raises:
            DeploymentFailed: The stack ended in anything but DELETE_COMPLETE.
        """
        self._running()
        self._stacks.delete(name)

    def stack_events(self, name: str) -> tuple[StackEvent, ...]:
        """Return every event of a stack, oldest first."""
        self._running()
        return self._stacks.events(name)

    def wait_for_functions(self, seconds: float = 60.0) -> bool:
        """Wait until no function of a custom resource runs any more, and return whether that is so.

        A deployment does not wait for the functions that it has canceled.

        Args:
            seconds: How long to wait at most. Default: a minute.
        """
        self._running()
        return self._custom_resources.join(seconds)

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass by the clock of the account; functions that still run go on meanwhile."""
        self._running()
        with self._schedule.acting("sleep") as actor:
            actor.pause(seconds)

    def log_lines(self) -> tuple[str, ...]:
        """Return every line that went to CloudWatch Logs, where the functions log; deleted log groups included."""
        return self._lambda_log.lines

    def deny_next(self, action: str, times: int = 1) -> None:
        """Deny an IAM action that the policies allow, as IAM does until a new policy has reached every place.

        The account's administrator is never denied.

        Args:
            action: Such as ``codebuild:CreateWebhook``.
            times: How many calls are denied. Default: one.

        Raises:
            ValueError: ``times`` is below one.
        """
        self._denials.add(Denial(action), times)

    def throttle_next_invocations(
        self, times: int = 1, *, only: Callable[[Mapping[str, Any]], bool] = lambda _event: True
    ) -> None:
        """Let Lambda throttle the next invocations of functions of custom resources.

        A throttled event goes back into the queue of its function for 1 second, then 2, 4, up to 300 seconds, until it
        is as old as MaximumEventAgeInSeconds allows, or 6 hours. So it can arrive when CloudFormation has given up.

        Args:
            times: How many invocations are throttled. Default: one.
            only: Whether an event is meant. Default: every event is.

        Raises:
            ValueError: ``times`` is below one.
        """
        self._invocations.throttle_next(times, only)

    def reset(self) -> None:
        """Empty the account, forget what happened and what was ordered, and set every switch back to its start."""
        self._schedule.empty()
        self._running().ministack.reset()
        self._custom_resources.join(_INVOCATION_SECONDS)
        self._clear()
        self._denials.clear()
        self._failures.clear()
        self.patience = DEFAULT_PATIENCE
        self.seed = None
        self.old_properties = "last success"
        self.resources_at_once = DEFAULT_AT_ONCE
        self._invocations.set_defaults()
        self.codebuild.set_defaults()

    def _clear(self) -> None:
        """Forget what happened; switches and orders stay."""
        self._custom_resources.clear()
        self._urls.clear()
        self._stacks.clear()
        self._lambda_log.clear()
        self._host.clear()
        self._ledger.clear()
        self._deliveries.clear()
        self._pipelines.clear()

    def _invoke(self, service_token: str, event: Mapping[str, Any]) -> bool:
        server = self._server
        return server is not None and server.ministack.invoke_function(service_token, event)

    def _event_limits(self, service_token: str) -> EventLimits:
        server = self._server
        return EventLimits() if server is None else server.ministack.event_limits(service_token)

    def _running(self) -> Server:
        if self._server is None:
            msg = "the embedded AWS does not run: use it inside of its with block"
            raise LocalAwsError(msg)
        return self._server

    def _end(self) -> None:
        server, self._server = self._server, None
        self._urls.abandon()
        self._schedule.empty()
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()
        if server is not None:
            server.stop()
            self._custom_resources.join(_INVOCATION_SECONDS)
            self._clock.close()
