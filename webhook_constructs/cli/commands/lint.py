"""The command `lint`."""

from __future__ import annotations

from pathlib import Path

import click

from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.template_files.search import STANDARD_INPUT, read_templates
from webhook_constructs.templates.template_error import TemplateError

from .event_options import add_options
from .finding_options import FindingOptions, finding_options
from .options import path_or_standard_input
from .parameter_options import given_parameters, parameter_options

__all__ = ["lint"]


@click.command(
    short_help="Judge the webhooks of templates.",
    epilog="\b\nExample:\n  webhook-constructs lint cdk.out --ignore WH4 --fail-on warning",
)
@click.argument("paths", metavar="PATH...", type=path_or_standard_input, nargs=-1, required=True)
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
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    strict: bool,
    wanted: FindingOptions,
) -> int:
    """Judge the webhooks of templates: what CodeBuild refuses, lets strangers in, never builds, or builds twice.

    Each PATH is a template in JSON or YAML, the folder that cdk synth writes, of an app in any language, a plan or
    state of Terraform (terraform show -json), JSON of the CodeBuild API (the input of create-webhook, the output of
    batch-get-projects), another folder with such files, or - for the standard input. Webhooks of this library and the
    Triggers of projects are judged, those in templates of Service Catalog products and of StackSets included.

    A parameter is judged with each of its allowed values, or with its default: a finding that needs a value says so.

    The nearest webhook-constructs.toml, or the table tool.webhook-constructs of a pyproject.toml, can hold select,
    ignore, fail-on and suppress, and the Metadata of a resource what to ignore of it. The exit code is 0 where nothing
    is found that counts, 1 where something is, and 2 where something cannot be read, or with --strict where something
    is not judged in full.
    """
    given = given_parameters(parameters, parameter_files)
    templates = read_templates(paths, skips_others=skip_other_files, read_standard_input=_standard_input)
    outcome = lint_files(templates, wanted.selection, given)
    is_answer = not outcome.unread and not (strict and outcome.undecided)
    return wanted.report_and_exit_code(outcome, is_answer=is_answer)


def _standard_input() -> bytes:
    try:
        return read_input("-", can_be_standard_input=True)
    except InputFileError as error:
        raise TemplateError(STANDARD_INPUT, str(error)) from None
