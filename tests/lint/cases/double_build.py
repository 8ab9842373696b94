from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.core import BuildType, WebhookSettings
from webhook_constructs.lint import Context, PipelineSource

if TYPE_CHECKING:
    from collections.abc import Mapping

_API = "https://github.com/acme/api.git"
_TEST, _DEPLOY = "Stack/Pipeline/Build/Test", "Stack/Pipeline/Deploy/Run"
_MAIN = {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"}
_JOB = {"EVENT": "WORKFLOW_JOB_QUEUED"}
_PULL_REQUEST = {"EVENT": "PULL_REQUEST_CREATED"}
_UPDATED = {"EVENT": "PULL_REQUEST_UPDATED", "BASE_REF": "^refs/heads/main$"}


def _on(*groups: Mapping[str, str], **settings: Any) -> WebhookSettings:
    return webhook(*groups, **{"source_location": _API, **settings})


def _source(
    *groups: Mapping[str, str], repository: str = "acme/api", path: str = "Stack/Pipeline/Source/Git"
) -> PipelineSource:
    return PipelineSource(path, repository, webhook(*groups).filter_groups)


def _context(*sources: PipelineSource, actions: tuple[str, ...] = (_TEST,)) -> list[Context]:
    return [Context(pipeline_actions=actions, pipeline_sources=sources)]


def _bad(settings: WebhookSettings, contexts: list[Context], actions: str = _TEST) -> BadAcross:
    said = (
        f"webhook: the project is run by {actions} as well, so each commit is built and billed twice; remove the "
        "webhook, so that the pipeline's trigger is the only one, give the pipeline a project of its own "
        "(PipelineProject), or narrow the webhook to what does not start the pipeline"
    )
    return BadAcross([settings], {0: said}, contexts)


CASES = CasesAcross(
    bad={
        "push": _bad(_on(_MAIN), _context()),
        "no-groups": _bad(_on(), _context()),
        "branch-filter": _bad(_on(branch_filter="main"), _context(_source(_MAIN))),
        "several-actions": _bad(_on(_MAIN), _context(actions=(_TEST, _DEPLOY)), f"{_TEST} and {_DEPLOY}"),
        "same-branch": _bad(_on(_MAIN), _context(_source(_MAIN))),
        "jobs-and-more": _bad(_on(_JOB, _MAIN), _context()),
        "no-groups-and-a-branch": _bad(_on(), _context(_source(_MAIN))),
        "one-source-of-two-starts-it": _bad(
            _on(_MAIN), _context(_source(_MAIN), _source(_MAIN, repository="acme/config"))
        ),
        "one-pipeline-of-two": _bad(
            _on(_PULL_REQUEST),
            _context(_source(_MAIN), actions=(_TEST, "Stack/Other/Build/Run")),
            "Stack/Other/Build/Run",
        ),
        "sources-of-another-pipeline": _bad(
            _on(_PULL_REQUEST), _context(_source(_MAIN, path="Stack/Other/Source/Git"))
        ),
        "events-that-are-not-known": _bad(_on({"EVENT": TOKEN}), _context(_source(_MAIN))),
        "repository-that-is-not-known": _bad(_on(_MAIN, source_location=None), _context(_source(_MAIN))),
        "repository-of-the-pipeline-that-is-not-known": _bad(_on(_MAIN), _context(_source(_MAIN, repository=TOKEN))),
        "merged": _bad(_on({"EVENT": "PULL_REQUEST_MERGED"}), _context(_source(_MAIN))),
        "released": _bad(_on({"EVENT": "RELEASED"}), _context(_source({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"}))),
        "updated-beside-any-branch": _bad(
            _on({"EVENT": "PULL_REQUEST_UPDATED"}), _context(_source({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"}))
        ),
        "any-branch-beside-pull-requests": _bad(_on({"EVENT": "PUSH"}), _context(_source(_UPDATED))),
        "some-branches-beside-pull-requests": _bad(
            _on({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/feature/"}), _context(_source(_UPDATED))
        ),
        "merged-into-the-branch": _bad(
            _on({"EVENT": "PULL_REQUEST_MERGED", "BASE_REF": "^refs/heads/main$"}), _context(_source(_MAIN))
        ),
        "pushes-beside-what-may-be-a-merge": _bad(_on(_MAIN), _context(_source({"EVENT": "PULL_REQUEST_CLOSED"}))),
        "source-that-does-not-say-what-starts-it": _bad(
            _on(_MAIN),
            _context(_source(_MAIN, repository="acme/config"), PipelineSource("Stack/Pipeline/Source/S3", "", ())),
        ),
        "too-many-groups-to-tell": _bad(_on(*[_PULL_REQUEST] * 65), _context(_source(_MAIN))),
        "too-many-groups-of-the-source": _bad(_on(_PULL_REQUEST), _context(_source(*[_MAIN] * 65))),
    },
    good={
        "no-pipeline": GoodAcross([_on(_MAIN)], [Context()]),
        "sources-without-actions": GoodAcross([_on(_MAIN)], _context(_source(_MAIN), actions=())),
        "nothing": GoodAcross([]),
    },
    near_misses={
        "pull-requests-beside-a-branch": GoodAcross([_on(_PULL_REQUEST)], _context(_source(_MAIN))),
        "a-branch-beside-pull-requests": GoodAcross([_on(_MAIN)], _context(_source(_UPDATED))),
        "closed-beside-a-branch": GoodAcross([_on({"EVENT": "PULL_REQUEST_CLOSED"})], _context(_source(_MAIN))),
        "released-beside-pull-requests": GoodAcross([_on({"EVENT": "RELEASED"})], _context(_source(_UPDATED))),
        "tags-beside-pull-requests": GoodAcross(
            [_on({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/v"}, _MAIN)], _context(_source(_UPDATED))
        ),
        "tags-beside-what-may-be-a-merge": GoodAcross(
            [_on({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"})], _context(_source({"EVENT": "PULL_REQUEST_CLOSED"}))
        ),
        "pull-requests-beside-tags": GoodAcross(
            [_on({"EVENT": "PULL_REQUEST_UPDATED"})], _context(_source({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/v"}))
        ),
        "merged-into-another-branch": GoodAcross(
            [_on({"EVENT": "PULL_REQUEST_MERGED", "BASE_REF": "^refs/heads/release$"})], _context(_source(_MAIN))
        ),
        "a-branch-beside-a-merge-into-another": GoodAcross(
            [_on(_MAIN)], _context(_source({"EVENT": "PULL_REQUEST_CLOSED", "BASE_REF": "^refs/heads/release$"}))
        ),
        "tags-beside-a-branch": GoodAcross(
            [_on({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"})], _context(_source(_MAIN), actions=(_TEST, _DEPLOY))
        ),
        "another-repository": GoodAcross([_on(_MAIN)], _context(_source(_MAIN, repository="acme/config"))),
        "runner": GoodAcross([_on(_JOB, {**_JOB, "WORKFLOW_NAME": "CI"})], _context()),
        "buildkite": GoodAcross([_on(_JOB, build_type=BuildType.RUNNER_BUILDKITE_BUILD)], _context()),
    },
    unresolved={"nothing-is-known-of-pipelines": GoodAcross([_on({"EVENT": TOKEN})])},
)
