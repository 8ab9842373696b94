from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.lint import Context

_ENTERPRISE = SourceProvider.GITHUB_ENTERPRISE
_NO_PLACE = Context(keeps_secret=False)
_SAYS = (
    "webhook: AWS's pages disagree on whether CodeBuild returns a secret for a webhook of GitHub Enterprise; if it "
    "does and there is no place for it, the deployment fails and leaves nothing behind; set secret=True to have a "
    "place for it"
)

CASES = Cases(
    bad={
        "automatic": Bad(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE), _SAYS, _NO_PLACE),
        "said-to-be-automatic": Bad(webhook(provider=_ENTERPRISE, manual_creation=False), _SAYS, _NO_PLACE),
    },
    good={
        "place": Good(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE), Context(keeps_secret=True)),
        "github": Good(webhook({"EVENT": "PUSH"}), _NO_PLACE),
        "manual": Good(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE, manual_creation=True), _NO_PLACE),
    },
    near_misses={
        "not-known-whether-there-is-a-place": Good(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE)),
        "buildkite-is-manual": Good(
            webhook(provider=_ENTERPRISE, build_type=BuildType.RUNNER_BUILDKITE_BUILD), _NO_PLACE
        ),
    },
    unresolved={"host": Good(webhook({"EVENT": TOKEN}, provider=None, source_location=TOKEN), _NO_PLACE)},
)
