"""What the builders refuse, each with its whole text and where the rule comes from."""
# ruff: noqa: E501 (a table: one row a line)

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.core import EventAction, FilterError, FilterGroup, PatternError, WebhookConstructsError

if TYPE_CHECKING:
    from collections.abc import Callable

PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
PULL_REQUESTS = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)
RELEASES = FilterGroup.in_event_of(EventAction.RELEASED)
JOBS = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)

# Where the rules come from.
GIT_REFS = "https://git-scm.com/docs/git-check-ref-format"
HEAD_REF = "API_WebhookFilter: HEAD_REF is compared as refs/heads/branch-name [doc]"
RE2 = "API_WebhookFilter: patterns are RE2 [doc]; RE2's own answer"
RE2_SEARCH = "a search for nothing finds it everywhere, RE2"
ACTOR = "github-webhook.html: the account id, not the login [doc]; troposphere 1372 [obs]"
GIT_PATHS = "git names files from the root of the repository, with / between the parts"
GLOBS = "gitglossary, pathspec"
TOKENS = "CDK tokens are resolved after synthesis"
SCOPED = "API_WebhookFilter: the repository name; no page says whether the owner is in it"
GITHUB_NAMES = "GitHub allows letters, digits, '.', '-' and '_'"

LOOKAROUND = "RE2 has no lookaround: match what is to be kept out and exclude what matches"
BACKREFERENCE = (
    "RE2 has no backreferences: write the alternatives out, or match what is to be kept out and exclude what matches"
)
POSSESSIVE = (
    "RE2 never backtracks and has no atomic groups or possessive repeats: write a plain group and a plain repeat"
)
FLAGS = "RE2 knows the flags i, m, s and U"
CHARACTER = r"RE2 writes a character as \x{2014}, with its number in hexadecimal"
OPENED = "something is opened here and not closed: for the character itself write a backslash before it"

