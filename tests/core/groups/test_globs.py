"""Globs, compared with what git itself answers."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest

from webhook_constructs.core import FilterError, Pattern
from webhook_constructs.core.groups.globs import globbed
from webhook_constructs.core.groups.name_kinds import BRANCH, FILE_PATH, TAG, BuilderMethods

if TYPE_CHECKING:
    from pathlib import Path

METHODS = BuilderMethods("and_x_matches", opposite="and_x_glob_not")
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
        "***",
        "*?",
    ),
    *("*/*", "a/*", "*/c", "a/**", "**/c", "**/x.py", "**/*.py", "a/**/c", "a/**/x.py", "**/a/**", "a/*/c", "**/**"),
    *("a/***", "***/c", "a/****/c", "a/**/**/c", "*/**/c", "**/*/c", "**/b/*/c", "a/**/b/**/c"),
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
    *("[!/]", "[!/]*", "*[!/]*", "[^/]*/[!/]", "[/]", "a[/]c", "a/[a/b]/c", "[a/b]", "[a/]b/c", "[/a]*/c", "x[!/]py"),
    *("[]/]x", "[!]/]x", "[!]/].", "a[\\/]c", "[+-0]x", "*[!/a-z]*", "[[:punct:]/]x", "[[:punct:]]x", "a[-/]1.txt"),
    *("a[/-]1.txt", "a[--/]1.txt", "a[//]c", "[!//]", "**/[!/]", "[!/]/**", "a/**/[c/]", "[**/]", "[!**/]*", "[?/]x"),
    *("a[^/]?c", "a[!/]b", "docs/[!/]*", "[!/a]*/[!/]*", "[^/]", "[^/][^/]", "[!/.]*", "[{/}]x", "a[{/]b}.txt"),
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
    assert len(GLOBS) >= 115


@pytest.mark.parametrize("glob", GLOBS)
def test_a_glob_matches_what_git_matches(glob: str, repository: Path) -> None:
    try:
        pattern = Pattern(globbed(FILE_PATH, (glob,), METHODS))
    except FilterError:
        # What is refused here is nothing that git would match.
        assert git_matches(repository, glob) == set()
        return

    assert {path for path in PATHS if pattern.search(path)} == git_matches(repository, glob)


@pytest.mark.parametrize("glob", ["services/api**", "a/b**/c", "[ab]**", "\\***"])
def test_stars_beside_other_characters_are_refused(glob: str) -> None:
    """Git calls that invalid and answers differently from run to run, as it compares unrelated pointers here."""
    with pytest.raises(FilterError) as caught:
        globbed(FILE_PATH, (glob,), METHODS)

    flaw = "'**' is a part of its own between slashes; write one '*' beside other characters"
    assert str(caught.value) == f"not a glob, got {glob!r}: {flaw}"


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
    assert globbed(BRANCH, globs, METHODS) == expected


def test_a_newline_in_a_path_does_not_end_what_a_glob_matches() -> None:
    """A dot in RE2 stops at a newline, which a file name can hold."""
    for glob in ("secrets/**", "secrets/*", "secrets/?b"):
        assert Pattern(globbed(FILE_PATH, (glob,), METHODS)).search("secrets/\nb")
    assert Pattern(globbed(FILE_PATH, ("**/b",), METHODS)).search("a\n/b")


@pytest.mark.parametrize(
    ("glob", "flaw"),
    [
        ("", "it is empty; leave the filter out to take any file path"),
        ("/docs/*", "it cannot begin or end with '/' or './' or hold '//'; 'docs/**' is everything below"),
        ("./docs/*", "it cannot begin or end with '/' or './' or hold '//'; 'docs/**' is everything below"),
        ("docs/", "it cannot begin or end with '/' or './' or hold '//'; 'docs/**' is everything below"),
        (
            "!*.md",
            "git's globs exclude nothing; leave the '!' out and use and_x_glob_not, or write '\\!' for the character",
        ),
        ("*.{js,ts}", "git's globs have no '{'; give several globs, or write '\\{' for the character"),
        ("[ab", "the bracket is not closed; write '\\[' for the character"),
        ("a[/]b", "a bracket never matches '/', and this one lists nothing else; write '/' without it"),
        ("a/[b", "the bracket is not closed; write '\\[' for the character"),
        ("[!/", "the bracket is not closed; write '\\[' for the character"),
        ("[]/x", "the bracket is not closed; write '\\[' for the character"),
        ("[a//", "the bracket is not closed; write '\\[' for the character"),
        ("a\\", "there is nothing after the backslash"),
        ("[a\\", "there is nothing after the backslash"),
        ("[z-a]", "the range from 'z' to 'a' is empty"),
        (".", "no path has a part that is '.' or '..'"),
        ("../x", "no path has a part that is '.' or '..'"),
        ("a/./b", "no path has a part that is '.' or '..'"),
        ("a/\\../b", "no path has a part that is '.' or '..'"),
        ("a\ud800*", "it holds half of a character, which no git host can send"),
        (
            "${Token[Folder.12]}/*",
            "it is known only when the stack is deployed; and_x_matches takes it as a part of a pattern",
        ),
        (["a"], "pass each glob as a string of its own"),
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
        globbed(FILE_PATH, (glob,), METHODS)

    assert str(caught.value) == f"not a glob, got {glob!r}: {flaw}"


def test_no_glob_at_all_is_refused() -> None:
    with pytest.raises(FilterError) as caught:
        globbed(FILE_PATH, (), METHODS)

    assert str(caught.value) == "no glob given: give at least one, or leave the filter out"


@pytest.mark.parametrize(
    ("glob", "flaw"),
    [
        ("", "it is empty; leave the filter out to take any branch"),
        ("refs/heads/*", "it is for bare names; leave refs/heads/ and refs/tags/ out, and_x_matches takes a pattern"),
        ("^main$", "no branch can hold '^'"),
        ("ma^in", "no branch can hold '^'"),
        ("ma~in", "no branch can hold '~'"),
        ("a b", "no branch can hold ' '"),
        ("a:b", "no branch can hold ':'"),
        ("a\nb", "no branch can hold '\\n'"),
        ("a..b", "it cannot hold '..' or '@{' or end with '.'"),
        ("x.lock", "no part of it between slashes can begin with '.' or end with '.lock'"),
        ("*.lock/x", "no part of it between slashes can begin with '.' or end with '.lock'"),
        ("/x", "it cannot begin or end with '/' or './' or hold '//'; 'release/**' is everything below"),
    ],
)
def test_a_glob_that_no_branch_can_match_is_refused(glob: str, flaw: str) -> None:
    with pytest.raises(FilterError) as caught:
        globbed(BRANCH, (glob,), METHODS)

    assert str(caught.value) == f"not a glob, got {glob!r}: {flaw}"


@pytest.mark.parametrize("glob", ["refs/heads/x", "^x", "a b", "x.lock", "a..b", "...", ".*"])
def test_what_no_branch_and_some_path_can_match_is_a_glob_for_paths(glob: str) -> None:
    assert globbed(FILE_PATH, (glob,), METHODS)


@pytest.mark.parametrize(
    "glob", ["[!/]*", "[!]/.]x", "[!/.]lock", "v[./]1", "v*", "v?.[0-9]*", "[!a]*", "x.loc?", "*.*", "a/**/b", "@*"]
)
def test_globs_that_a_tag_can_match(glob: str) -> None:
    assert globbed(TAG, (glob,), METHODS)
