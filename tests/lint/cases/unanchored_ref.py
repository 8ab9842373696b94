from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings

_USE, _WRITE = "use and_branch_is, or ", "write ^refs/heads/name$, and .* wherever anything may stand"
_TAG = "use and_tag_is, or write ^refs/tags/name$, and .* wherever anything may stand"


def _says(
    pattern: str, ends: str, more: str, *, fix: str = f"{_USE}{_WRITE}", place: str = "filter_groups[0][1]"
) -> str:
    flaw = ends if ends.startswith("allows") else f"is not anchored at the {ends}"
    return f"{place}: the pattern {pattern} {flaw}, so {more} passes too; {fix}"


def _head(pattern: str, event: str = "PUSH") -> WebhookSettings:
    return webhook({"EVENT": event, "HEAD_REF": pattern})


def _bad(pattern: str, ends: str, more: str, fix: str = f"{_USE}{_WRITE}") -> Bad:
    return Bad(_head(pattern), _says(pattern, ends, more, fix=fix))


_SPLIT = "put the alternatives into parentheses, because | splits the whole pattern: write"
_BOTH, _ANY_BEFORE = "start and at the end", "allows anything before refs/"
_LONG_LIST = "|".join(f"team-{number}-{name}" for number in range(100, 400) for name in ("x", "yy"))

_NAMES_BY_THE_THOUSAND = "|".join(f"b{number}" for number in range(5_000))
_OPTIONAL_IN_GROUPS = [
    "^(?:refs/heads/)(main$|)",
    "^refs/(heads/(main$|))",
    "^(refs/(heads/(main$|)))",
    "(?i)^refs/heads/(main$|)",
    "^refs/(?:heads/)(?:main$)?",
    "^refs/(heads/(main$|)|tags/v1$)",
    "^(?:refs)(?:/heads/)(dev$|main$|)",
    "^(?:refs/)?(?:refs/heads/)(main$|)",
    "^refs/(?:heads|heads)/(main$|)",
    "^refs/h[a-z]*/(main$|)",
]

