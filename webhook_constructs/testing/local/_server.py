"""MiniStack served on a port of 127.0.0.1, in a thread of this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

from hypercorn.asyncio import serve
from hypercorn.config import Config

from webhook_constructs.testing.local._deployment.response_urls import ResponseUrls
from webhook_constructs.testing.local._process.environment import ProcessEnvironment, client_variables, server_variables
from webhook_constructs.testing.local._process.home import Home
from webhook_constructs.testing.local._process.quiet import MiniStackLoggers, process_kept
from webhook_constructs.testing.local._schedule.workers import Workers
from webhook_constructs.testing.local._service.deliveries import Deliveries

from ._deployment import response_urls as _response_urls
from ._errors import LocalAwsError
from ._ministack import MiniStack, Parts
from ._schedule.worker_time import ALARM, SEED_HEADER, SLEEP, WORKER_HEADER
from ._service import deliveries as _deliveries
from ._service import github_api as _github_api
from ._service.git_host import GitHost

__all__ = ["Server"]

_START_SECONDS = 30
_STOP_SECONDS = 10
_FREE_PORT = 0
_WORKER_HEADER, _SEED_HEADER = WORKER_HEADER.encode(), SEED_HEADER.encode()


@dataclass(slots=True)
class _Process:
    """What this process has of MiniStack: one module state and one port, which MiniStack reads at its import."""

    lock: threading.Lock
    port: int = _FREE_PORT
    running: bool = False


_process = _Process(threading.Lock())


class Server:
    """One run of the embedded AWS."""

    def __init__(self, home: Home, *, verbose: bool, port: int | None = None) -> None:
        """Prepare a run; nothing happens before `start`."""
        self._home = home
        self._port = port
        self._environment = ProcessEnvironment()
        self._loggers = MiniStackLoggers(verbose=verbose)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._socket: socket.socket | None = None
        self._ministack: MiniStack | None = None
        self._urls: ResponseUrls | None = None
        self._deliveries: Deliveries | None = None
        self._host: GitHost | None = None
        self._workers: Workers | None = None

    @property
    def ministack(self) -> MiniStack:
        """The MiniStack that runs."""
        if self._ministack is None:
            msg = "the embedded AWS does not run: use it inside of its with block"
            raise LocalAwsError(msg)
        return self._ministack

    def start(self, clock: str) -> str:
        """Bind a port, set the environment and import MiniStack; return the endpoint URL.

        Raises:
            LocalAwsError: Another one runs in this process, the port is taken, something else imported MiniStack
                before, or this is another version of it.
        """
        with _process.lock:
            if _process.running:
                msg = "an embedded AWS runs in this process already: end its with block first, or share it"
                raise LocalAwsError(msg)
            if _process.port == _FREE_PORT and MiniStack.is_imported():
                msg = (
                    "something in this process imported ministack before, and it reads its port and its settings once: "
                    "start LocalAws first, or in a process of its own"
                )
                raise LocalAwsError(msg)
            self._socket = _listen(_process.port, self._port)
            port = self._socket.getsockname()[1]
            endpoint_url = f"http://127.0.0.1:{port}"
            try:
                self._environment.replace(
                    {**client_variables(endpoint_url, self._home), **server_variables(port, clock, self._home)}
                )
                _process.port = port
                with process_kept():
                    self._ministack = MiniStack.load()
                self._loggers.capture()
            except BaseException:
                self._give_back()
                raise
            _process.running = True
            return endpoint_url

    def serve(self, parts: Parts, urls: ResponseUrls, host: GitHost) -> None:
        """Put the corrections in place and serve.

        Raises:
            LocalAwsError: The server does not come up.
        """
        self._urls = urls
        self._deliveries = parts.webhooks.deliveries
        self._host = host
        self._workers = parts.workers
        self.ministack.install(parts)
        self._thread = threading.Thread(target=self._run, name="local-aws", daemon=True)
        self._thread.start()
        if not self._started.wait(_START_SECONDS) or self._failure is not None:
            msg = f"the server did not start: {self._failure or f'not within {_START_SECONDS} s'}"
            raise LocalAwsError(msg) from self._failure

    def stop(self) -> None:
        """End the server, its workers and its state, and give everything back that was changed in this process."""
        try:
            if self._loop is not None and self._stop is not None:
                with contextlib.suppress(RuntimeError):  # the loop ended by itself
                    self._loop.call_soon_threadsafe(self._stop.set)
            if self._ministack is not None:
                self._ministack.reset()
            if self._thread is not None:
                self._thread.join(_STOP_SECONDS)
        finally:
            with _process.lock:
                if self._ministack is not None:
                    self._ministack.reset()  # what the last requests may have started
                    self._ministack.uninstall()
                    self._ministack.serve_on(None)
                    self._ministack = None
                self._give_back()
                _process.running = False

    def _give_back(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._loggers.restore()
        self._environment.restore()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits in serve()
            self._failure = error
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._stop = asyncio.Event()
        self.ministack.serve_on(self._loop)
        config = Config()
        sock = self._socket
        if sock is None:
            return
        self._socket = None
        config.bind = [f"fd://{sock.detach()}"]
        config.errorlog = None
        config.accesslog = None
        config.graceful_timeout = 0.2
        config.keep_alive_timeout = 75
        await serve(self._gateway, config, shutdown_trigger=self._stop.wait)  # type: ignore[arg-type]

    async def _gateway(self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        """Answer custom resources and the server's own start here, and hand everything else to MiniStack."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        process_id = next((int(value) for name, value in scope["headers"] if name == _WORKER_HEADER), None)
        if self._workers is None or process_id is None:
            await self._serve_request(scope, receive, send)
            return
        if scope["path"] == ALARM:
            await self._set_alarm(self._workers, process_id, scope, send)
            return
        is_sleep = scope["path"] == SLEEP
        body = await _body(receive)  # now: who has sent it may give up meanwhile, and it is carried out all the same

        async def receive_body() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        held = await self._workers.hold(process_id, _seconds(scope, "seconds") if is_sleep else None)
        seed = held[2] if held is not None else None

        async def send_seed(message: dict[str, Any]) -> None:
            if seed is not None and message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), (_SEED_HEADER, seed.encode())]}
            await send(message)

        try:
            if held is not None and held[1].has_ended:
                await _reply(send, HTTPStatus.SERVICE_UNAVAILABLE, b"text/plain", b"[local] the account was emptied")
            elif is_sleep:
                await _reply(send_seed, HTTPStatus.OK, b"text/plain", b"")
            else:
                await self._serve_request(scope, receive_body, send_seed)
        finally:
            if held is not None:
                self._workers.let_go(*held[:2])

    @staticmethod
    async def _set_alarm(workers: Workers, process_id: int, scope: dict[str, Any], send: Callable[..., Any]) -> None:
        is_set = workers.set_alarm(process_id, _seconds(scope, "seconds"), _seconds(scope, "interval"))
        await _reply(send, HTTPStatus.OK if is_set else HTTPStatus.CONFLICT, b"text/plain", b"")

    async def _serve_request(
        self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_response_urls.PATH):
            await self._take_response(scope, receive, send)
            return
        deliveries = self._deliveries
        if deliveries is not None and scope["type"] == "http" and scope["path"] == _deliveries.PATH:
            await _take_delivery(deliveries, scope, receive, send)
            return
        if self._host is not None and scope["type"] == "http" and scope["path"].startswith(f"{_github_api.PATH}/"):
            await _answer_github(self._host, scope, send)
            return
        self._loggers.capture()
        # Everything counts as sent over TLS: bucket policies, such as those of the CDK's bootstrap, deny anything else.
        headers = [*scope["headers"], (b"x-forwarded-proto", b"https")]
        await self.ministack.app({**scope, "headers": headers}, receive, send)

    async def _lifespan(self, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
            self._started.set()

    async def _take_response(
        self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        body = await _body(receive)
        status = 403
        if self._urls is not None and scope["method"] == "PUT":
            content_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
            raw_path = scope.get("raw_path") or scope["path"].encode()
            key = unquote(raw_path.decode("latin-1")).removeprefix(_response_urls.PATH)
            status = self._urls.put(key, scope["query_string"].decode("latin-1"), content_type, body)
        reply = b"" if status == 200 else b"<Error><Code>SignatureDoesNotMatch</Code></Error>"  # noqa: PLR2004
        await _reply(send, status, b"application/xml", reply)


async def _take_delivery(
    deliveries: Deliveries, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
) -> None:
    if scope["method"] != "POST":
        await _reply(
            send, HTTPStatus.METHOD_NOT_ALLOWED, b"text/plain; charset=utf-8", b"[local] deliveries are posted"
        )
        return
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    body, query = await _body(receive), scope["query_string"].decode("latin-1")
    # In a thread: a decision may take long, and CloudFormation is served by the same loop.
    delivery = await asyncio.to_thread(deliveries.receive, query, headers, body)
    await _reply(send, delivery.status, b"text/plain; charset=utf-8", delivery.text.encode())


async def _answer_github(host: GitHost, scope: dict[str, Any], send: Callable[..., Any]) -> None:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    url = f"http://{headers.get(b'host', '127.0.0.1')}{_github_api.PATH}"
    path, query = scope["path"].removeprefix(_github_api.PATH), scope["query_string"].decode("latin-1")
    answer = _github_api.answer_github(host, url, scope["method"], path, query, headers.get(b"authorization", ""))
    more = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    await _reply(send, answer.status, b"application/json; charset=utf-8", answer.body, more)


def _seconds(scope: dict[str, Any], name: str) -> float:
    return float(parse_qs(scope["query_string"].decode("latin-1"))[name][0])


async def _body(receive: Callable[..., Any]) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _reply(
    send: Callable[..., Any], status: int, content_type: bytes, body: bytes, more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    headers = [(b"content-length", str(len(body)).encode()), (b"content-type", content_type), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _listen(former: int, wanted: int | None) -> socket.socket:
    if former != _FREE_PORT and wanted not in {None, former}:
        msg = f"this process has used port {former}, and MiniStack keeps it: start a new process for port {wanted}"
        raise LocalAwsError(msg)
    port = wanted or former
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows the option would let two processes share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        listener.close()
        msg = f"port {port} of 127.0.0.1 cannot be used ({error.strerror}): "
        if former == _FREE_PORT:
            msg += "choose another one, or none, which takes a free one"
        else:
            msg += "MiniStack keeps its first port for the life of a process, so start a new one"
        raise LocalAwsError(msg) from error
    return listener
