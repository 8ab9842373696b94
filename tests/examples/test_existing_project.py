"""The steps of docs/guides/existing-project.md, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.stacks import (
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    hooks,
    identities,
    make_project,
    new_stack,
    physical_ids,
)
from tests.examples.guide_blocks import blocks
from tests.examples.guide_steps import ADOPT, MAIN, RELEASE
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs import OnExistingWebhook
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _webhook(aws: LocalAws) -> None:
    make_project(aws, "legacy-api")
    aws.client("codebuild").create_webhook(projectName="legacy-api", filterGroups=[TO_RELEASE.to_api()])


def deploy(aws: LocalAws, **arguments: OnExistingWebhook) -> None:
    stack = new_stack()
    add_webhook(stack, "legacy-api", filter_groups=[TO_MAIN], **arguments)
    aws.deploy(stack, NAME)


def test_without_adopt_the_deployment_fails_as_the_guide_shows_and_changes_nothing(aws: LocalAws) -> None:
    before = identities(aws)
    (shown,) = (block.text for block in blocks("existing-project") if block.language == "text")

    with pytest.raises(DeploymentFailed) as failed:
        deploy(aws)
    assert shown.strip() in str(failed.value)
    assert identities(aws) == before
    assert hooks(aws) == {"legacy-api": RELEASE}


def test_adopted_it_stays_with_the_filter_groups_of_the_code(aws: LocalAws) -> None:
    before = identities(aws)
    deploy(aws, on_existing=ADOPT)
    assert physical_ids(aws) == ["legacy-api#adopted"]
    aws.delete(NAME)

    assert identities(aws) == before
    assert hooks(aws) == {"legacy-api": MAIN}


def test_once_it_is_ours_it_goes_with_the_stack(aws: LocalAws) -> None:
    before = identities(aws)
    deploy(aws, on_existing=ADOPT)
    deploy(aws)
    assert identities(aws) == before
    assert physical_ids(aws) == ["legacy-api"]

    aws.delete(NAME)
    assert hooks(aws) == {}
