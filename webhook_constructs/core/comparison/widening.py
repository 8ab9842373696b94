"""Whether a change lets somebody start a build who could start none, or makes approval unnecessary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from webhook_constructs.core.decisions.verdict import Verdict
from webhook_constructs.core.patterns.analysis import literal_texts_of
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, EventAction, FilterType, SourceProvider

from .approvals import Author
from .clauses import Clause
from .difference import Difference
from .space import Values, cell_of
from .witness import Witness

__all__ = ["Widening"]

# To merge a pull request takes the right to write, so no stranger causes that event. At GitHub, a pull request from a
# fork brings its own workflows, at GitLab its pipeline runs in the fork [doc]. Sources:
# https://docs.github.com/en/actions/managing-workflow-runs/approving-workflow-runs-from-public-forks and
# https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/.
_OF_STRANGERS = PULL_REQUEST_ACTIONS - {EventAction.PULL_REQUEST_MERGED}
_WITHOUT_JOBS_OF_STRANGERS = (SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED)
_WHO: tuple[tuple[FilterType, ...], ...] = (
    (FilterType.ACTOR_ACCOUNT_ID,),
    (FilterType.ORGANIZATION_NAME, FilterType.REPOSITORY_NAME),
)
_MAY_WAIT = frozenset({Verdict.WAITS_FOR_APPROVAL, Verdict.UNDECIDED})
_MAY_BUILD = frozenset({Verdict.BUILDS, Verdict.UNDECIDED})

_Shown: TypeAlias = "Callable[[], Witness | None]"


class Widening:
    """Whether a change widens who can start a build.

    It does if an event that a stranger can cause, or an account or a repository that could start nothing before, goes
    from no build to one that starts or waits for approval, or any event from one that waits to one that starts.

    Attributes:
        is_so: True, False, or None if that cannot be told.
        witness: An event that shows it; None if there is none.
    """

    def __init__(self, differences: Sequence[Difference]) -> None:
        """Ask for what is certain first, and then for what is possible.

        Args:
            differences: What differs, for each action.
        """
        self._differences = differences
        self._who = {of: differences[0].space.about(of) for of in _WHO}
        self.is_so: bool | None = True
        found = list(self._found(is_certain=True))
        self.witness = next((witness for show in found if (witness := show()) is not None), None)
        if not found:
            is_possible = any(True for _ in self._found(is_certain=False))
            self.is_so = None if is_possible or self._gave_up() else False

    def _gave_up(self) -> bool:
        spaces = (*self._who.values(), *(each.space for each in self._differences))
        return any(each.gave_ups for each in spaces)

    def _found(self, *, is_certain: bool) -> Iterator[_Shown]:
        """Return what widens for certain, or possibly, each as what shows it."""
        for each in self._differences:
            yield from self._by_strangers(each, is_certain=is_certain)
            yield from self._by_approval(each, is_certain=is_certain)
        for of in _WHO:
            yield from self._by_newcomers(of, is_certain=is_certain)

    def _by_strangers(self, of: Difference, *, is_certain: bool) -> Iterator[_Shown]:
        for each in _some(of.after, is_certain=is_certain) if _is_of_strangers(of) else ():
            if not _names_accounts(each):
                for _, values in of.space.search(cell_of(each.literals), _passing_before(of, is_certain=is_certain)):
                    # Whether a stranger waits or not is not always known; that one of both is so widens.
                    yield _shown(of, values, of.approvals.stranger, Author())
                    return

    def _by_approval(self, of: Difference, *, is_certain: bool) -> Iterator[_Shown]:
        for author, before, after in of.approvals.differing():
            if (before, after) == (Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS) or (
                not is_certain and before in _MAY_WAIT and after in _MAY_BUILD
            ):
                for _, values in of.passing_both(is_certain=is_certain):
                    yield _shown(of, values, author)
                    return

    def _by_newcomers(self, of: tuple[FilterType, ...], *, is_certain: bool) -> Iterator[_Shown]:
        """Look for an account or a repository that can start something after the change and nothing before it."""
        who = self._who[of]
        before = tuple(_about(each, of) for each in self._starting_before(is_certain=is_certain))
        for difference in self._differences:
            for each in _some(difference.after, is_certain=is_certain):
                for _, values in difference.space.search(cell_of(each.literals)):
                    for _, newcomer in who.search(cell_of(_about(each, of).literals), before):
                        author = difference.approvals.builder(1) or difference.approvals.stranger
                        yield _shown(difference, {**values, **newcomer} if before else values, author)
                        return

    def _starting_before(self, *, is_certain: bool) -> Iterator[Clause]:
        for difference in self._differences:
            for each in (*difference.before, *difference.shared):
                cell = cell_of(each.literals)
                if (is_certain and difference.space.may_have_events(cell)) or (
                    not is_certain and not each.doubts and difference.space.has_events(cell)
                ):
                    yield each


def _is_of_strangers(of: Difference) -> bool:
    if of.action is EventAction.WORKFLOW_JOB_QUEUED:
        return of.provider not in _WITHOUT_JOBS_OF_STRANGERS
    return of.action in _OF_STRANGERS


def _some(clauses: tuple[Clause, ...], *, is_certain: bool) -> tuple[Clause, ...]:
    return tuple(each for each in clauses if not (is_certain and each.doubts))


def _passing_before(of: Difference, *, is_certain: bool) -> tuple[Clause, ...]:
    """Return what may let an event pass before the change, or for what is possible, what lets it pass for certain."""
    return tuple(each for each in (*of.before, *of.shared) if is_certain or not each.doubts)


def _about(clause: Clause, of: tuple[FilterType, ...]) -> Clause:
    return Clause(tuple(each for each in clause.literals if each.of in of))


def _names_accounts(clause: Clause) -> bool:
    """Check whether a clause is for accounts that it names, of which no stranger has one."""
    wanted = [
        literal_texts_of(each.pattern)
        for each in clause.literals
        if each.of is FilterType.ACTOR_ACCOUNT_ID and not each.excluded
    ]
    return any(texts is not None and all(each.at_start and each.at_end for each in texts) for texts in wanted)


def _shown(of: Difference, values: Values, *authors: Author) -> _Shown:
    """Return what shows an event, of the first of some authors whose verdicts are known."""
    return lambda: next(filter(None, (of.witness(values, author) for author in authors)), None)
