"""The commands: they take arguments, call the library, and print what it says.

`explain` and `predict` are in here.

=============  ================================================
``audit``      the command `audit`
``lint``       the command `lint`
``local_aws``  the command `local-aws`
``options``    arguments and options that several commands have
``rules``      the command `rules`
=============  ================================================
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from webhook_constructs.cli.explain.payload_file import GIT_HOSTS, read_delivery
from webhook_constructs.cli.explain.report import Report, print_reports
from webhook_constructs.cli.explain.verdicts import PlacedWebhook, read_webhooks, verdicts
from webhook_constructs.cli.git.file_list import read_file_list
from webhook_constructs.cli.git.local_repository import LocalRepository
from webhook_constructs.cli.git.predicted_events import Intent, predicted_events
from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.cli.output import print_message
from webhook_constructs.cli.streams import OutputError, stdout_guard
from webhook_constructs.core import EventAction, WebhookConstructsError
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.choices import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.arguments import printable, shown
from webhook_constructs.template_files.text_file import EncodingError
from webhook_constructs.version import package_version

from .audit import audit
from .lint import lint
from .local_aws import local_aws
from .options import path_argument
from .rules import rules

__all__ = ["commands", "run"]

_FAILED = 2
_OF_PULL_REQUESTS = {
    action.value.removeprefix("PULL_REQUEST_").lower(): action
    for action in sorted(PULL_REQUEST_ACTIONS, key=list(EventAction).index)
}
_FORMAT = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or one JSON object.",
)


def _as_repository(_context: click.Context, _option: click.Parameter, value: str | None) -> Repository | None:
    found = None if value is None else Repository.parse(value)
    if value is not None and found is None:
        msg = "no address of a repository at a git host: give it as https://github.com/acme/api"
        raise click.BadParameter(msg)
    return found


_FILES = click.option("--files", metavar="PATH", multiple=True, help="A changed file; can be given several times.")
_FILES_FROM = click.option(
    "--files-from",
    metavar="FILE",
    help="The changed files, one a line or as git -z ends them, in UTF-8; - is the standard input.",
)
_REPOSITORY = click.option(
    "--repository",
    metavar="ADDRESS",
    callback=_as_repository,
    help="The repository at the git host, such as https://github.com/acme/api. Default: told from what is there.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_version(), prog_name="webhook-constructs")
def commands() -> None:
    """What the webhooks of CodeBuild projects do, told from templates and from live accounts."""


@commands.command(
    short_help="Tell which webhooks build for a delivery, and why.",
    epilog="\b\nExample:\n  git diff --name-only --no-renames -z main... \\\n"
    "    | webhook-constructs explain cdk.out --event opened.json --files-from -",
)
@click.argument("path", metavar="CDK_OUT_OR_TEMPLATE", type=path_argument)
@click.option("--event", "payload", metavar="FILE", type=path_argument, required=True, help="The body of the delivery.")
@click.option(
    "--event-name",
    metavar="NAME",
    help="What the header X-GitHub-Event, X-Event-Key or X-Gitlab-Event says. Default: told from the body.",
)
@click.option(
    "--git-host",
    type=click.Choice(list(GIT_HOSTS)),
    help="Who sends the event of that name, if this version does not know the name.",
)
@_FILES
@_FILES_FROM
@click.option("--message", metavar="TEXT", help="The message of the head commit. Default: that of the body.")
@click.option("--actor", metavar="ID", help="The account id of whoever caused it. Default: that of the body.")
@_REPOSITORY
@_FORMAT
def explain(  # noqa: PLR0913 - one for each option
    *,
    path: Path,
    payload: Path,
    event_name: str | None,
    git_host: str | None,
    files: tuple[str, ...],
    files_from: str | None,
    message: str | None,
    actor: str | None,
    repository: Repository | None,
    output: str,
) -> None:
    """Tell which webhooks of some templates start a build for a delivery, and why the others do not.

    CDK_OUT_OR_TEMPLATE is a template in JSON or YAML, or the folder that cdk synth writes, of an app in any language.
    Webhooks of this library and the Triggers of projects are read.

    The body of a delivery is what the git host's list of recent deliveries shows. A pull request's changed files are in
    no body: give them, or filters on them are undecided.
    """
    if git_host is not None and event_name is None:
        msg = "--git-host says who sends an event that has a name: give --event-name as well"
        raise click.UsageError(msg)
    host = None if git_host is None else GIT_HOSTS[git_host]
    changed = _changed(files, files_from)
    delivery = read_delivery(payload, event_name, git_host=host, files=changed, message=message)
    event = delivery.event
    for note in delivery.notes:
        print_message(f"webhook-constructs: note: {note}")
    if isinstance(event, IgnoredEvent):
        print_reports([Report(event)], output)
        return
    if actor is not None:
        event = replace(event, actor=actor)
    if repository is not None:
        event = replace(event, repository_name=repository.name)
    webhooks = read_webhooks(path)
    with _running(webhooks):
        found = verdicts(webhooks, event, repository or delivery.repository, delivery.labels)
        print_reports([Report(event, found)], output)


@commands.command(
    short_help="Tell what would build if this branch were pushed.",
    epilog="\b\nExample:\n  webhook-constructs predict cdk.out --base main",
)
@click.argument("path", metavar="[CDK_OUT_OR_TEMPLATE]", type=path_argument, default="cdk.out")
@click.option(
    "-C", "folder", metavar="FOLDER", type=path_argument, default=".", help="The repository. Default: this folder's."
)
@click.option("--base", metavar="BRANCH", help="The branch that a pull request would be opened against, too.")
@click.option(
    "--pull-request",
    type=click.Choice(list(_OF_PULL_REQUESTS)),
    help="What happens to that pull request.  [default: created]",
)
@click.option("--branch", metavar="NAME", help="The branch that is pushed to. Default: the one that is checked out.")
@click.option("--range", "commits", metavar="A..B", help="The commits. Default: those that the remote does not have.")
@click.option("--tag", metavar="NAME", help="Push this tag instead of a branch.")
@click.option("--remote", metavar="NAME", help="The remote to push to. Default: the one that git would push to.")
@click.option("--staged", is_flag=True, help="As if what is staged had been committed.")
@click.option("--actor", metavar="ID", help="Your account id at the git host, which filters on the actor look at.")
@click.option("--message", metavar="TEXT", help="The message of the newest commit. Default: that of the newest commit.")
@_FILES
@_FILES_FROM
@_REPOSITORY
@_FORMAT
def predict(  # noqa: PLR0913 - one for each option
    *,
    path: Path,
    folder: Path,
    remote: str | None,
    pull_request: str | None,
    files: tuple[str, ...],
    files_from: str | None,
    output: str,
    **intent: Any,
) -> None:
    """Tell which projects would build if what is checked out were pushed, and why the others would not.

    Reads the local git repository: the branch, the commits that the remote does not have yet, their changed files and
    the message of the newest one. Nothing is sent or fetched, and no program runs that the repository's settings name.
    If the clone lacks something that decides the answer, the command says what, and ends with the exit code 2.
    """
    if intent["tag"] is not None and any(intent[name] for name in ("base", "branch", "commits", "staged")):
        msg = "a tag is pushed alone: give --tag without --base, --branch, --range and --staged"
        raise click.UsageError(msg)
    if pull_request is not None and intent["base"] is None:
        msg = "a pull request needs the branch that it is opened against: give --base"
        raise click.UsageError(msg)
    webhooks = read_webhooks(path)
    changed = _changed(files, files_from)
    wanted = Intent(pull_request=_OF_PULL_REQUESTS[pull_request or "created"], files=changed, **intent)
    found = predicted_events(LocalRepository(folder, remote), wanted)
    with _running(webhooks):
        reports = [
            Report(each.event, verdicts(webhooks, each.event, each.repository, unknown_because=each.unknown_because))
            for each in found
        ]
        print_reports(reports, output)


commands.add_command(audit)
commands.add_command(lint)
commands.add_command(local_aws)
commands.add_command(rules)


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit code.
    """
    try:
        with stdout_guard():
            code = commands.main(None if argv is None else list(argv), "webhook-constructs", standalone_mode=False)
    except click.ClickException as error:
        print_message(*_usage_error(error))
        return error.exit_code
    except click.Abort as aborted:  # click's word for Ctrl-C, and for an EOFError, which would be a mistake of ours
        raise aborted.__cause__ or aborted from None
    except OutputError as error:
        print_message(f"webhook-constructs: {error}")
        return _FAILED
    except WebhookConstructsError as error:  # its text may have several lines
        print_message(*f"webhook-constructs: {error}".split("\n"))
        return _FAILED
    return code if isinstance(code, int) else 0


def _usage_error(error: click.ClickException) -> list[str]:
    """Return the lines that click prints for an error; its message, which can quote an argument, is one of them."""
    written, message = _Unstripped(), error.format_message()
    error.show(written)
    return written.getvalue().removesuffix("\n").replace(message, printable(message)).split("\n")


class _Unstripped(io.StringIO):
    """Text that click writes as it is: it would leave out escape sequences of an argument, which are to be seen."""

    def isatty(self) -> bool:
        return True


def _changed(files: tuple[str, ...], files_from: str | None) -> tuple[str, ...] | None:
    """Give the changed files that are named; None where nobody names any."""
    try:
        listed = () if files_from is None else read_file_list(read_input(files_from, can_be_standard_input=True))
    except (EncodingError, InputFileError) as error:
        msg = f"{shown(files_from)}: {error}"
        raise click.BadParameter(msg, param_hint="--files-from") from None
    return (*files, *listed) if files or files_from is not None else None


def _running(webhooks: Sequence[PlacedWebhook]) -> AbstractContextManager[None]:
    """Let a decision on all webhooks, and what is said of it, take what their templates may take."""
    return running(templates=max(1, len({each.template for each in webhooks})))
