"""For tests: assert which events start a build, and what changes about that; take a snapshot of a stack.

`webhook_constructs.testing.local` has the embedded AWS, which needs the extra `local`.
"""

from __future__ import annotations

from .assertions import assert_builds, assert_no_build, assert_waits
from .comparisons import assert_only_starts, assert_same_builds
from .events import pull_request, push, release, workflow_job
from .normalized_templates import normalized_template

__all__ = [
    "assert_builds",
    "assert_no_build",
    "assert_only_starts",
    "assert_same_builds",
    "assert_waits",
    "normalized_template",
    "pull_request",
    "push",
    "release",
    "workflow_job",
]
