# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""What CloudFormation does to stacks at present, with the passes in which their custom resources run in parallel."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from webhook_constructs.testing.local._deployment.custom_resources import CustomResources, Request, Sending
from webhook_constructs.testing.local._deployment.stack_pass import CanceledError, Outcome, Pass

from ._names import Names
from ._resource_order import dependencies, dependents, in_order
from ._resource_work import CUSTOM, Record, ResourceWork, is_custom, new_record

__all__ = ["StackOperation"]

_RETAINING = frozenset({"Retain", "RetainExceptOnCreate"})

_FORMER = "_former_properties"


class StackOperation:
    """What CloudFormation does to one stack at present: an operation is one pass after another.

    Attributes:
        current: The pass that is under way; None where MiniStack works alone.
        forward: The last pass that created and updated; a rollback takes back what it did.
    """

    def __init__(
        self,
        names: Names,
        custom_resources: CustomResources,
        stack: Record,
        show_event: Callable[..., None],
        stop_nested: Callable[[str], None],
    ) -> None:
        """Work on MiniStack's record of a stack.

        Args:
            names: MiniStack's names.
            custom_resources: Sends the events.
            stack: The record.
            show_event: Adds an event of a stack, as MiniStack does.
            stop_nested: Cancels what is in progress in the nested stacks of a stack.
        """
        self.name: str = stack["StackName"]
        self.stack = stack
        self.current: Pass | None = None
        self.forward: Pass | None = None
        self._works: dict[str, ResourceWork] = {}
        self._order: list[str] = []
        self._definitions: Mapping[str, Any] = {}
        self._previous: Mapping[str, Any] = {}
        self._to_delete: list[str] | None = None
        self._retains = True
        self._stopped_at: str | None = None
        self._names = names
        self._stacks = names["services.cloudformation.stacks"]
        self._custom_resources = custom_resources
        self._add_event = show_event
        self._stop_nested = stop_nested

    @property
    def _resources_before(self) -> Mapping[str, Record]:
        """The resources of the stack before the last creates and updates."""
        resources: Mapping[str, Record] = self._previous.get("_resources", {})
        return resources

    # What the work shows and sends

    def show_event(self, logical_id: str, resource_type: str, status: str, reason: str = "", pid: str = "") -> None:
        """Add an event of a resource."""
        self._add_event(self.stack["StackId"], self.name, logical_id, resource_type, status, reason, pid)

    def list_record(self, logical_id: str, record: Record) -> None:
        """List a resource among those of the stack."""
        record["Timestamp"] = self._stacks.now_iso()
        self.stack["_resources"][logical_id] = record

    def send(self, request: Request) -> Sending | None:
        """Send an event.

        Raises:
            ValueError: Its function is not there.
        """
        token = request.properties.get("ServiceToken", "")
        if self._names["services.lambda_svc"]._get_func_record_for_ref(token)[0] is None:
            msg = f"[local] there is no function {token}"
            raise ValueError(msg)
        return self._custom_resources.start(request)

    def carry_out(self, request: Request) -> Outcome:
        """Return the outcome of a request of MiniStack, which a pass has sent already, or which is sent now.

        Raises:
            RuntimeError: The resource failed, or was canceled.
            ValueError: Its function is not there.
        """
        if self.current is not None and request.logical_id in self.current:
            return self.result(request.logical_id)
        with self._custom_resources.schedule.acting(self.name) as actor:
            sending = self.send(request)
            if sending is None:
                return request.physical_id or "", {}
            return sending.wait(actor, self._custom_resources.patience)

    def result(self, logical_id: str) -> Outcome:
        """Return what the current pass has come to with a custom resource.

        Raises:
            RuntimeError: The resource failed, or was canceled.
        """
        assert self.current is not None  # noqa: S101 - only a pass has results
        with self._custom_resources.schedule.acting(self.name) as actor:
            return self.current.result(logical_id, actor)

    # What MiniStack shows

    def passes_on(self, logical_id: str, status: str) -> bool:
        """Follow MiniStack's loop, and return whether its event about a resource is to be shown.

        Raises:
            CanceledError: MiniStack is about to start on a resource although another one has failed.
        """
        current = self.current
        if current is None:
            return True
        is_ours = logical_id in current
        if status.endswith("_IN_PROGRESS"):
            current.advance()
            if current.is_stopped:
                self._stopped_at = logical_id
                msg = "[local] another resource has failed"
                raise CanceledError(msg)
        shows_itself = is_ours or logical_id == self._stopped_at
        return not (shows_itself and status.endswith(("_IN_PROGRESS", "_COMPLETE", "_FAILED")))

    def has_shown(self, logical_id: str, status: str) -> None:
        """Follow MiniStack's loop after an event about a resource that is not ours."""
        current = self.current
        if current is None or status.endswith("_IN_PROGRESS"):
            return
        if status in {"CREATE_FAILED", "UPDATE_FAILED"} and current is self.forward:
            current.stop(logical_id)
        else:
            current.complete(logical_id)

    # Creating and updating

    def begin_forward(
        self, template: Mapping[str, Any], parameters: Any, previous: Mapping[str, Any], *, is_nested: bool = False
    ) -> None:
        """Plan the creates and updates of a template.

        Args:
            template: The template.
            parameters: The values of its parameters, in MiniStack's form.
            previous: The record of the stack before; empty for a new stack.
            is_nested: Whether it is a nested stack, whose dynamic references MiniStack does not resolve.
        """
        engine = self._names["services.cloudformation.engine"]
        definitions = self._definitions = template.get("Resources", {})
        conditions = engine._evaluate_conditions(template, parameters)
        self._stopped_at = None
        self._works = {}
        self._previous = previous
        try:
            self._order = engine._topological_sort(definitions, conditions)
        except ValueError:  # MiniStack is about to find the circle, too
            self._order = []

        def resolve(logical_id: str) -> dict[str, Any]:
            resolved = engine._resolve_refs(
                copy.deepcopy(definitions[logical_id].get("Properties", {})),
                self.stack["_resources"],
                parameters,
                conditions,
                template.get("Mappings", {}),
                self.name,
                self.stack["StackId"],
            )
            return {name: value for name, value in resolved.items() if value is not engine._NO_VALUE}

        for logical_id in self._order:
            resource_type = definitions[logical_id].get("Type", CUSTOM)
            is_static = is_nested or "{{resolve:" not in str(definitions[logical_id])
            if is_custom(resource_type) and is_static:
                self._works[logical_id] = self._create_or_update(logical_id, resource_type, resolve)
        self.forward = self.current = Pass(
            self._custom_resources,
            self._works.values(),
            {
                name: frozenset(engine._extract_deps(definitions[name], set(self._order)) - {name})
                for name in self._works
            },
            stops_at_failure=True,
            on_stop=lambda: self._stop_nested(self.name),
        )

    def _create_or_update(
        self, logical_id: str, resource_type: str, resolve: Callable[[str], dict[str, Any]]
    ) -> ResourceWork:
        before = self._resources_before.get(logical_id)

        def create() -> tuple[Record, Request | None]:
            record = new_record(logical_id, resource_type, resolve(logical_id))
            return record, self._request("Create", record)

        def update() -> tuple[Record, Request | None]:
            assert before is not None  # noqa: S101 - see below
            record = {**before, "Properties": resolve(logical_id), _FORMER: before["Properties"]}
            if record["Properties"] == before["Properties"] and before["ResourceStatus"] != "UPDATE_FAILED":
                return record, None
            return record, self._request("Update", record, before["Properties"])

        return (
            ResourceWork(self, logical_id, "UPDATE", update)
            if before
            else ResourceWork(self, logical_id, "CREATE", create)
        )

    def is_updated(self, logical_id: str) -> bool:
        """Check whether the current pass sends a custom resource an Update, also one that changes nothing."""
        work = self._works.get(logical_id)
        return self.current is self.forward and work is not None and logical_id in self._resources_before

    def go_on_after_failure(self, resources: dict[str, Record], old_properties: str) -> None:
        """Prepare the resources of a stack whose last operation failed, and was not rolled back, for an update.

        Args:
            resources: The resources. What could not be created is created again, and so is no part of them.
            old_properties: Which properties an Update names as the old ones.
        """
        for name, record in list(resources.items()):
            if record["ResourceStatus"] == "CREATE_FAILED":
                del resources[name]
            elif record["ResourceStatus"] == "UPDATE_FAILED" and old_properties == "last success":
                record["Properties"] = record.get(_FORMER, record["Properties"])

    # Cleaning up after an update

    def begin_clean_up(self) -> None:
        """Delete what an update has replaced or removed."""
        old_definitions = self._previous.get("_template", {}).get("Resources", {})
        before = self._resources_before
        gone = {
            name: self.stack["_resources"].get(name, record)
            for name, record in before.items()
            if name not in self._order
        }
        replaced = {
            name: before[name]
            for name, work in self._works.items()
            if name in before and work.record["PhysicalResourceId"] != before[name]["PhysicalResourceId"]
        }
        works = [
            *(
                self._delete(name, record, is_listed=False)
                for name, record in replaced.items()
                if self._policy(self._definitions[name], "UpdateReplacePolicy") not in _RETAINING
            ),
            *(
                self._delete(name, record)
                for name, record in gone.items()
                if is_custom(record["ResourceType"])
                and self._policy(old_definitions.get(name), "DeletionPolicy") not in _RETAINING
            ),
        ]
        order = [name for name in reversed(in_order(self._names, old_definitions, self._previous)) if name in gone]
        self.current = Pass(self._custom_resources, works, dependents(self._names, old_definitions, order))
        self.current.advance()

    # Rolling back

    def begin_rollback(self, operation: Record, nested: Sequence[str]) -> Record:
        """Plan the updates that take back what an operation has done in place.

        Args:
            operation: What MiniStack knows of the operation that failed.
            nested: Nested stacks whose creation failed, which MiniStack leaves out.

        Returns:
            The operation with all that it has touched, also what MiniStack has not come to.
        """
        ours = {name for name, work in self._works.items() if work.was_sent}
        created = operation.get("created", [])
        touched = [name for name in self._order if name in ours or name in created]
        touched += [name for name in (*created, *nested) if name not in touched]
        operation = {**operation, "created": touched}
        failed_update = operation.get("failed_update")
        if failed_update is not None and failed_update[0] in {*touched, self._stopped_at}:
            operation["failed_update"] = None
        before, resources = self._resources_before, self.stack["_resources"]
        stays = [
            name
            for name in touched
            if name in before and before[name]["PhysicalResourceId"] == resources[name]["PhysicalResourceId"]
        ]
        changed = [name for name in stays if before[name]["Properties"] != resources[name]["Properties"]]
        works = [self._revert(name) for name in changed if is_custom(before[name]["ResourceType"])]
        definitions = self._previous.get("_template", {}).get("Resources", {})
        self.current = Pass(self._custom_resources, works, dependencies(self._names, definitions, changed))
        self._to_delete = [name for name in reversed(touched) if name not in stays]
        self._retains = not operation.get("retain_except_on_create", False)
        return operation

    def begin_rollback_deletes(self) -> None:
        """Delete what the operation that failed has created.

        From now on the stack is shown with the resources that it is rolled back to. MiniStack deletes first and puts
        the old records back afterwards: a function that lists its stack during such a Delete would find the resource
        under the very id that is being deleted. In AWS "the stack has been rolled back to its previous working state"
        by then [doc: view-stack-events, UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS]. That it is also listed with the
        physical ids of that state is not known [assumed: rolled-back-ids].
        """
        to_delete, self._to_delete = self._to_delete, None
        if to_delete is None:
            return
        before, resources = self._resources_before, self.stack["_resources"]
        works = [
            self._delete(name, resources[name], is_listed=name not in before)
            for name in to_delete
            if is_custom(resources[name]["ResourceType"])
            and not (self._retains and self._policy(self._definitions.get(name), "DeletionPolicy") == "Retain")
        ]
        self.current = Pass(self._custom_resources, works, dependents(self._names, self._definitions, to_delete))
        if self._previous:
            self.stack["_resources"] = {**resources, **before}
        self.current.advance()

    def _revert(self, name: str) -> ResourceWork:
        def begin() -> tuple[Record, Request | None]:
            now = self.stack["_resources"][name]  # MiniStack has yet to compare its properties with the former ones
            former = {**now, "Properties": self._resources_before[name]["Properties"]}
            return now, self._request("Update", former, now["Properties"])

        return ResourceWork(self, name, "UPDATE", begin)

    # Deleting the stack

    def begin_deletion(self, kept: Iterable[str] = ()) -> Pass:
        """Plan the deletion of every resource that is neither retained nor ``kept``."""
        resources = self.stack["_resources"]
        definitions = (self.stack.get("_template") or {}).get("Resources", {})
        order = [name for name in reversed(in_order(self._names, definitions, self.stack)) if name in resources]
        order = [*(name for name in resources if name not in order), *order]
        works = [
            self._delete(name, resources[name])
            for name in order
            if is_custom(resources[name]["ResourceType"])
            and name not in kept
            and self._policy(definitions.get(name), "DeletionPolicy") not in _RETAINING
        ]
        self.current = Pass(self._custom_resources, works, dependents(self._names, definitions, order))
        return self.current

    # Parts of these

    def _delete(self, logical_id: str, record: Record, *, is_listed: bool = True) -> ResourceWork:
        def begin() -> tuple[Record, Request | None]:
            shown = record if is_listed else dict(record)
            return shown, self._request("Delete", shown) if shown["PhysicalResourceId"] else None

        return ResourceWork(self, logical_id, "DELETE", begin, is_listed=is_listed)

    def _request(self, request_type: str, record: Record, old: Mapping[str, Any] | None = None) -> Request:
        return Request(
            request_type,
            self.name,
            self.stack["StackId"],
            record["LogicalResourceId"],
            record["ResourceType"],
            record["Properties"],
            None if request_type == "Create" else record["PhysicalResourceId"],
            old,
        )

    def _policy(self, definition: Mapping[str, Any] | None, attribute: str) -> str:
        stack = self.stack
        policy: str = self._stacks._resource_policy(
            definition,
            attribute,
            stack["_resources"],
            stack.get("_resolved_params", {}),
            stack.get("_conditions", {}),
            (stack.get("_template") or {}).get("Mappings", {}),
            self.name,
            stack["StackId"],
        )
        return policy
