"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FULL", "QUICK", "TINY", "Effort"]


@dataclass(frozen=True, slots=True)
class Effort:
    """The sizes and rounds of a run.

    Attributes:
        rounds: How often each thing is measured, less often where it takes long.
        webhooks: How many webhooks an app has.
        groups: How many filter groups.
        constructs: How many constructs an app has in which double builds are looked for.
        stages: How many stages.
        lint_webhooks: How many webhooks are judged or decided at once.
        templates: How many templates are linted.
        deployed: How many webhooks are deployed in one stack.
        projects: How many projects are audited.
        files: How many files a commit changes.
        name_lengths: How long the names of projects are, of which a stack takes as many as it can.
        has_guests: Whether programs are measured that have to be installed first.
        warms_up: Whether everything is run once before it is measured.
    """

    rounds: int
    webhooks: tuple[int, ...]
    groups: tuple[int, ...]
    constructs: tuple[int, ...]
    stages: int
    lint_webhooks: int
    templates: int
    deployed: int
    projects: int
    files: int
    name_lengths: tuple[int, ...] = (40, 60, 100, 150)
    has_guests: bool = True
    warms_up: bool = True

    @property
    def few_rounds(self) -> int:
        """How often that is measured which takes long and has no budget."""
        return max(1, self.rounds // 2)


FULL: Final = Effort(5, (50, 150, 450), (10, 1_000, 10_000), (500, 2_000, 10_000), 100, 1_000, 200, 450, 1_000, 10_000)
QUICK: Final = Effort(2, (30,), (10, 300), (500,), 10, 100, 10, 20, 50, 100)
TINY: Final = Effort(1, (3,), (10,), (150,), 2, 2, 1, 2, 2, 2, name_lengths=(150,), has_guests=False, warms_up=False)
