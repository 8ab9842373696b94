"""What a function logs is in its log when it has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

MANY = 20_000


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        (f"print('\\n'.join('line %d' % n for n in range({MANY})))", [f"line {n}" for n in range(MANY)]),
        ("import os\n    os.write(2, b'line 1\\n\\nline \\xff')", ["line 1"]),
        ("pass", []),
    ],
    ids=["more-than-a-pipe-holds", "not-to-the-end-of-a-line", "nothing"],
)
def test_every_line_is_there_and_in_order(
    aws: LocalAws, custom_resource: Callable[..., Any], logs: str, expected: list[str]
) -> None:
    aws.deploy(custom_resource(f"def handler(event, context):\n    {logs}\n    send(event)\n"), "Demo")

    assert [line for line in aws.log_lines() if line.startswith("line ")] == expected
