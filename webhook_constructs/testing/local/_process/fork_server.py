"""Worker processes that begin with boto3 imported, as forks of a process that has imported it once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .forked_process import ForkedProcess

__all__ = ["ForkServer"]

_IMPORTED = sys.stdlib_module_names | {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}
_LAYERS = "_LAMBDA_LAYERS_DIRS"
_BEGIN = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that the server belongs to
"""
_SERVE = """
import gc, json, os, signal, socket, sys
import boto3
from botocore.loaders import JSONFileLoader

_read_file, _files = JSONFileLoader.load_file, {}

def _load_file(self, path):
    "Read each model of a service once; a fork has those that were read before it began."
    if path not in _files:
        _files[path] = _read_file(self, path)
    return _files[path]

def _reap(*_):
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass

def _wait_for_orders():
    "Fork for each order, and return in the fork, which has the pipes of the order."
    orders = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        order, pipes, _, _ = socket.recv_fds(orders, 4, 4)
        if not order:
            os._exit(0)
        process = os.fork()
        if process == 0:
            break
        for pipe in pipes:
            os.close(pipe)
        orders.sendall(process.to_bytes(8, "big"))
    orders.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, pipe in enumerate(pipes[:3]):  # the fourth stays open until the process ends
        os.dup2(pipe, number)
        os.close(pipe)

JSONFileLoader.load_file = _load_file
for _service in ("cloudformation", "codebuild", "logs", "secretsmanager"):  # imports what a first client imports
    boto3.Session("a", "a", region_name="us-east-1").client(_service).close()
gc.collect()
gc.freeze()
_wait_for_orders()
_start = json.loads(sys.stdin.readline())
os.environ.clear()
os.environ.update(_start["environment"])
os.chdir(_start["folder"])
sys.argv[:] = [_start["script"]]
sys.path[0] = os.path.dirname(_start["script"])
exec(compile(open(_start["script"]).read(), _start["script"], "exec"))
"""


class ForkServer:
    """A process that has imported boto3, and forks for each script that it is told to run.

    A fork starts in a fraction of the time that a new interpreter takes. It needs Linux: elsewhere, a fork that goes on
    without an `exec` is not safe.
    """

    def __init__(self, prelude: str) -> None:
        """Prepare a server, which starts when it is first needed.

        Args:
            prelude: Code that runs before anything is imported.
        """
        self._prelude = prelude
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._variables: Mapping[str, str] = {}

    @property
    def pid(self) -> int | None:
        """Its process id, if it runs."""
        return None if self._server is None else self._server.pid

    def popen(self, command: Sequence[str], **options: Any) -> subprocess.Popen[str] | ForkedProcess:
        """Start a process as `subprocess.Popen` does: a fork, where a script of Python sees no difference.

        A function that brings modules that are imported already, a layer, or variables for the interpreter, gets a new
        interpreter.
        """
        if sys.platform == "linux" and command[0] == sys.executable:
            start = {"script": command[1], "folder": options["cwd"], "environment": options["env"]}
            with self._lock:
                orders = self._orders or self._start()
                if self._makes_no_difference(options["cwd"], options["env"]):
                    return _fork(orders, start)
        return subprocess.Popen(command, **options)  # noqa: S603 - what MiniStack starts

    def close(self) -> None:
        """End the server; its forks live on."""
        with self._lock:
            if self._orders is not None and self._server is not None:
                self._orders.close()
                self._server.wait()
            self._orders = self._server = None

    def _makes_no_difference(self, folder: str, environment: Mapping[str, str]) -> bool:
        is_same = _of_interpreter(environment) == self._variables and _LAYERS not in environment
        return is_same and _IMPORTED.isdisjoint(entry.stem for entry in Path(folder).iterdir())

    def _start(self) -> socket.socket:
        self._variables = _of_interpreter(os.environ)
        self._orders, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 - this interpreter
                [sys.executable, "-c", _BEGIN + self._prelude + _SERVE, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        return self._orders


def _of_interpreter(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the variables that an interpreter reads when it starts."""
    return {name: value for name, value in environment.items() if name.startswith("PYTHON") or name == "TZ"}


def _fork(orders: socket.socket, start: Mapping[str, object]) -> ForkedProcess:
    input_end, stdin = os.pipe()
    (stdout, output_end), (stderr, error_end), (end, life_end) = os.pipe(), os.pipe(), os.pipe()
    theirs = [input_end, output_end, error_end, life_end]
    try:
        socket.send_fds(orders, [b"fork"], theirs)
        pid = int.from_bytes(orders.recv(8), "big")
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    process = ForkedProcess(pid, stdin, stdout, stderr, end)
    process.stdin.write(json.dumps(start) + "\n")
    return process
