"""The webhooks of live accounts, read and judged, and compared with the stacks that made them.

Nothing in here changes anything: `READ_ACTIONS` is all that is ever called. It needs boto3, an extra
(`pip install 'webhook-constructs[audit]'`).
"""

from __future__ import annotations

from .connection import READ_ACTIONS, Connection, Target, targets_of
from .judging import judge
from .reading import Reading, read

__all__ = ["READ_ACTIONS", "Connection", "Reading", "Target", "judge", "read", "targets_of"]
