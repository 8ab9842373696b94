from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.core import WebhookScope, WebhookSettings
from webhook_constructs.lint import Context, PipelineSource

if TYPE_CHECKING:
    from collections.abc import Mapping

_API = "https://github.com/acme/api.git"
_GIT = "Stack/Pipeline/Source/Git"
_PUSH = {"EVENT": "PUSH"}
_MAIN = {**_PUSH, "HEAD_REF": "^refs/heads/main$"}
_TAGS = {**_PUSH, "HEAD_REF": "^refs/tags/"}
_UPDATED = {"EVENT": "PULL_REQUEST_UPDATED"}


def _on(*groups: Mapping[str, str], **settings: Any) -> WebhookSettings:
    return webhook(*groups, **{"source_location": _API, **settings})


def _source(*groups: Mapping[str, str], repository: str = "acme/api", path: str = _GIT) -> PipelineSource:
    return PipelineSource(path, repository, webhook(*groups).filter_groups)


def _context(*sources: PipelineSource, actions: tuple[str, ...] = ()) -> list[Context]:
    return [Context(pipeline_actions=actions, pipeline_sources=sources)]


def _bad(settings: WebhookSettings, contexts: list[Context], sources: str = f"{_GIT} (PUSH)") -> BadAcross:
    said = (
        f"webhook: an event that starts a build can also start the pipeline of {sources}; "
        "narrow the webhook by filters to what does not start the pipeline, or the pipeline by its triggers"
    )
    return BadAcross([settings], {0: said}, contexts)


_OTHER = _source(_TAGS, _UPDATED, path="Stack/Other/Source/Git")

_SHARED = Context(pipeline_sources=(_source(_MAIN), _OTHER))
_TO_MAIN = _bad(_on(_MAIN), [_SHARED])

CASES = CasesAcross(
    bad={
        "same-branch": _bad(_on(_MAIN), _context(_source(_MAIN))),
        "any-branch": _bad(_on(_PUSH), _context(_source(_MAIN))),
        "no-groups": _bad(_on(), _context(_source(_MAIN))),
        "spelling": _bad(_on(_MAIN), _context(_source(_MAIN, repository="Acme/API"))),
        "trigger-on-pull-requests": _bad(
            _on(_MAIN, _UPDATED), _context(_source(_TAGS, _UPDATED)), f"{_GIT} (PULL_REQUEST_UPDATED)"
        ),
        "two-pipelines": _bad(
            _on(_MAIN, _UPDATED),
            _context(_source(_MAIN), _OTHER),
            f"{_GIT} (PUSH) and Stack/Other/Source/Git (PULL_REQUEST_UPDATED)",
        ),
        "groups-in-groups": _bad(
            _on(_MAIN, source_location="https://gitlab.com/acme/backend/api.git", provider="GITLAB"),
            _context(_source(_MAIN, repository="acme/backend/api")),
        ),
        "webhooks-that-share-the-sources": BadAcross(
            [_on(_MAIN), _on({"EVENT": "RELEASED"}), _on(_MAIN)],
            dict.fromkeys((0, 2), _TO_MAIN.says[0]),
            [_SHARED] * 3,
        ),
        "the-project-is-run-by-another-pipeline": _bad(
            _on(_MAIN), _context(_source(_MAIN), actions=("Stack/Other/Build/Test",))
        ),
    },
    good={
        "no-pipeline": GoodAcross([_on(_MAIN)], [Context()]),
        "another-repository": GoodAcross([_on(_MAIN)], _context(_source(_MAIN, repository="acme/web"))),
        "nothing": GoodAcross([]),
    },
    near_misses={
        "another-branch": GoodAcross([_on(_MAIN)], _context(_source({**_PUSH, "HEAD_REF": "^refs/heads/develop$"}))),
        "pull-requests": GoodAcross([_on(_UPDATED)], _context(_source(_MAIN))),
        "that-runs-the-project": GoodAcross(
            [_on(_MAIN)], _context(_source(_MAIN), actions=("Stack/Pipeline/Build/Test",))
        ),
        "end-of-the-address": GoodAcross(
            [_on(_MAIN, source_location="https://gitlab.com/acme/backend/api", provider="GITLAB")],
            _context(_source(_MAIN, repository="backend/api")),
        ),
        "other-files": GoodAcross(
            [_on({**_MAIN, "FILE_PATH": "^docs/"})], _context(_source({**_MAIN, "FILE_PATH": "^src/"}))
        ),
        "branch-filter": GoodAcross([_on(branch_filter="main")], _context(_source(_MAIN))),
        "organization": GoodAcross(
            [_on(_MAIN, scope=WebhookScope.github_organization("acme"))], _context(_source(_MAIN))
        ),
    },
    unresolved={
        "repository": GoodAcross([_on(_MAIN, source_location=f"https://github.com/{TOKEN}")], _context(_source(_MAIN))),
        "repository-of-the-pipeline": GoodAcross([_on(_MAIN)], _context(_source(_MAIN, repository=TOKEN))),
        "branch": GoodAcross([_on({**_PUSH, "HEAD_REF": TOKEN})], _context(_source(_MAIN))),
        "branch-of-the-pipeline": GoodAcross([_on(_MAIN)], _context(_source({**_PUSH, "HEAD_REF": TOKEN}))),
    },
)
