"""The rows of the tables of facts in `test_plan`, and what they are made of.

A row says what is wanted and what is there, and the plan or the error that follows. What it does not name is as usual:
an automatic webhook for pushes is wanted, was wanted before, and lives; the resource has created it; there is no store.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from tests.handler.conftest import REQUEST_ID, SECRET_ARN
from tests.handler.desired import (
    ANNOUNCED_BY_ANOTHER,
    AUTOMATIC,
    ENTERPRISE,
    IS_CURRENT,
    MADE_AT,
    MANUAL,
    OF_ANOTHER_WEBHOOK,
    RELEASE,
    ROTATION_MISSED,
    UNLABELED,
    VALUE,
    automatic,
    made,
    manual,
    stored,
)
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.identity import PhysicalId, ProjectRef
from webhook_constructs.handler.plan import (
    Action,
    Plan,
    Situation,
)
from webhook_constructs.handler.request import DesiredWebhook
from webhook_constructs.handler.secret_store import StoredSecret

OURS = PhysicalId(ProjectRef("api"))
ADOPTED = replace(OURS, is_adopted=True)
ACME = {"name": "acme", "scope": "GITHUB_ORGANIZATION"}
DISABLED = {"requiresCommentApproval": "DISABLED"}
ON_ALL = {"requiresCommentApproval": "ALL_PULL_REQUESTS"}
OTHER_ARN = f"{SECRET_ARN}2"

AUTO, ADOPTS, ADOPTS_MANUAL = automatic(), automatic(adopts=True), manual(adopts=True)
ADOPTS_STORELESS = automatic(adopts=True, members={"manualCreation": True})
STORES = automatic(source=ENTERPRISE, secret_arn=SECRET_ARN, adopts=True)
AT_A, AT_B = automatic(source={"Location": "a"}), automatic(source={"Location": "b"})
AT_GITHUB = automatic(source={"Type": "GITHUB"})
ROTATES = manual(rotate_secret_on="b")
ONLY_BRANCH = DesiredWebhook("api", members={"branchFilter": "x"})
BRANCHED = automatic(members={"branchFilter": "x"})
POLICED = automatic(members={"pullRequestBuildPolicy": DISABLED})
READ = automatic(members={"pullRequestBuildPolicy": {**ON_ALL, "approverRoles": ["GITHUB_READ", "GITHUB_WRITE"]}})

EDITED, EDITED_MANUAL = {**AUTOMATIC, "branchFilter": "x", "filterGroups": []}, {**MANUAL, "branchFilter": "x"}
OTHER = {"url": "u", "filterGroups": RELEASE}
DATED = made(MANUAL)

EMPTY, BY_HAND, MISSED = stored({}, {}), stored(UNLABELED, {}), stored(UNLABELED, ROTATION_MISSED)
ANNOUNCED_BEFORE = stored(ANNOUNCED_BY_ANOTHER)
ANNOUNCED = stored({"SecretString": f'{{"creating": "{REQUEST_ID}"}}'})
DONE = stored({**IS_CURRENT, "VersionId": f"{REQUEST_ID}{MADE_AT}"})
OF_ANOTHER_PROJECT = stored({"SecretString": VALUE, "VersionStages": ["AWSCURRENT", "webhook-of-web"]}, {})
OF_DEAD = stored({}, {**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK})

REPLACES_MANUAL = (
    "this change would replace the manual webhook of project api, and with it the payload URL and secret that the git "
    "host was given. Set allow_new_secret=True and register the new ones there, or take the change back"
)
BECOMES_MANUAL = (
    "this change would replace the automatic webhook of project api with a manual one, and builds stop until you add "
    "a hook with its payload URL and secret at the git host. Set allow_new_secret=True and add the hook there, or take "
    "the change back"
)
BECOMES_AUTOMATIC = (
    "this change would replace the manual webhook of project api with an automatic one. Set allow_new_secret=True and "
    "delete the hook that you added at the git host, or take the change back"
)
ONLY_UPDATED = "project api has a webhook that the rollback does not replace, but updates"
GROUPS = "it has filter groups or a branch filter that the new settings do not replace"
SECRET = (
    "it is a manual webhook, and its payload URL and secret are not in the secret that was given (where a construct "
    "with secret=True was renamed, that is a new one: keep the logical ids of the webhook and of its secret, "
    "docs/guides/rename-or-move.md)"
)
NOT_CARRIED_OUT = (
    "CodeBuild accepted the new settings of the webhook of project api and shows others. The webhook existed before "
    "and is never deleted while on_existing says ADOPT. Compare it with the settings (aws codebuild "
    "batch-get-projects --names api), or take on_existing away, which makes the webhook ours"
)


def cannot_be_adopted(obstacle: str) -> str:
    return (
        f"the webhook that project api has cannot be adopted: {obstacle}. State the same, or delete it (aws codebuild "
        "delete-webhook --project-name api) and deploy again"
    )


def needs_a_new_one(obstacle: str) -> str:
    return (
        "the webhook of project api existed before and is never deleted while on_existing says ADOPT, but this change "
        f"needs a new one: {obstacle}. State what is there, or take on_existing away, which makes the webhook ours, "
        "and change it in the deployment after that"
    )


def another_store(**settings: Any) -> dict[str, Any]:
    """Return a webhook with a secret that is kept, and was kept in another store before."""
    return {
        "desired": automatic(secret_arn=SECRET_ARN, **settings),
        "before": automatic(secret_arn=OTHER_ARN, **settings),
    }


@dataclass(frozen=True)
class Row:
    """One fact: what is there, and what follows. `plan` is an action with marks; without any, the refusal stands."""

    fact: str
    plan: str = ""
    error: str = ""
    desired: DesiredWebhook = AUTO
    before: DesiredWebhook | None = AUTO
    live: dict[str, Any] | None = field(default_factory=lambda: AUTOMATIC)
    stored: StoredSecret | None = None
    resource: PhysicalId = OURS
    rolls_back: bool = False
    just_created: bool = False
    may_be_equal: bool = False
    done: str = "UPDATE"
    sends: dict[str, Any] | None = None
    logs: str = ""

    @property
    def situation(self) -> Situation:
        return Situation(self.desired, self.before, self.resource, self.live, self.stored, self.rolls_back)

    def named(self, plan: str) -> Plan:
        """Return the plan that an action and its marks stand for; `sends` is what it adds to the members."""
        action, *marks = plan.split()
        assert set(marks) <= {"adopted", "unannounced", "rotates"}
        return Plan(
            Action[action],
            replace(self.desired, members={**self.desired.members, **(self.sends or {})}),
            is_adopted="adopted" in marks,
            announces="unannounced" not in marks,
            rotates="rotates" in marks,
        )


row = Row
manual_row = partial(Row, desired=manual(), before=manual(), live=MANUAL, stored=stored())
adopted_row = partial(Row, desired=ADOPTS, before=ADOPTS, resource=ADOPTED)
enterprise_row = partial(Row, desired=STORES, live=DATED, stored=EMPTY)


def check(row: Row, caplog: pytest.LogCaptureFixture, moment: Any, **arguments: Any) -> None:
    if row.error:
        with pytest.raises(LifecycleError) as refused:
            moment(row.situation, **arguments)
        assert str(refused.value) == row.error
    else:
        assert moment(row.situation, **arguments) == (row.named(row.plan) if row.plan else None)
    assert caplog.messages == ([row.logs] if row.logs else [])


def facts(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [pytest.param(row, id=row.fact) for row in rows])
