"""Webhooks of templates, for the tests of what changes."""

from __future__ import annotations

from typing import Any

from webhook_constructs.changes.changes import Changes, changes_between
from webhook_constructs.changes.snapshot import Snapshot, SnapshotWebhook, snapshot_of_templates
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place, Template

__all__ = ["LOOSE", "STRICT", "changed", "github_webhook", "on_pushes", "snapshot", "statuses"]

STRICT, LOOSE = "^refs/heads/main$", "^refs/heads/main"


def on_pushes(pattern: Any) -> list[dict[str, Any]]:
    """A group for pushes."""
    return [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": pattern}]


def github_webhook(
    project: Any, *patterns: Any, path: str | None = None, location: Any = None, **members: Any
) -> dict[str, Any]:
    """A webhook with a group for each pattern, as it is in a template."""
    source = {"Type": "GITHUB", "Location": location or "https://github.com/acme/api"}
    groups = [on_pushes(each) for each in patterns]
    properties = {"ProjectName": project, "FilterGroups": groups, "Source": source}
    metadata = {} if path is None else {"Metadata": {"aws:cdk:path": f"{path}/Resource"}}
    return {"Type": "Custom::CodeBuildWebhook", "Properties": properties, **metadata, **members}


def snapshot(
    resources: dict[str, Any] | None = None,
    *more: dict[str, Any],
    place: Place = UNKNOWN_PLACE,
    given: dict[str, str] | None = None,
    **sections: Any,
) -> Snapshot:
    """The webhooks of a template, or of several whose files are numbered."""
    bodies = [{"Resources": each, **sections} for each in (resources or {}, *more)]
    files = [f"{number}.json" for number in range(len(bodies))]
    return snapshot_of_templates([Template(each, place) for each in bodies], files, files, given)


def changed(before: Snapshot, after: Snapshot, *, has_same_values: bool = False) -> Changes:
    """What changes."""
    return changes_between(before, after, has_same_values=has_same_values)


def statuses(changes: Changes) -> list[tuple[str, str | None, str | None]]:
    """What has become of each webhook, with the projects before and after."""

    def project(side: SnapshotWebhook | None) -> str | None:
        return None if side is None else side.webhook.project

    return [(each.status.value, project(each.before), project(each.after)) for each in changes.webhooks]
