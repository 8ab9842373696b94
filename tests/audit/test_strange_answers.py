"""Responses that do not have the form that AWS documents: each loses what it was to say, and nothing else."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from botocore.session import Session

from tests.audit.aws_answers import ARN, HOOK, HTML, STACK_ID, Reply, answers, pipeline, project, usual
from tests.audit.conftest import PUSH
from webhook_constructs.audit import Connection, Target, judge, read, targets_of
from webhook_constructs.audit.answer import _KINDS, _USED_BY_RULES, Answer
from webhook_constructs.audit.connection import READ_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.audit import Reading

__all__ = ["answers"]  # the fixture

OF_A_BATCH = "us-east-1: 1 of 2 projects (web): "
OF_PIPELINES = "us-east-1: 1 of 1 pipelines (release): "
PARTS = ("member", "key", "value")
STACK = "us-east-1: stack Ci: "


def strange(what: str) -> str:
    return (
        f"the response does not have the form that AWS documents ({what}): check for a proxy on the way to AWS, or "
        "update webhook-constructs"
    )


def reading(*stacks: str) -> Reading:
    return read(targets_of([], ["us-east-1"]), stacks)


def unread(*stacks: str) -> list[str]:
    return [str(each) for each in reading(*stacks).unread]


def changed(operation: str, *path: str | int, to: Any) -> dict[str, Any]:
    """The usual answer of an operation with another value at a place."""
    answer = value = usual()[operation]
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = to
    return dict(answer)


@pytest.mark.usefixtures("answers")
def test_usual_answers_are_read() -> None:
    found = reading("Ci")

    assert [each.name for each in found.projects] == ["api", "web"]
    assert [each.name for each in found.pipelines] == ["release"]
    assert [each.project for each in found.stack_webhooks] == ["api"]
    assert (found.unread, found.is_strange) == ((), False)


@pytest.mark.parametrize(
    ("answer", "projects", "flaw"),
    [
        (HTML, [], "ListProjects has a body that is not JSON"),
        (b'{"projects": ["api"', [], "ListProjects has a body that is not JSON"),
        (b'{"projects": ["api", "\xff"]}', [], "ListProjects has a body that is not JSON"),
        (b'{"projects": ["api"], "projects": []}', [], "ListProjects has a body that is not JSON"),
        (b"[" * 100_000, [], "ListProjects has a body that is not JSON"),
        (b"", [], "ListProjects has a body that is not JSON"),
        ([], [], "ListProjects is a list, not an object"),
        (None, [], "ListProjects is null, not an object"),
        ("ok", [], "ListProjects is a string, not an object"),
        (200, [], "ListProjects is a number, not an object"),
        (True, [], "ListProjects is a boolean, not an object"),
        ({}, [], "ListProjects has no projects"),
        ({"projects": None}, [], "ListProjects has no projects"),
        ({"projects": {}}, [], "ListProjects.projects is an object, not a list"),
        ({"projects": {"api": "web"}}, [], "ListProjects.projects is an object, not a list"),
        ({"projects": "api"}, [], "ListProjects.projects is a string, not a list"),
        ({"projects": ["api", None]}, ["api"], "ListProjects.projects[] is null, not a string"),
        ({"projects": ["api", 7]}, ["api"], "ListProjects.projects[] is a number, not a string"),
        ({"projects": [["web"], "api"]}, ["api"], "ListProjects.projects[] is a list, not a string"),
        ({"projects": ["api", ""]}, ["api"], "ListProjects.projects[] has no name"),
    ],
)
def test_of_a_strange_list_of_projects_what_can_be_read_is_read(
    answers: dict[str, Any], answer: Any, projects: list[str], flaw: str
) -> None:
    answers |= {"ListProjects": answer, "BatchGetProjects": {"projects": [project("api")]}}

    found = reading()

    assert [each.name for each in found.projects] == projects
    assert [str(each) for each in found.unread] == [f"us-east-1: projects: {strange(flaw)}"]
    assert (found.is_strange, found.is_blind) == (True, not projects)


@pytest.mark.parametrize(
    ("answer", "flaw"),
    [
        ({"pipelines": {}}, "ListPipelines.pipelines is an object, not a list"),
        ({"pipelines": [{"name": "release"}, {}]}, "ListPipelines.pipelines[] has no name"),
        ({"pipelines": [{"name": "release"}, {"name": None}]}, "ListPipelines.pipelines[] has no name"),
        ({"pipelines": [{"name": "release"}, {"name": 1}]}, "ListPipelines.pipelines[].name is a number, not a string"),
        ({"pipelines": [{"name": "release"}, None]}, "ListPipelines.pipelines[] is null, not an object"),
        ({"pipelines": ["release"]}, "ListPipelines.pipelines[] is a string, not an object"),
    ],
)
def test_a_strange_list_of_pipelines_is_named(answers: dict[str, Any], answer: Any, flaw: str) -> None:
    answers["ListPipelines"] = answer

    assert unread() == [f"us-east-1: pipelines: {strange(flaw)}"]


@pytest.mark.parametrize(
    ("web", "flaw"),
    [
        (None, "projects[] is null, not an object"),
        ("web", "projects[] is a string, not an object"),
        ({"name": "web"}, "projects[] has no arn"),
        ({**project("web"), "name": None}, "projects[] has no name"),
        ({**project("web"), "name": ["web"]}, "projects[].name is a list, not a string"),
        (project("web", arn="web"), "projects[].arn is not an ARN of codebuild"),
        (project("web", arn="a:b:c:d:e:f"), "projects[].arn is not an ARN of codebuild"),
        (project("web", arn=ARN + "other"), "projects[] has the name and the ARN of two projects"),
        (project("web", source="GITHUB"), "projects[].source is a string, not an object"),
        (project("web", source={}), "projects[].source has no type"),
        (project("web", environment=[]), "projects[].environment is a list, not an object"),
        (
            project("web", environment={"environmentVariables": [None]}),
            "projects[].environment.environmentVariables[] is null, not an object",
        ),
        (project("web", webhook="on"), "projects[].webhook is a string, not an object"),
        (project("web", webhook=[]), "projects[].webhook is a list, not an object"),
        (project("web", webhook={"url": {}}), "projects[].webhook.url is an object, not a string"),
        (project("web", webhook={"filterGroups": {}}), "projects[].webhook.filterGroups is an object, not a list"),
        (project("web", webhook={"filterGroups": [{}]}), "projects[].webhook.filterGroups[] is an object, not a list"),
        (
            project("web", webhook={"filterGroups": [[None]]}),
            "projects[].webhook.filterGroups[][] is null, not an object",
        ),
        (
            project("web", webhook={"filterGroups": [[{"type": "EVENT"}]]}),
            "projects[].webhook.filterGroups[][] has no pattern",
        ),
        (
            project("web", webhook={"filterGroups": [[{**PUSH, "excludeMatchedPattern": 0}]]}),
            "projects[].webhook.filterGroups[][].excludeMatchedPattern is a number, not a boolean",
        ),
        (
            project("web", webhook={"scopeConfiguration": {"name": "acme"}}),
            "projects[].webhook.scopeConfiguration has no scope",
        ),
    ],
)
def test_a_strange_project_hides_no_other(answers: dict[str, Any], web: Any, flaw: str) -> None:
    answers["BatchGetProjects"] = {"projects": [web, project("api")]}

    found = reading()

    assert [each.name for each in found.projects] == ["api"]
    assert [str(each) for each in found.unread] == [OF_A_BATCH + strange(f"BatchGetProjects.{flaw}")]
    assert (found.is_strange, found.is_blind) == (True, False)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (HTML, "us-east-1: 2 of 2 projects (api, web): " + strange("BatchGetProjects has a body that is not JSON")),
        (
            {"projects": {}},
            "us-east-1: 2 of 2 projects (api, web): " + strange("BatchGetProjects.projects is an object, not a list"),
        ),
        (
            {"projects": [project("api")]},
            OF_A_BATCH + strange("BatchGetProjects.projects does not have it, and neither does projectsNotFound"),
        ),
        (
            {"projects": [project("api"), project("web"), project("web", webhook=None)]},
            OF_A_BATCH + strange("BatchGetProjects.projects has it more than once"),
        ),
        (
            {"projects": [project("api"), project("other")]},
            OF_A_BATCH + strange("BatchGetProjects.projects has a project that was not asked for"),
        ),
        (
            {"projects": [project("api"), project("web"), project("other")]},
            "us-east-1: projects: " + strange("BatchGetProjects.projects has a project that was not asked for"),
        ),
        (
            {"projects": [project("api"), project("web"), None]},
            "us-east-1: projects: " + strange("BatchGetProjects.projects[] is null, not an object"),
        ),
    ],
)
def test_a_batch_with_other_projects_than_were_asked_for_is_named(
    answers: dict[str, Any], answer: Any, told: str
) -> None:
    answers["BatchGetProjects"] = answer

    found = reading()

    assert ([str(each) for each in found.unread], found.is_strange) == ([told], True)


@pytest.mark.parametrize(
    "answer",
    [
        {"projects": [project("api")], "projectsNotFound": ["web"]},
        {"projects": [project("web"), project("api")], "projectsNotFound": None},
    ],
)
def test_a_project_that_is_gone_is_not_strange(answers: dict[str, Any], answer: dict[str, Any]) -> None:
    answers["BatchGetProjects"] = answer

    found = reading()

    gone = [] if len(answer["projects"]) > 1 else [f"{OF_A_BATCH}it was listed, and was gone when it was to be read"]
    assert ([str(each) for each in found.unread], found.is_strange) == (gone, False)
    assert [each.name for each in found.projects] == ["api", "web"][: len(answer["projects"])]


def test_where_all_projects_are_gone_the_batch_need_not_have_any(answers: dict[str, Any]) -> None:
    answers["BatchGetProjects"] = {"projectsNotFound": ["api", "web"]}

    assert not reading().is_strange


def test_a_project_that_is_listed_twice_is_read_once(answers: dict[str, Any]) -> None:
    asked: list[Any] = []

    def batch(request: Any) -> Any:
        asked.append(request)
        return usual()["BatchGetProjects"]

    answers |= {"ListProjects": {"projects": ["api", "web", "api"]}, "BatchGetProjects": batch}

    assert unread() == []
    assert asked == [{"names": ["api", "web"]}]


@pytest.mark.parametrize(
    ("answer", "flaw"),
    [
        ({}, "GetPipeline has no metadata"),
        ({"pipeline": pipeline("release")["pipeline"]}, "GetPipeline has no metadata"),
        ({"metadata": pipeline("release")["metadata"]}, "GetPipeline has no pipeline"),
        ({**pipeline("release"), "pipeline": []}, "GetPipeline.pipeline is a list, not an object"),
        ({**pipeline("release"), "pipeline": {"name": "release"}}, "GetPipeline.pipeline has no stages"),
        ({**pipeline("release"), "metadata": {}}, "GetPipeline.metadata has no pipelineArn"),
        (
            {**pipeline("release"), "metadata": {"pipelineArn": ARN + "api"}},
            "GetPipeline.metadata.pipelineArn is not an ARN of codepipeline",
        ),
        (pipeline("other"), "GetPipeline.pipeline is another one than was asked for"),
        (
            changed("GetPipeline", "pipeline", "stages", to={}),
            "GetPipeline.pipeline.stages is an object, not a list",
        ),
        (
            changed("GetPipeline", "pipeline", "stages", 1, to=None),
            "GetPipeline.pipeline.stages[] is null, not an object",
        ),
        (
            changed("GetPipeline", "pipeline", "stages", 1, "actions", to=None),
            "GetPipeline.pipeline.stages[] has no actions",
        ),
        (
            changed("GetPipeline", "pipeline", "stages", 1, "actions", 0, "actionTypeId", to="Build"),
            "GetPipeline.pipeline.stages[].actions[].actionTypeId is a string, not an object",
        ),
        (
            changed("GetPipeline", "pipeline", "stages", 1, "actions", 0, "configuration", "ProjectName", to=7),
            "GetPipeline.pipeline.stages[].actions[].configuration.* is a number, not a string",
        ),
    ],
)
def test_a_strange_pipeline_is_named(answers: dict[str, Any], answer: Any, flaw: str) -> None:
    answers["GetPipeline"] = answer

    assert unread() == [OF_PIPELINES + strange(flaw)]


def test_a_strange_pipeline_hides_no_other(answers: dict[str, Any]) -> None:
    answers |= {
        "ListPipelines": {"pipelines": [{"name": "release"}, {"name": "strange"}, {"name": "third"}]},
        "GetPipeline": lambda request: Reply(raw=b"") if request["name"] == "strange" else pipeline(request["name"]),
    }

    found = reading()

    assert [each.name for each in found.pipelines] == ["release", "third"]
    [told] = found.unread
    assert str(told).startswith("us-east-1: 1 of 3 pipelines (strange): Connection was closed before we received a")


@pytest.mark.parametrize(
    ("page", "flaw"),
    [
        (lambda _: {"projects": ["api"], "nextToken": "again"}, " does not come to an end after 2 pages"),
        (
            lambda _: {"projects": ["api"], "nextToken": str(uuid4())},
            " does not come to an end after 1,001 pages",
        ),
        ({"projects": ["api"], "nextToken": 2}, ".nextToken is a number, not a string"),
        ({"projects": ["api"], "nextToken": 0}, ".nextToken is a number, not a string"),
        ({"projects": ["api"], "nextToken": False}, ".nextToken is a boolean, not a string"),
        ({"projects": ["api"], "nextToken": []}, ".nextToken is a list, not a string"),
        ({"projects": ["api"], "nextToken": {}}, ".nextToken is an object, not a string"),
    ],
)
def test_a_list_without_an_end_is_named_and_its_beginning_is_read(
    answers: dict[str, Any], page: Any, flaw: str
) -> None:
    answers |= {"ListProjects": page, "BatchGetProjects": {"projects": [project("api")]}}

    found = reading()

    assert [each.name for each in found.projects] == ["api"]
    [told] = [str(each) for each in found.unread]
    assert told.startswith("us-east-1: projects after the first ")
    assert told.endswith(strange(f"ListProjects{flaw}"))
    assert found.is_strange


@pytest.mark.parametrize(
    ("operation", "answer", "flaw"),
    [
        ("DescribeStacks", HTML, "DescribeStacks has a body that is not XML"),
        ("DescribeStacks", b"", "DescribeStacks has a body that is not XML"),
        ("DescribeStacks", b"{}", "DescribeStacks has a body that is not XML"),
        (
            "DescribeStacks",
            b"<html><body>Log in</body></html>",
            "DescribeStacks has a body that is not a DescribeStacksResponse with one DescribeStacksResult",
        ),
        (
            "ListStackResources",
            b"<a><ListStackResourcesResult><StackResourceSummaries/></ListStackResourcesResult></a>",
            "ListStackResources has a body that is not a ListStackResourcesResponse with one ListStackResourcesResult",
        ),
        ("DescribeStacks", {}, "DescribeStacks has no Stacks"),
        ("DescribeStacks", {"Stacks": []}, "DescribeStacks.Stacks[] is there 0 times, not once"),
        ("DescribeStacks", {"Stacks": "text"}, "DescribeStacks.Stacks is not a list of elements named member"),
        (
            "DescribeStacks",
            {"Stacks": {"StackName": "Ci"}},
            "DescribeStacks.Stacks is not a list of elements named member",
        ),
        (
            "DescribeStacks",
            {"Stacks": ["text"]},
            "DescribeStacks.Stacks[] is not elements with different names",
        ),
        ("DescribeStacks", {"Stacks": [{"StackName": "Ci"}]}, "DescribeStacks.Stacks[] has no StackId"),
        (
            "DescribeStacks",
            {"Stacks": [{"StackName": "Ci", "StackId": STACK_ID}]},
            "DescribeStacks.Stacks[] has no StackStatus",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackName", to="Other"),
            "DescribeStacks.Stacks[] is another one than was asked for",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackId", to="Ci"),
            "DescribeStacks.Stacks[].StackId is not an ARN of cloudformation",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackStatus", to={"a": "b"}),
            "DescribeStacks.Stacks[].StackStatus is not text",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "Parameters", to=[{"ParameterValue": "main"}]),
            "DescribeStacks.Stacks[].Parameters[] has no ParameterKey",
        ),
        ("ListStackResources", {}, "ListStackResources has no StackResourceSummaries"),
        (
            "ListStackResources",
            {"StackResourceSummaries": "none"},
            "ListStackResources.StackResourceSummaries is not a list of elements named member",
        ),
        (
            "ListStackResources",
            changed("ListStackResources", "StackResourceSummaries", 0, "PhysicalResourceId", to=""),
            "ListStackResources.StackResourceSummaries[] has no PhysicalResourceId",
        ),
        (
            "ListStackResources",
            {"StackResourceSummaries": [{"LogicalResourceId": "Hook", "ResourceType": HOOK["Type"]}]},
            "ListStackResources.StackResourceSummaries[] has no ResourceStatus",
        ),
        ("GetTemplate", {}, "GetTemplate has no TemplateBody"),
        ("GetTemplate", {"TemplateBody": {"Resources": "none"}}, "GetTemplate.TemplateBody is not text"),
        ("GetTemplate", {"TemplateBody": "{}"}, "GetTemplate.TemplateBody has no Resources"),
        ("GetTemplate", {"TemplateBody": '{"Resources": []}'}, "GetTemplate.TemplateBody has no Resources"),
        (
            "GetTemplate",
            {"TemplateBody": json.dumps({"Resources": {"Other": HOOK}})},
            "GetTemplate.TemplateBody has no Custom::CodeBuildWebhook Hook, and the stack has one",
        ),
        (
            "GetTemplate",
            {"TemplateBody": '{"Resources": ' + "[" * 100_000},
            "GetTemplate.TemplateBody is nested too deeply",
        ),
        (
            "GetTemplate",
            {
                "TemplateBody": '{"Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": '
                + '{"a":' * 900
                + "1"
                + "}" * 903
            },
            "GetTemplate.TemplateBody is nested too deeply",
        ),
    ],
)
def test_a_strange_stack_is_named(answers: dict[str, Any], operation: str, answer: Any, flaw: str) -> None:
    answers[operation] = answer

    found = reading("Ci")

    assert ([str(each) for each in found.unread], found.is_strange) == ([STACK + strange(flaw)], True)
    assert [each.name for each in found.projects] == ["api", "web"]


@pytest.mark.parametrize("body", ["[]", '"ok"', "null", "7", "Log in"])
def test_a_template_that_is_none_is_named(answers: dict[str, Any], body: str) -> None:
    answers["GetTemplate"] = {"TemplateBody": body}

    found = reading("Ci")

    assert [str(each) for each in found.unread] == [
        f"{STACK}its template cannot be read: it is neither JSON nor YAML that this version knows"
    ]
    assert found.is_strange


@pytest.mark.parametrize(
    "part",
    [
        {"Parameters": "none"},
        {"Parameters": ["Branch"]},
        {"Parameters": {"Branch": "String"}},
        {"Parameters": {"Branch": {"Type": ["String"]}}},
        {"Resources": {"Hook": HOOK, "Other": {"Type": {}}}},
        {"Resources": {"Hook": HOOK, "Other": None}},
    ],
)
def test_a_strange_part_of_a_template_hides_no_webhook(answers: dict[str, Any], part: dict[str, Any]) -> None:
    answers["GetTemplate"] = {"TemplateBody": json.dumps({"Resources": {"Hook": HOOK}, **part})}

    found = reading("Ci")

    assert ([each.project for each in found.stack_webhooks], found.unread) == (["api"], ())


def nested(arn: str) -> dict[str, str]:
    return {
        "LogicalResourceId": "Inner",
        "PhysicalResourceId": arn,
        "ResourceType": "AWS::CloudFormation::Stack",
        "ResourceStatus": "CREATE_COMPLETE",
    }


def of_nested_stacks(answers: dict[str, Any], inner: Iterator[str]) -> None:
    """Let each stack have another one in it."""

    def described(request: dict[str, Any]) -> Any:
        stack = {"StackId": request["StackName"], "StackName": request["StackName"], "StackStatus": "CREATE_COMPLETE"}
        return {"Stacks": [stack if stack["StackId"] != "Ci" else {**stack, "StackId": STACK_ID}]}

    template = {"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack"}}}
    answers |= {
        "DescribeStacks": described,
        "ListStackResources": lambda _: {"StackResourceSummaries": [nested(next(inner))]},
        "GetTemplate": {"TemplateBody": json.dumps(template)},
    }


def test_a_stack_that_is_in_itself_is_read_once(answers: dict[str, Any]) -> None:
    of_nested_stacks(answers, iter([STACK_ID, STACK_ID]))

    assert unread("Ci") == []


def test_stacks_in_stacks_without_an_end_are_named(answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhook_constructs.audit.stack_reading._MOST_STACKS", 20)
    of_nested_stacks(answers, (f"{STACK_ID}{index}" for index in count()))

    assert unread("Ci") == [STACK + strange("ListStackResources lists more than 20 stacks in the stack")]


@pytest.mark.parametrize(
    ("reply", "flaw"),
    [
        (Reply([], 403), "ListProjects cannot be read"),
        (Reply(None, 400), "ListProjects cannot be read"),
        (Reply("a-secret", 400), "ListProjects cannot be read"),
        (Reply({"__type": 7}, 400), "ListProjects cannot be read"),
        (Reply({"__type": []}, 400), "ListProjects cannot be read"),
        (Reply({}, 403), "ListProjects failed with HTTP status 403 and no error code of AWS"),
        (Reply({"message": "a-secret"}, 400), "ListProjects failed with HTTP status 400 and no error code of AWS"),
        (
            Reply({"__type": "AccessDeniedException", "message": ["a-secret"]}, 400),
            "ListProjects failed with HTTP status 400 and no error code of AWS",
        ),
        (
            Reply({"__type": "a secret is here", "message": "a-secret"}, 400),
            "ListProjects failed with HTTP status 400 and no error code of AWS",
        ),
        (Reply(HTML, 407), "ListProjects failed with HTTP status 407 and no error code of AWS"),
        (
            Reply(HTML, 302, {"Location": "https://login.example.com/?a-secret"}),
            "ListProjects failed with HTTP status 302 and no error code of AWS",
        ),
        (Reply(b"", 304), "ListProjects failed with HTTP status 304 and no error code of AWS"),
        (Reply(b"", 300), "ListProjects failed with HTTP status 300 and no error code of AWS"),
        (
            Reply(b"<html>a-secret</html>", 503),
            "ListProjects failed with HTTP status 503 and no error code of AWS, 8 times in a row",
        ),
        (
            Reply(b"a-secret", 502),
            "ListProjects failed with HTTP status 502 and no error code of AWS, 8 times in a row",
        ),
        (Reply({"__type": "AccessDeniedException", "message": "a-secret"}), "ListProjects has no projects"),
        (Reply(b"", 204), "ListProjects has a body that is not JSON"),
        (Reply(b"\x1f\x8bgarbage", 200, {"Content-Encoding": "gzip"}), "ListProjects has a body that is not JSON"),
        (Reply(b"x" * 30_000_000), "ListProjects has a body that is not JSON"),
    ],
)
def test_an_error_that_is_none_of_aws_is_named(answers: dict[str, Any], reply: Reply, flaw: str) -> None:
    answers["ListProjects"] = reply

    found = reading()

    assert [str(each) for each in found.unread] == [f"us-east-1: projects: {strange(flaw)}"]
    assert [each.name for each in found.pipelines] == ["release"]


@pytest.mark.parametrize(
    "error", ["<html><body>Log in</body></html>", "<a><Error><Code/></Error></a>", "<a><Error>a-secret</Error></a>"]
)
def test_an_error_in_xml_that_is_none_of_aws_is_named(answers: dict[str, Any], error: str) -> None:
    answers["DescribeStacks"] = Reply(error.encode(), 403)

    found = reading("Ci")

    flaws = ("failed with HTTP status 403 and no error code of AWS", "cannot be read")
    [told] = [str(each) for each in found.unread]
    assert told in [STACK + strange(f"DescribeStacks {flaw}") for flaw in flaws]
    assert found.is_strange


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a-secret\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na-secret\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        b"HTTP/1.1 200 " + b"a-secret" * 20_000,
    ],
    ids=["nothing", "no-status", "short", "no-chunk", "half-a-chunk", "long-status"],
)
def test_a_response_that_breaks_off_is_named(answers: dict[str, Any], raw: bytes) -> None:
    answers["ListProjects"] = Reply(raw=raw)

    found = reading()

    [told] = [str(each) for each in found.unread]
    assert told.startswith("us-east-1: projects: ")
    assert "a-secret" not in told
    assert found.is_strange
    assert [each.name for each in found.pipelines] == ["release"]


@pytest.mark.parametrize(
    "answer",
    [
        {"projects": [project("api"), project("web", webhook={"filterGroups": "a-secret"})]},
        {"projects": [project("api"), project("a-secret")]},
        Reply({"message": "a-secret"}, 403),
        Reply(b"a-secret", 200),
    ],
)
def test_nothing_of_a_strange_response_is_shown(answers: dict[str, Any], answer: Any) -> None:
    answers["BatchGetProjects"] = answer

    assert "a-secret" not in repr(judge(reading()))


def test_a_service_with_a_newer_protocol_is_read_by_boto3() -> None:
    model = Session().get_service_model("codebuild").operation_model("ListProjects")

    assert Answer.of(model, {"projects": ["api"]})["projects"] == ["api"]


@pytest.mark.parametrize("token", ["", None])
def test_an_empty_token_is_the_end_of_a_list(answers: dict[str, Any], token: str | None) -> None:
    answers["ListProjects"] = {"projects": ["api", "web"], "nextToken": token}
    answers["ListStackResources"] = {**usual()["ListStackResources"], "NextToken": token}

    assert unread("Ci") == []


@pytest.mark.usefixtures("answers")
def test_a_member_that_is_not_there_is_none() -> None:
    assert Connection(Target(region="us-east-1")).call("codebuild", "ListProjects").get("nextToken") is None


def shapes(shape: Any, seen: dict[str, Any]) -> None:
    """Add a shape, and all that it is made of, by their names."""
    if shape.name not in seen:
        seen[shape.name] = shape
        for each in [*getattr(shape, "members", {}).values(), *(getattr(shape, name, None) for name in PARTS)]:
            if each is not None:
                shapes(each, seen)


def test_the_service_models_are_as_the_checks_take_them() -> None:
    session, seen = Session(), dict[str, Any]()
    for service, operations in READ_ACTIONS.items():
        model = session.get_service_model(service)
        assert model.resolved_protocol == ("query" if service == "cloudformation" else "json")
        for operation in operations:
            shapes(model.operation_model(operation).output_shape, seen)

    assert _USED_BY_RULES - seen.keys() == set()
    assert {each.type_name for each in seen.values()} - _KINDS.keys() == {"integer", "long", "timestamp"}
    renamed = [each.name for each in seen.values() for name in [each.serialization.get("name")] if name]
    assert renamed == []
