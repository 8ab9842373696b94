"""Import a handler in a process of its own: `python -m benchmarks.cold_import FOLDER MODULE`.

Prints as JSON the seconds that it takes until the handler can be called and has a client of CodeBuild, and the most
memory that the process has had by then. Both are those of a whole cold start but for the start of Python.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib import import_module
from pathlib import Path

_KIBIBYTES = 1024 if sys.platform == "darwin" else 1


def main(folder: str, module: str) -> None:
    """Print what it takes."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    sys.path.insert(0, folder)
    before, begin = _peak(), time.perf_counter()
    import_module(module)
    imported, peak = time.perf_counter(), _peak()
    import_module("boto3").client("codebuild")
    connected = time.perf_counter()
    taken = {"import": imported - begin, "client": connected - begin}
    json.dump({**taken, "import peak": peak, "client peak": _peak(), "python": before}, sys.stdout)


def _peak() -> float:
    """Return the most memory so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, what `getrusage` tells begins with the memory of the process that started this one
        (peak,) = (
            line.split()[1] for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")
        )
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIBIBYTES / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
