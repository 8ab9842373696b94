# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""The names of MiniStack that are touched, and how one is replaced and put back."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable
from typing import Any

from webhook_constructs.testing.local._errors import LocalAwsError

__all__ = ["FUNCTION", "PROJECT", "SECRET", "VERSION", "Names"]

VERSION = "1.5.33"

PROJECT = "AWS::CodeBuild::Project"
FUNCTION = "AWS::Lambda::Function"
SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - a resource type

_NAMES = {
    "app": ("SERVICE_HANDLERS", "_MAIN_LOOP", "_reset_all_state", "app"),
    "core.iam_actions": (
        "SERVICE_TO_IAM_NAMESPACE",
        "access_denied_response",
        "extract_resource_arn",
        "identity_denial_message",
    ),
    "core.iam_evaluator": ("EvalResult", "caller_arn", "enforce"),
    "core.lambda_runtime": (
        "_PYTHON_WORKER_SCRIPT",
        "Worker",
        "_collect",
        "_lock",
        "_workers",
        "ensure_spawned",
        "kill_workers",
        "release_worker",
        "reset",
        "subprocess",
    ),
    "core.responses": ("error_response_json", "get_account_id", "get_region", "json_response"),
    "core.router": ("SERVICE_PATTERNS",),
    "core.sigv4": ("request_time_failure",),
    "services.cloudformation": ("_stacks",),
    "services.cloudformation.custom_resource": ("invoke_custom_resource",),
    "services.cloudformation.changesets": ("_add_event", "_deploy_stack_async", "now_iso"),
    "services.cloudformation.engine": (
        "_NO_VALUE",
        "_evaluate_conditions",
        "_extract_deps",
        "_resolve_refs",
        "_topological_sort",
    ),
    "services.cloudformation.handlers": (
        "_ACTION_HANDLERS",
        "_add_event",
        "_delete_stack_async",
        "_deploy_stack_async",
        "_resolve_stack",
        "_roll_back_operation",
        "now_iso",
    ),
    "services.cloudformation.provisioners": ("_RESOURCE_HANDLERS", "_update_resource", "_zip_inline", "now_iso"),
    "services.cloudformation.stacks": (
        "_add_event",
        "_delete_resource",
        "_delete_stack_async",
        "_deploy_stack_async",
        "_resolve_stack_outputs",
        "_resource_policy",
        "_revert_update",
        "_roll_back_operation",
        "_sends_back_failed_update",
        "_update_resource",
        "now_iso",
    ),
    "services.cloudwatch_logs": ("_append_log_events",),
    "services.codebuild": ("_builds", "_handle_request_sync", "_make_build_record", "_project_shape", "_projects"),
    "services.kms": ("_resolve_key",),
    "services.lambda_svc": (
        "_event_invoke_config",
        "_execute_function_with_config_scope",
        "_execution_record_for_config",
        "_get_func_record_for_ref",
        "invalidate_worker",
        "release_worker",
    ),
    "services.secretsmanager": (
        "_add_stage",
        "_put_secret_value",
        "_remove_stage_everywhere",
        "_resolve",
        "_secrets",
        "time",
    ),
}


class Names:
    """MiniStack's modules, whose names can be read, replaced, and put back."""

    def __init__(self) -> None:
        """Import the modules, and look for every name.

        Raises:
            LocalAwsError: A name is missing.
        """
        self._modules: dict[str, Any] = {name: importlib.import_module(f"ministack.{name}") for name in _NAMES}
        self._undo: list[Callable[[], None]] = []
        missing = [
            f"{module}.{name}"
            for module, names in _NAMES.items()
            for name in names
            if not hasattr(self._modules[module], name)
        ]
        if not missing:
            missing = [f"the type {name}" for name in (PROJECT, FUNCTION, SECRET) if name not in self.resource_types]
        if missing:
            found = importlib.metadata.version("ministack")
            msg = (
                f"ministack {found} lacks {', '.join(missing)}: the embedded AWS is made for ministack=={VERSION}, "
                "install exactly that version"
            )
            raise LocalAwsError(msg)

    def __getitem__(self, module: str) -> Any:
        """Return a module by its name within MiniStack."""
        return self._modules[module]

    @property
    def resource_types(self) -> dict[str, dict[str, Any]]:
        """The functions that create, update and delete each resource type of CloudFormation."""
        handlers: dict[str, dict[str, Any]] = self._modules["services.cloudformation.provisioners"]._RESOURCE_HANDLERS
        return handlers

    def replace(self, owner: Any, name: str, replacement: Any) -> None:
        """Replace a name of a module (given by its own name) or of a class."""
        target = self._modules[owner] if isinstance(owner, str) else owner
        original = getattr(target, name)
        setattr(target, name, replacement)
        self._undo.append(lambda: setattr(target, name, original))

    def replace_type(self, resource_type: str, **functions: Any) -> None:
        """Replace functions of a resource type, or add the type."""
        types = self.resource_types
        self._put(types, resource_type, {**types.get(resource_type, {}), **functions})

    def put(self, module: str, table: str, key: str, value: Any) -> None:
        """Replace an entry of a table of a module, or add it."""
        self._put(getattr(self._modules[module], table), key, value)

    def _put(self, table: dict[str, Any], key: str, value: Any) -> None:
        original = table.get(key)
        table[key] = value

        def undo() -> None:
            if original is None:
                del table[key]
            else:
                table[key] = original

        self._undo.append(undo)

    def when_put_back(self, end: Callable[[], None]) -> None:
        """End something when everything is put back."""
        self._undo.append(end)

    def put_back(self) -> None:
        """Put back whatever was replaced."""
        while self._undo:
            self._undo.pop()()
