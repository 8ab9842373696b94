"""What the changed files of an event, as many as are known, make of a filter on them."""

from __future__ import annotations

from typing import Any

from tests.core.decisions.cases import PULL_REQUESTS, PUSHES, UPDATED, doubts, names, outcomes, settings
from tests.core.deliveries import delivery
from webhook_constructs.core import Decision, FilterGroup, SourceProvider, WebhookEvent, decide


class TestFiles:
    def decided(self, group: FilterGroup, *files: str, **others: Any) -> Decision:
        return decide(settings(group, **others), WebhookEvent.push(branch="main", files=files))

    def test_one_that_matches_is_enough(self) -> None:
        decision = self.decided(PUSHES.and_file_under("docs"), "a.py", "docs/a.md")

        assert decision.builds is True
        assert decision.groups[0].filters[1].matching == ("docs/a.md",)
        assert names(decision) == []

    def test_one_that_is_excluded_is_enough_and_that_is_an_assumption(self) -> None:
        decision = self.decided(PUSHES.and_file_not_under("docs"), "a.py", "docs/a.md")

        assert decision.builds is False
        assert names(decision) == ["excluded-files"]

    def test_if_all_are_excluded_nothing_is_assumed(self) -> None:
        decision = self.decided(PUSHES.and_file_not_under("docs"), "docs/a.md", "docs/b.md")

        assert decision.builds is False
        assert names(decision) == []

    def test_of_no_file_none_matches(self) -> None:
        assert self.decided(PUSHES.and_file_under("docs")).builds is False
        excluding = self.decided(PUSHES.and_file_not_under("docs"))
        assert excluding.builds is True
        assert names(excluding) == ["no-files"]

    def test_only_the_first_hundred_count(self) -> None:
        files = [f"src/{number}.py" for number in range(100)]
        decision = self.decided(PUSHES.and_file_under("docs"), *files, "docs/a.md")

        assert decision.builds is False
        assert decision.groups[0].filters[1].ignored == ("docs/a.md",)
        assert names(decision) == ["first-files"]
        assert self.decided(PUSHES.and_file_under("docs"), "docs/a.md", *files).builds is True

    def test_where_no_order_would_change_it_none_is_assumed(self) -> None:
        files = [f"src/{number}.py" for number in range(101)]

        assert names(self.decided(PUSHES.and_file_under("docs"), *files)) == []
        assert names(self.decided(PUSHES.and_file_under("src"), *files)) == []
        assert names(self.decided(PUSHES.and_file_under("src"), *files, "docs/a.md")) == []

    def test_of_files_that_are_not_all_known_the_first_are_an_assumption(self) -> None:
        commit = {"id": "2", "message": "Fix", "added": [], "removed": []}
        payload = {
            **delivery("gitlab", "Push Hook", "a branch"),
            "total_commits_count": 50,
            "commits": [{**commit, "modified": [f"src/{number}.py" for number in range(60)]}],
        }
        event = WebhookEvent.from_gitlab("Push Hook", payload)
        assert event is not None

        assert not event.has_all_files
        including, excluding = (
            decide(settings(group), event) for group in (PUSHES.and_file_under("src"), PUSHES.and_file_not_under("src"))
        )
        assert (including.builds, excluding.builds) == (True, False)
        assert names(including) == ["pushed-files", "first-files"]
        assert names(excluding) == ["pushed-files", "first-files", "excluded-files"]

    def test_at_bitbucket_three_thousand_count_if_only_the_event_tells_the_host(self) -> None:
        files = [*(f"src/{number}.py" for number in range(2_999)), "docs/a.md"]
        payload = delivery("bitbucket", "repo:push", "a branch")
        event = WebhookEvent.from_bitbucket("repo:push", payload, files=files)
        assert event is not None

        assert decide(settings(PUSHES.and_file_under("docs")), event).builds is True

    def test_what_a_filter_that_passed_takes_for_granted_does_not_matter_where_another_one_failed(self) -> None:
        tag = WebhookEvent.push(tag="v1", files=["docs/a.md"])
        decision = decide(settings(PUSHES.and_file_under("docs").and_branch_is("main")), tag)

        assert outcomes(decision) == [["passed", "passed", "failed"]]
        assert names(decision) == []

    def test_beyond_those_that_count_three_thousand_are_searched(self) -> None:
        files = [f"src/{number}.py" for number in range(3_100)]
        found, hidden = (
            self.decided(PUSHES.and_file_under("docs"), *files[:count], "docs/a.md") for count in (3_099, 3_100)
        )

        assert (found.builds, hidden.builds) == (False, False)
        assert [each.groups[0].filters[1].ignored for each in (found, hidden)] == [("docs/a.md",), ()]
        assert [each.groups[0].filters[1].not_searched for each in (found, hidden)] == [0, 1]
        assert names(found) == names(hidden) == ["first-files"]
        assert names(self.decided(PUSHES.and_file_under("docs"), *files)) == []

    def test_at_bitbucket_three_thousand_count(self) -> None:
        files = [f"src/{number}.py" for number in range(2_999)]
        group, bitbucket = PUSHES.and_file_under("docs"), SourceProvider.BITBUCKET

        assert self.decided(group, *files, "docs/a.md", provider=bitbucket).builds is True
        assert self.decided(group, *files, "a.py", "docs/a.md", provider=bitbucket).builds is False
        assert self.decided(group, *files, "docs/a.md").builds is False

    def test_those_of_a_tag_and_of_an_update_are_assumptions(self) -> None:
        tag = WebhookEvent.push(tag="v1", files=["docs/a.md"])
        update = WebhookEvent.pull_request(UPDATED, base="main", head="topic", files=["docs/a.md"])

        assert names(decide(settings(PUSHES.and_file_under("docs")), tag)) == ["files-of-tag"]
        decision = decide(settings(PULL_REQUESTS.and_file_under("docs")), update)
        assert names(decision) == ["files-of-update", "comment-approval"]

    def test_if_the_payload_does_not_name_all_only_a_match_decides(self) -> None:
        payload = delivery("gitlab", "Push Hook", "more commits than the payload holds")
        event = WebhookEvent.from_gitlab("Push Hook", payload)
        assert event is not None

        assert decide(settings(PUSHES.and_file_path_is("shelf.txt")), event).builds is True
        assert decide(settings(PUSHES.and_file_path_is_not("shelf.txt")), event).builds is False
        decision = decide(settings(PUSHES.and_file_path_is("docs.txt")), event)
        assert decision.builds is None
        assert doubts(decision)[0].startswith("none of the changed files that the payload names matches")
        assert decide(settings(PUSHES.and_file_path_is_not("docs.txt")), event).builds is None
