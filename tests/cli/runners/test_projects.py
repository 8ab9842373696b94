"""The projects of templates in all their forms, and what is not read of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cli.conftest import template, triggers, webhook, write
from webhook_constructs import CodeBuildWebhook, FilterGroup, GitHubActionsRunner

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

RUN = "${{ github.run_id }}-${{ github.run_attempt }}"
JOBS = [{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]
SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/1"
STAGE = {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"], "Default": "dev"}}
NO_SUCH = "no-such-project"
OF_DEPLOYMENT = "the names of some projects are known only when the stack is deployed"
OF_PARAMETER = "if the parameters give the project the name {}"


def project(name: Any) -> dict[str, Any]:
    return triggers(name, groups=[JOBS], Source=SOURCE)


def asked(command: Command, path: Path, *names: str, repository: str = "acme/api") -> dict[str, tuple[str, Any]]:
    """What becomes of a job for each name of a project: the fault or verdict, and the reason or conditions."""
    folder = path.parent / "workflows"
    for name in names:
        write(folder / f"{name}.yml", f"name: CI\non: push\njobs:\n  {name}:\n    runs-on: codebuild-{name}-{RUN}\n")
    _, out, _ = command.run("runners", path, "--workflows", folder, "--repository", repository, "--format", "json")
    return {
        each["job"]: (each["fault"] or each["verdict"], each["reason"] or each["conditions"])
        for each in json.loads(out)["jobs"]
    }


def verdicts(found: dict[str, tuple[str, Any]]) -> dict[str, str]:
    return {name: verdict for name, (verdict, _) in found.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"Fn::Sub": "api-${Stage}"}, {"api-dev": "RUNS", "api-prod": "RUNS", "api-test": NO_SUCH}),
        ({"Fn::Join": ["-", ["api", {"Ref": "Stage"}]]}, {"api-prod": "RUNS", "api": NO_SUCH}),
        ({"Fn::FindInMap": ["Names", {"Ref": "Stage"}, "Api"]}, {"api-d": "RUNS", "api-p": "RUNS", "web": NO_SUCH}),
        ({"Fn::If": ["IsProd", "api", "api-dev"]}, {"api": "RUNS", "api-dev": "RUNS", "api-p": NO_SUCH}),
        ({"Fn::If": ["IsProd", "api", {"Ref": "AWS::NoValue"}]}, {"api": "RUNS", "web": "UNDECIDED"}),
        ({"Fn::Sub": "api-${AWS::Region}"}, {"api-eu-west-1": "UNDECIDED", "web": NO_SUCH}),
        ({"Fn::Sub": "${AWS::StackName}-api"}, {"a-api": "UNDECIDED", "a-web": NO_SUCH}),
        ({"Ref": "Latest"}, {"api": "UNDECIDED"}),
        ({"Ref": "Hidden"}, {"api": "UNDECIDED"}),
        ({"Fn::ImportValue": "Name"}, {"api": "UNDECIDED"}),
        ({"Fn::Select": ["0", {"Fn::Split": ["/", "api/web"]}]}, {"api": "RUNS", "web": NO_SUCH}),
        ("{{resolve:ssm:/name}}", {"api": "UNDECIDED"}),
    ],
)  # fmt: skip
def test_a_name_is_worked_out(command: Command, tmp_path: Path, name: Any, expected: dict[str, str]) -> None:
    body = {
        "Parameters": {
            **STAGE,
            "Latest": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/name"},
            "Hidden": {"Type": "String", "NoEcho": True, "Default": "web"},
        },
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Mappings": {"Names": {"dev": {"Api": "api-d"}, "prod": {"Api": "api-p"}}},
        "Resources": {"Api": project(name)},
    }

    assert verdicts(asked(command, write(tmp_path / "t.json", body), *expected)) == expected


def test_a_name_of_several_is_a_condition(command: Command, tmp_path: Path) -> None:
    body = {"Parameters": STAGE, "Resources": {"Api": project({"Fn::Sub": "api-${Stage}"})}}

    found = asked(command, write(tmp_path / "t.json", body), "api-prod")

    assert found == {"api-prod": ("RUNS", [OF_PARAMETER.format("api-prod")])}


def test_a_template_in_yaml_is_read(command: Command, tmp_path: Path) -> None:
    text = """
        Parameters:
          Stage: {Type: String, AllowedValues: [dev, prod]}
        Resources:
          Fn::ForEach::Projects:
            - Name
            - [api, web]
            - Project${Name}:
                Type: AWS::CodeBuild::Project
                Properties:
                  Name: !Sub ${Name}-${Stage}
                  Source: {Type: GITHUB, Location: "https://github.com/acme/api"}
                  Triggers: {Webhook: true, FilterGroups: [[{Type: EVENT, Pattern: WORKFLOW_JOB_QUEUED}]]}
    """

    found = asked(command, write(tmp_path / "t.yaml", text), "api-prod", "web-dev", "app-dev")

    assert verdicts(found) == {"api-prod": "RUNS", "app-dev": "no-such-project", "web-dev": "RUNS"}


def test_an_app_with_several_stacks_and_regions_is_read(command: Command, tmp_path: Path) -> None:
    """Webhooks of one stack for projects of another, and of a runner; the name of one project is not known."""
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    for region in ("eu-west-1", "us-east-1"):
        environment = cdk.Environment(account="123456789012", region=region)
        projects = cdk.Stack(app, f"Projects-{region}", env=environment)
        source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=False)
        spec = codebuild.BuildSpec.from_object({"version": "0.2"})
        made = [
            codebuild.Project(projects, each, project_name=name, source=source, build_spec=spec)
            for each, name in (("Api", "api"), ("Unnamed", None))
        ]
        hooks = cdk.Stack(app, f"Hooks-{region}", env=environment)
        CodeBuildWebhook(hooks, "Api", project=made[0], filter_groups=[FilterGroup.on_workflow_job()])
        deploys = FilterGroup.on_workflow_job().and_workflow_name_is("Deploy")
        CodeBuildWebhook(hooks, "Unnamed", project=made[1], filter_groups=[deploys])
    runners = cdk.Stack(app, "Runners")
    GitHubActionsRunner(
        runners, "Runner", organization="acme", repositories=["api"], connection_arn=CONNECTION, runner_name="org"
    )
    app.synth()

    found = asked(command, tmp_path / "cdk.out", "api", "org", "other")

    assert verdicts(found) == {"api": "RUNS", "org": "RUNS", "other": NO_SUCH}
    write(
        tmp_path / "workflows/other.yml", f"name: Deploy\non: push\njobs: {{d: {{runs-on: 'codebuild-other-{RUN}'}}}}\n"
    )
    assert verdicts(asked(command, tmp_path / "cdk.out"))["d"] == "UNDECIDED"


LIVE = {"type": "GITHUB", "location": "https://github.com/acme/api.git"}
LIVE_GROUPS = [[{"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED", "excludeMatchedPattern": False}]]


def live(name: str, **members: Any) -> dict[str, Any]:
    return {"name": name, "arn": f"arn:aws:codebuild:eu-west-1:123456789012:project/{name}", "source": LIVE, **members}


def test_what_codebuild_shows_of_projects_is_read(command: Command, tmp_path: Path) -> None:
    hook = {
        "url": "https://api.github.com/repos/acme/api/hooks/1",
        "payloadUrl": "https://codebuild.eu-west-1.amazonaws.com/webhooks?t=hunter2",
        "filterGroups": LIVE_GROUPS,
    }
    shown = {"projects": [live("api", webhook=hook), live("bare")], "projectsNotFound": []}
    path = write(tmp_path / "projects.json", shown)

    found = asked(command, path, "api", "bare", "apu")

    assert found["api"] == ("RUNS", [])
    assert verdicts(found) == {"api": "RUNS", "bare": "no-webhook", "apu": NO_SUCH}
    assert "hunter2" not in str(found)


def test_projects_that_codebuild_has_not_found_are_an_error(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "projects.json", {"projects": [live("api")], "projectsNotFound": ["web"]})

    assert command.run("runners", path)[2] == (
        f"webhook-constructs: {path}:1:{len(json.dumps({'projects': [live('api')]})) + 2}: "
        "/projectsNotFound: CodeBuild has not found web\n"
    )


def test_a_plan_of_terraform_is_read(command: Command, tmp_path: Path) -> None:
    groups = [{"filter": [{"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}]}]
    source = [{"type": "GITHUB", "location": "https://github.com/acme/api.git"}]
    made = [
        ("aws_codebuild_project", "api", {"name": "api", "source": source}),
        ("aws_codebuild_webhook", "api", {"project_name": "api", "filter_group": groups}),
        ("aws_codebuild_project", "bare", {"name": "bare", "source": source}),
    ]
    resources = [
        {"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name, "values": values}
        for kind, name, values in made
    ]
    changes = [
        {**each, "change": {"actions": ["create"], "before": None, "after": each["values"], "after_unknown": {}}}
        for each in resources
    ]
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
    }

    found = asked(command, write(tmp_path / "plan.json", plan), "api", "bare", "apu")

    assert verdicts(found) == {"api": "RUNS", "bare": "no-webhook", "apu": NO_SUCH}


def test_the_input_of_create_webhook_is_read(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "input.json", {"projectName": "api", "filterGroups": LIVE_GROUPS})

    assert asked(command, path, "api") == {
        "api": ("RUNS", ["if its repository is github.com/acme/api: the file does not say which it is"])
    }


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Transform": ["Acme::Macro"]}, "the macro Acme::Macro may write webhooks, too"),
        ({"Resources": {"Fn::Transform": {"Name": "AWS::Include"}}}, "what it includes may hold webhooks"),
        (
            {"Resources": {"Ci": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://s3/x?t=hunter2"}}}},
            "the nested template is not among those that are read",
        ),
        (
            {"Resources": {"Fn::ForEach::P": ["N", {"Ref": "Names"}, {"P${N}": project({"Ref": "N"})}]}},
            "what the loop runs over is known only when the stack is deployed, or it runs more than 1,000 times",
        ),
    ],
)  # fmt: skip
def test_what_is_not_read_of_a_template_may_have_the_project(
    command: Command, tmp_path: Path, more: dict[str, Any], why: str
) -> None:
    body: dict[str, Any] = {"Resources": {"Api": project("api"), "Bare": {"Type": "AWS::CodeBuild::Project"}}}
    body["Resources"]["Bare"]["Properties"] = {"Name": "bare"}
    body["Parameters"] = {"Names": {"Type": "CommaDelimitedList"}}
    body["Resources"] |= more.pop("Resources", {})
    path = write(tmp_path / "t.json", body | more)

    found = asked(command, path, "api", "apu", "bare")

    assert found["api"] == ("RUNS", [])
    assert found["apu"][0] == found["bare"][0] == "UNDECIDED"
    assert found["apu"][1].startswith(
        "no project is known to be called apu (similar: api); a part of the templates is "
    )
    assert found["bare"][1].startswith("no webhook is known to be of the project bare")
    assert found["apu"][1].endswith(f": {why}")
    assert "hunter2" not in str(found)
    _, out, _ = command.run("runners", path, "--workflows", "workflows", "--repository", "acme/api")
    assert f"\nnot read: {path}:1:" in out


def test_a_broken_template_beside_others_may_have_the_project(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    template(folder / "a.json", Api=project("api"))
    write(folder / "b.template", '{"Resources": ')
    write(folder / "notes.json", "[")
    write(tmp_path / "w/a.yml", f"on: push\njobs:\n  a: {{runs-on: 'codebuild-apu-{RUN}'}}\n")

    code, out, err = command.run("runners", folder, "--workflows", "w", "--repository", "acme/api")

    assert code == 2
    assert (
        "a: undecided\n  no project is known to be called apu (similar: api); a part of the templates is not read"
        in out
    )
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "notes.json:1:2: it is no JSON: expecting value",
        "b.template:1:15: it is no JSON: expecting value",
    ]


def test_a_template_alone_that_cannot_be_read_is_an_error(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "t.json", "{")

    assert command.run("runners", path)[:2] == (2, "")


def test_a_webhook_that_may_be_of_a_project_is_a_doubt(command: Command, tmp_path: Path) -> None:
    """The project has none of its own, and the name of another webhook's project is a parameter."""
    bare = {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "bare", "Source": SOURCE}}
    hook = webhook({"Ref": "Project"}, groups=[JOBS], Source=SOURCE)
    body = {"Parameters": {"Project": {"Type": "String"}}, "Resources": {"Bare": bare, "Hook": hook}}

    assert asked(command, write(tmp_path / "t.json", body), "bare") == {
        "bare": (
            "UNDECIDED",
            f"no webhook is known to be of the project bare; {OF_DEPLOYMENT}: Hook",
        )
    }


