"""Responses that do not have the form that AWS documents: each loses what it was to say, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.audit.aws_answers import (
    ACCOUNT,
    ARN,
    HTML,
    STACK_ID,
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
from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["answers"]  # the fixture

OTHER_REGION = "is of another region than was asked"
OF_A_BATCH = "us-east-1: 1 of 2 projects (web): "
OF_PIPELINES = "us-east-1: 1 of 1 pipelines (release): "


def elsewhere(arn: str, *, region: str = "us-east-1", account: str = ACCOUNT) -> str:
    return arn.replace("us-east-1", region).replace(ACCOUNT, account)


def credentials_of(folder: Path, monkeypatch: pytest.MonkeyPatch, account: str | None) -> None:
    """Use credentials of a file, which may say of which account they are."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    lines = ["[default]", "aws_access_key_id = AKIA", "aws_secret_access_key = s"]
    lines += [] if account is None else [f"aws_account_id = {account}"]
    (folder / "credentials").write_text("\n".join([*lines, ""]))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))


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
        (project("web", arn=elsewhere(ARN, region="eu-west-1") + "web"), f"projects[].arn {OTHER_REGION}"),
        (project("web", arn=elsewhere(ARN, region="us-east-2") + "web"), f"projects[].arn {OTHER_REGION}"),
        (
            project("web", arn=elsewhere(ARN, region="cn-north-1").replace("aws", "aws-cn") + "web"),
            f"projects[].arn {OTHER_REGION}",
        ),
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


@pytest.mark.parametrize("account", [None, ACCOUNT])
def test_things_of_other_regions_are_lost_and_named(
    answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, account: str | None
) -> None:
    credentials_of(tmp_path, monkeypatch, account)
    arn = elsewhere(ARN, region="eu-west-1")
    answers["BatchGetProjects"] = {"projects": [project("api", arn=f"{arn}api"), project("web", arn=f"{arn}web")]}
    answers["GetPipeline"]["metadata"]["pipelineArn"] = f"arn:aws:codepipeline:eu-west-1:{ACCOUNT}:release"
    answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, region="eu-west-1")

    found = reading("Ci")

    assert (found.projects, found.pipelines, found.stack_webhooks) == ((), (), ())
    assert (found.is_strange, found.is_blind) == (True, True)
    assert [str(each) for each in found.unread] == [
        "us-east-1: 2 of 2 projects (api, web): " + strange(f"BatchGetProjects.projects[].arn {OTHER_REGION}"),
        OF_PIPELINES + strange(f"GetPipeline.metadata.pipelineArn {OTHER_REGION}"),
        "us-east-1: stack Ci: " + strange(f"DescribeStacks.Stacks[].StackId {OTHER_REGION}"),
    ]


def test_things_of_another_account_than_the_credentials_are_lost_and_named(
    answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    credentials_of(tmp_path, monkeypatch, ACCOUNT)
    answers["BatchGetProjects"]["projects"][1]["arn"] = elsewhere(ARN, account="444455556666") + "web"
    answers["GetPipeline"]["metadata"]["pipelineArn"] = "arn:aws:codepipeline:us-east-1:444455556666:release"
    answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, account="444455556666")

    found = reading("Ci")

    other = "is of another account than the credentials"
    assert ([each.name for each in found.projects], found.pipelines, found.stack_webhooks) == (["api"], (), ())
    assert found.is_strange
    assert [str(each) for each in found.unread] == [
        OF_A_BATCH + strange(f"BatchGetProjects.projects[].arn {other}"),
        OF_PIPELINES + strange(f"GetPipeline.metadata.pipelineArn {other}"),
        "us-east-1: stack Ci: " + strange(f"DescribeStacks.Stacks[].StackId {other}"),
    ]


@pytest.mark.parametrize("what", ["project", "pipeline", "stack"])
def test_several_accounts_in_one_region_are_strange_where_the_credentials_name_none(
    answers: dict[str, Any], what: str
) -> None:
    other = "444455556666"
    if what == "project":
        answers["BatchGetProjects"]["projects"][1]["arn"] = elsewhere(ARN, account=other) + "web"
    elif what == "pipeline":
        answers["GetPipeline"]["metadata"]["pipelineArn"] = f"arn:aws:codepipeline:us-east-1:{other}:release"
    else:
        answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, account=other)

    found = reading("Ci")

    assert found.is_strange
    assert [str(each) for each in found.unread] == [
        "us-east-1: the account: " + strange("the ARNs of projects, pipelines and stacks are of several accounts")
    ]


@pytest.mark.usefixtures("answers")
def test_a_variable_with_another_account_says_nothing_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID", "444455556666")

    assert unread("Ci") == []


@pytest.mark.usefixtures("answers")
def test_a_region_that_is_named_as_that_of_fips_is_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")

    assert unread("Ci") == []
    assert read(targets_of([], ["fips-us-east-1"]), ["Ci"]).unread == ()


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
