"""The embedded AWS, emptied before each test, as the end-to-end tests have it."""

from __future__ import annotations

from tests.e2e.conftest import aws, running_aws

__all__ = ["aws", "running_aws"]
