"""What changes when the settings of a webhook change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from webhook_constructs.core.decisions.decision import check_settings
from webhook_constructs.core.decisions.known_settings import known_settings, require_members
from webhook_constructs.core.patterns.step_budget import Budget, running
from webhook_constructs.core.service.enums import EventAction
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import one_line

from .difference import Difference, Doubt
from .places import places_of
from .side import Side
from .widening import Widening
from .witness import Witness

__all__ = ["Comparison", "compare"]

_MAX_STEPS = 4_000_000  # half of what one call of the library may take
_MAX_REASON, _NEW_LINE = 500, "\n"
_WIDENS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes when the settings of a webhook change. `str` explains it.

    Attributes:
        starts: Events that start a build after the change and not before it. Each event type with such an event has at
            least one; further ones show another branch, account, folder, or group.
        stops: Events that start a build before the change and not after it, in the same way.
        unknown: What is unknown and why, with the events that it affects.
        widens: Whether strangers can start more: an event that a stranger can cause, or an account or repository that
            could start nothing before, goes from no build to a build or to waiting for approval; or any event goes from
            waiting to a build. None if that is unknown. Strangers open, update, reopen, and close pull requests, and
            their pull requests start workflow jobs, except at GitLab. A filter on named accounts excludes them. More
            branches for the same people do not widen.
        widening: An event that shows that it widens. None if it does not, or if that is unknown.
    """

    starts: tuple[Witness, ...] = ()
    stops: tuple[Witness, ...] = ()
    unknown: tuple[str, ...] = ()
    widens: bool | None = False
    widening: Witness | None = None

    @property
    def is_same(self) -> bool | None:
        """Whether every event has the same verdict on both sides; None if that is unknown."""
        if self.starts or self.stops:
            return False
        return None if self.unknown else True

    def __str__(self) -> str:
        """Return the events that start and stop builds, and what is not known."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.is_same:
            yield "the same events start builds"
        for title, witnesses in (("starts", self.starts), ("stops", self.stops)):
            if witnesses:
                yield f"{title}:"
                yield from (f"  {line}" for each in witnesses for line in str(each).splitlines())
        if self.unknown:
            yield "unknown:"
            yield from (f"  {each}" for each in self.unknown)
        yield f"widens: {_WIDENS[self.widens]}"
        if self.widening is not None and self.widening not in self.starts:
            yield from (f"  {line}" for line in str(self.widening).splitlines())


def compare(
    before: WebhookSettings | None,
    after: WebhookSettings | None,
    *,
    unknown_before: Collection[str] = (),
    unknown_after: Collection[str] = (),
) -> Comparison:
    """Return which events start a build on one side only, each with an example that `decide` confirms.

    Equivalent settings are the same, such as `(a|b)` and `(b|a)`. Values that only the deployment knows are never the
    same, nor is what takes too much work to compare: `Comparison.unknown` names it.

    Two webhooks of different repositories share no event: everything that the first one builds stops, and everything
    that the second one builds starts. If one repository is unknown, it is assumed to be that of the other side.

    Events have plausible values: a ref that git accepts, a path of one line, an author with a role of the git host. The
    comparison assumes that CodeBuild looks at every file, and that nobody has approved yet.

    Args:
        before: The settings before the change; None for no webhook.
        after: The settings after the change; None for no webhook.
        unknown_before: The members of the settings before the change that are unknown, as in `decide`. Default: all are
            known.
        unknown_after: The same after the change.

    Raises:
        WebhookConstructsError: An argument has the wrong type, or names a member that cannot be unknown.

    Examples:
        >>> from webhook_constructs.core import FilterGroup, WebhookSettings
        >>> pushes = FilterGroup.on_push()
        >>> before = WebhookSettings([pushes.and_head_ref_matches("^refs/heads/main$")])
        >>> after = WebhookSettings([pushes.and_head_ref_matches("^refs/heads/main")])
        >>> print(compare(before, after))
        starts:
          PUSH refs/heads/main-2
            before: no build: filter_groups[0]: HEAD_REF 'refs/heads/main-2' does not match ^refs/heads/main$
            after: build: filter_groups[0] passes
        widens: no
        >>> compare(before, before).is_same
        True
    """
    sides = _side("before", before, unknown_before), _side("after", after, unknown_after)
    if before == after and all(each.is_known for each in sides):
        return Comparison()
    with running():
        return _compared(*sides)


def _side(name: str, settings: WebhookSettings | None, unknown: Collection[str]) -> Side:
    members = require_members(unknown, f"unknown_{name}")
    if settings is None:
        return Side(name, None)
    check_settings(settings)
    return Side(name, known_settings(settings, members), members)


def _compared(before: Side, after: Side) -> Comparison:
    refused = [
        f"{side.name}: CodeBuild refuses the settings: {one_line(problem.partition(_NEW_LINE)[0], _MAX_REASON)}"
        for side in (before, after)
        for problem in (side.settings.problems() if side.settings is not None else ())
    ]
    if refused:
        return Comparison(unknown=tuple(refused), widens=None)
    places = places_of(before, after)
    budget = Budget(_MAX_STEPS)
    differences = [[Difference(*pair, action, budget) for action in EventAction] for pair in places.pairs]
    changed = [each for some in differences for each in some if not each.is_none]
    starts = tuple(witness for each in changed for witness in each.starts)
    stops = tuple(witness for each in changed for witness in each.stops)
    unknown = (*(() if places.doubt is None else (places.doubt,)), *_texts(changed))
    if not changed:
        return Comparison(unknown=unknown, widens=None if unknown else False)
    widening = Widening(differences[-1])
    is_of_other_places = places.doubt is not None or "scope" in {*before.unknown, *after.unknown}
    widens = None if widening.is_so is False and is_of_other_places else widening.is_so
    return Comparison(starts, stops, unknown, widens, widening.witness)


def _texts(differences: Iterable[Difference]) -> Iterator[str]:
    """Return what cannot be told, each thing once with the events that it is about."""
    found: dict[str, dict[Doubt, list[EventAction]]] = {}
    for difference in differences:
        for doubt in difference.doubts:
            found.setdefault(doubt.reason, {}).setdefault(doubt, []).append(difference.action)
    for reason, by_side in found.items():
        sides = " and ".join(sorted({doubt.side for doubt in by_side if doubt.side}, reverse=True, key=len))
        actions = dict.fromkeys(action for some in by_side.values() for action in some)
        yield f"{sides}: {one_line(reason, _MAX_REASON)} ({', '.join(actions)})".removeprefix(": ")
