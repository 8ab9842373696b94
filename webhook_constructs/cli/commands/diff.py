"""The command `diff`."""

from __future__ import annotations

from collections.abc import Callable

import click

from webhook_constructs.changes.changes import Changes, changes_between
from webhook_constructs.cli.diff.json_report import changes_object
from webhook_constructs.cli.diff.markdown_report import markdown_of
from webhook_constructs.cli.diff.sides import Account, read_sides
from webhook_constructs.cli.diff.text_report import print_text
from webhook_constructs.cli.output import print_as_written, print_json, print_message

from .event_options import add_options
from .parameter_options import given_parameters, parameter_options

__all__ = ["diff"]

_HOLDS, _UNREAD = 1, 2
_CONDITIONS: dict[str, Callable[[Changes], bool | None]] = {
    "widened": lambda changes: changes.widens,
    "changed": lambda changes: None if changes.is_same is None else not changes.is_same,
    "never": lambda _: False,
}
_FORMATS = ("text", "json", "markdown")


@click.command(
    short_help="Show which events start and stop builds when webhooks change.",
    epilog="\b\nExample:\n  webhook-constructs diff origin/main:templates templates --format markdown",
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--region", metavar="NAME", help="The region of stack: and live:. Default: that of the profile.")
@click.option("--profile", metavar="NAME", help="A profile of the AWS CLI, for stack: and live:.")
@add_options(parameter_options)
@click.option(
    "--same-values",
    is_flag=True,
    help="Assume that what is known only on deployment is the same before and after where it is written the same.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_CONDITIONS)),
    default="widened",
    show_default=True,
    help="What ends with the exit code 1.",
)
@click.option(
    "--all", "is_all", is_flag=True, help="List webhooks that do not change, and every event, too. [text only]"
)
@click.option(
    "--format",
    "output",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="The format.",
)
def diff(  # noqa: PLR0913 - one for each option
    *,
    before: str,
    after: str,
    region: str | None,
    profile: str | None,
    parameters: tuple[str, ...],
    parameter_files: tuple[str, ...],
    same_values: bool,
    fail_on: str,
    is_all: bool,
    output: str,
) -> int:
    """Show which events start and stop builds when the webhooks of BEFORE become those of AFTER, with examples.

    \b
    BEFORE and AFTER are each one of these:
      FILE or FOLDER  a template, the folder that cdk synth writes, another folder with templates,
                      a plan of Terraform, or JSON of the CodeBuild API
      REV:PATH        a file or folder at a revision of the git repository around this folder;
                      PATH counts from the root of the repository, ./PATH from this folder
      stack:NAME      the deployed template of a stack, with the values that the stack has given it
      live:           the webhooks of the account
      none:           no webhooks

    Webhooks are matched by their project: by its name, or by the construct that defines it. If only names change, a
    webhook is renamed: both templates show the same project, and the same events start builds. With live:, only the
    name of the project counts, and webhooks that the other side does not describe are not compared.

    A change widens who can start builds if a stranger, or an account or repository that could start nothing before, can
    start a build or one that waits for approval, or if approval is no longer needed. More branches for the same people
    do not widen.

    A parameter is compared with each of its allowed values, or with its default. What is known only on deployment is
    never said to be the same, unless you give its value (--parameter) or --same-values.

    The exit code is 1 if the condition of --fail-on holds or cannot be determined, 2 if something cannot be read, and
    otherwise 0, whether or not builds differ.
    """  # noqa: D301 - the mark is for click, which leaves the lines after it as they are
    given = given_parameters(parameters, parameter_files)
    sides = read_sides(before, after, Account(region, profile), given)
    one, other = (side.snapshot for side in sides)
    changes = changes_between(one, other, has_same_values=same_values)
    unread = [str(each) for each in dict.fromkeys(each for side in sides for each in side.unread)]
    if output == "text":
        print_text(changes, is_all=is_all)
    elif output == "json":
        print_json(changes_object(changes, before, after, unread))
    else:
        print_as_written(markdown_of(changes, before, after))
    for note in dict.fromkeys(note for side in sides for note in side.notes):
        print_message(f"webhook-constructs: note: {note}")
    for each in unread:
        print_message(f"webhook-constructs: {each}")
    if unread:
        return _UNREAD
    return 0 if _CONDITIONS[fail_on](changes) is False else _HOLDS
