"""The webhooks of live accounts, read and judged, and compared with the stacks that made them.

Nothing in here changes anything: `READ_ACTIONS` is all that is ever called. It needs boto3, an extra
(`pip install 'webhook-constructs[audit]'`).

========================  ============================================================
``drift``                 where a stack says something else than what is live
``judging``               the findings on what was read
``live``                  projects and pipelines as AWS shows them
``reading/``              the calls of AWS, and what their responses say
``settings_differences``  how live settings differ from those that a template asks for
``stack``                 the webhooks that a stack has made
========================  ============================================================
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("boto3") is None:
    _msg = "webhook_constructs.audit needs boto3: pip install 'webhook-constructs[audit]'"
    raise ModuleNotFoundError(_msg, name="boto3")

from .judging import judge
from .reading.connection import READ_ACTIONS, Connection, Target, targets_of
from .reading.reading import Reading, read

__all__ = ["READ_ACTIONS", "Connection", "Reading", "Target", "judge", "read", "targets_of"]
