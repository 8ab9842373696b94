"""Texts of templates neither break the module nor become code."""

from __future__ import annotations

import ast
import json
import keyword
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.extent import RUNS_ALL

from .generated import generated, read, synthesized, webhooks_of

_NUMBER = 20_000 if RUNS_ALL else 600
_TOGETHER = 200
_PIECES = (
    *"\"'\\\n\r\t\0#{}[]()$%:;,=&|*^?+.-_/ ab1é字😀\u2028\u2029\u202e\x1b\x7f\ufeff",
    '"""',
    "'''",
    "\\x",
    "\\N{",
    "${AWS::Region}",
    "import os; os.abort()",
    "# type: ignore",
    "# ruff: noqa",
    "# -*- coding: utf-7 -*-",
    "::error::",
    "##vso[",
    "\\",
)
_NAMES = (*keyword.kwlist, "self", "Stack", "Webhooks", "super", "codebuild", "CodeBuildWebhook", "ACCOUNTS", "print")
_STATEMENTS = (ast.Expr, ast.ImportFrom, ast.Assign, ast.ClassDef)


def text(random: Random) -> str:
    return "".join(random.choices(_PIECES, k=random.randrange(1, 9)))


def pattern(random: Random) -> str:
    return random.choice([text(random), f"^{text(random)}$", f"^refs/heads/{text(random)}$", f"^({text(random)}|x)$"])


def template(random: Random, number: int) -> dict[str, Any]:
    """A template whose every text is hostile, but for what CodeBuild takes as the name of a project."""
    position = number % _TOGETHER
    project = _NAMES[position] if position < len(_NAMES) else f"p{number}"
    types = ["HEAD_REF", "FILE_PATH", "COMMIT_MESSAGE", "ACTOR_ACCOUNT_ID"]
    filters = [{"Type": random.choice(types), "Pattern": pattern(random)} for _ in range(random.randrange(1, 4))]
    source = {
        "Type": random.choice(["GITHUB", "GITHUB_ENTERPRISE"]),
        "Location": f"https://github.com/acme/{text(random)}",
    }
    triggers = {"Webhook": True, "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}, *filters]]}
    properties = {"Name": project, "Source": source, "Triggers": triggers}
    return {"Resources": {text(random): {"Type": "AWS::CodeBuild::Project", "Properties": properties}}}


def templates(folder: Path, first: int) -> Path:
    random = Random(first)
    for number in range(first, first + _TOGETHER):
        path = folder / f"{number}{random.choice(['', ' #', chr(34), chr(39), 'é'])}.json"
        path.write_text(json.dumps(template(random, number)), encoding="utf-8")
    return folder


@pytest.mark.parametrize("first", range(0, _NUMBER, _TOGETHER))
def test_a_module_has_the_statements_of_a_module_and_no_others(first: int, tmp_path: Path) -> None:
    module = generated(templates(tmp_path, first))

    tree = ast.parse(module.text)
    assert {type(each) for each in tree.body} <= set(_STATEMENTS)
    assert [each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)] == [
        each for each in tree.body if isinstance(each, ast.ClassDef)
    ]
    called = {ast.unparse(each.func).split(".")[0] for each in ast.walk(tree) if isinstance(each, ast.Call)}
    assert called <= {"CodeBuildWebhook", "FilterGroup", "codebuild", "super", "super()", "Filter"}
    assert {each for each in module.text if not each.isprintable()} == {"\n"}
    assert module.stacks


def test_webhooks_with_hostile_texts_are_synthesized_as_they_were_read(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    source = templates(tmp_path / "source", 0)
    module = generated(source)
    written = {each.read.project for stack in module.stacks for each in stack.webhooks}
    assert len(written) > _TOGETHER / 4  # RE2 refuses many of the patterns

    wanted = {project: each for project, each in webhooks_of(read(source)).items() if project in written}
    assert webhooks_of(read(synthesized(module, tmp_path))) == wanted
