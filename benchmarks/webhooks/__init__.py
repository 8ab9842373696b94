"""One webhook in each of the ways that are compared; a module a way, which imports what it needs and nothing else.

Each has three groups of three filters, names of its own, and raw patterns in half of its filters; nothing is found
wrong with it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk

__all__ = ["L2", "NO_CHECKS", "OURS", "PEERS", "PROJECT_ALONE", "WAYS", "way"]

PROJECT_ALONE: Final = "project alone"
OURS: Final = "CodeBuildWebhook"
L2: Final = "CDK webhook_filters"
NO_CHECKS: Final = "CfnResource without checks"
PEERS: Final = (L2, "AwsCustomResource", "CustomResource + Provider", NO_CHECKS)
WAYS: Final = {
    PROJECT_ALONE: "project_alone",
    OURS: "ours",
    L2: "l2",
    "AwsCustomResource": "aws_custom_resource",
    "CustomResource + Provider": "provider",
    NO_CHECKS: "without_checks",
}
"""The modules, by what the ways are called."""


def way(name: str) -> Callable[[cdk.Stack, int, bool], None]:
    """Return the function that adds a project and its webhook to a stack.

    It takes the stack, the number of the webhook, and whether the project is imported; the CDK's own webhooks are a
    part of the project, which is made with them always.
    """
    add: Callable[[cdk.Stack, int, bool], None] = import_module(f"benchmarks.webhooks.{WAYS[name]}").add
    return add
