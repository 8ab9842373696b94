"""Deliveries: posted over HTTP, signed as the git host signs them, and decided by the filters that the webhook has."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.github_payloads import opened, push
from webhook_constructs import EventAction
from webhook_constructs.testing.local import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

MAIN = [[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]]
DOCS = [[{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}, {"type": "FILE_PATH", "pattern": "^docs/"}]]
SAMPLES = {
    host: json.loads((Path(__file__).parents[3] / f"core/data/payloads/{host}.json").read_text())["deliveries"]
    for host in ("bitbucket", "gitlab")
}


@pytest.fixture
def webhook(codebuild: Any, make_project: Callable[..., str]) -> Callable[..., dict[str, Any]]:
    """Make a project with a webhook."""

    def make(groups: Any = MAIN, source: dict[str, str] | None = None, **settings: Any) -> dict[str, Any]:
        made: dict[str, Any] = codebuild.create_webhook(
            projectName=make_project("ci", source), filterGroups=groups, **settings
        )["webhook"]
        return made

    return make


def built(aws: LocalAws) -> list[tuple[str, str]]:
    return [(build.project, str(build.event)) for build in aws.codebuild.builds]


def post(aws: LocalAws, query: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Post as a stranger does, who knows nothing but a URL."""
    connection = http.client.HTTPConnection(aws.endpoint_url.removeprefix("http://"))
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", f"/webhooks?{query}", body, sent)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.usefixtures("webhook")
def test_a_push_that_passes_the_filters_is_recorded_as_a_build(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]]
) -> None:
    webhook()

    delivery = aws.codebuild.deliver("ci", "push", push())

    assert (delivery.project, delivery.status, delivery.builds) == ("ci", 200, True)
    assert delivery.text.startswith("[local] build: PUSH refs/heads/main\n  filter_groups[0]: passed\n")
    assert built(aws) == [("ci", "PUSH refs/heads/main")]
    assert aws.codebuild.builds[0].decision is delivery.decision


def test_what_does_not_pass_is_no_build(aws: LocalAws, webhook: Callable[..., dict[str, Any]]) -> None:
    webhook()

    delivery = aws.codebuild.deliver("ci", "push", push("refs/heads/topic"))

    assert (delivery.status, delivery.builds) == (200, False)
    assert "tried: refs/heads/topic" in delivery.text
    assert built(aws) == []


def test_what_is_updated_decides(aws: LocalAws, codebuild: Any, webhook: Callable[..., dict[str, Any]]) -> None:
    webhook()
    release = [[MAIN[0][0], {"type": "HEAD_REF", "pattern": "^refs/heads/release$"}]]
    codebuild.update_webhook(projectName="ci", filterGroups=release)

    assert aws.codebuild.deliver("ci", "push", push()).builds is False
    assert aws.codebuild.deliver("ci", "push", push("refs/heads/release")).builds is True


@pytest.mark.parametrize(
    ("files", "builds"),
    [
        pytest.param(["docs/a", "b"], True, id="one-matches"),
        pytest.param(["b"], False, id="none-matches"),
        pytest.param(None, None, id="not-known"),
    ],
)
def test_the_files_of_a_pull_request_are_those_that_the_host_has(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], files: list[str] | None, *, builds: bool | None
) -> None:
    webhook(DOCS)

    delivery = aws.codebuild.deliver("ci", "pull_request", opened(), files=files)

    assert delivery.builds is builds
    assert [build.event.action for build in aws.codebuild.builds] == [EventAction.PULL_REQUEST_CREATED] * (
        builds is True
    )


@pytest.mark.parametrize("secret", ["wrong", "", "ä"])
def test_a_wrong_or_missing_signature_is_refused(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], secret: str
) -> None:
    webhook()

    delivery = aws.codebuild.deliver("ci", "push", push(), secret=secret)

    assert (delivery.status, delivery.builds, delivery.decision) == (403, False, None)
    assert delivery.text == (
        "[local] the header x-hub-signature-256 is wrong: the hook at the git host was given another secret"
        if secret
        else "[local] the header x-hub-signature-256 is missing: the hook at the git host was given no secret"
    )
    assert built(aws) == []


