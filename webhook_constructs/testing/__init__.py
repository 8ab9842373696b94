"""For tests: make an event and assert that it starts a build, waits or starts none; take a snapshot of a stack.

`webhook_constructs.testing.local` has the embedded AWS, which needs the extra `local`.
"""

from __future__ import annotations

from .assertions import assert_builds, assert_no_build, assert_waits
from .events import pull_request, push, release, workflow_job
from .normalized_templates import normalized_template

__all__ = [
    "assert_builds",
    "assert_no_build",
    "assert_waits",
    "normalized_template",
    "pull_request",
    "push",
    "release",
    "workflow_job",
]
