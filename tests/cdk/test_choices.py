"""What is chosen from a list: the text of a choice is that choice, in the construct as in the values it is made of."""

from __future__ import annotations

import inspect
import re
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest

from tests.cdk.apps import add_webhook, imported, make_stack, template_of
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CodeBuildWebhook,
    CommentApproval,
    EventAction,
    Filter,
    FilterType,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    core,
)
from webhook_constructs.core import WebhookScopeType

if TYPE_CHECKING:
    from collections.abc import Callable


def construct(**arguments: Any) -> object:
    """The construct as a value: what its webhook is in the template."""
    stack = make_stack()
    arguments = {"source_provider": None, "secret": True, "manual_creation": True, **arguments}
    add_webhook(stack, imported(stack), **arguments)
    return template_of(stack)


TAKERS: dict[tuple[type, str], tuple[type[Enum], Callable[[Any], object]]] = {
    (WebhookSettings, "build_type"): (BuildType, lambda each: WebhookSettings(build_type=each)),
    (WebhookSettings, "provider"): (SourceProvider, lambda each: WebhookSettings(provider=each)),
    (WebhookScope, "scope"): (WebhookScopeType, lambda each: WebhookScope("acme", each)),
    (PullRequestBuildPolicy, "requires_comment_approval"): (CommentApproval, PullRequestBuildPolicy),
    (PullRequestBuildPolicy, "approver_roles"): (
        ApproverRole,
        lambda each: PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (each,)),
    ),
    (Filter, "type"): (FilterType, lambda each: Filter(each, "x")),
    (WebhookEvent, "action"): (EventAction, lambda each: WebhookEvent(action=each)),
    (WebhookEvent, "provider"): (
        SourceProvider,
        lambda each: WebhookEvent(action=EventAction.PUSH, provider=each),
    ),
    (CodeBuildWebhook, "build_type"): (BuildType, lambda each: construct(build_type=each)),
    (CodeBuildWebhook, "source_provider"): (SourceProvider, lambda each: construct(source_provider=each)),
    (CodeBuildWebhook, "on_existing"): (OnExistingWebhook, lambda each: construct(on_existing=each)),
}
NAMES = [f"{taker.__name__}-{argument}" for taker, argument in TAKERS]
ENUMS = {name for name, value in vars(core).items() if inspect.isclass(value) and issubclass(value, Enum)}


def test_every_argument_that_is_chosen_from_a_list_is_in_the_table() -> None:
    chosen = {
        (taker, name)
        for taker in {taker for taker, _ in TAKERS}
        for name, parameter in inspect.signature(taker.__init__).parameters.items()  # type: ignore[misc]
        if not str(parameter.annotation).startswith("tuple[tuple")
        and "Literal" not in str(parameter.annotation)
        and ENUMS & set(re.findall(r"\w+", str(parameter.annotation)))
    }

    assert chosen == TAKERS.keys()


@pytest.mark.parametrize(("choices", "make"), TAKERS.values(), ids=NAMES)
def test_the_text_of_a_choice_is_that_choice(choices: type[Enum], make: Callable[[Any], object]) -> None:
    assert [make(choice.value) for choice in choices] == [make(choice) for choice in choices]


@pytest.mark.parametrize(("choices", "make"), TAKERS.values(), ids=NAMES)
@pytest.mark.parametrize("value", ["NOPE", "", " BUILD", 1, True, b"BUILD", [], Enum], ids=repr)
def test_what_is_no_choice_is_refused_with_those_there_are(
    choices: type[Enum], make: Callable[[Any], object], value: object
) -> None:
    with pytest.raises(core.WebhookConstructsError) as refused:
        make(value)

    allowed = ", ".join(str(choice.value) for choice in choices)
    assert str(refused.value).endswith(f", got {value!r}, allowed are {allowed}")


def test_the_construct_names_the_argument() -> None:
    with pytest.raises(core.WebhookConstructsError) as refused:
        construct(build_type="BATCH", on_existing=None)

    assert str(refused.value).partition(":\n")[2].split("\n") == [
        "  - no such build_type, got 'BATCH', allowed are BUILD, BUILD_BATCH, RUNNER_BUILDKITE_BUILD",
        "  - no such on_existing, got None, allowed are FAIL, ADOPT",
    ]
