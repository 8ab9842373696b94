"""The command `generate`."""

from __future__ import annotations

from pathlib import Path

import click

from webhook_constructs.cli.generate.app_folder import write_app
from webhook_constructs.cli.generate.read_webhooks import LIVE, Account, read_sources
from webhook_constructs.cli.generate.safer import made_safe
from webhook_constructs.cli.generate.stack_module import stack_module
from webhook_constructs.cli.output import print_as_written, print_message

from .event_options import add_options
from .options import path_argument
from .parameter_options import given_parameters, parameter_options

__all__ = ["generate"]

_UNREAD = 2


@click.command(
    short_help="Write the code for webhooks that exist.",
    epilog="\b\nExample:\n  webhook-constructs generate live: --region us-east-1 --project api > webhooks.py",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--region", metavar="NAME", help="The region of live:. Default: that of the profile.")
@click.option("--profile", metavar="NAME", help="A profile of the AWS CLI, for live:.")
@click.option(
    "--project",
    "projects",
    metavar="NAME",
    multiple=True,
    help="Only the webhook of this project, with live: (repeatable).",
)
@click.option(
    "--app",
    "folder",
    metavar="FOLDER",
    type=path_argument,
    help="Write a whole app into this folder, which must be new or empty, with a test of what builds. Default: print "
    "the module.",
)
@click.option(
    "--safe",
    is_flag=True,
    help="Anchor patterns that let through more than they name, and say above the code what no longer builds.",
)
@add_options(parameter_options)
def generate(  # noqa: PLR0913 - one for each option
    *,
    sources: tuple[str, ...],
    region: str | None,
    profile: str | None,
    projects: tuple[str, ...],
    folder: Path | None,
    safe: bool,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
) -> int:
    """Write a Python module with a CodeBuildWebhook for each webhook that exists, on an imported project.

    Each SOURCE is what lint reads (a template, the folder that cdk synth writes, a plan or state of Terraform, JSON of
    the CodeBuild API, or a folder with such files), or live: for the webhooks of an account. What lint says of a
    webhook stands above its code, and so do the steps of the migration.

    The exit code is 2 if there is a webhook that cannot be read, or that no code can be written for: the module and
    standard error name it. Otherwise, it is 0.
    """
    if projects and LIVE not in sources:
        msg = f"it is for the source {LIVE}, which is not given"
        raise click.BadParameter(msg, param_hint="--project")
    read = read_sources(sources, Account(region, profile, projects), given_parameters(parameters, parameter_files))
    module = stack_module(made_safe(read) if safe else read)
    if folder is None:
        print_as_written(module.text)
    else:
        for path in write_app(module, folder):
            print_message(f"webhook-constructs: wrote {path}")
    for note in read.notes:
        print_message(f"webhook-constructs: note: {note}")
    for each in dict.fromkeys(map(str, module.unwritten)):
        print_message(f"webhook-constructs: {each}")
    return _UNREAD if module.unwritten else 0