NAMES: list[tuple[str, Callable[[], Any], str]] = [
    (HEAD_REF, lambda: PUSHES.and_branch_is("refs/heads/main"), "not a branch, got 'refs/heads/main': leave refs/heads/ out and write 'main'"),
    (HEAD_REF, lambda: PULL_REQUESTS.and_base_branch_is("refs/heads/main"), "not a branch, got 'refs/heads/main': leave refs/heads/ out and write 'main'"),
    (HEAD_REF, lambda: PUSHES.and_branch_is("refs/tags/v1"), "not a branch, got 'refs/tags/v1': that is a tag; use and_tag_is('v1')"),
    (HEAD_REF, lambda: PUSHES.and_tag_is("refs/tags/v1"), "not a tag, got 'refs/tags/v1': leave refs/tags/ out and write 'v1'"),
    (HEAD_REF, lambda: PUSHES.and_tag_is("refs/heads/main"), "not a tag, got 'refs/heads/main': that is a branch; use and_branch_is('main')"),
    (GIT_REFS, lambda: PUSHES.and_branch_is("^main$"), "not a branch, got '^main$': it cannot hold '^'; and_branch_glob takes a glob and and_head_ref_matches a pattern"),
    (GIT_REFS, lambda: PUSHES.and_branch_is_not("^main$"), "not a branch, got '^main$': it cannot hold '^'; and_branch_glob_not takes a glob and and_head_ref_does_not_match a pattern"),
    (GIT_REFS, lambda: PULL_REQUESTS.and_base_branch_is("^main$"), "not a branch, got '^main$': it cannot hold '^'; and_base_branch_glob takes a glob and and_base_ref_matches a pattern"),
    ("a name is anchored at both ends already", lambda: PUSHES.and_branch_is("main$"), "not a branch, got 'main$': leave the '$' out, a name is anchored at both ends; and_head_ref_matches takes a pattern"),
    (GIT_REFS, lambda: PUSHES.and_branch_is("release/*"), "not a branch, got 'release/*': it cannot hold '*'; and_branch_glob takes a glob and and_head_ref_matches a pattern"),
    (GIT_REFS, lambda: PUSHES.and_tag_is("v?"), "not a tag, got 'v?': it cannot hold '?'; and_tag_glob takes a glob and and_head_ref_matches a pattern"),
    (GIT_REFS, lambda: PUSHES.and_branch_is("my branch"), "not a branch, got 'my branch': it cannot hold ' '; and_branch_glob takes a glob and and_head_ref_matches a pattern"),
    (GIT_REFS, lambda: PUSHES.and_branch_is("a..b"), "not a branch, got 'a..b': it cannot hold '..' or '@{' or end with '.'"),
    (GIT_REFS, lambda: PUSHES.and_branch_is("a//b"), "not a branch, got 'a//b': it cannot begin or end with '/' or hold '//'"),
    (GIT_REFS, lambda: PUSHES.and_branch_is(".a"), "not a branch, got '.a': no part of it between slashes can begin with '.' or end with '.lock'"),
    ("a group without names would match nothing", PUSHES.and_branch_is, "no branch given: give at least one, or leave the filter out"),
    (GIT_REFS, lambda: PUSHES.and_branch_is(""), "not a branch, got '': it is empty; leave the filter out to take any branch"),
    ("names are given one by one", lambda: PUSHES.and_branch_is(["main"]), "not a branch, got ['main']: pass each branch as a string of its own"),  # type: ignore[arg-type]
    (TOKENS, lambda: PUSHES.and_branch_is("${Token[Branch.12]}"), "not a branch, got '${Token[Branch.12]}': it is known only when the stack is deployed; and_head_ref_matches takes it as a part of a pattern"),
    (TOKENS, lambda: PUSHES.and_actor_account_is_not("${Token[Id.12]}"), "not an account id, got '${Token[Id.12]}': it is known only when the stack is deployed; and_actor_account_does_not_match takes it as a part of a pattern"),
    (TOKENS, lambda: PUSHES.and_file_under("${Token[Folder.12]}"), "not a folder, got '${Token[Folder.12]}': it is known only when the stack is deployed; and_file_path_matches takes it as a part of a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is("octocat"), "not an account id, got 'octocat': the filter compares the id of the account, a number at GitHub and GitLab, and never its login; https://api.github.com/users/octocat shows the id of a GitHub account, and_actor_account_matches takes a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is("@octocat"), "not an account id, got '@octocat': the filter compares the id of the account, a number at GitHub and GitLab, and never its login; https://api.github.com/users/octocat shows the id of a GitHub account, and_actor_account_matches takes a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is(-5), "not an account id, got '-5': an id is a number (GitHub, GitLab) or an Atlassian account id (Bitbucket); and_actor_account_matches takes a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is(True), "not an account id, got True: pass each account id as a whole number or a string of its own"),  # noqa: FBT003
    (ACTOR, lambda: PUSHES.and_actor_account_is(10**5000), "not an account id, got a int that cannot be shown: pass each account id as a whole number or a string of its own"),
    (ACTOR, lambda: PUSHES.and_actor_account_is(5.0), "not an account id, got 5.0: pass each account id as a whole number or a string of its own"),  # type: ignore[arg-type]
    (ACTOR, lambda: PUSHES.and_actor_account_is("1|2"), "not an account id, got '1|2': an id is a number (GitHub, GitLab) or an Atlassian account id (Bitbucket); and_actor_account_matches takes a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is(""), "not an account id, got '': it is empty; leave the filter out to take any account id"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("/src/app.py"), "not a file path, got '/src/app.py': paths begin at the root of the repository; write 'src/app.py'"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("./src/app.py"), "not a file path, got './src/app.py': paths begin at the root of the repository; write 'src/app.py'"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("src\\app.py"), "not a file path, got 'src\\\\app.py': the parts of a path are separated by '/'; and_file_path_matches takes a pattern"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("src/../app.py"), "not a file path, got 'src/../app.py': no part of it between slashes can be empty, '.' or '..'"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("docs/"), "not a file path, got 'docs/': it is a folder; use and_file_under('docs')"),
    (GLOBS, lambda: PUSHES.and_file_path_is("docs/*"), "not a file path, got 'docs/*': it holds '*'; and_file_path_glob takes a glob and and_file_path_matches a pattern"),
    (GLOBS, lambda: PUSHES.and_file_not_under("docs/*"), "not a folder, got 'docs/*': it holds '*'; and_file_path_glob_not takes a glob and and_file_path_does_not_match a pattern"),
    ("a path is anchored already", lambda: PUSHES.and_file_path_is("^src/app.py"), "not a file path, got '^src/app.py': leave '^' and '$' out, a path is anchored anyway; and_file_path_matches takes a pattern"),
    ("a folder that is the root holds every file", lambda: PUSHES.and_file_under("/"), "not a folder, got '/': it is the root, which holds every file; leave the filter out"),
    (SCOPED, lambda: JOBS.and_repository_name_is("acme/app"), "not a repository name, got 'acme/app': whether the owner is a part of it is not documented; write the bare name, or use and_repository_name_matches"),
    (GITHUB_NAMES, lambda: JOBS.and_repository_name_is("app*"), "not a repository name, got 'app*': it is made of letters, digits, '.', '-' and '_'; and_repository_name_matches takes a pattern"),
    (GITHUB_NAMES, lambda: JOBS.and_organization_name_is("acme inc"), "not an organization name, got 'acme inc': it is made of letters, digits, '.', '-' and '_'; and_organization_name_matches takes a pattern"),
    ("a text that is nothing is in every message", lambda: PUSHES.and_commit_message_contains(""), "not a text, got '': it is empty; leave the filter out to take any text"),
    (HEAD_REF, lambda: RELEASES.and_tag_name_is("refs/tags/v1"), "not a tag, got 'refs/tags/v1': leave refs/tags/ out and write 'v1'"),
    (GLOBS, lambda: PUSHES.and_file_path_glob("*.{js,ts}"), "not a glob, got '*.{js,ts}': git's globs have no '{'; give several globs, or write '\\{' for the character"),
    (GLOBS, lambda: PUSHES.and_branch_glob("refs/heads/release/*"), "not a glob, got 'refs/heads/release/*': it is for bare names; leave refs/heads/ and refs/tags/ out, and_head_ref_matches takes a pattern"),
    # What is named is for this filter, for what it keeps or keeps out, and offered for the events of the group.
    (GIT_REFS, lambda: PULL_REQUESTS.and_base_branch_is("release/*"), "not a branch, got 'release/*': it cannot hold '*'; and_base_branch_glob takes a glob and and_base_ref_matches a pattern"),
    (GIT_REFS, lambda: PULL_REQUESTS.and_base_branch_is_not("release/*"), "not a branch, got 'release/*': it cannot hold '*'; and_base_branch_glob_not takes a glob and and_base_ref_does_not_match a pattern"),
    (GIT_REFS, lambda: PUSHES.and_branch_is_not("release/*"), "not a branch, got 'release/*': it cannot hold '*'; and_branch_glob_not takes a glob and and_head_ref_does_not_match a pattern"),
    (GIT_REFS, lambda: PUSHES.and_tag_is_not("v*"), "not a tag, got 'v*': it cannot hold '*'; and_tag_glob_not takes a glob and and_head_ref_does_not_match a pattern"),
    (GLOBS, lambda: PUSHES.and_file_path_is_not("docs/*"), "not a file path, got 'docs/*': it holds '*'; and_file_path_glob_not takes a glob and and_file_path_does_not_match a pattern"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is_not("docs/"), "not a file path, got 'docs/': it is a folder; use and_file_not_under('docs')"),
    (GIT_REFS, lambda: RELEASES.and_tag_name_is("v*"), "not a tag, got 'v*': it cannot hold '*'; and_tag_name_matches takes a pattern"),
    (HEAD_REF, lambda: RELEASES.and_tag_name_is("refs/heads/x"), "not a tag, got 'refs/heads/x': that is a branch and no tag; and_tag_name_matches takes a pattern"),
    (HEAD_REF, lambda: PULL_REQUESTS.and_base_branch_is("refs/tags/v1"), "not a branch, got 'refs/tags/v1': that is a tag and no branch; and_base_ref_matches takes a pattern"),
    (HEAD_REF, lambda: PULL_REQUESTS.and_branch_is("refs/tags/v1"), "not a branch, got 'refs/tags/v1': that is a tag and no branch; and_head_ref_matches takes a pattern"),
    (HEAD_REF, lambda: PUSHES.and_branch_is_not("refs/tags/v1"), "not a branch, got 'refs/tags/v1': that is a tag; use and_tag_is_not('v1')"),
    # What is proposed would be accepted and means the same.
    (HEAD_REF, lambda: PUSHES.and_branch_is("refs/heads/"), "not a branch, got 'refs/heads/': leave refs/heads/ out and write the bare name"),
    (HEAD_REF, lambda: PUSHES.and_branch_is("refs/heads/^main$"), "not a branch, got 'refs/heads/^main$': leave refs/heads/ out and write the bare name"),
    (HEAD_REF, lambda: PUSHES.and_branch_is("refs/tags/^v"), "not a branch, got 'refs/tags/^v': that is a tag and no branch; and_head_ref_matches takes a pattern"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("/.gitignore"), "not a file path, got '/.gitignore': paths begin at the root of the repository; write '.gitignore'"),
    (GIT_PATHS, lambda: PUSHES.and_file_under("/.github"), "not a folder, got '/.github': paths begin at the root of the repository; write '.github'"),
    (GIT_PATHS, lambda: PUSHES.and_file_under("./.github/workflows"), "not a folder, got './.github/workflows': paths begin at the root of the repository; write '.github/workflows'"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("/"), "not a file path, got '/': paths begin at the root of the repository; leave its mark out"),
    (GIT_PATHS, lambda: PUSHES.and_file_path_is("/../a"), "not a file path, got '/../a': paths begin at the root of the repository; leave its mark out"),
    ("git and RE2 hold UTF-8", lambda: PUSHES.and_branch_is("a\ud800b"), "not a branch, got 'a\\ud800b': it holds half of a character, which no git host can send"),
    ("a reader bears 200 characters", lambda: PUSHES.and_branch_is("a" * 1000 + "^"), f"not a branch, got '{'a' * 199}...: it cannot hold '^'; and_branch_glob takes a glob and and_head_ref_matches a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is("5b10ac8d82e05b22cc7d4ef"), "not an account id, got '5b10ac8d82e05b22cc7d4ef': the filter compares the id of the account, a number at GitHub and GitLab, and never its login; and_actor_account_matches takes a pattern"),
    (ACTOR, lambda: PUSHES.and_actor_account_is("renovate[bot]"), "not an account id, got 'renovate[bot]': the filter compares the id of the account, a number at GitHub and GitLab, and never its login; https://api.github.com/users/renovate%5Bbot%5D shows the id of a GitHub account, and_actor_account_matches takes a pattern"),
    (GLOBS, lambda: PUSHES.and_branch_glob_not("!x"), "not a glob, got '!x': git's globs exclude nothing; leave the '!' out and use and_branch_glob, or write '\\!' for the character"),
    (RE2_SEARCH, lambda: PUSHES.and_head_ref_matches(""), "not a pattern, got '': give a text with something in it, or leave the filter out"),
]  # fmt: skip

# A pattern, the place that RE2 objects to, RE2's reason, and the advice.
PATTERNS: list[tuple[str, int, str, str | None]] = [
    ("^refs/heads/(?!main$)", 12, "invalid perl operator: (?!", LOOKAROUND),
    ("a(?=b)", 1, "invalid perl operator: (?=", LOOKAROUND),
    ("(?<=a)b", 0, "invalid perl operator: (?<=", LOOKAROUND),
    ("(?<!a)b", 0, "invalid perl operator: (?<!", LOOKAROUND),
    (r"\(?=(?=b)", 4, "invalid perl operator: (?=", LOOKAROUND),
    (r"(a)\1", 3, r"invalid escape sequence: \1", BACKREFERENCE),
    ("(?P<n>a)(?P=n)", 8, "invalid perl operator: (?P", BACKREFERENCE),
    ("(?>a)", 0, "invalid perl operator: (?>", POSSESSIVE),
    ("a++", 1, "bad repetition operator: ++", POSSESSIVE),
    ("a*+", 1, "bad repetition operator: *+", POSSESSIVE),
    (r"^a\Z", 2, r"invalid escape sequence: \Z", r"RE2 ends a text with \z or $, and neither matches before a last newline"),
    ("a(?#note)", 1, "invalid perl operator: (?#", "RE2 has no comments: take the comment out"),
    ("(?x)a", 0, "invalid perl operator: (?x", FLAGS),
    ("(?u)a", 0, "invalid perl operator: (?u", FLAGS),
    (r"\u2014", 0, r"invalid escape sequence: \u", CHARACTER),
    (r"\N{EM DASH}", 0, r"invalid escape sequence: \N", CHARACTER),
    ("(a)?(?(1)b)", 4, "invalid perl operator: (?(", "RE2 has no conditions: write both cases out, separated by |"),
    ("a{1001}", 1, "invalid repetition size: {1001}", "RE2 counts up to 1000, for repeats in repeats multiplied"),
    ("(a{100}){100}", 2, "invalid repetition size: {100}", "RE2 counts up to 1000, for repeats in repeats multiplied"),
    ("*.md", 0, "no argument for repetition operator: *", r"there is nothing to repeat, and a pattern is no glob: for any characters write .*, for a star write \*"),
    ("docs/**", 5, "bad repetition operator: **", r"there is nothing to repeat, and a pattern is no glob: for any characters write .*, for a star write \*"),
    ("a|+", 2, "no argument for repetition operator: +", "there is nothing to repeat: for the character itself write a backslash before it"),
    ("(a", 0, "missing ): (a", OPENED),
    ("[skip ci", 0, "missing ]: [skip ci", OPENED),
    ("a)", 1, "unexpected ): a)", "something is closed here and not opened: for the character itself write a backslash before it"),
    ("[z-a]", 1, "invalid character class range: z-a", None),
    ("a\\", 1, "trailing \\", "nothing follows the backslash: for a backslash itself write two"),
    (r"\8", 0, r"invalid escape sequence: \8", BACKREFERENCE),
    ("a[b-", 1, "missing ]: [b-", OPENED),
    (r"[\p", 1, r"invalid escape sequence: \p", r"RE2 knows \p with a category or script of Unicode, such as \pL or \p{Greek}"),
    (r"\pX", 0, r"invalid character class range: \pX", r"RE2 knows \p with a category or script of Unicode, such as \pL or \p{Greek}"),
    ("a\ud800", 1, "half of a character", None),
]  # fmt: skip


@pytest.mark.parametrize(("source", "build", "message"), NAMES, ids=[message for _, _, message in NAMES])
def test_a_name_that_cannot_be_one_is_refused_with_the_fix(source: str, build: Callable[[], Any], message: str) -> None:
    with pytest.raises(FilterError) as caught:
        build()

    assert str(caught.value) == message, source


@pytest.mark.parametrize(("pattern", "position", "reason", "advice"), PATTERNS, ids=[row[0] for row in PATTERNS])
def test_a_pattern_that_re2_refuses_is_refused_with_the_place_and_the_fix(
    pattern: str, position: int, reason: str, advice: str | None
) -> None:
    """RE2 is what the API documents for patterns."""
    with pytest.raises(PatternError) as caught:
        PUSHES.and_commit_message_matches(pattern)

    lines = [
        f"RE2 refuses the pattern at character {position + 1}: {reason}",
        "  " + pattern.replace("\ud800", "\\ud800"),
        f"  {' ' * position}^",
    ]
    assert str(caught.value) == "\n".join([*lines, *([advice] if advice else [])])


def test_at_least_forty_inputs_are_refused() -> None:
    assert len(NAMES) + len(PATTERNS) >= 40


def test_error_texts_follow_the_house_style() -> None:
    for _, build, _ in NAMES:
        with pytest.raises(WebhookConstructsError) as caught:
            build()
        text = str(caught.value)
        assert text[0].islower()
        assert not text.endswith(".")


@pytest.mark.parametrize("event", EventAction)
@pytest.mark.parametrize(
    "value", ["release/*", "refs/tags/v1", "refs/heads/x", "docs/", "^x$", "!x", "${Token[A.1]}", "*.md", "/"]
)
def test_a_text_names_only_methods_that_the_group_offers_and_that_exclude_as_the_one_called_does(
    event: EventAction, value: str
) -> None:
    group = FilterGroup.in_event_of(event)
    for name in dir(group):
        if not name.startswith("and_") or name.startswith("and_any"):
            continue
        try:
            getattr(group, name)(value)
        except WebhookConstructsError as err:
            for named in re.findall(r"and_[a-z_]+", str(err)):
                assert hasattr(group, named), (name, value, named)
                if not value.startswith("!"):
                    assert ("not" in named.split("_")) == ("not" in name.split("_")), (name, value, named)
