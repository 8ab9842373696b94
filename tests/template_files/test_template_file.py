"""Templates in JSON and YAML: what is in them, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli.conftest import triggers, webhook, write
from webhook_constructs.template_files import yaml_template
from webhook_constructs.template_files.template_file import read_document, read_template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BOTH = {"Resources": {"Api": webhook(), "Web": triggers(Cache={}), "Empty": {"Type": "X", "Properties": {"L": []}}}}


def body(path: Path, text: str) -> Any:
    return read_document(write(path / "t.yaml", text)).body


@pytest.mark.parametrize(
    ("short", "written_out"),
    [
        ("!Ref Api", {"Ref": "Api"}),
        ("!Condition IsProd", {"Condition": "IsProd"}),
        ("!GetAtt Api.Arn", {"Fn::GetAtt": ["Api", "Arn"]}),
        ("!GetAtt Nested.Outputs.Name", {"Fn::GetAtt": ["Nested", "Outputs.Name"]}),
        ("!GetAtt [Api, Arn]", {"Fn::GetAtt": ["Api", "Arn"]}),
        ("!Sub '${Api}-x'", {"Fn::Sub": "${Api}-x"}),
        ("!Sub ['${A}', {A: !Ref Api}]", {"Fn::Sub": ["${A}", {"A": {"Ref": "Api"}}]}),
        ("!If [IsProd, !Ref 'AWS::NoValue', b]", {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, "b"]}),
        ("!ImportValue\n  Fn::Sub: x", {"Fn::ImportValue": {"Fn::Sub": "x"}}),
        ("!Base64 x", {"Fn::Base64": "x"}),
    ],
)
def test_short_forms_are_written_out(tmp_path: Path, short: str, written_out: Any) -> None:
    assert body(tmp_path, f"a: {short}\n") == {"a": written_out}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True),
        ("Yes", True),
        ("off", False),
        ("'true'", "true"),
        ("!!str true", "true"),
        ("~", None),
        ("''", ""),
        ("", None),
        ("012345", "012345"),
        ("1e3", "1e3"),
        ("2010-09-09", "2010-09-09"),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_words_without_quotes_are_what_cloudformation_takes_them_for(tmp_path: Path, scalar: str, value: Any) -> None:
    """Numbers are texts for the properties that are read here, and an account id must not lose its zero."""
    assert body(tmp_path, f"a: {scalar}\n") == {"a": value}


def test_keys_are_texts(tmp_path: Path) -> None:
    assert body(tmp_path, "on: 1\n2: b\n") == {"on": "1", "2": "b"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x {b: c}\nd: *x\n", {"a": {"b": "c"}, "d": {"b": "c"}}),
        ("a: &x b\nc: *x\n", {"a": "b", "c": "b"}),
        ("a: &x !Sub b\nc: *x\n", {"a": {"Fn::Sub": "b"}, "c": {"Fn::Sub": "b"}}),
        ("a: &x {b: 1}\nd: {b: 2, <<: *x, c: 3}\n", {"a": {"b": "1"}, "d": {"b": "2", "c": "3"}}),
        ("a: {<<: {b: 1}, b: 2}\n", {"a": {"b": "2"}}),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}, text]}\n", {"a": {"b": "1", "c": "3"}}),
    ],
)
def test_aliases_and_merges_are_followed(tmp_path: Path, text: str, value: Any) -> None:
    assert body(tmp_path, text) == value


def test_the_first_document_counts(tmp_path: Path) -> None:
    assert body(tmp_path, "a: 1\n---\nb: 2\n") == {"a": "1"}


@pytest.mark.parametrize("name", ["t.yaml", "t.json", "t.template", "t"])
def test_json_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    assert read_template(write(tmp_path / name, BOTH)).body == BOTH


def test_yaml_is_read_under_any_name_but_that_of_json(tmp_path: Path) -> None:
    assert read_template(write(tmp_path / "t.template", yaml.safe_dump(BOTH))).body == BOTH


def test_yaml_is_read_without_the_parser_in_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_template, "_LOADER", yaml.SafeLoader)

    assert body(tmp_path, yaml.safe_dump(BOTH)) == BOTH


PLACES = {"Resources": {"A": {"Properties": {"P": [[], "x1", [{"k": "x2"}, {"m": {"n": "x3"}}]], "Q": {}}}}}


@pytest.mark.parametrize(
    ("steps", "is_there"),
    [
        (("Resources", "A"), "A"),
        (("Resources", "A", "Properties", "P", 1), "x1"),
        (("Resources", "A", "Properties", "P", 2, 0, "k"), "k"),
        (("Resources", "A", "Properties", "P", 2, 1, "m", "n"), "n"),
        (("Resources", "A", "Properties", "Q"), "Q"),
    ],
)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("t.json", json.dumps(PLACES), id="json"),
        pytest.param("t.json", "\n " + json.dumps(PLACES, indent=2), id="json-on-lines"),
        pytest.param("t.yaml", yaml.safe_dump(PLACES), id="yaml"),
        pytest.param("t.yaml", yaml.safe_dump(PLACES, default_flow_style=True), id="yaml-like-json"),
    ],
)
def test_a_place_is_where_its_key_or_element_is_written(
    tmp_path: Path, name: str, text: str, steps: Sequence[str | int], is_there: str
) -> None:
    place = read_template(write(tmp_path / name, text)).place(steps)

    assert place is not None
    line, column = place
    assert text.splitlines()[line - 1][column - 1 :].lstrip('"').startswith(is_there)


@pytest.mark.parametrize("steps", [("Resources", "Api", "Properties", "Nope", "X"), ("Resources", "Api", "Type", 0, 1)])
@pytest.mark.parametrize("name", ["t.json", "t.yaml"])
def test_a_place_that_there_is_not_is_the_last_one_on_the_way(tmp_path: Path, name: str, steps: Sequence[Any]) -> None:
    text = json.dumps(BOTH, indent=1) if name == "t.json" else yaml.safe_dump(BOTH)
    file = read_template(write(tmp_path / name, text))

    assert file.place(steps) == file.place(steps[:3])


@pytest.mark.parametrize("name", ["t.json", "t.yaml"])
def test_the_whole_template_has_no_place(tmp_path: Path, name: str) -> None:
    assert read_template(write(tmp_path / name, json.dumps(BOTH))).place(()) is None


def test_what_an_alias_repeats_is_where_it_was_written(tmp_path: Path) -> None:
    text = "Resources:\n  A: &a\n    Properties: {P: [x]}\n  B:\n    <<: *a\n"
    file = read_template(write(tmp_path / "t.yaml", text))

    assert file.place(("Resources", "B", "Properties")) == (5, 5)
    assert file.place(("Resources", "B", "Properties", "P", 0)) == (3, 22)
