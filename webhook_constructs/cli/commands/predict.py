"""The command `predict`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.cli.explain.report import Report
from webhook_constructs.cli.explain.table import print_reports
from webhook_constructs.cli.git.local_repository import LocalRepository
from webhook_constructs.cli.git.predicted_events import Intent, predicted_events
from webhook_constructs.core import EventAction
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS

from .event_options import (
    add_options,
    changed_files,
    detail_of,
    detail_options,
    event_options,
    format_option,
    pull_request_options,
    with_facts,
)
from .options import path_argument
from .parameter_options import given_parameters, parameter_options

__all__ = ["predict"]

_OF_PULL_REQUESTS = {
    action.value.removeprefix("PULL_REQUEST_").lower(): action
    for action in sorted(PULL_REQUEST_ACTIONS, key=list(EventAction).index)
}


@click.command(
    short_help="Show what would build if you pushed this branch.",
    epilog="\b\nExample:\n  webhook-constructs predict cdk.out --base main --author-role none --from-fork",
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
@add_options(event_options, pull_request_options, parameter_options, detail_options, (format_option,))
def predict(  # noqa: PLR0913 - one for each option
    *,
    path: Path,
    folder: Path,
    remote: str | None,
    pull_request: str | None,
    files: tuple[str, ...],
    files_from: str | None,
    output: str,
    names: tuple[str, ...],
    is_all: bool,
    is_verbose: bool,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    author_role: str | None,
    from_fork: bool | None,
    approved: bool | None,
    **intent: Any,
) -> None:
    """Show which projects would build if you pushed what is checked out, and why the others would not.

    Reads the local git repository: the branch, the commits that the remote does not have yet, their changed files and
    the message of the newest one. Nothing is sent or fetched, and no program runs that the repository's settings name.
    CDK_OUT_OR_TEMPLATE is a file or folder that explain takes. Default: cdk.out.

    If the clone lacks something that decides the answer, the command says what, and ends with the exit code 2.

    The answer comes first: a line for each webhook. With more than ten webhooks, only those that build or wait for
    approval are listed. If the answer does not fit on the screen, webhooks with the same verdict share a line.
    """
    facts = {"author_role": author_role, "from_fork": from_fork, "approved": approved}
    if intent["tag"] is not None and any(intent[name] for name in ("base", "branch", "commits", "staged")):
        msg = "a tag is pushed alone: give --tag without --base, --branch, --range and --staged"
        raise click.UsageError(msg)
    if intent["base"] is None and any(each is not None for each in (pull_request, *facts.values())):
        msg = "a pull request needs the branch that it is opened against: give --base"
        raise click.UsageError(msg)
    webhooks = Webhooks(read_webhooks(path, given_parameters(parameters, parameter_files)))
    detail = detail_of(webhooks, names, is_all=is_all, is_verbose=is_verbose)
    changed = changed_files(files, files_from)
    wanted = Intent(pull_request=_OF_PULL_REQUESTS[pull_request or "created"], files=changed, **intent)
    reports = []
    for each in predicted_events(LocalRepository(folder, remote), wanted):
        event = with_facts(each.event, facts)
        answers = webhooks.answers(event, each.repository, unknown_because=each.unknown_because)
        reports.append(Report(event, answers))
    print_reports(reports, webhooks, output, detail)
