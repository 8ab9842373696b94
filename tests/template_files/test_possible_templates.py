"""Files that an assembly has uploaded: which of them are templates, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import OPEN, template, triggers, write
from tests.template_files.apps import JSON, YAML
from webhook_constructs.cli.explain.answers import read_webhooks
from webhook_constructs.template_files.possible_templates import read_asset
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.template_files.template_file import MOST_BYTES
from webhook_constructs.templates.template_error import TemplateError

if TYPE_CHECKING:
    from pathlib import Path

NO_TEMPLATE = "it is no template in JSON or YAML"
TEXT = "Resources for the team: https://example.com [see there\n"
SCRIPT = """#!/usr/bin/env python3
print({"Resources": {"Api": "AWS::CodeBuild::Project"}})  # AWSTemplateFormatVersion: '2010-09-09'
if True: print("a: b: c")
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.json", b"[1, 2", id="broken-data"),
        pytest.param("a.json", b'{"Resources": ["a"]}', id="list-of-resources"),
        pytest.param("a.json", b'{"other": "Resources"}', id="word-elsewhere"),
        pytest.param("a.yaml", b"kind: Deployment\nresources: {}\n", id="kubernetes"),
        pytest.param("a.yaml", b"kind: [\n", id="broken-yaml-of-something-else"),
        pytest.param("a.md", TEXT.encode(), id="text"),
        pytest.param("a", TEXT.encode(), id="text-of-no-suffix"),
        pytest.param("a.py", SCRIPT.encode(), id="script"),
        pytest.param("a.zip", b"PK\3\4\0\0" + JSON.encode(), id="archive"),
        pytest.param("a.json", b"\0\0" + JSON.encode(), id="binary-of-another-name"),
        pytest.param("a", b"", id="empty"),
        pytest.param("a.bin", JSON.encode() + b" " * MOST_BYTES, id="large"),
        pytest.param("a.json", JSON.encode() + b" " * MOST_BYTES, id="large-data"),
    ],
)
def test_what_is_no_template_is_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert read_asset(tmp_path / name) is None


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "image.iso").open("wb") as file:
        file.truncate(1 << 40)  # a file with a hole, of more than any machine has memory

    assert read_asset(tmp_path / "image.iso") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", JSON.encode()),
        ("a.yaml", YAML.encode()),
        ("a.YML", YAML.encode("utf-16")),
        ("a.template", YAML.encode("utf-8-sig")),
        ("a", YAML.encode()),
        ("a.txt", JSON.encode()),
        ("a.product", ("\n" * 10_000 + YAML).encode()),
    ],
)
def test_a_template_is_read_whatever_it_is_called(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    document = read_asset(tmp_path / name)

    assert document is not None
    assert list(document.body["Resources"]) == ["Native"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.json", b'{"Resources": {', "it is no JSON: expecting property name", id="json"),
        pytest.param("a.yaml", b"Resources: [", "it is no YAML: did not find expected node content", id="yaml"),
        pytest.param("a", b"# Ours\n\nResources: [", "it is no YAML: did not find expected node", id="no-suffix"),
        pytest.param("a.x", b"\xef\xbb\xbfResources: [", "it is no YAML", id="byte-order-mark"),
        pytest.param("a.txt", b'{\n"AWSTemplateFormatVersion": ', "it is no YAML|it is no JSON", id="other-suffix"),
        pytest.param("a.yaml", YAML.encode("utf-16-le"), f"{NO_TEMPLATE}: it is in UTF-16 without", id="utf-16"),
        pytest.param("a.json", b'{"Resources":' * 300 + b"1" + b"}" * 300, "it is nested more than 200", id="deep"),
        pytest.param("a.template.json", b"P\3\0\0", f"{NO_TEMPLATE}: it is a binary file", id="binary-template"),
        pytest.param("a.template.json", b" " * (MOST_BYTES + 1), "it is bigger than 8 MB", id="large-template"),
        pytest.param("a.product.template.json", b"[]", None, id="template-that-is-none"),
        pytest.param("a.yaml", None, "it cannot be read: No such file or directory", id="missing-yaml"),
        pytest.param("a.json", None, "it cannot be read: No such file or directory", id="missing-json"),
        pytest.param("a", None, "it cannot be read: No such file or directory", id="missing"),
    ],
)
def test_what_seems_a_template_and_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes | None, says: str | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    if says is None:
        assert read_asset(tmp_path / name) is None
        return

    with pytest.raises(TemplateError, match=rf"a.*: ({says})"):
        read_asset(tmp_path / name)


