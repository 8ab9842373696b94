"""The stacks of a module make the webhooks that were read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.test_documented_examples import EXAMPLES
from tests.core.test_documented_examples import read as read_example
from tests.extent import RUNS_ALL
from tests.templates.forms.test_alike import ACCEPTED
from tests.templates.forms.written_forms import FORMS
from webhook_constructs.cli.generate.stack_module import StackModule
from webhook_constructs.core import SourceProvider, WebhookSettings

from .generated import generated, read, synthesized, webhooks_of

CHECKERS = [
    ("ruff", "check", "--isolated", "--select", "ALL", "--ignore", "COM812,CPY001,D203,D213,TC002"),
    ("ruff", "format", "--isolated", "--check"),
    ("pyright",),
    *([("mypy", "--strict", "--config-file=")] if RUNS_ALL else []),
]


def settings_of_all() -> dict[str, WebhookSettings]:
    """The documented settings that CodeBuild takes, and those of the tests of Terraform's provider."""
    documented = {f"documented-{number}": read_example(each) for number, each in enumerate(EXAMPLES)}
    accepted = {
        name: WebhookSettings.from_api(webhook, provider=SourceProvider(host))
        for name, (host, webhook) in ACCEPTED.items()
    }
    return {name: each for name, each in {**documented, **accepted}.items() if not each.problems()}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which each webhook is in one of the forms that `generate` reads, in turn."""
    folder = tmp_path_factory.mktemp("sources")
    for number, (name, settings) in enumerate(settings_of_all().items()):
        forms = {form: written for form, write in FORMS.items() if (written := write(settings)) is not None}
        form = sorted(forms)[number % len(forms)]
        text = json.dumps(forms[form]).replace('"api"', json.dumps(name)).replace(':project/api"', f':project/{name}"')
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def module(sources: Path) -> StackModule:
    return generated(sources)


def test_each_webhook_has_code(module: StackModule) -> None:
    assert module.unwritten == ()
    written = [each.read.project for stack in module.stacks for each in stack.webhooks]
    assert sorted(map(str, written)) == sorted(settings_of_all())


def test_the_synthesized_webhooks_are_those_that_were_read(sources: Path, module: StackModule, tmp_path: Path) -> None:
    assembly = synthesized(module, tmp_path)

    assert webhooks_of(read(assembly)) == webhooks_of(read(sources))


@pytest.mark.parametrize("checker", CHECKERS, ids=" ".join)
def test_a_checker_finds_nothing_in_the_module(checker: tuple[str, ...], module: StackModule, tmp_path: Path) -> None:
    (tmp_path / "webhooks.py").write_text(module.text, encoding="utf-8")

    command = [sys.executable, "-m", *checker, "webhooks.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
