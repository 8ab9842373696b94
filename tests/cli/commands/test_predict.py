from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import TO_MAIN, template, triggers, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command, Git

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
MERGING = {"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"}


def group(*filters: tuple[str, str], event: dict[str, str] = PUSH) -> list[dict[str, str]]:
    return [event, *({"Type": kind, "Pattern": pattern} for kind, pattern in filters)]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return template(
        tmp_path / "cdk.out" / "t.json",
        Main=webhook("main", groups=[TO_MAIN]),
        Api=triggers("api", groups=[group(("FILE_PATH", "^services/api/"))]),
        Merging=webhook("merging", groups=[group(("BASE_REF", "^refs/heads/main$"), event=MERGING)]),
        Mine=webhook("mine", groups=[group(("ACTOR_ACCOUNT_ID", "^123$"))]),
        Tag=webhook("tag", groups=[group(("HEAD_REF", "^refs/tags/v"))]),
        Talk=webhook("talk", groups=[group(("COMMIT_MESSAGE", r"\[deploy\]"))]),
    )


def built(event: dict[str, Any]) -> dict[str, bool | None]:
    return {found["project"]: found["builds"] for found in event["webhooks"]}


def test_a_push_of_the_branch_that_is_checked_out(command: Command, templates: Path, topic: Git) -> None:
    (push,) = command.events("predict", templates, "-C", topic.folder)

    assert {name: value for name, value in push["event"].items() if value is not None} == {
        "action": "PUSH",
        "headRef": "refs/heads/topic",
        "message": "Two [deploy]",
        "repositoryName": "api",
        "organizationName": "acme",
        "files": ["services/api/app.py"],
    }
    assert built(push) == {"main": False, "api": True, "merging": False, "mine": None, "tag": False, "talk": True}


def test_a_pull_request_besides(command: Command, templates: Path, topic: Git) -> None:
    push, merging = command.events("predict", templates, "-C", topic.folder, "--base", "main", "--actor", "123")

    assert built(push)["mine"] is True
    assert (merging["event"]["action"], merging["event"]["baseRef"]) == ("PULL_REQUEST_CREATED", "refs/heads/main")
    assert built(merging) == dict.fromkeys(("main", "api", "mine", "tag", "talk"), False) | {"merging": True}


def test_a_pull_request_that_is_merged(command: Command, templates: Path, topic: Git) -> None:
    arguments = ("-C", topic.folder, "--base", "main", "--pull-request", "merged")

    _, merged = command.events("predict", templates, *arguments)

    assert merged["event"]["action"] == "PULL_REQUEST_MERGED"
    assert built(merged)["merging"] is False


def test_another_branch_and_range(command: Command, templates: Path, topic: Git) -> None:
    topic.commit("Three", "docs/a")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--branch", "main", "--range", "HEAD~1..HEAD")

    assert (push["event"]["headRef"], push["event"]["files"]) == ("refs/heads/main", ["docs/a"])
    assert built(push) == dict.fromkeys(("api", "merging", "tag", "talk"), False) | {"main": True, "mine": None}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ([], "BUILDS"),
        (["--author-role", "none"], "WAITS_FOR_APPROVAL"),
        (["--author-role", "none", "--from-fork"], "WAITS_FOR_APPROVAL"),
        (["--author-role", "none", "--approved"], "BUILDS"),
        (["--author-role", "GITHUB_ADMIN"], "BUILDS"),
        (["--author-role", "none", "--pull-request", "closed"], "NO_BUILD"),
    ],
)
def test_who_opens_the_pull_request_is_said(
    command: Command, templates: Path, topic: Git, facts: list[str], verdict: str
) -> None:
    _, opened = command.events("predict", templates, "-C", topic.folder, "--base", "main", *facts)

    (merging,) = [each for each in opened["webhooks"] if each["project"] == "merging"]
    assert merging["verdict"] == verdict


