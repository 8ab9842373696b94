"""The embedded AWS: deploy a stack for real, with IAM on, on this machine and with nothing left behind.

Needs the extra ``local``: ``pip install 'webhook-constructs[local]'``. Experimental: it extends an exactly pinned
MiniStack and may change in any release.
"""

from __future__ import annotations

from importlib.util import find_spec

_missing = [name for name in ("boto3", "ministack") if find_spec(name) is None]
if _missing:
    _names = " and ".join(_missing)
    _msg = f"webhook_constructs.testing.local needs {_names}: pip install 'webhook-constructs[local]'"
    raise ImportError(_msg)

from ._deployment.custom_resources import LambdaEvent  # noqa: E402
from ._deployment.stack_event import Deployment, StackEvent  # noqa: E402
from ._errors import DeploymentFailed, LocalAwsError  # noqa: E402
from ._local_aws import LocalAws  # noqa: E402
from ._service.deliveries import Build, Delivery  # noqa: E402
from ._service.git_host import HOOKS_PER_GITHUB_REPOSITORY, Hook, HookFilter  # noqa: E402
from ._service.ledger import WebhookCall  # noqa: E402
from ._service.switches import CodeBuild  # noqa: E402 - not before the friendlier ImportError

__all__ = [
    "HOOKS_PER_GITHUB_REPOSITORY",
    "Build",
    "CodeBuild",
    "Delivery",
    "Deployment",
    "DeploymentFailed",
    "Hook",
    "HookFilter",
    "LambdaEvent",
    "LocalAws",
    "LocalAwsError",
    "StackEvent",
    "WebhookCall",
]
