"""What a decision says, to somebody who has to find out why at night."""

from __future__ import annotations

from webhook_constructs.core import EventAction, FilterGroup, WebhookEvent, WebhookSettings, decide
from webhook_constructs.core.service.assumptions import RUNNER_LABEL

DOCS = FilterGroup.in_event_of(EventAction.PUSH).and_file_under("docs")
PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
PULL_REQUESTS = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
SETTINGS = WebhookSettings(
    (
        PUSHES.and_branch_is("main")
        .and_file_under("services/api", "libs")
        .and_commit_message_contains_not("[skip ci]"),
        PULL_REQUESTS.and_base_branch_is("main").and_file_not_under("docs"),
    )
)


def test_no_build() -> None:
    event = WebhookEvent.push(branch="main", files=[f"web/{number}.js" for number in range(7)], message="Fix")

    assert str(decide(SETTINGS, event)) == (
        "no build: PUSH refs/heads/main\n"
        "  filter_groups[0]: failed\n"
        "    passed       EVENT is PUSH\n"
        "    passed       HEAD_REF matches ^refs/heads/main$\n"
        "    FAILED       FILE_PATH matches ^(services/api|libs)/\n"
        "                   tried: web/0.js, web/1.js, web/2.js, web/3.js, web/4.js and 2 more\n"
        "                   would match: libs/..., services/api/...\n"
        r"    not reached  COMMIT_MESSAGE does not match \[skip ci\]" + "\n"
        "  filter_groups[1]: failed, it is for PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
    )


def test_a_build() -> None:
    event = WebhookEvent.push(branch="main", files=["libs/a.py"], message="Fix")

    assert str(decide(SETTINGS, event)) == (
        "build: PUSH refs/heads/main\n"
        "  filter_groups[0]: passed\n"
        "    passed       EVENT is PUSH\n"
        "    passed       HEAD_REF matches ^refs/heads/main$\n"
        "    passed       FILE_PATH matches ^(services/api|libs)/\n"
        "                   matched: libs/a.py\n"
        r"    passed       COMMIT_MESSAGE does not match \[skip ci\]" + "\n"
        "                   tried: Fix\n"
        "  filter_groups[1]: not reached"
    )


def test_a_build_by_a_pattern_that_lets_a_stranger_in_shows_the_stranger() -> None:
    group = PUSHES.and_actor_account_matches("12345")

    assert "passed       ACTOR_ACCOUNT_ID matches 12345\n                   matched: 9123456" in str(
        decide(WebhookSettings((group,)), WebhookEvent.push(branch="main", actor="9123456"))
    )


def test_an_exclusion_and_what_was_taken_for_granted() -> None:
    event = WebhookEvent.pull_request(
        EventAction.PULL_REQUEST_CREATED, base="main", head="topic", files=["a.py", "docs/a.md"]
    )

    assert str(decide(SETTINGS, event)) == (
        "no build: PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main\n"
        "  filter_groups[0]: failed, it is for PUSH\n"
        "  filter_groups[1]: failed\n"
        "    passed       EVENT is PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED\n"
        "    passed       BASE_REF matches ^refs/heads/main$\n"
        "    FAILED       FILE_PATH does not match ^docs/\n"
        "                   matched: docs/a.md\n"
        "  assumptions (AWS does not document this):\n"
        "    excluded-files: an excluded FILE_PATH keeps the event out as soon as one changed file matches, even if\n"
        "      others do not; AWS advises filters that protect only if it is so, and spells it out nowhere"
    )


def test_undecided() -> None:
    event = WebhookEvent.push(branch="main", deleted=True)

    assert str(decide(WebhookSettings((DOCS,)), event)) == (
        "undecided: PUSH refs/heads/main (deleted)\n"
        "  filter_groups[0]: undecided\n"
        "    UNDECIDED    EVENT is PUSH\n"
        "                   tried: PUSH\n"
        "                   what CodeBuild does when a branch or tag is deleted is not documented\n"
        "    UNDECIDED    FILE_PATH matches ^docs/\n"
        "                   the changed files are not known: give files"
    )


def test_a_file_that_is_not_looked_at() -> None:
    files = [*(f"src/{number}.py" for number in range(100)), "docs/a.md"]
    lines = str(decide(WebhookSettings((DOCS,)), WebhookEvent.push(branch="main", files=files)))

    assert "tried: src/0.py, src/1.py, src/2.py, src/3.py, src/4.py and 95 more\n" in lines
    assert "not looked at, because only the first 100 files count: docs/a.md\n" in lines


def test_files_that_are_not_even_searched() -> None:
    files = [f"src/{number}.py" for number in range(3_105)]
    lines = str(decide(WebhookSettings((DOCS,)), WebhookEvent.push(branch="main", files=files)))

    assert "beyond the first 100 files, which count, only the next 3,000 were searched, and not the last 5\n" in lines


def test_no_file_at_all() -> None:
    decision = decide(WebhookSettings((DOCS,)), WebhookEvent.push(branch="main", files=[]))

    assert "FAILED       FILE_PATH matches ^docs/\n                   tried: nothing, there is none\n" in str(decision)


def test_a_branch_filter() -> None:
    assert str(decide(WebhookSettings(branch_filter="^main$"), WebhookEvent.push(branch="topic"))) == (
        "no build: PUSH refs/heads/topic\n"
        "  without filter groups: failed\n"
        "    passed       EVENT is PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED\n"
        "    FAILED       branch_filter matches ^main$\n"
        "                   tried: topic\n"
        "                   would match: main\n"
        "  assumptions (AWS does not document this):\n"
        "    branch-filter: a branch filter is searched in the bare name of the branch that is pushed, or of a pull\n"
        "      request created or updated; which events it takes is not documented"
    )


def test_a_hostile_pattern_stays_on_its_line() -> None:
    groups = [
        [{"type": "EVENT", "pattern": "PUSH\x1b[31m\n" * 99}],
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "(?=\x1b[31m\n" * 99}],
    ]
    filters = tuple(FilterGroup.from_api(group) for group in groups)
    said = str(decide(WebhookSettings(filters, branch_filter="\x1b[31m" * 999), WebhookEvent.push(branch="main")))

    assert all(line.isprintable() and len(line) < 520 for line in said.splitlines())


def test_a_hostile_name_stays_on_its_line() -> None:
    said = str(decide(WebhookSettings((PUSHES.and_branch_is("main"),)), WebhookEvent.push(branch="a\n\x1b[31mb" * 99)))

    assert said.isprintable() is False
    assert all(line.isprintable() and len(line) < 250 for line in said.splitlines())


def test_the_branch_that_a_pull_request_goes_into_is_shown_where_head_ref_was_written_for_base_ref() -> None:
    into_main = WebhookSettings((PULL_REQUESTS.and_branch_is("main"),))
    event = WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="main", head="topic")
    other = WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="develop", head="topic")
    said = "it would match the branch that the pull request goes into, refs/heads/main, which is BASE_REF"

    assert said in str(decide(into_main, event))
    assert "would match: refs/heads/main" in str(decide(into_main, other))
    assert said not in str(decide(into_main, WebhookEvent.push(branch="topic")))
    assert "goes into" not in str(decide(WebhookSettings(branch_filter="^main$"), event))


def test_who_knows_that_an_assumption_holds_is_not_told_of_it() -> None:
    decision = decide(
        WebhookSettings((FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),)), WebhookEvent.workflow_job()
    )

    assert [each.id for each in decision.assumptions] == ["runner-label"]
    assert decision.knowing(RUNNER_LABEL).assumptions == ()
    assert decision.knowing(RUNNER_LABEL).verdict is decision.verdict
