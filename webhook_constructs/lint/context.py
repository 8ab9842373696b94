"""What is known of a webhook besides its settings."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """The project that a webhook is for, and the way the webhook is made.

    Attributes:
        source_type: The type of the project's source as CodeBuild names it, such as `GITHUB` or `CODEPIPELINE`.
            Default: not known.
        agent_token_type: The type of the project's environment variable CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN, such
            as `SECRETS_MANAGER`; empty if the project has no such variable. Default: not known.
        keeps_secret: Whether there is a place for the secret that CodeBuild may show when the webhook is made.
            Default: not known.
    """

    source_type: str | None = None
    agent_token_type: str | None = None
    keeps_secret: bool | None = None
