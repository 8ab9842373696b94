"""The command `replay`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.cli.explain.deliveries import Given, read_deliveries
from webhook_constructs.cli.explain.replayed import print_differences, print_replay
from webhook_constructs.cli.explain.report import Report, report_on
from webhook_constructs.cli.explain.saved_verdicts import SavedVerdicts
from webhook_constructs.cli.output import print_message

from .event_options import add_options, delivery_options, format_option, given_of
from .options import path_argument
from .parameter_options import given_parameters, parameter_options

__all__ = ["replay"]

_DIFFERS = 1


@click.command(
    short_help="Show what each of many deliveries builds.",
    epilog="\b\nExample:\n  webhook-constructs replay deliveries cdk.out",
)
@click.argument("deliveries", metavar="DELIVERIES", type=path_argument)
@click.argument("path", metavar="[CDK_OUT_OR_TEMPLATE]", type=path_argument, default="cdk.out")
@add_options(delivery_options, parameter_options)
@click.option("--save", metavar="FILE", type=path_argument, help="Write the verdicts to a file, for --expect.")
@click.option(
    "--expect",
    metavar="FILE",
    type=path_argument,
    help="Print where verdicts differ from those of a file; then the exit code is 1.",
)
@click.option("--all", "is_all", is_flag=True, help="List what starts nothing, too. [text only]")
@format_option
def replay(  # noqa: PLR0913 - one for each option
    *,
    deliveries: Path,
    path: Path,
    event_name: str | None,
    git_host: str | None,
    save: Path | None,
    expect: Path | None,
    output: str,
    is_all: bool,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
) -> int:
    """Show as a table what each of many deliveries builds.

    DELIVERIES is a file or a folder, of what explain takes as --event. CDK_OUT_OR_TEMPLATE is a file or folder that
    explain takes. Default: cdk.out.

    A row is for one delivery and one verdict, and names the webhooks. Rows are printed for what builds or waits for
    approval, and the last line counts the deliveries. Few deliveries say which role the author of a pull request has:
    the rest are taken for those of authors who may approve, and counted. To see why, ask explain about one delivery.

    The file of --save names the deliveries, their events and the verdicts of the webhooks, and holds nothing else of
    the deliveries. With --expect, only what differs is printed: give it the webhooks of another version.
    """
    given = given_of(event_name, git_host)
    webhooks = Webhooks(read_webhooks(path, given_parameters(parameters, parameter_files)))
    expected = None if expect is None else SavedVerdicts.read(expect)
    reports = _reports(deliveries, given, webhooks)
    if save is None and expected is None:
        print_replay(reports, output, is_all=is_all)
        return 0
    told = list(reports)
    found = SavedVerdicts.of(told, deliveries)
    is_expected = True
    if expect is not None and expected is not None:
        is_expected = print_differences(found, expected, expect, output)
    else:
        print_replay(told, output, is_all=is_all)
    if save is not None:
        found.write(save)
    return 0 if is_expected else _DIFFERS


def _reports(deliveries: Path, given: Given, webhooks: Webhooks) -> Iterator[Report]:
    for each in read_deliveries([deliveries], given):
        for note in each.notes:
            print_message(f"webhook-constructs: note: {note}")
        yield report_on(each, webhooks, each.label)
