"""What starts a pipeline: its source actions on a connection, and the triggers of the pipeline that filter for them.

Sources: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html (a
change of the branch starts the pipeline unless DetectChanges is false) and
https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html (triggers take the place of that) [doc].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core import EventAction, FilterGroup, WebhookConstructsError
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping, as_mappings, as_strings, get_member
from webhook_constructs.lint import PipelineSource

__all__ = ["connection_source", "is_connection", "is_settled"]

_PROVIDERS = ("CodeStarSourceConnection", "CodeConnections")
_PULL_REQUEST_EVENTS = {
    "OPEN": EventAction.PULL_REQUEST_CREATED,
    "UPDATED": EventAction.PULL_REQUEST_UPDATED,
    "CLOSED": EventAction.PULL_REQUEST_CLOSED,
}


def is_connection(action: Mapping[str, Any]) -> bool:
    """Check whether an action takes its source from a connection to a git host."""
    return get_member(as_mapping(get_member(action, "actionTypeId")), "provider") in _PROVIDERS


def connection_source(path: str, action: Mapping[str, Any], triggers: Any) -> PipelineSource | None:
    """Read a source action on a connection.

    Args:
        path: What names it.
        action: The action, as the CDK renders it.
        triggers: The triggers of its pipeline, as the CDK renders them.

    Returns:
        The source, without groups where it does not start its pipeline; None where what starts it is known only on
        deployment or cannot be written as filter groups.
    """
    configuration = as_mapping(get_member(action, "configuration"))
    repository = known_text(configuration.get("FullRepositoryId"))
    own = [each for each in _listed(triggers) if _may_be_for(each, get_member(action, "name"))]
    if repository is None or not all(map(is_settled, own)):
        return None
    try:
        written = [as_mapping(get_member(as_mapping(each), "gitConfiguration")) for each in own]
        groups = tuple(group for git in written for group in _groups(git)) if own else _default_groups(configuration)
    except (WebhookConstructsError, KeyError):  # a glob that git does not have, or an event that is new
        return None
    return None if groups is None or (own and not groups) else PipelineSource(path, repository, groups)


def is_settled(value: Any) -> bool:
    """Check whether no part of a rendered value is left to the deployment."""
    if isinstance(value, Mapping):
        is_function = any(str(name) == "Ref" or str(name).startswith("Fn::") for name in value)
        return not is_function and all(map(is_settled, value.values()))
    return all(map(is_settled, value)) if isinstance(value, list) else True


def _listed(triggers: Any) -> list[Any]:
    """Return the triggers; a function that makes them is one, of which nothing is known."""
    return triggers if isinstance(triggers, list) else [triggers] if isinstance(triggers, Mapping) else []


def _may_be_for(trigger: Any, action: Any) -> bool:
    name = get_member(as_mapping(get_member(as_mapping(trigger), "gitConfiguration")), "sourceActionName")
    return name == action if isinstance(name, str) else not is_settled(trigger)


def _default_groups(configuration: Mapping[str, Any]) -> tuple[FilterGroup, ...] | None:
    """Return what starts a pipeline without triggers: nothing where it does not look; None where that is not known."""
    branch, detects = known_text(configuration.get("BranchName")), configuration.get("DetectChanges", "true")
    if str(detects).lower() == "false":
        return ()
    if str(detects).lower() != "true" or branch is None:
        return None
    return (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(branch),)


def _groups(git: Mapping[str, Any]) -> Iterator[FilterGroup]:
    for push in as_mappings(get_member(git, "push")):
        yield from _push_groups(push)
    for request in as_mappings(get_member(git, "pullRequest")):
        named = as_strings(get_member(request, "events")) or _PULL_REQUEST_EVENTS
        first, *rest = [_PULL_REQUEST_EVENTS[each] for each in named]
        yield _filtered(FilterGroup.in_event_of(first, *rest), request, "and_base_branch_glob")


def _push_groups(push: Mapping[str, Any]) -> Iterator[FilterGroup]:
    group = FilterGroup.in_event_of(EventAction.PUSH)
    if get_member(push, "tags"):
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
    criteria = as_mapping(get_member(written, name))
    return as_strings(get_member(criteria, "includes")), as_strings(get_member(criteria, "excludes"))
