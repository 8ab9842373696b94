"""What commands need that read live accounts: boto3, which is an extra, and a bar of progress."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.template_files.yaml_template import YamlError, parse_yaml

from .output import terminal

if TYPE_CHECKING:
    from webhook_constructs.audit import Reading  # which needs boto3, an extra

__all__ = ["needing_boto3", "read_region", "reading_progress", "yaml_template"]


@contextlib.contextmanager
def needing_boto3(who: str) -> Iterator[None]:
    """Name the extra that is missing if what is imported within needs boto3, and that is not installed.

    Args:
        who: What needs it.

    Raises:
        WebhookConstructsError: boto3 is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"boto3", "botocore"}:
            raise
        msg = f"{who} needs boto3: pip install 'webhook-constructs[audit]'"
        raise WebhookConstructsError(msg) from None


@contextlib.contextmanager
def reading_progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error as soon as an account is read, if that is a terminal.

    Before that, boto3 may ask for the code of a device (MFA) there.
    """
    console = terminal(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("calls"))
    progress = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    task = progress.add_task("reading", total=None)
    with contextlib.ExitStack() as shown:

        def show(done: int, total: int) -> None:
            if not progress.live.is_started:
                shown.enter_context(progress)
            progress.update(task, completed=done, total=total)

        yield show


def yaml_template(text: str) -> Any:
    """Return what a template in YAML says; None if it is no YAML.

    Args:
        text: The template.
    """
    try:
        return parse_yaml(text).body
    except YamlError:
        return None


def read_region(
    who: str, region: str | None, profile: str | None, stacks: Sequence[str] = (), *, lists: Collection[str] = ()
) -> Reading:
    """Read stacks of a region, or what it lists.

    Args:
        who: What asks for it, for the error where boto3 is not installed.
        region: The region; None for that of the profile.
        profile: The profile; None for the credentials that boto3 finds by itself.
        stacks: The names of stacks. Default: none.
        lists: What is listed and read, of `projects` and `pipelines`. Default: nothing.

    Raises:
        WebhookConstructsError: boto3 is not installed.
        KeyboardInterrupt: Somebody has interrupted it.
    """
    with needing_boto3(who):
        from webhook_constructs.audit import read, targets_of  # noqa: PLC0415 - boto3 is an extra
    with reading_progress() as on_progress:
        reading = read(
            targets_of([profile] if profile else (), [region] if region else ()),
            stacks,
            lists=lists,
            parse_yaml=yaml_template,
            on_progress=on_progress,
        )
    if reading.is_interrupted:
        raise KeyboardInterrupt
    return reading
