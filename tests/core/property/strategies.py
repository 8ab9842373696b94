"""What the property tests draw from."""

from __future__ import annotations

import re2
from hypothesis import strategies as st

from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Pattern,
    PullRequestBuildPolicy,
    WebhookScope,
    WebhookScopeType,
    WebhookSettings,
)

OPTIONS = re2.Options()
OPTIONS.log_errors = False

_PIECES = [
    *("a", "a", "b", "k", "S", "1", "_", " ", "-", "\n", r"\n", r"\.", r"\x{61}", r"\101", r"\Qa.\E"),
    *(
        "^",
        "$",
        r"\A",
        r"\z",
        r"\b",
        ".",
        ".*",
        "*",
        "+",
        "?",
        "*?",
        "{2}",
        "{1,}",
        "{0,2}",
        "|",
        "(",
        ")",
        "(?:",
        "(?i:",
    ),
    *("(?i)", "(?m)", "(?s:", "(?P<n>", "[ab]", "[^a]", "[a-c]", "[[:upper:]]", r"\d", r"\w", r"\W", r"\s", "(?i)[^k]"),
]
_RARE_PIECES = [
    r"\pL",
    r"\B",
    r"\C",
    r"\PN",
    "(?i)é",
    "{02}",
    "[",
    "]",
    "{",
    "}",
    r"\Q",
    r"\E",
    "(?-",
    "[:alpha:]",
    "(?U)",
    "\\",
]


def is_re2(pattern: str) -> bool:
    """Ask RE2 itself."""
    try:
        re2.compile(pattern, OPTIONS)
    except re2.error:
        return False
    return True


anything_like_a_pattern = st.lists(st.sampled_from(_PIECES + _RARE_PIECES), max_size=7).map("".join)
"""Texts of which about a third are RE2."""

patterns = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join).filter(is_re2)
"""Patterns that RE2 accepts and this package has tables for."""

odd_patterns = (
    st.lists(
        st.sampled_from([*_PIECES, *[r"\pL", r"\C", r"\C*", r"\B", r"\PN", "(?i)é", "[^é]"] * 3]),
        min_size=1,
        max_size=6,
    )
    .map("".join)
    .filter(is_re2)
)
"""Patterns with classes of Unicode, bytes, and places inside a word."""

texts = st.text(st.sampled_from("abckKsS1_-. \n\u212a\u017féÉ"), max_size=5)
"""Values that say something about the patterns above."""

simple_patterns = st.recursive(
    st.sampled_from(["a", "b", "c", "[ab]", "[^a]", "[b-c]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)
"""Patterns without anchors, in the little syntax that every dialect shares."""

ref_names = st.lists(st.text(st.sampled_from("abAB01._-+(){}|$"), min_size=1, max_size=4), min_size=1, max_size=3).map(
    "/".join
)
"""What may be the name of a branch, and may be not."""

events = st.lists(st.sampled_from(EventAction), min_size=1, max_size=3)
filters = st.builds(
    Filter,
    st.sampled_from([each for each in FilterType if each is not FilterType.EVENT]),
    st.one_of(
        patterns,
        st.sampled_from(["^refs/heads/main$", "^refs/heads/", "^(1|2)$", "${Token[A.1]}", "(?=a)"]),
        anything_like_a_pattern,
    ),
    st.booleans(),
)
any_filters = st.one_of(
    filters, st.builds(Filter, st.just(FilterType.EVENT), st.sampled_from(["PUSH", "PUSH, NOPE", ""]))
)
groups = st.builds(
    lambda names, each: FilterGroup.of([*FilterGroup.in_event_of(*names).filters, *each]),
    events,
    st.lists(filters, max_size=3),
)
"""Groups with events that are known."""

any_groups = st.one_of(groups, st.builds(FilterGroup.of, st.lists(any_filters, max_size=3)))
"""Groups, right or wrong."""

scopes = st.builds(
    WebhookScope,
    st.text(max_size=5).filter(str.strip),
    st.none() | st.sampled_from(WebhookScopeType),
    st.none() | st.just("https://git.example.com"),
)
policies = st.builds(
    PullRequestBuildPolicy,
    st.sampled_from(CommentApproval),
    st.lists(st.sampled_from(ApproverRole), max_size=2, unique=True).map(tuple),
)
settings = st.builds(
    WebhookSettings,
    st.lists(any_groups, max_size=3).map(tuple),
    st.none() | st.text(max_size=5),
    st.none() | st.sampled_from(BuildType),
    st.none() | scopes,
    st.none() | st.booleans(),
    st.none() | policies,
)

compiled = patterns.map(Pattern)
