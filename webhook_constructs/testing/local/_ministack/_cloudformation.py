# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""CloudFormation: custom resources in parallel and under its own rules, and what MiniStack leaves out of a rollback."""

from __future__ import annotations

import contextlib
import functools
import uuid
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from webhook_constructs.testing.local._deployment.custom_resources import CustomResources, Request
from webhook_constructs.testing.local._deployment.stack_ends import StackEnds
from webhook_constructs.testing.local._schedule.schedule import Schedule

from ._names import Names
from ._resource_work import STACK
from ._stack_operations import StackOperation

__all__ = ["install_cloudformation"]

_WAIT_CONDITION = "AWS::CloudFormation::WaitCondition"
_UPDATE_ARGUMENTS = 6  # type, physical id, old and new properties, stack name, logical id
_SUFFIX = "-" + "x" * 12  # what MiniStack adds to <parent>-<logical id> for the name of a nested stack
_OPERATION_TYPES = {
    "CREATE_IN_PROGRESS": "CREATE_STACK",
    "UPDATE_IN_PROGRESS": "UPDATE_STACK",
    "DELETE_IN_PROGRESS": "DELETE_STACK",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK",
    "UPDATE_ROLLBACK_IN_PROGRESS": "ROLLBACK",
}

_Stack = dict[str, Any]


def install_cloudformation(names: Names, custom_resources: CustomResources, stack_ends: StackEnds) -> None:
    """Have ``custom_resources`` send the events, roll back what MiniStack forgets, and show what is in progress."""
    _Operations(names, custom_resources, stack_ends).install()
    _show_last_operations(names)
    for module in ("changesets", "handlers", "provisioners", "stacks"):
        names.replace(f"services.cloudformation.{module}", "now_iso", custom_resources.schedule.now_iso)