def test_a_branch_of_the_repository_itself_is_no_fork(command: Command, tmp_path: Path, topic: Git) -> None:
    policy = {"RequiresCommentApproval": "FORK_PULL_REQUESTS"}
    path = template(tmp_path / "t.json", Api=webhook("api", groups=[[MERGING]], PullRequestBuildPolicy=policy))
    asked = ("predict", path, "-C", topic.folder, "--base", "main", "--author-role", "none")

    for given, expected in ([], "BUILDS"), (["--from-fork"], "WAITS_FOR_APPROVAL"):
        _, opened = command.events(*asked, *given)
        assert opened["webhooks"][0]["verdict"] == expected


@pytest.mark.parametrize("fact", [["--author-role", "none"], ["--from-fork"], ["--not-approved"]])
def test_who_opens_a_pull_request_needs_a_pull_request(
    command: Command, templates: Path, topic: Git, fact: list[str]
) -> None:
    assert "give --base" in command.refused("predict", templates, "-C", topic.folder, *fact)


def test_what_is_staged_is_pushed_too_with_a_message_that_nobody_knows_yet(
    command: Command, templates: Path, topic: Git
) -> None:
    topic.write("web/b")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--staged")

    assert push["event"]["files"] == ["services/api/app.py", "web/b"]
    assert (push["event"]["message"], built(push)["talk"]) == (None, None)
    (told,) = command.events("predict", templates, "-C", topic.folder, "--staged", "--message", "x [deploy]")
    assert built(told)["talk"] is True


def test_what_is_staged_can_be_all_that_is_pushed(command: Command, templates: Path, topic: Git) -> None:
    topic.is_pushed("topic")
    topic.write("web/b")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--staged")

    assert push["event"]["files"] == ["web/b"]


def test_a_tag(command: Command, templates: Path, topic: Git) -> None:
    topic("tag", "v1", "HEAD~1")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--tag", "v1")

    assert (push["event"]["headRef"], push["event"]["message"]) == ("refs/tags/v1", "One")
    assert (push["event"]["files"], built(push)["api"], built(push)["tag"]) == (None, None, True)


def test_assumptions_of_a_new_and_of_a_forced_push_are_named(command: Command, templates: Path, topic: Git) -> None:
    def taken() -> list[str]:
        (push,) = command.events("predict", templates, "-C", topic.folder)
        (api,) = [found for found in push["webhooks"] if found["project"] == "api"]
        return [each["id"] for each in api["assumptions"]]

    assert taken() == ["pushed-files", "files-of-new-branch"]
    topic.is_pushed("topic")
    topic("commit", "--quiet", "--amend", "--message", "Again")
    assert taken() == ["pushed-files", "files-of-forced-push"]


def test_webhooks_of_another_repository_are_told_apart(command: Command, tmp_path: Path, topic: Git) -> None:
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/docs"}
    path = template(tmp_path / "t.json", Docs=webhook("docs", groups=[group()], Source=source))

    assert "it is on github.com/acme/docs, and the event is of github.com/acme/api" in command(
        "predict", path, "-C", topic.folder
    )


def test_the_folder_of_the_cdk_is_the_default(
    command: Command, templates: Path, topic: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(templates.parent.parent)

    assert command("predict", "-C", topic.folder).startswith(
        'PUSH refs/heads/topic, 1 file, "Two [deploy]"\n  builds     api (Api) [1]\n'
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--range", "nope..HEAD"], "git rev-list failed in ", id="range"),
        pytest.param(["--base", "nope"], "there is no branch 'nope' here to merge into", id="base"),
        pytest.param(["--tag", "nope"], "there is no tag 'nope' here", id="tag"),
        pytest.param(["--tag", "v1", "--base", "main"], "a tag is pushed alone", id="tag-and-base"),
        pytest.param(["--pull-request", "nope"], "'nope' is not one of 'created', 'updated'", id="pull-request"),
        pytest.param(["--pull-request", "merged"], "give --base", id="pull-request-without-base"),
        pytest.param(
            ["--base", "topic"],
            "topic is the base itself: check out the branch to merge, or leave --base out",
            id="base-itself",
        ),
        pytest.param(
            ["--base", "topic", "--branch", "x"], "there is nothing to merge: topic has every commit of x", id="merged"
        ),
        pytest.param(["--base", "main^{tree}"], "'main^{tree}' is no name of a branch", id="expression"),
        pytest.param(["--remote", "nope"], "there is no remote 'nope' here, there is 'origin'", id="remote"),
        pytest.param(["--branch", "refs/heads/x"], "give the bare name", id="whole-ref"),
    ],
)
def test_what_the_repository_does_not_have_is_refused(
    command: Command, templates: Path, topic: Git, arguments: list[str], says: str
) -> None:
    assert says in command.refused("predict", templates, "-C", topic.folder, *arguments)


