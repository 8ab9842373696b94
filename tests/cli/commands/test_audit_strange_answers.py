"""The command where AWS, or what is in its place, answers something strange: it is named, and the exit code is 2."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.aws_answers import HTML, QUERIES, Reply, answers, as_body, pipeline, project, usual
from tests.extent import examples
from webhook_constructs.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["answers"]  # the fixture

COMMAND = ("audit", "--region", "us-east-1", "--stack", "Ci", "--fail-on", "warning", "--format", "json")
STRANGE = "the response does not have the form that AWS documents"
OF_PROJECTS = {("WH201", "api"), ("WH201", "web"), ("WH406", "api"), ("WH004", "api")}
LOST = {
    "ListProjects": OF_PROJECTS,
    "BatchGetProjects": OF_PROJECTS,
    "ListPipelines": {("WH406", "api")},
    "GetPipeline": {("WH406", "api")},
    "DescribeStacks": {("WH004", "api")},
    "ListStackResources": {("WH004", "api")},
    "GetTemplate": {("WH004", "api")},
}
"""The findings that are lost with the answer to an operation."""

REPLIES = {
    "empty": b"",
    "null": b"null",
    "list": b"[]",
    "text": b'"a-secret"',
    "number": b"7",
    "object": b"{}",
    "html": HTML,
    "html-that-is-xml": b"<html><body>a-secret</body></html>",
    "truncated": b'{"projects": ["api", "web"], "pipelines": [{"name": "rel',
    "truncated-xml": b"<DescribeStacksResponse><DescribeStacksResult><Stacks><member>",
    "no-utf-8": b'{"projects": ["\xff\xfe"]}',
    "gzip": Reply(b"\x1f\x8b\x08a-secret", headers={"Content-Encoding": "gzip"}),
    "other-type": Reply(b"a-secret", headers={"Content-Type": "image/png"}),
    "error-with-200": {"__type": "AccessDeniedException", "message": "a-secret"},
    "xml-error-with-200": b"<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
    "list-with-403": Reply(b"[]", 403),
    "text-with-400": Reply(b"a-secret", 400),
    "html-with-503": Reply(HTML, 503),
    "redirect": Reply(HTML, 302, {"Location": "https://login.example.com/a-secret"}),
    "nothing": Reply(raw=b""),
    "no-http": Reply(raw=b"a-secret"),
    "too-short": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"),
    "no-chunk": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na-secret\r\n"),
}


def audited() -> tuple[int, str, set[tuple[str, str]]]:
    """Run the command; return its exit code, what it says is unread, and its findings."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(COMMAND)
    answer = json.loads(out.getvalue())
    assert "a-secret" not in out.getvalue() + err.getvalue()
    found = {(each["id"], each["place"]["project"]) for each in answer["findings"]}
    return code, "\n".join(f"{each['what']}: {each['why']}" for each in answer["unread"]), found


@pytest.fixture(autouse=True)
def _one_pipeline_that_follows_main(answers: dict[str, Any]) -> None:
    answers |= rich()


def rich() -> dict[str, Any]:
    """The usual answers, with a webhook that builds what the pipeline builds."""
    push = [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]
    made = usual()
    made["BatchGetProjects"]["projects"][0]["webhook"]["filterGroups"].append(push)
    return made


def test_usual_answers_have_these_findings() -> None:
    code, unread, found = audited()

    assert (code, unread) == (1, "")
    assert found >= OF_PROJECTS


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
@pytest.mark.parametrize("operation", LOST)
def test_a_strange_answer_loses_what_it_was_to_say_and_nothing_else(
    answers: dict[str, Any], operation: str, reply: Any
) -> None:
    answers[operation] = reply

    code, unread, found = audited()

    assert code == 2
    assert unread.startswith("us-east-1")
    assert OF_PROJECTS - found == LOST[operation]


