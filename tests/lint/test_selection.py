from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.lint import Finding, Location, Severity
from webhook_constructs.lint.selection import RULE_IDS, Selection, SelectionError, Suppression, suppressions_of

REASON = "the ids are of the organization"


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), True),
        (Selection(select=("WH2",)), True),
        (Selection(select=("WH3", "WH201")), True),
        (Selection(select=("WH3",)), False),
        (Selection(ignore=("WH20",)), False),
        (Selection(select=("WH201",), ignore=("WH2",)), False),
        (Selection(ignore=("WH3",)), True),
    ],
)
def test_findings_are_taken_by_how_their_ids_begin(selection: Selection, *, taken: bool) -> None:
    assert selection.takes("WH201") is taken


@pytest.mark.parametrize(
    ("prefix", "advice"),
    [
        ("WH2O1", "did you mean WH201, "),
        ("wh201", "did you mean WH201, "),
        ("nonsense", "webhook-constructs rules lists them"),
        ("", "webhook-constructs rules lists them"),
    ],
)
def test_a_prefix_of_no_id_is_refused_with_those_near_it(prefix: str, advice: str) -> None:
    with pytest.raises(SelectionError) as refused:
        Selection(ignore=(prefix,))
    with pytest.raises(SelectionError) as refused_too:
        Selection(select=(prefix,))

    for each in (refused, refused_too):
        assert str(each.value).startswith(f"there is no rule {prefix!r}: {advice}")


def test_the_ids_are_those_of_the_rules_and_of_what_is_no_rule() -> None:
    assert RULE_IDS[:8] == tuple(f"WH00{number}" for number in range(1, 9))
    assert "WH406" in RULE_IDS


def resource(ignore: Any) -> dict[str, Any]:
    return {"Metadata": {"webhook-constructs": {"ignore": ignore}}}


@pytest.mark.parametrize("nothing", [{}, {"Metadata": "text"}, {"Metadata": {"aws:cdk:path": "x"}}, resource([])])
def test_a_resource_need_not_ignore_anything(nothing: dict[str, Any]) -> None:
    assert suppressions_of(nothing) == ()


def test_what_a_resource_ignores_is_read() -> None:
    assert suppressions_of(resource([{"id": "WH201", "reason": REASON}])) == (Suppression("WH201", REASON),)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            {"Metadata": {"webhook-constructs": "WH201"}},
            "expected an object with a list of what to ignore, got 'WH201'",
        ),
        ({"Metadata": {"webhook-constructs": {"ignored": []}}}, "expected an object with a list of what to ignore"),
        (resource("WH201"), "expected an object with a list of what to ignore"),
        (resource(["WH201"]), "ignore[0]: expected an object with id and reason, got 'WH201'"),
        (resource([{"id": "WH201"}]), "ignore[0]: expected an object with id and reason, got {'id': 'WH201'}"),
        (resource([{"id": "WH201", "reason": " "}]), "ignore[0]: reason must be a text that is not empty, got ' '"),
        (
            resource([{"id": ["WH201"], "reason": REASON}]),
            "ignore[0]: id must be a text that is not empty, got ['WH201']",
        ),
        (
            resource([{"id": "WH210", "reason": REASON}]),
            "ignore[0]: there is no rule 'WH210': did you mean WH211, WH212, WH213?",
        ),
        (resource([{"id": "WH2", "reason": REASON}]), "ignore[0]: there is no rule 'WH2': "),
    ],
)
def test_what_a_resource_cannot_ignore_is_refused(written: dict[str, Any], says: str) -> None:
    with pytest.raises(SelectionError) as refused:
        suppressions_of(written)

    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("suppression", "names", "left_out"),
    [
        (Suppression("WH201", REASON), ("Api",), True),
        (Suppression("WH202", REASON), ("Api",), False),
        (Suppression("WH201", REASON, "Stack/*"), (None, "Stack/Api"), True),
        (Suppression("WH201", REASON, "stack/*"), ("Stack/Api",), False),
        (Suppression("WH201", REASON, "Other"), ("Stack/Api", "Api"), False),
    ],
)
def test_a_finding_is_left_out_by_its_id_and_a_name_of_its_webhook(
    suppression: Suppression, names: tuple[str | None, ...], *, left_out: bool
) -> None:
    warning, error = (
        Finding("WH201", "a-rule", severity, Location(), "it is so", "mend it")
        for severity in (Severity.WARNING, Severity.ERROR)
    )

    assert suppression.leaves_out(warning, names) is left_out
    assert suppression.is_about(error, names) is left_out
    assert suppression.leaves_out(error, names) is False


def test_subjects_are_asked_for_where_they_are_needed() -> None:
    written = {"id": "WH201", "reason": REASON, "subjects": "Stack/*"}

    assert Suppression.parse(written, "subjects") == Suppression("WH201", REASON, "Stack/*")
    with pytest.raises(SelectionError, match="expected an object with id, reason and subjects, got"):
        Suppression.parse({"id": "WH201", "reason": REASON}, "subjects")
