"""The command `lint`."""

from __future__ import annotations

from pathlib import Path

import click

from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.template_files.search import read_templates

from .event_options import add_options
from .options import configuration_of, finding_options, path_argument, report_and_exit_code
from .parameter_options import given_parameters, parameter_options

__all__ = ["lint"]


@click.command(
    short_help="Judge the webhooks of templates.",
    epilog="\b\nExample:\n  webhook-constructs lint cdk.out --ignore WH4 --fail-on warning",
)
@click.argument("paths", metavar="PATH...", type=path_argument, nargs=-1, required=True)
@click.option(
    "--skip-other-files", is_flag=True, help="Pass over a PATH that is no template, as pre-commit may collect some."
)
@add_options(parameter_options)
@finding_options()
@click.option("--strict", is_flag=True, help="End with the exit code 2 where something is not judged in full, too.")
def lint(  # noqa: PLR0913 - one for each option
    *,
    paths: tuple[Path, ...],
    skip_other_files: bool,
    output: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    strict: bool,
) -> int:
    """Judge the webhooks of templates: what CodeBuild refuses, lets strangers in, never builds, or builds twice.

    Each PATH is a template in JSON or YAML, the folder that cdk synth writes, of an app in any language, a plan or
    state of Terraform (terraform show -json), JSON of the CodeBuild API (the input of create-webhook, the output of
    batch-get-projects), or another folder with such files. Webhooks of this library and the Triggers of projects are
    judged, those in templates of Service Catalog products and of StackSets included.

    A parameter is judged with each of its allowed values, or with its default: a finding that needs a value says so.

    The table tool.webhook-constructs of the nearest pyproject.toml can hold select, ignore, fail-on and suppress, and
    the Metadata of a resource what to ignore of it. The exit code is 0 where nothing is found that counts, 1 where
    something is, and 2 where something cannot be read, or with --strict where something is not judged in full.
    """
    configuration = configuration_of(select, ignore, fail_on)
    given = given_parameters(parameters, parameter_files)
    templates = read_templates(paths, skips_others=skip_other_files)
    outcome = lint_files(templates, configuration.selection, given)
    is_answer = not outcome.unread and not (strict and outcome.undecided)
    return report_and_exit_code(outcome, output, configuration.fail_on, is_answer=is_answer)
