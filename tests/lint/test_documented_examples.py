"""What the rules say of every filter group that AWS's documentation shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.test_documented_examples import EXAMPLES, read
from webhook_constructs.lint import Severity, lint

# Each of these can be defended: the documentation shows it, and it does something else than it seems to.
WARNINGS = {
    # At GitHub the placeholder of an account is no number, so that whoever copies it lets nobody through.
    "github-sdk-6-actor": ["WH307"],
    # The pattern of an account is not anchored: the hole of CodeBreach, on AWS's own pages.
    "bitbucket-sdk-4-actor": ["WH201"],
    "gitlab-sdk-4-actor": ["WH201"],
    # Jobs of every repository run, those of public ones as well.
    "github-org-cfn-four-groups": ["WH213"],
    "github-runner-org-cfn": ["WH213"],
    # AWS's pages disagree: GitLab's shows these templates, and the API's gives what is in them to GitHub alone.
    "gitlab-cfn-four-groups": ["WH128"],
    "gitlab-group-cfn-four-groups": ["WH128"],
    # Roles of GitHub for a project at Bitbucket.
    "pr-policy-cfn": ["WH131"],
}
VALID = [example for example in EXAMPLES if example.get("valid", True)]
each_valid = pytest.mark.parametrize("example", VALID, ids=lambda example: example["id"])


def ids(example: dict[str, Any], severity: Severity) -> list[str]:
    return list(dict.fromkeys(each.id for each in lint(read(example)) if each.severity is severity))


def test_most_examples_are_valid() -> None:
    assert len(VALID) == 45


@each_valid
def test_an_example_that_works_is_no_error(example: dict[str, Any]) -> None:
    assert ids(example, Severity.ERROR) == []


@each_valid
def test_an_example_that_works_gives_the_warnings_that_can_be_defended(example: dict[str, Any]) -> None:
    assert ids(example, Severity.WARNING) == WARNINGS.get(example["id"], [])


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each not in VALID], ids=lambda example: example["id"])
def test_an_example_that_the_service_refuses_is_an_error(example: dict[str, Any]) -> None:
    assert ids(example, Severity.ERROR) != []


def test_warnings_are_listed_for_examples_that_there_are() -> None:
    assert set(WARNINGS) <= {example["id"] for example in VALID}
