from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TO_MAIN, template, triggers, webhook, write
from tests.github_payloads import opened, push

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

HERE = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
DOCS = [*TO_MAIN, {"Type": "FILE_PATH", "Pattern": "^docs/"}]
OPENED = [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}, {"Type": "FILE_PATH", "Pattern": "^docs/"}]


@pytest.fixture
def pushed(tmp_path: Path) -> Path:
    return write(tmp_path / "push.json", push())


def test_json_carries_the_same(command: Command, tmp_path: Path, pushed: Path) -> None:
    path = template(tmp_path / "t.json", Docs=webhook("docs", groups=[DOCS]))

    (event,) = command.events("explain", path, "--event", pushed)

    (found,) = event["webhooks"]
    assert event["event"]["action"] == "PUSH"
    assert event["event"]["files"] == ["a"]
    assert {
        name: found[name] for name in ("project", "name", "logicalId", "resourceType", "template", "verdict", "builds")
    } == {
        "project": "docs",
        "name": "Docs",
        "logicalId": "Docs",
        "resourceType": "Custom::CodeBuildWebhook",
        "template": str(path),
        "verdict": "NO_BUILD",
        "builds": False,
    }
    (group,) = found["groups"]
    assert [each["outcome"] for each in group["filters"]] == ["passed", "passed", "failed"]
    assert group["filters"][2] == {
        "type": "FILE_PATH",
        "pattern": "^docs/",
        "excludeMatchedPattern": False,
        "outcome": "failed",
        "tried": ["a"],
        "matching": [],
        "ignored": [],
        "nearMiss": "would match: docs/...",
        "doubt": None,
    }
    assert [each["id"] for each in found["assumptions"]] == ["pushed-files"]


@pytest.mark.parametrize(
    ("given", "builds"),
    [
        pytest.param([], None, id="not-known"),
        pytest.param(["--files", "docs/a", "--files", "b"], True, id="named"),
        pytest.param(["--files", "b"], False, id="others"),
        pytest.param(["--files-from", "-"], True, id="standard-input"),
    ],
)
def test_the_files_of_a_pull_request_are_given(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], *, builds: bool | None
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"b\n\ndocs/a\n")))
    path = template(tmp_path / "t.json", Docs=webhook("docs", groups=[OPENED]))
    event = write(tmp_path / "opened.json", opened())

    (told,) = command.events("explain", path, "--event", event, *given)

    assert [found["builds"] for found in told["webhooks"]] == [builds]


def test_an_empty_list_of_files_is_known_to_be_empty(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Docs=webhook("docs", groups=[OPENED]))
    event, files = write(tmp_path / "opened.json", opened()), write(tmp_path / "files", "")

    (told,) = command.events("explain", path, "--event", event, "--files-from", files)

    assert [found["builds"] for found in told["webhooks"]] == [False]


def test_a_webhook_of_another_repository_is_not_sent_the_event(command: Command, tmp_path: Path, pushed: Path) -> None:
    elsewhere = {"Type": "GITHUB", "Location": "https://github.com/acme/docs.git"}
    here = {"Type": "GITHUB", "Location": "https://github.com/Acme/API.git"}
    path = template(tmp_path / "t.json", Docs=webhook("docs", Source=elsewhere), Api=triggers("api", Source=here))

    printed = command("explain", path, "--event", pushed)

    assert "  builds     api (Api)\n" in printed
    assert (
        "  no build   docs (Docs) [1]\n  [1] it is on github.com/acme/docs, and the event is of github.com/acme/api\n"
    ) in printed


def test_what_is_known_on_deployment_only_is_undecided(command: Command, tmp_path: Path, pushed: Path) -> None:
    path = template(
        tmp_path / "t.json",
        Open=webhook(groups={"Ref": "Groups"}),
        Broken=webhook(groups=[[{"Type": "NOPE", "Pattern": "x"}]]),
    )
    body = json.loads(path.read_text())
    body["Resources"]["Open"]["Properties"]["FilterGroups"] = {"Ref": "Groups"}
    write(path, body)

    printed = command("explain", path, "--event", pushed)

    assert "  undecided  api (Open) [1]\n  undecided  api (Broken) [2]\n" in printed
    assert "  [1] its settings are known only when the stack is deployed\n  [2] it cannot be read: " in printed


