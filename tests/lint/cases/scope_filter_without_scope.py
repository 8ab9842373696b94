from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope

_ORGANIZATION, _GLOBAL = WebhookScope.github_organization("acme"), WebhookScope.github_global("acme")
_GROUP = WebhookScope.gitlab_group("acme")
_SCOPES = "works in webhooks with scope GITHUB_ORGANIZATION or GITHUB_GLOBAL only"

CASES = Cases(
    bad={
        "repository": Bad(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "^app$"}),
            f"filter_groups[0][1]: REPOSITORY_NAME {_SCOPES}, got a webhook of one repository; "
            "take the filter out, or set such a scope (WebhookScope.github_organization)",
        ),
        "organization": Bad(
            webhook(
                {"EVENT": "PUSH"}, {"EVENT": "WORKFLOW_JOB_QUEUED", "!ORGANIZATION_NAME": "x"}, scope=_ORGANIZATION
            ),
            "filter_groups[1][1]: ORGANIZATION_NAME works in webhooks with scope GITHUB_GLOBAL only, "
            "got scope GITHUB_ORGANIZATION; take the filter out, or set such a scope (WebhookScope.github_global)",
        ),
        "scope-type-left-out": Bad(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "ORGANIZATION_NAME": "x"}, scope=WebhookScope("acme")),
            "filter_groups[0][1]: ORGANIZATION_NAME works in webhooks with scope GITHUB_GLOBAL only, "
            "got scope GITHUB_ORGANIZATION; take the filter out, or set such a scope (WebhookScope.github_global)",
        ),
        "host-not-known": Bad(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "^app$"}, provider=None),
            "filter_groups[0][1]: REPOSITORY_NAME works in webhooks with scope GITHUB_ORGANIZATION or GITHUB_GLOBAL or "
            "GITLAB_GROUP only, got a webhook of one repository; "
            "take the filter out, or set such a scope (WebhookScope.github_organization)",
        ),
        "gitlab": Bad(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, provider=SourceProvider.GITLAB, scope=_ORGANIZATION),
            "filter_groups[0][1]: REPOSITORY_NAME works in webhooks with scope GITLAB_GROUP only, "
            "got scope GITHUB_ORGANIZATION; take the filter out, or set such a scope (WebhookScope.gitlab_group)",
        ),
        "host-without-scopes": Bad(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, provider=SourceProvider.BITBUCKET),
            "filter_groups[0][1]: REPOSITORY_NAME does not work at BITBUCKET, whatever the scope; take the filter out",
        ),
        "whatever-the-events": Bad(
            webhook({"EVENT": TOKEN, "REPOSITORY_NAME": TOKEN}),
            f"filter_groups[0][1]: REPOSITORY_NAME {_SCOPES}, got a webhook of one repository; "
            "take the filter out, or set such a scope (WebhookScope.github_organization)",
        ),
    },
    good={
        "repository-of-an-organization": Good(webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, scope=_ORGANIZATION)),
        "organization-of-an-enterprise": Good(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "ORGANIZATION_NAME": "a", "REPOSITORY_NAME": "b"}, scope=_GLOBAL)
        ),
        "at-enterprise-server": Good(
            webhook(
                {"EVENT": "PUSH", "REPOSITORY_NAME": "a"},
                scope=WebhookScope.github_organization("acme", domain="https://git.example.com"),
                provider=SourceProvider.GITHUB_ENTERPRISE,
            )
        ),
    },
    near_misses={
        "scope-type-left-out": Good(webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, scope=WebhookScope("acme"))),
        "pages-disagree": Good(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, scope=_GROUP, provider=SourceProvider.GITLAB)
        ),
        "host-not-known": Good(webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, scope=_GROUP, provider=None)),
        "other-filters": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/repository$"})),
    },
    unresolved={
        "name-of-the-scope": Good(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": TOKEN}, scope=WebhookScope.github_organization(TOKEN))
        )
    },
)
