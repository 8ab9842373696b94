"""The files that `lint` is measured on have webhooks to judge: the same, in each way in which they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.linted_files import template, template_with_parameters, terraform_plan
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("write", [template, template_with_parameters, terraform_plan], ids=lambda each: each.__name__)
def test_every_fourth_webhook_has_a_finding_and_nothing_is_skipped(
    write: Callable[[int], dict[str, Any]], tmp_path: Path
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.json").write_text(json.dumps(write(number)))
    report = lint_files(read_templates([tmp_path]), Selection())

    assert (report.webhooks, report.unread, report.undecided) == (8, (), ())
    assert [each.finding.id for each in report.findings] == ["WH201"] * 4


def test_the_group_of_one_stage_is_judged_with_that_stage(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps(template_with_parameters(0)))
    report = lint_files(read_templates([tmp_path]), Selection())

    assert ["(with Stage=prod)" in each.finding.message for each in report.findings] == [False, True]
