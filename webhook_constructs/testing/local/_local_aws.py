"""The embedded AWS."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from boto3.session import Session
from botocore.config import Config

from webhook_constructs.testing.local._deployment.async_invocations import AsyncInvocations, EventLimits
from webhook_constructs.testing.local._deployment.custom_resources import (
    DEFAULT_AT_ONCE,
    DEFAULT_PATIENCE,
    CustomResources,
)
from webhook_constructs.testing.local._deployment.deploy import Stacks
from webhook_constructs.testing.local._deployment.response_urls import ResponseUrls
from webhook_constructs.testing.local._deployment.stack_ends import StackEnds
from webhook_constructs.testing.local._deployment.stack_event import Deployment, StackEvent
from webhook_constructs.testing.local._deployment.stack_source import Deployable
from webhook_constructs.testing.local._process.environment import (
    SECRET_KEY,
    client_variables,
)
from webhook_constructs.testing.local._process.home import ACCOUNT, REGION, Home
from webhook_constructs.testing.local._process.lambda_log import LambdaLog
from webhook_constructs.testing.local._schedule.clock import Clock
from webhook_constructs.testing.local._schedule.schedule import Schedule
from webhook_constructs.testing.local._schedule.workers import Workers
from webhook_constructs.testing.local._service.assumptions import Answers
from webhook_constructs.testing.local._service.deliveries import Deliveries
from webhook_constructs.testing.local._service.git_host import GitHost
from webhook_constructs.testing.local._service.github_api import PATH as GITHUB_PATH
from webhook_constructs.testing.local._service.injection import Denial, Failure, OrderedFailures
from webhook_constructs.testing.local._service.ledger import Ledger
from webhook_constructs.testing.local._service.pipelines import Pipelines
from webhook_constructs.testing.local._service.switches import CodeBuild
from webhook_constructs.testing.local._service.webhook_service import WebhookService

from ._errors import LocalAwsError
from ._execution import Execution
from ._ministack import Parts
from ._server import Server

__all__ = ["LocalAws"]

_INVOCATION_SECONDS = 5.0


class LocalAws(Execution):
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
        >>> import aws_cdk as cdk
        >>> from aws_cdk import aws_codebuild as codebuild
        >>> from webhook_constructs import CodeBuildWebhook
        >>> stack = cdk.Stack(cdk.App(), "Demo")
        >>> source = codebuild.Source.git_hub(owner="acme", repo="api")
        >>> project = codebuild.Project(stack, "Project", project_name="ci", source=source)
        >>> webhook = CodeBuildWebhook(stack, "Webhook", project=project)
        >>> with LocalAws() as aws:
        ...     deployment = aws.deploy(stack, "Demo")
        ...     print(deployment.status, list(aws.codebuild.hooks_at_host))
        CREATE_COMPLETE ['ci']
    """

    def __init__(
        self,
        *,
        account: str = ACCOUNT,
        region: str = REGION,
        verbose: bool = False,
        assumptions: Mapping[str, object] | None = None,
        port: int | None = None,
    ) -> None:
        """Prepare an account; it runs inside of a ``with`` block.

        Args:
            account: The account ID, such as that of a stack with an ``env``.
            region: The default region. Every other region is there, too.
            verbose: Whether MiniStack's log goes to standard error. Default: it goes nowhere.
            assumptions: Other answers where AWS leaves open what it does, by the id of the assumption, such as
                ``{"omitted-on-update": "clear"}``. Default: what we assume (docs/assumptions.md).
            port: The port. Default: a free one, or the one that this process has used before.

        Raises:
            ValueError: There is no such assumption, or it has no such answer; or the account is not 12 digits, or the
                region is not the name of one.
        """
        self._home = Home(account, region)
        self._verbose = verbose
        self._port = port
        self._ledger = Ledger()
        self._clock = Clock()
        self._schedule = Schedule(self._clock)
        self._host = GitHost(self._schedule, self._home)
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
        self._session: Session | None = None
        self._clients: dict[tuple[str, str], Any] = {}
        self._server: Server | None = None
        self._endpoint_url = ""
        self._stack_ends = StackEnds()
        self._stacks = Stacks(self.client, self._home, self._stack_ends)

    def __enter__(self) -> LocalAws:  # noqa: PYI034 - Python 3.10 has no Self
        """Start.

        Raises:
            LocalAwsError: Another one runs in this process, its port is taken, or MiniStack is another version.
        """
        server = Server(self._home, verbose=self._verbose, port=self._port)
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
                webhooks,
                self._custom_resources,
                self._stack_ends,
                self._denials,
                self._lambda_log,
                self._pipelines,
                self._workers,
            )
            server.serve(parts, self._urls, self._host)
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
        """The account ID."""
        return self._home.account

    @property
    def region(self) -> str:
        """The default region; every other region is there, too."""
        return self._home.region

    @property
    def endpoint_url(self) -> str:
        """The URL of every service."""
        self._running()
        return self._endpoint_url

    @property
    def github_api_url(self) -> str:
        """What stands for https://api.github.com: it lists and deletes the hooks of repositories and organizations."""
        return f"{self.endpoint_url}{GITHUB_PATH}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a subprocess needs to work in this account, such as the CDK CLI or the AWS CLI.

        Add them to ``os.environ`` while this runs: what would lead elsewhere (AWS_PROFILE, ...) is gone from there.
        """
        self._running()
        return client_variables(self._endpoint_url, self._home)

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
        key = (service, region_name or self._home.region)
        with self._lock:
            if key not in self._clients:
                self._session = self._session or Session(self._home.account, SECRET_KEY)  # it reads much, once
                self._clients[key] = self._session.client(
                    service,
                    region_name=key[1],
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
            stack: A stack of the CDK (its app is synthesized), the path of a template in a ``cdk.out``, or a template
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
