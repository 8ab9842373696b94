"""Who must approve: AWS's page as a table that is written by hand, and what a decision says of it.

The page: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.core.decisions.cases import names, settings
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    Verdict,
    WebhookEvent,
    WebhookEventError,
    WebhookSettings,
    decide,
)

VERDICTS = """
policy     author            from fork    approved    event                     verdict             assumes

disabled   *                 *            *           *                         BUILDS
forks      *                 no           *           *                         BUILDS

all,unset  listed            *            *           created                   BUILDS
all,unset  listed            *            *           updated,reopened          BUILDS              approval-after-creation
all,unset  listed            *            *           merged,closed             BUILDS              approval-after-creation
all,unset  unknown           *            yes         created,updated,reopened  BUILDS
all,unset  unknown           *            yes         merged,closed             BUILDS              comment-approval
all,unset  unknown           *            no,unknown  *                         BUILDS              comment-approval
all,unset  none,lower,higher *            *           merged,closed             UNDECIDED
all,unset  none,lower,higher *            yes         created,updated,reopened  BUILDS
all,unset  none,lower        *            no,unknown  created                   WAITS_FOR_APPROVAL
all,unset  none,lower        *            no,unknown  updated,reopened          WAITS_FOR_APPROVAL  approval-after-creation
all,unset  higher            *            no,unknown  created                   WAITS_FOR_APPROVAL  listed-roles
all,unset  higher            *            no,unknown  updated,reopened          WAITS_FOR_APPROVAL  approval-after-creation,listed-roles

forks      listed            yes,unknown  *           created                   BUILDS
forks      listed            yes,unknown  *           updated,reopened          BUILDS              approval-after-creation
forks      listed            yes,unknown  *           merged,closed             BUILDS              approval-after-creation
forks      unknown           yes,unknown  yes         created,updated,reopened  BUILDS
forks      unknown           yes,unknown  yes         merged,closed             BUILDS              comment-approval
forks      unknown           yes,unknown  no,unknown  *                         BUILDS              comment-approval
forks      none,lower,higher yes,unknown  *           merged,closed             UNDECIDED
forks      none,lower,higher yes,unknown  yes         created,updated,reopened  BUILDS
forks      none,lower        yes          no,unknown  created                   WAITS_FOR_APPROVAL
forks      none,lower        yes          no,unknown  updated,reopened          WAITS_FOR_APPROVAL  approval-after-creation
forks      higher            yes          no,unknown  created                   WAITS_FOR_APPROVAL  listed-roles
forks      higher            yes          no,unknown  updated,reopened          WAITS_FOR_APPROVAL  approval-after-creation,listed-roles
forks      none,lower        unknown      no,unknown  created                   WAITS_FOR_APPROVAL  from-fork
forks      none,lower        unknown      no,unknown  updated,reopened          WAITS_FOR_APPROVAL  from-fork,approval-after-creation
forks      higher            unknown      no,unknown  created                   WAITS_FOR_APPROVAL  from-fork,listed-roles
forks      higher            unknown      no,unknown  updated,reopened          WAITS_FOR_APPROVAL  from-fork,approval-after-creation,listed-roles

old        listed            *            *           created                   BUILDS
old        listed            *            *           updated,reopened          BUILDS              approval-after-creation
old        listed            *            *           merged,closed             BUILDS              approval-after-creation
old        unknown           *            yes         created,updated,reopened  BUILDS
old        unknown           *            yes         merged,closed             BUILDS              comment-approval
old        unknown           *            no,unknown  *                         BUILDS              comment-approval
old        none,lower,higher *            *           merged,closed             UNDECIDED
old        none,lower,higher *            yes         created,updated,reopened  BUILDS
old        none,lower,higher *            no,unknown  created,updated,reopened  UNDECIDED
"""  # noqa: E501 - a table
"""The verdict of each combination. `old` is a live webhook that shows no policy, `*` stands for everything."""

AUTHORS = {
    "GITHUB": """
roles listed         READ    TRIAGE  WRITE   MAINTAIN  ADMIN

