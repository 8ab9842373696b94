"""Patterns that are anchored by `--safe`."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import triggers, write
from tests.core.comparison.any_settings import random_settings
from tests.extent import RUNS_ALL
from webhook_constructs.cli.generate.read_webhooks import ReadWebhook, ReadWebhooks
from webhook_constructs.cli.generate.safer import made_safe
from webhook_constructs.core import FilterGroup, WebhookSettings, compare
from webhook_constructs.lint import Severity, lint
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.template import UNKNOWN_PLACE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

_LOOSE = {"WH201", "WH203", "WH209"}
_SEEDS = 3_000 if RUNS_ALL else 150


def safe(settings: WebhookSettings) -> ReadWebhook:
    read = ReadWebhook("Api", "t.json", "api", "api", settings, UNKNOWN_PLACE, Language.PYTHON)
    (found,) = made_safe(ReadWebhooks((read,))).webhooks
    return found


def group(*filters: tuple[str, str], event: str = "PUSH", **settings: Any) -> WebhookSettings:
    api = [{"type": "EVENT", "pattern": event}, *({"type": each, "pattern": pattern} for each, pattern in filters)]
    return WebhookSettings([FilterGroup.from_api(api)], **settings)


PULL = "PULL_REQUEST_CREATED"


@pytest.mark.parametrize(
    ("settings", "pattern"),
    [
        (group(("ACTOR_ACCOUNT_ID", "1234567")), "^1234567$"),
        (group(("ACTOR_ACCOUNT_ID", "1234567|7654321")), "^(1234567|7654321)$"),
        (group(("ACTOR_ACCOUNT_ID", "^1234567|7654321$")), "^(1234567|7654321)$"),
        (group(("HEAD_REF", "main")), "^refs/heads/main$"),
        (group(("HEAD_REF", "heads/main")), "^refs/heads/main$"),
        (group(("HEAD_REF", "^refs/heads/(main|dev)")), "^refs/heads/(dev|main)$"),
        (group(("HEAD_REF", "refs/heads/release/.*")), "^refs/heads/release/.*"),
        (group(("HEAD_REF", "refs/tags/v1")), "^refs/tags/v1$"),
        (group(("HEAD_REF", r"v\d+\.\d+")), r"^refs/(heads|tags)/v\d+\.\d+$"),
        (group(("BASE_REF", r"release/\d+"), event=PULL), r"^refs/heads/release/\d+$"),
        (group(("BASE_REF", "^refs/heads/main"), event=PULL), "^refs/heads/main$"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_loose_pattern_gets_its_anchors(settings: WebhookSettings, pattern: str) -> None:
    found = safe(settings)

    assert found.settings.filter_groups[0].filters[1].pattern == pattern
    assert len(found.changes) == 1


@pytest.mark.parametrize(
    "settings",
    [
        group(("ACTOR_ACCOUNT_ID", "^(1234567|7654321)$")),
        group(("ACTOR_ACCOUNT_ID", ".*")),  # everybody: no anchor helps
        group(("HEAD_REF", "^refs/heads/main$")),
        group(("HEAD_REF", "^refs/heads/release/")),  # a folder of branches
        group(("FILE_PATH", "src/")),
        WebhookSettings(),
    ],
)
def test_what_is_not_loose_stays(settings: WebhookSettings) -> None:
    found = safe(settings)

    assert (found.settings, found.changes) == (settings, ())


def test_a_branch_filter_is_anchored() -> None:
    found = safe(WebhookSettings(branch_filter="main"))

    assert found.settings == WebhookSettings(branch_filter="^main$")
    (change,) = found.changes
    assert change.startswith("branch_filter: main is now ^main$; no longer builds: PUSH refs/heads/")
    assert change.endswith(" does not match ^main$")


@pytest.mark.parametrize("first", range(0, _SEEDS, 150))
def test_whatever_is_anchored_starts_nothing_new_and_is_no_longer_loose(first: int) -> None:
    for seed in range(first, first + 150):
        for settings in filter(None, random_settings(Random(seed))):
            found = safe(settings)
            assert compare(settings, found.settings).starts == ()
            assert found.settings.problems() == settings.problems()
            assert len(found.changes) == sum(
                one != other
                for before, after in zip(settings.filter_groups, found.settings.filter_groups, strict=True)
                for one, other in zip(before.filters, after.filters, strict=True)
            ) + (settings.branch_filter != found.settings.branch_filter)


def test_the_command_says_what_it_changed_in_the_words_of_the_template(command: Command, tmp_path: Path) -> None:
    loose = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main"}]
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
    path = write(tmp_path / "t.json", {"Resources": {"Api": triggers("api", groups=[loose], Source=source)}})

    out = command("generate", "--safe", path)

    assert 'FilterGroup.on_push().and_branch_is("main")' in out
    assert "WH203" not in out
    assert (
        "        # Anchored by --safe:\n"
        "        # | FilterGroups[0][1]: ^refs/heads/main is now ^refs/heads/main$; no longer\n"
        "        # | builds: PUSH refs/heads/main-2: filter_groups[0]: HEAD_REF\n"
        "        # | 'refs/heads/main-2' does not match ^refs/heads/main$\n"
    ) in out
    assert "WH203" in command("generate", path)


def test_severities_and_rules_are_those_that_ask_for_anchors() -> None:
    found = lint(group(("ACTOR_ACCOUNT_ID", "1234567"), ("HEAD_REF", "main")))

    assert {each.id for each in found if each.severity is Severity.WARNING} >= {"WH201", "WH203"} <= _LOOSE
