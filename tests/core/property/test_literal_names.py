"""A literal builder matches its names and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.property import strategies
from webhook_constructs.core import EventAction, FilterError, FilterGroup, Pattern

PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
LETTERS = "ab./-(|)$^+*?[]{}\\ \n"


def edits(text: str) -> set[str]:
    """Return all texts that are one insertion, one deletion or one replacement away."""
    cuts = [(text[:index], text[index:]) for index in range(len(text) + 1)]
    inserted = {before + letter + after for before, after in cuts for letter in LETTERS}
    deleted = {before + after[1:] for before, after in cuts if after}
    replaced = {before + letter + after[1:] for before, after in cuts if after for letter in LETTERS}
    return (inserted | deleted | replaced) - {text}


@given(st.lists(strategies.ref_names, min_size=1, max_size=3))
def test_a_branch_filter_matches_its_branches_and_nothing_one_edit_away(names: list[str]) -> None:
    try:
        pattern = Pattern(str(PUSHES.and_branch_is(*names).filters[1].pattern))
    except FilterError:
        return
    wanted = {f"refs/heads/{name}" for name in names}

    assert all(pattern.search(ref) for ref in wanted)
    assert not any(pattern.search(other) for ref in wanted for other in edits(ref) - wanted)
    assert pattern.is_anchored_at_start
    assert pattern.is_anchored_at_end
    assert {text.text for text in pattern.literal_texts or ()} == wanted


@given(st.text(LETTERS, min_size=1, max_size=6))
def test_a_workflow_filter_takes_any_text(name: str) -> None:
    group = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_workflow_name_is(name)
    pattern = Pattern(str(group.filters[1].pattern))

    assert pattern.search(name)
    assert not any(pattern.search(other) for other in edits(name))


@given(st.text(LETTERS, min_size=1, max_size=6), st.text(LETTERS, max_size=3), st.text(LETTERS, max_size=3))
def test_a_message_filter_finds_its_text_anywhere_and_nothing_else(text: str, before: str, after: str) -> None:
    pattern = Pattern(str(PUSHES.and_commit_message_contains(text).filters[1].pattern))

    assert pattern.search(before + text + after)
    assert pattern.search(before + after) is (text in before + after)


@given(st.lists(st.sampled_from(["a", "b", "api", "api-v2", "a.b"]), min_size=1, max_size=3).map("/".join), st.data())
def test_a_folder_filter_takes_what_is_below_and_nothing_beside(folder: str, data: st.DataObject) -> None:
    pattern = Pattern(str(PUSHES.and_file_under(folder).filters[1].pattern))
    path = data.draw(
        st.lists(st.sampled_from(["a", "b", "api", "api-v2", "a.b"]), min_size=1, max_size=4).map("/".join)
    )

    assert pattern.search(path) is path.startswith(f"{folder}/")
