"""The way from an event at the git host to a build, and where this library is on it."""

from __future__ import annotations

from itertools import pairwise

from tools.pictures.drawing import Arrow, Box, Label, picture

__all__ = ["flow_picture"]

_TITLE = (
    "A git host sends events to the webhook of a CodeBuild project. If a filter group matches and no approval is "
    "missing, the project builds. webhook-constructs checks the filters at synthesis, deploys the webhook, "
    "and explains what an event builds."
)
_TOP, _TALL = 20, 104
_WIDE, _GAP = 178, 50


def flow_picture() -> str:
    """Return the picture."""
    columns = [20 + index * (_WIDE + _GAP) for index in range(4)]
    middle = _TOP + _TALL / 2
    way = [
        Box(columns[0], _TOP, _WIDE, _TALL, "Git host", ["push, pull request,", "release, workflow job"]),
        Box(columns[1], _TOP, _WIDE, _TALL, "Webhook", ["filter groups: event,", "branch, actor, file"]),
        Box(columns[2], _TOP, _WIDE, _TALL, "Approval", ["pull requests of", "strangers wait"]),
        Box(columns[3], _TOP, _WIDE, _TALL, "CodeBuild project", ["builds, or runs", "the job"]),
    ]
    arrows = [Arrow((left + _WIDE + 2, middle), (right - 2, middle)) for left, right in pairwise(columns)]
    below = 206
    ours = [
        Box(columns[0], below, _WIDE, 84, "cdk synth", ["checks filters,", "warns, refuses"], is_ours=True),
        Box(columns[1], below, _WIDE, 84, "cdk deploy", ["creates, updates,", "adopts, deletes"], is_ours=True),
        Box(columns[2], below, _WIDE, 84, "Review", ["lint, diff, predict,", "tests"], is_ours=True),
        Box(columns[3], below, _WIDE, 84, "Operate", ["explain, replay,", "runners, audit"], is_ours=True),
    ]
    to_webhook = Arrow((columns[1] + _WIDE / 2, below - 2), (columns[1] + _WIDE / 2, _TOP + _TALL + 2))
    name = Label(columns[2] + _WIDE + _GAP / 2, 188, "webhook-constructs, at each step of your work", "note")
    return picture(columns[3] + _WIDE + 20, 310, _TITLE, [*way, *arrows, *ours, to_webhook, name])
