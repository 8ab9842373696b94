"""The answer of `explain`: a line for each webhook, and traces for those who ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TO_MAIN, as_on_a_terminal, template, triggers, webhook, write
from tests.github_payloads import opened, push

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

HERE = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
DOCS = [*TO_MAIN, {"Type": "FILE_PATH", "Pattern": "^docs/"}]
OPENED = [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}, {"Type": "FILE_PATH", "Pattern": "^docs/"}]


@pytest.fixture
def pushed(tmp_path: Path) -> Path:
    return write(tmp_path / "push.json", push())


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return template(
        tmp_path / "t.json",
        Docs=webhook("docs", groups=[DOCS], Source=HERE),
        Api=webhook("api", Source=HERE),
        Native=triggers(Source=HERE),
    )


def test_the_answer_is_a_line_for_each_webhook_and_what_builds_comes_first(
    command: Command, three: Path, pushed: Path
) -> None:
    assert command("explain", three, "--event", pushed) == (
        'PUSH refs/heads/main, 1 file, "Fix"\n'
        "  builds     api (Api)\n"
        "  builds     native (Native)\n"
        "  no build   docs (Docs)\n"
        "  (-v says why)\n"
    )


TRACE_OF_DOCS = (
    "  no build   docs (Docs)\n"
    "    filter_groups[0]: failed\n"
    "      passed       EVENT is PUSH\n"
    "      passed       HEAD_REF matches ^refs/heads/main$\n"
    "      FAILED       FILE_PATH matches ^docs/\n"
    "                     tried: a\n"
    "                     would match: docs/...\n"
    "    assumptions (AWS does not document this):\n"
    "      pushed-files: the changed files of a push are those that the commits in its payload add, modify or remove; "
    "where CodeBuild takes them from is not documented\n"
)


def test_traces_are_printed_for_those_who_ask(command: Command, three: Path, pushed: Path) -> None:
    assert command("explain", three, "--event", pushed, "-v") == (
        'PUSH refs/heads/main, 1 file, "Fix"\n'
        "  builds     api (Api)\n"
        "    filter_groups[0]: passed\n"
        "      passed       EVENT is PUSH\n"
        "      passed       HEAD_REF matches ^refs/heads/main$\n"
        "  builds     native (Native)\n"
        "    FilterGroups[0]: passed\n"
        "      passed       EVENT is PUSH\n"
        f"      passed       HEAD_REF matches ^refs/heads/main$\n{TRACE_OF_DOCS}"
    )


@pytest.mark.parametrize("name", ["docs", "Docs"])
def test_one_webhook_can_be_asked_for_by_its_names(command: Command, three: Path, pushed: Path, name: str) -> None:
    heading = 'PUSH refs/heads/main, 1 file, "Fix"\n'

    assert command("explain", three, "--event", pushed, "--webhook", name) == heading + TRACE_OF_DOCS


def test_a_webhook_that_is_not_there_is_refused_with_those_that_are(
    command: Command, three: Path, pushed: Path
) -> None:
    assert "there is no webhook 'dosc', there is 'docs', 'api', 'native'" in command.refused(
        "explain", three, "--event", pushed, "--webhook", "dosc"
    )


def many(path: Path, number: int = 11) -> Path:
    """Webhooks of which the first builds for a push to main."""
    others = [*TO_MAIN, {"Type": "FILE_PATH", "Pattern": "^docs/"}]
    webhooks = {f"W{each:02}": webhook(f"p{each:02}", groups=[others], Source=HERE) for each in range(1, number)}
    return template(path, W00=webhook("p00", Source=HERE), **webhooks)


def test_at_more_than_ten_webhooks_only_what_builds_is_listed(command: Command, tmp_path: Path, pushed: Path) -> None:
    path = many(tmp_path / "t.json")

    assert command("explain", path, "--event", pushed) == (
        'PUSH refs/heads/main, 1 file, "Fix"\n'
        "  builds     p00 (W00)\n"
        "  10 more: 10 no build (--all lists them, -v says why)\n"
    )
    assert command("explain", path, "--event", pushed, "--all").count("  no build ") == 10
    assert command("explain", many(tmp_path / "t.json", 10), "--event", pushed).count("  no build ") == 9
    elsewhere = write(tmp_path / "topic.json", push(ref="refs/heads/topic"))
    assert command("explain", many(tmp_path / "t.json"), "--event", elsewhere).endswith(
        "\n  nothing builds or waits: 11 no build (--all lists them, -v says why)\n"
    )


def test_what_is_undecided_is_counted_where_it_is_not_listed(command: Command, tmp_path: Path) -> None:
    groups = {f"W{each:02}": webhook(f"p{each:02}", groups=[OPENED], Source=HERE) for each in range(11)}
    event = write(tmp_path / "opened.json", opened())

    assert command("explain", template(tmp_path / "t.json", **groups), "--event", event).endswith(
        "\n  nothing builds or waits: 11 undecided (--all lists them, -v says why)\n"
    )


APPROVERS = "the role GITHUB_ADMIN, GITHUB_MAINTAIN or GITHUB_WRITE"
COMMENTS = "comments /codebuild_run(<sha of the latest commit>)"
ASSUMED = (
    f"assuming the author may approve: without {APPROVERS}, the build waits until somebody with that role {COMMENTS}"
)
STATUS = 'the commit status is failed, "Pull request approval required for starting a build"'


@pytest.mark.parametrize(
    ("facts", "word", "note"),
    [
        ([], "builds    ", ASSUMED),
        (
            ["--author-role", "none", "--from-fork"],
            "waits     ",
            f"{STATUS}, until somebody with {APPROVERS} {COMMENTS}",
        ),
        (["--author-role", "none", "--approved"], "builds    ", None),
        (["--author-role", "GITHUB_WRITE"], "builds    ", None),
    ],
)
def test_who_must_approve_is_a_part_of_the_answer(
    command: Command, tmp_path: Path, facts: list[str], word: str, note: str | None
) -> None:
    path = template(tmp_path / "t.json", Api=webhook("api", groups=[OPENED[:1]], Source=HERE))
    event = write(tmp_path / "opened.json", opened())

    mark, noted = ("", "") if note is None else (" [1]", f"  [1] {note}\n")
    rest = "  (-v says why)\n" if word.startswith("waits") else ""
    assert command("explain", path, "--event", event, *facts) == (
        f"PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main\n  {word} api (Api){mark}\n{noted}{rest}"
    )


def test_what_waits_is_in_json_with_the_reason(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook("api", groups=[OPENED[:1]], Source=HERE))
    event = write(tmp_path / "opened.json", opened())

    (told,) = command.events("explain", path, "--event", event, "--author-role", "none", "--from-fork")

    (api,) = told["webhooks"]
    assert (api["verdict"], api["builds"]) == ("WAITS_FOR_APPROVAL", False)
    assert api["approval"]["reason"] == "required, the author has no role"
    assert api["approval"]["consequence"].startswith("the commit status is failed")
    assert (told["event"]["authorRole"], told["event"]["fromFork"], told["event"]["approved"]) == ("none", True, None)


def test_notes_that_several_webhooks_share_are_printed_once(command: Command, tmp_path: Path) -> None:
    groups = {name: webhook(name, groups=[OPENED], Source=HERE) for name in ("A", "B")}
    event = write(tmp_path / "opened.json", opened())

    assert command("explain", template(tmp_path / "t.json", **groups), "--event", event) == (
        "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main\n"
        "  undecided  A [1]\n"
        "  undecided  B [1]\n"
        "  [1] the changed files are not known: give --files\n"
        "  (-v says why)\n"
    )


@pytest.mark.parametrize(
    ("filter_type", "advice"),
    [("FILE_PATH", ": give --files"), ("COMMIT_MESSAGE", ": give --message"), ("ORGANIZATION_NAME", "")],
)
def test_what_an_event_does_not_say_is_asked_for_by_the_option_that_gives_it(
    command: Command, tmp_path: Path, filter_type: str, advice: str
) -> None:
    groups = [[{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}, {"Type": filter_type, "Pattern": "x"}]]
    scope = {"Scope": "GITHUB_GLOBAL", "Name": "acme"}
    location = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
    api = webhook("api", groups=groups, ScopeConfiguration=scope, Source={**HERE, "Location": location})
    path, event = template(tmp_path / "t.json", Api=api), write(tmp_path / "opened.json", opened())

    for options in ([], ["-v"]):
        printed = command("explain", path, "--event", event, *options)
        (line,) = [each for each in printed.splitlines() if "not known" in each or "does not say which o" in each]
        assert line.endswith(advice or "which organization it is of")


def test_the_file_of_each_webhook_is_named_where_there_are_several(
    command: Command, tmp_path: Path, pushed: Path
) -> None:
    folder = tmp_path / "templates"
    template(folder / "a.json", Api=webhook("api", Source=HERE))
    template(folder / "b.json", Web=webhook("web", Source=HERE))

    printed = command("explain", folder, "--event", pushed)

    assert f"  builds     api (Api) in {folder / 'a.json'}\n  builds     web (Web) in {folder / 'b.json'}\n" in printed
    assert " in " not in command("explain", folder / "a.json", "--event", pushed)


def test_colors_say_what_builds_what_waits_and_what_does_not(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = template(
        tmp_path / "t.json",
        Builds=webhook(
            "a", groups=[OPENED[:1]], Source=HERE, PullRequestBuildPolicy={"RequiresCommentApproval": "DISABLED"}
        ),
        Waits=webhook("b", groups=[OPENED[:1]], Source=HERE),
        Open=webhook("c", groups=[OPENED], Source=HERE),
        No=webhook("d", Source=HERE),
    )
    event = write(tmp_path / "opened.json", opened())
    as_on_a_terminal(monkeypatch, 100)

    printed = command("explain", path, "--event", event, "--author-role", "none")

    green, yellow_and_bold, yellow, dim = "\x1b[1;32m", "\x1b[1;33m", "\x1b[33m", "\x1b[2m"
    assert f"  {green}builds     " in printed
    assert f"  {yellow_and_bold}waits      " in printed
    assert f"  {yellow}undecided  " in printed
    assert f"  {dim}no build   " in printed
    assert "\x1b[31m" not in printed
    assert "\x1b[1;31m" not in printed


@pytest.mark.parametrize("width", [50, 60, 80, 200])
def test_lines_are_wrapped_with_their_indentation(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: int
) -> None:
    path = template(tmp_path / "t.json", Api=webhook("an-api-with-a-name", groups=[DOCS, OPENED[:1]], Source=HERE))
    event = write(tmp_path / "opened.json", opened())
    as_on_a_terminal(monkeypatch, width, no_color=True)

    table = command("explain", path, "--event", event)
    traces = command("explain", path, "--event", event, "-v")

    for printed in (table, traces):
        lines = re.sub(r"\x1b\[[0-9;]*m", "", printed).splitlines()
        assert max(map(len, lines)) <= width
        heading = next(index for index, each in enumerate(lines) if each.startswith("  builds "))
        assert all(each.startswith("  ") for each in lines[heading:])
    notes = re.sub(r"\x1b\[[0-9;]*m", "", table).split("  [1] ")[1].splitlines()
    assert [each[:6] for each in notes[1:-1]] == ["      "] * (len(notes) - 2) or width == 200
