from __future__ import annotations

import pytest

from webhook_constructs.core.repository import Repository

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
    ],
)
def test_what_is_not_at_a_host_is_none(address: str) -> None:
    assert Repository.parse(address) is None
