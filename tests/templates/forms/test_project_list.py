"""The output of BatchGetProjects: of several regions, with projects that are not found or cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .plans import ids, linted

GROUPS = [[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "refs/heads/main"}]]


def shown(name: str = "api", region: str = "us-east-1", **members: Any) -> dict[str, Any]:
    return {
        "name": name,
        "arn": f"arn:aws:codebuild:{region}:123456789012:project/{name}",
        "source": {"type": "GITHUB", "location": f"https://github.com/acme/{name}"},
        "webhook": {"url": "https://x", "payloadUrl": "https://s3cr3t", "secret": "s3cr3t", "filterGroups": GROUPS},
        **members,
    }


def listed(*projects: Any, **members: Any) -> dict[str, Any]:
    return {"projects": list(projects), "projectsNotFound": [], **members}


def test_a_project_without_a_webhook_is_none_of_the_webhooks(tmp_path: Path) -> None:
    report = linted(tmp_path, listed(shown(), shown("web", webhook=None), {**shown("docs"), "webhook": None}))

    assert (report.webhooks, ids(report), report.unread) == (1, ["WH203"], ())


def test_one_name_in_two_regions_is_two_projects(tmp_path: Path) -> None:
    report = linted(tmp_path, listed(shown(), shown(region="eu-west-1")))

    assert "WH110" not in ids(report)
    assert {each.subject for each in report.findings} == {"123456789012/us-east-1/api", "123456789012/eu-west-1/api"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (listed(shown(), shown()), "/projects/1: project api is there twice"),
        (listed(shown(), projectsNotFound=["web", "docs"]), "/projectsNotFound: CodeBuild has not found web, docs"),
        (listed(shown(), projectsNotFound="web"), "/projectsNotFound: CodeBuild has not found 'web'"),
        (listed(shown(), 7), "/projects/1: it is not a project as CodeBuild shows one"),
        (listed(shown(), {"name": "web"}), "/projects/1: it is not a project as CodeBuild shows one"),
        (listed(shown(), shown("web", arn=shown()["arn"])), "/projects/1: it is not a project as CodeBuild shows one"),
        (listed(shown(), shown("web", webhook="x")), "/projects/1/webhook: the webhook of project web cannot be read"),
        (
            listed(shown(), shown("web", webhook={"filterGroups": [[{"type": "NEW", "pattern": "x"}]]})),
            "/projects/1/webhook: the webhook of project web cannot be read: filterGroups[0][0].type: expected one of",
        ),
    ],
)
def test_what_cannot_be_read_is_named_and_the_others_are_judged(
    body: dict[str, Any], said: str, tmp_path: Path
) -> None:
    report = linted(tmp_path, body)

    assert said in str(report.unread)
    assert ids(report) == ["WH203"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"projects": {}, "projectsNotFound": []}, "projects is not a list, got an object"),
        ({"projectsNotFound": ["api"]}, "projects is not a list, got nothing"),
        ({"projects": ["api", "web"]}, "it has none of the other forms that are read"),
    ],
)
def test_another_list_is_refused(body: dict[str, Any], said: str, tmp_path: Path) -> None:
    report = linted(tmp_path, body)

    assert said in str(report.unread)
    assert report.is_blind


def test_nothing_of_a_webhook_is_shown_that_opens_something(tmp_path: Path) -> None:
    failed = {"status": "CREATE_FAILED", "statusMessage": "no answer of https://s3cr3t@example.com/x"}
    report = linted(
        tmp_path, listed(shown(), shown("web", webhook=failed), shown("docs", webhook={"secret": ["s3cr3t"]}))
    )

    assert "WH005" in ids(report)
    assert "s3cr3t" not in str(report)
