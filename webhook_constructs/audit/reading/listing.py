"""The projects or pipelines of a region, on their way: first their names, then each batch of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .found import Lost, ReadResult
from .projects_and_pipelines import Batch, missed
from .workers import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .connection import Connection
    from .read_error import ReadError
    from .workers import Task, Workers

__all__ = ["Listing"]


class Listing:
    """What a region lists, and what was read of it.

    Attributes:
        connection: The region.
        task: The task that lists.
        reading: The tasks that read what was listed. Default: none has begun.
    """

    def __init__(
        self, workers: Workers, connection: Connection, what: str, work: Callable[[Connection], ReadResult]
    ) -> None:
        """Begin to list.

        Args:
            workers: Who does it.
            connection: The region.
            what: What is listed, in a word.
            work: Lists the names.
        """
        self.connection, self._what = connection, what
        [self.task] = workers.start(work, [connection], self._not_listed)
        self.reading: list[Task] = []

    def read(self, workers: Workers, work: Callable[[Batch], ReadResult], size: int) -> None:
        """Begin to read what was listed, so many at once."""
        self.reading = workers.start(work, self._batches(size), _batch_not_read)

    def found(self) -> list[ReadResult]:
        """Give what was read; where somebody has interrupted before that began, that nothing was."""
        if self.reading:
            return [task.found for task in self.reading]
        return [_batch_not_read(batch, INTERRUPTED) for batch in self._batches(len(self.task.found.items))]

    def lost(self) -> Iterator[Lost]:
        """Name what could not be listed, and what could not be read."""
        listed, found = self.task.found, self.found()
        yield from listed.lost
        yield from missed(self.connection, self._what, len(listed.items), found)
        yield from (lost for each in found for lost in each.lost)

    @property
    def is_empty(self) -> bool:
        """Whether the region has said that it has none."""
        return not self.task.found.items and not self.task.found.lost

    def _batches(self, size: int) -> list[Batch]:
        names = self.task.found.items
        starts = range(0, len(names), size or 1)
        return [Batch(self.connection, tuple(names[start : start + size])) for start in starts]

    def _not_listed(self, connection: Connection, why: ReadError) -> ReadResult:
        return ReadResult(lost=[Lost(f"{connection.label}: {self._what}", why)])


def _batch_not_read(batch: Batch, why: ReadError) -> ReadResult:
    return ReadResult().miss(batch.names, why)
