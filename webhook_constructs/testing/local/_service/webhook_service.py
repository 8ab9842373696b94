"""The webhook operations of CodeBuild."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from webhook_constructs.testing.local._schedule.schedule import Schedule

from .api_shapes import check_input
from .deliveries import Deliveries
from .git_host import GitHost, Hook, HookLimitError, WriteLimitError
from .injection import Failure, OrderedFailures
from .ledger import Ledger
from .service_error import AlreadyExistsError, InvalidInputError, NotFoundError, OAuthProviderError, ServiceError
from .switches import CodeBuild
from .webhook_record import WebhookRecord, hook_url, new_payload_url, new_secret, read_back
from .webhook_rules import Source, check_settings

__all__ = ["WebhookService"]

_SETTINGS = ("branchFilter", "filterGroups", "buildType", "scopeConfiguration", "pullRequestBuildPolicy")
_CLEARED_ON_UPDATE = {"filterGroups", "branchFilter", "pullRequestBuildPolicy"}
_INSTEAD_OF = {"filterGroups": "branchFilter", "branchFilter": "filterGroups"}
_BUILDKITE = "RUNNER_BUILDKITE_BUILD"
_RECORD = "_webhook"  # the key of our record in MiniStack's record of the project: it goes where the project goes

_Answer = TypeVar("_Answer")
_Project = dict[str, Any]


class WebhookService:
    """Carry out webhook operations on MiniStack's records of projects.

    What CodeBuild knows of a webhook lives in the record of its project and is forgotten with it; what the git host
    knows outlives both [assumed: hook-outlives-project], so that a test sees it.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one for each part that it shares
        self,
        switches: CodeBuild,
        ledger: Ledger,
        host: GitHost,
        failures: OrderedFailures[Failure],
        deliveries: Deliveries,
        schedule: Schedule,
    ) -> None:
        """Share the switches, the ledger, the git host, the orders, the deliveries and the schedule with the rest."""
        self._schedule = schedule
        self._host = host
        self._failures = failures
        self._lock = threading.RLock()
        self.switches = switches
        self._answers = switches.answers
        self.ledger = ledger
        self.deliveries = deliveries

    def call(
        self, operation: str, parameters: Mapping[str, Any], region: str, carry_out: Callable[[], _Answer]
    ) -> _Answer:
        """Carry an operation out and record it, with the failure that may have been ordered for it.

        Raises:
            ServiceError: It failed.
        """
        self._schedule.tick()
        failure = self._failures.take(f"{operation}@{region}")
        error = None
        try:
            _fail(failure, before=True)
            check_input(operation, parameters)
            with self._lock:
                answer = carry_out()
            _fail(failure, before=False)
        except ServiceError as raised:
            error = raised.code
            raise
        else:
            return answer
        finally:
            self.ledger.record(operation, parameters, region, error)

    def answer(
        self, operation: str, project: _Project | None, parameters: Mapping[str, Any], region: str
    ) -> dict[str, Any]:
        """Return what CreateWebhook, UpdateWebhook or DeleteWebhook answers.

        Raises:
            ServiceError: There is no such project, or the operation failed.
        """
        if project is None:
            msg = f"[local] there is no project {parameters['projectName']}"
            raise NotFoundError(msg)
        self._settle(project)
        if operation == "CreateWebhook":
            return self._create(project, parameters, region)
        if operation == "UpdateWebhook":
            return self._update(project, parameters)
        return self._delete(project)

    def show(self, project: _Project) -> dict[str, Any] | None:
        """Return the webhook as its project shows it, without the secret; None when there is none."""
        self._settle(project)
        record: WebhookRecord | None = project.get(_RECORD)
        return None if record is None else record.show(status=self._answers["report-status"])

    def _settle(self, project: _Project) -> None:
        """Forget a webhook whose deletion is over."""
        record: WebhookRecord | None = project.get(_RECORD)
        if record is not None and record.deleted_at is not None and record.deleted_at <= self._schedule.now:
            del project[_RECORD]

    def records(self, projects: Mapping[tuple[str, str, str], _Project]) -> list[tuple[str, WebhookRecord]]:
        """Return what CodeBuild keeps of the webhooks of projects, each with what names its project.

        Args:
            projects: The projects by account, region and name.
        """
        return [
            (self._host.home.project_key(name, region), project[_RECORD])
            for (_, region, name), project in projects.items()
            if _RECORD in project
        ]

    def project_key(self, name: str, region: str) -> str:
        """Return what names a project here, also outside of the default region."""
        return self._host.home.project_key(name, region)

    def advance(self, project: _Project) -> None:
        """Move the webhook of a project to its next status."""
        if _RECORD in project:
            project[_RECORD].advance()

    def source_may_have_changed(self, project: _Project) -> None:
        """Forget the webhook of a project whose source is another one now.

        CodeBuild drops the webhook when the type or the location of the source changes [obs: terraform-provider-aws
        issues 41938 and 42502]. It keeps it otherwise [assumed: webhook-outlives-update]. The hook at the host lives on
        [assumed: hook-outlives-source], so that a test sees it.
        """
        with self._lock:
            record: WebhookRecord | None = project.get(_RECORD)
            if record is None:
                return
            has_changed = record.source != Source.of(project)
            if has_changed and not self._answers["hook-outlives-source"]:
                self._host.end(record.hook_id)
            if has_changed or not self._answers["webhook-outlives-update"]:
                del project[_RECORD]

    def _create(self, project: _Project, parameters: Mapping[str, Any], region: str) -> dict[str, Any]:
        if _RECORD in project:
            msg = f"[local] the project {project['name']} has a webhook already"
            raise AlreadyExistsError(msg)
        source = Source.of(project)
        given = _settings_of(parameters)
        check_settings(source, given, self._answers)
        settings = read_back(given, source)
        statuses = self.switches.next_statuses
        manual = parameters.get("manualCreation", False) or given.get("buildType") == _BUILDKITE
        # CodeBuild registers no hook at a GitHub Enterprise server [doc: UG run-build-cli-auto-start].
        by_operator = manual or source.type == "GITHUB_ENTERPRISE"
        payload_url, secret = new_payload_url(region), None if source.type == "BITBUCKET" else new_secret()
        hook = Hook(
            id=0,
            project=project["name"],
            region=region,
            source_type=source.type,
            repository=_repository(source, given),
            manual=by_operator,
            payload_url=payload_url,
            secret=secret,
        )
        if not any("CREATE_FAILED" in {status, status[0]} for status in statuses):
            if not by_operator:
                self._write_to_host()
            hook = self._register(hook.with_settings(settings))
        record = WebhookRecord(
            source=source,
            settings=settings,
            manual=manual,
            payload_url=payload_url,
            secret=secret,
            url=None if by_operator else hook_url(source, given.get("scopeConfiguration"), hook.id),
            hook_id=hook.id,
            statuses=statuses,
            secret_changed=self._schedule.now,
        )
        self.ledger.keep_confidential(record.payload_url, record.secret)
        project[_RECORD] = record
        shows_secret = manual or (by_operator and self._answers["enterprise-returns-secret"])
        return {"webhook": record.show(status=self._answers["report-status"], created=True, with_secret=shows_secret)}

    def _register(self, hook: Hook) -> Hook:
        try:
            return self._host.register(hook)
        except HookLimitError as error:
            # [obs: terraform-provider-aws issue 30551]
            msg = (
                "Failed to create webhook. GitHub webhook limit reached. Please delete a webhook from this repository."
            )
            raise OAuthProviderError(msg) from error

    def _write_to_host(self) -> None:
        try:
            self._host.count_write(self.switches.host_writes_per_minute)
        except WriteLimitError as error:
            msg = "GitHub API limit reached. Please try again later."  # [obs: terraform-provider-aws issue 39251]
            raise OAuthProviderError(msg) from error

    def _update(self, project: _Project, parameters: Mapping[str, Any]) -> dict[str, Any]:
        record = _record_of(project)
        if record.deleted_at is not None:
            msg = f"[local] the webhook of project {project['name']} is being deleted"
            raise InvalidInputError(msg)
        given = _settings_of(parameters)
        lost = _CLEARED_ON_UPDATE if self._answers["omitted-on-update"] == "clear" else set()
        if self._answers["omitted-build-type"] == "reset":
            lost = lost | {"buildType"}
        if self._answers["filters-switched"] == "replace":
            lost = lost | {_INSTEAD_OF[name] for name in given if name in _INSTEAD_OF}
        settings = {name: value for name, value in record.settings.items() if name not in lost} | given
        check_settings(record.source, settings, self._answers)
        if record.is_written_by_codebuild:
            self._write_to_host()
        record.settings = read_back(settings, record.source)
        self._host.change(record.hook_id, record.settings)
        rotated = parameters.get("rotateSecret", False) and record.secret is not None
        if rotated:
            record.secret = new_secret()
            self._host.expect(record.hook_id, record.secret)
            record.secret_changed = self._schedule.now
            self.ledger.keep_confidential(record.secret)
        shows_secret = rotated and self._answers["rotation-returns-secret"]
        return {"webhook": record.show(status=self._answers["report-status"], with_secret=shows_secret)}

    def _delete(self, project: _Project) -> dict[str, Any]:
        record = _record_of(project)
        if record.deleted_at is None:
            if record.is_written_by_codebuild:
                self._write_to_host()
            record.deleted_at = self._schedule.now + self.switches.delete_seconds
            self._host.end(record.hook_id, self.switches.delete_seconds)
        self._settle(project)
        return {}


def _fail(failure: Failure | None, *, before: bool) -> None:
    if failure is not None and failure.before is before:
        raise ServiceError(failure.message, failure.code)


def _settings_of(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: parameters[name] for name in _SETTINGS if name in parameters}


def _record_of(project: _Project) -> WebhookRecord:
    record: WebhookRecord | None = project.get(_RECORD)
    if record is None:
        msg = f"[local] the project {project['name']} has no webhook"
        raise NotFoundError(msg)
    return record


def _repository(source: Source, settings: Mapping[str, Any]) -> str:
    scope = settings.get("scopeConfiguration")
    return str(scope["name"]) if scope else source.location.removesuffix(".git")
