"""The commands: they take arguments, call the library, and print what it says.

=====================  ================================================
``audit``              the command `audit`
``diff``               the command `diff`
``event_options``      options of the commands that ask about events
``explain``            the command `explain`
``finding_options``    options of the commands that find something
``generate``           the command `generate`
``lint``               the command `lint`
``local_aws``          the command `local-aws`
``options``            arguments that several commands have
``parameter_options``  the values that parameters of templates are given
``predict``            the command `predict`
``replay``             the command `replay`
``rules``              the command `rules`
``runners``            the command `runners`
=====================  ================================================
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import click

from webhook_constructs.cli.output import print_message
from webhook_constructs.cli.streams import OutputError, stdout_guard
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.version import package_version

from .audit import audit
from .diff import diff
from .explain import explain
from .generate import generate
from .lint import lint
from .local_aws import local_aws
from .predict import predict
from .replay import replay
from .rules import rules
from .runners import runners

__all__ = ["commands", "run"]

_FAILED = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_version(), prog_name="webhook-constructs")
def commands() -> None:
    """What the webhooks of CodeBuild projects do, told from templates and from live accounts."""


commands.add_command(audit)
commands.add_command(diff)
commands.add_command(explain)
commands.add_command(generate)
commands.add_command(lint)
commands.add_command(local_aws)
commands.add_command(predict)
commands.add_command(replay)
commands.add_command(rules)
commands.add_command(runners)


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit code.
    """
    try:
        with stdout_guard():
            code = commands.main(None if argv is None else list(argv), "webhook-constructs", standalone_mode=False)
    except click.ClickException as error:
        print_message(*_usage_error(error))
        return error.exit_code
    except click.Abort as aborted:  # click's word for Ctrl-C, and for an EOFError, which would be a mistake of ours
        raise aborted.__cause__ or aborted from None
    except OutputError as error:
        print_message(f"webhook-constructs: {error}")
        return _FAILED
    except WebhookConstructsError as error:  # its text may have several lines
        print_message(*f"webhook-constructs: {error}".split("\n"))
        return _FAILED
    return code if isinstance(code, int) else 0


def _usage_error(error: click.ClickException) -> list[str]:
    """Return the lines that click prints for an error; its message, which can quote an argument, is one of them.

    If a command is missing, the message of click 8.2 and newer is the help, which has lines and quotes nothing.
    """
    written, message = _Unstripped(), error.format_message()
    error.show(written)
    printed = written.getvalue().removesuffix("\n")
    context = error.ctx if isinstance(error, click.UsageError) else None
    is_help = context is not None and message == context.get_help()
    return (printed if is_help else printed.replace(message, printable(message))).split("\n")


class _Unstripped(io.StringIO):
    """Text that click writes as it is: it would leave out escape sequences of an argument, which are to be seen."""

    def isatty(self) -> bool:
        return True
