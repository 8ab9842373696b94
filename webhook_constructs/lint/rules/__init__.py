"""The rules, in the order of their ids. Each is a module of its own, whose docstring is its page in the docs."""

from __future__ import annotations

from typing import Any

from webhook_constructs.lint.rule import Rule, RuleAcross, RuleOnOne

from .cost import (
    any_excluded_file_skips,
    double_build,
    exclusion_takes_tags,
    no_filter,
    pipeline_follows_same_branch,
    same_event_builds_two_projects,
    too_many_webhooks,
    two_builds_for_one_merge,
    two_builds_for_one_push,
)
from .never_or_always import (
    bitbucket_event_switched_off,
    covered_group,
    duplicate_filter,
    duplicate_group,
    filter_for_everything,
    glob_for_pattern,
    group_never_matches,
    head_ref_for_base_ref,
    literal_brackets,
    login_for_account_id,
    merge_queue_not_built,
    unescaped_dot,
)
from .refused import (
    automatic_global_webhook,
    batch_without_configuration,
    branch_filter_with_groups,
    buildkite_requirements,
    disputed_combination,
    empty_branch_filter,
    empty_pattern,
    enterprise_secret_without_place,
    event_not_sent,
    excluded_event,
    filter_not_for_event,
    gitlab_beyond_the_api_page,
    global_scope_with_other_events,
    group_without_event,
    groups_without_webhook,
    not_for_triggers,
    project_with_triggers,
    refused_pattern,
    roles_of_another_host,
    scope_filter_without_scope,
    scope_of_another_source,
    second_webhook,
    several_event_filters,
    shared_secret,
    source_without_webhooks,
    undocumented_combination,
    unknown_event,
)
from .security import (
    actor_filter_for_everyone,
    approval_not_shown,
    file_path_exclusion_as_guard,
    fork_approval_only,
    powerful_build_for_strangers,
    pull_requests_without_approval,
    readers_may_approve,
    runner_for_every_repository,
    unanchored_actor,
    unanchored_exclusion,
    unanchored_ref,
    unanchored_repository,
    weak_guard,
)

__all__ = ["ALL_RULES", "RULES", "RULES_ACROSS"]

RULES: tuple[RuleOnOne, ...] = (
    # Refused by the service, or nobody knows
    group_without_event.RULE,
    refused_pattern.RULE,
    filter_not_for_event.RULE,
    event_not_sent.RULE,
    scope_filter_without_scope.RULE,
    branch_filter_with_groups.RULE,
    empty_branch_filter.RULE,
    source_without_webhooks.RULE,
    buildkite_requirements.RULE,
    scope_of_another_source.RULE,
    not_for_triggers.RULE,
    groups_without_webhook.RULE,
    several_event_filters.RULE,
    unknown_event.RULE,
    excluded_event.RULE,
    empty_pattern.RULE,
    global_scope_with_other_events.RULE,
    disputed_combination.RULE,
    undocumented_combination.RULE,
    gitlab_beyond_the_api_page.RULE,
    automatic_global_webhook.RULE,
    batch_without_configuration.RULE,
    roles_of_another_host.RULE,
    # Security
    unanchored_actor.RULE,
    actor_filter_for_everyone.RULE,
    unanchored_ref.RULE,
    pull_requests_without_approval.RULE,
    weak_guard.RULE,
    file_path_exclusion_as_guard.RULE,
    fork_approval_only.RULE,
    powerful_build_for_strangers.RULE,
    unanchored_repository.RULE,
    unanchored_exclusion.RULE,
    readers_may_approve.RULE,
    runner_for_every_repository.RULE,
    approval_not_shown.RULE,
    # Never or always
    group_never_matches.RULE,
    filter_for_everything.RULE,
    covered_group.RULE,
    duplicate_filter.RULE,
    duplicate_group.RULE,
    head_ref_for_base_ref.RULE,
    login_for_account_id.RULE,
    glob_for_pattern.RULE,
    literal_brackets.RULE,
    unescaped_dot.RULE,
    bitbucket_event_switched_off.RULE,
    merge_queue_not_built.RULE,
    # Cost
    two_builds_for_one_push.RULE,
    any_excluded_file_skips.RULE,
    exclusion_takes_tags.RULE,
    no_filter.RULE,
    two_builds_for_one_merge.RULE,
    # Deployment
    enterprise_secret_without_place.RULE,
)
"""The rules on one webhook."""

RULES_ACROSS: tuple[RuleAcross, ...] = (
    # Refused by the service
    second_webhook.RULE,
    project_with_triggers.RULE,
    shared_secret.RULE,
    # Cost
    too_many_webhooks.RULE,
    double_build.RULE,
    same_event_builds_two_projects.RULE,
    pipeline_follows_same_branch.RULE,
)
"""The rules on all webhooks of an app."""

ALL_RULES: tuple[Rule[Any], ...] = (*RULES, *RULES_ACROSS)
"""All of them."""
