# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""Uses that both type checkers refuse. Never imported.

Each line is excused by the name of the error that mypy has to see. Both checkers take an excuse that is not needed for
an error, so a use that one of them came to accept would be noticed.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, GitHubActionsRunner, PushGroup

pushes = FilterGroup.in_event_of(EventAction.PUSH)
pull_requests = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)
both = FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED)
releases = FilterGroup.in_event_of(EventAction.RELEASED)
jobs = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)
mixed = FilterGroup.in_event_of(EventAction.PUSH, EventAction.WORKFLOW_JOB_QUEUED)

# A push has no base.
pushes.and_base_branch_is("main")  # type: ignore[attr-defined]
pushes.and_base_ref_matches("main")  # type: ignore[attr-defined]
both.and_base_branch_is("main")  # type: ignore[attr-defined]

# A pull request has no tag.
pull_requests.and_tag_is("v1")  # type: ignore[attr-defined]
both.and_any_tag()  # type: ignore[attr-defined]

# Only a release has a title, and only a job has a workflow.
pushes.and_release_name_is("One")  # type: ignore[attr-defined]
pushes.and_tag_name_is("v1")  # type: ignore[attr-defined]
pull_requests.and_workflow_name_is("CI")  # type: ignore[attr-defined]
releases.and_workflow_name_is("CI")  # type: ignore[attr-defined]

# Only pushes and pull requests have branches, files and messages.
releases.and_branch_is("main")  # type: ignore[attr-defined]
jobs.and_file_under("docs")  # type: ignore[attr-defined]
mixed.and_commit_message_contains("x")  # type: ignore[attr-defined]
mixed.and_workflow_name_is("CI")  # type: ignore[attr-defined]

# A chain does not forget what it is.
pushes.and_branch_is("main").and_base_branch_is("main")  # type: ignore[attr-defined]

# A wider group is no narrower one.
narrower: PushGroup = both  # type: ignore[assignment]

# Events are members of the enum, and there is at least one.
FilterGroup.in_event_of("PUSH")  # type: ignore[call-overload]
FilterGroup.in_event_of()  # type: ignore[call-overload]
FilterGroup.in_event_of(first=EventAction.PUSH)  # type: ignore[call-overload]

# Names come one by one, as texts.
pushes.and_branch_is(["main"])  # type: ignore[arg-type]
pushes.and_actor_account_is(5.83231e5)  # type: ignore[arg-type]
pushes.and_head_ref_matches(None)  # type: ignore[arg-type]

# Nothing is changed in place.
pushes.filters = ()  # type: ignore[misc]


def constructs(stack: cdk.Stack, project: codebuild.Project, theirs: codebuild.FilterGroup) -> None:
    """A name is no project, a string is no place for a secret, and a group of the CDK is none of ours."""
    CodeBuildWebhook(stack, "Name", project="api")  # type: ignore[arg-type]
    CodeBuildWebhook(stack, "Secret", project=project, secret="value")  # type: ignore[arg-type]
    CodeBuildWebhook(stack, "Group", project=project, filter_groups=[theirs])  # type: ignore[list-item]
    GitHubActionsRunner(stack, "Number", organization="acme", repositories=5)  # type: ignore[arg-type]
    GitHubActionsRunner(stack, "Slip", repository="https://github.com/acme/api", tiemout=None)  # type: ignore[call-arg]
    GitHubActionsRunner(stack, "Type", repository="https://github.com/acme/api", timeout=5)  # type: ignore[arg-type]
