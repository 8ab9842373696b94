"""What an event does to the webhook of its project: each row is a fact.

A row says what is wanted and what is there, and the plan or the error that follows. What it does not name is as usual:
an automatic webhook for pushes is wanted, was wanted before, and lives; the resource has made it; nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.handler.conftest import REQUEST_ID, SECRET_ARN
from tests.handler.desired import (
    ANNOUNCED_BY_ANOTHER,
    ANOTHER_EVENT,
    AUTOMATIC,
    ENTERPRISE,
    IS_CURRENT,
    MADE_AT,
    MANUAL,
    OF_ANOTHER_WEBHOOK,
    PUSH,
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
    plan_after_update,
    plan_creation,
    plan_for_existing,
    plan_update,
)
from webhook_constructs.handler.request import DesiredWebhook
from webhook_constructs.handler.secret_store import StoredSecret

KEEP, CREATE, UPDATE, REPLACE, ADOPT = Action.KEEP, Action.CREATE, Action.UPDATE, Action.REPLACE, Action.ADOPT
OURS = PhysicalId(ProjectRef("api"))
ADOPTED = replace(OURS, is_adopted=True)
ACME = {"name": "acme", "scope": "GITHUB_ORGANIZATION"}
DISABLED = {"requiresCommentApproval": "DISABLED"}
ON_ALL = {"requiresCommentApproval": "ALL_PULL_REQUESTS"}
READERS = {**ON_ALL, "approverRoles": ["GITHUB_READ", "GITHUB_WRITE"]}
OF_ANOTHER_PROJECT = {"SecretString": VALUE, "VersionStages": ["AWSCURRENT", "webhook-of-web"]}
OF_AN_EARLIER_ONE = {**IS_CURRENT, "VersionId": f"{ANOTHER_EVENT}{MADE_AT}"}
ANNOUNCED = stored({"SecretString": f'{{"creating": "{REQUEST_ID}"}}'})
DONE = stored({**IS_CURRENT, "VersionId": f"{REQUEST_ID}{MADE_AT}"})
EMPTY = stored({}, {})
OTHER_SECRET = f"{SECRET_ARN}2"
ONLY_BRANCH = DesiredWebhook("api", members={"branchFilter": "x"})

REPLACES_MANUAL = (
    "this change would replace the manual webhook of project api, and with it the payload URL and secret that the git "
    "host was given. Set allow_new_secret=True and register the new ones there, or take the change back"
)
ONLY_UPDATED = "project api has a webhook that the rollback does not replace, but updates"
GROUPS = "it has filter groups or a branch filter that the new settings do not replace"
SCOPE = "its scope is another one"
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


@dataclass(frozen=True)
class Row:
    """One fact: what is there, and what follows. `plan` is an action with its marks, an error, or None."""

    fact: str
    plan: tuple[Action | str, ...] | str | None
    desired: DesiredWebhook = field(default_factory=automatic)
    before: DesiredWebhook | None = field(default_factory=automatic)
    live: dict[str, Any] | None = field(default_factory=lambda: AUTOMATIC)
    stored: StoredSecret | None = None
    resource: PhysicalId = OURS
    rolls_back: bool = False
    just_created: bool = False
    may_be_equal: bool = False
    done: tuple[Action | str, ...] = (UPDATE,)
    sends: dict[str, Any] | None = None
    logs: str = ""

    @property
    def situation(self) -> Situation:
        return Situation(self.desired, self.before, self.resource, self.live, self.stored, self.rolls_back)

    def named(self, marks: tuple[Action | str, ...]) -> Plan:
        """Return the plan that an action and its marks stand for; `sends` is what it adds to the members."""
        members = {**self.desired.members, **(self.sends or {})}
        (action,) = (mark for mark in marks if isinstance(mark, Action))
        assert {mark for mark in marks if isinstance(mark, str)} <= {"adopted", "not announced", "rotates"}
        return Plan(
            action,
            replace(self.desired, members=members),
            is_adopted="adopted" in marks,
            announces="not announced" not in marks,
            rotates="rotates" in marks,
        )


CREATION = [
    Row("without a store, CreateWebhook says what is there", (CREATE,), live=None),
    Row("a manual webhook is created where there is none", (CREATE,), manual(), live=None, stored=EMPTY),
    Row("a webhook in the way leaves the store alone", (CREATE, "not announced"), manual(), live=MANUAL, stored=EMPTY),
    Row(
        "so does one that another event has announced",
        (CREATE, "not announced"),
        manual(),
        live=MANUAL,
        stored=stored(ANNOUNCED_BY_ANOTHER),
    ),
    Row("what this event has announced is created again", (REPLACE,), manual(), live=MANUAL, stored=ANNOUNCED),
    Row("what it has announced and not created is created", (CREATE,), manual(), live=None, stored=ANNOUNCED),
    Row("what it has stored is the result", (KEEP,), manual(), live=MANUAL, stored=DONE),
    Row("what it has stored and is gone is created again", (CREATE,), manual(), live=None, stored=DONE),
]

AT_ENTERPRISE = automatic(source=ENTERPRISE)
STORES = automatic(source=ENTERPRISE, secret_arn=SECRET_ARN, adopts=True)
ADOPTS, ADOPTS_MANUAL = automatic(adopts=True), manual(adopts=True)
DATED = made(MANUAL)

EXISTING = [
    Row("what a lost call has created is the result", (KEEP,), just_created=True),
    Row("unless its secret got lost", (REPLACE,), manual(), live=MANUAL, stored=EMPTY, just_created=True),
    Row("which any host may have shown at GitHub Enterprise", (REPLACE,), AT_ENTERPRISE, live=DATED, just_created=True),
    Row("what a lost call has created is not adopted", (KEEP,), ADOPTS, just_created=True),
    Row("what is there is refused", None),
    Row("an equal one counts as adopted if an attempt may have created it", (KEEP, "adopted"), may_be_equal=True),
    Row("a different one does not", None, live={"url": "u"}, may_be_equal=True),
    Row("nor does one with a branch filter", None, live={**AUTOMATIC, "branchFilter": "x"}, may_be_equal=True),
    Row("nor one that builds in batches", None, live={**AUTOMATIC, "buildType": "BUILD_BATCH"}, may_be_equal=True),
    Row("nor a manual one", None, live=MANUAL, may_be_equal=True),
    Row("nor any where a manual one is wanted", None, manual(), stored=EMPTY, may_be_equal=True),
    Row("what is wanted is adopted", (ADOPT, "adopted"), ADOPTS),
    Row("and what an update leads there", (ADOPT, "adopted"), ADOPTS, live={"url": "u", "filterGroups": RELEASE}),
    Row(
        "so is one with the service's own policy by name",
        (ADOPT, "adopted"),
        ADOPTS,
        live={**AUTOMATIC, "pullRequestBuildPolicy": ON_ALL},
    ),
    Row(
        "another scope is in the way",
        cannot_be_adopted(SCOPE),
        ADOPTS,
        live={**AUTOMATIC, "scopeConfiguration": ACME},
    ),
    Row(
        "so is a manual webhook where an automatic one is wanted",
        cannot_be_adopted("it is a manual webhook and an automatic one is wanted"),
        ADOPTS,
        live=MANUAL,
    ),
    Row(
        "and an automatic one where a manual one is wanted",
        cannot_be_adopted("it is an automatic webhook and a manual one is wanted"),
        ADOPTS_MANUAL,
        stored=EMPTY,
    ),
    Row(
        "and a branch filter that no setting replaces",
        cannot_be_adopted(GROUPS),
        ADOPTS,
        live={**AUTOMATIC, "branchFilter": "main", "filterGroups": []},
    ),
    Row(
        "and a policy that the settings do not state",
        cannot_be_adopted("its pull request build policy is DISABLED and the new settings state none"),
        ADOPTS,
        live={**AUTOMATIC, "pullRequestBuildPolicy": DISABLED},
    ),
    Row("and an unknown secret", cannot_be_adopted(SECRET), ADOPTS_MANUAL, live=MANUAL, stored=EMPTY),
    Row(
        "which nobody could know without a store",
        cannot_be_adopted(SECRET),
        automatic(adopts=True, members={"manualCreation": True}),
        live=MANUAL,
    ),
    Row(
        "the secret of another project is unknown",
        cannot_be_adopted(SECRET),
        ADOPTS_MANUAL,
        live=MANUAL,
        stored=stored(OF_ANOTHER_PROJECT, {}),
    ),
    Row(
        "a known secret makes a manual webhook adoptable",
        (ADOPT, "adopted"),
        ADOPTS_MANUAL,
        live=MANUAL,
        stored=stored(),
    ),
    Row("also one stored by hand", (ADOPT, "adopted"), ADOPTS_MANUAL, live=MANUAL, stored=stored(UNLABELED, {})),
    Row("a host that shows no secret needs none known", (ADOPT, "adopted"), STORES, live=MANUAL, stored=EMPTY),
    Row("one that shows one does", cannot_be_adopted(SECRET), STORES, live=DATED, stored=EMPTY),
    Row("unless nobody keeps it", (ADOPT, "adopted"), automatic(adopts=True, source=ENTERPRISE), live=DATED),
]

MANUAL_OTHER = manual(source={"Location": "other"})

UPDATES = [
    Row("what is there is updated", (UPDATE,)),
    Row("what is gone is created", (CREATE,), live=None),
    Row("what was adopted is updated", (UPDATE, "adopted"), ADOPTS, before=ADOPTS, resource=ADOPTED),
    Row("without the wish, what was adopted becomes ours", (UPDATE,), before=ADOPTS, resource=ADOPTED),
    Row("with the wish, what is ours stays ours", (UPDATE,), ADOPTS),
    Row("if nobody knows what was before, an update is tried", (UPDATE,), before=None, live={"url": "u"}),
    # What UpdateWebhook cannot do.
    Row("new groups are an update", (UPDATE,), before=automatic(members={"filterGroups": RELEASE})),
    Row("a new policy is an update", (UPDATE,), automatic(members={"pullRequestBuildPolicy": DISABLED})),
    Row("no build type is BUILD", (UPDATE,), before=automatic(members={"buildType": "BUILD_BATCH"})),
    Row("no manual creation is false", (UPDATE,), before=automatic(members={"manualCreation": False})),
    Row("groups that go replace it", (REPLACE,), DesiredWebhook("api")),
    Row(
        "a branch filter that goes replaces it",
        (REPLACE,),
        before=automatic(members={"branchFilter": "x"}),
        live={**AUTOMATIC, "branchFilter": "x"},
    ),
    Row("a branch filter in the place of groups replaces it", (REPLACE,), ONLY_BRANCH),
    Row(
        "a policy that goes replaces it",
        (REPLACE,),
        before=automatic(members={"pullRequestBuildPolicy": DISABLED}),
        live={**AUTOMATIC, "pullRequestBuildPolicy": DISABLED},
    ),
    Row("another scope replaces it", (REPLACE,), automatic(members={"scopeConfiguration": ACME})),
    Row("no scope replaces it", (REPLACE,), before=automatic(members={"scopeConfiguration": ACME}), live={"url": "u"}),
    Row("another source replaces it", (REPLACE,), automatic(source={"Location": "b"}), live=AUTOMATIC),
    Row(
        "the approvers whom a policy named go with it",
        (REPLACE,),
        before=automatic(members={"pullRequestBuildPolicy": READERS}),
        live={**AUTOMATIC, "pullRequestBuildPolicy": READERS},
    ),
    Row(
        "a policy that is gone already needs no replacement",
        (UPDATE,),
        before=automatic(members={"pullRequestBuildPolicy": READERS}),
        live=AUTOMATIC,
    ),
    Row("nor does what is as wanted already", (UPDATE,), before=automatic(members={"branchFilter": "x"})),
    # Manual webhooks.
    Row("a manual webhook is updated", (UPDATE,), manual(), manual(), live=MANUAL, stored=stored()),
    Row("an automatic one does not become manual", REPLACES_MANUAL, manual(), stored=EMPTY),
    Row("nor a manual one automatic", REPLACES_MANUAL, before=manual(), live=MANUAL),
    Row("unless a new secret is allowed", (REPLACE,), manual(allow_new_secret=True), stored=EMPTY),
    Row("before is enough, for the way back", (REPLACE,), before=manual(allow_new_secret=True), live=MANUAL),
    Row(
        "another source keeps a manual webhook", (UPDATE,), MANUAL_OTHER, before=manual(), live=MANUAL, stored=stored()
    ),
    Row(
        "another store needs another secret",
        REPLACES_MANUAL,
        manual(),
        before=manual(secret_arn=OTHER_SECRET),
        live=MANUAL,
        stored=EMPTY,
    ),
    Row(
        "unless it holds the secret already",
        (UPDATE,),
        manual(),
        before=manual(secret_arn=OTHER_SECRET),
        live=MANUAL,
        stored=stored(),
    ),
    Row(
        "a second attempt keeps what the first has stored",
        (KEEP,),
        manual(allow_new_secret=True, members={"branchFilter": "x"}),
        live=MANUAL,
        stored=DONE,
    ),
    Row(
        "what an announced event has created is created again",
        (REPLACE,),
        manual(),
        manual(),
        live=MANUAL,
        stored=stored(ANNOUNCED_BY_ANOTHER),
    ),
    Row(
        "unless its owner has, who adopts",
        (UPDATE, "adopted"),
        ADOPTS_MANUAL,
        before=ADOPTS_MANUAL,
        live=MANUAL,
        stored=stored(ANNOUNCED_BY_ANOTHER),
        resource=ADOPTED,
    ),
    Row(
        "another store of an enterprise webhook needs another secret",
        (REPLACE,),
        replace(STORES, adopts=False),
        before=replace(STORES, adopts=False, secret_arn=OTHER_SECRET),
        live=DATED,
        stored=EMPTY,
    ),
    Row(
        "unless CodeBuild has added the hook",
        (UPDATE,),
        automatic(secret_arn=SECRET_ARN),
        before=automatic(secret_arn=OTHER_SECRET),
        stored=EMPTY,
    ),
    Row(
        "or the host shows no secret",
        (UPDATE,),
        automatic(secret_arn=SECRET_ARN, source={"Type": "GITHUB"}),
        before=automatic(secret_arn=OTHER_SECRET, source={"Type": "GITHUB"}),
        live=DATED,
        stored=EMPTY,
    ),
    # Rotations.
    Row(
        "another text rotates",
        (UPDATE, "rotates"),
        manual(rotate_secret_on="b"),
        before=manual(rotate_secret_on="a"),
        live=MANUAL,
        stored=stored(),
    ),
    Row(
        "the same text does not",
        (UPDATE,),
        manual(rotate_secret_on="a"),
        before=manual(rotate_secret_on="a"),
        live=MANUAL,
        stored=stored(),
    ),
    Row("nor does no text", (UPDATE,), manual(), before=manual(rotate_secret_on="a"), live=MANUAL, stored=stored()),
    Row(
        "nor a text after what nobody knows",
        (UPDATE,),
        manual(rotate_secret_on="b"),
        before=None,
        live=MANUAL,
        stored=stored(),
    ),
    Row("without a store, nothing rotates", (UPDATE,), automatic(rotate_secret_on="b")),
    Row(
        "a second attempt does not rotate what the first has stored",
        (UPDATE,),
        manual(rotate_secret_on="b"),
        before=manual(),
        live=MANUAL,
        stored=DONE,
    ),
    Row(
        "a rotation whose secret was never stored is repeated",
        (UPDATE, "rotates"),
        manual(),
        before=manual(),
        live=MANUAL,
        stored=stored(UNLABELED, ROTATION_MISSED),
    ),
    # Adopted webhooks are never deleted.
    Row(
        "what would delete an adopted webhook is refused",
        needs_a_new_one(GROUPS),
        replace(ONLY_BRANCH, adopts=True),
        before=ADOPTS,
        resource=ADOPTED,
    ),
    Row(
        "an update back to what is there is not",
        (UPDATE, "adopted"),
        ADOPTS,
        before=replace(ONLY_BRANCH, adopts=True),
        resource=ADOPTED,
    ),
    Row(
        "nor is another source",
        (UPDATE, "adopted"),
        automatic(adopts=True, source={"Location": "b"}),
        before=ADOPTS,
        resource=ADOPTED,
    ),
    Row(
        "nor another store that holds the secret",
        (UPDATE, "adopted"),
        ADOPTS_MANUAL,
        before=manual(adopts=True, secret_arn=OTHER_SECRET),
        live=MANUAL,
        stored=stored(UNLABELED, {}),
        resource=ADOPTED,
    ),
    # Rollbacks.
    Row("a rollback to what is there writes nothing", (KEEP,), before=ONLY_BRANCH, rolls_back=True),
    Row(
        "nor one to what is adopted and there",
        (KEEP, "adopted"),
        ADOPTS,
        before=replace(ONLY_BRANCH, adopts=True),
        resource=ADOPTED,
        rolls_back=True,
    ),
    Row("a rollback to something else updates", (UPDATE,), live={"url": "u"}, rolls_back=True),
    Row(
        "a rollback rotates nothing",
        (KEEP,),
        manual(rotate_secret_on="a"),
        before=manual(rotate_secret_on="b"),
        live=MANUAL,
        stored=stored(),
        rolls_back=True,
    ),
    Row(
        "except to repair",
        (UPDATE, "rotates"),
        manual(rotate_secret_on="a"),
        before=manual(rotate_secret_on="b"),
        live=MANUAL,
        stored=stored(UNLABELED, ROTATION_MISSED),
        rolls_back=True,
    ),
    Row(
        "a rollback replaces an automatic webhook",
        (REPLACE,),
        before=ONLY_BRANCH,
        live={"url": "u", "branchFilter": "x"},
        rolls_back=True,
    ),
    Row(
        "it replaces no manual one, but updates it",
        (UPDATE,),
        manual(),
        before=manual(members={"branchFilter": "x"}),
        live={**MANUAL, "branchFilter": "x"},
        stored=stored(),
        rolls_back=True,
        logs=ONLY_UPDATED,
    ),
    Row(
        "which takes back a policy that the update has brought",
        (UPDATE,),
        manual(),
        before=manual(members={"pullRequestBuildPolicy": DISABLED}),
        live={**MANUAL, "pullRequestBuildPolicy": DISABLED},
        stored=stored(),
        rolls_back=True,
        sends={"pullRequestBuildPolicy": ON_ALL},
        logs=ONLY_UPDATED,
    ),
    Row(
        "and leaves alone one that the settings state",
        (UPDATE,),
        manual(members={"pullRequestBuildPolicy": READERS}),
        before=automatic(members={"pullRequestBuildPolicy": DISABLED}),
        live={**MANUAL, "pullRequestBuildPolicy": DISABLED},
        stored=stored(),
        rolls_back=True,
        logs=ONLY_UPDATED,
    ),
    Row(
        "it updates an adopted webhook that its owner has changed",
        (UPDATE, "adopted"),
        ADOPTS,
        before=automatic(adopts=True, members={"branchFilter": "x"}),
        live={**AUTOMATIC, "branchFilter": "x"},
        resource=ADOPTED,
        rolls_back=True,
        logs=f"the rollback brings back what an update can: {GROUPS}",
    ),
    Row(
        "without the store, a rollback goes by what is there",
        (KEEP,),
        manual(),
        before=manual(members={"branchFilter": "x"}),
        live=MANUAL,
        rolls_back=True,
    ),
    Row(
        "a rollback to an unknown secret is no rollback to what is there",
        (UPDATE,),
        manual(),
        before=manual(),
        live=DATED,
        stored=stored({}, {"VersionId": OF_ANOTHER_WEBHOOK, "SecretString": VALUE}),
        rolls_back=True,
    ),
    Row(
        "the order of roles says nothing",
        (KEEP,),
        automatic(members={"pullRequestBuildPolicy": READERS}),
        before=ONLY_BRANCH,
        live={**AUTOMATIC, "pullRequestBuildPolicy": {**READERS, "approverRoles": ["GITHUB_WRITE", "GITHUB_READ"]}},
        rolls_back=True,
    ),
    Row(
        "nor do blanks between events, or a default that is spelled out",
        (KEEP,),
        automatic(members={"filterGroups": [[{"type": "EVENT", "pattern": "PUSH,RELEASED"}]]}),
        before=ONLY_BRANCH,
        live={
            "url": "u",
            "buildType": "BUILD",
            "filterGroups": [[{"type": "EVENT", "pattern": "PUSH, RELEASED", "excludeMatchedPattern": False}]],
        },
        rolls_back=True,
    ),
    Row(
        "an excluded pattern is another filter",
        (UPDATE,),
        live={"url": "u", "filterGroups": [[{**PUSH[0][0], "excludeMatchedPattern": True}]]},
        rolls_back=True,
    ),
]

EDITED = {**AUTOMATIC, "branchFilter": "x"}
REDEPLOYS = automatic(redeploy_on="2")

AFTER = [
    Row("what CodeBuild shows as wanted is the result", (KEEP,)),
    Row("with the rotation that is still to come", (KEEP, "rotates"), done=(UPDATE, "rotates")),
    Row("what it shows otherwise is replaced", (REPLACE,), live=EDITED),
    Row("what it no longer shows, too", (REPLACE,), live=None),
    Row("an adopted webhook is the result", (KEEP, "adopted"), ADOPTS, resource=ADOPTED, done=(UPDATE, "adopted")),
    Row(
        "if it is otherwise, that is an error",
        NOT_CARRIED_OUT,
        ADOPTS,
        live={"url": "u"},
        resource=ADOPTED,
        done=(UPDATE, "adopted"),
    ),
    Row(
        "which names what stands in the way",
        needs_a_new_one(GROUPS),
        ADOPTS,
        live=EDITED,
        resource=ADOPTED,
        done=(UPDATE, "adopted"),
    ),
    Row(
        "and is only logged in a rollback",
        (KEEP, "adopted"),
        ADOPTS,
        live={"url": "u"},
        resource=ADOPTED,
        done=(UPDATE, "adopted"),
        rolls_back=True,
        logs=NOT_CARRIED_OUT,
    ),
    Row("a manual webhook is not replaced", REPLACES_MANUAL, manual(), manual(), live={}, stored=stored()),
    Row(
        "nor in a rollback, which goes on",
        (KEEP,),
        manual(),
        before=manual(),
        live={},
        stored=stored(),
        rolls_back=True,
        logs=ONLY_UPDATED,
    ),
    Row(
        "nor in a second attempt that has stored the new one",
        (KEEP,),
        manual(allow_new_secret=True),
        before=manual(),
        live={},
        stored=DONE,
    ),
    # redeploy_on has the kind of the webhook compared, too, and its secret.
    Row("another text has it compared", (KEEP,), REDEPLOYS),
    Row("and replaced if it is edited so that no update mends it", (REPLACE,), REDEPLOYS, live=EDITED),
    Row("or if it is manual", (REPLACE,), REDEPLOYS, live=MANUAL),
    Row("the same text does not look at that", (KEEP,), live=MANUAL),
    Row("a rollback does not either", (KEEP,), REDEPLOYS, live=MANUAL, rolls_back=True),
    Row("it does if nobody knows what was before", (REPLACE,), before=None, live=MANUAL, rolls_back=True),
    Row(
        "a manual one is replaced if its secret is unknown",
        (REPLACE,),
        manual(redeploy_on="2", allow_new_secret=True),
        before=manual(),
        live=DATED,
        stored=stored({}, {}),
    ),
    Row(
        "unless a rotation gives it another",
        (KEEP, "rotates"),
        manual(redeploy_on="2"),
        before=manual(),
        live=DATED,
        stored=stored({}, {}),
        done=(UPDATE, "rotates"),
    ),
    Row(
        "an adopted one with an unknown secret is kept if that was stored by hand",
        (KEEP, "adopted"),
        manual(adopts=True, redeploy_on="2"),
        before=ADOPTS_MANUAL,
        live=DATED,
        stored=stored(UNLABELED, {}),
        resource=ADOPTED,
        done=(UPDATE, "adopted"),
    ),
]


def check(row: Row, caplog: pytest.LogCaptureFixture, moment: Any, **arguments: Any) -> None:
    if isinstance(row.plan, str):
        with pytest.raises(LifecycleError) as refused:
            moment(row.situation, **arguments)
        assert str(refused.value) == row.plan
    else:
        expected = row.plan and row.named(row.plan)
        assert moment(row.situation, **arguments) == expected
    assert caplog.messages == ([row.logs] if row.logs else [])


def facts(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [pytest.param(row, id=row.fact) for row in rows])


@facts(CREATION)
def test_plan_creation(row: Row, caplog: pytest.LogCaptureFixture) -> None:
    check(replace(row, before=None), caplog, plan_creation)


@facts(EXISTING)
def test_plan_for_existing(row: Row, caplog: pytest.LogCaptureFixture) -> None:
    check(row, caplog, plan_for_existing, just_created=row.just_created, may_be_equal=row.may_be_equal)


@facts(UPDATES)
def test_plan_update(row: Row, caplog: pytest.LogCaptureFixture) -> None:
    check(row, caplog, plan_update)


@facts(AFTER)
def test_plan_after_update(row: Row, caplog: pytest.LogCaptureFixture) -> None:
    check(row, caplog, plan_after_update, done=row.named(row.done))
