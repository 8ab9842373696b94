"""The command `explain`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.cli.explain.deliveries import Delivery, read_deliveries
from webhook_constructs.cli.explain.report import report_on
from webhook_constructs.cli.explain.table import print_reports
from webhook_constructs.cli.output import print_message
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.service.repository import Repository

from .event_options import (
    add_options,
    changed_files,
    delivery_options,
    detail_of,
    detail_options,
    event_options,
    format_option,
    given_of,
    pull_request_options,
    with_facts,
)
from .options import path_argument
from .parameter_options import given_parameters, parameter_options

__all__ = ["explain"]


@click.command(
    short_help="Explain which webhooks build for a delivery, and why.",
    epilog="\b\nExample:\n  git diff --name-only --no-renames -z main... \\\n"
    "    | webhook-constructs explain cdk.out --event opened.json --files-from -",
)
@click.argument("path", metavar="[CDK_OUT_OR_TEMPLATE]", type=path_argument, default="cdk.out")
@click.option(
    "--event",
    "payloads",
    metavar="FILE",
    type=path_argument,
    required=True,
    multiple=True,
    help="A delivery, or a folder of them (repeatable).",
)
@add_options(delivery_options, event_options[:2])
@click.option("--message", metavar="TEXT", help="The message of the head commit. Default: that of the body.")
@click.option("--actor", metavar="ID", help="The account id of whoever caused it. Default: that of the body.")
@add_options(event_options[2:], pull_request_options, parameter_options, detail_options, (format_option,))
def explain(  # noqa: PLR0913 - one for each option
    *,
    path: Path,
    payloads: tuple[Path, ...],
    event_name: str | None,
    git_host: str | None,
    files: tuple[str, ...],
    files_from: str | None,
    message: str | None,
    actor: str | None,
    repository: Repository | None,
    output: str,
    names: tuple[str, ...],
    is_all: bool,
    is_verbose: bool,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    **facts: Any,
) -> None:
    """Explain which webhooks start a build for a delivery, and why the others do not.

    CDK_OUT_OR_TEMPLATE is a template in JSON or YAML, the folder that cdk synth writes, of an app in any language, a
    plan or state of Terraform (terraform show -json), or JSON of the CodeBuild API. Webhooks of this library and the
    Triggers of projects are read. Default: cdk.out.

    A delivery is the body that the git host's list of recent deliveries shows, what GitHub's API returns for one
    delivery, or what GitLab's API returns for the events of a webhook. In a file that ends with .jsonl, each line is
    one. A pull request's changed files are in no body: give them, or filters on them are undecided.

    The answer comes first: a line for each webhook. With more than ten webhooks, only those that build or wait for
    approval are listed. If the answer does not fit on the screen, webhooks with the same verdict share a line.
    """
    given = given_of(event_name, git_host, changed_files(files, files_from), message)
    deliveries = list(read_deliveries(payloads, given))
    for note in (note for each in deliveries for note in each.notes):
        print_message(f"webhook-constructs: note: {note}")
    webhooks = Webhooks(read_webhooks(path, given_parameters(parameters, parameter_files)))
    detail = detail_of(webhooks, names, is_all=is_all, is_verbose=is_verbose)
    known = [_known(each, actor, repository, facts) for each in deliveries]
    reports = (report_on(each, webhooks, each.label if len(known) > 1 else None) for each in known)
    print_reports(reports, webhooks, output, detail)


def _known(delivery: Delivery, actor: str | None, repository: Repository | None, facts: dict[str, Any]) -> Delivery:
    """Return a delivery with what the caller says of it."""
    event = delivery.event
    if isinstance(event, IgnoredEvent):
        return delivery
    if actor is not None:
        event = replace(event, actor=actor)
    if repository is not None:
        event = replace(event, repository_name=repository.name)
    return replace(delivery, event=with_facts(event, facts), repository=repository or delivery.repository)
