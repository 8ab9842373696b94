from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.desired import PUSH, RELEASE, webhook
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import LeftBehindError, LifecycleError
from webhook_constructs.handler.lifecycle import Outcome, create, delete, update

from .conftest import deletion

if TYPE_CHECKING:
    from .conftest import QueuedServices

OTHER_SCOPE = {"name": "other", "scope": "GITHUB_ORGANIZATION"}
SCOPE = {"name": "acme", "scope": "GITHUB_ORGANIZATION"}
POLICY = {"requiresCommentApproval": "DISABLED"}


def test_create_answers_with_the_projects_name_and_the_url(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})

    assert create(queue.services, webhook(filterGroups=PUSH)) == Outcome("api", "u")


def test_a_webhook_without_a_url_answers_with_an_empty_one(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"payloadUrl": "p"}})

    assert create(queue.services, webhook()) == Outcome("api", "")


def test_a_webhook_that_does_not_come_to_life_is_deleted_again(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"status": "CREATE_FAILED", "statusMessage": "no"}})
    queue.answers("delete_webhook", {})

    with pytest.raises(WebhookStatusError, match="no"):
        create(queue.services, webhook())


def test_one_that_cannot_be_deleted_again_is_said_to_be_left_behind(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"status": "CREATE_FAILED", "statusMessage": "no"}})
    queue.refuses("delete_webhook", "OAuthProviderException")

    with pytest.raises(LeftBehindError, match="it could not be deleted again: OAuthProviderException") as left:
        create(queue.services, webhook())

    assert isinstance(left.value.__cause__, WebhookStatusError)


def test_update_sends_the_full_state_without_what_is_fixed_at_creation(queue: QueuedServices) -> None:
    desired = webhook(filterGroups=RELEASE, manualCreation=True, scopeConfiguration=SCOPE, buildType="BUILD_BATCH")
    queue.answers(
        "update_webhook",
        {"webhook": {"url": "u"}},
        {"projectName": "api", "filterGroups": RELEASE, "buildType": "BUILD_BATCH"},
    )

    assert update(queue.services, desired, desired, "api#moved-from=old:1f2e") == Outcome(
        "api#moved-from=old:1f2e", "u"
    )


def test_a_build_type_that_was_taken_away_is_sent_as_build(queue: QueuedServices) -> None:
    sent = {"projectName": "api", "filterGroups": PUSH, "buildType": "BUILD"}
    queue.answers("update_webhook", {"webhook": {}}, sent)

    update(queue.services, webhook(filterGroups=PUSH), webhook(filterGroups=PUSH, buildType="BUILD_BATCH"), "api")


def test_a_webhook_that_is_gone_is_created_anew(queue: QueuedServices) -> None:
    queue.refuses("update_webhook", "ResourceNotFoundException")
    queue.answers("create_webhook", {"webhook": {"url": "new"}}, {"projectName": "api", "filterGroups": PUSH})

    assert update(queue.services, webhook(filterGroups=PUSH), webhook(filterGroups=RELEASE), "api").url == "new"


@pytest.mark.parametrize("refused", [False, True], ids=["nothing-there", "somebody-elses"])
def test_an_update_of_what_was_not_created_creates_and_touches_nothing_that_is_there(
    queue: QueuedServices, *, refused: bool
) -> None:
    """A stack that may stay as it failed (--disable-rollback) can go on from a Create that made nothing."""
    desired = webhook(filterGroups=PUSH)
    if refused:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({"url": "u", "filterGroups": RELEASE})
    else:
        queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})

    with pytest.raises(ClientError) if refused else contextlib.nullcontext():
        assert update(queue.services, desired, desired, "api#not-created") == Outcome("api", "u")


def test_another_error_of_an_update_is_passed_on(queue: QueuedServices) -> None:
    queue.refuses("update_webhook", "OAuthProviderException")

    with pytest.raises(ClientError):
        update(queue.services, webhook(), webhook(), "api")