def test_after_a_rotation_only_the_new_secret_counts(
    aws: LocalAws, codebuild: Any, webhook: Callable[..., dict[str, Any]]
) -> None:
    old = webhook(manualCreation=True)["secret"]
    codebuild.update_webhook(projectName="ci", filterGroups=MAIN, rotateSecret=True)

    assert aws.codebuild.deliver("ci", "push", push(), secret=old).status == 403
    assert aws.codebuild.deliver("ci", "push", push()).builds is True


def test_whoever_has_the_payload_url_and_the_secret_can_deliver(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]]
) -> None:
    made = webhook(manualCreation=True)
    query, body = made["payloadUrl"].partition("?")[2], json.dumps(push()).encode()
    signature = hmac.new(made["secret"].encode(), body, hashlib.sha256).hexdigest()

    status, text = post(aws, query, body, X_GitHub_Event="push", X_Hub_Signature_256=f"sha256={signature}")

    assert (status, text.partition("\n")[0]) == (200, "[local] build: PUSH refs/heads/main")
    assert post(aws, query, body + b" ", X_GitHub_Event="push", X_Hub_Signature_256=f"sha256={signature}")[0] == 403
    assert post(aws, query, body, X_GitHub_Event="push")[0] == 403
    assert len(aws.codebuild.builds) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
def test_only_what_is_posted_is_a_delivery(aws: LocalAws, webhook: Callable[..., dict[str, Any]], method: str) -> None:
    query = webhook(ALL_PUSHES, BITBUCKET)["payloadUrl"].partition("?")[2]
    connection = http.client.HTTPConnection(aws.endpoint_url.removeprefix("http://"))
    sample = next(each for each in SAMPLES["bitbucket"] if each["event"] == "repo:push")
    connection.request(method, f"/webhooks?{query}", json.dumps(sample["payload"]), {"X-Event-Key": "repo:push"})

    assert connection.getresponse().status == 405
    connection.close()
    assert built(aws) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"files": "abc"}, "files of an event are no list", id="text"),
        pytest.param({"files": 5}, "files of an event are no list", id="number"),
        pytest.param({"files": ["/a"]}, "a changed file is not in the repository, got '/a'", id="absolute"),
        pytest.param({"files": [None]}, "a changed file is no path, got None", id="no-path"),
        pytest.param({"event_name": "pu\nsh"}, r"no host has such an event, got 'pu\\nsh'", id="control"),
        pytest.param({"event_name": ""}, "no host has such an event, got ''", id="empty"),
        pytest.param({"event_name": "\u20ac"}, "no host has such an event", id="no-header"),
        pytest.param({"event_name": None}, "no host has such an event, got None", id="none"),
        pytest.param({"payload": "{}"}, "the payload is neither an object nor bytes, got str", id="payload-text"),
        pytest.param({"payload": {"a": {1}}}, "the payload cannot be written as JSON", id="payload-set"),
    ],
)
def test_what_no_host_can_send_is_refused(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], given: dict[str, Any], says: str
) -> None:
    webhook()
    arguments: dict[str, Any] = {"event_name": "push", "payload": push(), **given}

    with pytest.raises(LocalAwsError, match=says):
        aws.codebuild.deliver("ci", **arguments)
    assert built(aws) == []


def test_bytes_may_be_changeable_and_files_come_from_anywhere(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]]
) -> None:
    webhook(DOCS)

    body = bytearray(json.dumps(opened()).encode())
    assert aws.codebuild.deliver("ci", "pull_request", body, files=iter(["docs/a"])).builds is True


