from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings

_ORGANIZATION, _ENTERPRISE = WebhookScope.github_organization("acme"), WebhookScope.github_global("acme")
_JOBS = {"EVENT": "WORKFLOW_JOB_QUEUED"}


def _of(*groups: dict[str, str], scope: WebhookScope | None = _ORGANIZATION) -> WebhookSettings:
    return webhook(*groups, scope=scope, manual_creation=scope is _ENTERPRISE)


def _bad(settings: WebhookSettings, where: str = "organization", index: int = 0) -> Bad:
    return Bad(
        settings,
        f"filter_groups[{index}]: jobs of every repository of the {where}, public ones too, run with the role of the "
        "project; use and_repository_name_is (repositories of a runner) to name the repositories, or rely on runner "
        "groups of GitHub and acknowledge this",
    )


CASES = Cases(
    bad={
        "organization": _bad(_of(_JOBS)),
        "enterprise": _bad(_of(_JOBS, scope=_ENTERPRISE), "enterprise"),
        "with-a-workflow": _bad(_of({**_JOBS, "WORKFLOW_NAME": "^deploy$"})),
        "with-an-organization": _bad(_of({**_JOBS, "ORGANIZATION_NAME": "^acme$"}, scope=_ENTERPRISE), "enterprise"),
        "beside-one-that-names-them": _bad(_of({**_JOBS, "REPOSITORY_NAME": "^api$"}, _JOBS), index=1),
        "with-pushes": _bad(_of({"EVENT": "PUSH,WORKFLOW_JOB_QUEUED"})),
    },
    good={
        "named": Good(_of({**_JOBS, "REPOSITORY_NAME": "^(api|web)$"})),
        "one-repository": Good(_of(_JOBS, scope=None)),
        "pushes": Good(_of({"EVENT": "PUSH"})),
    },
    near_misses={
        "excluded": Good(_of({**_JOBS, "!REPOSITORY_NAME": "^docs$"})),
        "no-groups": Good(_of()),
        "event-that-is-excluded": Good(_of({"!EVENT": "WORKFLOW_JOB_QUEUED"})),
        "group-of-gitlab": Good(
            webhook(_JOBS, scope=WebhookScope.gitlab_group("acme"), provider=SourceProvider.GITLAB)
        ),
    },
    unresolved={
        "token": Good(_of({**_JOBS, "REPOSITORY_NAME": TOKEN})),
        "event": Good(_of({"EVENT": TOKEN})),
    },
)
