from __future__ import annotations

import pytest

from webhook_constructs.cli.git.file_list import read_file_list
from webhook_constructs.template_files.text_file import EncodingError


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", (), id="nothing"),
        pytest.param(b"a\nb c\n\n d", ("a", "b c", " d"), id="lines"),
        pytest.param(b"a\r\nb\r\n\r\n", ("a", "b"), id="crlf"),
        pytest.param("a\u2028b\nc\x0bd\x85".encode(), ("a\u2028b", "c\x0bd\x85"), id="only-a-newline-ends-a-line"),
        pytest.param(b'a\nb\0"c"\0', ("a\nb", '"c"'), id="nul"),
        pytest.param(b"a\0\0b\0\0", ("a", "b"), id="empty-names"),
        pytest.param(b"a\0", ("a",), id="one-name-of-one-letter"),
        pytest.param(b"ab\0.gitignore\0", ("ab", ".gitignore"), id="nul-before-a-dot"),
        pytest.param(b"src/a\0b.py\0", ("src/a", "b.py"), id="nul-and-an-even-length"),
        pytest.param("gr\u00f6\0\u6587/a\0".encode(), ("gr\u00f6", "\u6587/a"), id="nul-beyond-ascii"),
        pytest.param(b'"docs/gr\\303\\266.md"\n', ("docs/gr\u00f6.md",), id="octal"),
        pytest.param(b'"a\\tb\\"c\\\\d\\ne"', ('a\tb"c\\d\ne',), id="letters"),
        pytest.param('"gr\u00f6 \\t"'.encode(), ("gr\u00f6 \t",), id="quoted-without-quote-path"),
        pytest.param(b'"a\\q"\n"b\n"', ('"a\\q"', '"b', '"'), id="no-quotes-of-git"),
        pytest.param(b'"\\377"', ("\ufffd",), id="no-utf-8"),
        pytest.param("a\nb".encode("utf-8-sig"), ("a", "b"), id="byte-order-mark"),
        pytest.param("gr\u00f6\r\nb".encode("utf-16"), ("gr\u00f6", "b"), id="utf-16"),
        pytest.param(b"\xfe\xff" + "a\nb".encode("utf-16-be"), ("a", "b"), id="utf-16-big-endian"),
    ],
)
def test_lists_of_files_are_read(content: bytes, expected: tuple[str, ...]) -> None:
    assert read_file_list(content) == expected


WAY_OUT = "write it in UTF-8, each name on a line of its own, as git does without -z"
UTF_16 = f"it is in UTF-16 without a byte-order mark: {WAY_OUT}"
ONE_LINE = f"it is in UTF-16 without a byte-order mark, or all of its names have one letter: {WAY_OUT}"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("src/app.py\nREADME.md\n", UTF_16, id="lines"),
        pytest.param("src\\app.py\r\nREADME.md\r\n", UTF_16, id="windows"),
        pytest.param("docs/gr\u00f6\u00dfe.md\n", UTF_16, id="latin-1"),
        pytest.param("\u6587\u6863/a.md\n\u4e00\n", UTF_16, id="chinese"),
        pytest.param("\u6587\u6863\n", UTF_16, id="chinese-alone"),
        pytest.param("docs/\U0001f680.md\n", UTF_16, id="beyond-16-bits"),
        pytest.param("a\n", UTF_16, id="one-letter"),
        pytest.param("src/app.py", ONE_LINE, id="no-line-end"),
        pytest.param("VERSION", ONE_LINE, id="no-line-end-and-each-letter-once"),
        pytest.param("gr\u00f6", ONE_LINE, id="no-line-end-and-latin-1"),
    ],
)
def test_a_list_in_utf_16_without_a_mark_is_refused(text: str, order: str, expected: str) -> None:
    with pytest.raises(EncodingError) as refused:
        read_file_list(text.encode(order))

    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"a\0b\0c\0", ONE_LINE, id="names-of-one-letter"),
        pytest.param(
            "a.md\n".encode("utf-32-le"), f"it is in UTF-32, or it is a binary file: {WAY_OUT}", id="utf-32-le"
        ),
        pytest.param(
            "a.md\n".encode("utf-32-be"), f"it is in UTF-32, or it is a binary file: {WAY_OUT}", id="utf-32-be"
        ),
        pytest.param(
            "\u6587\u6863/a.md".encode("utf-16-le"),
            f"it is not in UTF-8, at byte 1: {WAY_OUT}",
            id="chinese-no-end",
        ),
        pytest.param(b"gr\xf6.md\0a.md\0", f"it is not in UTF-8, at byte 3: {WAY_OUT}", id="latin-1-and-nul"),
        pytest.param(b"gr\xf6.md\n", "it is not in UTF-8, at byte 3: write it in UTF-8", id="latin-1"),
        pytest.param("\u6587.md\n".encode("gb18030"), "it is not in UTF-8, at byte 1: write it in UTF-8", id="gb18030"),
    ],
)
def test_a_list_in_another_encoding_is_refused(content: bytes, expected: str) -> None:
    with pytest.raises(EncodingError) as refused:
        read_file_list(content)

    assert str(refused.value) == expected
