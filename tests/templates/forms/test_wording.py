"""What the service refuses of a plan is said with the names of Terraform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lint.test_languages import strange_in
from webhook_constructs.lint.wording.languages import Language

from .plans import PUSH, linted, project, webhook
from .written_forms import plan_of

DISABLED = {"requires_comment_approval": "DISABLED"}
PULL_REQUEST = {**PUSH, "pattern": "PULL_REQUEST_CREATED"}


def plan(*filters: dict[str, Any], **values: Any) -> dict[str, Any]:
    return plan_of([project(), webhook(*filters, project_name="api", **values)])


@pytest.mark.parametrize(
    ("body", "said", "fix"),
    [
        (
            plan(PUSH, {"type": "NOPE", "pattern": "x"}),
            "CodeBuild refuses what is written here: filter_group[0].filter[1].type: expected one of EVENT,",
            "write each filter as an object with type, pattern and, where it excludes, exclude_matched_pattern = true",
        ),
        (
            plan(PUSH, build_type="batch"),
            "CodeBuild refuses what is written here: build_type: expected one of BUILD, BUILD_BATCH,",
            "write it as the AWS provider documents it",
        ),
        (
            plan(PUSH, scope_configuration=[{"name": "acme", "scope": "ORGANIZATION"}]),
            "CodeBuild refuses what is written here: scope_configuration.scope: expected one of GITHUB_ORGANIZATION,",
            "write name, scope and, for a host of your own, domain",
        ),
        (
            plan(PULL_REQUEST, pull_request_build_policy=[{"requires_comment_approval": "YES"}]),
            "CodeBuild refuses what is written here: pull_request_build_policy.requires_comment_approval: expected",
            "write requires_comment_approval and, as a list, approver_roles",
        ),
        (
            plan(
                PULL_REQUEST,
                pull_request_build_policy=[{"requires_comment_approval": "DISABLED", "approver_roles": ["X"]}],
            ),
            "CodeBuild refuses what is written here: pull_request_build_policy.approver_roles[0]: expected one of",
            "write requires_comment_approval and, as a list, approver_roles",
        ),
    ],
)
def test_what_the_service_refuses_of_a_plan_is_said_with_its_names(
    body: dict[str, Any], said: str, fix: str, tmp_path: Path
) -> None:
    (found,) = [each.finding for each in linted(tmp_path, body).findings if each.finding.id == "WH008"]

    assert found.message.startswith(said)
    assert found.fix == fix
    assert strange_in(found, Language.TERRAFORM) == []
