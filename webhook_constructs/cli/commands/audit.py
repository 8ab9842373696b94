"""The command `audit`."""

from __future__ import annotations

from dataclasses import replace

import click

from webhook_constructs.cli.accounts import needing_boto3, reading_progress, yaml_template
from webhook_constructs.cli.formats import FORMATS_OF_ACCOUNTS
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding
from webhook_constructs.lint.selection import Selection

from .finding_options import FindingOptions, finding_options

__all__ = ["audit"]

_INTERRUPTED = 130  # what a shell says of a program that Ctrl-C has ended


@click.command(
    short_help="Judge the webhooks of live accounts.",
    epilog="\b\nExample:\n  webhook-constructs audit --region us-east-1 --region eu-west-1 --fail-on warning",
)
@click.option("--region", "regions", metavar="NAME", multiple=True, help="A region (repeatable).")
@click.option("--profile", "profiles", metavar="NAME", multiple=True, help="A profile of the AWS CLI (repeatable).")
@click.option(
    "--stack",
    "stacks",
    metavar="NAME",
    multiple=True,
    help="A stack whose webhooks are compared with what is live (repeatable).",
)
@click.option("--strict", is_flag=True, help="End with the exit code 2 where anything could not be read.")
@finding_options(FORMATS_OF_ACCOUNTS)
def audit(
    *,
    regions: tuple[str, ...],
    profiles: tuple[str, ...],
    stacks: tuple[str, ...],
    strict: bool,
    wanted: FindingOptions,
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
    with needing_boto3("audit"):
        from webhook_constructs.audit import judge, read, targets_of  # noqa: PLC0415 - boto3 is an extra
    with reading_progress() as on_progress:
        reading = read(targets_of(profiles, regions), stacks, parse_yaml=yaml_template, on_progress=on_progress)
        outcome = _selected(judge(reading), wanted.selection)
    is_incomplete = reading.is_blind or reading.is_mistaken or reading.is_strange
    is_answer = not (outcome.unread if strict else is_incomplete)
    code = wanted.report_and_exit_code(outcome, is_answer=is_answer)
    return _INTERRUPTED if reading.is_interrupted else code


def _selected(outcome: LintReport, selection: Selection) -> LintReport:
    wanted = [each for each in outcome.findings if selection.takes(each.finding.id)]
    kept = tuple(each for each in wanted if not _is_left_out(each, selection))
    return replace(outcome, findings=kept, suppressed=len(wanted) - len(kept))


def _is_left_out(located: LocatedFinding, selection: Selection) -> bool:
    names = (located.subject, getattr(located.place, "project", None))
    return any(each.leaves_out(located.finding, names) for each in selection.suppressions)
