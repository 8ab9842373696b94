"""A text as the CDK renders it, written on one line."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["on_one_line"]


def on_one_line(value: Any, reference: str) -> str:
    """Return a rendered text with its references in it.

    Args:
        value: The text, or the function of CloudFormation that makes it.
        reference: How a reference is written, with `{}` for its name.
    """
    match value:
        case str():
            return value
        case {"Ref": name}:
            return reference.format(name)
        case {"Fn::GetAtt": [name, attribute]}:
            return reference.format(f"{name}.{attribute}")
        case {"Fn::Join": [_, list(parts)]}:
            return "".join(on_one_line(part, reference) for part in parts)
    return json.dumps(value, separators=(",", ":"))
