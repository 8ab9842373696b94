"""Names, compared with what git itself accepts."""

from __future__ import annotations

import subprocess

import pytest

from webhook_constructs.core.groups.name_kinds import (
    ACCOUNT_ID,
    BRANCH,
    FILE_PATH,
    FOLDER,
    ORGANIZATION,
    REPOSITORY,
    TAG,
    BuilderMethods,
)

METHODS = BuilderMethods("and_x_matches", "and_x_glob", sibling="and_file_under")

REF_NAMES = [
    *(
        "main",
        "feature/a",
        "release/1.x",
        "a.b",
        "a-b",
        "-a",
        "a_b",
        "é",
        "a@b",
        "a{b}",
        "a#b",
        "a%b",
        "a+b",
        "(a)",
        "a|b",
    ),
    *(
        "a$b",
        "$a",
        "a'b",
        'a"b',
        "a,b",
        "a;b",
        "a&b",
        "a!b",
        "a=b",
        "<a>",
        "@a",
        "a@",
        "a/@",
        "@/a",
        "HEAD",
        "a/HEAD",
        "0",
    ),
    *("", "a b", "a~", "a^", "^a", "a:b", "a?", "a*", "[a]", "a[", "a]", "a\\b", "a..b", "a.", ".a", "a/.b", "a.lock"),
    *(
        "a.lock/b",
        "a/b.lock",
        "a//b",
        "/a",
        "a/",
        "a@{b",
        "@",
        "a\tb",
        "a\nb",
        "a\x7fb",
        "a\x01b",
        "a./b",
        "a/b.",
        "@{",
        "a.lock.b",
    ),
]


@pytest.mark.parametrize("name", REF_NAMES)
def test_a_ref_name_is_one_if_git_says_so(name: str) -> None:
    git = subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], check=False).returncode == 0

    assert (bool(name) and BRANCH.problem(name, METHODS) is None) == git
    assert (bool(name) and TAG.problem(name, METHODS) is None) == git


@pytest.mark.parametrize("name", ["refs/heads/main", "refs/tags/v1", "main$"])
def test_what_git_would_take_and_nobody_means_is_refused(name: str) -> None:
    assert BRANCH.problem(name, METHODS) is not None
    assert TAG.problem(name, METHODS) is not None


@pytest.mark.parametrize(
    "name",
    [
        "1",
        "583231",
        "18446744073709551615",
        "5b10ac8d82e05b22cc7d4ef5",
        "5DD64082AF96BC0EFBE55103",
        "557058:123e4567-e89b-12d3-a456-426614174000",
    ],
)
def test_account_ids_of_the_hosts(name: str) -> None:
    assert ACCOUNT_ID.problem(name, METHODS) is None


@pytest.mark.parametrize(
    "name", ["octocat", "0", "012", "1 2", "{123e4567-e89b-12d3-a456-426614174000}", "12٣", "1|2", "^1$"]
)
def test_what_is_no_account_id(name: str) -> None:
    assert ACCOUNT_ID.problem(name, METHODS) is not None


@pytest.mark.parametrize(
    "path", ["a", "a/b.py", "docs/[id].md", "$x", "a$b", "a b", "a^b", "..a", "a/.b", "...", "é", "a|b", "(a)", "a+b"]
)
def test_paths(path: str) -> None:
    assert FILE_PATH.problem(path, METHODS) is None
    assert FOLDER.problem(path, METHODS) is None


@pytest.mark.parametrize("path", ["/a", "./a", "../a", "a/../b", "a//b", "a/./b", "a/*", "a?", "^a", "a$", "a\\b", "/"])
def test_what_is_no_path(path: str) -> None:
    assert FILE_PATH.problem(path, METHODS) is not None
    assert FOLDER.problem(path, METHODS) is not None


def test_a_file_is_no_folder() -> None:
    assert FILE_PATH.problem("docs/", METHODS) == "it is a folder; use and_file_under('docs')"


def test_names_of_repositories_and_organizations() -> None:
    for name in ("app", "a.b", "a-b", "a_b", "1"):
        assert REPOSITORY.problem(name, METHODS) is None
        assert ORGANIZATION.problem(name, METHODS) is None
    for name in ("acme/app", "a*", "a b", "^a"):
        assert REPOSITORY.problem(name, METHODS) is not None
        assert ORGANIZATION.problem(name, METHODS) is not None
