from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, SourceProvider, WebhookScope

_ORGANIZATION, _GLOBAL = WebhookScope.github_organization("acme"), WebhookScope.github_global("acme")
_GROUP = WebhookScope.gitlab_group("acme")
_PUSH = {"EVENT": "PUSH"}
_GITHUBS, _GITLABS = "GITHUB and GITHUB_ENTERPRISE", "GITLAB and GITLAB_SELF_MANAGED"
_LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
_REPOSITORY = "https://git.example.com/acme/api"
_USE_GROUP = "use GITLAB_GROUP (WebhookScope.gitlab_group)"
_USE_ORGANIZATION = "use GITHUB_ORGANIZATION or GITHUB_GLOBAL (WebhookScope.github_organization, github_global)"
_NONE_AT_BITBUCKET = "leave the scope out; a webhook of BITBUCKET is for one repository"
_NO_ADDRESS = "needs the address of the server, got none; set the domain of the scope, such as https://git.example.com"


def _located(way_out: str) -> str:
    return (
        f"scope: a webhook with a scope needs a project whose source location is {_LOCATION}, got '{_REPOSITORY}'; "
        f"{way_out}"
    )


CASES = Cases(
    bad={
        "group-at-github": Bad(
            webhook(_PUSH, scope=_GROUP),
            f"scope: scope GITLAB_GROUP is for {_GITLABS} only, got GITHUB; {_USE_ORGANIZATION}",
        ),
        "group-at-enterprise-server": Bad(
            webhook(_PUSH, scope=_GROUP, provider=SourceProvider.GITHUB_ENTERPRISE),
            f"scope: scope GITLAB_GROUP is for {_GITLABS} only, got GITHUB_ENTERPRISE; {_USE_ORGANIZATION}",
        ),
        "organization-at-gitlab": Bad(
            webhook(_PUSH, scope=_ORGANIZATION, provider=SourceProvider.GITLAB),
            f"scope: scope GITHUB_ORGANIZATION is for {_GITHUBS} only, got GITLAB; {_USE_GROUP}",
        ),
        "enterprise-at-self-managed-gitlab": Bad(
            webhook(_PUSH, scope=_GLOBAL, provider=SourceProvider.GITLAB_SELF_MANAGED),
            f"scope: scope GITHUB_GLOBAL is for {_GITHUBS} only, got GITLAB_SELF_MANAGED; {_USE_GROUP}",
        ),
        "scope-type-left-out": Bad(
            webhook(_PUSH, scope=WebhookScope("acme"), provider=SourceProvider.GITLAB),
            f"scope: scope GITHUB_ORGANIZATION is for {_GITHUBS} only, got GITLAB; {_USE_GROUP}",
        ),
        "organization-at-bitbucket": Bad(
            webhook(_PUSH, scope=_ORGANIZATION, provider=SourceProvider.BITBUCKET, source_location=_REPOSITORY),
            f"scope: scope GITHUB_ORGANIZATION is for {_GITHUBS} only, got BITBUCKET; {_NONE_AT_BITBUCKET}",
        ),
        "group-at-bitbucket": Bad(
            webhook(_PUSH, scope=_GROUP, provider=SourceProvider.BITBUCKET),
            f"scope: scope GITLAB_GROUP is for {_GITLABS} only, got BITBUCKET; {_NONE_AT_BITBUCKET}",
        ),
        "buildkite": Bad(
            webhook(scope=_ORGANIZATION, provider=None, build_type=BuildType.RUNNER_BUILDKITE_BUILD),
            "scope: RUNNER_BUILDKITE_BUILD is for projects without a source, and a webhook with a scope needs one, got "
            "scope GITHUB_ORGANIZATION; leave the scope out",
        ),
        "repository-at-github": Bad(
            webhook(_PUSH, scope=_ORGANIZATION, source_location=_REPOSITORY),
            _located("set its Source.Location so; in the CDK, with source=organization_source(SourceProvider.GITHUB)"),
        ),
        "repository-at-gitlab": Bad(
            webhook(_PUSH, scope=_GROUP, provider=SourceProvider.GITLAB, source_location=_REPOSITORY),
            _located("set its Source.Location so; in the CDK, with source=organization_source(SourceProvider.GITLAB)"),
        ),
        "repository-and-no-address-at-enterprise-server": Bad(
            webhook(_PUSH, scope=_ORGANIZATION, provider=SourceProvider.GITHUB_ENTERPRISE, source_location=_REPOSITORY),
            (
                _located(
                    "set its Source.Location so; in the CDK, with "
                    "source=organization_source(SourceProvider.GITHUB_ENTERPRISE)"
                ),
                f"scope: a scope on GITHUB_ENTERPRISE {_NO_ADDRESS}",
            ),
        ),
        "no-address-at-self-managed-gitlab": Bad(
            webhook(_PUSH, scope=_GROUP, provider=SourceProvider.GITLAB_SELF_MANAGED),
            f"scope: a scope on GITLAB_SELF_MANAGED {_NO_ADDRESS}",
        ),
        "repository-at-a-host-that-is-not-known": Bad(
            webhook(_PUSH, scope=_GROUP, provider=None, source_location=_REPOSITORY),
            _located("set its Source.Location so"),
        ),
    },
    good={
        "organization": Good(webhook(_PUSH, scope=_ORGANIZATION, source_location=_LOCATION)),
        "enterprise": Good(webhook(_PUSH, scope=_GLOBAL)),
        "group": Good(webhook(_PUSH, scope=_GROUP, provider=SourceProvider.GITLAB, source_location=_LOCATION)),
        "no-scope": Good(webhook(_PUSH, provider=SourceProvider.BITBUCKET, source_location=_REPOSITORY)),
    },
    near_misses={
        "organization-on-a-server": Good(
            webhook(
                _PUSH,
                scope=WebhookScope.github_organization("acme", domain="https://git.example.com"),
                provider=SourceProvider.GITHUB_ENTERPRISE,
            )
        ),
        "host-not-known": Good(webhook(_PUSH, scope=_GROUP, provider=None)),
        "scope-type-left-out": Good(webhook(_PUSH, scope=WebhookScope("acme"))),
        "buildkite-without-a-scope": Good(webhook(provider=None, build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
    },
    unresolved={
        "location": Good(webhook(_PUSH, scope=_ORGANIZATION, source_location=TOKEN)),
        "address": Good(
            webhook(
                _PUSH,
                scope=WebhookScope.gitlab_group("acme", domain=TOKEN),
                provider=SourceProvider.GITLAB_SELF_MANAGED,
            )
        ),
    },
)
