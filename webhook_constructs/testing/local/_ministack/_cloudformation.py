# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""CloudFormation: custom resources under its own rules, and what MiniStack leaves out of a rollback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.testing.local._deployment.custom_resources import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from webhook_constructs.testing.local._deployment.custom_resources import CustomResources

    from ._names import Names

__all__ = ["install_cloudformation"]

_NESTED = "AWS::CloudFormation::Stack"
_UPDATE_ARGUMENTS = 6  # type, physical id, old and new properties, stack name, logical id
_SUFFIX = "-" + "x" * 12  # what MiniStack adds to <parent>-<logical id> for the name of a nested stack

_Stack = dict[str, Any]


def install_cloudformation(names: Names, custom_resources: CustomResources) -> None:
    """Let ``custom_resources`` send the events, roll back what MiniStack forgets, and show what is rolled back to."""
    functions = names["services.lambda_svc"]
    add_event = names["services.cloudformation.stacks"]._add_event
    roll_back = names["services.cloudformation.stacks"]._roll_back_operation
    rollbacks: dict[str, _Rollback] = {}
    update = names["services.cloudformation.provisioners"]._update_resource

    def invoke(  # noqa: PLR0913, PLR0917 - MiniStack's signature
        request_type: str,
        logical_id: str,
        props: dict[str, Any],
        stack_name: str,
        stack_id: str,
        resource_type: str,
        physical_id: str | None = None,
        old_props: dict[str, Any] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        token = props.get("ServiceToken", "")
        if functions._get_func_record_for_ref(token)[0] is None:
            msg = f"[local] there is no function {token}"
            raise ValueError(msg)
        return custom_resources.send(
            Request(request_type, stack_name, stack_id, logical_id, resource_type, props, physical_id, old_props)
        )

    async def roll_back_operation(
        stack_name: str, stack_id: str, stack: _Stack, operation: dict[str, Any], **options: Any
    ) -> None:
        adopted = _adopt(stack, names["services.cloudformation"]._stacks, custom_resources)
        operation = {**operation, "created": [*operation.get("created", []), *adopted]}
        rollbacks[stack_id] = _Rollback(stack, operation)
        try:
            await roll_back(stack_name, stack_id, stack, operation, **options)
        finally:
            del rollbacks[stack_id]

    def add_event_and_restore(
        stack_id: str, stack_name: str, logical_id: str, resource_type: str, status: str, *texts: str, **options: str
    ) -> None:
        add_event(stack_id, stack_name, logical_id, resource_type, status, *texts, **options)
        if status == "DELETE_IN_PROGRESS" and stack_id in rollbacks:
            rollbacks[stack_id].restore()

    def update_resource(*arguments: Any) -> Any:
        # Without the last argument, in nested stacks, MiniStack loses the attributes of what does not change.
        if len(arguments) == _UPDATE_ARGUMENTS:
            stack, logical_id = names["services.cloudformation"]._stacks.get(arguments[4], {}), arguments[5]
            attributes = stack.get("_resources", {}).get(logical_id, {}).get("Attributes", {})
            return update(*arguments, attributes)
        return update(*arguments)

    names.replace("services.cloudformation.stacks", "_add_event", add_event_and_restore)
    names.replace("services.cloudformation.provisioners", "_update_resource", update_resource)
    names.replace("services.cloudformation.custom_resource", "invoke_custom_resource", invoke)
    for module in ("stacks", "handlers"):
        names.replace(f"services.cloudformation.{module}", "_roll_back_operation", roll_back_operation)


class _Rollback:
    """Shows a stack with the resources that it is rolled back to, while those that its update has made are deleted.

    MiniStack deletes first and puts the old records back afterwards: a function that lists its stack during such a
    Delete would find the resource under the very id that is being deleted. In AWS "the stack has been rolled back to
    its previous working state" by then [doc: view-stack-events, UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS], and is
    listed with the physical ids of that state [assumed: rolled-back-ids].
    """

    def __init__(self, stack: _Stack, operation: dict[str, Any]) -> None:
        """Keep the records of what is there now, from which MiniStack takes what it has deleted."""
        self._stack = stack
        self._made = stack.setdefault("_resources", {})
        self._previous = operation.get("previous_stack") or {}

    def restore(self) -> None:
        """Put the old records in the place of the new ones; what has no old one stays until it is deleted."""
        if self._previous:
            self._stack["_resources"] = {**self._made, **self._previous.get("_resources", {})}


def _adopt(stack: _Stack, stacks: Mapping[str, _Stack], custom_resources: CustomResources) -> list[str]:
    """Give a stack the resources whose creation failed, which MiniStack leaves out of it, so that they get deleted.

    Those are custom resources, to which CloudFormation sends a Delete with the id of the FAILED answer or a generated
    one [doc: aws-cdk custom-resources], and nested stacks with whatever was made in them.

    Returns:
        The logical ids of those that this stack did not have before.
    """
    adopted = []
    for failed in custom_resources.failed_creates(stack["StackId"]):
        record = (failed.physical_id, failed.request.resource_type, dict(failed.request.properties))
        adopted.append(_add(stack, failed.request.logical_id, *record))
    for name, child in _children(stack["StackName"], stacks):
        _adopt(child, stacks, custom_resources)
        if child["StackStatus"] == "CREATE_FAILED":
            logical_id = name[len(stack["StackName"]) + 1 : -len(_SUFFIX)]
            adopted.append(_add(stack, logical_id, child["StackId"], _NESTED, {}))
    return adopted


def _children(parent: str, stacks: Mapping[str, _Stack]) -> Iterator[tuple[str, _Stack]]:
    for name, child in list(stacks.items()):
        if child.get("_parent_stack_name") == parent and child["StackStatus"] in {"CREATE_FAILED", "UPDATE_FAILED"}:
            yield name, child


def _add(stack: _Stack, logical_id: str, physical_id: str, resource_type: str, properties: dict[str, Any]) -> str:
    stack.setdefault("_resources", {})[logical_id] = {
        "PhysicalResourceId": physical_id,
        "ResourceType": resource_type,
        "ResourceStatus": "CREATE_FAILED",
        "LogicalResourceId": logical_id,
        "Properties": properties,
        "Attributes": {},
    }
    return logical_id
