"""The findings of an audit on a webhook that is not as its stack has left it, which no rule on settings can see."""

from __future__ import annotations

__all__ = ["DELETED_ID", "DELETED_NAME", "EDITED_ID", "EDITED_NAME"]

DELETED_ID = "WH003"
"""The id of the finding for a webhook that its stack has made and that is not there."""

DELETED_NAME = "deleted-outside"
"""The name of that finding."""

EDITED_ID = "WH004"
"""The id of the finding for a webhook that is not set as its stack says."""

EDITED_NAME = "edited-outside"
"""The name of that finding."""
