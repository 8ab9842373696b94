"""What starts a pipeline: its source actions on a connection, and the triggers of the pipeline that filter for them.

Sources: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html (a
change of the branch starts the pipeline unless DetectChanges is false) and
https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html (triggers take the place of that) [doc].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.core import EventAction, FilterGroup, WebhookConstructsError
from webhook_constructs.core.rendered import mapping, mappings, member, texts
from webhook_constructs.core.unresolved import is_unresolved

from .context import PipelineSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["connection_source", "is_connection"]

_PROVIDERS = ("CodeStarSourceConnection", "CodeConnections")
_PULL_REQUEST_EVENTS = {
    "OPEN": EventAction.PULL_REQUEST_CREATED,
    "UPDATED": EventAction.PULL_REQUEST_UPDATED,
    "CLOSED": EventAction.PULL_REQUEST_CLOSED,
}


def is_connection(action: Mapping[str, Any]) -> bool:
    """Tell whether an action takes its source from a connection to a git host."""
    return member(mapping(member(action, "actionTypeId")), "provider") in _PROVIDERS


def connection_source(
    path: str, action: Mapping[str, Any], triggers: Sequence[Mapping[str, Any]]
) -> PipelineSource | None:
    """Read a source action on a connection.

    Args:
        path: What names it.
        action: The action, as the CDK renders it.
        triggers: The triggers of its pipeline, as the CDK renders them.

    Returns:
        The source; None where it does not start its pipeline, or where what starts it is known only on deployment or
        cannot be written as filter groups.
    """
    configuration = mapping(member(action, "configuration"))
    repository = _known(configuration.get("FullRepositoryId"))
    if repository is None:
        return None
    own = [
        git
        for git in (mapping(member(trigger, "gitConfiguration")) for trigger in triggers)
        if member(git, "sourceActionName") == member(action, "name")
    ]
    try:
        groups = tuple(group for git in own for group in _groups(git)) if own else _default_groups(configuration)
    except (WebhookConstructsError, KeyError):  # a glob that git does not have, or an event that is new
        return None
    return PipelineSource(path, repository, groups) if groups else None


def _default_groups(configuration: Mapping[str, Any]) -> tuple[FilterGroup, ...]:
    branch = _known(configuration.get("BranchName"))
    detects = str(configuration.get("DetectChanges", "true")).lower()
    if detects != "true" or branch is None:
        return ()
    return (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(branch),)


def _groups(git: Mapping[str, Any]) -> Iterator[FilterGroup]:
    for push in mappings(member(git, "push")):
        yield from _push_groups(push)
    for request in mappings(member(git, "pullRequest")):
        named = texts(member(request, "events")) or _PULL_REQUEST_EVENTS
        first, *rest = [_PULL_REQUEST_EVENTS[each] for each in named]
        yield _filtered(FilterGroup.in_event_of(first, *rest), request, "and_base_branch_glob")


def _push_groups(push: Mapping[str, Any]) -> Iterator[FilterGroup]:
    group = FilterGroup.in_event_of(EventAction.PUSH)
    if member(push, "tags"):
        included, excluded = _globs(push, "tags")
        tagged = group.and_tag_glob(*included) if included else group.and_any_tag()
        yield tagged.and_tag_glob_not(*excluded) if excluded else tagged
    else:
        yield _filtered(group.and_any_branch(), push, "and_branch_glob")


def _filtered(group: Any, written: Mapping[str, Any], method: str) -> FilterGroup:
    """Add the filters of a trigger on branches, by the method for them, and on files."""
    for name, method_name in (("branches", method), ("filePaths", "and_file_path_glob")):
        included, excluded = _globs(written, name)
        group = getattr(group, method_name)(*included) if included else group
        group = getattr(group, f"{method_name}_not")(*excluded) if excluded else group
    filtered: FilterGroup = group
    return filtered


def _globs(written: Mapping[str, Any], name: str) -> tuple[list[str], list[str]]:
    criteria = mapping(member(written, name))
    return texts(member(criteria, "includes")), texts(member(criteria, "excludes"))


def _known(value: Any) -> str | None:
    return value if isinstance(value, str) and not is_unresolved(value) else None