class _Operations:
    """The operations on stacks, which follow MiniStack's loops through the functions that these call."""

    def __init__(self, names: Names, custom_resources: CustomResources, stack_ends: StackEnds) -> None:
        """Keep the functions of MiniStack that are about to be replaced."""
        stacks = names["services.cloudformation.stacks"]
        self._names = names
        self._custom_resources = custom_resources
        self._stack_ends = stack_ends
        self._operations: dict[str, StackOperation] = {}
        self._add_event = stacks._add_event
        self._deploy = stacks._deploy_stack_async
        self._delete_stack = stacks._delete_stack_async
        self._roll_back = stacks._roll_back_operation
        self._revert = stacks._revert_update
        self._resolve_outputs = stacks._resolve_stack_outputs
        self._delete = stacks._delete_resource
        self._update = names["services.cloudformation.provisioners"]._update_resource
        self._delete_nested = names.resource_types[STACK]["delete"]

    def install(self) -> None:
        """Replace MiniStack's functions in every module that has imported them."""
        for name, replacement, modules in (
            ("_add_event", self.add_event, ("stacks", "handlers", "changesets")),
            ("_deploy_stack_async", self.deploy, ("stacks", "handlers", "changesets")),
            ("_delete_stack_async", self.delete_stack, ("stacks", "handlers")),
            ("_roll_back_operation", self.roll_back, ("stacks", "handlers")),
            ("_revert_update", self.revert, ("stacks",)),
            ("_resolve_stack_outputs", self.resolve_outputs, ("stacks",)),
            ("_delete_resource", self.delete_resource, ("stacks",)),
            ("_update_resource", self.update_resource, ("provisioners", "stacks")),
            ("invoke_custom_resource", self.invoke, ("custom_resource",)),
        ):
            for module in modules:
                self._names.replace(f"services.cloudformation.{module}", name, replacement)
        self._names.replace_type(STACK, delete=self.delete_nested)
        wait = self._names.resource_types[_WAIT_CONDITION]["create"]
        self._names.replace_type(_WAIT_CONDITION, create=functools.partial(_wait_outside, wait))
        actions = self._names["services.cloudformation.handlers"]._ACTION_HANDLERS
        update_stack = actions["UpdateStack"]
        self._names.put(
            "services.cloudformation.handlers",
            "_ACTION_HANDLERS",
            "UpdateStack",
            lambda parameters: self.update_stack(update_stack, parameters),
        )

    # Events

    def add_event(
        self,
        stack_id: str,
        stack_name: str,
        logical_id: str,
        resource_type: str,
        status: str,
        *texts: str,
        **options: str,
    ) -> None:
        """Show an event, unless the pass shows it itself; events are what tells how far MiniStack is."""
        if resource_type == STACK and logical_id == stack_name:
            self._add_event(stack_id, stack_name, logical_id, resource_type, status, *texts, **options)
            self._stack_has_changed(stack_name, status)
            return
        operation = self._operations.get(stack_id)
        if operation is not None and status == "DELETE_IN_PROGRESS":
            operation.begin_rollback_deletes()
        if operation is None or operation.passes_on(logical_id, status):
            self._add_event(stack_id, stack_name, logical_id, resource_type, status, *texts, **options)
            if operation is not None:
                operation.has_shown(logical_id, status)

    def _stack_has_changed(self, stack_name: str, status: str) -> None:
        stack = self._stacks.get(stack_name, {})
        if status in _OPERATION_TYPES:
            entry = {"OperationType": _OPERATION_TYPES[status], "OperationId": str(uuid.uuid4())}
            rolls_back = entry["OperationType"] == "ROLLBACK"
            stack["_last_operations"] = [entry, *(stack.get("_last_operations", [])[-1:] if rolls_back else [])]
        operation = self._operations.get(stack.get("StackId", ""))
        if operation is not None and status in {"ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"}:
            operation.begin_rollback_deletes()
        elif operation is not None and operation.current is not None and status == "UPDATE_ROLLBACK_IN_PROGRESS":
            operation.current.advance()
        if "_parent_stack_name" in stack and status in {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}:
            previous = {"_resources": stack["_resources"]}
            stack["_resources"] = dict(stack["_resources"])  # MiniStack has the former resources in the same place
            self._operation(stack).begin_forward(
                stack["_template"], stack["_resolved_params"], previous, is_nested=True
            )

    def _stop_nested(self, parent: str) -> None:
        for operation in list(self._operations.values()):
            current = operation.current
            if operation.stack.get("_parent_stack_name") == parent and current is not None:
                current.stop(parent)

    # The loops

    def update_stack(self, update_stack: Callable[[Any], Any], parameters: Any) -> Any:
        """Update a stack, also one whose last operation failed and was not rolled back, which MiniStack refuses."""
        stack = self._names["services.cloudformation.handlers"]._resolve_stack(parameters.get("StackName", [""])[0])
        if stack is None or stack["StackStatus"] not in {"CREATE_FAILED", "UPDATE_FAILED"}:
            return update_stack(parameters)
        status, template = stack["StackStatus"], stack["_template"]
        stack["StackStatus"] = "UPDATE_COMPLETE"
        stack["_template"] = {**template, "_failed": status}  # the same template is an update as well
        response = update_stack(parameters)
        if response[0] != HTTPStatus.OK:
            stack["StackStatus"], stack["_template"] = status, template
        return response

    async def deploy(
        self, stack_name: str, stack_id: str, template: Any, parameters: Any, *rest: Any, **options: Any
    ) -> None:
        """Create or update a stack."""
        stack, previous = self._stacks[stack_name], options.get("previous_stack") or {}
        operation = self._operation(stack)
        for resources in (stack["_resources"], previous.get("_resources", {})):
            operation.go_on_after_failure(resources, self._custom_resources.old_properties)
        operation.begin_forward(template, parameters, previous)
        try:
            with self._at_work_on(stack):
                await self._deploy(stack_name, stack_id, template, parameters, *rest, **options)
        finally:
            operation.current = None

    async def delete_stack(self, stack_name: str, stack_id: str, retained: Any = (), **options: Any) -> None:
        """Delete a stack."""
        stack = self._stacks.get(stack_name)
        if stack is None:
            return
        operation = self._operation(stack)
        kept = set(retained)
        if options.get("force"):
            kept |= {
                name for name, record in stack["_resources"].items() if record["ResourceStatus"] == "DELETE_FAILED"
            }
        operation.begin_deletion(kept)
        try:
            with self._at_work_on(stack):
                await self._delete_stack(stack_name, stack_id, retained, **options)
        finally:
            operation.current = None

    def delete_nested(self, physical_id: str, properties: Any) -> None:
        """Delete a nested stack."""
        found = [each for each in self._stacks.values() if physical_id in {each["StackId"], each["StackName"]}]
        for stack in found:
            name, stack_id = stack["StackName"], stack["StackId"]
            stack["StackStatus"] = "DELETE_IN_PROGRESS"
            self.add_event(stack_id, name, name, STACK, "DELETE_IN_PROGRESS", "", stack_id)
            self._operation(stack).begin_deletion().advance()
        self._delete_nested(physical_id, properties)
        for stack in found:
            self._operation(stack).current = None

    async def roll_back(
        self, stack_name: str, stack_id: str, stack: _Stack, operation: dict[str, Any], **options: Any
    ) -> None:
        """Roll an operation back, those of its custom resources included that MiniStack has not come to."""
        ours = self._operation(stack)
        failed = ours.forward.failed if ours.forward is not None else []
        if failed and operation.get("failed_logical_id"):
            verb = "update" if operation["is_update"] else "create"
            reason = f"The following resource(s) failed to {verb}: [{', '.join(sorted(failed))}]. "
            options["reason_override"] = options.get("reason_override") or reason
        operation = ours.begin_rollback(operation, _adopt_nested(stack, self._stacks))
        reverts = ours.current
        try:
            with self._at_work_on(stack):
                await self._roll_back(stack_name, stack_id, stack, operation, **options)
        finally:
            ours.current = None
            for logical_id in reverts.failed if reverts is not None else ():
                stack["_resources"][logical_id]["ResourceStatus"] = "UPDATE_FAILED"

    async def revert(self, stack_id: str, stack_name: str, logical_id: str, *arguments: Any) -> None:
        """Undo an update in place."""
        operation = self._operations.get(stack_id)
        current = operation.current if operation is not None else None
        record = self._stacks[stack_name]["_resources"].get(logical_id, {})
        if current is None or logical_id not in current:
            now = self._custom_resources.schedule.now_iso()
            record.update(ResourceStatus="UPDATE_IN_PROGRESS", Timestamp=now)
        try:
            await self._revert(stack_id, stack_name, logical_id, *arguments)
        except Exception:
            record["ResourceStatus"] = "UPDATE_FAILED"
            raise
        finally:
            if current is not None and logical_id not in current:
                current.complete(logical_id)

    def resolve_outputs(self, *arguments: Any) -> Any:
        """Resolve the outputs of a stack, after which an update cleans up."""
        outputs = self._resolve_outputs(*arguments)
        stack_name, stack_id = arguments[-2:]
        stack = self._stacks[stack_name]
        if stack["StackStatus"] == "UPDATE_IN_PROGRESS":
            stack["StackStatus"] = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
            self.add_event(stack_id, stack_name, stack_name, STACK, stack["StackStatus"], "", stack_id)
            self._operations[stack_id].begin_clean_up()
        return outputs

    @contextlib.contextmanager
    def _at_work_on(self, stack: _Stack) -> Iterator[None]:
        """Act as CloudFormation at work on a stack; a fault of the embedded AWS ends it, instead of never."""
        with self._custom_resources.schedule.acting(stack["StackName"]):
            try:
                yield
            except Exception as error:
                status = stack["StackStatus"].replace("_COMPLETE_CLEANUP", "").replace("_IN_PROGRESS", "_FAILED")
                stack["StackStatus"] = status
                reason = f"[local] the embedded AWS has a fault: {error!r}"
                self._add_event(stack["StackId"], stack["StackName"], stack["StackName"], STACK, status, reason)
                raise
            finally:
                self._stack_ends.add()

    # Single resources

    def delete_resource(
        self, resource_type: str, physical_id: str, properties: Any, stack_name: str, logical_id: str
    ) -> None:
        """Delete a resource."""
        operation = self._operations.get(self._stacks.get(stack_name, {}).get("StackId", ""))
        current = operation.current if operation is not None else None
        try:
            self._delete(resource_type, physical_id, properties, stack_name, logical_id)
        finally:
            if current is not None and logical_id not in current:
                current.complete(logical_id)

    def update_resource(self, *arguments: Any) -> Any:
        """Update a resource."""
        operation = self._operations.get(self._stacks.get(arguments[4], {}).get("StackId", ""))
        if operation is not None and operation.is_updated(arguments[5]):
            return operation.result(arguments[5])
        # Without the last argument, in nested stacks, MiniStack loses the attributes of what does not change.
        if len(arguments) == _UPDATE_ARGUMENTS:
            stack, logical_id = self._stacks.get(arguments[4], {}), arguments[5]
            attributes = stack.get("_resources", {}).get(logical_id, {}).get("Attributes", {})
            return self._update(*arguments, attributes)
        return self._update(*arguments)

    def invoke(  # noqa: PLR0913, PLR0917 - MiniStack's signature
        self,
        request_type: str,
        logical_id: str,
        props: dict[str, Any],
        stack_name: str,
        stack_id: str,
        resource_type: str,
        physical_id: str | None = None,
        old_props: dict[str, Any] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Return what came of a request to a custom resource."""
        request = Request(request_type, stack_name, stack_id, logical_id, resource_type, props, physical_id, old_props)
        return self._operation(self._stacks[stack_name]).carry_out(request)

    @property
    def _stacks(self) -> Mapping[str, _Stack]:
        stacks: Mapping[str, _Stack] = self._names["services.cloudformation"]._stacks
        return stacks

    def _operation(self, stack: _Stack) -> StackOperation:
        """Return the operations on a stack."""
        known = self._operations.get(stack["StackId"])
        if known is None or known.stack is not stack:
            known = StackOperation(self._names, self._custom_resources, stack, self._add_event, self._stop_nested)
            self._operations[stack["StackId"]] = known
        return known


def _wait_outside(wait: Callable[..., Any], *arguments: Any) -> Any:
    """Wait for signals, which a function may send when it is its turn."""
    actor = Schedule.current()
    with actor.waiting_outside() if actor is not None else contextlib.nullcontext():
        return wait(*arguments)


def _adopt_nested(stack: _Stack, stacks: Mapping[str, _Stack]) -> list[str]:
    """Add to a stack the nested stacks whose creation failed, which MiniStack leaves out, so that they are deleted.

    Returns:
        The logical ids of those that this stack did not have before.
    """
    adopted = []
    for name, child in _children(stack["StackName"], stacks):
        _adopt_nested(child, stacks)
        if child["StackStatus"] == "CREATE_FAILED":
            logical_id = name[len(stack["StackName"]) + 1 : -len(_SUFFIX)]
            stack["_resources"][logical_id] = {
                "PhysicalResourceId": child["StackId"],
                "ResourceType": STACK,
                "ResourceStatus": "CREATE_FAILED",
                "LogicalResourceId": logical_id,
                "Properties": {},
                "Attributes": {},
            }
            adopted.append(logical_id)
    return adopted


def _children(parent: str, stacks: Mapping[str, _Stack]) -> Iterator[tuple[str, _Stack]]:
    for name, child in list(stacks.items()):
        if child.get("_parent_stack_name") == parent and child["StackStatus"] in {"CREATE_FAILED", "UPDATE_FAILED"}:
            yield name, child


def _show_last_operations(names: Names) -> None:
    """Have DescribeStacks name the last operation of each stack, with its rollback before it [doc: API_Stack]."""
    describe = names["services.cloudformation.handlers"]._ACTION_HANDLERS["DescribeStacks"]
    stacks = names["services.cloudformation"]._stacks

    def describe_stacks(parameters: Any) -> tuple[int, Any, bytes]:
        status, headers, body = describe(parameters)
        for stack in stacks.values():
            entries = "".join(
                f"<member><OperationType>{entry['OperationType']}</OperationType>"
                f"<OperationId>{entry['OperationId']}</OperationId></member>"
                for entry in stack.get("_last_operations", [])
            )
            stack_id = f"<StackId>{stack['StackId']}</StackId>".encode()
            body = body.replace(stack_id, stack_id + f"<LastOperations>{entries}</LastOperations>".encode())
        return status, headers, body

    names.put("services.cloudformation.handlers", "_ACTION_HANDLERS", "DescribeStacks", describe_stacks)
