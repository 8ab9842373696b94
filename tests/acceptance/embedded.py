"""An embedded AWS in a process of its own, which is all that it shares with a run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.names import Names
from tests.acceptance.target import EMBEDDED, Target

__all__ = ["embedded_aws", "target_at"]

_COMMAND = Path(sys.executable).parent / "webhook-constructs"
_LAST_VARIABLE = "no_proxy"
_SECONDS = 30


@contextmanager
def embedded_aws(*options: str) -> Iterator[Target]:
    """Run an embedded AWS; it ends with the block, and with this process whatever becomes of it.

    Args:
        options: Options of `webhook-constructs local-aws serve`.
    """
    command: Sequence[str | Path] = [_COMMAND, "local-aws", "serve", "--until-eof", *options]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C ends the run, which needs it to clean up
        env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
    )
    with process:
        try:
            assert process.stdout is not None
            variables: dict[str, str] = {}
            while _LAST_VARIABLE not in variables:
                line = process.stdout.readline()
                if not line:
                    msg = f"the embedded AWS has not started: {shlex.join(map(str, command))}"
                    raise RuntimeError(msg)
                if line.startswith("export "):
                    name, _, value = shlex.split(line)[1].partition("=")
                    variables[name] = value
            account, region = variables["AWS_ACCESS_KEY_ID"], variables["AWS_REGION"]
            yield target_at(variables["AWS_ENDPOINT_URL"], account, region)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def target_at(endpoint: str, account: str, region: str) -> Target:
    """Return a new run at an embedded AWS, whose access key is the account, and which has every git host."""
    return Target(
        run=Names.of_a_new_run().run,
        region=region,
        access_key=account,
        secret_key="test",
        endpoint=endpoint,
        **EMBEDDED,
    )