def test_nothing_to_push_is_refused_with_the_way_out(command: Command, templates: Path, topic: Git) -> None:
    topic.is_pushed("topic")

    assert command.refused("predict", templates, "-C", topic.folder) == (
        "webhook-constructs: there is nothing to push: the remote has every commit on topic. Give commits (--range "
        "HEAD~1..HEAD)\n"
    )


def test_no_branch_is_refused_with_the_way_out(command: Command, templates: Path, topic: Git) -> None:
    topic("switch", "--quiet", "--detach")

    assert "no branch is checked out: name the one that is pushed to (--branch)" in command.refused(
        "predict", templates, "-C", topic.folder
    )


def test_a_branch_that_was_pushed_can_still_be_asked_to_be_merged(
    command: Command, templates: Path, topic: Git
) -> None:
    topic.is_pushed("topic")

    (merging,) = command.events("predict", templates, "-C", topic.folder, "--base", "main")

    assert (merging["event"]["action"], built(merging)["merging"]) == ("PULL_REQUEST_CREATED", True)


def test_a_new_branch_without_commits_is_a_push_of_files_that_nobody_knows(
    command: Command, templates: Path, topic: Git
) -> None:
    topic("switch", "--quiet", "--detach", "origin/main")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--branch", "fresh")

    assert (push["event"]["headRef"], push["event"]["files"]) == ("refs/heads/fresh", None)
    assert built(push)["api"] is None


def test_a_pull_request_into_the_repository_that_this_is_a_fork_of(
    command: Command, tmp_path: Path, topic: Git
) -> None:
    topic("update-ref", "refs/remotes/upstream/main", "main")
    topic("remote", "add", "upstream", "https://github.com/Base/Api.git")
    ours, theirs = ({"Type": "GITHUB", "Location": f"https://github.com/{name}/api"} for name in ("acme", "base"))
    groups = [[{"Type": "EVENT", "Pattern": "PUSH,PULL_REQUEST_CREATED"}, {"Type": "HEAD_REF", "Pattern": "topic"}]]
    path = template(
        tmp_path / "t.json",
        Ours=webhook("ours", groups=groups, Source=ours),
        Theirs=webhook("theirs", groups=groups, Source=theirs),
    )

    push, merging = command.events("predict", path, "-C", topic.folder, "--base", "main")

    assert (built(push), built(merging)) == ({"ours": True, "theirs": False}, {"ours": False, "theirs": True})
    assert merging["event"]["organizationName"] == "Base"
    assert "fork-head" in [each["id"] for each in merging["webhooks"][1]["assumptions"]]


@pytest.mark.parametrize("host", ["github.com", "gitlab.com", "bitbucket.org"])
def test_events_are_of_the_host_that_is_pushed_to(command: Command, tmp_path: Path, topic: Git, host: str) -> None:
    topic("remote", "set-url", "origin", f"git@{host}:acme/api.git")
    groups = [[{"Type": "EVENT", "Pattern": "PUSH,PULL_REQUEST_CREATED"}]]
    hosts = ("github", "gitlab", "bitbucket")
    hooks = {name: webhook(name, groups=groups, Source={"Type": name.upper()}) for name in hosts}
    path = template(tmp_path / "t.json", **hooks)

    for event in command.events("predict", path, "-C", topic.folder, "--base", "main"):
        assert [name for name, builds in built(event).items() if builds] == [host.partition(".")[0]]


