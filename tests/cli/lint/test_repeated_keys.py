"""What the commands note of keys that an object of a template has twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import triggers, webhook, write
from tests.github_payloads import push

if TYPE_CHECKING:
    from tests.cli.conftest import Command, Git

WEB = json.dumps(triggers("web"))
OURS = json.dumps(webhook("api"))
DOUBLE = (WEB[:-1] + ', "Type": "AWS::CodeBuild::Project"}').replace('"Name"', '"Name": "x", "Name"')
OTHER = '{"Type": "AWS::SNS::Topic", "Type": "AWS::SNS::Topic", "Properties": {"A": 1, "A": 2}}'

CASES: list[Any] = [
    pytest.param("t.json", f'{{"Resources": {{"Web": {DOUBLE}}}}}', ["Name", "Type"], id="project"),
    pytest.param(
        "t.json",
        '{"Resources": {"Api": ' + OURS.replace('"ProjectName"', '"ProjectName": "b", "ProjectName"') + "}}",
        ["ProjectName"],
        id="webhook",
    ),
    pytest.param(
        "t.json", f'{{"Resources": {{"T": {OTHER}, "Web": {DOUBLE}}}}}', ["Name", "Type"], id="after-another-resource"
    ),
    pytest.param(
        "t.json",
        f'{{"X": {{"a": 1, "a": 2}}, "Resources": {{}}, "Resources": {{"Web": {WEB}, "Web": {DOUBLE}}}}}',
        ["Resources", "Web", "Name", "Type"],
        id="sections-and-ids",
    ),
    pytest.param("t.json", f'{{"Resources": {{"T": {OTHER}, "Web": {WEB}}}}}', ["Type"], id="only-elsewhere"),
    pytest.param(
        "t.json",
        f'{{"Outputs": [{{"b": 1, "b": 2}}, {{"b": [[]]}}], "Resources": {{"Web": {DOUBLE}}}}}',
        ["Name", "Type"],
        id="after-lists",
    ),
    pytest.param(
        "t.yaml",
        "Outputs: [{a: 1, a: 2}]\nResources:\n  T: {Type: AWS::SNS::Topic, Type: AWS::SNS::Topic}\n  Web:\n"
        "    Type: AWS::CodeBuild::Project\n    Properties:\n      Name: x\n      Name: web\n      Triggers:\n"
        "        Webhook: true\n        FilterGroups: [[{Type: EVENT, Pattern: a, Pattern: PUSH}]]\n"
        "        Webhook: true\n",
        ["Name", "Pattern", "Webhook"],
        id="yaml",
    ),
]


def keys(err: str) -> list[str]:
    lines = err.splitlines()
    assert [line for line in lines if not line.endswith(" is written twice, and the last one counts")] == []
    assert [line for line in lines if not line.startswith("webhook-constructs: note: t.")] == []
    return [line.split("'")[1] for line in lines]


@pytest.fixture(params=["lint", "explain", "predict"])
def arguments(request: pytest.FixtureRequest, tmp_path: Path, git: Git) -> list[str]:
    git.commit("first", "a.txt")
    git.is_pushed("main")
    git.commit("second", "b.txt")
    more = {
        "lint": ["--fail-on", "never"],
        "explain": ["--event", str(write(tmp_path / "p.json", push()))],
        "predict": ["-C", str(git.folder)],
    }
    return [str(request.param), *more[str(request.param)]]


@pytest.mark.parametrize(("name", "text", "expected"), CASES)
def test_every_repeated_key_that_decides_is_noted(
    command: Command, arguments: list[str], name: str, text: str, expected: list[str]
) -> None:
    write(Path(name), text)

    code, _, err = command.run(*arguments, name)

    assert (code, keys(err)) == (0, expected)


@pytest.mark.parametrize(
    ("times", "last"),
    [(5, None), (6, "t.json: 1 more key is written twice"), (1_007, "t.json: 1,002 more keys are written twice")],
)
def test_no_more_than_five_are_named(
    command: Command, tmp_path: Path, arguments: list[str], times: int, last: str | None
) -> None:
    again = ', "Type": "AWS::CodeBuild::Project"' * times
    write(tmp_path / "t.json", f'{{"Resources": {{"Web": {WEB[:-1]}{again}}}}}}}')

    code, _, err = command.run(*arguments, "t.json")

    named, more = err.splitlines()[:5], err.splitlines()[5:]
    assert (code, keys("\n".join(named))) == (0, ["Type"] * 5)
    assert more == ([] if last is None else [f"webhook-constructs: note: {last}"])