@pytest.mark.parametrize(
    ("previous", "desired"),
    [
        pytest.param({"manualCreation": True, "allow": True}, {}, id="manual-to-automatic"),
        pytest.param({}, {"manualCreation": True, "allow": True}, id="automatic-to-manual"),
        pytest.param({"scopeConfiguration": SCOPE}, {}, id="scope-taken-away"),
        pytest.param({"scopeConfiguration": SCOPE}, {"scopeConfiguration": OTHER_SCOPE}, id="scope-renamed"),
        pytest.param(
            {"scopeConfiguration": SCOPE},
            {"scopeConfiguration": {"name": "acme", "scope": "GITHUB_GLOBAL"}},
            id="scope-widened",
        ),
        pytest.param({"filterGroups": PUSH}, {}, id="groups-taken-away"),
        pytest.param({"branchFilter": "main"}, {}, id="branch-filter-taken-away"),
        pytest.param({"branchFilter": "main"}, {"filterGroups": PUSH}, id="branch-filter-to-groups"),
        pytest.param({"pullRequestBuildPolicy": POLICY}, {}, id="policy-taken-away"),
    ],
)
def test_what_update_cannot_do_is_done_by_delete_and_create(
    queue: QueuedServices, previous: dict[str, Any], desired: dict[str, Any]
) -> None:
    wanted = webhook(**desired)
    queue.shows({"url": "u", "filterGroups": RELEASE})
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.answers("create_webhook", {"webhook": {"url": "new"}}, {"projectName": "api", **wanted.members})

    assert update(queue.services, wanted, webhook(**previous), "api") == Outcome("api", "new")


@pytest.mark.parametrize(
    ("previous", "desired"),
    [
        pytest.param({}, {"filterGroups": PUSH}, id="groups-added"),
        pytest.param({}, {"pullRequestBuildPolicy": POLICY}, id="policy-added"),
        pytest.param({"manualCreation": False}, {}, id="manual-false-is-the-default"),
        pytest.param({"buildType": "BUILD_BATCH"}, {}, id="build-type-taken-away"),
    ],
)
def test_what_update_can_do_keeps_the_webhook(
    queue: QueuedServices, previous: dict[str, Any], desired: dict[str, Any]
) -> None:
    queue.answers("update_webhook", {"webhook": {"url": "same"}})

    assert update(queue.services, webhook(**desired), webhook(**previous), "api") == Outcome("api", "same")


@pytest.mark.parametrize("manual", ["desired", "previous"])
def test_replacing_a_manual_webhook_is_refused_before_anything_is_touched(queue: QueuedServices, manual: str) -> None:
    one, other = webhook(manualCreation=True), webhook()
    desired, previous = (one, other) if manual == "desired" else (other, one)
    queue.shows({"url": "u"} if manual == "desired" else {})

    with pytest.raises(LifecycleError) as refused:
        update(queue.services, desired, previous, "api")

    assert str(refused.value) == (
        "this change would replace the manual webhook of project api, and with it the payload URL and secret that the "
        "git host was given; Set allow_new_secret=True and register the new ones there, or take the change back"
    )


@pytest.mark.parametrize("allows", ["desired", "previous"])
def test_permission_for_a_new_secret_holds_for_the_way_back_too(queue: QueuedServices, allows: str) -> None:
    queue.shows({"url": "u"})
    queue.answers("delete_webhook", {})
    queue.answers("create_webhook", {"webhook": {}})

    update(
        queue.services,
        webhook(manualCreation=True, allow=allows == "desired"),
        webhook(allow=allows == "previous"),
        "api",
    )


def test_a_replacement_finds_nothing_to_delete_and_creates(queue: QueuedServices) -> None:
    queue.shows(None)
    queue.refuses("delete_webhook", "ResourceNotFoundException")
    queue.answers("create_webhook", {"webhook": {"url": "new"}})

    assert update(queue.services, webhook(), webhook(filterGroups=PUSH), "api") == Outcome("api", "new")


def test_a_rollback_of_a_replacement_that_never_happened_keeps_the_webhook(queue: QueuedServices) -> None:
    queue.shows({"filterGroups": PUSH})
    queue.answers("update_webhook", {"webhook": {}})

    back = update(queue.services, webhook(filterGroups=PUSH, manualCreation=True), webhook(branchFilter="x"), "api")

    assert back == Outcome("api", "")


def test_old_properties_that_cannot_be_read_do_not_stand_in_the_way_back(queue: QueuedServices) -> None:
    queue.answers("update_webhook", {"webhook": {"url": "u"}})
    queue.shows({"filterGroups": PUSH, "url": "u"})

    assert update(queue.services, webhook(filterGroups=PUSH), None, "api") == Outcome("api", "u")


