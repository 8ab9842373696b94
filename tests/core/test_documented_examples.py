"""Every filter group that AWS's documentation shows, as data with its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.support_matrix_page import support
from webhook_constructs.core import FilterType, SourceProvider, WebhookSettings

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "codebuild_doc_examples.json").read_text()
)
SETTINGS = ("filterGroups", "scopeConfiguration", "pullRequestBuildPolicy")
REFUSED = {
    "filter_not_allowed_for_event": "BASE_REF is not allowed with PUSH",
    "regex_not_re2": "RE2 refuses the pattern at character 13: invalid perl operator: (?!",
}


def read(example: dict[str, Any]) -> WebhookSettings:
    written = {name: example[name] for name in SETTINGS if name in example}
    return WebhookSettings.from_api(written, provider=SourceProvider(example["provider"]))


def normalised(groups: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Remove what has no effect: blanks in lists of events, and exclusion that is false."""
    return [
        [
            {
                name: value.replace(", ", ",") if name == "pattern" and each["type"] == "EVENT" else value
                for name, value in each.items()
                if value is not False
            }
            for each in group
        ]
        for group in groups
    ]


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 47
    assert sum(len(example.get("expect", ())) for example in EXAMPLES) == 317


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_an_example_is_read_and_written_as_it_is(example: dict[str, Any]) -> None:
    settings = read(example)

    assert settings.to_api()["filterGroups"] == normalised(example["filterGroups"])
    assert WebhookSettings.from_api(settings.to_api(), provider=settings.provider) == settings
    assert WebhookSettings.from_cfn(settings.to_cfn(), provider=settings.provider) == settings


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_an_example_has_a_problem_if_the_service_refuses_it(example: dict[str, Any]) -> None:
    problems = read(example).problems()

    if example.get("valid", True):
        assert problems == ()
    else:
        assert len(problems) == 1
        assert REFUSED[example["refused_because"]] in problems[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_no_example_that_works_is_wrong_by_the_support_matrix(example: dict[str, Any]) -> None:
    settings = read(example)
    wrong = [
        (event, each.type)
        for group in settings.filter_groups
        for each in group.filters
        if each.type is not FilterType.EVENT
        for event in type(group).EVENTS
        if event.value in (group.event_names or ())
        and settings.provider is not None
        and support(settings.provider, event, each.type).is_certainly_wrong
    ]

    assert bool(wrong) == (example.get("refused_because") == "filter_not_allowed_for_event")