def test_the_files_of_a_tag_and_the_repository_can_be_given(
    command: Command, templates: Path, topic: Git, tmp_path: Path
) -> None:
    topic("tag", "v1")
    listed = tmp_path / "files"
    listed.write_bytes(b"services/api/gr\xc3\xb6.py\0")
    given = ("--files-from", listed, "--repository", "https://github.com/Other/Web")

    (push,) = command.events("predict", templates, "-C", topic.folder, "--tag", "v1", *given)

    assert (push["event"]["files"], built(push)["api"]) == (["services/api/gr\u00f6.py"], True)
    assert (push["event"]["organizationName"], push["event"]["repositoryName"]) == ("Other", "Web")


CONNECTION = "amazonaws.com/git-http/123456789012/us-east-1/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/acme/api.git"


@pytest.mark.parametrize(
    "address",
    [
        f"https://codeconnections.us-east-1.{CONNECTION}",
        f"https://codestar-connections.us-east-1.{CONNECTION}",
        "https://proxy.example.com/github.com/acme/api.git",
        "https://mirror.example.com/acme/api.git",
        "ssh://git@mirror.example.com:2222/mirrors/acme/api.git",
        "git@github-work:acme/api.git",
    ],
)
def test_a_remote_that_may_stand_for_the_repository_of_a_webhook_is_asked_about(
    command: Command, tmp_path: Path, topic: Git, address: str
) -> None:
    def scoped(**domain: str) -> dict[str, Any]:
        scope = {"Name": "acme", "Scope": "GITHUB_ORGANIZATION", **domain}
        source = {"Type": "GITHUB", "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}
        return webhook(f"organization{len(domain)}", groups=[group()], ScopeConfiguration=scope, Source=source)

    path = template(
        tmp_path / "t.json",
        Api=webhook("api", groups=[group()], Source={"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}),
        Web=webhook("web", groups=[group()], Source={"Type": "GITHUB", "Location": "https://github.com/acme/web.git"}),
        Organization=scoped(),
        Enterprise=scoped(Domain="https://git.example.com:8443/"),
    )
    topic("remote", "set-url", "origin", address)
    (push,) = command.events("predict", path, "-C", topic.folder)

    assert built(push) == {"api": None, "web": False, "organization0": None, "organization1": None}
    reasons = {each["project"]: each["reason"] for each in push["webhooks"]}
    assert reasons["api"].startswith("it is on github.com/acme/api, and whether ")
    assert reasons["organization0"].startswith("it is for the organization acme, and whether ")
    assert all(reasons[each].endswith(" is not known: give --repository") for each in ("api", "organization0"))
    (push,) = command.events("predict", path, "-C", topic.folder, "--repository", "https://github.com/acme/api")
    assert built(push) == {"api": True, "web": False, "organization0": True, "organization1": False}


def test_the_organization_behind_a_proxy_is_not_known(command: Command, tmp_path: Path, topic: Git) -> None:
    named = group(("ORGANIZATION_NAME", "^acme$"))
    scope = {"Name": "enterprise", "Scope": "GITHUB_GLOBAL"}
    source = {"Type": "GITHUB", "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}
    manual = {"ManualCreation": "true"}
    path = template(
        tmp_path / "t.json", Api=webhook("api", groups=[named], ScopeConfiguration=scope, Source=source, **manual)
    )
    topic("remote", "set-url", "origin", f"https://codeconnections.us-east-1.{CONNECTION}")
    (push,) = command.events("predict", path, "-C", topic.folder)

    assert (push["event"]["repositoryName"], push["event"]["organizationName"]) == ("api", None)
    assert built(push)["api"] is None
