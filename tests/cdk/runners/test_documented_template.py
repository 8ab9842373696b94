"""What docs/runners.md says is in a template is there, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cdk.apps import make_stack, template_of
from tests.cdk.runners.apps import CONNECTION, NAMED, SERVER
from webhook_constructs import GitHubActionsRunner, GitLabRunner
from webhook_constructs.cdk.runners.runner_project import RunnerProject

PAGE = (Path(__file__).parents[3] / "docs" / "runners.md").read_text(encoding="utf-8")
SECTIONS = dict(section.split("\n", 1) for section in PAGE.split("\n## "))
OF_TEMPLATES = SECTIONS["What is in the template"]
CODE = re.compile(r"`([^`]+)`")
DEEP = {"Source", "Environment"}
"""Properties of a project whose own members the page names."""

RUNNERS: dict[str, tuple[type[GitHubActionsRunner | GitLabRunner], dict[str, Any]]] = {
    "organization": (GitHubActionsRunner, {**NAMED, "connection_arn": CONNECTION}),
    "organization-with-a-group": (GitHubActionsRunner, {**NAMED, "runner_group_id": 3}),
    "organization-without-a-name": (GitHubActionsRunner, {"organization": "acme", "repositories": ["api"]}),
    "organization-on-a-server": (GitHubActionsRunner, {**NAMED, "domain": SERVER}),
    "enterprise": (
        GitHubActionsRunner,
        {"github_global": "acme-inc", "organizations": ["acme"], "repositories": ["api"], "runner_group_id": 3},
    ),
    "repository": (GitHubActionsRunner, {"repository": "https://github.com/acme/api", "workflows": ["CI"]}),
    "group": (GitLabRunner, {"group": "platform", "repositories": ["api"], "connection_arn": CONNECTION}),
    "project": (GitLabRunner, {"project": "https://gitlab.com/platform/api"}),
}


def template(name: str) -> dict[str, Any]:
    stack = make_stack()
    cls, arguments = RUNNERS[name]
    cls(stack, "Runner", **arguments)
    return template_of(stack)


def resources_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What is below the runner."""
    return [resource for name, resource in document["Resources"].items() if name.startswith("Runner")]


def properties_of(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Each property of what is below the runner, with the type of its resource."""
    found: set[tuple[str, str]] = set()
    for resource in resources_of(document):
        for key, value in resource.get("Properties", {}).items():
            is_deep = key in DEEP and resource["Type"] == "AWS::CodeBuild::Project"
            names = [f"{key}.{member}" for member in value] if is_deep else [key]
            found.update((resource["Type"], each) for each in names)
    return found


def attributes_of(document: dict[str, Any]) -> set[str]:
    """What stands beside the properties of what is below the runner."""
    return {key for resource in resources_of(document) for key in resource} - {"Type", "Properties"}


def actions_of(document: dict[str, Any]) -> set[str]:
    """What the policies of the runner allow."""
    policies = [each["Properties"] for each in resources_of(document) if each["Type"] == "AWS::IAM::Policy"]
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    return {action for statement in statements for action in statement["Action"]}


def variables_of(document: dict[str, Any]) -> set[str]:
    """The environment variables of the project."""
    (project,) = (each["Properties"] for each in resources_of(document) if each["Type"] == "AWS::CodeBuild::Project")
    return {each["Name"] for each in project["Environment"].get("EnvironmentVariables", ())}


def rows(section: str, columns: int) -> list[list[str]]:
    """The rows of the tables of a section that have so many columns."""
    lines = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line] for line in lines if len(line) == columns]
    return [line for line in cells if set(line) != {"---"}]


def documented_properties() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    resource_type = ""
    for kind, names, _ in rows(OF_TEMPLATES, 3):
        resource_type = kind.strip("`") or resource_type
        found.update((resource_type, name) for name in CODE.findall(names))
    return found


def documented_in_pairs() -> set[str]:
    """The first cells of the tables of two columns: attributes and actions."""
    return {name for cell, _ in rows(OF_TEMPLATES, 2) for name in CODE.findall(cell)}


@pytest.mark.parametrize("name", RUNNERS)
def test_everything_of_a_runner_is_documented(name: str) -> None:
    document = template(name)

    assert properties_of(document) - documented_properties() == set()
    assert attributes_of(document) | actions_of(document) <= documented_in_pairs()
    assert variables_of(document) <= set(CODE.findall(SECTIONS["Choose where runners are registered"]))


def test_everything_that_is_documented_is_in_some_runner() -> None:
    documents = [template(name) for name in RUNNERS]

    assert documented_properties() - set().union(*map(properties_of, documents)) == set()
    assert documented_in_pairs() == set().union(*map(attributes_of, documents), *map(actions_of, documents))
    listed = {name for name in CODE.findall(SECTIONS["Choose where runners are registered"]) if name.isupper()}
    assert listed == set().union(*map(variables_of, documents))


@pytest.mark.parametrize("name", RUNNERS)
def test_the_rest_is_the_handler_of_the_stack(name: str) -> None:
    document = template(name)
    listed = set(CODE.findall(OF_TEMPLATES.partition("For each runner")[0]))
    others = {each["Type"] for key, each in document["Resources"].items() if not key.startswith("Runner")}

    assert others == listed
    assert {key for key in document if key not in {"Resources", "Parameters", "Rules"}} <= {"Outputs"}
    assert [key[:-8] for key in document.get("Outputs", {})] in ([], ["RunnerRunsOn"])


def test_every_argument_of_the_project_is_documented() -> None:
    listed = {name for cell, _ in rows(SECTIONS["Set what a project takes"], 2)[1:] for name in CODE.findall(cell)}

    assert listed == RunnerProject.__annotations__.keys()
