"""An app of one webhook, or none, from the start of Python to its end: `python -m benchmarks.first_webhook NAME`."""

from __future__ import annotations

import sys
import tempfile

import aws_cdk as cdk

from benchmarks.webhooks import way


def main(name: str) -> None:
    """Build and synthesize it."""
    with tempfile.TemporaryDirectory() as folder:
        app = cdk.App(outdir=folder)
        way(name)(cdk.Stack(app, "Stack"), 0, False)  # noqa: FBT003 - see `way`
        app.synth()


if __name__ == "__main__":
    main(sys.argv[1])
