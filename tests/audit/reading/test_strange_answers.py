"""Responses that do not have the form that AWS documents: each loses what it was to say, and nothing else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.audit.aws_answers import (
    ARN,
    HTML,
    Reply,
    answers,
    changed,
    pipeline,
    project,
    reading,
    strange,
    unread,
    usual,
)
from tests.audit.conftest import PUSH

__all__ = ["answers"]  # the fixture

OF_A_BATCH = "us-east-1: 1 of 2 projects (web): "
OF_PIPELINES = "us-east-1: 1 of 1 pipelines (release): "


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
            changed("GetPipeline", "pipeline", "name", to="other"),
            "GetPipeline.pipeline is another one than its ARN names",
        ),
        (changed("GetPipeline", "pipeline", "name", to=None), "GetPipeline.pipeline has no name"),
        (changed("GetPipeline", "pipeline", "name", to=7), "GetPipeline.pipeline.name is a number, not a string"),
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


@pytest.mark.parametrize("token", ["", None])
def test_an_empty_token_is_the_end_of_a_list(answers: dict[str, Any], token: str | None) -> None:
    answers["ListProjects"] = {"projects": ["api", "web"], "nextToken": token}
    answers["ListStackResources"] = {**usual()["ListStackResources"], "NextToken": token}

    assert unread("Ci") == []


@pytest.mark.parametrize(
    ("not_found", "flaw"),
    [
        (True, " is a boolean, not a list"),
        ({}, " is an object, not a list"),
        ("a-secret", " is a string, not a list"),
        (7, " is a number, not a list"),
        ([None], "[] is null, not a string"),
        (["gone", ["a-secret"]], "[] is a list, not a string"),
    ],
)
def test_names_of_missing_projects_that_are_strange_are_named_beside_complete_projects(
    answers: dict[str, Any], not_found: Any, flaw: str
) -> None:
    answers["BatchGetProjects"] = {"projects": [project("api"), project("web")], "projectsNotFound": not_found}

    found = reading()

    assert [each.name for each in found.projects] == ["api", "web"]
    assert [str(each) for each in found.unread] == [
        f"us-east-1: projects: {strange('BatchGetProjects.projectsNotFound' + flaw)}"
    ]