@pytest.mark.parametrize(
    ("operation", "answer", "lost"),
    [
        ("ListProjects", {"projects": {}}, OF_PROJECTS),
        ("ListProjects", {"projects": "ok"}, OF_PROJECTS),
        ("ListProjects", {"projects": ["api", None]}, {("WH201", "web")}),
        ("BatchGetProjects", {"projects": [None]}, OF_PROJECTS),
        ("BatchGetProjects", {"projects": [rich()["BatchGetProjects"]["projects"][0], {}]}, {("WH201", "web")}),
        ("BatchGetProjects", {"projects": [rich()["BatchGetProjects"]["projects"][0], [1]]}, {("WH201", "web")}),
        ("ListPipelines", {"pipelines": [{}]}, LOST["GetPipeline"]),
        ("ListPipelines", {"pipelines": [{"name": "release"}, 7]}, set()),
        ("GetPipeline", pipeline("other"), LOST["GetPipeline"]),
        ("ListStackResources", {"StackResourceSummaries": "a-secret"}, LOST["GetTemplate"]),
        ("GetTemplate", {"TemplateBody": "[]"}, LOST["GetTemplate"]),
    ],
)
def test_one_strange_thing_in_an_answer_hides_no_other(
    answers: dict[str, Any], operation: str, answer: Any, lost: set[tuple[str, str]]
) -> None:
    answers[operation] = answer
    if operation == "ListProjects":
        answers["BatchGetProjects"] = {"projects": rich()["BatchGetProjects"]["projects"][:1]}

    code, unread, found = audited()

    assert code == 2
    assert STRANGE in unread or "its template" in unread
    assert OF_PROJECTS - found == lost


def test_nothing_is_found_only_in_what_could_be_read(
    answers: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    answers["BatchGetProjects"] = {"projects": [project("api", webhook=None), None]}

    code = main(["audit", "--region", "us-east-1"])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "0 webhooks: nothing found in what could be read\n")
    assert printed.err.startswith("webhook-constructs: us-east-1: 1 of 2 projects (web): the response does not have")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value in an answer."""
    yield path
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from places(each, (*path, key))


PLACES = [(operation, path) for operation, answer in rich().items() for path in places(answer)]
ODD: list[Any] = [None, True, 7, 1.5, "", "odd", "\ud800", [], [None], ["a"], [[]], {}, {"a": None}, {"": {}}]


def mutated(operation: str, path: tuple[Any, ...], value: Any) -> Any:
    """An answer with another value at a place."""
    holder = {"answer": deepcopy(rich()[operation])}
    inner: Any = holder
    *way, last = ("answer", *path)
    for key in way:
        inner = inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return holder.get("answer", b"")


def at(operation: str, path: tuple[Any, ...]) -> Any:
    value = rich()[operation]
    for key in path:
        value = value[key]
    return value


def is_another_answer(operation: str, path: tuple[Any, ...], value: Any) -> bool:
    """Whether a value of another type is there, which the audit reads. In XML, all is text or a list of something."""
    old = at(operation, path)
    if value in (None, ...) or {"version", "projectsNotFound", "StagesAvailable"} & {*path}:
        return False
    if operation in QUERIES and (not value or (isinstance(old, str) and not isinstance(value, (dict, list)))):
        return False
    return type(value) is not type(old)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(400))
@given(st.sampled_from(PLACES), st.sampled_from([*ODD, ...]))
def test_no_mutated_answer_passes_for_a_whole_one(
    answers: dict[str, Any], place: tuple[str, tuple[Any, ...]], value: Any
) -> None:
    operation, path = place
    answers |= {**rich(), operation: mutated(operation, path, value)}

    code, unread, _ = audited()

    assert code in {0, 1, 2}
    assert code == 2 or not is_another_answer(operation, path, value)
    assert code == 2 or STRANGE not in unread


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(300))
@given(st.sampled_from(list(LOST)), st.data())
def test_no_damaged_body_ends_the_command(answers: dict[str, Any], operation: str, data: st.DataObject) -> None:
    body = as_body(operation, rich()[operation])
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    damage = data.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"{", b"]", b"<", b"</", b"null", b","]))
    answers |= {**rich(), operation: body[:start] + damage + body[end:]}

    code, unread, _ = audited()

    assert code in {0, 1, 2}
    assert code == 2 or STRANGE not in unread
