"""A remote whose address names no repository of a git host: what builds does so under a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands.test_predict import MERGING, group
from tests.cli.conftest import template, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command, Git


UNKNOWN = "the address of the remote origin does not say it; give --repository"


def on_known_and_unknown_repositories(folder: Path) -> Path:
    """Write a template whose webhooks are on a repository, of an organization, of a group, and anywhere."""

    def scoped(scope: str, kind: str, name: Any = "acme") -> dict[str, Any]:
        source = {"Type": kind, "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}
        return webhook(
            scope.lower(), groups=[group()], ScopeConfiguration={"Name": name, "Scope": scope}, Source=source
        )

    unnamed = scoped("GITHUB_ORGANIZATION", "GITHUB", {"Ref": "Owner"})
    unnamed["Properties"]["ProjectName"] = "unnamed"
    return template(
        folder / "t.json",
        Api=webhook("api", groups=[group()], Source={"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}),
        Organization=scoped("GITHUB_ORGANIZATION", "GITHUB"),
        Group=scoped("GITLAB_GROUP", "GITLAB"),
        Unnamed=unnamed,
        Anywhere=webhook("anywhere", groups=[group()]),
        Not=webhook("not", groups=[group(("HEAD_REF", "^refs/heads/other$"))]),
    )


def conditions(event: dict[str, Any]) -> dict[str, list[str]]:
    return {found["project"]: found["conditions"] for found in event["webhooks"]}


def of_each_place(why: str) -> dict[str, list[str]]:
    return {
        "api": [f"if the event is of github.com/acme/api: {why}"],
        "github_organization": [f"if the event is of a repository of acme: {why}"],
        "gitlab_group": [f"if the event is of a repository of acme: {why}"],
        "unnamed": [f"if the event is of a repository of its scope: {why}"],
        "anywhere": [f"if the event is of its repository, which the file does not name: {why}"],
        "not": [],
    }


@pytest.mark.parametrize("more", [(), ("--base", "main"), ("--tag", "v1"), ("--staged", "--files", "a")])
@pytest.mark.parametrize(
    "address",
    [
        "codecommit::us-east-1://api",
        "codecommit://profile@api",
        "file:///x/acme/api",
        "/srv/git/acme/api.git",
        "../acme/api.git",
        "C:\\git\\api",
        "https://github.com/api",
        "s3://bucket/acme/api",
        "api.bundle",
    ],
)
def test_what_is_pushed_to_an_address_that_says_no_repository_builds_under_a_condition(
    command: Command, tmp_path: Path, topic: Git, address: str, more: tuple[str, ...]
) -> None:
    path = on_known_and_unknown_repositories(tmp_path)
    topic("remote", "set-url", "origin", address)
    topic("tag", "v1")

    events = command.events("predict", path, "-C", topic.folder, *more)

    assert len(events) == 1 + ("--base" in more)
    assert [conditions(each) for each in events if each["event"]["action"] == "PUSH"] == [of_each_place(UNKNOWN)]
    known = command.events("predict", path, "-C", topic.folder, *more, "--repository", "https://github.com/acme/api")
    assert [conditions(each)["api"] for each in known] == [[]] * len(known)


@pytest.mark.parametrize("more", [(), ("--tag", "v1"), ("--range", "HEAD~1..HEAD")])
def test_without_a_remote_what_builds_does_so_under_a_condition(
    command: Command, tmp_path: Path, topic: Git, more: tuple[str, ...]
) -> None:
    path = on_known_and_unknown_repositories(tmp_path)
    topic("remote", "remove", "origin")
    topic("tag", "v1")

    (push,) = command.events("predict", path, "-C", topic.folder, *more)

    assert conditions(push) == of_each_place("there is no remote; give --repository")


def test_the_condition_is_in_the_text_too(command: Command, tmp_path: Path, topic: Git) -> None:
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
    path = template(tmp_path / "t.json", Api=webhook("api", groups=[group()], Source=source))
    topic("remote", "set-url", "origin", "codecommit::us-east-1://api")

    assert command("predict", path, "-C", topic.folder).splitlines()[:3] == [
        'PUSH refs/heads/topic, 1 file, "Two [deploy]"',
        "  builds     api (Api) [1]",
        f"  [1] if the event is of github.com/acme/api: {UNKNOWN}",
    ]


def test_a_pull_request_is_of_the_remote_that_has_its_base(command: Command, tmp_path: Path, topic: Git) -> None:
    merging = group(event=MERGING)
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
    path = template(tmp_path / "t.json", Api=webhook("api", groups=[merging], Source=source))
    topic("update-ref", "refs/remotes/upstream/main", "main")
    topic("remote", "add", "upstream", "codecommit::us-east-1://api")

    _, opened = command.events("predict", path, "-C", topic.folder, "--base", "main")

    assert conditions(opened)["api"] == [
        "if the event is of github.com/acme/api: the address of the remote upstream does not say it; give --repository"
    ]
