"""The git hosts."""

from __future__ import annotations

from webhook_constructs.core import SourceProvider


def test_there_are_the_five_source_types_that_have_webhooks() -> None:
    assert [str(provider) for provider in SourceProvider] == [
        "GITHUB",
        "GITHUB_ENTERPRISE",
        "BITBUCKET",
        "GITLAB",
        "GITLAB_SELF_MANAGED",
    ]
