"""A whole app around a module: its entry point, its settings, its requirements, and a test of what builds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from webhook_constructs.core import Verdict, WebhookConstructsError, WebhookSettings, compare, decide
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.core.values.python_code import WIDTH, Call, Plain, code_of, written
from webhook_constructs.version import package_version

from .event_code import event_code
from .names import attribute_name
from .stack_module import StackCode, StackModule, import_line
from .written import WrittenWebhook, settings_of

__all__ = ["AppFolderError", "write_app"]

_MODULE = "webhooks.py"
_TEST = "tests/test_webhooks.py"
_MOST_EVENTS = 4


class AppFolderError(WebhookConstructsError):
    """A folder cannot hold a new app."""


def write_app(module: StackModule, folder: Path) -> tuple[Path, ...]:
    """Write an app, and return its files.

    Args:
        module: The module, which becomes `webhooks.py`.
        folder: The folder, new or empty.

    Raises:
        AppFolderError: There is something else, or the folder cannot be written.
    """
    files = {
        _MODULE: module.text,
        "app.py": _app(module),
        "cdk.json": _CDK_JSON,
        "requirements.txt": _requirements(),
        "requirements-dev.txt": _REQUIREMENTS_FOR_TESTS,
        "pytest.ini": _PYTEST_INI,
        _TEST: _tests(module),
    }
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            msg = f"{printable(str(folder))} is not empty: name a new folder"
            raise AppFolderError(msg)
        (folder / _TEST).parent.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"{printable(str(folder))} cannot be written: {error.strerror}"
        raise AppFolderError(msg) from None
    return tuple(folder / name for name in files)


_CDK_JSON = json.dumps({"app": "python3 app.py"}, indent=2) + "\n"
_REQUIREMENTS_FOR_TESTS = "-r requirements.txt\npytest>=9.0\n"
_PYTEST_INI = "[pytest]\npythonpath = .\n"


def _requirements() -> str:
    version = package_version()
    ours = "webhook-constructs" if version == "unknown" else f"webhook-constructs=={version}"
    return f"aws-cdk-lib>=2.200,<3\nconstructs>=10.4,<11\n{ours}\n"


def _app(module: StackModule) -> str:
    lines = ['"""The app: run it with cdk deploy."""', "", "import aws_cdk as cdk"]
    if module.stacks:
        lines += ["", import_line("webhooks", sorted(each.name for each in module.stacks))]
    lines += ["", "app = cdk.App()"]
    for stack in module.stacks:
        call = Call(stack.name, (Plain("app"), code_of(stack.name), *_environment(stack)))
        lines.append(written(call))
    return "\n".join([*lines, "app.synth()", ""])


def _environment(stack: StackCode) -> Iterator[Plain]:
    known = [
        f"{name}={code_of(value).text}" for name, value in zip(("account", "region"), stack.place, strict=True) if value
    ]
    if known:
        yield Plain(f"env=cdk.Environment({', '.join(known)})")


def _tests(module: StackModule) -> str:
    is_only = not module.stacks[1:]
    tests = [line for stack in module.stacks for line in _stack_tests(stack, is_only=is_only)]
    names = {name for name in _IMPORTED if any(f"{name}(" in line or f"{name}." in line for line in tests)}
    ours = sorted(names & {"ApproverRole", "EventAction"})
    lines = [
        '"""What starts a build: change an event, and the test says which filter keeps it out."""',
        "",
        "from __future__ import annotations",
        "",
        "import aws_cdk as cdk",
        "import pytest",
        *([import_line("webhook_constructs", ours)] if ours else []),
        import_line("webhook_constructs.testing", sorted({"assert_builds", *names} - set(ours))),
        "",
        import_line("webhooks", sorted(each.name for each in module.stacks)),
        *tests,
    ]
    return "\n".join(lines) + "\n" if module.stacks else '"""There is no webhook to test."""\n'


_IMPORTED = ("ApproverRole", "EventAction", "pull_request", "push", "release", "workflow_job")


def _stack_tests(stack: StackCode, *, is_only: bool) -> Iterator[str]:
    fixture = attribute_name(stack.name)
    yield from (
        "",
        "",
        '@pytest.fixture(scope="module")',
        f"def {fixture}() -> {stack.name}:",
        f"    return {stack.name}(cdk.App(), {code_of(stack.name).text})",
    )
    with running(templates=max(1, len(stack.webhooks))):
        for each in stack.webhooks:
            name = each.attribute if is_only else f"{fixture}_{each.attribute}"
            yield from _webhook_test(each, f"test_{name}_builds", fixture, stack.name)


def _webhook_test(webhook: WrittenWebhook, test: str, fixture: str, stack: str) -> Iterator[str]:
    events = _building(settings_of(webhook.read))
    if not events:
        yield from ("", "", f"# {webhook.attribute}: no event is known to start a build.")
        return
    signature = f"def {test}({fixture}: {stack}) -> None:"
    yield from ("", "")
    if len(signature) <= WIDTH:
        yield signature
    else:
        yield from (f"def {test}(", f"    {fixture}: {stack},", ") -> None:")
    for event in events:
        call = Call("assert_builds", (Plain(f"{fixture}.{webhook.attribute}"), event_code(event)))
        yield f"    {written(call, 4)}"


def _building(settings: WebhookSettings) -> list[WebhookEvent]:
    """Return events that start a build, one of each action first."""
    witnesses = [each.event for each in compare(None, settings).starts]
    first = {event.action: event for event in reversed(witnesses)}
    events = sorted(first.values(), key=witnesses.index)[:_MOST_EVENTS]
    return [each for each in events if decide(settings, each).verdict is Verdict.BUILDS]
