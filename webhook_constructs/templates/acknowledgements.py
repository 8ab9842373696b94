"""What an app has acknowledged by `Validations.acknowledge`, as its cloud assembly records it.

`Annotations.acknowledge_warning` leaves no record.
"""

from __future__ import annotations

import glob
from collections.abc import Mapping
from typing import Any

from webhook_constructs.core.values.wire import as_mapping, as_mappings
from webhook_constructs.lint.selection import Suppression

__all__ = ["acknowledgements"]

_TYPE = "aws:cdk:acknowledged-rules"
_PREFIX = "webhook-constructs::"


def acknowledgements(metadata: Mapping[str, Any]) -> tuple[Suppression, ...]:
    """Return what is acknowledged on the constructs of a stack.

    Args:
        metadata: The metadata of the stack: a list of entries for each construct path.

    Examples:
        >>> entry = {"type": "aws:cdk:acknowledged-rules", "data": {"webhook-constructs::WH201": "known ids"}}
        >>> acknowledgements({"/Stack/Api": [entry]})
        (Suppression(id='WH201', reason='known ids', subjects='Stack/Api'),)
    """
    return tuple(
        Suppression(rule_id.removeprefix(_PREFIX), str(reason), glob.escape(str(path).removeprefix("/")))
        for path, entries in metadata.items()
        for entry in as_mappings(entries)
        if entry.get("type") == _TYPE
        for rule_id, reason in as_mapping(entry.get("data")).items()
        if rule_id.startswith(_PREFIX)
    )
