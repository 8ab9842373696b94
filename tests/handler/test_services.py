"""The clients that one event is handled with."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from tests.handler.conftest import BEGUN, SECRET_ARN, QueuedServices, event
from webhook_constructs.handler.services import Services


def test_each_service_has_one_client_in_each_region(queue: QueuedServices) -> None:
    services = Services(event("Create"), queue.retry, BEGUN)

    assert services.codebuild("eu-west-1")._client.meta.region_name == "eu-west-1"
    assert services.codebuild("eu-west-1")._client is services.codebuild("eu-west-1")._client
    assert services.codebuild(None)._client.meta.region_name == "us-east-1"
    assert services.secret_store(SECRET_ARN.replace("us-east-1", "eu-west-1"))._client.meta.region_name == "eu-west-1"


def test_a_call_ends_long_before_the_function_does(queue: QueuedServices) -> None:
    """Retries are ours: those of boto3 would not know how much time is left."""
    config = Services(event("Create"), queue.retry, BEGUN).codebuild(None)._client.meta.config

    assert (config.connect_timeout, config.read_timeout) == (5, 25)
    assert config.retries == {"total_max_attempts": 1, "mode": "legacy"}


def test_a_call_of_cloudformation_that_nobody_answers_is_short(queue: QueuedServices) -> None:
    config = Services(event("Delete", "api"), queue.retry, BEGUN).stack()._client.meta.config

    assert (config.connect_timeout, config.read_timeout) == (2, 4)
    assert config.retries == {"total_max_attempts": 2, "mode": "standard"}


@pytest.mark.parametrize(
    ("date", "seconds"), [("&X-Amz-Date=20261123T115900Z", -60), ("&X-Amz-Date=20261123T120100Z", 0), ("", 0)]
)
def test_an_event_was_sent_before_it_began_to_be_handled(queue: QueuedServices, date: str, seconds: float) -> None:
    request = dataclasses.replace(event("Create"), response_url=f"https://example.com/answer?x=y{date}")

    assert queue.handling(request).sent == BEGUN + timedelta(seconds=seconds)


def test_only_a_delete_waits_for_no_permission(queue: QueuedServices) -> None:
    queue.refuses("batch_get_projects", "AccessDeniedException")
    queue.shows(None)

    assert queue.handling(event("Update", "api")).codebuild(None).read("api") is None
    assert queue.now == 0.5


def test_a_page_of_the_log_may_be_empty_and_not_the_last(queue: QueuedServices) -> None:
    queue.answers("filter_log_events", {"events": [], "nextToken": "2"})
    queue.finds_in_the_log("Create, event 1", token="2")

    assert queue.services.was_attempted()
