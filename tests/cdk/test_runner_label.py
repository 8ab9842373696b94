"""The label of a job that asks for the project of a webhook."""

from __future__ import annotations

import re
from typing import Any

import aws_cdk as cdk
import pytest

from tests.cdk.apps import PUSH_TO_MAIN, add_webhook, github_project, imported, make_stack, resources_of, template_of
from webhook_constructs import BuildType, CodeBuildWebhookError, FilterGroup, SourceProvider
from webhook_constructs.core.service.runners import asks_for_project

OF_GITHUB = "codebuild-api-${{ github.run_id }}-${{ github.run_attempt }}"
OF_GITLAB = "codebuild-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"
JOBS = FilterGroup.on_workflow_job()


def label(**arguments: Any) -> str:
    stack = make_stack()
    return add_webhook(stack, imported(stack), **{"filter_groups": [PUSH_TO_MAIN, JOBS], **arguments}).runner_label


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (SourceProvider.GITHUB, OF_GITHUB),
        (SourceProvider.GITHUB_ENTERPRISE, OF_GITHUB),
        (SourceProvider.GITLAB, OF_GITLAB),
        (SourceProvider.GITLAB_SELF_MANAGED, OF_GITLAB),
    ],
)
def test_the_label_is_that_of_the_git_host(provider: SourceProvider, expected: str) -> None:
    assert label(source_provider=provider) == expected


def test_buildkite_has_a_tag_of_its_own() -> None:
    made = label(build_type=BuildType.RUNNER_BUILDKITE_BUILD, filter_groups=[JOBS], secret=True)

    assert made == "codebuild-api"


def test_the_label_asks_for_the_project_once_github_has_filled_it_in() -> None:
    filled_in = re.sub(r"\$\{\{ [a-z_.]+ \}\}", "1", label(repository="https://github.com/acme/api"))

    assert asks_for_project((filled_in,), "api")
    assert not asks_for_project((filled_in,), "web")


def test_the_name_of_a_project_may_be_known_only_on_deployment() -> None:
    stack = make_stack()
    webhook = add_webhook(stack, github_project(stack), filter_groups=[JOBS])
    cdk.CfnOutput(stack, "Label", value=webhook.runner_label)

    (project,) = resources_of(stack, "AWS::CodeBuild::Project")
    assert template_of(stack)["Outputs"]["Label"]["Value"] == {
        "Fn::Join": ["", ["codebuild-", {"Ref": project}, "-${{ github.run_id }}-${{ github.run_attempt }}"]]
    }


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"source_provider": SourceProvider.GITHUB, "filter_groups": [PUSH_TO_MAIN]}, id="no jobs"),
        pytest.param({"source_provider": SourceProvider.GITHUB, "filter_groups": []}, id="no groups"),
        pytest.param({}, id="no host"),
        pytest.param({"source_provider": SourceProvider.BITBUCKET}, id="no runners there"),
    ],
)
def test_a_webhook_that_starts_no_runner_has_no_label(arguments: dict[str, Any]) -> None:
    with pytest.raises(CodeBuildWebhookError) as error:
        label(**arguments)

    assert str(error.value).startswith(f"Stack/Webhook ({__file__}:")
    assert str(error.value).partition("): ")[2] == (
        "the webhook starts no runner that is known; give it a group of FilterGroup.on_workflow_job(), and for an "
        "imported project state source_provider"
    )
