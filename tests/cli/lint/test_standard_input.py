"""A template on the standard input."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, template, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

YAML = """\
Resources:
  Api:
    Type: Custom::CodeBuildWebhook
    Properties:
      ProjectName: api
      FilterGroups:
        - - {Type: EVENT, Pattern: PUSH}
          - {Type: ACTOR_ACCOUNT_ID, Pattern: "12345"}
"""


def given(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


@pytest.mark.parametrize(
    ("content", "place"),
    [(YAML, "<stdin>:8:13"), (json.dumps({"Resources": {"Api": webhook(groups=[OPEN])}}), "<stdin>:1:")],
    ids=["yaml", "json"],
)
def test_a_template_on_the_standard_input_is_judged(
    command: Command, monkeypatch: pytest.MonkeyPatch, content: str, place: str
) -> None:
    given(monkeypatch, content)

    code, out, err = command.run("lint", "-")

    assert (code, err) == (0, "")
    assert out.startswith(place)
    assert out.endswith("1 webhook: 1 warning\n")


def test_it_is_judged_together_with_files(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template(tmp_path / "t.json", Web=webhook("web"))
    given(monkeypatch, YAML)

    assert command("lint", "-", "t.json").endswith("2 webhooks: 1 warning\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "<stdin>: it is no CloudFormation template: it has no Resources, and it has none of the other forms "),
        ("{", "<stdin>:1:2: it is no JSON: "),
    ],
)
def test_what_is_no_template_is_named(
    command: Command, monkeypatch: pytest.MonkeyPatch, content: str, says: str
) -> None:
    given(monkeypatch, content)

    code, out, err = command.run("lint", "-")

    assert (code, out) == (2, "nothing could be read\n")
    assert err.startswith(f"webhook-constructs: {says}")


def test_a_standard_input_that_is_closed_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    assert command.run("lint", "-") == (
        2,
        "nothing could be read\n",
        "webhook-constructs: <stdin>: there is no standard input to read: it is closed\n",
    )


def test_a_file_of_that_name_is_read_by_its_path(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "-", Api=webhook())

    assert command("lint", "./-") == "1 webhook: nothing found\n"
