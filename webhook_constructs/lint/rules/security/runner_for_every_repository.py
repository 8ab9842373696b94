"""A runner for the jobs of every repository of a GitHub organization or enterprise.

## What it does
Finds filter groups for WORKFLOW_JOB_QUEUED without a filter on REPOSITORY_NAME, in a webhook of a GitHub organization
or enterprise.

## Why it matters
Whoever can write a workflow in any repository, also in one that is created later, runs code with the role of the
project. In a public repository that can be a stranger: a pull request from a fork brings its own workflow, and approval
by comment is for builds of pull requests. GitHub advises to use runners of your own with private repositories only.

## Example
```python
WebhookSettings(
    (FilterGroup.on_workflow_job(),),
    scope=WebhookScope.github_organization("acme"),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.on_workflow_job().and_repository_name_is("api", "web"),),
    scope=WebhookScope.github_organization("acme"),
)
```
No filter tells public repositories from private ones, but a runner group of GitHub does. If you cannot name the
repositories, register the runners at the organization: set `organization_registration` of `GitHubActionsRunner`, or the
variable CODEBUILD_CONFIG_GITHUB_ACTIONS_ORG_REGISTRATION_NAME of the project. Then check that no runner group accepts
public repositories, and acknowledge this.

## Limits
Any filter on REPOSITORY_NAME counts, also one that excludes. A filter on ORGANIZATION_NAME or WORKFLOW_NAME does not:
whoever writes a workflow names it. Which repositories are public, and which runner groups accept them, is not in the
settings. Nothing is said about groups of GitLab: the pipeline of a merge request from a fork runs in the fork, unless a
member starts it.

## References
- <https://docs.github.com/en/actions/how-tos/manage-runners/self-hosted-runners/manage-access>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-events.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html>
- <https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, FilterType, WebhookScopeType
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_OF = {WebhookScopeType.GITHUB_ORGANIZATION: "organization", WebhookScopeType.GITHUB_GLOBAL: "enterprise"}


def _check(webhook: Webhook) -> Problems:
    scope = _OF.get(webhook.scope_type) if webhook.scope_type else None
    use = webhook.language.use("and_repository_name_is", "REPOSITORY_NAME")
    of_a_runner = webhook.language.in_python(" (repositories of a runner)")
    fix = f"{use}{of_a_runner} to name the repositories, or rely on runner groups of GitHub and acknowledge this"
    for group in webhook.groups if scope else ():
        if EventAction.WORKFLOW_JOB_QUEUED in (group.events or ()) and not group.on(FilterType.REPOSITORY_NAME):
            message = f"jobs of every repository of the {scope}, public ones too, run with the role of the project"
            yield Problem(group.location, message, fix)


RULE = Rule(
    id="WH213",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.github.com/en/actions/how-tos/manage-runners/self-hosted-runners/manage-access",
    check=_check,
    security_severity=7.5,
)