def test_a_group_of_gitlab_has_the_projects_below_it(command: Command, tmp_path: Path) -> None:
    hook = webhook("api", groups=[JOBS], Source={"Type": "GITLAB"})
    hook["Properties"]["ScopeConfiguration"] = {"Name": "Acme/Tools", "Scope": "GITLAB_GROUP"}
    path = template(tmp_path / "t.json", Api=hook)
    tags = "codebuild-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"
    write(tmp_path / ".gitlab-ci.yml", f"a: {{script: x, tags: [{tags}]}}\n")

    inside = command("runners", path, "--repository", "acme/tools/deep/api")
    outside = command("runners", path, "--repository", "acme/other/api")

    assert ": a: runs on api\n" in inside
    assert (
        "it is for the group Acme/Tools, and whether gitlab.com/acme/other/api belongs to that is not known" in outside
    )


def test_a_server_of_ones_own_is_named_by_its_address(command: Command, tmp_path: Path) -> None:
    source = {"Type": "GITHUB_ENTERPRISE", "Location": "https://git.example.com/acme/api"}
    path = template(tmp_path / "t.json", Api=triggers("api", groups=[JOBS], Source=source))

    assert asked(command, path, "api", repository="https://git.example.com/acme/api") == {"api": ("RUNS", [])}
    assert asked(command, path, "api", repository="https://git.example.com/acme/web")["api"][0] == "out-of-reach"
