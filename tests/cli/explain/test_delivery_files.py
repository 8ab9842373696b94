"""Files of deliveries: bodies, and what the APIs of git hosts return."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template as write_template
from tests.cli.conftest import webhook, write
from tests.core.deliveries import delivery as gitlab_delivery
from tests.github_payloads import opened, push
from webhook_constructs.cli.explain.deliveries import Given, read_deliveries
from webhook_constructs.cli.explain.delivery_files import DeliveryFileError
from webhook_constructs.core import WebhookEventError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

MAIN, TOPIC = "PUSH refs/heads/main", "PUSH refs/heads/topic"
CREATED = "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main"


def of_github(
    payload: dict[str, Any], event: str = "push", headers: dict[str, str] | None = None, *, number: int = 1
) -> dict[str, Any]:
    """What `GET /repos/{owner}/{repo}/hooks/{hook}/deliveries/{id}` returns."""
    return {
        "id": number,
        "guid": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
        "delivered_at": "2026-06-03T00:57:16Z",
        "event": event,
        "action": payload.get("action"),
        "request": {"headers": headers or {"X-GitHub-Event": event, "X-Hub-Signature-256": "x"}, "payload": payload},
        "response": {"headers": {}, "payload": "ok"},
    }


def summary(number: int) -> dict[str, Any]:
    """An element of what `GET /repos/{owner}/{repo}/hooks/{hook}/deliveries` returns."""
    return {key: value for key, value in of_github(push(), number=number).items() if key not in {"request", "response"}}


def of_gitlab(event: str, what: str) -> dict[str, Any]:
    """An element of what `GET /projects/{id}/hooks/{hook}/events` returns."""
    payload = gitlab_delivery("gitlab", event, what)
    return {"id": 1, "trigger": "push_hooks", "request_headers": {"X-Gitlab-Event": event}, "request_data": payload}


def read(*paths: Path, **given: Any) -> list[tuple[str, str]]:
    """The label and the event of each delivery."""
    return [(each.label, str(each.event)) for each in read_deliveries(paths, Given(**given))]


def test_what_githubs_api_returns_for_a_delivery_has_its_name_and_its_body(tmp_path: Path) -> None:
    path = write(tmp_path / "d.json", of_github(opened(), "pull_request"))

    assert read(path) == [(str(path), CREATED)]


@pytest.mark.parametrize("headers", [{"x-github-event": "push"}, {"X-GITHUB-EVENT": "push"}, {"Other": "x"}])
def test_headers_are_read_in_any_case_and_the_event_beside_them_is_enough(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    assert read(write(tmp_path / "d.json", of_github(push(), headers=headers)))[0][1] == MAIN


def test_the_name_in_a_delivery_counts_and_the_given_one_is_for_bodies(tmp_path: Path) -> None:
    told, body = write(tmp_path / "a.json", of_github(push())), write(tmp_path / "b.json", opened())

    assert [event for _, event in read(told, body, event_name="pull_request")] == [MAIN, CREATED]


def test_githubs_list_is_refused_with_the_call_for_each_delivery(tmp_path: Path) -> None:
    path = write(tmp_path / "list.json", [summary(11), summary(12)])

    with pytest.raises(DeliveryFileError) as caught:
        read(path)

    assert str(caught.value) == (
        f"{path} is GitHub's list of deliveries, which has no bodies: get each of them, by\n"
        "for id in 11 12; do gh api repos/OWNER/REPO/hooks/HOOK/deliveries/$id > $id.json; done"
    )
    one = write(tmp_path / "one.json", summary(13))
    with pytest.raises(DeliveryFileError, match=r"for id in 13; do gh api "):
        read(one)


def test_a_longer_list_than_a_page_of_github_names_the_first_deliveries_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "list.json", [summary(number) for number in range(1000, 1250)])

    with pytest.raises(DeliveryFileError, match=r"get each of them, here the first 100 of 250, by\n.* 1099; do gh api"):
        read(path)


def test_ids_that_are_no_numbers_are_in_no_call(tmp_path: Path) -> None:
    path = write(tmp_path / "list.json", [{**summary(1), "id": "$(rm -rf ~)"}, summary(2)])

    with pytest.raises(DeliveryFileError, match="for id in 2; do gh api"):
        read(path)


def test_gitlabs_list_of_events_has_bodies(tmp_path: Path) -> None:
    events = [of_gitlab("Push Hook", "a branch"), of_gitlab("Merge Request Hook", "opened from a fork")]
    path = write(tmp_path / "events.json", events)

    assert read(path) == [
        (f"{path}[0]", MAIN),
        (f"{path}[1]", "PULL_REQUEST_CREATED refs/heads/shelf into refs/heads/main"),
    ]


def test_in_json_lines_each_line_is_a_delivery(tmp_path: Path) -> None:
    lines = f"{json.dumps(push())}\n\n{json.dumps(of_github(opened(), 'pull_request'))}\n"
    for name in ("d.jsonl", "d.ndjson", "d.JSONL", "d.json", "d.txt"):
        path = write(tmp_path / name, lines)
        assert read(path) == [(f"{path}:1", MAIN), (f"{path}:3", CREATED)]


def test_a_file_of_json_lines_can_have_one_line_and_a_body_many(tmp_path: Path) -> None:
    assert read(write(tmp_path / "one.jsonl", json.dumps(push())))[0][1] == MAIN
    assert read(write(tmp_path / "body.json", json.dumps(push(), indent=1)))[0][1] == MAIN


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    folder = tmp_path / "deliveries"
    later, first = (
        write(folder / "b.json", push()),
        write(folder / "a" / "z.jsonl", json.dumps(push("refs/heads/topic"))),
    )
    write(folder / "README.md", "no delivery")

    assert read(folder) == [(f"{first}:1", TOPIC), (str(later), MAIN)]
    assert read(later, folder) == [(str(later), MAIN), (f"{first}:1", TOPIC), (str(later), MAIN)]


@pytest.mark.parametrize("content", ["[]", "\n"])
def test_a_file_without_a_delivery_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(
        DeliveryFileError, match=r"d\.jsonl holds no delivery: save the body that the git host shows of one$"
    ):
        read(write(tmp_path / "d.jsonl", content))


def test_a_folder_without_a_delivery_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(
        DeliveryFileError, match=r"empty holds no delivery: no file ends with \.json, \.jsonl, \.ndjson"
    ):
        read(tmp_path / "empty")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"{json.dumps(push())}\n{{", r"payload of d\.jsonl:2: no JSON at line 1, column 2"),
        (f"{json.dumps(push())}\n5", r"d\.jsonl:2: payload of d\.jsonl:2: expected an object, got a number"),
        (json.dumps(of_github({}, "push")), r"d\.jsonl:1: payload of push: sender: expected an object, got nothing"),
        (json.dumps({**of_github(push()), "request": {"payload": "x"}}), r"payload of push: no JSON at line 1"),
    ],
)
def test_what_is_wrong_names_the_file_and_the_line(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(WebhookEventError, match=says):
        read(write(tmp_path / "d.jsonl", content))


def test_a_key_that_is_written_twice_is_noted_with_its_line(tmp_path: Path) -> None:
    twice = json.dumps(push()).replace('"created": false', '"created": false, "created": true')
    path = write(tmp_path / "d.jsonl", f"{json.dumps(push())}\n{twice}\n")

    notes = [note for each in read_deliveries([path]) for note in each.notes]

    assert len(notes) == 1
    assert notes[0].startswith(f"{path}:2:")
    assert notes[0].endswith("the key 'created' is written twice, and the last one counts")


def test_several_events_are_explained_under_their_names(command: Command, tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.json", Api=webhook())
    first = write(tmp_path / "first.json", push())
    others = write(
        tmp_path / "others.jsonl", f"{json.dumps(opened('labeled'))}\n{json.dumps(push('refs/heads/topic'))}\n"
    )

    printed = command("explain", path, "--event", first, "--event", others)

    headings = [line for line in printed.splitlines() if not line.startswith(" ")]
    assert headings == [
        f'{first}: {MAIN}, 1 file, "Fix"',
        f"{others}:1: no build: GitHub's pull_request with action labeled is no event of CodeBuild",
        f'{others}:2: {TOPIC}, 1 file, "Fix"',
    ]
    told = command.events("explain", path, "--event", first, "--event", others)
    assert [each["delivery"] for each in told] == [str(first), f"{others}:1", f"{others}:2"]
    assert [[found["verdict"] for found in each["webhooks"]] for each in told] == [["BUILDS"], [], ["NO_BUILD"]]
