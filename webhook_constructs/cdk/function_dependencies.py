"""What a function waits for, as a list that grows in Python without a call into the CDK for each entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Dependable, DependencyGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs import Construct, IConstruct

__all__ = ["FunctionDependencies"]


class FunctionDependencies(Dependable):
    """Constructs that one construct depends on; the CDK asks for them when the app is synthesised."""

    def __init__(self, dependent: Construct) -> None:
        """Let a construct depend on what is added later.

        Args:
            dependent: The construct that waits.
        """
        super().__init__()
        self._constructs: dict[IConstruct, None] = {}
        group = DependencyGroup()
        Dependable.implement(group, self)
        dependent.node.add_dependency(group)

    @property
    def dependency_roots(self) -> list[IConstruct]:
        """What has been added."""
        return list(self._constructs)

    def add(self, constructs: Iterable[IConstruct]) -> None:
        """Add constructs; one that was added before is no other one."""
        self._constructs.update(dict.fromkeys(constructs))

    def remove(self, constructs: Iterable[IConstruct]) -> None:
        """Take constructs out again, if they are there."""
        for construct in constructs:
            self._constructs.pop(construct, None)
