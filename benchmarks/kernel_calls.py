"""The calls into the CDK's Node process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsii._kernel.providers.process import _NodeProcess

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from .stopwatch import Stopwatch

__all__ = ["KERNEL", "SYNTHESIS", "kernel_calls", "watch_kernel"]

KERNEL = "kernel: "
SYNTHESIS = f"{KERNEL}app.synth"


def watch_kernel(watch: Stopwatch) -> AbstractContextManager[None]:
    """Count each kind of call under a name of its own, which begins with `KERNEL`."""
    return watch.watching(_NodeProcess, "send", _name)


def kernel_calls(watch: Stopwatch) -> int:
    """Return the number of all calls that were watched."""
    return sum(count for name, count in watch.calls.items() if name.startswith(KERNEL))


def _name(_: object, request: Any, *__: object) -> str:
    kind = type(request).__name__.removesuffix("Request").lower().lstrip("_")
    subject = getattr(request, "property", None) or getattr(request, "method", None) or getattr(request, "fqn", "")
    if subject == "synth" or kind == "complete":  # a synthesis that calls back into Python goes on after the answer
        return SYNTHESIS
    return f"{KERNEL}{kind} {str(subject).removeprefix('aws-cdk-lib.')}".rstrip()
