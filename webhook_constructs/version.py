"""The version of this package, as its metadata has it."""

from __future__ import annotations

import importlib.metadata

__all__ = ["package_version"]


def package_version() -> str:
    """Return the version, or `unknown` if there is no metadata to read, as in a zip archive or in copied source."""
    try:
        return importlib.metadata.version("webhook-constructs") or "unknown"
    except Exception:  # noqa: BLE001 - a crash report, an answer and a synthesis do not depend on the metadata
        return "unknown"
