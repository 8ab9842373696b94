"""The encodings of the files that a command reads."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, template, triggers, webhook, write
from tests.github_payloads import push
from webhook_constructs.cli.git.file_list import read_file_list
from webhook_constructs.template_files.text_file import EncodingError, decoded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

TEXT = '{"message": "Gr\u00fc\u00dfe \u2713 \U0001f680"}'
READ = [
    pytest.param(TEXT.encode(), id="utf-8"),
    pytest.param(TEXT.encode("utf-8-sig"), id="utf-8-with-a-mark"),
    pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16-little-endian"),
    pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16-big-endian"),
]
IN_UTF_8 = "write it in UTF-8"
REFUSED = [
    pytest.param(TEXT.encode("utf-16-le"), f"it is in UTF-16 without a byte-order mark: {IN_UTF_8}", id="utf-16-le"),
    pytest.param(TEXT.encode("utf-16-be"), f"it is in UTF-16 without a byte-order mark: {IN_UTF_8}", id="utf-16-be"),
    pytest.param(
        f"\u6587 = {TEXT}\n".encode("utf-16-le"),
        f"it is in UTF-16 without a byte-order mark: {IN_UTF_8}",
        id="utf-16-le-that-begins-beyond-ascii",
    ),
    pytest.param(
        f"\u6587 = {TEXT}\n".encode("utf-16-be"),
        f"it is in UTF-16 without a byte-order mark: {IN_UTF_8}",
        id="utf-16-be-that-begins-beyond-ascii",
    ),
    pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), f"it is in UTF-32: {IN_UTF_8}", id="utf-32-le"),
    pytest.param(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), f"it is in UTF-32: {IN_UTF_8}", id="utf-32-be"),
    pytest.param('{"a": "\u00fc"}'.encode("latin-1"), f"it is not in UTF-8, at byte 8: {IN_UTF_8}", id="latin-1"),
    pytest.param('"\u4e2d"'.encode("gb18030"), f"it is not in UTF-8, at byte 2: {IN_UTF_8}", id="gb18030"),
    pytest.param(
        codecs.BOM_UTF8 + b"\xff",
        f"it has the byte-order mark of UTF-8 and is not in it, at byte 1: {IN_UTF_8}",
        id="utf-8-mark-alone",
    ),
    pytest.param(
        codecs.BOM_UTF16_LE + b"{\0}",
        f"it has the byte-order mark of UTF-16 and is not in it, at byte 5: {IN_UTF_8}",
        id="half-of-utf-16",
    ),
    pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "it is a binary file", id="png"),
    pytest.param(b'{"a": "\0"}', "it is a binary file", id="nul"),
]


@pytest.mark.parametrize("content", READ)
def test_a_text_is_read_in_its_encoding(content: bytes) -> None:
    assert decoded(content) == TEXT


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_another_encoding_is_named(content: bytes, says: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decoded(content)

    assert str(caught.value) == says


ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-be-with-a-mark"]


def encoded(text: str, encoding: str) -> bytes:
    return (
        codecs.BOM_UTF16_BE + text.encode("utf-16-be") if encoding == "utf-16-be-with-a-mark" else text.encode(encoding)
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_payload_is_read_in_its_encoding(command: Command, tmp_path: Path, encoding: str) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), tmp_path / "p.json"
    event.write_bytes(encoded(json.dumps(push(message="Gr\u00fc\u00dfe"), ensure_ascii=False), encoding))

    assert command("explain", path, "--event", event).startswith('PUSH refs/heads/main, 1 file, "Gr\u00fc\u00dfe"\n')


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_a_payload_in_another_encoding_is_refused(command: Command, tmp_path: Path, content: bytes, says: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    (tmp_path / "p.json").write_bytes(content)

    assert command.refused("explain", path, "--event", "p.json") == (
        f"webhook-constructs: p.json cannot be read: {says}\n"
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["t.json", "t.yaml", "t.template"])
def test_a_template_is_read_in_its_encoding(command: Command, tmp_path: Path, encoding: str, name: str) -> None:
    body = {"Resources": {"Api": webhook("gr\u00fc\u00dfe", groups=[OPEN])}}
    (tmp_path / name).write_bytes(encoded(json.dumps(body, ensure_ascii=False), encoding))

    assert command.ids("t.json" if name == "t.json" else name) == ["WH201"]


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_a_template_in_another_encoding_is_refused(command: Command, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "t.json").write_bytes(content)

    code, out, err = command.run("lint", "t.json")

    assert (code, out) == (2, "nothing could be read\n")
    assert err == f"webhook-constructs: t.json: it is no template in JSON or YAML: {says}\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_configuration_is_read_in_its_encoding(command: Command, tmp_path: Path, encoding: str) -> None:
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    (tmp_path / "pyproject.toml").write_bytes(encoded('[tool.webhook-constructs]\nignore = ["WH2"]\n', encoding))

    assert command.ids("t.json") == []


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_configuration_in_another_encoding_is_refused(
    command: Command, tmp_path: Path, content: bytes, says: str
) -> None:
    template(tmp_path / "t.json", Api=webhook())
    (tmp_path / "pyproject.toml").write_bytes(content)

    assert command.refused("lint", "t.json") == (
        f"webhook-constructs: {tmp_path}/pyproject.toml: it cannot be read: {says}\n"
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_of_files_is_read_in_its_encoding(encoding: str) -> None:
    assert read_file_list(encoded("gr\u00f6\r\nb\n", encoding)) == ("gr\u00f6", "b")


@pytest.mark.parametrize(
    "content", [codecs.BOM_UTF32_LE + "a\n".encode("utf-32-le"), codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF8 + b"\xff"]
)
def test_a_list_of_files_that_is_not_what_its_mark_says_is_refused(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", push())
    (tmp_path / "files").write_bytes(content)

    printed = command.refused("explain", path, "--event", event, "--files-from", "files")

    assert "Error: Invalid value for --files-from: 'files': it " in printed
    assert printed.endswith(f": {IN_UTF_8}\n")


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_list_of_files_in_utf_16_without_a_mark_is_refused(command: Command, tmp_path: Path, order: str) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", push())
    (tmp_path / "files").write_bytes("src/app.py\r\n".encode(order))

    assert command.refused("explain", path, "--event", event, "--files-from", "files").endswith(
        "Error: Invalid value for --files-from: 'files': it is in UTF-16 without a byte-order mark: write it in UTF-8, "
        "each name on a line of its own, as git does without -z\n"
    )


WEB = json.dumps(triggers("web"))
TWICE = [
    pytest.param('{"Resources": {"Api": WEB, @"Api": WEB}}', "Api", id="resource"),
    pytest.param('{"Resources": {},\n  @"Resources": {"Api": WEB}}', "Resources", id="top"),
    pytest.param('{\n"Resources": {"Api": WEB, @"\\u0041pi" : WEB}}', "Api", id="escaped"),
    pytest.param('{"X": [1, {"a": "{\\"a\\":", "b": 1,\r\n\t@"a": 2}],\n"Resources": {"Api": WEB}}', "a", id="list"),
    pytest.param('{"X": {"": 1, @"": 2}, "Resources": {"Api": WEB}}', "", id="empty"),
    pytest.param('{"X": {"a\\\\": 1, "b": 2, @"a\\\\": 2}, "Resources": {"Api": WEB}}', "a\\", id="backslash"),
    pytest.param('{"X": {"k": {"k": 1}, "l": ["k"], @"k": 1, "k": 1}, "Resources": {"Api": WEB}}', "k", id="three"),
]


@pytest.mark.parametrize(("text", "key"), TWICE)
def test_a_key_that_json_has_twice_is_noted(command: Command, tmp_path: Path, text: str, key: str) -> None:
    before, after = text.replace("WEB", WEB).split("@")
    (tmp_path / "t.json").write_bytes((before + after).encode())
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1

    code, out, err = command.run("lint", "t.json")

    assert (code, out) == (0, "1 webhook: nothing found\n")
    assert err == (
        f"webhook-constructs: note: t.json:{line}:{column}: the key {key!r} is written twice, and the last one counts\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"X": {"a": {"a": 1}}, "Y": {"a": "a", "b": "a"}, "Resources": {"Api": WEB}}',
        '{"X": [{"a": 1}, {"a": 1}, "a", "a"], "Resources": {"Api": WEB}}',
        '{"X": {"a": "\\"a\\": 1, \\"a\\": 2"}, "Resources": {"Api": WEB}}',
    ],
)
def test_a_key_in_several_objects_is_not_noted(command: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "t.json").write_text(text.replace("WEB", WEB))

    assert command("lint", "t.json") == "1 webhook: nothing found\n"