def test_an_event_that_codebuild_ignores_says_so(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    labeled = write(tmp_path / "labeled.json", opened("labeled"))

    says = "GitHub's pull_request with action labeled is no event of CodeBuild"
    assert command("explain", path, "--event", labeled) == f"no build: {says}\n"
    assert command.events("explain", path, "--event", labeled) == [{"event": None, "ignored": says, "webhooks": []}]


def test_templates_without_a_webhook_say_so(command: Command, tmp_path: Path, pushed: Path) -> None:
    path = template(tmp_path / "t.json", Topic={"Type": "AWS::SNS::Topic"})

    assert command("explain", path, "--event", pushed).endswith("\n  there is no webhook in these files\n")


@pytest.mark.parametrize("message", ["[bold]x[/bold]", "\x1b[31mred", "line\nanother"])
def test_what_comes_from_the_event_is_no_markup(command: Command, tmp_path: Path, message: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    event = write(tmp_path / "p.json", push(message=message))

    first = command("explain", path, "--event", event).splitlines()[0]

    assert "\x1b" not in first
    assert message.partition("\n")[0].replace("\x1b", "\\x1b") in first


def explained(command: Command, path: Path, payload: object, *arguments: object) -> dict[str, tuple[object, ...]]:
    event = write(path.parent / "event.json", payload)
    (told,) = command.events("explain", path, "--event", event, *arguments)
    return {found["project"]: (found["builds"], found["reason"], *found["conditions"]) for found in told["webhooks"]}


def test_what_the_template_does_not_say_is_a_condition(command: Command, tmp_path: Path) -> None:
    path = template(
        tmp_path / "t.json",
        A=webhook("a"),
        B={**webhook("b", Source=HERE), "Condition": "Prod"},
        C=webhook("c", Source={"Type": "GITHUB", "Location": {"Ref": "Repo"}}),
        D={**webhook("d", groups=[OPENED]), "Condition": "Prod"},
    )

    repository = "if its repository is github.com/acme/api: the file does not say which it is"
    assert explained(command, path, push()) == {
        "a": (True, None, repository),
        "b": (True, None, "if there is such a webhook: its resource has the condition Prod"),
        "c": (True, None, repository),
        "d": (False, None),
    }
    printed = command("explain", path, "--event", tmp_path / "event.json")
    assert "  builds     c (C) [1]\n" in printed
    assert f"\n  [1] {repository}\n" in printed
    assert f"\n    {repository}\n" in command("explain", path, "--event", tmp_path / "event.json", "-v")


@pytest.mark.parametrize("more", [{}, {"html_url": "api"}, {"html_url": ""}, {"html_url": None}, {"html_url": 5}])
def test_a_payload_without_the_repository_is_a_condition(
    command: Command, tmp_path: Path, more: dict[str, object]
) -> None:
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
    path = template(tmp_path / "t.json", Api=webhook("api", Source=source))
    event = write(tmp_path / "p.json", {**push(), "repository": {"name": "api", **more}})

    (answer,) = command.events("explain", path, "--event", event, "--event-name", "push")

    (api,) = answer["webhooks"]
    why = "the payload does not say which repository it is of; give --repository"
    assert (api["builds"], api["conditions"]) == (True, [f"if the event is of github.com/acme/api: {why}"])


def test_a_host_of_another_name_may_be_the_same(command: Command, tmp_path: Path) -> None:
    path = template(
        tmp_path / "t.json", Api=webhook("api", Source=HERE), Docs=webhook("docs", groups=[OPENED], Source=HERE)
    )
    alias = ("--repository", "git@github-work:acme/api.git")
    doubt = "whether github-work/acme/api is another address of that is not known: give --repository"

    assert explained(command, path, push(), *alias) == {
        "api": (None, f"it is on github.com/acme/api, and {doubt}"),
        "docs": (False, None),
    }


def test_a_webhook_of_another_organization_is_not_sent_the_event(command: Command, tmp_path: Path) -> None:
    def scoped(
        name: str,
        scope: object,
        kind: str = "GITHUB_ORGANIZATION",
        location: str = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION",
    ) -> dict[str, object]:
        source = {"Type": "GITHUB", "Location": location}
        return webhook(name, ScopeConfiguration={"Name": scope, "Scope": kind}, Source=source)

    path = template(
        tmp_path / "t.json",
        Ours=scoped("ours", "Acme"),
        Theirs=scoped("theirs", "other"),
        Open=scoped("open", {"Ref": "Organization"}),
        Global=scoped("global", "other", "GITHUB_GLOBAL"),
        Refused=scoped("refused", "other", "GITHUB_GLOBAL", "https://git.example.com/acme/api"),
    )
    found = explained(command, path, push())

    assert found["theirs"] == (False, "it is for the organization other, and the event is of github.com/acme/api")
    assert [found[name] for name in ("ours", "open", "global")] == [(True, None)] * 3
    assert found["refused"] == (None, None)


@pytest.mark.parametrize(("source_type", "builds"), [("CODEPIPELINE", False), ("S3", False), ("GITHUB", True)])
def test_a_source_without_webhook_events_starts_nothing(
    command: Command, tmp_path: Path, source_type: str, *, builds: bool
) -> None:
    path = template(tmp_path / "t.json", Api=triggers("api", Source={"Type": source_type}))

    found = explained(command, path, push())

    says = None if builds else f"a project with source type {source_type} has no webhook events"
    assert found["api"][:2] == (builds, says)


def test_triggers_that_do_not_ask_for_a_webhook_start_nothing(command: Command, tmp_path: Path) -> None:
    off = triggers("api", Source=HERE)
    off["Properties"]["Triggers"]["Webhook"] = False

    found = explained(command, template(tmp_path / "t.json", Api=off), push())

    says = "its Triggers have filter groups and no Webhook: true, so CloudFormation refuses them"
    assert found["api"][:2] == (False, says)


def test_a_project_that_may_have_a_webhook_is_undecided(command: Command, tmp_path: Path) -> None:
    project = {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "api", "Triggers": {"Fn::If": ["A", {}, {}]}}}

    assert explained(command, template(tmp_path / "t.json", Api=project), push())["api"][0] is None


def test_a_job_is_for_the_project_that_its_label_names(command: Command, tmp_path: Path) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]]
    unnamed = {"Type": "AWS::CodeBuild::Project", "Properties": {"Triggers": {"Webhook": True, "FilterGroups": groups}}}
    path = template(
        tmp_path / "t.json", Api=webhook("api", groups=groups), Web=webhook("web", groups=groups), Other=unnamed
    )
    job = {"labels": ["linux", "codebuild-api-12-1"], "workflow_name": "CI"}
    payload = {"action": "queued", "workflow_job": job, **{key: push()[key] for key in ("repository", "sender")}}

    found = explained(command, path, payload)

    assert {name: told[0] for name, told in found.items()} == {"api": True, "web": False, "Other": True}
    assert found["web"][1] == "the job asks for a runner of another project: its labels are codebuild-api-12-1"


