"""The command `runners`."""

from __future__ import annotations

from pathlib import Path

import click

from webhook_constructs.cli.git.git_command import GitError
from webhook_constructs.cli.git.local_repository import LocalRepository
from webhook_constructs.cli.lint.configuration import FAIL_ON
from webhook_constructs.cli.output import print_message
from webhook_constructs.cli.runners.jobs_of_files import jobs_of_files
from webhook_constructs.cli.runners.judged_jobs import Runners
from webhook_constructs.cli.runners.projects import read_projects
from webhook_constructs.cli.runners.report import FORMATS, Report, print_report
from webhook_constructs.cli.runners.workflow_files import read_workflow_files
from webhook_constructs.core.service.repository import Repository

from .event_options import add_options
from .options import counts, path_argument
from .parameter_options import given_parameters, parameter_options

__all__ = ["runners"]

_FOUND, _FAILED = 1, 2
_DOMAINS = {"GitHub": "github.com", "GitLab": "gitlab.com"}


@click.command(
    short_help="Find the project that runs each workflow job, or why none does.",
    epilog="\b\nExample:\n  webhook-constructs runners cdk.out --workflows . --repository acme/api",
)
@click.argument("path", metavar="CDK_OUT_OR_TEMPLATE", type=path_argument)
@click.option(
    "--workflows",
    "folder",
    metavar="FOLDER",
    type=path_argument,
    default=".",
    help="The repository with the workflows, a folder of workflows, or one file. Default: this folder.",
)
@click.option(
    "--repository",
    metavar="OWNER/NAME",
    help="The repository at the git host, or its address. Default: the one that git would push to.",
)
@add_options(parameter_options)
@click.option("--format", "output", type=click.Choice(FORMATS), default="text", show_default=True, help="The format.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="warning",
    show_default=True,
    help="The least severity that ends with the exit code 1. A job that never starts is an error, and one that may "
    "never start is a warning.",
)
@click.option(
    "--strict", is_flag=True, help="End with the exit code 2 also if a job is undecided or a part is not read."
)
def runners(  # noqa: PLR0913 - one for each option
    *,
    path: Path,
    folder: Path,
    repository: str | None,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    output: str,
    fail_on: str,
    strict: bool,
) -> int:
    """Find the project that runs each workflow job with a CodeBuild label, or why the job never starts.

    CDK_OUT_OR_TEMPLATE is a template in JSON or YAML, the folder that cdk synth writes, of an app in any language, a
    plan or state of Terraform (terraform show -json), JSON of the CodeBuild API, or another folder with such files.

    The command reads the workflows in .github/workflows and the pipeline in .gitlab-ci.yml. It fills in the values of a
    matrix and the inputs of reusable workflows. A job is undecided if its label is known only when it
    runs, or a setting only when the stack is deployed. Jobs without a label for CodeBuild are only counted.

    The exit code is 0 if every job runs or is undecided, 1 if one never starts or may never start, and 2 if something
    cannot be read, or with --strict if a job is undecided or a part is not read.
    """
    repositories = _repositories(repository, folder)
    projects = read_projects(path, given_parameters(parameters, parameter_files))
    read = read_workflow_files(folder)
    for note in read.notes:
        print_message(f"webhook-constructs: note: {note}")
    found = jobs_of_files(read.files, repositories)
    asked = Runners(projects, repositories)
    with asked.running():
        report = Report.of(found, asked.judged(found.jobs), projects, read)
    print_report(report, output)
    if report.unread or (strict and report.skipped):
        return _FAILED
    return _FOUND if any(counts(each.severity, fail_on) for each in report.jobs) else 0


def _repositories(given: str | None, folder: Path) -> dict[str, Repository | None]:
    """Return the repository of the workflows for each git host that can run them.

    Raises:
        click.BadParameter: What is given is no repository.
    """
    known = _local(folder) if given is None else None
    if given is None:
        return {host: known if _can_be_at(known, host) else None for host in _DOMAINS}
    is_address = any(each in given.partition("/")[0] for each in ".:@")
    found = {host: Repository.parse(given if is_address else f"{domain}/{given}") for host, domain in _DOMAINS.items()}
    if None in found.values():
        msg = "no repository at a git host: give it as acme/api, or as https://github.com/acme/api"
        raise click.BadParameter(msg, param_hint="--repository")
    return {host: each if _can_be_at(each, host) else None for host, each in found.items()}


def _local(folder: Path) -> Repository | None:
    """Return the repository that git would push to; None where it is not known."""
    try:
        return LocalRepository(folder if folder.is_dir() else folder.parent).remote
    except (GitError, OSError, ValueError):
        return None


def _can_be_at(repository: Repository | None, host: str) -> bool:
    """Whether a repository can be at a git host; one of no public host can be at any."""
    return repository is None or repository.host not in {*_DOMAINS.values()} - {_DOMAINS[host]}
