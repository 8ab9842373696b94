"""Examples read like life."""

from __future__ import annotations

import pytest

from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider
from webhook_constructs.core.comparison.clauses import Clause, Literal
from webhook_constructs.core.comparison.space import Space, cell_of
from webhook_constructs.core.patterns.step_budget import Budget

PUSH, CREATED = EventAction.PUSH, EventAction.PULL_REQUEST_CREATED
HEAD, FILES, ACTOR = FilterType.HEAD_REF, FilterType.FILE_PATH, FilterType.ACTOR_ACCOUNT_ID
GITHUB, BITBUCKET = SourceProvider.GITHUB, SourceProvider.BITBUCKET


def example(
    of: FilterType,
    *wanted: str,
    without: tuple[str, ...] = (),
    action: EventAction = PUSH,
    provider: SourceProvider | None = None,
) -> tuple[str, ...] | None:
    space = Space(action, [of], Budget(4_000_000), provider)
    literals = (*(Literal(of, each) for each in wanted), *(Literal(of, each, excluded=True) for each in without))
    _, values = next(space.search(cell_of(literals)), (None, {of: None}))
    return values[of]


@pytest.mark.parametrize(
    ("of", "wanted", "without", "expected"),
    [
        (HEAD, [], [], "refs/heads/topic"),
        (HEAD, ["^refs/heads/release/"], [], "refs/heads/release/2.0"),
        (HEAD, ["^refs/heads/hotfix/"], [], "refs/heads/hotfix/2.0"),
        (HEAD, ["^refs/heads/main"], ["^refs/heads/main$"], "refs/heads/main-2"),
        (HEAD, ["refs/heads/main$"], ["^refs/heads/main$"], "refs/heads/refs/heads/main"),
        (HEAD, ["main$"], ["^refs/heads/main$"], "refs/heads/x/main"),
        (HEAD, ["^refs/tags/v[0-9]+$"], [], "refs/tags/v0"),
        (HEAD, ["^refs/heads/[a-c]+x[0-9]{3}$"], [], "refs/heads/ax000"),
        (HEAD, ["^refs/heads/.*%$"], [], "refs/heads/%"),
        (HEAD, [r"\.\."], [], None),
        (HEAD, ["^main$"], [], None),
        (HEAD, [" "], [], None),
        (FILES, [], [], "README.md"),
        (FILES, ["^docs/"], [], "docs/index.md"),
        (FILES, ["^infra/"], [], "infra/index.md"),
        (FILES, ["[.]tf$"], [], "src/app.tf"),
        (FILES, ["^buildspec[.]yml$"], [], "buildspec.yml"),
        (FILES, ["^[.]github/"], [], ".github/index.md"),
        (FILES, ["^a\n"], [], None),
        (FILES, ["^[.]/"], [], None),
        (FilterType.COMMIT_MESSAGE, [r"\[skip ci\]"], [], "[skip ci]"),
        (FilterType.COMMIT_MESSAGE, [], ["."], ""),
        (FilterType.COMMIT_MESSAGE, ["^[^\x00-\x7f]"], [], "À"),
        (FilterType.COMMIT_MESSAGE, ["^[^ -ž]"], [], "\u017f"),
        (FilterType.COMMIT_MESSAGE, ["^[\x01-\x1f]$"], [], "\x01"),
        (FilterType.COMMIT_MESSAGE, ["(?m)^Release$"], ["^Release"], "Fix the build\n\nRelease"),
        (FilterType.COMMIT_MESSAGE, ["(?m)Release$"], ["Release$"], "Release\n\nFix the build"),
        (HEAD, ["(?i)^refs/heads/main$"], ["^refs/heads/main$"], "refs/heads/Main"),
        (HEAD, [r"^refs/heads/\W+$"], [], "refs/heads/!"),
    ],
)
def test_the_shortest_plausible_value_is_found(
    of: FilterType, wanted: list[str], without: list[str], expected: str | None
) -> None:
    assert example(of, *wanted, without=tuple(without)) == (None if expected is None else (expected,))


