"""A job of a workflow or pipeline, and the runner that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Found", "Job", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a workflow file.

    Attributes:
        file: The path of the file.
        steps: The keys and indices that lead there.
    """

    file: str
    steps: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A job, with one of the lists of labels that it can have.

    Attributes:
        host: The git host.
        place: Where its labels are.
        path: What names it: the jobs that call its workflow, and itself.
        labels: What it asks of a runner; what only a run knows stands in it as an expression.
        workflow_name: What its workflow or pipeline is called. Default: that is not known.
        combinations: The combinations of its matrix that have these labels. Default: all have, or there is no matrix.
        run: What names the run that it is in: jobs of one run can take each other's runners. Default: its file.
        after: For each step of `path`, the jobs beside it that end before it begins. Default: none.
        is_serial: Whether the combinations of its matrix run one after the other. Default: they do not.
        group: The group of runners that it asks for. Default: none.
        slip: What is wrong with its labels, and the fix. Default: nothing that is known without them.
        conditions: What has to be so, besides, for it to ask for this runner. Default: nothing.
    """

    host: Literal["GitHub", "GitLab"]
    place: Place
    path: tuple[str, ...]
    labels: tuple[str, ...]
    workflow_name: str | None = None
    combinations: tuple[str, ...] = ()
    run: str = ""
    after: tuple[frozenset[str], ...] = ()
    is_serial: bool = False
    group: str | None = None
    slip: tuple[str, str] | None = None
    conditions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What names it in a text."""
        return " / ".join(self.path)

    def may_run_beside(self, other: Job) -> bool:
        """Whether it can wait for a runner while another job does."""
        if self.run != other.run:
            return False
        pairs = enumerate(zip(self.path, other.path, strict=False))
        level = next((level for level, (mine, other_one) in pairs if mine != other_one), None)
        if level is None:  # the same job, with values of its matrix that may be one choice
            mine, others = set(self.combinations), set(other.combinations)
            return not self.is_serial and bool(mine and others) and mine.isdisjoint(others)
        return other.path[level] not in self.after[level] and self.path[level] not in other.after[level]


@dataclass(slots=True)
class Found:
    """What some workflow files have.

    Attributes:
        jobs: The jobs that run on a runner, as far as they are known.
        unseen: What may have more jobs and is not read: the place, and why not.
    """

    jobs: list[Job] = field(default_factory=list)
    unseen: list[tuple[Place, str]] = field(default_factory=list)
