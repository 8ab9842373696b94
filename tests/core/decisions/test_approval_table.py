"""Who must approve: AWS's page as a table that is written by hand.

The page: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.core.decisions.approval_cases import AT_GITHUB, EVENTS, GROUP, pull_request
from tests.core.decisions.cases import names
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
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
HOSTS = [
    (None, "GITHUB"),
    (None, "GITLAB"),
    (None, "BITBUCKET"),
    (SourceProvider.GITHUB, "GITHUB"),
    (SourceProvider.GITHUB_ENTERPRISE, "GITHUB"),
    (SourceProvider.GITLAB, "GITLAB"),
    (SourceProvider.GITLAB_SELF_MANAGED, "GITLAB"),
    (SourceProvider.BITBUCKET, "BITBUCKET"),
]
"""The source types of webhooks, None where it is not known, and the git host of the event."""
OF_APPROVAL = {"approval-after-creation", "comment-approval", "from-fork", "listed-roles"}


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


@cache
def of_author(author: Any, fork: str, approved: str, event: str) -> WebhookEvent:
    return pull_request(event, author_role=author, from_fork=FLAGS[fork], approved=FLAGS[approved])


@pytest.mark.parametrize("policy", [*POLICIES, "unset", "old"])
@pytest.mark.parametrize(("provider", "host"), HOSTS)
def test_every_combination_has_the_verdict_of_the_table(
    provider: SourceProvider | None, host: str, policy: str
) -> None:
    seen = 0
    for roles, kinds in authors(host).items():
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
