"""Templates of cdk-stacksets are judged by the command and by the plugin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
import cdk_stacksets as stack_sets

from tests.cdk.test_validation_plugin import app_with_plugin, violations
from tests.template_files.apps import open_project
from webhook_constructs.cli import main
from webhook_constructs.template_files.search import read_templates

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from constructs import Construct


def add_stack_set(scope: Construct) -> None:
    stack = stack_sets.StackSetStack(scope, "Member")
    open_project(stack)
    target = stack_sets.StackSetTarget.from_accounts(regions=["eu-west-1"], accounts=["111122223333"])
    template = stack_sets.StackSetTemplate.from_stack_set_stack(stack)
    stack_sets.StackSet(scope, "Set", target=target, template=template)


def test_the_template_of_a_stack_set_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = app_with_plugin(tmp_path)
    for scope in (app, cdk.Stage(app, "Prod")):
        add_stack_set(cdk.Stack(scope, "Platform"))
    app.synth()
    capsys.readouterr()

    main(["lint", str(tmp_path), "--format", "json"])

    found = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in found["findings"]] == ["WH201", "WH201"]
    assert sorted((rule, path) for rule, _, path, _ in violations(tmp_path)) == [
        ("WH201", "Platform/Member/Native/Resource"),
        ("WH201", "Prod/Platform/Member/Native/Resource"),
    ]
    members = [each.template for each in read_templates([tmp_path]).files if "stackset" in each.path.name]
    assert sorted((each.stage, each.is_for_many) for each in members) == [("", True), ("Prod", True)]
