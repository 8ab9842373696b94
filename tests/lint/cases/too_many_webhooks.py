from __future__ import annotations

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.core import BuildType, SourceProvider, WebhookScope, WebhookSettings
from webhook_constructs.core.values.unresolved import UnresolvedValue

_API = "https://github.com/acme/api.git"
_FIX = (
    "let one webhook start what several do, by a batch build (BUILD_BATCH, and project.enable_batch_builds()) or one "
    "project for them, or take one webhook of the organization (WebhookScope.github_organization) with a filter on "
    "REPOSITORY_NAME"
)


def _on(event: str, location: object = _API, **settings: object) -> WebhookSettings:
    return webhook({"EVENT": event}, source_location=location, **settings)


def _says(counted: str, repository: str = "github.com/acme/api", limit: int = 20) -> str:
    return (
        f"source_location: there are more webhooks on {repository} than the {limit} of a kind that GitHub takes: "
        f"{counted}; {_FIX}"
    )


_ENTERPRISE = {"location": "https://git.example.com/acme/api.git", "provider": SourceProvider.GITHUB_ENTERPRISE}

CASES = CasesAcross(
    bad={
        "twenty-one": BadAcross([_on("PUSH")] * 21, {20: _says("21 for pushes")}),
        "each-later-one": BadAcross(
            [*[_on("PUSH")] * 21, _on("RELEASED"), _on("PUSH")],
            {20: _says("22 for pushes"), 22: _says("22 for pushes")},
        ),
        "two-kinds": BadAcross(
            [_on("PUSH,PULL_REQUEST_CREATED")] * 21, {20: _says("21 for pushes and 21 for pull requests")}
        ),
        "kinds-of-pull-requests": BadAcross(
            [*[_on("PULL_REQUEST_MERGED")] * 11, *[_on("PULL_REQUEST_CLOSED")] * 10],
            {20: _says("21 for pull requests")},
        ),
        "workflow-jobs-and-releases": BadAcross(
            [_on("WORKFLOW_JOB_QUEUED,RELEASED,PRERELEASED")] * 21,
            {20: _says("21 for releases and 21 for workflow jobs")},
        ),
        "spellings": BadAcross(
            [
                *[_on("PUSH", "https://github.com/Acme/API")] * 7,
                *[_on("PUSH", "HTTPS://GitHub.com/acme/api.git/")] * 7,
                *[_on("PUSH", "https://someone@github.com/acme/api.git")] * 7,
            ],
            {20: _says("21 for pushes")},
        ),
        "no-groups": BadAcross(
            [*[webhook(source_location=_API)] * 10, *[webhook(source_location=_API, branch_filter="main")] * 11],
            {20: _says("21 for pushes and 21 for pull requests")},
        ),
        "manual-ones-count": BadAcross([_on("PUSH", manual_creation=True)] * 21, {20: _says("21 for pushes")}),
        "events-that-are-known": BadAcross(
            [webhook({"EVENT": "PUSH"}, {"EVENT": TOKEN}, source_location=_API)] * 21, {20: _says("21 for pushes")}
        ),
        "enterprise": BadAcross(
            [_on("PUSH", **_ENTERPRISE)] * 251, {250: _says("251 for pushes", "git.example.com/acme/api", 250)}
        ),
    },
    good={
        "twenty": GoodAcross([_on("PUSH")] * 20),
        "two-repositories": GoodAcross([*[_on("PUSH")] * 20, *[_on("PUSH", "https://github.com/acme/web")] * 20]),
        "two-kinds": GoodAcross([*[_on("PUSH")] * 20, *[_on("PULL_REQUEST_CREATED")] * 20]),
        "nothing": GoodAcross([]),
    },
    near_misses={
        "enterprise-takes-more": GoodAcross([_on("PUSH", **_ENTERPRISE)] * 250),
        "bitbucket": GoodAcross([_on("PUSH", "https://bitbucket.org/acme/api", provider="BITBUCKET")] * 21),
        "organization": GoodAcross([_on("PUSH", scope=WebhookScope.github_organization("acme"))] * 21),
        "not-a-repository": GoodAcross([_on("PUSH", "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION")] * 21),
        "buildkite": GoodAcross([_on("PUSH", build_type=BuildType.RUNNER_BUILDKITE_BUILD)] * 21),
        "no-event": GoodAcross([webhook({"HEAD_REF": "main"}, source_location=_API)] * 21),
    },
    unresolved={
        "repository": GoodAcross([_on("PUSH", f"https://github.com/acme/{TOKEN}.git")] * 21),
        "function": GoodAcross([_on("PUSH", UnresolvedValue('{"Ref": "Repository"}'))] * 21),
        "no-repository": GoodAcross([_on("PUSH", None)] * 21),
        "host": GoodAcross([_on("PUSH", provider=None)] * 21),
        "events": GoodAcross([_on(TOKEN)] * 21),
    },
)
