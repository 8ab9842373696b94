"""The options of the commands that find something, and how these report it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from webhook_constructs.cli.formats import FORMATS
from webhook_constructs.cli.formats.statistics import STATISTICS
from webhook_constructs.cli.lint.baseline import Baseline
from webhook_constructs.cli.lint.configuration import FAIL_ON, Configuration, read_configuration
from webhook_constructs.cli.output import print_message
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.findings.located_findings import LintReport
from webhook_constructs.lint.selection import Selection

from .options import counts, path_argument

__all__ = ["FindingOptions", "RuleIds", "finding_options"]

_FOUND, _FAILED = 1, 2


class RuleIds(click.ParamType[str]):
    """The beginning of the ids of rules, which a shell can complete."""

    name = "prefix"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the ids that begin so, each with what its rule finds."""
        del ctx, param
        pages = rule_pages().values()
        return [CompletionItem(each.id, help=each.summary) for each in pages if each.id.startswith(incomplete.upper())]


@dataclass(frozen=True, slots=True)
class FindingOptions:
    """What is wanted of the findings.

    Attributes:
        output: The format.
        configuration: Which findings are wanted, and which ones count.
        baseline: Those that are known. Default: none.
        write_baseline: The file to write them to instead of a report. Default: none.
        statistics: Whether they are counted instead of shown.
    """

    output: str
    configuration: Configuration
    baseline: Baseline | None = None
    write_baseline: Path | None = None
    statistics: bool = False

    @property
    def selection(self) -> Selection:
        """Which findings are wanted."""
        return self.configuration.selection

    def report_and_exit_code(self, outcome: LintReport, *, is_answer: bool) -> int:
        """Print what was found, or write it as a baseline.

        Args:
            outcome: What was found.
            is_answer: Whether enough was read for an answer.

        Returns:
            The exit code: 2 where it is no answer, 1 where a finding counts, and else 0.
        """
        if self.write_baseline is not None and is_answer:
            Baseline.write(self.write_baseline, outcome.findings)
            number = len(outcome.findings)
            written = f"{number} finding{'' if number == 1 else 's'} written to {self.write_baseline}"
            print_message(f"webhook-constructs: {written}: give it to --baseline")
            return 0
        new = outcome if self.baseline is None else self.baseline.applied(outcome)
        (STATISTICS if self.statistics else FORMATS)[self.output](new)
        for note in new.notes:
            print_message(f"webhook-constructs: note: {note}")
        if not is_answer:
            return _FAILED
        fail_on = self.configuration.fail_on
        return _FOUND if any(counts(each.finding.severity, fail_on) for each in new.findings) else 0


def finding_options(formats: Sequence[str] = tuple(FORMATS)) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options on findings to a command, which gets them as its argument `wanted`.

    Args:
        formats: The formats that the command has. Default: all.
    """
    options = [
        click.option(
            "--format",
            "output",
            type=click.Choice(list(formats)),
            default="text",
            show_default=True,
            help="The format.",
        ),
        click.option(
            "--select",
            metavar="PREFIX",
            type=RuleIds(),
            multiple=True,
            help="Run only rules with an ID that starts with PREFIX (repeatable).",
        ),
        click.option(
            "--ignore",
            metavar="PREFIX",
            type=RuleIds(),
            multiple=True,
            help="Skip rules with an ID that starts with PREFIX (repeatable).",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(FAIL_ON),
            help="The least severity that ends with the exit code 1.  [default: error]",
        ),
        click.option(
            "--config",
            metavar="FILE",
            type=path_argument,
            help="The configuration. Default: the nearest webhook-constructs.toml, or pyproject.toml with our table.",
        ),
        click.option("--baseline", metavar="FILE", help="Findings that are known: only others are shown and count."),
        click.option(
            "--write-baseline",
            metavar="FILE",
            type=path_argument,
            help="Write all findings to a file, for --baseline, instead of a report.",
        ),
        click.option("--statistics", is_flag=True, help="How often each rule has found something (text, json)."),
    ]

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_wanted(**arguments: Any) -> Any:
            names = ("output", "select", "ignore", "fail_on", "config", "baseline", "write_baseline", "statistics")
            wanted = _wanted(**{name: arguments.pop(name) for name in names})
            return command(**arguments, wanted=wanted)

        decorated: Callable[..., Any] = with_wanted
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return add


def _wanted(  # noqa: PLR0913 - one for each option
    *,
    output: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    config: Path | None,
    baseline: str | None,
    write_baseline: Path | None,
    statistics: bool,
) -> FindingOptions:
    if statistics and output not in STATISTICS:
        msg = f"--statistics has the formats {' and '.join(STATISTICS)}, got --format {output}"
        raise click.UsageError(msg)
    if baseline is not None and write_baseline is not None:
        msg = "--baseline and --write-baseline: give one of them"
        raise click.UsageError(msg)
    written = read_configuration(Path(), config)
    known = written.selection
    selection = Selection(_split(select) or known.select, _split(ignore) or known.ignore, known.suppressions)
    configuration = replace(written, selection=selection, fail_on=fail_on or written.fail_on)
    read = None if baseline is None else Baseline.read(baseline)
    return FindingOptions(output, configuration, read, write_baseline, statistics)


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.strip() for value in values for each in value.split(","))