@pytest.mark.parametrize("label", ["codebuild-api-12-1", "codebuild-api-12-1 instance-size:large"])
def test_the_project_that_a_label_names_is_not_doubted(command: Command, tmp_path: Path, label: str) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]]
    path = template(tmp_path / "t.json", Api=webhook("api", groups=groups))
    job = {"labels": [label], "workflow_name": "CI"}
    payload = {"action": "queued", "workflow_job": job, **{key: push()[key] for key in ("repository", "sender")}}

    (told,) = command.events("explain", path, "--event", write(tmp_path / "job.json", payload))

    (found,) = told["webhooks"]
    assert found["builds"] is True
    assert "runner-label" not in {each["id"] for each in found["assumptions"]}


@pytest.mark.parametrize("label", ["codebuild-api", "codebuild-api-12", "codebuild-api instance-size:large"])
def test_a_job_whose_label_names_no_run_is_ignored_as_runners_says(
    command: Command, tmp_path: Path, label: str
) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]]
    path = template(tmp_path / "t.json", Api=webhook("api", groups=groups))
    job = {"labels": ["linux", label], "workflow_name": "CI"}
    payload = {"action": "queued", "workflow_job": job, **{key: push()[key] for key in ("repository", "sender")}}

    (told,) = command.events("explain", path, "--event", write(tmp_path / "job.json", payload))

    assert told["event"] is None
    assert told["ignored"] == (
        f"the label {label} names no run, and CodeBuild ignores a job without the label "
        "codebuild-<project>-<run id>-<run attempt>"
    )


def test_a_runner_of_buildkite_needs_no_source_and_no_label(command: Command, tmp_path: Path) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]]
    runner = {"BuildType": "RUNNER_BUILDKITE_BUILD", "ManualCreation": True, "Source": {"Type": "NO_SOURCE"}}
    path = template(tmp_path / "t.json", Api=webhook("api", groups=groups, **runner))
    job = {"labels": ["codebuild-other-12-1"], "workflow_name": "CI"}
    payload = {"action": "queued", "workflow_job": job, **{key: push()[key] for key in ("repository", "sender")}}

    assert explained(command, path, payload)["api"][:2] == (True, None)


def test_who_caused_it_and_where_can_be_said(command: Command, tmp_path: Path) -> None:
    mine = [[*TO_MAIN, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "^12$"}]]
    path = template(tmp_path / "t.json", Api=webhook("api", groups=mine, Source=HERE))

    assert explained(command, path, push())["api"][0] is False
    assert explained(command, path, push(), "--actor", "12")["api"][0] is True
    here = ("--actor", "12", "--repository", "git@github.com:acme/api")
    assert explained(command, path, push(), *here)["api"][0] is True
    elsewhere = explained(command, path, push(), "--actor", "12", "--repository", "https://github.com/acme/web")
    assert elsewhere["api"][0] is False
    refused = command.refused("explain", path, "--event", tmp_path / "event.json", "--repository", "https://u:p@x/y")
    assert "no address of a repository at a git host" in refused
    assert "u:p" not in refused
