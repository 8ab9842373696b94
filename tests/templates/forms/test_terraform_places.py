"""Plans and states whose resources are in several accounts or regions: what is one project, and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .plans import LOOSE, PUSH, ids, linted, project, read, webhook
from .written_forms import plan_of, resource_of

URL = "https://codebuild.{}.amazonaws.com/webhooks?t=x&v=1"
ARN = "arn:aws:codebuild:{}:{}:project/api"


def plan_with(resources: list[dict[str, Any]], *providers: str) -> dict[str, Any]:
    plan = plan_of(resources)
    for each, provider in zip(plan["configuration"]["root_module"]["resources"], providers, strict=True):
        each["provider_config_key"] = provider
    return plan


def errors(folder: Path, body: dict[str, Any]) -> list[str]:
    return [each.finding.id for each in linted(folder, body).findings if str(each.finding.severity) == "error"]


def two(**values: Any) -> list[dict[str, Any]]:
    return [webhook(PUSH, name=name, project_name="api", **values) for name in ("east", "west")]


def test_one_name_at_two_providers_is_two_projects(tmp_path: Path) -> None:
    assert errors(tmp_path, plan_with(two(), "aws", "aws.west")) == []
    assert errors(tmp_path, plan_with(two(), "aws.west", "aws.west")) == ["WH110", "WH110"]


def test_each_webhook_is_that_of_the_project_of_its_provider(tmp_path: Path) -> None:
    west = project(resource="west")
    west["values"] = {**west["values"], "source": [{"type": "BITBUCKET", "location": "https://bitbucket.org/acme/api"}]}
    plan = plan_with([project(), west, *two()], "aws", "aws.west", "aws", "aws.west")

    assert [each.source_type for each in read(plan).values()] == ["GITHUB", "BITBUCKET"]
    assert errors(tmp_path, plan) == []


def test_a_project_of_another_provider_is_meant_where_it_is_the_only_one_of_its_name() -> None:
    # Before Terraform 1.1, a module that is given a provider has a key of its own for it.
    (found,) = read(plan_with([project(), two()[0]], "aws", "module.ci:aws")).values()

    assert found.source_type == "GITHUB"


@pytest.mark.parametrize(("west", "expected"), [("us-west-2", []), ("us-east-1", ["WH110", "WH110"])])
def test_regions_tell_webhooks_apart(west: str, expected: list[str], tmp_path: Path) -> None:
    by_argument = [two(region="us-east-1")[0], two(region=west)[1]]
    by_address = [two(payload_url=URL.format("us-east-1"))[0], two(payload_url=URL.format(west))[1]]
    state = {"format_version": "1.0", "values": {"root_module": {"resources": by_address}}}

    assert errors(tmp_path, plan_of(by_argument)) == expected
    assert errors(tmp_path, state) == expected


def test_a_project_in_another_region_is_not_that_of_the_webhook() -> None:
    elsewhere = project(arn=ARN.format("us-west-2", "123456789012"))
    (found,) = read(plan_of([elsewhere, webhook(PUSH, project_name="api", region="us-east-1")])).values()

    assert found.source_type is None


def test_of_two_projects_that_it_may_mean_a_webhook_has_none(tmp_path: Path) -> None:
    projects = [project(resource=name, arn=ARN.format("us-east-1", name * 12)) for name in "12"]
    values = {"root_module": {"resources": [*projects, *two()]}}
    state = {"format_version": "1.0", "values": values}

    assert [each.source_type for each in read(state).values()] == [None, None]
    assert errors(tmp_path, state) == []


@pytest.mark.parametrize(("provider", "expected"), [("aws", []), ("aws.west", ["WH406"])])
def test_a_pipeline_runs_the_project_of_its_own_provider(provider: str, expected: list[str], tmp_path: Path) -> None:
    action = {
        "name": "Build",
        "category": "Build",
        "owner": "AWS",
        "provider": "CodeBuild",
        "version": "1",
        "configuration": {"ProjectName": "api"},
    }
    pipeline = resource_of("aws_codepipeline", "main", {"name": "main", "stage": [{"name": "B", "action": [action]}]})
    resources = [webhook(PUSH, LOOSE, project_name="api"), project(), pipeline]
    with_project = plan_with(resources, "aws.west", "aws.west", provider)
    without = plan_with([resources[0], pipeline], "aws.west", provider)

    assert [each for each in ids(linted(tmp_path, with_project)) if each == "WH406"] == expected
    assert "WH406" not in ids(linted(tmp_path, without)) or provider == "aws.west"


BY_INDEX = ["aws_codebuild_project.api[1].name", "aws_codebuild_project.api[1]", "aws_codebuild_project.api"]


@pytest.mark.parametrize(
    ("references", "expected"), [(BY_INDEX, "BITBUCKET"), (["aws_codebuild_project.api", "count.index"], "GITHUB")]
)
def test_an_index_in_a_reference_says_which_project_is_meant(references: list[str], expected: str) -> None:
    resources = []
    for index, host in enumerate(("GITHUB", "BITBUCKET")):
        values = {"source": [{"type": host, "location": "https://example.com/acme/api"}]}
        resource = resource_of("aws_codebuild_project", "api", values)
        resources.append({**resource, "address": f"aws_codebuild_project.api[{index}]", "index": index})
    hook = {**webhook(PUSH), "address": "aws_codebuild_webhook.ci[0]", "index": 0}
    del hook["values"]["project_name"]
    plan = plan_of([*resources, hook], {hook["address"]: {"project_name": True}})
    plan["configuration"]["root_module"]["resources"][2]["expressions"]["project_name"] = {"references": references}

    assert [each.source_type for each in read(plan).values()] == [expected]
