"""Globs, compared with what git itself answers."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest

from webhook_constructs.core import FilterError, Pattern
from webhook_constructs.core.globs import globbed

if TYPE_CHECKING:
    from pathlib import Path

# No name is that of a file and of a folder: no repository could hold both, and a pathspec takes a plain name for both.
FOLDERS, FILES = ("a", "b", "ab", "docs"), ("c", "ca", "x.py")
PATHS = sorted(
    {
        *FILES,
        *("/".join(parts) for parts in product(FOLDERS, FILES)),
        *("/".join(parts) for parts in product(FOLDERS, FOLDERS, FILES)),
        *("/".join(parts) for parts in product(FOLDERS, FOLDERS, FOLDERS, FILES)),
        *("/".join(parts) for parts in product(("services/api", "services/api-v2", "d.c"), ("app.py", "m.js", "1"))),
        *("a[1].txt", "a1.txt", "a-.txt", "a^.txt", "a].txt", "a+b.txt", "a.b.txt", "a{b}.txt", "a b.txt", "$x", "^x"),
        *("A", "B1", "z9", "_", "0", "a.PY", "README.md", "docs/README.md", "docs/a/b/d/README.md", "!x", "a!b", "~"),
    }
)
GLOBS = [
    *(
        "*",
        "**",
        "c",
        "c*",
        "*a",
        "?",
        "??",
        "c?",
        "*.py",
        "*.md",
        "x.*",
        "*b*",
        "c**",
        "**a",
        "c**a",
        "***",
        "*?",
        "?**",
    ),
    *("*/*", "a/*", "*/c", "a/**", "**/c", "**/x.py", "**/*.py", "a/**/c", "a/**/x.py", "**/a/**", "a/*/c", "**/**"),
    *("a/***", "***/c", "a/****/c", "a/**/**/c", "a/**b/c", "*/**/c", "**/*/c", "**/b/*/c", "a/**/b/**/c"),
    *("services/*", "services/**", "services/api/*", "services/api/**", "services/**/*.py", "services/api*/**"),
    *(
        "docs/**/README.md",
        "**/README.md",
        "*/README.md",
        "README.*",
        "a/?",
        "?/?",
        "?/?/?",
        "**/?",
        "a/b/**",
        "**/ab/*",
    ),
    *("[ab]/*", "[ab]/[!c]*", "[!a]", "[^a]", "[a-z]", "[a-z]*", "[!a-z]*", "[A-Z]*", "[[:upper:]]*", "[[:digit:]]"),
    *(
        "[[:alpha:]]",
        "[![:lower:]]*",
        "a[[:punct:]].txt",
        "a[]].txt",
        "a[^]].txt",
        "a[!]].txt",
        "a[-].txt",
        "a[+--].txt",
    ),
    *("a[1-].txt", "a\\[1\\].txt", "a[[]1].txt", "c\\*", "\\c", "a[\\]].txt", "a[\\^-].txt", "a+b.txt", "a.b.txt"),
    *("a\\{b\\}.txt", "a b.txt", "$x", "[\\^]x", "\\^x", "?x", "a.[Pp][Yy]", "d.c/*", "dxc/*", "[.-0]*", "a[.-2]*"),
    *("[[:space:]]*", "*[[:space:]]*", "a[[:xdigit:][:punct:]]*", "*[!.]", "\\!x", "a!b", "[a-", "a[b-/c]d", "[:a]*"),
    *(
        "[[:a]*",
        "[a[:]*",
        "a[a-c-z]*",
        "*-*",
        "*]*",
        "[[:nonsense:]]",
        "[z-a]",
        "a\\",
        "a[\\",
        "[]-a]*",
        "[+-9]*",
        "~",
        "_",
    ),
    *("[[:alnum:]]", "[[:blank:]]*", "a[[:graph:]]*", "[[:print:]]", "[[:cntrl:]]", "*.[!p]*", "a*/*/*", "*/*/*/*"),
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose index holds all paths; no file needs to exist."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "--quiet")
    blob = git(root, "hash-object", "-w", "--stdin", text="").strip()
    git(root, "update-index", "--index-info", text="".join(f"100644 {blob}\t{path}\n" for path in PATHS))
    return root


def git(root: Path, *arguments: str, text: str | None = None) -> str:
    command = ["git", "-c", "core.quotePath=false", "-c", "core.ignoreCase=false", *arguments]
    return subprocess.run(command, cwd=root, input=text, capture_output=True, text=True, check=True).stdout


def git_matches(root: Path, glob: str) -> set[str]:
    return set(git(root, "ls-files", "-z", f":(glob){glob}").split("\0")) - {""}


def test_git_is_asked_about_a_few_hundred_paths() -> None:
    assert len(PATHS) >= 200
    assert len(GLOBS) >= 120


@pytest.mark.parametrize("glob", GLOBS)
def test_a_glob_matches_what_git_matches(glob: str, repository: Path) -> None:
    try:
        pattern = Pattern(globbed((glob,), instead="and_file_path_matches"))
    except FilterError:
        # What is refused here is nothing that git would match.
        assert git_matches(repository, glob) == set()
        return

    assert {path for path in PATHS if pattern.search(path)} == git_matches(repository, glob)


def test_stars_beside_other_characters_do_not_cross_slashes() -> None:
    """So says gitglossary; git itself answers differently from run to run, as it compares unrelated pointers here."""
    assert globbed(("a/b**/c",), instead="") == "^a/b[^/]*/c$"


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        pytest.param(("release/*",), "^refs/heads/release/[^/]*$", id="one"),
        pytest.param(("release/*", "main"), "^refs/heads/(release/[^/]*|main)$", id="several"),
        pytest.param(("release/**", "hotfix/**"), "^refs/heads/(release/|hotfix/)", id="everything below"),
        pytest.param(("release/**", "main"), "^refs/heads/(release/|main$)", id="mixed ends"),
        pytest.param(("**/x",), "^refs/heads/([^/]+/)*x$", id="any depth"),
    ],
)
def test_globs_become_one_anchored_pattern(globs: tuple[str, ...], expected: str) -> None:
    assert globbed(globs, prefix="refs/heads/", instead="") == expected


def test_a_newline_in_a_path_does_not_end_what_a_glob_matches() -> None:
    """A dot in RE2 stops at a newline, which a file name can hold."""
    for glob in ("secrets/**", "secrets/*", "secrets/?b"):
        assert Pattern(globbed((glob,), instead="")).search("secrets/\nb")
    assert Pattern(globbed(("**/b",), instead="")).search("a\n/b")


@pytest.mark.parametrize(
    ("glob", "flaw"),
    [
        ("", "it cannot begin or end with '/' or './' or hold '//', and 'docs/**' is everything in a folder"),
        ("/docs/*", "it cannot begin or end with '/' or './' or hold '//', and 'docs/**' is everything in a folder"),
        ("./docs/*", "it cannot begin or end with '/' or './' or hold '//', and 'docs/**' is everything in a folder"),
        ("docs/", "it cannot begin or end with '/' or './' or hold '//', and 'docs/**' is everything in a folder"),
        ("!*.md", "git's globs exclude nothing; leave the '!' out and use the method that ends in _glob_not"),
        ("*.{js,ts}", "git's globs have no '{'; give several globs, or write '\\{' for the character"),
        ("[ab", "the bracket is not closed; write '\\[' for the character"),
        ("[a/b]", "the bracket is not closed; write '\\[' for the character"),
        ("a\\", "there is nothing after the backslash"),
        ("[a\\", "there is nothing after the backslash"),
        ("[z-a]", "the range from 'z' to 'a' is empty"),
        ("refs/heads/*", "leave refs/ and '^' out; and_x_matches takes a pattern"),
        ("^main$", "leave refs/ and '^' out; and_x_matches takes a pattern"),
        (
            "${Token[Folder.12]}/*",
            "it is known only when the stack is deployed; and_x_matches takes it as a part of a pattern",
        ),
        (["a"], "give each glob as a text of its own"),
        (
            "[[:word:]]",
            (
                "there is no class '[:word:]'; there are alnum, alpha, blank, cntrl, digit, graph, lower, print, "
                "punct, space, upper, xdigit"
            ),
        ),
    ],
)
def test_what_is_no_glob_is_refused(glob: str, flaw: str) -> None:
    with pytest.raises(FilterError) as caught:
        globbed((glob,), instead="and_x_matches")

    assert str(caught.value) == f"not a glob, got {glob!r}: {flaw}"


def test_no_glob_at_all_is_refused() -> None:
    with pytest.raises(FilterError) as caught:
        globbed((), instead="and_x_matches")

    assert str(caught.value) == "no glob given: give at least one, or leave the filter out"
