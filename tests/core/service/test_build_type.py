"""What a webhook starts."""

from __future__ import annotations

from webhook_constructs.core import BuildType


def test_there_are_the_three_build_types_of_the_api() -> None:
    assert [str(build_type) for build_type in BuildType] == ["BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD"]
