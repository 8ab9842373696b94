from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, SourceProvider, WebhookScope
from webhook_constructs.lint import Context

_SAYS = (
    "webhook: there are no filter groups, so every push and every pull request created or updated starts a build; "
    "add filter groups that say what to build"
)

CASES = Cases(
    bad={
        "github": Bad(webhook(), _SAYS),
        "unknown-host": Bad(webhook(provider=None, build_type=BuildType.BUILD_BATCH), _SAYS),
        "organization": Bad(webhook(scope=WebhookScope.github_organization("acme")), _SAYS),
    },
    good={
        "group": Good(webhook({"EVENT": "PUSH"})),
        "branch-filter": Good(webhook(branch_filter="^main$")),
    },
    near_misses={
        "enterprise-of-which-nothing-is-documented": Good(webhook(scope=WebhookScope.github_global("acme"))),
        "buildkite": Good(webhook(provider=None, build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
        "source-without-webhooks": Good(webhook(provider=None), Context(source_type="CODECOMMIT")),
        "triggers-of-a-source-that-is-not-known": Good(webhook(provider=None), Context(is_of_triggers=True)),
        "group-without-filters": Good(webhook({}, provider=SourceProvider.BITBUCKET)),
    },
    unresolved={"branch-filter": Good(webhook(branch_filter=TOKEN))},
)
