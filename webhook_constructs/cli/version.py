"""The version of this package, which its metadata tells."""

from __future__ import annotations

import importlib.metadata

__all__ = ["package_version"]


def package_version() -> str:
    """Return the version; `unknown` where there is no metadata to read, as in a zipapp or in copied source."""
    try:
        return importlib.metadata.version("webhook-constructs") or "unknown"
    except Exception:  # noqa: BLE001 - a crash report and an answer do not depend on the metadata
        return "unknown"
