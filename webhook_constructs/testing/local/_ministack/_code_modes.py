# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""Code that Lambda cannot read."""

from __future__ import annotations

from typing import Any

from webhook_constructs.testing.local._deployment.assets import first_unreadable, make_readable

from ._names import Names

__all__ = ["install_code_modes"]


def install_code_modes(names: Names) -> None:
    """Fail a function unless everybody can read each file of its code: Lambda runs it as another user.

    In AWS, too, such a function can be created, and fails when it is started. There it fails at the first module that
    it cannot read, here at the first file of its code.
    """
    worker_type = names["core.lambda_runtime"].Worker
    invoke, zip_code = worker_type.invoke, names["services.cloudformation.provisioners"]._zip_inline

    def invoke_readable(worker: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        unreadable = first_unreadable(worker.code_zip) if worker._proc is None else None
        if unreadable is not None:
            return {"status": "error", "error": f"[Errno 13] Permission denied: '/var/task/{unreadable}'"}
        result: dict[str, Any] = invoke(worker, *arguments, **options)
        return result

    def zip_inline(*arguments: Any, **options: Any) -> bytes | None:
        code = zip_code(*arguments, **options)
        return None if code is None else make_readable(code)

    names.replace(worker_type, "invoke", invoke_readable)
    names.replace("services.cloudformation.provisioners", "_zip_inline", zip_inline)
