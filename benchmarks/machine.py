"""What it was measured on and with."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from .other_linters import CHECKOV, CHECKOV_VERSION

__all__ = ["facts"]

_PACKAGES = ("webhook-constructs", "aws-cdk-lib", "constructs", "jsii", "google-re2", "boto3", "ministack", "cfn-lint")


def facts() -> dict[str, str]:
    """Return the machine, the versions and the day."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
    return {
        "Date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} {_release(platform.release())}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Node": node.removeprefix("v"),
        **{name: version(name) for name in _PACKAGES},
        CHECKOV: CHECKOV_VERSION,
    }


def _release(text: str) -> str:
    """Return the first two numbers of a release, without what whoever built the system has added."""
    found = re.match(r"\d+(\.\d+)?", text)
    return found[0] if found else text


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
