"""GitHub's list of hooks, as the embedded AWS serves it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from webhook_constructs.testing.local import LocalAws

MakeProject = Callable[..., str]
SCOPED = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"


def ask(
    aws: LocalAws, path: str, method: str = "GET", authorization: str | None = "Bearer any"
) -> tuple[int, Any, str | None]:
    """The status, the body, and where the next page is."""
    url = path if path.startswith("http") else aws.github_api_url + path
    headers = {} if authorization is None else {"Authorization": authorization}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers, method=method)) as answer:
            body = answer.read()
            return answer.status, json.loads(body) if body else None, answer.headers["link"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read()), None


def test_it_lists_the_hooks_of_a_repository_as_codebuild_names_them(aws: LocalAws, make_project: MakeProject) -> None:
    make_project("ci")
    make_project("other", {"type": "GITHUB", "location": "https://github.com/octo/other.git"})
    webhook = aws.client("codebuild").create_webhook(projectName="ci")["webhook"]
    aws.client("codebuild").create_webhook(projectName="other")

    status, hooks, following = ask(aws, "/repos/octo/app/hooks")

    hook_id = int(webhook["url"].removeprefix("https://api.github.com/repos/octo/app/hooks/"))
    config = {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": webhook["payloadUrl"]}
    url = f"{aws.github_api_url}/repos/octo/app/hooks/{hook_id}"
    shown = {"type": "Repository", "id": hook_id, "name": "web", "active": True, "config": config, "url": url}
    assert (status, hooks, following) == (200, [shown], None)
    assert ask(aws, f"/repos/octo/app/hooks/{hook_id}") == (200, shown, None)


def test_it_lists_the_hooks_of_an_organization(aws: LocalAws, make_project: MakeProject) -> None:
    make_project("ci", {"type": "GITHUB", "location": SCOPED})
    scope = {"name": "octo", "scope": "GITHUB_ORGANIZATION"}
    group = [{"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}]
    aws.client("codebuild").create_webhook(projectName="ci", scopeConfiguration=scope, filterGroups=[group])

    assert [each["type"] for each in ask(aws, "/orgs/octo/hooks")[1]] == ["Organization"]
    assert ask(aws, "/orgs/acme/hooks")[1] == []


def test_a_deleted_hook_is_gone_and_codebuild_does_not_know(aws: LocalAws, make_project: MakeProject) -> None:
    make_project("ci")
    aws.client("codebuild").create_webhook(projectName="ci")
    ((hook,), path) = ask(aws, "/repos/octo/app/hooks")[1], "/repos/octo/app/hooks/{id}"

    assert ask(aws, path.format(**hook), "DELETE") == (204, None, None)
    assert ask(aws, path.format(**hook), "DELETE") == (404, {"message": "Not Found"}, None)
    assert aws.codebuild.hooks_at_host == {}
    assert "webhook" in aws.client("codebuild").batch_get_projects(names=["ci"])["projects"][0]


def test_a_page_names_the_next(aws: LocalAws, make_project: MakeProject) -> None:
    for number in range(5):
        aws.client("codebuild").create_webhook(projectName=make_project(f"ci-{number}"))
    ids, url = [], "/repos/octo/app/hooks?per_page=2"
    while url:
        _, hooks, link = ask(aws, url)
        ids.append([each["id"] for each in hooks])
        url = link.removeprefix("<").removesuffix('>; rel="next"') if link else ""

    assert [len(page) for page in ids] == [2, 2, 1]
    assert sorted(each for page in ids for each in page) == sorted(
        hook.id for hook in aws.codebuild.hooks_at_host.values()
    )
    assert ask(aws, "/repos/octo/app/hooks?per_page=&page=x")[2] is None


@pytest.mark.parametrize(
    ("path", "authorization"),
    [
        pytest.param("/repos/octo/app/hooks", None, id="no-token"),
        pytest.param("/repos/octo/app/hooks", "Basic abc", id="no-token-but-a-password"),
        pytest.param("/repos/octo/app", "token any", id="not-about-hooks"),
    ],
)
def test_what_github_does_not_show_is_not_found(aws: LocalAws, path: str, authorization: str | None) -> None:
    assert ask(aws, path, authorization=authorization) == (404, {"message": "Not Found"}, None)
