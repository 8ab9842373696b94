from __future__ import annotations

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.lint import Context

_RUNNER = webhook({"EVENT": "WORKFLOW_JOB_QUEUED"}, provider=None, build_type=BuildType.RUNNER_BUILDKITE_BUILD)
_NO_SOURCE = "build_type: RUNNER_BUILDKITE_BUILD is for projects with source type NO_SOURCE only, got"
_NO_SOURCE_FIX = "make a project without a source for it, or set another build type"
_TOKEN = (
    "build_type: RUNNER_BUILDKITE_BUILD needs the project's variable "
    "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN of type SECRETS_MANAGER, and it is"
)
_TOKEN_FIX = "put Buildkite's agent token into a secret of Secrets Manager, and set the variable to it"

CASES = Cases(
    bad={
        "source": Bad(_RUNNER, f"{_NO_SOURCE} GITHUB; {_NO_SOURCE_FIX}", Context("GITHUB", "SECRETS_MANAGER")),
        "other-source": Bad(_RUNNER, f"{_NO_SOURCE} S3; {_NO_SOURCE_FIX}", Context("S3")),
        "host": Bad(
            webhook(provider=SourceProvider.BITBUCKET, build_type=BuildType.RUNNER_BUILDKITE_BUILD),
            f"{_NO_SOURCE} BITBUCKET; {_NO_SOURCE_FIX}",
        ),
        "no-token": Bad(_RUNNER, f"{_TOKEN} missing; {_TOKEN_FIX}", Context("NO_SOURCE", "")),
        "token-in-the-clear": Bad(_RUNNER, f"{_TOKEN} of type PLAINTEXT; {_TOKEN_FIX}", Context(None, "PLAINTEXT")),
        "both": Bad(
            _RUNNER,
            (f"{_NO_SOURCE} GITHUB; {_NO_SOURCE_FIX}", f"{_TOKEN} of type PARAMETER_STORE; {_TOKEN_FIX}"),
            Context("GITHUB", "PARAMETER_STORE"),
        ),
    },
    good={
        "as-documented": Good(_RUNNER, Context("NO_SOURCE", "SECRETS_MANAGER")),
        "token-not-known": Good(_RUNNER, Context("NO_SOURCE")),
    },
    near_misses={
        "other-build-type": Good(webhook(build_type=BuildType.BUILD_BATCH), Context("GITHUB", "PLAINTEXT")),
        "no-build-type": Good(webhook(), Context("GITHUB", "")),
    },
    unresolved={"not-known": Good(_RUNNER)},
)
