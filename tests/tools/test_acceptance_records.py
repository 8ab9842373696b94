"""Records of acceptance runs: which are taken, and what the page of assumptions says of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.not_tried import not_tried
from tests.acceptance.record import Observation, Record
from tools import acceptance, acceptance_records
from tools.assumptions_page import assumptions_page

STRANGE: list[dict[str, Any]] = [
    {"region": "../../../../etc"},
    {"region": 5},
    {"date": "2027-01-31/../../x"},
    {"hosts": ["../GITHUB"]},
    {"hosts": "GITHUB"},
    {"versions": {}},
    {"versions": {"webhook-constructs": "0.2.0\n# Heading"}},
    {"versions": []},
    {"assumptions": []},
    {"assumptions": {"rejected": "holds"}},
    {"assumptions": {"rejected": {"result": "maybe", "answer": ""}}},
    {"assumptions": {"rejected": {"result": "holds", "answer": "yes\n\n# Heading"}}},
    {"assumptions": {"rejected": {"result": "holds", "answer": None}}},
]
"""Members that a record of a run never has."""


def record_of(backend: str = "AWS", **observations: Observation) -> dict[str, Any]:
    record = Record(backend, "eu-west-1", ["GITHUB", "GITHUB_ENTERPRISE"])
    for name, observation in observations.items():
        record.observe(name.replace("_", "-"), observation)
    written = record.to_json(not_tried())
    return {**written, "date": "2027-01-31", "versions": {**written["versions"], "webhook-constructs": "0.2.0"}}


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of records."""
    monkeypatch.setattr(acceptance_records, "RECORDS", tmp_path / "records")
    return tmp_path / "records"


def test_a_record_is_put_beside_the_others_and_the_page_says_what_was_seen(records: Path, tmp_path: Path) -> None:
    file = tmp_path / "acceptance.json"
    written = record_of(
        omitted_on_update=Observation.of("the filter groups are gone", holds=False),
        unknown_event=Observation.of("rejected", holds=True),
        secret_date=Observation.not_tried("the probe failed"),
    )
    file.write_text(json.dumps(written))

    assert acceptance.main(["page", str(file)]) == 0

    (kept,) = records.iterdir()
    assert kept.name == "2027-01-31-eu-west-1-github-github-enterprise.json"
    assert json.loads(kept.read_text()) == written
    lines = [line for line in assumptions_page().splitlines() if "On an account" in line]
    assert lines == [
        "- On an account it holds: rejected (eu-west-1, 2027-01-31, version 0.2.0)",
        "- On an account it differs: the filter groups are gone (eu-west-1, 2027-01-31, version 0.2.0)",
    ]
    assert "no record of an account has been sent yet" not in assumptions_page()


def test_an_answer_is_shown_and_does_nothing(records: Path, tmp_path: Path) -> None:
    file = tmp_path / "acceptance.json"
    answer = "[here](x) <img src=x> `code` *a* _b_ | c \\"
    file.write_text(json.dumps(record_of(unknown_event=Observation.of(answer, holds=True))))

    assert acceptance.main(["page", str(file)]) == 0

    (line,) = (line for line in assumptions_page().splitlines() if "On an account" in line)
    assert line.startswith(r"- On an account it holds: \[here\](x) \<img src=x\> \`code\` \*a\* \_b\_ \| c \\ (eu")
    assert records.exists()


def test_without_a_record_the_page_says_so(records: Path) -> None:
    assert not records.exists()
    assert "could try; no record of an account has been sent yet." in assumptions_page().replace("\n", " ")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param("[", "cannot be read: ", id="no-json"),
        pytest.param("[]", "is no record of this version: it has format 1 and assumptions, backend", id="no-record"),
        pytest.param(
            json.dumps({**record_of(), "format": 2}), "is no record of this version: it has format 1", id="later-format"
        ),
        pytest.param(
            json.dumps(record_of("embedded")),
            "is of the embedded AWS, which says nothing of AWS: run make acceptance AWS=1",
            id="embedded",
        ),
        pytest.param(
            json.dumps({**record_of(), "region": "arn:aws:codebuild:eu-west-1:111122223333:project/ci"}),
            "has what looks like a secret, an account ID or a URL: it was not written by make acceptance",
            id="confidential",
        ),
        *(
            pytest.param(
                json.dumps({**record_of(), **members}),
                "has a member of another form than make acceptance writes",
                id=f"{next(iter(members))}-{number}",
            )
            for number, members in enumerate(STRANGE)
        ),
    ],
)
def test_what_is_no_record_of_an_account_is_refused(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, error: str
) -> None:
    file = tmp_path / "acceptance.json"
    file.write_text(content)

    assert acceptance.main(["page", str(file)]) == 2

    assert re.fullmatch(rf"acceptance: {re.escape(str(file))} {re.escape(error)}.*\n", capsys.readouterr().err)
    assert not records.exists()
