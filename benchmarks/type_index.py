"""Wait until jsii has written its index of the CDK's types: `python -m benchmarks.type_index`.

A worker of the Node process writes it into jsii's cache, some seconds after the CDK is imported for the first time. A
process that ends before that never writes it, and every import is slower until one lives long enough.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

__all__ = ["cache_folder"]

_ROOT = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
_INDEX = ".jsii.runtime.v*.json"  # the last of its files that is written
_MOST_SECONDS = 15
_CACHES = {"win32": "AppData/Local/AWS/jsii", "darwin": "Library/Caches/com.amazonaws.jsii"}


def cache_folder() -> Path:
    """Return the folder in which jsii keeps what it has unpacked."""
    given = os.environ.get(_ROOT)
    return Path(given) if given else Path.home() / _CACHES.get(sys.platform, ".cache/aws/jsii") / "package-cache"


def main() -> None:
    """Import the CDK, and live until the index is there, or as long as it can take."""
    import_module("aws_cdk")
    folder = cache_folder() / "aws-cdk-lib" / version("aws-cdk-lib")
    end = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < end and not any(folder.glob(f"*/{_INDEX}")):
        time.sleep(0.1)


if __name__ == "__main__":
    main()
