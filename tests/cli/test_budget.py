"""Templates that would take minutes and gigabytes: what is not judged is named with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, TO_MAIN, template, triggers, webhook, write
from tests.github_payloads import push
from webhook_constructs.core.patterns import step_budget as budget
from webhook_constructs.core.patterns.pattern import _compiled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

EVENT = {"Type": "EVENT", "Pattern": "PUSH"}
TOO_MUCH = "not every rule was applied, because the patterns up to here take more work than is allowed"


def group(*patterns: str) -> list[dict[str, str]]:
    return [EVENT, *({"Type": "HEAD_REF", "Pattern": each} for each in patterns)]


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_STEPS_OF_A_RUN", 100_000)


def test_a_pattern_that_is_too_large_is_named_with_its_place(command: Command, tmp_path: Path) -> None:
    resources = {
        "Api": webhook(groups=[group(r"z\pL{300}")]),
        "Web": triggers("web", groups=[TO_MAIN, group("^refs/heads/main$", r"z\pL{300}", "(.{30}){30}" * 14)]),
        "Open": webhook(
            "other", groups=[[*OPEN, {"Type": "HEAD_REF", "Pattern": {"Ref": "Branch"}}, *group(r"\pL{300}")]]
        ),
    }
    write(tmp_path / "t.json", json.dumps({"Resources": resources}, indent=1))

    assert command("lint", "t.json", "--ignore", "WH1,WH2,WH3,WH4").splitlines()[-4:] == [
        "3 webhooks: nothing found in what could be judged; 3 not judged in full",
        "not judged in full: t.json:3:3: Api: FilterGroups[0][1].Pattern is too large to be judged",
        (
            "not judged in full: t.json:21:3: Web: Triggers.FilterGroups[1][2].Pattern, "
            "Triggers.FilterGroups[1][3].Pattern are too large to be judged"
        ),
        (
            "not judged in full: t.json:60:3: Open: FilterGroups[0][2].Pattern is known only when the stack is "
            "deployed; FilterGroups[0][4].Pattern is too large to be judged"
        ),
    ]


def test_only_some_of_many_are_named(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=webhook(groups=[group(*(rf"z{index}\pL{{300}}" for index in range(500)))]))

    told = command("lint", "t.json")

    assert told.endswith(
        "FilterGroups[0][4].Pattern, FilterGroups[0][5].Pattern and 495 more are too large to be judged\n"
    )
    assert "WH102" not in told


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("output", ["text", "json", "github", "sarif"])
def test_every_webhook_that_is_not_judged_in_full_is_named(command: Command, tmp_path: Path, output: str) -> None:
    heavy = [group(rf"z{index}\pL{{9}}") for index in range(100)]
    write(tmp_path / "t.json", json.dumps({"Resources": {"Heavy": webhook(groups=heavy), "Api": webhook("b")}}))

    told = command("lint", "t.json", "--format", output)

    assert told.count(TOO_MUCH) == 2
    assert "WH006" not in told


def test_what_is_not_judged_in_full_hides_no_other_template(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "a.json", Api=webhook(groups=[group(*(rf"z{index}\pL{{300}}" for index in range(100)))]))
    template(tmp_path / "b.json", Web=webhook("web", groups=[OPEN]))

    assert command.ids("a.json", "b.json") == ["WH201"]


HEAVY = {
    "classes of Unicode": r"z%d\pL{9}",
    "more than RE2 takes": r"z%d\pL{300}",
    "automata": "(a|b)*a(a|b){12}%d",
    "texts": "^" + "(a|b)" * 12 + "%d$",
    "repeats": "z%d(?:.?){300}",
}


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("pattern", HEAVY.values(), ids=HEAVY)
def test_to_explain_takes_no_more_than_a_run(command: Command, tmp_path: Path, pattern: str) -> None:
    heavy = [group(pattern % index) for index in range(1_000)]
    template(tmp_path / "t.json", Heavy=triggers("heavy", groups=heavy))
    write(tmp_path / "event.json", push())
    made = _compiled.made

    told = command("explain", "t.json", "--event", "event.json")

    assert "  undecided  heavy" in told
    assert "it is not looked at, because the patterns up to here take more work than is allowed" in told
    assert _compiled.made - made < 4_000


def test_aliases_do_not_make_a_small_template_a_big_one(command: Command, tmp_path: Path) -> None:
    groups = "".join(
        f"        - [{{Type: EVENT, Pattern: PUSH}}, {{Type: HEAD_REF, Pattern: b{i}}}]\n" for i in range(300)
    )
    first = f"  W0: &w\n    Type: Custom::CodeBuildWebhook\n    Properties:\n      FilterGroups:\n{groups}"
    write(
        tmp_path / "t.yaml", f"Resources:\n{first}{''.join(f'  W{number}: *w' + chr(10) for number in range(1, 600))}"
    )

    code, _, err = command.run("lint", "t.yaml")

    assert code == 2
    assert "its aliases repeat more than 250,000 values" in err


def test_many_values_without_aliases_are_no_aliases(command: Command, tmp_path: Path) -> None:
    values = ", ".join(["1"] * 300_000)
    write(tmp_path / "t.yaml", f"Resources: {{}}\nMetadata: [{values}]\n")

    assert command("lint", "t.yaml") == "0 webhooks: nothing found\n"


def test_thousands_of_webhooks_of_one_project_are_named_up_to_a_thousand(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", **{f"W{number}": webhook() for number in range(1_200)})

    _, out, _ = command.run("lint", "t.json", "--select", "WH110")

    assert out.count("and 995 more are on the same project") == 1_200
