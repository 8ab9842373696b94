from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.core import BuildType, WebhookScope, WebhookSettings
from webhook_constructs.core.values.unresolved import UnresolvedValue
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

_API = "https://github.com/acme/api.git"
_A, _B, _C = (Context(path=f"Stack/{name}") for name in "ABC")
_PUSH = {"EVENT": "PUSH"}
_MAIN = {**_PUSH, "HEAD_REF": "^refs/heads/main$"}
_TAGS = {**_PUSH, "HEAD_REF": "^refs/tags/"}
_UPDATED = {"EVENT": "PULL_REQUEST_UPDATED"}
_JOB = {"EVENT": "WORKFLOW_JOB_QUEUED"}
_UNDECIDED = {**_PUSH, "COMMIT_MESSAGE": r"é\C"}  # what a byte is beyond ASCII is not analyzed


def _on(*groups: Mapping[str, str], **settings: Any) -> WebhookSettings:
    return webhook(*groups, **{"source_location": _API, **settings})


def _says(others: str, repository: str = "github.com/acme/api") -> str:
    return (
        f"webhook: an event of {repository} that passes this webhook can also start a build for {others}; "
        "let one project do both, as the parts of a batch build (BUILD_BATCH, and "
        "project.enable_batch_builds()), or let filters tell apart "
        "which of them builds what"
    )


def _both(one: WebhookSettings, other: WebhookSettings, event: str = "PUSH", **said: str) -> BadAcross:
    says = {0: _says(f"Stack/B ({event})", **said), 1: _says(f"Stack/A ({event})", **said)}
    return BadAcross([one, other], says, [_A, _B])


def _files(*paths: str, **more: str) -> WebhookSettings:
    return _on({**_MAIN, **{f"FILE_PATH {index}": path for index, path in enumerate(paths)}, **more})


def _index(*others: int) -> str:
    return _says(" and ".join(f"the webhook with index {other} (PUSH)" for other in others))


_IN_GROUPS = _on(_PUSH, source_location="https://gitlab.com/acme/backend/api", provider="GITLAB")

