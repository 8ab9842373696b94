"""Secrets, adoption and realignment, call by call."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN
from tests.handler.desired import ALIGNED, IS_CURRENT, PUSH, SHOWN_ONCE, automatic, manual
from webhook_constructs.handler.adoption import LifecycleError
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.identity import fingerprint
from webhook_constructs.handler.lifecycle import Outcome, create, update
from webhook_constructs.handler.maker import LeftBehindError

if TYPE_CHECKING:
    from .conftest import QueuedServices

ANOTHER_EVENT = {"creating": "another-event"}
AUTOMATIC = {"url": "u", "filterGroups": PUSH}
MANUAL = {"filterGroups": PUSH}
ENTERPRISE = {"Type": "GITHUB_ENTERPRISE"}


def announces(queue: QueuedServices) -> None:
    queue.answers(
        "put_secret_value",
        {},
        {
            "SecretId": SECRET_ARN,
            "SecretString": f'{{"creating": "{REQUEST_ID}"}}',
            "ClientRequestToken": ANY,
            "VersionStages": ["AWSCURRENT", "webhook-of-api"],
        },
    )


class TestManualCreate:
    def test_the_secret_is_announced_made_and_kept(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        announces(queue)
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_a_webhook_of_somebody_else_is_met_before_the_secret_is_touched(self, queue: QueuedServices) -> None:
        queue.holds(ANOTHER_EVENT)
        queue.shows(MANUAL)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(MANUAL)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, manual())

    def test_what_a_crashed_attempt_at_this_event_has_made_is_made_again(self, queue: QueuedServices) -> None:
        queue.holds({"creating": REQUEST_ID})
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        announces(queue)
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    @pytest.mark.parametrize(
        ("value", "version"),
        [
            pytest.param({"creating": REQUEST_ID}, "0" * 36, id="announced"),
            pytest.param(SHOWN_ONCE, REQUEST_ID, id="stored"),
        ],
    )
    def test_what_a_crashed_attempt_may_have_made_is_deleted_if_this_one_fails(
        self, queue: QueuedServices, value: object, version: str
    ) -> None:
        queue.holds(value, version=version)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(LeftBehindError, match="an earlier attempt at this event may have made it") as left:
            create(queue.services, manual())
        assert isinstance(left.value.__cause__, ClientError)

    def test_a_first_attempt_that_fails_has_left_nothing_behind(self, queue: QueuedServices) -> None:
        queue.holds(ANOTHER_EVENT)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(ClientError, match="BatchGetProjects"):
            create(queue.services, manual())

    def test_what_a_crashed_attempt_at_this_event_has_kept_is_the_result(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows(MANUAL)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_an_answer_that_got_lost_is_not_taken_for_somebody_elses_webhook(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        announces(queue)
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_a_webhook_that_somebody_else_makes_meanwhile_is_not_touched(self, queue: QueuedServices) -> None:
        """IAM may take a minute to let the secret be written."""
        queue.holds({})
        queue.shows(None)
        announces(queue)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, manual())

    def test_a_secret_that_cannot_be_kept_takes_the_webhook_with_it(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        announces(queue)
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.refuses("put_secret_value", "ResourceNotFoundException")
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(ClientError, match="PutSecretValue"):
            create(queue.services, manual())

    def test_a_secret_that_nobody_asked_for_and_nobody_would_have_is_an_error(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(LifecycleError, match="there is no place for it: set secret=True"):
            create(queue.services, automatic())


class TestLostAnswers:
    MADE_NOW: ClassVar = {**AUTOMATIC, "lastModifiedSecret": BEGUN + timedelta(seconds=3)}
    MADE_BEFORE: ClassVar = {**AUTOMATIC, "lastModifiedSecret": BEGUN - timedelta(days=1)}

    def test_what_a_lost_call_has_made_is_ours(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_NOW)

        assert create(queue.services, automatic()) == Outcome("api", "u")

    def test_what_a_lost_call_has_made_is_made_again_where_a_secret_may_have_been_shown(
        self, queue: QueuedServices
    ) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(LifecycleError, match="there is no place for it: set secret=True"):
            create(queue.services, automatic(source=ENTERPRISE))

    def test_what_was_there_before_a_lost_call_is_not(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_BEFORE)
        queue.finds_in_the_log()

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    @pytest.mark.parametrize(("shown", "deleted"), [(MADE_NOW, True), (MADE_BEFORE, False)], ids=["ours", "not-ours"])
    def test_when_the_time_is_up_what_the_last_call_has_made_is_deleted(
        self, queue: QueuedServices, shown: dict[str, Any], *, deleted: bool
    ) -> None:
        queue.seconds_left = 0.0
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.shows(shown)
        if deleted:
            queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(ClientError, match="InternalFailure"):
            create(queue.services, automatic())

    @pytest.mark.parametrize("before", [None, AUTOMATIC], ids=["ours", "not-ours"])
    def test_where_webhooks_have_no_secret_it_is_looked_up_whether_there_was_one(
        self, queue: QueuedServices, before: dict[str, Any] | None
    ) -> None:
        queue.shows(before)
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        desired = automatic(source={"Type": "BITBUCKET"})

        if before is None:
            assert create(queue.services, desired) == Outcome("api", "u")
        else:
            queue.finds_in_the_log()
            with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
                create(queue.services, desired)

    def test_where_the_host_is_not_known_what_a_lost_call_may_have_made_counts_as_there_before(
        self, queue: QueuedServices
    ) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)

        assert create(queue.services, automatic()) == Outcome("api#adopted", "u")

    def test_a_webhook_in_another_state_is_not_what_the_lost_call_has_made(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**self.MADE_NOW, "buildType": "BUILD_BATCH"})

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_a_replacement_knows_what_a_lost_call_has_made_for_its_own(self, queue: QueuedServices) -> None:
        queue.shows({**AUTOMATIC, "branchFilter": "main"})
        queue.answers("delete_webhook", {})
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_NOW)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        replaced = update(queue.services, automatic(), automatic(members={"branchFilter": "main"}), "api")

        assert replaced == Outcome("api", "new")

    def test_if_that_cannot_be_found_out_the_first_error_stands(self, queue: QueuedServices) -> None:
        queue.seconds_left = 0.0
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("batch_get_projects", "AccessDeniedException")

        with pytest.raises(ClientError, match="InternalFailure"):
            create(queue.services, automatic())


GAVE_UP = {"status": "CREATE_FAILED", "statusMessage": "gave up"}


class TestNeverComingToLife:
    """On every way to a webhook, it must live before CloudFormation is told so."""

    def test_what_a_crashed_attempt_has_stored_is_deleted(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows({**MANUAL, **GAVE_UP})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue.services, manual())

    def test_what_a_lost_call_has_made_is_deleted(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**AUTOMATIC, "lastModifiedSecret": BEGUN, "status": "CREATING"})
        queue.shows({**AUTOMATIC, **GAVE_UP})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue.services, automatic())

    def test_what_a_crashed_attempt_may_have_made_is_left_for_the_delete(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**AUTOMATIC, **GAVE_UP})
        queue.finds_in_the_log("Create, event 1")

        with pytest.raises(LeftBehindError, match="an earlier attempt at this event may have made it"):
            create(queue.services, automatic())

    def test_an_update_makes_it_anew(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue.services, automatic(), automatic(), "api") == Outcome("api", "new")

    def test_a_replacement_that_was_finished_before_must_live(self, queue: QueuedServices) -> None:
        desired, previous = manual(allow_new_secret=True), manual(source={"Location": "old"}, allow_new_secret=True)
        queue.holds(SHOWN_ONCE)
        queue.answers("update_webhook", {"webhook": {**MANUAL, **GAVE_UP}})
        announces(queue)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert update(queue.services, desired, previous, "api").physical_id == "api"


class TestAutomaticCreate:
    def test_what_a_crashed_attempt_at_this_event_may_have_made_counts_as_created(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.finds_in_the_log(f"Create, event {REQUEST_ID}")

        assert create(queue.services, automatic()) == Outcome("api#adopted", "u")

    def test_one_that_is_just_as_desired_is_left_alone(self, queue: QueuedServices) -> None:
        """It may be that of a construct which was renamed, whose Delete is still to come."""
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.finds_in_the_log()

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_where_the_log_cannot_be_read_there_was_no_attempt(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.refuses("filter_log_events", "AccessDeniedException")

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_where_the_log_is_not_known_there_was_no_attempt(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(dataclasses.replace(queue.services, log_group=None), automatic())

    @pytest.mark.parametrize(
        "existing",
        [pytest.param({"url": "u"}, id="other-groups"), pytest.param(MANUAL, id="manual")],
    )
    def test_any_other_is_left_alone(self, queue: QueuedServices, existing: dict[str, Any]) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(existing)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_one_that_has_gone_in_the_meantime_is_the_error_it_was(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(None)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_one_with_a_place_says_that_there_is_no_secret(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        announces(queue)
        queue.answers("create_webhook", {"webhook": {"url": "u", "lastModifiedSecret": BEGUN}})
        queue.keeps({}, version=ANY)

        assert create(queue.services, automatic(secret_arn=SECRET_ARN)) == Outcome("api", "u")


class TestAdoption:
    def test_an_existing_webhook_is_brought_to_the_desired_state(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({"url": "u", "filterGroups": [[{"type": "EVENT", "pattern": "RELEASED"}]]})
        queue.answers(
            "update_webhook",
            {"webhook": {"url": "u"}},
            {"projectName": "api", "filterGroups": PUSH, "buildType": "BUILD"},
        )

        assert create(queue.services, automatic(adopts=True)) == Outcome("api#adopted", "u")

    def test_where_there_is_none_it_is_made_and_ours(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": {"url": "u"}})

        assert create(queue.services, automatic(adopts=True)) == Outcome("api", "u")

    def test_a_manual_webhook_whose_secret_is_there_is_adopted(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE)
        queue.shows(MANUAL)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(MANUAL)
        queue.holds(SHOWN_ONCE)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.answers("update_webhook", {"webhook": {}})
        queue.holds(SHOWN_ONCE)
        queue.keeps(SHOWN_ONCE, version=ANY)

        assert create(queue.services, manual(adopts=True)) == Outcome("api#adopted", "")

    def test_a_secret_of_another_project_is_not_that_of_the_webhook(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE)
        queue.shows(MANUAL)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(MANUAL)
        queue.answers("get_secret_value", {**IS_CURRENT, "VersionStages": ["AWSCURRENT", "webhook-of-web"]})

        with pytest.raises(LifecycleError, match="are not in the secret that was given"):
            create(queue.services, manual(adopts=True))

    @pytest.mark.parametrize(
        ("existing", "members", "obstacle"),
        [
            pytest.param(
                {**AUTOMATIC, "scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION"}},
                {},
                "its scope is another one",
                id="scope",
            ),
            pytest.param(MANUAL, {}, "it is a manual webhook and an automatic one is wanted", id="manual"),
            pytest.param(
                AUTOMATIC,
                {"manualCreation": True},
                "it is an automatic webhook and a manual one is wanted",
                id="automatic",
            ),
            pytest.param(
                MANUAL,
                {"manualCreation": True},
                "it is a manual webhook, and its payload URL and secret are not in the secret that was given (where a "
                "construct with secret=True was renamed, that is a new one: keep the logical ids of the webhook and of "
                "its secret, docs/guides/rename-or-move.md)",
                id="secret-unknown",
            ),
        ],
    )
    def test_what_an_update_cannot_bring_about_is_refused(
        self, queue: QueuedServices, existing: dict[str, Any], members: dict[str, Any], obstacle: str
    ) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(existing)

        with pytest.raises(LifecycleError) as refused:
            create(queue.services, automatic(adopts=True, members=members))

        assert str(refused.value) == (
            f"the webhook that project api has cannot be adopted: {obstacle}. State the same, or delete it (aws "
            "codebuild delete-webhook --project-name api) and deploy again"
        )

    BRANCH_FILTER: ClassVar = {**AUTOMATIC, "branchFilter": "main", "filterGroups": []}
    DISABLED: ClassVar = {"requiresCommentApproval": "DISABLED"}

    @pytest.mark.parametrize(
        ("existing", "remains", "was"),
        [
            pytest.param(
                BRANCH_FILTER,
                "it has filter groups or a branch filter that the new settings do not replace",
                {"branchFilter": "main", "filterGroups": []},
                id="branch-filter",
            ),
            pytest.param(
                {**AUTOMATIC, "pullRequestBuildPolicy": DISABLED},
                "its pull request build policy is DISABLED and the new settings state none",
                {"filterGroups": PUSH, "pullRequestBuildPolicy": DISABLED},
                id="policy",
            ),
        ],
    )
    @pytest.mark.parametrize("goes", [True, False], ids=["goes", "remains"])
    def test_what_an_update_may_leave_is_looked_at_and_brought_back_if_it_remains(
        self, queue: QueuedServices, existing: dict[str, Any], remains: str, was: dict[str, Any], *, goes: bool
    ) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(existing)
        queue.answers("update_webhook", {"webhook": {"url": "u"}}, ALIGNED)
        queue.shows(AUTOMATIC if goes else existing)
        if goes:
            assert create(queue.services, automatic(adopts=True)) == Outcome("api#adopted", "u")
            return
        queue.answers("update_webhook", {"webhook": {}}, {"projectName": "api", "buildType": "BUILD", **was})
        with pytest.raises(LifecycleError, match=remains):
            create(queue.services, automatic(adopts=True))

    def test_a_webhook_that_never_came_to_life_is_not_adopted(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**AUTOMATIC, "status": "CREATE_FAILED", "statusMessage": "gave up"})

        with pytest.raises(LifecycleError) as refused:
            create(queue.services, automatic(adopts=True))

        assert str(refused.value) == (
            "the webhook that project api has cannot be adopted: the webhook could not be created: gave up. To have "
            "another one, delete it (aws codebuild delete-webhook --project-name api) and deploy again"
        )

    def test_a_webhook_of_github_enterprise_has_no_url_whoever_has_added_it(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(MANUAL)
        queue.answers("update_webhook", {"webhook": {}})

        enterprise = automatic(adopts=True, source=ENTERPRISE)
        assert create(queue.services, enterprise) == Outcome("api#adopted", "")

    @pytest.mark.parametrize("at_host", [{}, {"lastModifiedSecret": BEGUN}], ids=["no-secret", "unknown-secret"])
    def test_a_webhook_of_github_enterprise_is_adopted_if_its_secret_is_known(
        self, queue: QueuedServices, at_host: dict[str, Any]
    ) -> None:
        queue.holds({})
        queue.shows({**MANUAL, **at_host})
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, **at_host})
        if at_host:
            queue.holds({})
        else:
            queue.answers("update_webhook", {"webhook": {}})

        enterprise = automatic(adopts=True, source=ENTERPRISE, secret_arn=SECRET_ARN)
        with pytest.raises(LifecycleError, match="are not in the secret") if at_host else contextlib.nullcontext():
            assert create(queue.services, enterprise) == Outcome("api#adopted", "")

    def test_taking_the_wish_away_makes_the_webhook_ours(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})

        assert update(queue.services, automatic(), automatic(adopts=True), "api#adopted").physical_id == "api"

    def test_an_adopted_webhook_that_was_gone_and_is_made_anew_is_ours(self, queue: QueuedServices) -> None:
        queue.refuses("update_webhook", "ResourceNotFoundException")
        queue.answers("create_webhook", {"webhook": {"url": "u"}})

        desired = automatic(adopts=True)
        assert update(queue.services, desired, desired, "api#adopted").physical_id == "api"

    def test_a_rollback_to_the_wish_leaves_it_ours(self, queue: QueuedServices) -> None:
        """Another id would have CloudFormation delete the webhook under the one that is given up."""
        queue.answers("update_webhook", {"webhook": {"url": "u"}})

        assert update(queue.services, automatic(adopts=True), automatic(), "api").physical_id == "api"

    def test_a_move_adopts_too_and_remembers_what_it_left(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": {"url": "u"}})

        moved = update(queue.services, automatic(adopts=True), automatic(), "old#adopted")

        assert moved.physical_id == f"api#moved-from=old+adopted:{fingerprint(AUTOMATIC)}#adopted"

    def test_a_move_that_is_rolled_back_gives_the_old_id_back(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": AUTOMATIC})

        moved = f"new#moved-from=api+adopted:{fingerprint(AUTOMATIC)}"
        back = update(queue.services, automatic(adopts=True), automatic(), moved)

        assert back.physical_id == "api#adopted"


class TestKeepingWhatWasThere:
    """An adopted webhook is never deleted, not by a change of its settings either."""

    def test_a_change_that_needs_a_new_webhook_is_refused(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        desired = dataclasses.replace(automatic(adopts=True), members={"branchFilter": "main"})

        with pytest.raises(LifecycleError) as refused:
            update(queue.services, desired, automatic(adopts=True), "api#adopted")

        assert str(refused.value) == (
            "the webhook of project api was there before and is never deleted while on_existing says ADOPT, but this "
            "change needs a new one: it has filter groups or a branch filter that the new settings do not replace. "
            "State what is there, or take on_existing away, which makes the webhook ours, and change it in the "
            "deployment after that"
        )

    def test_the_rollback_of_such_a_change_finds_it_as_it_was(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": {"url": "u"}}, ALIGNED)
        refused = dataclasses.replace(automatic(adopts=True), members={"branchFilter": "main"})

        back = update(queue.services, automatic(adopts=True), refused, "api#adopted")

        assert back == Outcome("api#adopted", "u")

    def test_one_that_another_source_has_made_codebuild_forget_is_made_anew(self, queue: QueuedServices) -> None:
        queue.shows(None)
        queue.refuses("update_webhook", "ResourceNotFoundException")
        queue.answers("create_webhook", {"webhook": {"url": "new"}})
        desired = automatic(adopts=True, source={"Location": "b"})

        made = update(queue.services, desired, automatic(adopts=True, source={"Location": "a"}), "api#adopted")

        assert made == Outcome("api", "new")

    def test_what_was_edited_so_that_no_update_mends_it_is_left_as_it_is(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})
        queue.shows(*[{**AUTOMATIC, "branchFilter": "main"}] * 2)

        with pytest.raises(LifecycleError, match="is never deleted while on_existing says ADOPT"):
            update(queue.services, automatic(adopts=True, redeploy_on="2"), automatic(adopts=True), "api#adopted")

    @pytest.mark.parametrize("is_labelled", [False, True], ids=["for-the-first-time", "again"])
    def test_another_place_that_holds_its_secret_needs_no_new_one(
        self, queue: QueuedServices, *, is_labelled: bool
    ) -> None:
        queue.shows(MANUAL)
        if is_labelled:
            queue.answers("get_secret_value", IS_CURRENT)
            queue.holds(SHOWN_ONCE)
        else:
            queue.holds(SHOWN_ONCE)
            queue.refuses("get_secret_value", "ResourceNotFoundException")
            queue.refuses("get_secret_value", "ResourceNotFoundException")
            queue.holds(SHOWN_ONCE)
            queue.keeps(SHOWN_ONCE, version=ANY)
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}})
        queue.answers("get_secret_value", IS_CURRENT)
        previous = manual(adopts=True, secret_arn=f"{SECRET_ARN}2")

        assert update(queue.services, manual(adopts=True), previous, "api#adopted") == Outcome("api#adopted", "")


class TestRollbacks:
    """What was refused is not refused again: the rollback brings back what an update can."""

    def test_a_manual_webhook_that_was_edited_outside_is_updated(self, queue: QueuedServices) -> None:
        queue.shows({**MANUAL, "filterGroups": []})
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.answers("get_secret_value", IS_CURRENT)

        assert update(queue.services, manual(), manual(members={"branchFilter": "x"}), "api") == Outcome("api", "")

    def test_an_adopted_webhook_that_its_owner_has_changed_is_updated(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        queue.shows({**AUTOMATIC, "branchFilter": "x"})
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.answers("update_webhook", {"webhook": {"url": "u"}}, ALIGNED)
        previous = automatic(adopts=True, members={"branchFilter": "x"})

        assert update(queue.services, automatic(adopts=True), previous, "api#adopted").physical_id == "api#adopted"
        assert "the rollback brings back what an update can" in caplog.text

    def test_a_secret_that_cannot_be_read_is_done_without(self, queue: QueuedServices) -> None:
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.refuses("get_secret_value", "InvalidRequestException")

        update(queue.services, manual(), manual(), "api")

    def test_a_secret_that_cannot_be_read_fails_every_other_update(self, queue: QueuedServices) -> None:
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.tells_of_the_stack("UPDATE_IN_PROGRESS")

        with pytest.raises(ClientError, match="InvalidRequestException"):
            update(queue.services, manual(), manual(), "api")

    def test_a_webhook_that_the_owner_has_made_again_is_left_to_him(self, queue: QueuedServices) -> None:
        announced = {"SecretString": '{"creating": "another-event"}'}
        queue.answers("get_secret_value", announced)
        queue.shows(MANUAL)
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.answers("get_secret_value", announced)

        wished = manual(adopts=True)
        assert update(queue.services, wished, wished, "api#adopted").physical_id == "api#adopted"


class TestReplacement:
    READERS: ClassVar = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITHUB_READ"]}

    def test_a_policy_that_is_taken_away_takes_its_approvers_along(self, queue: QueuedServices) -> None:
        queue.shows({**AUTOMATIC, "pullRequestBuildPolicy": self.READERS})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})
        previous = automatic(members={"pullRequestBuildPolicy": self.READERS})

        assert update(queue.services, automatic(), previous, "api") == Outcome("api", "new")

    def test_another_place_for_the_secret_needs_a_new_secret(self, queue: QueuedServices) -> None:
        queue.shows(MANUAL)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.tells_of_the_stack("UPDATE_IN_PROGRESS")

        with pytest.raises(LifecycleError, match="set allow_new_secret=True"):
            update(queue.services, manual(), manual(secret_arn=f"{SECRET_ARN}2"), "api")

    def test_a_place_that_holds_its_secret_by_hand_needs_no_new_one(self, queue: QueuedServices) -> None:
        queue.shows(MANUAL)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.holds(SHOWN_ONCE)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.answers("update_webhook", {"webhook": {}})
        queue.refuses("get_secret_value", "ResourceNotFoundException")

        assert update(queue.services, manual(), manual(secret_arn=f"{SECRET_ARN}2"), "api") == Outcome("api", "")

    def test_a_manual_webhook_is_replaced_and_its_secret_kept(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.holds(SHOWN_ONCE)
        announces(queue)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_a_manual_webhook_is_not_deleted_while_its_secret_could_not_be_kept(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.holds(SHOWN_ONCE)
        queue.refuses("put_secret_value", "EncryptionFailure")

        with pytest.raises(ClientError, match="EncryptionFailure"):
            update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_a_second_attempt_at_a_replacement_that_was_kept_does_nothing(self, queue: QueuedServices) -> None:
        queue.shows({**MANUAL, "status": "CREATING", "buildType": "BUILD_BATCH"})
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows(MANUAL)

        update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_another_source_replaces_an_automatic_webhook(self, queue: QueuedServices) -> None:
        queue.refuses("delete_webhook", "ResourceNotFoundException")
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        moved = update(queue.services, automatic(source={"Location": "b"}), automatic(source={"Location": "a"}), "api")

        assert moved == Outcome("api", "new")

    def test_another_source_keeps_a_manual_webhook_that_is_still_there(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}})
        queue.answers("get_secret_value", IS_CURRENT)

        update(queue.services, manual(source={"Location": "b"}), manual(source={"Location": "a"}), "api")

    def test_a_manual_webhook_whose_secret_was_missed_is_made_anew(self, queue: QueuedServices) -> None:
        """An event before this one has made it, and has died before it could store the secret."""
        queue.holds(ANOTHER_EVENT)
        announces(queue)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(), manual(), "api")

    def test_a_manual_webhook_that_is_gone_is_made_anew_and_kept(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.refuses("update_webhook", "ResourceNotFoundException")
        announces(queue)
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(source={"Location": "b"}), manual(source={"Location": "a"}), "api")

    def test_another_error_while_making_anew_is_passed_on(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.refuses("update_webhook", "ResourceNotFoundException")
        announces(queue)
        queue.refuses("create_webhook", "InvalidInputException")

        with pytest.raises(ClientError, match="InvalidInputException"):
            update(queue.services, manual(), manual(), "api")


class TestSecretInAnotherPlace:
    """Of a webhook that is not manual by wish: the first place is out of reach by now."""

    BEFORE: ClassVar = automatic(secret_arn=f"{SECRET_ARN}2")
    AFTER: ClassVar = automatic(secret_arn=SECRET_ARN)

    def test_a_webhook_that_codebuild_has_not_added_is_made_anew(self, queue: QueuedServices) -> None:
        shown = {**MANUAL, "lastModifiedSecret": BEGUN}
        queue.shows(shown)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.shows(shown)
        queue.holds({})
        announces(queue)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert update(queue.services, self.AFTER, self.BEFORE, "api") == Outcome("api", "")

    @pytest.mark.parametrize(
        ("shown", "change"),
        [
            pytest.param(AUTOMATIC, {}, id="codebuild-has-added-it"),
            pytest.param(None, {"source": {"Type": "GITHUB"}}, id="no-secret-on-this-host"),
        ],
    )
    def test_another_is_left_alone(
        self, queue: QueuedServices, shown: dict[str, Any] | None, change: dict[str, Any]
    ) -> None:
        if shown:
            queue.shows(shown)
            queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.answers("update_webhook", {"webhook": AUTOMATIC})
        if shown:
            queue.refuses("get_secret_value", "ResourceNotFoundException")

        after, before = (dataclasses.replace(webhook, **change) for webhook in (self.AFTER, self.BEFORE))
        assert update(queue.services, after, before, "api") == Outcome("api", "u")


class TestRedeployment:
    def test_what_an_update_mends_is_left_at_that(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})
        queue.shows(AUTOMATIC)

        assert update(queue.services, automatic(redeploy_on="2"), automatic(redeploy_on="1"), "api").url == "u"

    def test_what_an_update_does_not_mend_is_replaced(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})
        queue.shows(*[{**AUTOMATIC, "branchFilter": "main"}] * 2)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue.services, automatic(redeploy_on="2"), automatic(), "api").url == "new"

    def test_a_manual_webhook_is_not_replaced_without_leave(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}})
        queue.shows(*[{**MANUAL, "branchFilter": "main"}] * 2)

        with pytest.raises(LifecycleError, match="set allow_new_secret=True"):
            update(queue.services, manual(redeploy_on="2"), manual(), "api")