@pytest.mark.parametrize(("project", "builds"), [("ci", True), ("other", False)])
def test_a_job_is_run_by_the_project_that_its_label_names(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], project: str, *, builds: bool
) -> None:
    webhook([[{"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}]])
    job = {"labels": ["linux", f"codebuild-{project}-12-1"], "workflow_name": "CI"}
    payload = {"action": "queued", "workflow_job": job, **{key: push()[key] for key in ("repository", "sender")}}

    delivery = aws.codebuild.deliver("ci", "workflow_job", payload)

    assert (delivery.status, delivery.builds, len(built(aws))) == (200, builds, int(builds))
    assert ("another project: codebuild-other-12-1" in delivery.text) is not builds


@pytest.mark.parametrize("query", ["", "t=", "t=guess&v=1", "v=1"])
def test_another_url_is_that_of_no_webhook(aws: LocalAws, webhook: Callable[..., dict[str, Any]], query: str) -> None:
    webhook()

    assert post(aws, query, b"{}") == (404, "[local] there is no webhook at this URL")


def test_a_webhook_that_codebuild_has_forgotten_is_not_there_although_its_hook_lives(
    aws: LocalAws, codebuild: Any, webhook: Callable[..., dict[str, Any]]
) -> None:
    webhook()
    codebuild.delete_project(name="ci")

    assert (aws.codebuild.deliver("ci", "push", push()).status, built(aws)) == (404, [])


def test_a_webhook_that_is_deleted_has_no_hook_to_deliver(
    aws: LocalAws, codebuild: Any, webhook: Callable[..., dict[str, Any]]
) -> None:
    webhook()
    codebuild.delete_webhook(projectName="ci")

    with pytest.raises(LocalAwsError, match=r"no hook of project 'ci' lives at the git host, only of \[\]"):
        aws.codebuild.deliver("ci", "push", push())


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"[" * 100_000, b'{"ref": 1}'])
def test_a_payload_that_is_none_is_refused_and_the_service_goes_on(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], body: bytes
) -> None:
    webhook()

    assert aws.codebuild.deliver("ci", "push", body).status == 400
    assert aws.codebuild.deliver("ci", "push", push()).builds is True


def test_an_event_of_no_interest_is_taken_and_starts_nothing(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]]
) -> None:
    webhook()

    delivery = aws.codebuild.deliver("ci", "ping", {"zen": "Keep it simple"})

    assert (delivery.status, delivery.text) == (200, "[local] no build: GitHub's ping is no event of CodeBuild")


BITBUCKET = {"type": "BITBUCKET", "location": "https://bitbucket.org/acme/shop.git"}
GITLAB = {"type": "GITLAB", "location": "https://gitlab.com/acme/shop.git"}
ALL_PUSHES = [[{"type": "EVENT", "pattern": "PUSH"}]]


@pytest.mark.parametrize(("host", "source"), [("bitbucket", BITBUCKET), ("gitlab", GITLAB)])
def test_the_other_hosts_deliver_in_their_own_way(
    aws: LocalAws, webhook: Callable[..., dict[str, Any]], host: str, source: dict[str, str]
) -> None:
    webhook(ALL_PUSHES, source)
    sample = next(each for each in SAMPLES[host] if each["event"] in {"repo:push", "Push Hook"})

    delivery = aws.codebuild.deliver("ci", sample["event"], sample["payload"])

    assert (delivery.status, delivery.builds) == (200, True)
    assert aws.codebuild.deliver("ci", sample["event"], sample["payload"], secret="wrong").status == (
        403 if host == "gitlab" else 200
    )


def test_a_project_of_another_region_is_named_with_it(aws: LocalAws, make_project: Callable[..., str]) -> None:
    client = aws.client("codebuild", "eu-west-1")
    make_project("ci", None, client)
    client.create_webhook(projectName="ci", filterGroups=MAIN)

    assert aws.codebuild.deliver("ci@eu-west-1", "push", push()).builds is True
    assert built(aws) == [("ci@eu-west-1", "PUSH refs/heads/main")]


def test_buildkite_is_not_known(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project("ci", {"type": "NO_SOURCE", "buildspec": "version: 0.2"})
    codebuild.create_webhook(projectName="ci", buildType="RUNNER_BUILDKITE_BUILD", manualCreation=True)
    (hook,) = aws.codebuild.hooks_at_host.values()

    with pytest.raises(LocalAwsError, match="what is delivered to a project with source NO_SOURCE is not known here"):
        aws.codebuild.deliver("ci", "job.scheduled", {})
    assert post(aws, hook.payload_url.partition("?")[2], b"{}")[0] == 501


def test_a_reset_forgets_the_builds(aws: LocalAws, webhook: Callable[..., dict[str, Any]]) -> None:
    webhook()
    aws.codebuild.deliver("ci", "push", push())
    aws.reset()

    assert built(aws) == []


def test_no_answer_and_no_repr_holds_a_credential(aws: LocalAws, webhook: Callable[..., dict[str, Any]]) -> None:
    made = webhook(manualCreation=True)
    deliveries = [
        aws.codebuild.deliver("ci", "push", push()),
        aws.codebuild.deliver("ci", "push", push(), secret="wrong"),
        aws.codebuild.deliver("ci", "push", b"{"),
    ]
    said = repr(deliveries) + "".join(delivery.text for delivery in deliveries) + repr(aws.codebuild.builds)

    assert not [value for value in (made["secret"], made["payloadUrl"]) if value in said]
