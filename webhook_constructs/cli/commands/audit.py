"""The command `audit`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from webhook_constructs.cli.output import terminal
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.yaml_template import YamlError, parse_yaml

from .options import configuration_of, finding_options, report_and_exit_code

__all__ = ["audit"]

_INTERRUPTED = 130  # what a shell says of a program that Ctrl-C has ended
_WITHOUT_EXTRA = "audit needs boto3: pip install 'webhook-constructs[audit]'"


@click.command(
    short_help="Judge the webhooks of live accounts.",
    epilog="\b\nExample:\n  webhook-constructs audit --region us-east-1 --region eu-west-1 --fail-on warning",
)
@click.option("--region", "regions", metavar="NAME", multiple=True, help="A region; can be given several times.")
@click.option(
    "--profile", "profiles", metavar="NAME", multiple=True, help="A profile of the AWS CLI; can be given several times."
)
@click.option(
    "--stack",
    "stacks",
    metavar="NAME",
    multiple=True,
    help="A stack whose webhooks are compared with what is live; can be given several times.",
)
@click.option("--strict", is_flag=True, help="End with the exit code 2 where anything could not be read.")
@finding_options(("text", "json", "sarif"))
def audit(  # noqa: PLR0913 - one for each option
    *,
    regions: tuple[str, ...],
    profiles: tuple[str, ...],
    stacks: tuple[str, ...],
    strict: bool,
    output: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
) -> int:
    """Judge the webhooks of live accounts, by the rules that lint has for templates, and with the pipelines there.

    Each region is asked by each profile. Without --region, that is the region of the profile, and without --profile,
    the credentials are those that boto3 finds. Nothing is changed: what is called only reads.

    \b
    The actions that a policy must allow:
      codebuild:ListProjects
      codebuild:BatchGetProjects
      codepipeline:ListPipelines
      codepipeline:GetPipeline
      with --stack:
      cloudformation:DescribeStacks
      cloudformation:ListStackResources
      cloudformation:GetTemplate

    What could be read is reported, and what could not is named. The exit code is 0 where nothing is found that counts,
    1 where something is, and 2 where not a single project could be read and no region has said that it has none,
    where there is no such profile, region or stack, or where a response does not have the form that AWS documents, as
    that of a proxy. Ctrl-C ends it with 130, and with what was read until then.
    """  # noqa: D301 - the mark is for click, which leaves the lines after it as they are
    configuration = configuration_of(select, ignore, fail_on)
    try:
        from webhook_constructs.audit import judge, read, targets_of  # noqa: PLC0415 - boto3 is an extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"boto3", "botocore"}:
            raise
        raise WebhookConstructsError(_WITHOUT_EXTRA) from None
    with _progress() as on_progress:
        reading = read(targets_of(profiles, regions), stacks, parse_yaml=_yaml, on_progress=on_progress)
        outcome = _selected(judge(reading), configuration.selection)
    is_incomplete = reading.is_blind or reading.is_mistaken or reading.is_strange
    is_answer = not (outcome.unread if strict else is_incomplete)
    code = report_and_exit_code(outcome, output, configuration.fail_on, is_answer=is_answer)
    return _INTERRUPTED if reading.is_interrupted else code


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error as soon as the audit reads, if that is a terminal.

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


def _yaml(text: str) -> Any:
    try:
        return parse_yaml(text).body
    except YamlError:
        return None


def _selected(outcome: LintReport, selection: Selection) -> LintReport:
    wanted = [each for each in outcome.findings if selection.takes(each.finding.id)]
    kept = tuple(each for each in wanted if not _is_left_out(each, selection))
    return replace(outcome, findings=kept, suppressed=len(wanted) - len(kept))


def _is_left_out(located: LocatedFinding, selection: Selection) -> bool:
    names = (located.subject, getattr(located.place, "project", None))
    return any(each.leaves_out(located.finding, names) for each in selection.suppressions)