def test_a_delete_of_nothing_makes_no_client(queue: QueuedServices) -> None:
    delete(queue.handling(deletion("api@not-a-region#not-created")))


@pytest.mark.parametrize("physical_id", ["api", "api#moved-from=old:1f2e"])
def test_delete_deletes_the_webhook_that_the_id_names(queue: QueuedServices, physical_id: str) -> None:
    queue.tells_of_the_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.lists(("Webhook", physical_id, "DELETE_IN_PROGRESS"), ("Other", "web", "UPDATE_COMPLETE"))
    queue.answers("delete_webhook", {}, {"projectName": "api"})

    delete(queue.handling(deletion(physical_id)))


@pytest.mark.parametrize("physical_id", ["api#adopted", "api#not-created", f"{'Stack' * 30}-Webhook-1ABC2DEF"])
def test_delete_leaves_what_is_not_ours(queue: QueuedServices, physical_id: str) -> None:
    delete(queue.handling(deletion(physical_id)))


def test_delete_leaves_what_another_resource_of_the_stack_has_taken_over(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture
) -> None:
    queue.tells_of_the_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.lists(("Webhook", "api", "DELETE_IN_PROGRESS"), ("Renamed", "api#adopted", "CREATE_COMPLETE"))

    with caplog.at_level(logging.INFO):
        delete(queue.handling(deletion("api")))

    assert caplog.messages == ["nothing to delete: a resource that stays in the stack has the webhook of project api"]


@pytest.mark.parametrize("mark", ["", "#moved-from=old:1f2e"])
def test_delete_leaves_what_the_same_resource_has_under_the_id_that_it_is_rolled_back_to(
    queue: QueuedServices, mark: str
) -> None:
    queue.tells_of_the_stack("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.lists(("Webhook", f"api{mark}#adopted", "UPDATE_COMPLETE"))

    delete(queue.handling(deletion(f"api{mark}")))


def test_a_host_that_refuses_does_not_block_a_deletion_but_is_logged(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture
) -> None:
    queue.tells_of_the_stack("DELETE_IN_PROGRESS")
    queue.refuses("delete_webhook", "OAuthProviderException")

    with caplog.at_level(logging.WARNING):
        delete(queue.handling(deletion("api")))

    assert caplog.messages == [
        "the git host refused to delete the webhook of project api: a hook may remain there, remove it by hand"
    ]


@pytest.mark.parametrize(("shown", "fails"), [(None, False), ({"url": "u"}, True)], ids=["gone", "still-there"])
def test_a_deletion_whose_answer_got_lost_is_looked_up(
    queue: QueuedServices, shown: dict[str, Any] | None, *, fails: bool
) -> None:
    queue.seconds_left = 0.0
    queue.tells_of_the_stack("DELETE_IN_PROGRESS")
    queue.refuses("delete_webhook", "InternalFailure", status=500)
    queue.shows(shown)

    with pytest.raises(ClientError) if fails else contextlib.nullcontext():
        delete(queue.handling(deletion("api")))


def test_a_policy_that_was_taken_away_is_not_there_already(queue: QueuedServices) -> None:
    queue.shows({"url": "u", "filterGroups": PUSH, "pullRequestBuildPolicy": POLICY})
    queue.answers("delete_webhook", {})
    queue.answers("create_webhook", {"webhook": {"url": "new"}})

    before = webhook(filterGroups=PUSH, pullRequestBuildPolicy=POLICY)
    assert update(queue.services, webhook(filterGroups=PUSH), before, "api").url == "new"


def test_a_rollback_to_a_policy_that_is_still_there_keeps_the_webhook(queue: QueuedServices) -> None:
    roles = ["GITHUB_ADMIN", "GITHUB_WRITE"]
    shown = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": roles}
    queue.shows({"url": "u", "pullRequestBuildPolicy": shown})
    queue.answers("update_webhook", {"webhook": {"url": "u"}})

    desired = webhook(pullRequestBuildPolicy={**shown, "approverRoles": roles[::-1]})
    assert update(queue.services, desired, webhook(branchFilter="x"), "api").url == "u"


def test_a_denied_deletion_is_an_error(queue: QueuedServices) -> None:
    queue.tells_of_the_stack("DELETE_IN_PROGRESS")
    queue.refuses("delete_webhook", "AccessDeniedException")

    with pytest.raises(ClientError):
        delete(queue.handling(deletion("api")))