-                    lower   lower   listed  listed    listed
READ                 listed  higher  higher  higher    higher
TRIAGE               lower   listed  higher  higher    higher
WRITE                lower   lower   listed  higher    higher
MAINTAIN             lower   lower   lower   listed    higher
ADMIN                lower   lower   lower   lower     listed
READ,ADMIN           listed  higher  higher  higher    listed
GITLAB_OWNER         lower   lower   lower   lower     lower
""",
    "GITLAB": """
roles listed         GUEST   PLANNER  REPORTER  DEVELOPER  MAINTAINER  OWNER

-                    lower   lower    lower     listed     listed      listed
GUEST                listed  higher   higher    higher     higher      higher
PLANNER              lower   listed   higher    higher     higher      higher
REPORTER             lower   lower    listed    higher     higher      higher
DEVELOPER            lower   lower    lower     listed     higher      higher
MAINTAINER           lower   lower    lower     lower      listed      higher
OWNER                lower   lower    lower     lower      lower       listed
DEVELOPER,OWNER      lower   lower    lower     listed     higher      listed
BITBUCKET_ADMIN      lower   lower    lower     lower      lower       lower
""",
    "BITBUCKET": """
roles listed         READ    WRITE   ADMIN

-                    lower   listed  listed
READ                 listed  higher  higher
WRITE                lower   listed  higher
ADMIN                lower   lower   listed
READ,WRITE           listed  listed  higher
GITHUB_WRITE         lower   lower   lower
""",
}
"""What each author is to each list of approver roles; `-` lists none, so that the default counts."""

POLICIES = {"disabled": "DISABLED", "forks": "FORK_PULL_REQUESTS", "all": "ALL_PULL_REQUESTS"}
FLAGS = {"yes": True, "no": False, "unknown": None}
EVENTS = {
    name: EventAction(f"PULL_REQUEST_{name.upper()}") for name in ("created", "updated", "reopened", "merged", "closed")
}
HOSTS = {
    None: "GITHUB",
    SourceProvider.GITHUB: "GITHUB",
    SourceProvider.GITHUB_ENTERPRISE: "GITHUB",
    SourceProvider.GITLAB: "GITLAB",
    SourceProvider.GITLAB_SELF_MANAGED: "GITLAB",
    SourceProvider.BITBUCKET: "BITBUCKET",
}
OF_APPROVAL = {"approval-after-creation", "comment-approval", "from-fork", "listed-roles"}
GROUP = FilterGroup.in_event_of(
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
    EventAction.PULL_REQUEST_MERGED,
    EventAction.PULL_REQUEST_CLOSED,
)


def rows() -> list[tuple[list[str], str, tuple[str, ...]]]:
    """The rows of the table: what each is for, the verdict, and what it assumes."""
    found = []
    for line in VERDICTS.split("\n\n", 1)[1].splitlines():
        if line.strip():
            *conditions, verdict, assumed = [*line.split(), ""][:7]
            found.append((conditions, verdict, tuple(filter(None, assumed.split(",")))))
    return found


ROWS = rows()


@cache
def expected(*combination: str) -> tuple[str, tuple[str, ...]]:
    """The verdict and the assumptions of the one row that is for a combination."""
    [(_, verdict, assumed)] = [
        row
        for row in ROWS
        if all(cell == "*" or value in cell.split(",") for cell, value in zip(row[0], combination, strict=True))
    ]
    return verdict, assumed


def authors(host: str) -> dict[tuple[ApproverRole, ...], dict[Any, str]]:
    """The kind of each author, by the roles that a policy lists."""
    head, body = AUTHORS[host].strip().split("\n\n")
    known = [ApproverRole(f"{host}_{name}") for name in head.split()[2:]]
    assert known == [role for role in ApproverRole if role.value.startswith(host)]
    found: dict[tuple[ApproverRole, ...], dict[Any, str]] = {}
    for line in body.splitlines():
        listed, *kinds = line.split()
        names = [] if listed == "-" else [name if "_" in name else f"{host}_{name}" for name in listed.split(",")]
        kinds_of = dict(zip(known, kinds, strict=True))
        found[tuple(map(ApproverRole, names))] = {**kinds_of, "none": "none", None: "unknown"}
    return found


def webhook(policy: str, roles: tuple[ApproverRole, ...], provider: SourceProvider | None) -> WebhookSettings:
    approval = CommentApproval(POLICIES[policy]) if policy in POLICIES else None
    return WebhookSettings(
        (GROUP,),
        pull_request_build_policy=None if approval is None else PullRequestBuildPolicy(approval, roles),
        provider=provider,
        may_predate_approval=policy == "old",
    )


def pull_request(event: str = "created", **known: Any) -> WebhookEvent:
    return WebhookEvent.pull_request(EVENTS[event], base="main", head="topic", **known)


@cache
def of_author(author: Any, fork: str, approved: str, event: str) -> WebhookEvent:
    return pull_request(event, author_role=author, from_fork=FLAGS[fork], approved=FLAGS[approved])


@pytest.mark.parametrize("policy", [*POLICIES, "unset", "old"])
@pytest.mark.parametrize("provider", HOSTS, ids=str)
def test_every_combination_has_the_verdict_of_the_table(provider: SourceProvider | None, policy: str) -> None:
    seen = 0
    for roles, kinds in authors(HOSTS[provider]).items():
        if roles and policy not in POLICIES:
            continue
        made = webhook(policy, roles, provider)
        for (author, kind), fork, approved, event in product(kinds.items(), FLAGS, FLAGS, EVENTS):
            if provider is SourceProvider.BITBUCKET and event == "reopened":
                continue  # Bitbucket sends no such event
            decision = decide(made, of_author(author, fork, approved, event))
            found = (decision.verdict.value, tuple(each for each in names(decision) if each in OF_APPROVAL))
            assert found == expected(policy, kind, fork, approved, event), (roles, author, fork, approved, event)
            assert decision.builds is {"BUILDS": True, "UNDECIDED": None}.get(found[0], False)
            seen += 1
    assert seen >= 180


def test_the_table_has_one_row_for_each_combination_and_no_row_for_none() -> None:
    kinds = ("listed", "lower", "higher", "none", "unknown")
    combinations = list(product([*POLICIES, "unset", "old"], kinds, FLAGS, FLAGS, EVENTS))
    used = [
        [row for row in ROWS if all(c == "*" or v in c.split(",") for c, v in zip(row[0], each, strict=True))]
        for each in combinations
    ]

    assert {len(each) for each in used} == {1}
    assert len({id(row) for each in used for row in each}) == len(ROWS)


STRANGER = pull_request(author_role="none")


def test_who_does_not_pass_the_filters_waits_for_nothing() -> None:
    decision = decide(settings(GROUP.and_base_branch_is("release")), STRANGER)

    assert (decision.verdict, decision.approval) == (Verdict.NO_BUILD, None)


def test_where_the_filters_are_undecided_so_is_the_verdict() -> None:
    assert decide(settings(GROUP.and_file_under("docs")), STRANGER).verdict is Verdict.UNDECIDED


def test_settings_that_are_refused_and_another_host_need_no_approval() -> None:
    refused = decide(settings(GROUP, branch_filter="^main$"), STRANGER)
    elsewhere = WebhookEvent(action=EVENTS["created"], provider=SourceProvider.GITLAB, author_role="none")

    assert (refused.verdict, refused.approval) == (Verdict.UNDECIDED, None)
    there = decide(settings(GROUP, provider=SourceProvider.GITHUB), elsewhere)
    assert (there.verdict, there.approval) == (Verdict.NO_BUILD, None)


def test_a_push_needs_no_approval() -> None:
    decision = decide(settings(FilterGroup.in_event_of(EventAction.PUSH)), WebhookEvent.push(branch="main"))

    assert decision.verdict is Verdict.BUILDS
    assert decision.approval is not None
    assert decision.approval.reason is None


def test_a_live_webhook_that_shows_no_policy_may_be_old_and_one_that_shows_one_is_not() -> None:
    groups = GROUP.to_api()
    old = WebhookSettings.from_api({"url": "https://x", "filterGroups": [groups]})
    new = WebhookSettings.from_api(
        {
            "url": "https://x",
            "filterGroups": [groups],
            "pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS"},
        }
    )

    assert (old.may_predate_approval, new.may_predate_approval) == (True, False)
    assert WebhookSettings.from_api({"filterGroups": [groups]}).may_predate_approval is False
    assert decide(old, STRANGER).verdict is Verdict.UNDECIDED
    assert decide(new, STRANGER).verdict is Verdict.WAITS_FOR_APPROVAL


AFTER_HEADING = (
    "  filter_groups[0]: passed\n"
    "    passed       EVENT is PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED,PULL_REQUEST_REOPENED,PULL_REQUEST_MERGED,"
    "PULL_REQUEST_CLOSED\n"
)
INTO = "refs/heads/topic into refs/heads/main"
AT_GITHUB = settings(GROUP, provider=SourceProvider.GITHUB)


def test_what_waits_says_what_people_see_and_what_to_do() -> None:
    assert str(decide(AT_GITHUB, STRANGER)) == (
        f"waits for approval: PULL_REQUEST_CREATED {INTO}\n{AFTER_HEADING}"
        "  approval: required, the author has no role\n"
        '    the commit status is failed, "Pull request approval required for starting a build", until somebody with\n'
        "      the role GITHUB_ADMIN, GITHUB_MAINTAIN or GITHUB_WRITE comments /codebuild_run(<sha of the latest\n"
        "      commit>)"
    )


def test_an_author_who_is_not_known_is_an_assumption_with_a_heading_of_its_own() -> None:
    assert str(decide(AT_GITHUB, pull_request("updated"))) == (
        f"build: PULL_REQUEST_UPDATED {INTO}\n{AFTER_HEADING}"
        "  assuming the author may approve:\n"
        "    comment-approval: without the role GITHUB_ADMIN, GITHUB_MAINTAIN or GITHUB_WRITE, the build waits until\n"
        "      somebody with that role comments /codebuild_run(<sha of the latest commit>)"
    )


@pytest.mark.parametrize(
    ("policy", "event", "line"),
    [
        (None, pull_request(author_role="GITHUB_WRITE"), "not needed, the author has the role GITHUB_WRITE"),
        (None, pull_request(author_role="none", approved=True), "given by a comment that names the commit"),
        (
            PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS),
            pull_request(from_fork=False),
            "not needed, the pull request is not from a fork",
        ),
        (
            PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
            pull_request(author_role="GITHUB_READ"),
            "required, the author has the role GITHUB_READ, and not GITHUB_ADMIN",
        ),
        (
            None,
            pull_request("closed", author_role="none"),
            "undecided, the author has no role; AWS documents approval for open pull requests only",
        ),
    ],
)
def test_why_approval_is_needed_or_not_is_one_line(
    policy: PullRequestBuildPolicy | None, event: WebhookEvent, line: str
) -> None:
    made = settings(GROUP, provider=SourceProvider.GITHUB, pull_request_build_policy=policy)

    assert f"\n  approval: {line}" in str(decide(made, event))


def test_where_nobody_asks_for_approval_nothing_is_said_of_it() -> None:
    disabled = PullRequestBuildPolicy(CommentApproval.DISABLED)

    assert "appro" not in str(decide(settings(GROUP, pull_request_build_policy=disabled), STRANGER))


def test_the_roles_of_the_git_host_are_named_and_all_where_it_is_not_known() -> None:
    everywhere = str(decide(settings(GROUP), STRANGER))
    mixed = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_WRITE,))
    at_bitbucket = settings(GROUP, provider=SourceProvider.BITBUCKET, pull_request_build_policy=mixed)

    for name in ("GITHUB_WRITE", "GITLAB_DEVELOPER", "BITBUCKET_WRITE"):
        assert name in everywhere
    assert "with\n      the role GITHUB_WRITE comments" in str(decide(at_bitbucket, STRANGER))


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            {"author_role": "GITHUB"},
            "no such author_role, got 'GITHUB', allowed are none for an author without a role, ",
        ),
        (
            {"author_role": 5},
            "no such author_role, got 5, allowed are none for an author without a role, GITHUB_READ, ",
        ),
        ({"from_fork": "yes"}, "from_fork of an event is neither True nor False, got 'yes'"),
        ({"approved": 1}, "approved of an event is neither True nor False, got 1"),
    ],
)
def test_what_is_no_role_and_no_flag_is_refused(known: dict[str, Any], text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        pull_request(**known)

    assert str(caught.value).startswith(text)


def test_a_role_of_another_host_is_refused() -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent(action=EVENTS["created"], provider=SourceProvider.GITHUB, author_role=ApproverRole.GITLAB_OWNER)

    assert str(caught.value) == "author_role of an event at GITHUB is a role of another git host, got GITLAB_OWNER"


@pytest.mark.parametrize("known", [{"author_role": "none"}, {"from_fork": False}, {"approved": True}], ids=str)
def test_other_events_have_no_author_no_fork_and_no_approval(known: dict[str, Any]) -> None:
    (name,) = known
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent(action=EventAction.PUSH, **known)

    assert str(caught.value).startswith(f"{name} is for events of pull requests, got ")


def test_the_branch_of_a_fork_is_an_assumption_of_a_filter_on_it() -> None:
    made = settings(GROUP.and_branch_is("topic"))

    assert "fork-head" in names(decide(made, pull_request(from_fork=True)))
    assert "fork-head" not in names(decide(made, pull_request(from_fork=False)))
    assert "fork-head" not in names(decide(made, pull_request()))
    assert "fork-head" not in names(decide(settings(GROUP), pull_request(from_fork=True)))


@pytest.mark.parametrize("role", ["GITHUB_WRITE", "GITLAB_OWNER"])
def test_an_author_with_a_role_of_another_host_sends_nothing_to_the_webhook(role: str) -> None:
    decision = decide(settings(GROUP, provider=SourceProvider.BITBUCKET), pull_request(author_role=role))

    assert decision.verdict is Verdict.NO_BUILD
    assert decision.mismatch == f"the event is from {role.partition('_')[0]}, and the webhook is on BITBUCKET"
    assert decide(settings(GROUP, provider=SourceProvider.GITHUB_ENTERPRISE), STRANGER).mismatch is None


UNKNOWN_PARTS = """
unknown  author        approved    event      verdict             assumes

