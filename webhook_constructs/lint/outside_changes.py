"""The findings of an audit on what has become of a webhook, which no rule on settings can see."""

from __future__ import annotations

__all__ = ["DELETED_ID", "DELETED_NAME", "EDITED_ID", "EDITED_NAME", "NOT_CREATED_ID", "NOT_CREATED_NAME"]

DELETED_ID = "WH003"
"""The id of the finding for a webhook that its stack has made and that is not there."""

DELETED_NAME = "deleted-outside"
"""The name of that finding."""

EDITED_ID = "WH004"
"""The id of the finding for a webhook that is not set as its stack says."""

EDITED_NAME = "edited-outside"
"""The name of that finding."""

NOT_CREATED_ID = "WH005"
"""The id of the finding for a webhook that CodeBuild could not create."""

NOT_CREATED_NAME = "not-created"
"""The name of that finding."""
