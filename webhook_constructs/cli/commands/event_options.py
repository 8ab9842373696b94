"""Options of the commands that ask what becomes of events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from webhook_constructs.cli.explain.answers import Webhooks
from webhook_constructs.cli.explain.deliveries import GIT_HOSTS, Given
from webhook_constructs.cli.explain.table import Detail
from webhook_constructs.cli.git.file_list import read_file_list
from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.core import ApproverRole, WebhookEvent
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.template_files.text_file import EncodingError

__all__ = [
    "add_options",
    "changed_files",
    "delivery_options",
    "detail_of",
    "detail_options",
    "event_options",
    "format_option",
    "given_of",
    "pull_request_options",
    "with_facts",
]

_Command = Callable[..., Any]
_MOST_NAMED = 10
_FACTS = ("author_role", "from_fork", "approved")


def _as_repository(_context: click.Context, _option: click.Parameter, value: str | None) -> Repository | None:
    found = None if value is None else Repository.parse(value)
    if value is not None and found is None:
        msg = "no address of a repository at a git host: give it as https://github.com/acme/api"
        raise click.BadParameter(msg)
    return found


format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or one JSON object.",
)
"""The format of what is printed."""

event_options = (
    click.option(
        "--files",
        metavar="PATH",
        multiple=True,
        help="A changed file (repeatable). Default: those of the payload or of the commits.",
    ),
    click.option(
        "--files-from",
        metavar="FILE",
        help="The changed files, one a line or as git -z ends them, in UTF-8; - is the standard input.",
    ),
    click.option(
        "--repository",
        metavar="ADDRESS",
        callback=_as_repository,
        help="The repository at the git host, such as https://github.com/acme/api. Default: that of the payload or of "
        "the remote.",
    ),
)
"""What is said of every event."""

pull_request_options = (
    click.option(
        "--author-role",
        type=click.Choice(["none", *(role.value for role in ApproverRole)]),
        metavar="ROLE",
        help="The role of the author of a pull request, such as GITHUB_WRITE; none for a stranger. Default: not known, "
        "and the answer says what it assumes.",
    ),
    click.option(
        "--from-fork/--not-from-fork",
        default=None,
        help="Whether a pull request is from a fork. Default: what the payload says, or else not known.",
    ),
    click.option(
        "--approved/--not-approved",
        default=None,
        help="Whether somebody with an approver role has approved the newest commit of a pull request. Default: nobody "
        "has.",
    ),
)
"""What is said of pull requests, for their approval."""

detail_options = (
    click.option("--all", "is_all", is_flag=True, help="List every webhook on a line of its own. [text only]"),
    click.option("-v", "--verbose", "is_verbose", is_flag=True, help="Print what became of each filter. [text only]"),
    click.option(
        "--webhook",
        "names",
        metavar="NAME",
        multiple=True,
        help="Only this project or webhook, with what became of each filter (repeatable). [text only]",
    ),
)
"""How much is printed for people."""

delivery_options = (
    click.option(
        "--event-name",
        metavar="NAME",
        help="What the header X-GitHub-Event, X-Event-Key or X-Gitlab-Event says. Default: told from the body.",
    ),
    click.option(
        "--git-host",
        type=click.Choice(list(GIT_HOSTS)),
        help="Who sends the event of that name, if this version does not know the name.",
    ),
)
"""What is said of deliveries whose files hold only the body."""


def add_options(*groups: tuple[Callable[[_Command], _Command], ...]) -> Callable[[_Command], _Command]:
    """Add options to a command.

    Args:
        groups: The options, in the order in which the help lists them.
    """

    def add(command: _Command) -> _Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return add


def given_of(
    event_name: str | None, git_host: str | None, files: tuple[str, ...] | None = None, message: str | None = None
) -> Given:
    """Return what is said of deliveries.

    Args:
        event_name: The value of `--event-name`.
        git_host: That of `--git-host`.
        files: The changed files. Default: those of the deliveries.
        message: The message of the head commit. Default: that of the deliveries.

    Raises:
        click.UsageError: There is a git host, and no name of an event.
    """
    if git_host is not None and event_name is None:
        msg = "--git-host says who sends an event that has a name: give --event-name as well"
        raise click.UsageError(msg)
    return Given(event_name, None if git_host is None else GIT_HOSTS[git_host], files, message)


def changed_files(files: tuple[str, ...], files_from: str | None) -> tuple[str, ...] | None:
    """Return the changed files that are named; None where nobody names any.

    Args:
        files: The values of `--files`.
        files_from: That of `--files-from`.

    Raises:
        click.BadParameter: The list of files cannot be read.
    """
    try:
        listed = () if files_from is None else read_file_list(read_input(files_from, can_be_standard_input=True))
    except (EncodingError, InputFileError) as error:
        msg = f"{shown(files_from)}: {error}"
        raise click.BadParameter(msg, param_hint="--files-from") from None
    return (*files, *listed) if files or files_from is not None else None


def detail_of(webhooks: Webhooks, names: tuple[str, ...], *, is_all: bool, is_verbose: bool) -> Detail:
    """Return how much is printed.

    Args:
        webhooks: The webhooks.
        names: The values of `--webhook`.
        is_all: Whether `--all` is given.
        is_verbose: Whether `-v` is.

    Raises:
        click.BadParameter: There is no such webhook.
    """
    for name in names:
        if all(name not in each.names for each in webhooks.placed):
            there = [shown(each.webhook.project or each.webhook.name) for each in webhooks.placed[:_MOST_NAMED]]
            more = len(webhooks.placed) - len(there)
            msg = f"there is no webhook {shown(name)}, there is {', '.join(there)}{f' and {more} more' if more else ''}"
            raise click.BadParameter(msg, param_hint="--webhook")
    return Detail(is_all=is_all, is_verbose=is_verbose, webhooks=names)


def with_facts(event: WebhookEvent, facts: dict[str, Any]) -> WebhookEvent:
    """Return an event with what is said of the pull request, if it is one.

    Args:
        event: The event.
        facts: The values of `pull_request_options`.
    """
    known = {name: facts[name] for name in _FACTS if facts[name] is not None}
    return replace(event, **known) if event.action in PULL_REQUEST_ACTIONS else event
