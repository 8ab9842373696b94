"""The version of this package, and where it is published."""

from __future__ import annotations

import importlib.metadata

__all__ = ["REPOSITORY", "package_version"]

REPOSITORY = "https://github.com/OWNER/webhook-constructs"
"""The address of the repository, with which links to the documentation begin.

There is no owner until it is published: this is the one place to name them.
"""


def package_version() -> str:
    """Return the version, or `unknown` if there is no metadata to read, as in a zip archive or in copied source."""
    try:
        return importlib.metadata.version("webhook-constructs") or "unknown"
    except Exception:  # noqa: BLE001 - a crash report, an answer and a synthesis do not depend on the metadata
        return "unknown"