@pytest.mark.parametrize(
    ("provider", "wanted", "expected"),
    [
        (GITHUB, "^(1234|5678)", "1234"),
        (GITHUB, "^12345[0-9]", "123450"),
        (GITHUB, "octocat", "octocat"),
        (None, "octocat", "octocat"),
        (BITBUCKET, "", "5d5355e8c6b9320d9ea5b28d"),
        (BITBUCKET, "^[0-9]{6}:", "557058:7c2e1d40-93f5-4b8a-a6d1-0e5f3c9b2a84"),
        (BITBUCKET, "^1[0-9]{5}:", "100000:aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"),
    ],
)
def test_an_account_is_one_of_the_git_host(provider: SourceProvider | None, wanted: str, expected: str | None) -> None:
    assert example(ACTOR, wanted, provider=provider) == (None if expected is None else (expected,))


def test_a_target_is_a_branch_that_people_merge_into() -> None:
    base = FilterType.BASE_REF

    assert example(base, action=CREATED) == ("refs/heads/main",)
    assert example(base, "^refs/heads/release/.*", action=CREATED) == ("refs/heads/release/2.0",)
    assert example(HEAD, "^refs/tags/", action=CREATED) is None


def test_as_few_files_as_will_do() -> None:
    assert example(FILES, "^docs/", "[.]md$") == ("docs/index.md",)
    assert example(FILES, "^docs/", "^src/") == ("docs/index.md", "src/app.py")
    assert example(FILES, "^docs/", "^src/", "^[0-9a-z]+/[a-z]+[.]md$") == ("docs/index.md", "src/app.py")
    assert example(FILES, "^docs/a[.]md$", "a") == ("docs/a.md",)
    assert example(FILES, "^docs/", without=("index", "app", "md")) == ("docs/a",)
    assert example(FILES, "^docs/", without=("^docs",)) is None
    assert example(FILES, without=(".",)) == ()


def test_a_part_of_a_cell_is_searched_beside_what_must_not_pass() -> None:
    space = Space(PUSH, [HEAD, FILES], Budget(1_000_000))
    beside = [
        Clause((Literal(HEAD, "^refs/heads/"), Literal(FILES, "."))),
        Clause((Literal(HEAD, "^refs/tags/v"),)),
    ]

    found = [values for _, values in space.search(cell_of([]), beside)]

    assert found == [
        {HEAD: ("refs/tags/a",), FILES: ("README.md",)},
        {HEAD: ("refs/heads/topic",), FILES: ()},
    ]
    assert not space.has_events(cell_of([Literal(HEAD, "^refs/heads/")]), [Clause(())])


def test_what_takes_too_much_work_is_counted() -> None:
    space = Space(PUSH, [FilterType.COMMIT_MESSAGE, HEAD], Budget(1_000_000))
    hard = [Literal(FilterType.COMMIT_MESSAGE, f"(a|b|ab{each}){{30}}.*(x?y){{60}}z[^{each}]{{40}}$") for each in "cd"]

    assert not space.has_events(cell_of([hard[0], hard[1].negated()]))
    assert space.gave_ups == 1
    assert space.may_have_events(cell_of([hard[0], hard[1].negated()]))
    assert not space.may_have_events(cell_of([hard[0], hard[1].negated(), Literal(HEAD, "^main$")]))


def test_groups_that_differ_in_no_event_cost_no_more_than_allowed() -> None:
    groups = [FilterGroup.on_push().and_head_ref_matches(f"a{each}|b") for each in range(40)]
    clauses = [Clause((Literal(HEAD, str(group.filters[1].pattern)),)) for group in groups]
    space = Space(PUSH, [HEAD], Budget(20_000))

    found = list(space.search(cell_of([]), clauses))

    assert [values for _, values in found] == [{HEAD: ("refs/heads/topic",)}]


def test_a_shape_that_takes_too_much_work_is_passed_over() -> None:
    (message,) = example(FilterType.COMMIT_MESSAGE, r"^[^a]{900}\x01", without=("(?s).{3}é",)) or ("",)

    assert (len(message), message[-1]) == (901, "\x01")
