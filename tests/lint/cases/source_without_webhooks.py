from __future__ import annotations

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.lint import Context

_PUSHES = webhook({"EVENT": "PUSH"}, provider=None)
_HOSTS = "allowed are GITHUB, GITHUB_ENTERPRISE, BITBUCKET, GITLAB, GITLAB_SELF_MANAGED"
_OVERRIDE = "if an override sets its source, state source_provider"


def _says(source_type: str, fix: str) -> str:
    return f"webhook: a project with source type {source_type} can have no webhook, {_HOSTS}; {fix}; {_OVERRIDE}"


CASES = Cases(
    bad={
        "codecommit": Bad(
            _PUSHES,
            _says(
                "CODECOMMIT",
                "let an EventBridge rule of the repository start the builds (in the CDK, repository.on_commit)",
            ),
            Context("CODECOMMIT"),
        ),
        "codepipeline": Bad(
            webhook(provider=None),
            _says(
                "CODEPIPELINE",
                "let its pipeline start the builds, or give the webhook a project with a source of its own",
            ),
            Context("CODEPIPELINE"),
        ),
        "s3": Bad(_PUSHES, _says("S3", "let an EventBridge rule of the bucket start the builds"), Context("S3")),
        "no-source": Bad(
            _PUSHES,
            _says(
                "NO_SOURCE",
                "give it a source, or set the build type RUNNER_BUILDKITE_BUILD for a Buildkite runner",
            ),
            Context("NO_SOURCE"),
        ),
    },
    good={
        "github": Good(_PUSHES, Context("GITHUB")),
        "buildkite": Good(webhook(provider=None, build_type=BuildType.RUNNER_BUILDKITE_BUILD), Context("NO_SOURCE")),
    },
    near_misses={
        "host-is-stated": Good(webhook({"EVENT": "PUSH"}, provider=SourceProvider.GITLAB), Context("CODEPIPELINE")),
        "newer-than-this-package": Good(_PUSHES, Context("FORGEJO")),
        "buildkite-with-a-source": Good(webhook(provider=None, build_type="RUNNER_BUILDKITE_BUILD"), Context("S3")),
    },
    unresolved={"not-known": Good(_PUSHES)},
)
