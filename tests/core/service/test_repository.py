from __future__ import annotations

import pytest

from webhook_constructs.core.service.repository import Repository, shown_address

API = Repository("github.com", "acme/api")


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/acme/api",
        "https://github.com/acme/api.git",
        "https://user:token@github.com/Acme/API.git/",
        "http://github.com/acme/api",
        "ssh://git@github.com/acme/api.git",
        "ssh://git@github.com:22/acme/api.git",
        "git://github.com/acme/api.git",
        "git@github.com:acme/api.git",
        "HTTPS://GitHub.com/acme/api.git",
        "github.com:acme/api",
        "github.com/acme/api",
        "  https://github.com/acme/api  ",
        "https://user:p@ss@github.com/acme/api",
        "https://www.github.com/acme/api",
        "ssh://git@ssh.github.com:443/acme/api.git",
        "org-1234@github.com:acme/api.git",
        "https://github.com/acme/api.git?token=secret",
        "https://x:s?cret@github.com/acme/api/#a/b@c",
    ],
)
def test_one_repository_has_many_addresses(address: str) -> None:
    assert Repository.parse(address) == API


def test_the_path_is_known_as_it_is_written() -> None:
    repository = Repository.parse("git@github.com:Acme/Web-API.git")

    assert repository is not None
    assert (repository.owner, repository.name, repository.path) == ("Acme", "Web-API", "acme/web-api")


def test_groups_may_be_in_groups() -> None:
    assert str(Repository.parse("git@gitlab.example.com:acme/tools/api.git")) == "gitlab.example.com/acme/tools/api"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api",
        "../api",
        "./acme/api",
        "/srv/git/api.git",
        "file:///srv/git/api.git",
        "C:/code/api",
        "https://github.com/acme",
        "https://user:p/a@ss@github.com/acme/api",
        "https://1:2/a@github.com/acme/api",
        "user:p/a@ss@github.com/acme/api",
    ],
)
def test_what_is_not_at_a_host_is_none(address: str) -> None:
    assert Repository.parse(address) is None


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("ssh://git@altssh.bitbucket.org:443/acme/api.git", "bitbucket.org"),
        ("ssh://git@altssh.gitlab.com:443/acme/api.git", "gitlab.com"),
        ("https://www.bitbucket.org/acme/api", "bitbucket.org"),
        ("https://www.gitlab.com/acme/api", "gitlab.com"),
        ("https://www.example.com/acme/api", "www.example.com"),
    ],
)
def test_a_host_has_many_names(address: str, host: str) -> None:
    assert Repository.parse(address) == Repository(host, "acme/api")


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://github.com/Acme/Api", True),
        ("https://github.com/acme/web", False),
        ("https://gitlab.com/acme/api", False),
        ("git@github-work:acme/api", None),
        ("git@github-work:acme/web", False),
        ("https://codeconnections.us-east-1.amazonaws.com/git-http/123456789012/us-east-1/0f1e-22/acme/api.git", None),
        (
            "https://codestar-connections.eu-west-1.amazonaws.com/git-http/123456789012/eu-west-1/0f1e/Acme/Api.git",
            None,
        ),
        ("https://codeconnections.us-east-1.amazonaws.com/git-http/123456789012/us-east-1/0f1e-22/acme/web.git", False),
        ("https://proxy.example.com/github.com/acme/api", None),
        ("https://proxy.example.com/vcs/github/acme/api.git", None),
        ("https://proxy.example.com/vcs/github/other/api.git", False),
        ("https://proxy.example.com/vcs/notacme/api.git", False),
        ("ssh://git@mirror.example.com:7999/mirrors/acme/api.git", None),
        ("git@mirror.example.com:acme/api.git", None),
        ("https://gitlab.com/mirrors/acme/api", False),
        ("https://github.com/mirrors/acme/api", False),
    ],
)
def test_whether_two_addresses_lead_to_one_repository(address: str, *, same: bool | None) -> None:
    other = Repository.parse(address)

    assert other is not None
    assert API.is_same_as(other) is same
    assert other.is_same_as(API) is same


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://github.com/acme/api", "'https://github.com/acme/api'"),
        ("https://x:secret@github.com/acme/api.git", "'https://github.com/acme/api.git'"),
        ("https://x:se@cret/secret@github.com/acme/api", "'https://github.com/acme/api'"),
        (" https://github.com/acme/api?token=secret#secret", "'https://github.com/acme/api'"),
        ("https://x:secret?secret@github.com/acme/api", "'https://...'"),
        ("https://github.com/acme/api?a=secret@secret", "'https://...'"),
        ("secret@github.com:acme/api.git", "'github.com:acme/api.git'"),
        ("acme", "'acme'"),
    ],
)
def test_an_address_is_shown_without_what_may_be_a_secret(address: str, shown: str) -> None:
    assert shown_address(address) == shown


def test_a_long_address_is_shown_in_part() -> None:
    address = "https://github.com/acme/" + "a" * 10_000

    assert len(shown_address(address)) < 300
    assert len(str(Repository.parse(address))) < 300


@pytest.mark.parametrize(
    ("address", "host", "belongs"),
    [
        ("https://github.com/Acme/api", "github.com", True),
        ("https://github.com/other/api", "github.com", False),
        ("https://github.com/other/acme/api", "github.com", False),
        ("https://gitlab.com/acme/api", "github.com", False),
        ("git@github-work:acme/api", "github.com", None),
        ("git@github-work:other/api", "github.com", False),
        ("https://codeconnections.us-east-1.amazonaws.com/git-http/1/us-east-1/0f1e/acme/api.git", "github.com", None),
        ("https://codeconnections.us-east-1.amazonaws.com/git-http/1/us-east-1/0f1e/other/acme", "github.com", False),
        ("https://git.example.com/acme/api", "git.example.com", True),
        ("https://git.example.com/other/api", "git.example.com", False),
        ("https://github.com/acme/api", "git.example.com", False),
        ("https://git.example.com/acme/api", None, True),
        ("https://github.com/acme/api", None, True),
        ("https://github.com/other/acme/api", None, False),
        ("https://proxy.example.com/github/acme/api", None, None),
        ("https://proxy.example.com/github/other/api", None, False),
    ],
)
def test_whether_a_repository_belongs_to_an_account(address: str, host: str | None, *, belongs: bool | None) -> None:
    repository = Repository.parse(address)

    assert repository is not None
    assert repository.is_of("ACME", host) is belongs
