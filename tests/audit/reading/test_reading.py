"""A thousand projects, pages, and everything that can go wrong on the way."""

from __future__ import annotations

import re
import socket
from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from tests.audit.conftest import ANYBODY, PUSH, allowing, make_pipeline, make_profile, make_project
from webhook_constructs.audit import Connection, Target, judge, read, targets_of
from webhook_constructs.audit.reading import read_error
from webhook_constructs.audit.reading.jobs import not_read
from webhook_constructs.audit.reading.read_error import ReadError

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

HERE = targets_of([], ["us-east-1"])
DOWN = "the service is down"
VANISHED = "it was listed, and was gone when it was to be read"
EVERYTHING = ["codebuild:*", "codepipeline:*"]


def as_auditor(
    aws: LocalAws, folder: Path, monkeypatch: pytest.MonkeyPatch, policy: Any, *regions: str
) -> tuple[Target, ...]:
    for name, value in make_profile(aws, folder, policy).items():
        monkeypatch.setenv(name, value)
    return targets_of(["auditor"], regions)


def names(found: Any) -> list[str]:
    return [each.name for each in found]


def batches_asked(aws: LocalAws) -> int:
    return len([call for call in aws.codebuild.calls if call.operation == "BatchGetProjects"])


def test_a_thousand_projects_are_read_in_pages_and_batches_and_judged(aws: LocalAws) -> None:
    for index in range(1_000):
        make_project(aws, f"p{index:04}", [ANYBODY] if index % 100 == 0 else None)

    reading = read(HERE)
    outcome = judge(reading)

    operations = [call.operation for call in aws.codebuild.calls if not call.operation.startswith("Create")]
    assert names(reading.projects) == [f"p{index:04}" for index in range(1_000)]
    assert sorted(operations) == ["BatchGetProjects"] * 10 + ["ListProjects"] * 10
    assert (outcome.webhooks, outcome.unread) == (10, ())
    assert [each.place.project for each in outcome.findings if each.finding.id == "WH201"] == [  # type: ignore[union-attr]
        f"p{index:04}" for index in range(0, 1_000, 100)
    ]


def test_regions_are_read_together_and_named_apart(aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])
    make_project(aws, "api", [[PUSH]], region="eu-west-1")

    outcome = judge(read(targets_of([], ["us-east-1", "eu-west-1", "us-east-1"])))

    [finding] = [each for each in outcome.findings if each.finding.id == "WH201"]
    assert (finding.subject, outcome.webhooks) == ("us-east-1/api", 2)


def test_a_region_that_fails_is_named_and_the_others_are_reported(aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])
    make_project(aws, "web", [ANYBODY], region="eu-west-1")
    aws.codebuild.fail_next("ListProjects", "InternalFailure", DOWN, times=8, region="eu-west-1")

    reading = read(targets_of([], ["us-east-1", "eu-west-1"]))

    assert names(reading.projects) == ["api"]
    assert reading.unread == (not_read("eu-west-1: projects", f"InternalFailure: {DOWN}"),)
    assert not reading.is_blind


def test_a_passing_failure_is_no_matter(aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])
    aws.codebuild.fail_next("ListProjects", "ThrottlingException", "Rate exceeded", times=7)
    aws.codebuild.fail_next("BatchGetProjects", "InternalFailure", DOWN, times=7)

    reading = read(HERE)

    assert (names(reading.projects), reading.unread) == (["api"], ())


def test_what_is_throttled_to_the_end_is_named_with_the_rest_read(aws: LocalAws) -> None:
    for index in range(101):
        make_project(aws, f"p{index:03}")
    aws.codebuild.fail_next("BatchGetProjects", "ThrottlingException", "Rate exceeded", times=16)

    reading = read(HERE)

    assert names(reading.projects) == []
    [unread] = reading.unread
    assert str(unread) == (
        "us-east-1: 101 of 101 projects (p000, p001, p002, p003, p004 and 96 more): ThrottlingException: Rate "
        "exceeded, 8 times in a row; ask fewer regions at once, or later"
    )
    assert unread.names == tuple(f"p{index:03}" for index in range(101))
    assert reading.is_blind


