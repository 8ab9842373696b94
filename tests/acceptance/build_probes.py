"""Probes of which deliveries start a build. A build costs CodeBuild minutes, so an account has to be asked for them.

The deliveries are signed with the secret of a manual webhook, as GitHub signs them. Each probe has a delivery that
starts a build whatever is assumed: if it starts none, CodeBuild does not take deliveries that are not of GitHub.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from tests.acceptance.delivery_probes import post, reachable
from tests.acceptance.probes import ON_PUSH, Filter, Probe, Probed
from tests.acceptance.record import Observation

__all__ = ["BUILD_PROBES", "MOST_BUILDS"]

MOST_BUILDS = 10
"""How many builds all of these probes start at most; each is stopped at once."""

_START_SECONDS = 30.0
_NOT_TAKEN = Observation.not_tried("CodeBuild has not taken a delivery that must start a build")
_WITHOUT_DOCS: list[Filter] = [ON_PUSH, ("FILE_PATH", "^docs/", True)]


def branch_filter(probed: Probed) -> Observation:
    return _compared(probed, {"branchFilter": "^main$"}, {"files": ["a"]}, holds=True, control={})


def no_filters(probed: Probed) -> Observation:
    seen = _compared(probed, {}, {"files": ["a"]}, holds=True, control={"branchFilter": "main"})
    return Observation(seen.result, f"{seen.answer}; pull requests were not tried")


def excluded_files(probed: Probed) -> Observation:
    members = {"filterGroups": [probed.to_api(_WITHOUT_DOCS)]}
    return _compared(probed, members, {"files": ["docs/a", "src/a"]}, holds=False, files=["src/a"])


def no_files(probed: Probed) -> Observation:
    members = {"filterGroups": [probed.to_api(_WITHOUT_DOCS)]}
    return _compared(probed, members, {"files": []}, holds=True, files=["src/a"])


def pushed_files(probed: Probed) -> Observation:
    members = {"filterGroups": [probed.to_api([ON_PUSH, ("FILE_PATH", "^src/")])]}
    return _compared(probed, members, {"files": ["src/a"], "how": "removed"}, holds=True, control={})


def _compared(  # noqa: PLR0913 - what is tried, and the delivery that starts a build for sure
    probed: Probed,
    members: Mapping[str, Any],
    push: Mapping[str, Any],
    *,
    holds: bool,
    control: Mapping[str, Any] | None = None,
    files: Sequence[str] = ("a",),
) -> Observation:
    """Deliver a push to a webhook, after one that starts a build for sure: of these files, or for another webhook."""
    if not _starts(probed, members if control is None else control, files=files):
        return _NOT_TAKEN
    starts = _starts(probed, members, **push)
    return Observation.of(f"the push starts {'a' if starts else 'no'} build", holds=starts is holds)


def _starts(probed: Probed, members: Mapping[str, Any], *, files: Sequence[str], how: str = "added") -> bool:
    """Deliver a push to main, check whether it starts a build, and stop it."""
    codebuild, project = probed.account.codebuild, probed.make_project()
    webhook = probed.create(project, manualCreation=True, **members)
    body = json.dumps(_push(probed, files, how)).encode()
    post(reachable(probed, webhook["payloadUrl"]), "push", body, webhook["secret"])
    end = time.monotonic() + (_START_SECONDS if probed.account.target.is_account else 0)
    while not (builds := codebuild.list_builds_for_project(projectName=project)["ids"]) and time.monotonic() < end:
        time.sleep(probed.account.target.pause_seconds)
    for build in builds:
        codebuild.stop_build(id=build)
    return bool(builds)


def _push(probed: Probed, files: Sequence[str], how: str) -> dict[str, Any]:
    name = probed.account.host.repository
    paths: dict[str, list[str]] = {"added": [], "modified": [], "removed": [], how: list(files)}
    commit = {"id": "2" * 40, "message": "Try", **paths}
    return {
        "ref": "refs/heads/main",
        "before": "1" * 40,
        "after": "2" * 40,
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [commit],
        "head_commit": commit,
        "repository": {
            "name": name.rpartition("/")[2],
            "full_name": name,
            "html_url": probed.account.target.repository.removesuffix(".git"),
            "clone_url": probed.account.target.repository,
        },
        "sender": {"id": 1},
    }


BUILD_PROBES: Mapping[str, Probe] = {
    "branch-filter": branch_filter,
    "excluded-files": excluded_files,
    "no-files": no_files,
    "no-filters": no_filters,
    "pushed-files": pushed_files,
}
"""The probes, by the ID of the assumption."""