@pytest.mark.parametrize("name", ["a.zip", "a.bin", "a.jar"])
def test_a_file_that_is_missing_and_is_no_template_is_not_named(tmp_path: Path, name: str) -> None:
    assert read_asset(tmp_path / name) is None


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")

    with pytest.raises(TemplateError, match="it cannot be read: it is no file"):
        read_asset(tmp_path / "a.json")


def assembly(folder: Path, source: Any, **more: Any) -> Path:
    """A cloud assembly with a stack that has one asset."""
    template(folder / "S.template.json", Api=triggers(groups=[OPEN]))
    write(folder / "S.assets.json", {"files": {"1": {"source": source, **more}}})
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.template.json"}}
    listed = {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}}
    write(folder / "manifest.json", {"artifacts": {"S.assets": listed, "S": stack}})
    return folder


@pytest.mark.parametrize("packaging", [{}, {"packaging": "file"}])
def test_an_asset_that_is_a_file_is_read(tmp_path: Path, packaging: dict[str, str]) -> None:
    write(tmp_path / "product.yaml", YAML)

    found = read_templates([assembly(tmp_path / "cdk.out", {"path": "../product.yaml", **packaging})])

    assert [each.path for each in found.files] == [tmp_path / "cdk.out" / "S.template.json", tmp_path / "product.yaml"]
    assert [each.template.is_for_many for each in found.files] == [False, True]


@pytest.mark.parametrize(
    "source", [{"path": "../product.yaml", "packaging": "zip"}, {"path": ".."}, {"executable": ["make"]}, {}]
)
def test_another_asset_is_not(tmp_path: Path, source: dict[str, Any]) -> None:
    write(tmp_path / "product.yaml", YAML)

    found = read_templates([assembly(tmp_path / "cdk.out", source)])

    assert [each.path.name for each in found.files] == ["S.template.json"]
    assert (found.unread, found.broken) == ((), ())


def test_explain_and_predict_look_at_a_product(tmp_path: Path) -> None:
    write(tmp_path / "product.yaml", YAML)

    found = read_webhooks(assembly(tmp_path / "cdk.out", {"path": "../product.yaml"}))

    assert [(each.template.name, each.webhook.logical_id) for each in found] == [
        ("S.template.json", "Api"),
        ("product.yaml", "Native"),
    ]


def test_the_rest_is_read_where_an_asset_cannot_be(tmp_path: Path) -> None:
    found = read_templates([assembly(tmp_path / "cdk.out", {"path": "asset.1.yaml"})])

    assert [each.path.name for each in found.files] == ["S.template.json"]
    assert [str(each) for each in found.unread] == [
        f"{tmp_path / 'cdk.out' / 'asset.1.yaml'}: it cannot be read: No such file or directory"
    ]


def test_a_path_below_a_symlink_is_the_one_that_is_written(tmp_path: Path) -> None:
    write(tmp_path / "real" / "product.yaml", YAML)
    assembly(tmp_path / "real" / "cdk.out", {"path": "../product.yaml"})
    (tmp_path / "link").symlink_to("real")

    found = read_templates([tmp_path / "link" / "cdk.out", tmp_path / "real" / "cdk.out"])

    assert [each.path.name for each in found.files] == ["S.template.json", "product.yaml"]
    assert {each.template.app for each in found.files} == {(tmp_path / "real" / "cdk.out").as_posix()}
