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


SENT = json.dumps(push())
IGNORED = json.dumps({**push(), "deleted": True})


@pytest.mark.parametrize(
    ("payload", "noted"),
    [
        (SENT, []),
        ('{"ref": "refs/heads/x", ' + SENT[1:], [(1, "ref")]),
        ('{"ref": 5,\n"ref": 6,\n' + SENT[1:], [(2, "ref"), (3, "ref")]),
        (SENT.replace('"message": ', '"message": "Old", "message": ', 1), [(1, "message")]),
        (SENT.replace('"id": 7', '"id": 8,\n "id": 7'), [(2, "id")]),
        ('{"sender": {}, "x": [{"y": 1, "y": 2}], ' + SENT[1:], [(1, "y"), (1, "sender")]),
        (IGNORED.replace('"deleted"', '"deleted": false, "deleted"'), [(1, "deleted")]),
    ],
)
def test_a_key_that_a_payload_has_twice_is_noted(
    command: Command, tmp_path: Path, payload: str, noted: list[tuple[int, str]]
) -> None:
    path = write(tmp_path / "t.json", {"Resources": {"Api": webhook("api")}})
    event = write(tmp_path / "p.json", payload)

    code, out, err = command.run("explain", path, "--event", event, "--event-name", "push")

    assert (code, bool(out)) == (0, True)
    lines = [line.partition(":".join([str(event), ""]))[2] for line in err.splitlines()]
    told = [(int(line.partition(":")[0]), line.partition(": ")[2]) for line in lines]
    end = "is written twice, and the last one counts"
    assert told == [(number, f"the key {key!r} {end}") for number, key in noted]


def test_no_more_than_five_keys_of_a_payload_are_named(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "t.json", {"Resources": {"Api": webhook("api")}})
    event = write(tmp_path / "p.json", "{" + '"ref": 1, ' * 7 + SENT[1:])

    _, _, err = command.run("explain", path, "--event", event)

    assert len(err.splitlines()) == 6
    assert err.splitlines()[-1] == f"webhook-constructs: note: {event}: 2 more keys are written twice"


def test_keys_of_a_payload_that_is_nested_too_deep_are_named_as_not_looked_at(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "t.json", {"Resources": {"Api": webhook("api")}})

    def noted(levels: int) -> tuple[int, str]:
        deep = '{"x": ' + '{"a": ' * levels + "1" + "}" * levels + ", "
        code, _, err = command.run("explain", path, "--event", write(tmp_path / "p.json", deep + SENT[1:]))
        return code, err.removeprefix("webhook-constructs: ").removesuffix("\n")

    not_looked_at = (
        0,
        f"note: {tmp_path / 'p.json'}: whether a key is written twice was not looked at: it is nested too deep",
    )
    answers = [noted(levels) for levels in range(800, 1_000)]
    assert answers[0] == (0, "")
    assert {code for code, _ in answers} <= {0, 2}
    assert {each for each in answers if each[0] == 0} <= {(0, ""), not_looked_at}
