"""What an event does to the webhook of its project: each row is a fact.

A row says what is wanted and what is there, and the plan or the error that follows. What it does not name is as usual:
an automatic webhook for pushes is wanted, was wanted before, and lives; the resource has created it; there is no store.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from tests.handler.conftest import SECRET_ARN
from tests.handler.desired import AUTOMATIC, ENTERPRISE, MANUAL, PUSH, RELEASE, automatic, manual, stored
from tests.handler.plan_rows import (
    ACME,
    ADOPTED,
    ADOPTS,
    ADOPTS_MANUAL,
    ADOPTS_STORELESS,
    ANNOUNCED,
    ANNOUNCED_BEFORE,
    AT_A,
    AT_B,
    AT_GITHUB,
    AUTO,
    BECOMES_AUTOMATIC,
    BECOMES_MANUAL,
    BRANCHED,
    BY_HAND,
    DATED,
    DISABLED,
    DONE,
    EDITED,
    EDITED_MANUAL,
    EMPTY,
    GROUPS,
    MISSED,
    NOT_CARRIED_OUT,
    OF_ANOTHER_PROJECT,
    OF_DEAD,
    ON_ALL,
    ONLY_BRANCH,
    ONLY_UPDATED,
    OTHER,
    OTHER_ARN,
    POLICED,
    READ,
    REPLACES_MANUAL,
    ROTATES,
    SECRET,
    Row,
    adopted_row,
    another_store,
    cannot_be_adopted,
    check,
    enterprise_row,
    facts,
    manual_row,
    needs_a_new_one,
    row,
)
from webhook_constructs.handler.plan import plan_after_update, plan_creation, plan_for_existing, plan_update
from webhook_constructs.handler.request import DesiredWebhook

CREATION = [
    row("without a store, CreateWebhook says what is there", "CREATE", live=None),
    manual_row("a manual webhook is created where there is none", "CREATE", live=None, stored=EMPTY),
    manual_row("a webhook in the way leaves the store alone", "CREATE unannounced", stored=EMPTY),
    manual_row("so does one that another event has announced", "CREATE unannounced", stored=ANNOUNCED_BEFORE),
    manual_row("what this event has announced is created again", "REPLACE", stored=ANNOUNCED),
    manual_row("what it has announced and not created is created", "CREATE", live=None, stored=ANNOUNCED),
    manual_row("what it has stored is the result", "KEEP", stored=DONE),
    manual_row("what it has stored and is gone is created again", "CREATE", live=None, stored=DONE),
]

lost_row = partial(Row, just_created=True)
equal_row = partial(Row, may_be_equal=True)
adopts_row = partial(Row, desired=ADOPTS)
adopts_manual_row = partial(Row, desired=ADOPTS_MANUAL, live=MANUAL, stored=EMPTY)
NOT_IN_STORE = cannot_be_adopted(SECRET)

EXISTING = [
    row("what is there is refused"),
    lost_row("what a lost call has created is the result", "KEEP"),
    lost_row("it is not adopted either", "KEEP", desired=ADOPTS),
    lost_row("unless its secret got lost", "REPLACE", desired=manual(), live=MANUAL, stored=EMPTY),
    lost_row("also at GitHub Enterprise, if one is dated", "REPLACE", desired=automatic(source=ENTERPRISE), live=DATED),
    equal_row("an equal one counts as adopted if an earlier attempt may have created it", "KEEP adopted"),
    equal_row("one with other groups does not", live={"url": "u"}),
    equal_row("nor one with a branch filter", live=EDITED),
    equal_row("nor one that builds in batches", live={**AUTOMATIC, "buildType": "BUILD_BATCH"}),
    equal_row("nor a manual one", live=MANUAL),
    equal_row("nor any where a manual one is wanted", desired=manual(), stored=EMPTY),
    adopts_row("what is wanted is adopted", "ADOPT adopted"),
    adopts_row("so is what an update leads there", "ADOPT adopted", live=OTHER),
    adopts_row(
        "and what has the service's own policy by name",
        "ADOPT adopted",
        live={**AUTOMATIC, "pullRequestBuildPolicy": ON_ALL},
    ),
    adopts_row(
        "another scope is in the way",
        error=cannot_be_adopted("its scope is another one"),
        live={**AUTOMATIC, "scopeConfiguration": ACME},
    ),
    adopts_row(
        "so is a manual webhook where an automatic one is wanted",
        error=cannot_be_adopted("it is a manual webhook and an automatic one is wanted"),
        live=MANUAL,
    ),
    adopts_manual_row(
        "and an automatic one where a manual one is wanted",
        error=cannot_be_adopted("it is an automatic webhook and a manual one is wanted"),
        live=AUTOMATIC,
    ),
    adopts_row("and a branch filter that no setting replaces", error=cannot_be_adopted(GROUPS), live=EDITED),
    adopts_row(
        "and a policy that the settings do not state",
        error=cannot_be_adopted("its pull request build policy is DISABLED and the new settings state none"),
        live={**AUTOMATIC, "pullRequestBuildPolicy": DISABLED},
    ),
    adopts_manual_row("and a secret that is not stored", error=NOT_IN_STORE),
    adopts_manual_row("or that is another project's", error=NOT_IN_STORE, stored=OF_ANOTHER_PROJECT),
    adopts_manual_row("or that nobody keeps", error=NOT_IN_STORE, desired=ADOPTS_STORELESS, stored=None),
    adopts_manual_row("a manual webhook with a stored secret is adopted", "ADOPT adopted", stored=stored()),
    adopts_manual_row("also if that was stored by hand", "ADOPT adopted", stored=BY_HAND),
    enterprise_row("where CodeBuild dates a secret, it must be stored", error=NOT_IN_STORE),
    enterprise_row("where it does not, there is none", "ADOPT adopted", live=MANUAL),
    adopts_row(
        "and nobody asks for one without a store",
        "ADOPT adopted",
        desired=automatic(adopts=True, source=ENTERPRISE),
        live=DATED,
    ),
]

rollback_row = partial(Row, before=ONLY_BRANCH, rolls_back=True)
manual_rollback_row = partial(manual_row, before=manual(members={"branchFilter": "x"}), rolls_back=True)

UPDATES = [
    row("what is there is updated", "UPDATE"),
    row("what is gone is created", "CREATE", live=None),
    row("so is what is going", "CREATE", live={**AUTOMATIC, "status": "DELETING"}),
    row(
        "a rollback, too, does not keep what is going",
        "CREATE",
        live={**AUTOMATIC, "status": "DELETING"},
        rolls_back=True,
    ),
    row("if nobody knows what was before, an update is tried", "UPDATE", before=None, live=OTHER),
    adopted_row("what was adopted is updated", "UPDATE adopted"),
    adopted_row("without the wish, it becomes ours", "UPDATE", desired=AUTO),
    row("with the wish, what is ours stays ours", "UPDATE", desired=ADOPTS),
    # What UpdateWebhook can and cannot do.
    row("new groups are an update", "UPDATE", before=automatic(members={"filterGroups": RELEASE})),
    row("a new policy is an update", "UPDATE", desired=POLICED, live=AUTOMATIC),
    row("no build type is BUILD", "UPDATE", before=automatic(members={"buildType": "BUILD_BATCH"})),
    row("no manual creation is none", "UPDATE", before=automatic(members={"manualCreation": False})),
    row("groups that go replace it", "REPLACE", desired=DesiredWebhook("api")),
    row("a branch filter that goes replaces it", "REPLACE", before=BRANCHED, live=EDITED),
    row("a branch filter in the place of groups replaces it", "REPLACE", desired=ONLY_BRANCH),
    row("a policy that goes replaces it", "REPLACE", before=POLICED, live={**AUTOMATIC, **POLICED.members}),
    row("so does one that goes and whose approvers stay", "REPLACE", before=READ, live={**AUTOMATIC, **READ.members}),
    row("a policy that is gone already does not", "UPDATE", before=READ),
    row("nor does anything that is as wanted already", "UPDATE", before=BRANCHED),
    row("another scope replaces it", "REPLACE", desired=automatic(members={"scopeConfiguration": ACME})),
    row("no scope replaces it", "REPLACE", before=automatic(members={"scopeConfiguration": ACME}), live=OTHER),
    row("another source replaces it", "REPLACE", desired=AT_B, before=AT_A),
    row("so does one of another type", "REPLACE", desired=AT_GITHUB, before=automatic(source=ENTERPRISE)),
    row("a source that is stated for the first time does not", "UPDATE", desired=AT_B),
    row("nor does one of which something else is stated", "UPDATE", desired=AT_B, before=AT_GITHUB),
    row("nor one that is stated no longer", "UPDATE", before=AT_B),
    # Manual webhooks.
    manual_row("a manual webhook is updated", "UPDATE"),
    row("an automatic one does not become manual", error=BECOMES_MANUAL, desired=manual(), stored=EMPTY),
    row("nor a manual one automatic", error=BECOMES_AUTOMATIC, before=manual(), live=MANUAL),
    row("unless a new secret is allowed", "REPLACE", desired=manual(allow_new_secret=True), stored=EMPTY),
    row("or was allowed before, on the way back", "REPLACE", before=manual(allow_new_secret=True), live=MANUAL),
    manual_row(
        "another source keeps it", "UPDATE", desired=manual(source=AT_B.source), before=manual(source=AT_A.source)
    ),
    manual_row("another store has no secret", error=REPLACES_MANUAL, before=manual(secret_arn=OTHER_ARN), stored=EMPTY),
    manual_row("unless it has been given it", "UPDATE", before=manual(secret_arn=OTHER_ARN)),
    manual_row(
        "a second attempt keeps what the first has stored",
        "KEEP",
        desired=manual(allow_new_secret=True, members={"branchFilter": "x"}),
        before=AUTO,
        stored=DONE,
    ),
    manual_row("what was announced and never stored is created again", "REPLACE", stored=ANNOUNCED_BEFORE),
    adopted_row(
        "unless its owner has created it, who adopts",
        "UPDATE adopted",
        desired=ADOPTS_MANUAL,
        before=ADOPTS_MANUAL,
        live=MANUAL,
        stored=ANNOUNCED_BEFORE,
    ),
    enterprise_row("at GitHub Enterprise, another store has no secret", "REPLACE", **another_store(source=ENTERPRISE)),
    enterprise_row("unless CodeBuild has added the hook", "UPDATE", live=AUTOMATIC, **another_store()),
    enterprise_row("or the host shows no secret", "UPDATE", **another_store(source={"Type": "GITHUB"})),
    # Rotations.
    manual_row("another text rotates", "UPDATE rotates", desired=ROTATES, before=manual(rotate_secret_on="a")),
    manual_row("the same text does not", "UPDATE", desired=ROTATES, before=ROTATES),
    manual_row("nor does no text", "UPDATE", before=ROTATES),
    manual_row("nor a text after what nobody knows", "UPDATE", desired=ROTATES, before=None),
    manual_row("nor what a first attempt has rotated", "UPDATE", desired=ROTATES, stored=DONE),
    row("nor anything without a store", "UPDATE", desired=automatic(rotate_secret_on="b")),
    manual_row("a rotation whose secret was never stored is repeated", "UPDATE rotates", stored=MISSED),
    # Adopted webhooks are never deleted.
    adopted_row(
        "what would delete an adopted webhook is refused",
        error=needs_a_new_one(GROUPS),
        desired=replace(ONLY_BRANCH, adopts=True),
    ),
    adopted_row("an update back to what is there is not", "UPDATE adopted", before=replace(ONLY_BRANCH, adopts=True)),
    adopted_row(
        "nor is another source", "UPDATE adopted", desired=replace(AT_B, adopts=True), before=replace(AT_A, adopts=True)
    ),
    adopted_row(
        "nor another store with the secret",
        "UPDATE adopted",
        desired=ADOPTS_MANUAL,
        before=manual(adopts=True, secret_arn=OTHER_ARN),
        live=MANUAL,
        stored=BY_HAND,
    ),
    # Rollbacks.
    rollback_row("a rollback to what is there writes nothing", "KEEP"),
    rollback_row("nor one to what is adopted and there", "KEEP adopted", desired=ADOPTS, resource=ADOPTED),
    rollback_row("one to something else updates", "UPDATE", before=AUTO, live=OTHER),
    rollback_row("or replaces, where no update leads there", "REPLACE", live=EDITED),
    manual_rollback_row("it rotates nothing", "UPDATE", desired=ROTATES, before=manual(), live=EDITED_MANUAL),
    manual_rollback_row("except to repair", "UPDATE rotates", stored=MISSED, logs=ONLY_UPDATED),
    rollback_row(
        "also what needs no secret any more",
        "UPDATE rotates",
        desired=automatic(secret_arn=SECRET_ARN),
        before=automatic(secret_arn=SECRET_ARN),
        stored=MISSED,
    ),
    manual_rollback_row("it replaces no manual webhook", "UPDATE", live=EDITED_MANUAL, logs=ONLY_UPDATED),
    manual_rollback_row(
        "but takes back the policy that the update has brought",
        "UPDATE",
        before=manual(members=POLICED.members),
        live={**MANUAL, **POLICED.members},
        sends={"pullRequestBuildPolicy": ON_ALL},
        logs=ONLY_UPDATED,
    ),
    manual_rollback_row(
        "for the one that the settings state",
        "UPDATE",
        desired=manual(members=READ.members),
        before=POLICED,
        live={**MANUAL, **POLICED.members},
        logs=ONLY_UPDATED,
    ),
    adopted_row(
        "it updates an adopted webhook that its owner has changed",
        "UPDATE adopted",
        before=replace(BRANCHED, adopts=True),
        live=EDITED,
        rolls_back=True,
        logs=f"the rollback brings back what an update can: {GROUPS}",
    ),
    manual_rollback_row("it does without the store", "KEEP", stored=None),
    manual_rollback_row("but not without the secret", "UPDATE", before=manual(), live=DATED, stored=OF_DEAD),
    # Equal settings.
    rollback_row(
        "the order of roles says nothing",
        "KEEP",
        desired=READ,
        live={**AUTOMATIC, "pullRequestBuildPolicy": {**ON_ALL, "approverRoles": ["GITHUB_WRITE", "GITHUB_READ"]}},
    ),
    rollback_row(
        "nor does a role that is named twice",
        "KEEP",
        desired=automatic(members={"pullRequestBuildPolicy": {**ON_ALL, "approverRoles": ["GITHUB_READ"] * 2}}),
        live={**AUTOMATIC, "pullRequestBuildPolicy": {**ON_ALL, "approverRoles": ["GITHUB_READ"]}},
    ),
    rollback_row(
        "but one role more or less does",
        "UPDATE",
        desired=READ,
        before=READ,
        live={**AUTOMATIC, "pullRequestBuildPolicy": {**ON_ALL, "approverRoles": ["GITHUB_READ"]}},
    ),
    rollback_row(
        "nor do blanks between events, or a default that is spelled out",
        "KEEP",
        desired=automatic(members={"filterGroups": [[{"type": "EVENT", "pattern": "PUSH,RELEASED"}]]}),
        live={
            "url": "u",
            "buildType": "BUILD",
            "filterGroups": [[{"type": "EVENT", "pattern": "PUSH, RELEASED", "excludeMatchedPattern": False}]],
        },
    ),
    rollback_row(
        "an excluded pattern is another filter",
        "UPDATE",
        before=AUTO,
        live={"url": "u", "filterGroups": [[{**PUSH[0][0], "excludeMatchedPattern": True}]]},
    ),
]

updated_row = partial(adopted_row, done="UPDATE adopted")
redeployed_row = partial(Row, desired=automatic(redeploy_on="2"))

AFTER = [
    row("what CodeBuild shows as wanted is the result", "KEEP"),
    row("with the rotation that is still to come", "KEEP rotates", done="UPDATE rotates"),
    row("what it shows otherwise is replaced", "REPLACE", live=EDITED),
    updated_row("an adopted webhook is the result", "KEEP adopted"),
    updated_row("if it is otherwise, that is an error", error=NOT_CARRIED_OUT, live={"url": "u"}),
    updated_row("which names what stands in the way", error=needs_a_new_one(GROUPS), live=EDITED),
    updated_row("or a line in a rollback", "KEEP adopted", live={"url": "u"}, rolls_back=True, logs=NOT_CARRIED_OUT),
    manual_row("a manual webhook is not replaced", error=REPLACES_MANUAL, live={}),
    manual_row("nor in a rollback, which goes on", "KEEP", live={}, rolls_back=True, logs=ONLY_UPDATED),
    manual_row("nor again in a second attempt", "KEEP", desired=manual(allow_new_secret=True), live={}, stored=DONE),
    # redeploy_on has the kind of the webhook compared, too, and its secret.
    redeployed_row("another text has it compared", "KEEP"),
    redeployed_row("and replaced if it is edited so that no update mends it", "REPLACE", live=EDITED),
    redeployed_row("or if it is manual", "REPLACE", live=MANUAL),
    redeployed_row("but not in a rollback", "KEEP", live=MANUAL, rolls_back=True),
    row("the same text does not look at that", "KEEP", live=MANUAL),
    row("nobody knows the text before: it is compared", "REPLACE", before=None, live=MANUAL, rolls_back=True),
    manual_row(
        "a manual one is replaced if its secret is unknown",
        "REPLACE",
        desired=manual(redeploy_on="2", allow_new_secret=True),
        live=DATED,
        stored=EMPTY,
    ),
    manual_row(
        "unless a rotation gives it another",
        "KEEP rotates",
        desired=manual(redeploy_on="2"),
        live=DATED,
        stored=EMPTY,
        done="UPDATE rotates",
    ),
    updated_row(
        "an adopted one is kept if its secret was stored by hand",
        "KEEP adopted",
        desired=manual(adopts=True, redeploy_on="2"),
        before=ADOPTS_MANUAL,
        live=DATED,
        stored=BY_HAND,
    ),
]


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