policy   unknown       no,unknown  *          BUILDS              comment-approval
policy   *             yes         created    BUILDS
policy   unknown       yes         closed     BUILDS              comment-approval
policy   none          no,unknown  *          UNDECIDED
policy   listed        no,unknown  *          UNDECIDED
policy   none,listed   yes         closed     UNDECIDED
roles    unknown       no,unknown  *          BUILDS              comment-approval
roles    *             yes         created    BUILDS
roles    unknown       yes         closed     BUILDS              comment-approval
roles    none          no,unknown  created    WAITS_FOR_APPROVAL
roles    none          *           closed     UNDECIDED
roles    listed        no,unknown  *          UNDECIDED
roles    listed        yes         closed     UNDECIDED
"""
UNKNOWN_ROWS = [line.split() for line in UNKNOWN_PARTS.split("\n\n", 1)[1].splitlines()]
MEMBERS = {"policy": "pull_request_build_policy", "roles": "approver_roles"}
AUTHOR_ROLES = {"unknown": None, "none": "none", "listed": "GITHUB_WRITE"}


@pytest.mark.parametrize(
    ("unknown", "author", "approved", "event"), list(product(MEMBERS, AUTHOR_ROLES, FLAGS, ["created", "closed"]))
)
def test_what_the_rest_decides_is_decided_where_a_part_of_the_policy_is_not_known(
    unknown: str, author: str, approved: str, event: str
) -> None:
    asked = (unknown, author, approved, event)
    [row] = [
        row for row in UNKNOWN_ROWS if all(c == "*" or v in c.split(",") for c, v in zip(row[:4], asked, strict=True))
    ]
    made = pull_request(event, author_role=AUTHOR_ROLES[author], approved=FLAGS[approved])

    decision = decide(AT_GITHUB, made, unknown=[MEMBERS[unknown]])

    assert [decision.verdict.value, *names(decision)] == row[4:]


def test_no_roles_are_named_that_are_not_known() -> None:
    seen = str(decide(AT_GITHUB, STRANGER, unknown={"approver_roles"}))
    assumed = str(decide(AT_GITHUB, pull_request(), unknown={"approver_roles"}))

    assert "until somebody with an\n      approver role comments /codebuild_run(" in seen
    assert "comment-approval: without an approver role, the build waits until somebody with one comments" in assumed
    assert "GITHUB_" not in seen + assumed