def test_a_page_that_fails_leaves_the_projects_before_it(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> None:
    for index in range(101):
        make_project(aws, f"p{index:03}")
    make_call = BaseClient._make_api_call

    def failing_from_then_on(self: Any, operation: str, parameters: Any) -> Any:
        answer = make_call(self, operation, parameters)
        if operation == "ListProjects":
            aws.codebuild.fail_next(operation, "InternalFailure", DOWN, times=8)
        return answer

    monkeypatch.setattr(BaseClient, "_make_api_call", failing_from_then_on)
    reading = read(HERE)

    assert len(reading.projects) == 100
    assert reading.unread == (not_read("us-east-1: projects after the first 100", f"InternalFailure: {DOWN}"),)


def test_a_project_that_vanishes_between_two_calls_is_named(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(aws, "api", [ANYBODY])
    make_project(aws, "gone", [ANYBODY])

    make_call = BaseClient._make_api_call

    def deleting_what_was_listed(self: Any, operation: str, parameters: Any) -> Any:
        answer = make_call(self, operation, parameters)
        if operation == "ListProjects":
            make_call(codebuild, "DeleteProject", {"name": "gone"})
        return answer

    codebuild = aws.client("codebuild")
    monkeypatch.setattr(BaseClient, "_make_api_call", deleting_what_was_listed)
    reading = read(HERE)

    assert names(reading.projects) == ["api"]
    assert reading.unread == (not_read("us-east-1: 1 of 2 projects", VANISHED, ["gone"]),)


def test_a_denied_permission_is_named_with_the_way_out(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(aws, "api", [ANYBODY])
    make_pipeline(aws, "api")
    policy = allowing((["codebuild:ListProjects", "codepipeline:ListPipelines"], "*"))

    reading = read(as_auditor(aws, tmp_path, monkeypatch, policy))

    assert (reading.projects, reading.pipelines) == ((), ())
    assert [each.what for each in reading.unread] == [
        "us-east-1 (profile auditor): 1 of 1 projects",
        "us-east-1 (profile auditor): 1 of 1 pipelines",
    ]
    for unread, action in zip(reading.unread, ("codebuild:BatchGetProjects", "codepipeline:GetPipeline"), strict=True):
        assert unread.why.startswith("AccessDenied")
        assert f"not authorized to perform: {action}" in unread.why
        assert unread.why.endswith("; the actions that an audit needs are listed by: webhook-constructs audit --help")
    assert reading.is_blind


def test_where_some_projects_are_denied_the_others_are_read(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(12):
        make_project(aws, f"{'team' if index % 4 else 'other'}-{index:02}")
    own = "arn:aws:codebuild:us-east-1:000000000000:project/team-*"
    policy = allowing(("codebuild:ListProjects", "*"), ("codebuild:BatchGetProjects", own), ("codepipeline:*", "*"))

    reading = read(as_auditor(aws, tmp_path, monkeypatch, policy))

    assert names(reading.projects) == [f"team-{index:02}" for index in range(12) if index % 4]
    [unread] = reading.unread
    assert (unread.what, unread.names) == (
        "us-east-1 (profile auditor): 3 of 12 projects",
        ("other-00", "other-04", "other-08"),
    )
    assert batches_asked(aws) == 4


@pytest.mark.parametrize("pattern", [read_error._PROJECT.pattern, "(?!)()"], ids=["the project is named", "none is"])
def test_a_policy_for_some_of_many_projects_leaves_none_of_them_unread(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    for index in range(300):
        make_project(aws, f"p{index:03}")
    own = "arn:aws:codebuild:us-east-1:000000000000:project/p29*"
    policy = allowing(("codebuild:ListProjects", "*"), ("codebuild:BatchGetProjects", own), ("codepipeline:*", "*"))
    monkeypatch.setattr(read_error, "_PROJECT", re.compile(pattern))

    reading = read(as_auditor(aws, tmp_path, monkeypatch, policy))

    [unread] = reading.unread
    assert names(reading.projects) == [f"p29{index}" for index in range(10)]
    assert unread.names == tuple(f"p{index:03}" for index in range(290))
    assert str(unread).startswith(
        "us-east-1 (profile auditor): 290 of 300 projects (p000, p001, p002, p003, p004 and 285 more): AccessDenied"
    )
    assert batches_asked(aws) <= 303


def test_an_account_where_everything_is_denied_takes_a_bounded_number_of_calls(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(300):
        make_project(aws, f"p{index:03}")
    policy = allowing(("codebuild:ListProjects", "*"), ("codepipeline:*", "*"))

    reading = read(as_auditor(aws, tmp_path, monkeypatch, policy))

    assert reading.projects == ()
    assert batches_asked(aws) <= 303
    assert [len(each.names) for each in reading.unread] == [300]


def test_an_audit_that_may_not_even_list_is_blind(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(aws, "api")
    reading = read(as_auditor(aws, tmp_path, monkeypatch, allowing(("s3:GetObject", "*"))))

    assert [each.what for each in reading.unread] == [
        "us-east-1 (profile auditor): projects",
        "us-east-1 (profile auditor): pipelines",
    ]
    assert reading.is_blind


def test_an_empty_region_is_not_blind(aws: LocalAws) -> None:
    del aws
    reading = read(HERE)

    assert (reading.projects, reading.unread, reading.is_blind) == ((), (), False)


@pytest.mark.usefixtures("aws")
def test_a_profile_that_is_not_there_is_named() -> None:
    reading = read(targets_of(["nobody"], ["us-east-1", "eu-west-1"]))

    assert reading.unread == (not_read("profile nobody", "The config profile (nobody) could not be found"),)
    assert (reading.is_blind, reading.is_mistaken) == (True, True)


@pytest.mark.usefixtures("aws")
def test_without_a_region_the_audit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    assert read(targets_of([], [])).unread == (
        not_read("the default region", "You must specify a region; name one with --region"),
    )


@pytest.mark.usefixtures("aws")
def test_what_is_no_region_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")

    [unread] = read(targets_of([], ["us east 1"])).unread

    assert unread.what == "us east 1"


@pytest.mark.usefixtures("aws")
def test_without_credentials_the_audit_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)

    reading = read(HERE)

    assert {each.why for each in reading.unread} == {"Unable to locate credentials; name a profile with --profile"}


def test_two_profiles_of_one_account_count_once(aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(aws, "api", [ANYBODY])
    make_profile(aws, tmp_path, allowing((EVERYTHING, "*")), "one")
    monkeypatch.setenv(*make_profile(aws, tmp_path, allowing((EVERYTHING, "*")), "two").popitem())

    outcome = judge(read(targets_of(["one", "two"], [])))

    assert (outcome.webhooks, outcome.unread) == (1, ())
    assert [each.subject for each in outcome.findings if each.finding.id == "WH201"] == ["api"]


def test_progress_ends_where_it_is_complete(aws: LocalAws) -> None:
    for index in range(101):
        make_project(aws, f"p{index:03}")
    make_pipeline(aws, "p000")
    told: list[tuple[int, int]] = []

    read(HERE, on_progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == [1, 2, 3, 4, 5]
    assert told[-1] == (5, 5)


def test_an_operation_that_is_not_declared_is_never_called(aws: LocalAws) -> None:
    make_project(aws, "api", [ANYBODY])
    calls = len(aws.codebuild.calls)

    with pytest.raises(LookupError, match="codebuild:DeleteWebhook is not among the declared read actions"):
        Connection(HERE[0]).call("codebuild", "DeleteWebhook", projectName="api")
    assert len(aws.codebuild.calls) == calls


def test_every_call_has_all_of_its_attempts_however_many_were_throttled_before(aws: LocalAws) -> None:
    connection = Connection(HERE[0])

    for _ in range(20):
        aws.codebuild.fail_next("ListProjects", "ThrottlingException", "Rate exceeded", times=7)
        assert connection.call("codebuild", "ListProjects")["projects"] == []


@pytest.fixture
def nobody_answers(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of nobody."""
    del aws
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    return address


def test_a_service_that_does_not_answer_is_asked_three_times_and_no_more(
    nobody_answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("webhook_constructs.audit.reading.connection.time", SimpleNamespace(sleep=pauses.append))
    connection = Connection(HERE[0])

    for _ in range(3):
        with pytest.raises(ReadError) as raised:
            connection.call("codebuild", "ListProjects")
        assert str(raised.value) == f'Could not connect to the endpoint URL: "{nobody_answers}/", 3 times in a row'
    assert len(pauses) == 2


def test_whoever_interrupts_has_what_was_read_and_the_rest_named(aws: LocalAws) -> None:
    for index in range(150):
        make_project(aws, f"p{index:03}")

    def interrupt_after_the_lists(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    reading = read(HERE, on_progress=interrupt_after_the_lists)

    assert reading.is_interrupted
    assert {each.why for each in reading.unread} <= {"the audit was interrupted"}
    told = [*names(reading.projects), *(name for each in reading.unread for name in each.names)]
    assert sorted(told) == [f"p{index:03}" for index in range(150)]


def test_a_region_that_does_not_answer_holds_up_no_other_and_is_named_to_whoever_interrupts(
    aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(aws, "api", [ANYBODY])
    make_call = BaseClient._make_api_call
    is_over = Event()

    def silent_in_ireland(self: Any, operation: str, parameters: Any) -> Any:
        if self.meta.region_name == "eu-west-1":
            is_over.wait()
        return make_call(self, operation, parameters)

    def interrupt(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(BaseClient, "_make_api_call", silent_in_ireland)
    reading = read(targets_of([], ["eu-west-1", "us-east-1"]), ["Nope"], on_progress=interrupt)
    is_over.set()

    assert (names(reading.projects), reading.is_interrupted) == (["api"], True)
    assert [str(each) for each in reading.unread] == [
        "eu-west-1: projects: the audit was interrupted",
        "eu-west-1: pipelines: the audit was interrupted",
        "eu-west-1: stack Nope: the audit was interrupted",
    ]
