"""Whatever is given to the pure core: a value whose input botocore's model accepts, or one of our own errors."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import itertools
import json
import math
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extent import examples
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookConstructsError,
    WebhookScope,
    WebhookScopeType,
    WebhookSettings,
)
from webhook_constructs.core.values.unresolved import UnresolvedValue
from webhook_constructs.lint import lint
from webhook_constructs.lint.findings.finding import CRASHED

if TYPE_CHECKING:
    from collections.abc import Callable

bounded = settings(max_examples=examples(300))

CREATE_WEBHOOK = (
    boto3.client("codebuild", region_name="us-east-1").meta.service_model.operation_model("CreateWebhook").input_shape
)


class Nasty:
    """What cannot even be shown."""

    def __repr__(self) -> str:
        msg = "no"
        raise LookupError(msg)


TEN_MEGABYTES = "x" * 10_000_000
NESTED: list[Any] = []
for _ in range(3000):
    NESTED = [NESTED]
FUNCTION = UnresolvedValue('{"Ref": "Branch"}')
TEXTS = [
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\n",
        "main\n",
        "a\r\nb",
        "\x1b[31m",
        "\u2028",
        "\ufeff",
        "\U0001f600",
        "\ud800",
        "a\udfff",
    ),
    *("main", "release/*", "**/*.py", "^a$", "a|b", "(", "[", "\\", "(?=a)", r"\1", "a{2000}", "12345", "..", "/", "."),
    *("refs/heads/main", "refs/tags/v1", "${Token[Branch.7]}", "a${Token[Branch.7]}", "#{Token[List.7]}", "x" * 9000),
    *("PUSH", "GITHUB_ADMIN", "GITHUB_ORGANIZATION", "ALL_PULL_REQUESTS", "https://git.example.com"),
]
ODD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        10**400,
        1.5,
        math.nan,
        math.inf,
        b"main",
        (),
        [],
        [[]],
        {},
        {"Ref": "Branch"},
        {1: 2},
    ),
    *(object(), Nasty(), str, iter("ab"), NESTED, FUNCTION, UnresolvedValue("no json"), EventAction.PUSH, {"main"}),
    *(Filter(FilterType.EVENT, "PUSH"), FilterGroup.in_event_of(EventAction.PUSH), lambda: None, slice(1), range(3)),
]
hostile = st.one_of(st.sampled_from(TEXTS), st.text(max_size=8), st.sampled_from(ODD))
EVENT_LISTS = [
    (EventAction.PUSH,),
    (EventAction.PULL_REQUEST_CREATED,),
    (EventAction.PUSH, EventAction.PULL_REQUEST_CREATED),
    (EventAction.RELEASED,),
    (EventAction.WORKFLOW_JOB_QUEUED,),
    (EventAction.PUSH, EventAction.RELEASED),
]
GROUPS = [FilterGroup.in_event_of(*events) for events in EVENT_LISTS]


def public_methods(group: FilterGroup) -> list[str]:
    names = [name for name, _ in inspect.getmembers(type(group), callable) if not name.startswith("_")]
    return [name for name in names if name.startswith(("and_", "in_event", "of", "from_"))]


METHODS = [(group, name) for group in GROUPS for name in public_methods(group)]


def holds_function(value: Any) -> bool:
    """Whether a form holds what only a template can hold."""
    if isinstance(value, dict):
        return "Ref" in value or any(map(holds_function, value.values()))
    return isinstance(value, list) and any(map(holds_function, value))


def assert_sound(made: WebhookSettings) -> None:
    """Everything that can be asked of settings has an answer, and what the API is sent is what botocore takes."""
    for text in (str(made), repr(made), *made.problems()):
        text.encode("utf-8", "surrogatepass")
    assert made == made  # noqa: PLR0124 - that comparing and hashing do not fail
    assert hash(made) == hash(made)
    assert CRASHED.id not in {finding.id for finding in lint(made)}
    json.dumps(made.to_cfn(), allow_nan=False)
    api = made.to_api()
    if not holds_function(api):
        assert ParamValidator().validate({"projectName": "api", **api}, CREATE_WEBHOOK).generate_report() == ""


def made_or_refused(make: Callable[[], Any]) -> Any:
    """What was made, or None where an error of ours says why not."""
    try:
        return make()
    except WebhookConstructsError as error:
        assert str(error)  # noqa: PT017 - either this or all that follows
        assert len(str(error)) < 2000  # noqa: PT017 - see above
        str(error).encode()
        return None


@bounded
@given(st.sampled_from(METHODS), st.lists(hostile, max_size=3))
def test_any_method_of_a_group_takes_or_refuses_any_arguments(
    named: tuple[FilterGroup, str], values: list[Any]
) -> None:
    method = getattr(*named)
    try:
        inspect.signature(method).bind(*values)
    except TypeError:
        return  # Python's own: too many or too few
    group = made_or_refused(lambda: method(*values))
    if group is not None:
        assert_sound(WebhookSettings((group,)))


@pytest.mark.parametrize("value", TEXTS + ODD, ids=lambda value: type(value).__name__)
def test_any_method_of_a_group_takes_or_refuses_each_of_them(value: Any) -> None:
    for method in itertools.starmap(getattr, METHODS):
        if inspect.signature(method).parameters:
            made = made_or_refused(functools.partial(method, value))
            assert made is None or isinstance(made, FilterGroup)


# A glob is read character by character, which takes seconds for as many.
@pytest.mark.parametrize("name", sorted({name for _, name in METHODS if "_not" not in name}))
def test_ten_megabytes_are_taken_or_refused(name: str) -> None:
    method = next(getattr(group, each) for group, each in METHODS if each == name)
    if inspect.signature(method).parameters:
        made = made_or_refused(lambda: method("x" * 10_000 if "glob" in name else TEN_MEGABYTES))
        assert made is None or isinstance(made.problems(), tuple)


scopes = st.one_of(
    st.builds(lambda *given_: lambda: WebhookScope(*given_), hostile, hostile, hostile),
    st.builds(
        lambda maker, name, domain: lambda: maker(name, domain=domain),
        st.sampled_from([WebhookScope.github_organization, WebhookScope.github_global, WebhookScope.gitlab_group]),
        hostile,
        hostile,
    ),
)


@bounded
@given(scopes)
def test_any_scope_is_made_or_refused(make: Callable[[], WebhookScope]) -> None:
    if (scope := made_or_refused(make)) is not None:
        for provider in (None, *SourceProvider):
            assert_sound(WebhookSettings(scope=scope, provider=provider))


roles = st.one_of(
    hostile, st.lists(st.one_of(hostile, st.sampled_from(list(ApproverRole))), max_size=3), st.just(tuple(ApproverRole))
)


@bounded
@given(st.one_of(hostile, st.sampled_from(list(CommentApproval))), roles)
def test_any_policy_is_made_or_refused(approval: Any, approvers: Any) -> None:
    policy = made_or_refused(lambda: PullRequestBuildPolicy(approval, approvers))
    if policy is not None:
        assert_sound(WebhookSettings(pull_request_build_policy=policy))


KEYS = ["filterGroups", "branchFilter", "buildType", "scopeConfiguration", "manualCreation", "pullRequestBuildPolicy"]
INNER_KEYS = [
    *("type", "pattern", "excludeMatchedPattern", "name", "scope", "domain", "requiresCommentApproval"),
    *("approverRoles", "Ref", "Fn::Sub", "url", "secret"),
]
LIKELY = [
    *("EVENT", "HEAD_REF", "PUSH", "^main$", "BUILD", "RUNNER_BUILDKITE_BUILD", "true", "False", "acme", "DISABLED"),
    *map(str, itertools.chain(WebhookScopeType, CommentApproval, ApproverRole)),
]
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([*TEXTS, *LIKELY]), st.text(max_size=4)
)
FORMS: list[tuple[Callable[[str], str], Any]] = [
    (str, WebhookSettings.from_api),
    (lambda key: key if "::" in key else key[0].upper() + key[1:], WebhookSettings.from_cfn),
]


def documents(cased: Callable[[str], str]) -> st.SearchStrategy[Any]:
    """JSON that looks like settings here and there."""
    filters = st.fixed_dictionaries({cased("type"): leaves, cased("pattern"): leaves})
    inner = st.recursive(
        st.one_of(leaves, filters),
        lambda below: st.one_of(
            st.lists(below, max_size=3),
            st.dictionaries(
                st.one_of(st.sampled_from([*map(cased, INNER_KEYS)]), st.text(max_size=3)), below, max_size=3
            ),
        ),
        max_leaves=8,
    )
    group_lists = st.lists(st.lists(filters, max_size=2), max_size=2)
    values = {cased(key): inner for key in KEYS} | {cased("filterGroups"): st.one_of(group_lists, inner)}
    return st.one_of(st.fixed_dictionaries({}, optional=values), inner)


@pytest.mark.parametrize(("cased", "read"), FORMS, ids=["api", "cfn"])
def test_any_json_is_read_or_refused(cased: Callable[[str], str], read: Callable[..., WebhookSettings]) -> None:
    @bounded
    @given(documents(cased), st.sampled_from([None, *SourceProvider]))
    def check(document: Any, provider: SourceProvider | None) -> None:
        made = made_or_refused(lambda: read(document, provider=provider))
        if made is not None:
            assert_sound(made)
            # Nobody writes into a document that a webhook is old.
            written = dataclasses.replace(made, may_predate_approval=False)
            assert WebhookSettings.from_cfn(made.to_cfn(), provider=provider) == written

    check()


@pytest.mark.parametrize("read", [WebhookSettings.from_api, WebhookSettings.from_cfn])
@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_what_is_no_json_is_refused(value: Any, read: Callable[..., WebhookSettings]) -> None:
    made = made_or_refused(lambda: read(value))

    assert made is None or made == WebhookSettings()


@bounded
@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(hostile, st.just(fitting))
            for name, fitting in {
                "filter_groups": GROUPS,
                "branch_filter": "^main$",
                "build_type": "BUILD",
                "scope": WebhookScope("acme"),
                "manual_creation": True,
                "pull_request_build_policy": PullRequestBuildPolicy(CommentApproval.DISABLED),
                "provider": "GITHUB",
                "source_location": "https://github.com/acme/api",
            }.items()
        },
    )
)
def test_any_settings_are_made_or_refused(arguments: dict[str, Any]) -> None:
    if (made := made_or_refused(lambda: WebhookSettings(**arguments))) is not None:
        assert_sound(made)


def test_the_methods_are_found() -> None:
    """The control: every pair of classes offers some methods of its own."""
    offered = [set(public_methods(group)) for group in GROUPS]

    assert all(len(names) > 10 for names in offered)
    assert {
        "and_branch_is",
        "and_tag_name_matches",
        "and_workflow_name_is",
        "in_event_of",
        "of",
        "from_api",
    } <= set().union(*offered)
    assert any(one != other for one, other in itertools.combinations(offered, 2))