CASES = CasesAcross(
    bad={
        "push": _both(_on(_PUSH), _on(_MAIN)),
        "equal": _both(_on(_MAIN), _on(_MAIN)),
        "one-group-of-several": _both(_on(_TAGS, _UPDATED), _on(_MAIN, _UPDATED), "PULL_REQUEST_UPDATED"),
        "no-groups": _both(_on(), _on(_MAIN)),
        "no-groups-and-pull-requests": _both(_on(), _on(_UPDATED), "PULL_REQUEST_UPDATED"),
        "two-without-groups": _both(_on(), _on()),
        "spellings": _both(_on(_PUSH), _on(_PUSH, source_location="HTTPS://someone@GitHub.com/Acme/API/")),
        "host-known-of-one": _both(_on(_PUSH), _on(_PUSH, provider=None)),
        "groups-in-groups": _both(_IN_GROUPS, _IN_GROUPS, repository="gitlab.com/acme/backend/api"),
        "only-the-events-that-both-can-pass": _both(
            _on({"EVENT": "PUSH,PULL_REQUEST_UPDATED", "HEAD_REF": "^refs/tags/|topic"}),
            _on({"EVENT": "PUSH,PULL_REQUEST_UPDATED", "HEAD_REF": "^refs/heads/"}),
        ),
        "a-file-of-both": _both(_files("^src/", r"\.py$"), _files("^src/api/")),
        "files-and-any-file": _both(_files("^src/"), _on(_MAIN)),
        "files-that-one-leaves-out": _both(_files("^src/"), _on({**_MAIN, "!FILE_PATH": "^docs/"})),
        "no-names": BadAcross([_on(_MAIN), _on(_PUSH), _on(_TAGS)], {0: _index(1), 1: _index(0, 2), 2: _index(1)}),
        "some-of-three": BadAcross(
            [_on(_UPDATED), _on(_MAIN), _on(_MAIN, _UPDATED)],
            {
                0: _says("Stack/C (PULL_REQUEST_UPDATED)"),
                1: _says("Stack/C (PUSH)"),
                2: _says("Stack/A (PULL_REQUEST_UPDATED) and Stack/B (PUSH)"),
            },
            [_A, _B, _C],
        ),
        "a-third-of-another-project": BadAcross(
            [_on(_PUSH), _on(_PUSH), _on(_PUSH)],
            {
                0: _says("Stack/C (PUSH)"),
                1: _says("Stack/C (PUSH)"),
                2: _says("Stack/A (PUSH) and Stack/B (PUSH)"),
            },
            [_A, Context(path="Stack/B", other_webhooks=("Stack/A",)), _C],
        ),
        "two-repositories": BadAcross(
            [_on(_PUSH), _on(_PUSH, source_location="https://github.com/acme/web")] * 2,
            {
                **{index: _index(2 - index) for index in (0, 2)},
                **{
                    index: _says(f"the webhook with index {4 - index} (PUSH)", "github.com/acme/web")
                    for index in (1, 3)
                },
            },
        ),
        "groups-that-are-known": _both(_on({**_PUSH, "HEAD_REF": TOKEN}, _TAGS), _on(_UPDATED, _PUSH)),
        "a-few-questions-too-big": _both(_on(*[_UNDECIDED] * 7, _MAIN), _on(_PUSH)),
        "the-first-of-very-many": BadAcross(
            [*[_on(_TAGS)] * 3, *[_on(_UPDATED)] * 21, _on(_TAGS)],
            {
                **{index: _index(*({0, 1, 2} - {index})) for index in range(3)},
                **{
                    index: _says(
                        ", ".join(
                            f"the webhook with index {other} (PULL_REQUEST_UPDATED)"
                            for other in [each for each in range(3, 24) if each != index][:5]
                        )
                        + " and 15 more"
                    )
                    for index in range(3, 24)
                },
            },
        ),
    },
    good={
        "two-repositories": GoodAcross([_on(_PUSH), _on(_PUSH, source_location="https://github.com/acme/web")]),
        "two-events": GoodAcross([_on(_PUSH), _on(_UPDATED)]),
        "one": GoodAcross([_on(_PUSH)]),
        "nothing": GoodAcross([]),
    },
    near_misses={
        "branches-and-tags": GoodAcross([_on(_MAIN), _on(_TAGS)]),
        "no-groups-and-releases": GoodAcross([_on(), _on({"EVENT": "RELEASED"})]),
        "parts-of-a-monorepo": GoodAcross([_files("^services/api/"), _files("^services/web/")]),
        "parts-with-several-conditions": GoodAcross([_files("^services/api/", r"\.py$"), _files("^web/.*[.]css$")]),
        "runners-name-their-project": GoodAcross([_on(_JOB), _on(_JOB)]),
        "one-project": GoodAcross([_on(_PUSH), _on(_PUSH)], [_A, Context(path="Stack/B", other_webhooks=("Stack/A",))]),
        "one-project-told-of-the-first": GoodAcross(
            [_on(_PUSH), _on(_PUSH)], [Context(path="Stack/A", other_webhooks=("Stack/B",)), _B]
        ),
        "organization": GoodAcross([_on(_PUSH, scope=WebhookScope.github_organization("acme"))] * 2),
        "buildkite": GoodAcross([_on(build_type=BuildType.RUNNER_BUILDKITE_BUILD)] * 2),
        "branch-filter": GoodAcross([_on(branch_filter="main"), _on(_MAIN)]),
        "two-hosts": GoodAcross([_on(_PUSH), _on(_PUSH, source_location="https://bitbucket.org/acme/api")]),
        "not-a-repository": GoodAcross([_on(_PUSH, source_location="https://github.com/acme")] * 2),
        "not-a-repository-of-github": GoodAcross([_on(_PUSH, source_location=f"{_API}/tree/main")] * 2),
        "nothing-passes-both": GoodAcross([_on({**_PUSH, "HEAD_REF": "^main$"}), _on(_PUSH)]),
        "too-many-questions-too-big": GoodAcross([_on(*[_UNDECIDED] * 8, _MAIN), _on(_PUSH)]),
        "more-groups-than-are-compared": GoodAcross([_on(*[_TAGS] * 64, _MAIN), _on(_MAIN)]),
        "more-filters-than-are-compared": GoodAcross(
            [_on({**_PUSH, **{f"!COMMIT_MESSAGE {index}": str(index) for index in range(16)}}), _on(_MAIN)]
        ),
        "empty-pattern": GoodAcross([_on({**_PUSH, "HEAD_REF": ""}), _on(_PUSH)]),
        "no-event": GoodAcross([_on({"HEAD_REF": "^refs/heads/main$"}), _on(_PUSH)]),
    },
    unresolved={
        "repository": GoodAcross([_on(_PUSH, source_location=f"https://github.com/acme/{TOKEN}")] * 2),
        "function": GoodAcross([_on(_PUSH, source_location=UnresolvedValue('{"Ref": "Repository"}'))] * 2),
        "no-repository": GoodAcross([_on(_PUSH, source_location=None)] * 2),
        "events": GoodAcross([_on({"EVENT": TOKEN}), _on(_PUSH)]),
        "branch": GoodAcross([_on({**_PUSH, "HEAD_REF": TOKEN}), _on(_PUSH)]),
    },
)
