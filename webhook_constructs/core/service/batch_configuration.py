"""Whether a project can run batch builds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webhook_constructs.core.values.unresolved import is_no_value, is_unresolved
from webhook_constructs.core.values.wire import get_member

__all__ = ["has_batch_config"]


def has_batch_config(project: Mapping[str, Any]) -> bool | None:
    """Return whether a project has a configuration of batch builds; None where only the deployment knows.

    Args:
        project: The project, as CodeBuild shows it or as a template has it.

    Examples:
        >>> has_batch_config({"BuildBatchConfig": {"ServiceRole": "arn:aws:iam::123456789012:role/Batch"}})
        True
        >>> has_batch_config({"Name": "api"}), has_batch_config({"BuildBatchConfig": {"Fn::If": ["Batch", {}, {}]}})
        (False, None)
        >>> print(has_batch_config({"Name": "api", "Fn::Transform": {"Name": "AWS::Include"}}))
        None
    """
    written = get_member(project, "buildBatchConfig")
    if written is None or is_no_value(written):
        may_be_included = written is None and any(str(each).startswith("Fn::") for each in project)
        return None if may_be_included else False
    is_function = isinstance(written, Mapping) and any(str(each).startswith(("Ref", "Fn::")) for each in written)
    is_open = is_function or (isinstance(written, str) and is_unresolved(written))
    return None if is_open else True
