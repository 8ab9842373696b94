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

SECTIONS = dict(
    section.split("\n", 1) for section in (Path(__file__).parents[3] / "docs" / "runners.md").read_text().split("\n## ")
)
OF_TEMPLATES = SECTIONS["What is in the template"]
CODE = re.compile(r"`([^`]+)`")
DEEP = {"Source", "Environment"}
"""Properties of a project whose own members the page names."""

RUNNERS: dict[str, tuple[type[GitHubActionsRunner | GitLabRunner], dict[str, Any]]] = {
    "organization": (GitHubActionsRunner, {**NAMED, "connection_arn": CONNECTION}),
    "organization-with-a-group": (GitHubActionsRunner, {**NAMED, "runner_group_id": 3}),
    "organization-without-a-name": (GitHubActionsRunner, {"organization": "acme", "repositories": ["api"]}),
    "organization-on-a-server": (GitHubActionsRunner, {**NAMED, "domain": SERVER}),
    "enterprise": (GitHubActionsRunner, {"github_global": "acme-inc", "repositories": ["api"]}),
    "repository": (GitHubActionsRunner, {"repository": "https://github.com/acme/api"}),
    "group": (GitLabRunner, {"group": "platform", "repositories": ["api"], "connection_arn": CONNECTION}),
    "project": (GitLabRunner, {"project": "https://gitlab.com/platform/api"}),
}


def template(name: str) -> dict[str, Any]:
    stack = make_stack()
    cls, arguments = RUNNERS[name]
    cls(stack, "Runner", **arguments)
    return template_of(stack)


def properties_of(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Each property of what is below the runner, with the type of its resource."""
    found: set[tuple[str, str]] = set()
    for name, resource in document["Resources"].items():
        for key, value in resource.get("Properties", {}).items() if name.startswith("Runner") else ():
            is_deep = key in DEEP and resource["Type"] == "AWS::CodeBuild::Project"
            names = [f"{key}.{member}" for member in value] if is_deep else [key]
            found.update((resource["Type"], each) for each in names)
    return found


def documented_properties() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    resource_type = ""
    for row in OF_TEMPLATES.splitlines():
        if row.startswith("| ") and row.count("|") == 4:
            kind, names, _ = (cell.strip() for cell in row.strip("|").split(" | "))
            resource_type = kind.strip("`") or resource_type
            found.update((resource_type, name) for name in CODE.findall(names))
    return found


@pytest.mark.parametrize("name", RUNNERS)
def test_every_property_of_a_runner_is_documented(name: str) -> None:
    assert properties_of(template(name)) - documented_properties() == set()


def test_every_documented_property_is_that_of_some_runner() -> None:
    made = set().union(*(properties_of(template(name)) for name in RUNNERS))

    assert documented_properties() - made == set()


@pytest.mark.parametrize("name", RUNNERS)
def test_the_rest_is_the_handler_of_the_stack(name: str) -> None:
    document = template(name)
    listed = set(CODE.findall(OF_TEMPLATES.partition("For each runner")[0]))
    others = {each["Type"] for key, each in document["Resources"].items() if not key.startswith("Runner")}

    assert others == listed
    assert {key for key in document if key not in {"Resources", "Parameters", "Rules"}} <= {"Outputs"}
    assert [key[:-8] for key in document.get("Outputs", {})] in ([], ["RunnerRunsOn"])


def test_every_argument_of_the_project_is_documented() -> None:
    rows = SECTIONS["What you can set for the project"].splitlines()
    listed = {name for row in rows if row.startswith("| `") for name in CODE.findall(row.split(" | ")[0])}

    assert listed == RunnerProject.__annotations__.keys()
