"""Two webhooks on one project.

## What it does
Finds webhooks whose project has another webhook in the app, and names the other.

## Why it matters
A project has one webhook. CodeBuild refuses to create the second with a ResourceAlreadyExistsException, and the
deployment is rolled back.

## Example
```python
lint_across(
    [
        WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),)),
        WebhookSettings((FilterGroup.in_event_of(EventAction.RELEASED),)),
    ],
    [
        Context(path="Stack/OnPush", other_webhooks=("Stack/OnRelease",)),
        Context(path="Stack/OnRelease", other_webhooks=("Stack/OnPush",)),
    ],
)
```

## Use instead
One webhook with the filter groups of both. A build starts when any group passes, and finds out what for in
`CODEBUILD_WEBHOOK_EVENT`. For settings that groups do not have, such as another build type, take a second project.
```python
lint_across([
    WebhookSettings((
        FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
        FilterGroup.in_event_of(EventAction.RELEASED),
    )),
])
```

## Limits
A webhook that is in another app or was made by hand is not seen. A name known only on deployment is compared as it is
written, and within one template; what stands under a condition is left alone. To adopt the webhook
that is there (`on_existing`) does not make two right: the deployment passes, and each of the two overwrites what the
other has set.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html>
"""

from __future__ import annotations

from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhooks
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]


def _check(webhooks: Webhooks) -> ProblemsAcross:
    for index, webhook in enumerate(webhooks):
        others = webhook.context.other_webhooks
        if others:
            be = "is" if len(set(others)) == 1 else "are"
            said = f"a project can have one webhook, and {named(others)} {be} on the same project"
            yield index, Problem(Location(), said, "keep one of them, and put the filter groups of all into it")


RULE = Rule(
    id="WH110",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html",
    check=_check,
)
