"""The command `local-aws`."""

from __future__ import annotations

import contextlib
import shlex
import signal
import sys
import threading
from collections.abc import Iterator

import click

from webhook_constructs.cli.output import print_message
from webhook_constructs.cli.streams import without_commands, write
from webhook_constructs.core import WebhookConstructsError

__all__ = ["local_aws"]

_UNSET = "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_CA_BUNDLE\n"  # they would lead elsewhere
_CHUNK = 4096
_TICK_SECONDS = 0.5  # on Windows, a wait without an end keeps Ctrl-C out


@click.group(name="local-aws", short_help="Run an embedded AWS.")
def local_aws() -> None:
    """Run an embedded AWS on this machine, for trying things out and for tests.

    It needs no account: pip install 'webhook-constructs[cli,local]'.
    """


@local_aws.command(
    short_help="Run it until Ctrl-C.",
    epilog="\b\nExample:\n  webhook-constructs local-aws serve > aws.sh    # and in another terminal: . ./aws.sh",
)
@click.option("--account", default="000000000000", show_default=True, metavar="ID", help="The account ID.")
@click.option("--region", default="us-east-1", show_default=True, metavar="NAME", help="The default region.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="The port. Default: a free one.")
@click.option(
    "--assumption",
    "assumptions",
    multiple=True,
    metavar="ID=ANSWER",
    help="Another answer where AWS leaves open what it does, such as omitted-on-update=clear (repeatable).",
)
@click.option("--until-eof", is_flag=True, help="End when standard input ends, too, and so with who started it.")
@click.option("--verbose", is_flag=True, help="Log every call to standard error.")
def serve(  # noqa: PLR0913 - one for each option
    *, account: str, region: str, port: int | None, assumptions: tuple[str, ...], until_eof: bool, verbose: bool
) -> None:
    """Run an embedded AWS on 127.0.0.1 until Ctrl-C or SIGTERM: CloudFormation, IAM, Lambda, CodeBuild and more.

    As soon as it runs, it prints the variables that lead the AWS CLI, the CDK CLI and SDKs to it, as lines that a shell
    can read. At the end it leaves nothing behind, and the exit code is 0.

    The hooks at the git host are listed under /_github at its address, as at https://api.github.com.
    """
    try:
        from webhook_constructs.testing.local import LocalAws, LocalAwsError  # noqa: PLC0415 - MiniStack is an extra
    except ImportError as missing:
        if missing.name is not None:
            raise
        raise WebhookConstructsError(str(missing)) from None
    try:
        answers = dict(map(_answer, assumptions))
        local = LocalAws(account=account, region=region, verbose=verbose, port=port, assumptions=answers)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with _end_of_the_process() as end:
        try:
            with local as aws:
                exports = (f"export {name}={shlex.quote(value)}\n" for name, value in aws.environment.items())
                write(without_commands("".join((_UNSET, *exports))))
                print_message(f"webhook-constructs: the embedded AWS runs at {aws.endpoint_url}; Ctrl-C ends it")
                if until_eof:
                    threading.Thread(target=_set_at_eof, args=[end], daemon=True).start()
                while not end.wait(_TICK_SECONDS):
                    pass
        except LocalAwsError as error:
            raise WebhookConstructsError(str(error)) from None


def _answer(text: str) -> tuple[str, object]:
    """Read an assumption and its answer; which there are is what `LocalAws` knows.

    Raises:
        ValueError: There is no answer.
    """
    name, is_given, answer = text.partition("=")
    if not is_given:
        msg = f"--assumption takes ID=ANSWER, such as omitted-on-update=clear, got {text!r}"
        raise ValueError(msg)
    return name, {"true": True, "false": False}.get(answer.lower(), answer)


def _set_at_eof(end: threading.Event) -> None:
    while sys.stdin.buffer.read(_CHUNK):
        pass
    end.set()


@contextlib.contextmanager
def _end_of_the_process() -> Iterator[threading.Event]:
    """Set an event, in place of ending the process, when the user or the system asks for its end."""
    end = threading.Event()
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    former = {each: signal.getsignal(each) for each in signals}
    for each, handler in former.items():
        if each == signal.SIGINT or handler is not signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(each, lambda *_: end.set())
    try:
        yield end
    finally:
        for each, handler in former.items():
            signal.signal(each, handler)
