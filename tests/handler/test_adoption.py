"""Adoption, call by call."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, SECRET_ARN
from tests.handler.desired import (
    ALIGNED,
    AUTOMATIC,
    ENTERPRISE,
    IS_CURRENT,
    MANUAL,
    PUSH,
    SHOWN_ONCE,
    automatic,
    manual,
)
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.identity import fingerprint
from webhook_constructs.handler.lifecycle import Outcome, create, update

if TYPE_CHECKING:
    from .conftest import QueuedServices


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
            pytest.param(
                {**AUTOMATIC, "branchFilter": "main", "filterGroups": []},
                {},
                "it has filter groups or a branch filter that the new settings do not replace",
                id="branch-filter",
            ),
            pytest.param(
                {**AUTOMATIC, "pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}},
                {},
                "its pull request build policy is DISABLED and the new settings state none",
                id="policy",
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