CASES = Cases(
    bad={
        **{each: _bad(each, "end", "refs/heads/a-2") for each in _OPTIONAL_IN_GROUPS},
        "optional-tag-in-a-group": _bad("^(refs/tags/)(v1$|)", "end", "refs/tags/a-2", _TAG),
        **{
            f"names-by-the-thousand-{name}": _bad(pattern, ends, more)
            for name, (pattern, ends, more) in {
                "bare": (_NAMES_BY_THE_THOUSAND, _BOTH, "refs/heads/b0-2"),
                "in-a-group": (f"({_NAMES_BY_THE_THOUSAND})", _BOTH, "refs/heads/b0-2"),
                "without-an-end": (f"^refs/heads/({_NAMES_BY_THE_THOUSAND})", "end", "refs/heads/b0-2"),
                "without-a-start": (f"({_NAMES_BY_THE_THOUSAND})$", "start", "refs/heads/x-b0"),
                "of-refs": (f"refs/heads/({_NAMES_BY_THE_THOUSAND})", _BOTH, "refs/heads/b0-2"),
                "in-a-folder": (f"^refs/heads/team/(?:{_NAMES_BY_THE_THOUSAND})", "end", "refs/heads/team/b0-2"),
            }.items()
        },
        "more-states-than-can-be-walked": _bad("^refs/heads/(a|b)*a(a|b){14}", "end", f"refs/heads/{'a' * 15}-2"),
        "as-the-cdk-writes-it": _bad("refs/heads/main", _BOTH, "refs/heads/main-2"),
        "bare-name": _bad("main", _BOTH, "refs/heads/main-2"),
        "no-end": _bad("^refs/heads/main", "end", "refs/heads/main-2"),
        "no-start": _bad("refs/heads/main$", "start", "refs/heads/x/refs/heads/main"),
        "end-of-a-name": _bad("main$", "start", "refs/heads/x-main"),
        "last-part": _bad("/main$", "start", "refs/heads/x/main"),
        "half-a-prefix": _bad("heads/main", _BOTH, "refs/heads/main-2"),
        "one-anchor-in-each-alternative": _bad(
            "^refs/heads/main|develop$", _BOTH, "refs/heads/main-2", f"{_SPLIT} ^refs/heads/(main|develop)$"
        ),
        "a-bar-that-splits-the-whole-pattern": _bad(
            "^refs/heads/(main|develop)|release/.+$",
            _BOTH,
            "refs/heads/main-2",
            f"{_SPLIT} ^refs/heads/((main|develop)|release/.+)$",
        ),
        "prefix-without-a-start": _bad(
            "refs/heads/release/", "start", "refs/heads/x/refs/heads/release/a", "write ^refs/heads/release/"
        ),
        "any-branch-without-a-start": _bad(
            "refs/heads/.*", "start", "refs/tags/x/refs/heads/a", "write ^refs/heads/.*"
        ),
        "tags-without-a-start": _bad("refs/tags/v.*", "start", "refs/heads/x/refs/tags/v", "write ^refs/tags/v.*"),
        "tag-of-a-pull-request": Bad(
            _head("refs/tags/v.*", "PULL_REQUEST_CREATED"),
            _says(
                "refs/tags/v.*",
                "start",
                "refs/heads/x/refs/tags/v",
                fix="write it for PUSH, in a group of its own: only pushes are about tags",
            ),
        ),
        "tags-and-branches": _bad("^refs/tags/v1|^refs/heads/main", "end", "refs/heads/main-2"),
        "anything-before-a-whole-ref": _bad("^.*refs/heads/main$", _ANY_BEFORE, "refs/heads/x/refs/heads/main"),
        "anything-before-a-whole-ref-without-an-end": _bad(
            "^.*refs/heads/main", f"{_ANY_BEFORE} and is not anchored at the end", "refs/heads/main-2"
        ),
        "anything-before-a-whole-ref-in-an-alternative": _bad(
            "^(.*refs/heads/main|refs/heads/develop)$", _ANY_BEFORE, "refs/heads/x/refs/heads/main"
        ),
        "version": _bad(r"^refs/tags/v\d+\.\d+\.\d+", "end", "refs/tags/v0.0.0-2", _TAG),
        "digits-after-a-name": _bad(r"^refs/heads/main\d+", "end", "refs/heads/main0-2"),
        "digits-after-a-name-and-a-dash-if-any": _bad(r"^refs/heads/main-?\d+", "end", "refs/heads/main0-2"),
        "digits-after-anything": _bad(r"^refs/heads/.*\d+", "end", "refs/heads/0/x"),
        "digits-after-one-name-or-a-folder": _bad(r"^refs/heads/(main|release/)\d+", "end", "refs/heads/main0-2"),
        "two-digits": _bad("^refs/tags/v[12]", "end", "refs/tags/v1-2", _TAG),
        "nothing-but-digits": _bad(r"\d+\d", _BOTH, "refs/heads/00-2"),
        "version-of-one-text": _bad("^refs/tags/v1", "end", "refs/tags/v1-2", _TAG),
        "one-part": _bad("^refs/heads/feature/[^/]+", "end", "refs/heads/feature/a/a-2"),
        "optional-rest": _bad("^refs/heads/release(/.*)?", "end", "refs/heads/release-2"),
        "optional-slash": _bad("^refs/heads/main/?", "end", "refs/heads/main-2"),
        "optional-slash-of-two": _bad("^refs/heads/main(/|)", "end", "refs/heads/main-2"),
        "one-alternative-is-a-prefix": _bad("^refs/heads/(main|release/.*)", "end", "refs/heads/main-2"),
        "optional-start": _bad("^?refs/heads/main$", "start", "refs/heads/x/refs/heads/main"),
        "optional-beginning": _bad("(.*/)?main$", "start", "refs/heads/x-main"),
        "word": _bad(r"^refs/heads/main\b", "end", "refs/heads/main-2"),
        "quoted": _bad(r"\Qrefs/heads/main", _BOTH, "refs/heads/main-2"),
        "repeated": _bad("^refs/heads/(ab){2}", "end", "refs/heads/abab-2"),
        "a-lock-or-end": _bad(r"^refs/heads/main(\.lock|$)", "end", "refs/heads/main.lock-2"),
        "optional-name": _bad("^refs/heads/(main$|)", "end", "refs/heads/a-2"),
        "optional-names": _bad("^refs/heads/(main$|dev$|)", "end", "refs/heads/a-2"),
        "nothing-or-a-name": _bad("^refs/heads/(|main$)", "end", "refs/heads/a-2"),
        "a-name-or-nothing": _bad("^refs/heads/(main$)?", "end", "refs/heads/a-2"),
        "a-name-as-often-as-you-like": _bad("^refs/heads/(main$)*", "end", "refs/heads/a-2"),
        "a-long-list": _bad(f"^refs/heads/({_LONG_LIST})", "end", "refs/heads/team-100-x-2"),
        "a-long-list-of-bare-names": _bad(_LONG_LIST, _BOTH, "refs/heads/team-100-x-2"),
        "anything-but-one-letter": _bad("^refs/heads/main[^x]*", "end", "refs/heads/mainx-2"),
        "anything-but-dashes": _bad("^refs/heads/main[^-]*", "end", "refs/heads/main-2"),
        "anything-but-numbers": _bad(r"^refs/heads/main\PN*", "end", "refs/heads/main0-2"),
        "letters-of-any-script": _bad(r"^refs/heads/\pL+", "end", "refs/heads/a-2"),
        "letters-in-any-case": _bad("(?i)^refs/heads/straße", "end", "refs/heads/straße-2"),
        "bytes": _bad(r"^refs/heads/ma\C\C$|^refs/heads/main", "end", "refs/heads/main-2"),
        "slash-or-nothing-of-one-of-two": _bad("^refs/heads/(main(/|$)|develop)", "end", "refs/heads/develop-2"),
        "dot-or-end-of-one-of-two": _bad(r"^refs/tags/v1(\.|$)|^refs/tags/v2", "end", "refs/tags/v2-2", _TAG),
        "optional-folder-or-end": _bad("^refs/heads/main(/x)?($|-)|main", _BOTH, "refs/heads/maina-2"),
        "base": Bad(
            webhook({"EVENT": "PULL_REQUEST_CREATED", "HEAD_REF": "^refs/heads/x$", "BASE_REF": "refs/heads/main"}),
            _says(
                "refs/heads/main",
                _BOTH,
                "refs/heads/main-2",
                fix=f"use and_base_branch_is, or {_WRITE}",
                place="filter_groups[0][2]",
            ),
        ),
        "base-of-a-push": Bad(
            webhook({"EVENT": "PUSH", "BASE_REF": "main$"}), _says("main$", "start", "refs/heads/x-main", fix=_WRITE)
        ),
        "tag-with-pull-requests": Bad(
            _head("^refs/tags/v1", "PUSH,PULL_REQUEST_CREATED"),
            _says("^refs/tags/v1", "end", "refs/tags/v1-2", fix=_TAG.removeprefix("use and_tag_is, or ")),
        ),
        "second-group": Bad(
            webhook({"EVENT": "PUSH"}, {"HEAD_REF": "^refs/heads/main", "EVENT": "PUSH,RELEASED"}),
            _says("^refs/heads/main", "end", "refs/heads/main-2", fix=_WRITE, place="filter_groups[1][0]"),
        ),
        "event-not-known": Bad(_head("main$", TOKEN), _says("main$", "start", "refs/heads/x-main", fix=_WRITE)),
    },
    good={
        "name": Good(_head("^refs/heads/main$")),
        "names": Good(_head("^refs/heads/(main|develop)$")),
        "each-anchored": Good(_head("^refs/heads/main$|^refs/heads/develop$")),
        "anchors-of-the-text": Good(_head(r"\Arefs/heads/main\z")),
        "prefix": Good(_head("^refs/heads/release/")),
        "prefix-and-anything": Good(_head("^refs/heads/release/.*")),
        "prefix-and-something": Good(_head("^refs/heads/release/.+")),
        "prefix-of-a-name": Good(_head("^refs/heads/v.*")),
        "prefix-of-several": Good(_head("^refs/heads/(a|b)/")),
        "any-tag": Good(_head("^refs/tags/")),
        "glob": Good(_head("^refs/heads/([^/]+/)*[^/]*-release$")),
    },
    near_misses={
        "glob": Good(_head("^refs/heads/*")),
        "slash-or-end-after-an-optional-name": Good(_head("^refs/heads/(main|dev)?(/|$)")),
        "slash-or-end-after-names-or-nothing": Good(_head("^refs/heads/(rel-1|v|)(/|$)")),
        "slash-or-end-of-branches-and-tags": Good(_head("^refs/(heads|tags)/(a|)(/|$)")),
        "two-dots": Good(_head(r"^refs/heads/foo\.\.bar")),
        "two-slashes": Good(_head("^refs/heads/foo//bar")),
        "a-dot-after-a-slash": Good(_head(r"^refs/heads/foo/\.bar")),
        "an-at-and-a-brace": Good(_head(r"^refs/heads/foo@\{")),
        "a-long-list-of-whole-names": Good(_head(f"^refs/heads/({_LONG_LIST})$")),
        "slash-or-end": Good(_head("^refs/heads/main(/|$)")),
        "end-or-slash": Good(_head("^refs/heads/main($|/)")),
        "folder-or-end": Good(_head("^refs/heads/main(/.*|$)")),
        "dot-or-end": Good(_head(r"^refs/tags/v1(\.|$)")),
        "dot-and-number-or-end": Good(_head(r"^refs/tags/v1(\.[0-9]+)*($|-)")),
        "slash-dash-or-end-of-two": Good(_head("^refs/heads/(main|develop)([/-]|$)")),
        "folder-or-end-of-the-text": Good(_head(r"\Arefs/heads/main(?:/|\z)")),
        "start-or-slash": Good(_head("(^refs/heads/|^refs/heads/.*/)main$")),
        "lines": Good(_head("(?m)^refs/heads/main$")),
        "nothing-that-a-ref-holds": Good(_head("^refs/heads/main($|~)")),
        "blank-or-end": Good(_head(r"^refs/heads/main(\s|$)")),
        "excluded": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "refs/heads/main"})),
        "version-mark": Good(_head("^refs/tags/v")),
        "version-mark-and-a-digit": Good(_head("^refs/tags/v[0-9]")),
        "version-mark-in-a-name": Good(_head("^refs/tags/api-v")),
        "version-mark-in-a-name-and-a-digit": Good(_head("^refs/tags/api-v[0-9]")),
        "version-mark-and-digits": Good(_head(r"^refs/tags/v\d+")),
        "version-mark-and-digits-if-any": Good(_head(r"^refs/tags/v\d*")),
        "version-mark-and-some-digits": Good(_head(r"^refs/tags/v\d{1,3}")),
        "version-mark-if-any-and-digits": Good(_head(r"^refs/tags/v?\d+")),
        "version-mark-in-a-folder-and-digits": Good(_head("^refs/tags/api/v[0-9]+")),
        "digits-of-any-number": Good(_head(r"^refs/tags/\d*\d")),
        "digits-after-a-slash": Good(_head("^refs/heads/release/[1-9][0-9]*")),
        "digits-after-a-dash": Good(_head(r"^refs/heads/gh-readonly-queue/main/pr-\d+")),
        "digits-after-letters-and-a-dash": Good(_head("^refs/heads/(feature|bugfix)/[A-Z]+-[0-9]+")),
        "digits-after-one-folder-or-another": Good(_head("^refs/heads/(feature/|bugfix-)[0-9]+")),
        "version-mark-if-any-and-a-digit": Good(_head(r"^refs/tags/v?\d")),
        "any-first-character": Good(_head("^refs/tags/[0-9]")),
        "separator-at-the-end": Good(_head("^refs/heads/release-")),
        "separator-or-slash-at-the-end": Good(_head("^refs/heads/release(-|/)")),
        "folders-if-any": Good(_head("^refs/heads/release/(hotfix/)*")),
        "folder-or-nothing": Good(_head("^refs/heads/release/(hotfix/|)")),
        "boundary-after-a-slash": Good(_head(r"^refs/heads/release/\b")),
        "anything-in-parentheses": Good(_head("^refs/heads/(release.*)?(.*)?")),
        "anything-of-what-refs-hold": Good(_head(r"^refs/heads/release[\w/.-]*")),
        "one-alternative-is-exact": Good(_head("^refs/heads/main$|^refs/heads/release/")),
        "anything-before-a-name": Good(_head(".*-hotfix$")),
        "anything-before-a-name-that-begins-as-refs-do": Good(_head(".*rc-fix$")),
        "anything-before-one-name-or-another": Good(_head("^.*-hotfix$|.*-fix$")),
        "every-ref": Good(_head("refs/")),
        "every-branch-of-a-pull-request": Good(_head("refs/heads/", "PULL_REQUEST_CREATED")),
        "no-ref-at-all": Good(_head("^main")),
        "release": Good(_head("refs/heads/main", "RELEASED")),
        "too-big-to-analyze": Good(_head("^refs/heads/(a.{1000}|b.{1000}|c.{1000}|d.{1000})$|^refs/heads/e.{1000}")),
        "too-deep-to-read": Good(_head("(" * 200 + "main" + ")" * 200)),
        "refused": Good(_head("(?=main)")),
    },
    unresolved={"token": Good(_head(f"^refs/heads/{TOKEN}"))},
)
