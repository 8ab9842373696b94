from __future__ import annotations

import pytest

from webhook_constructs.cli.git.file_list import read_file_list


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", (), id="nothing"),
        pytest.param(b"a\nb c\n\n d", ("a", "b c", " d"), id="lines"),
        pytest.param(b"a\r\nb\r\n\r\n", ("a", "b"), id="crlf"),
        pytest.param("a\u2028b\nc\x0bd\x85".encode(), ("a\u2028b", "c\x0bd\x85"), id="only-a-newline-ends-a-line"),
        pytest.param(b'a\nb\0"c"\0', ("a\nb", '"c"'), id="nul"),
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
