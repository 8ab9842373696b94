"""The answer to "what does my branch build?" at 25 services, on a screen of 80 x 24."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import as_on_a_terminal, template, webhook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from tests.cli.conftest import Command, Git

    Screen: TypeAlias = "Callable[..., list[str]]"

PUSH, MERGING = "PUSH", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
ASSUMED = [
    "  [1] assuming the author may approve: without the role GITHUB_ADMIN,",
    "      GITHUB_MAINTAIN or GITHUB_WRITE, the build waits until somebody with that",
    "      role comments /codebuild_run(<sha of the latest commit>)",
]
SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
NAMES = [f"payments-service-{each:02}" for each in range(25)]


def service(name: str, **properties: Any) -> dict[str, Any]:
    folder = {"Type": "FILE_PATH", "Pattern": f"^({name}|shared)/"}
    groups = [[{"Type": "EVENT", "Pattern": event}, folder] for event in (PUSH, MERGING)]
    return webhook(name, groups=groups, Source=SOURCE, **properties)


def docs() -> dict[str, Any]:
    return webhook("docs", groups=[[{"Type": "EVENT", "Pattern": PUSH}, {"Type": "FILE_PATH", "Pattern": "^docs/"}]])


def one_stack(folder: Path) -> Path:
    return template(folder / "t.json", **{name.title().replace("-", ""): service(name) for name in NAMES})


def a_stack_for_each(folder: Path) -> Path:
    for name in NAMES:
        stack = name.title().replace("-", "")
        template(folder / "cdk.out" / f"{stack}Stack.template.json", **{f"{stack}Webhook": service(name)})
    return folder / "cdk.out"


@pytest.fixture
def screen(command: Command, monkeypatch: pytest.MonkeyPatch, topic: Git) -> Callable[..., list[str]]:
    """What `predict` prints in 80 columns for a branch that has changed a file."""

    def shown(templates: Path, changed: str, *more: str) -> list[str]:
        topic.commit("Change", changed)
        as_on_a_terminal(monkeypatch, 80, no_color=True)
        printed = command("predict", templates, "-C", topic.folder, "--base", "main", *more)
        return [each.rstrip() for each in re.sub(r"\x1b\[[0-9;]*m", "", printed).splitlines()]

    return shown


@pytest.mark.parametrize("stacks", [one_stack, a_stack_for_each])
@pytest.mark.parametrize("changed", ["payments-service-03/app.py", "shared/money.py"])
def test_it_fits(screen: Screen, tmp_path: Path, stacks: Callable[[Path], Path], changed: str) -> None:
    lines = screen(stacks(tmp_path), changed)

    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_what_builds_every_project_says_so(screen: Screen, tmp_path: Path) -> None:
    assert screen(a_stack_for_each(tmp_path), "shared/money.py") == [
        'PUSH refs/heads/topic, 2 files, "Change"',
        "  builds     all 25 webhooks",
        "  (-v says why, --all lists each webhook with its file)",
        'PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main, 2 files, "Change"',
        "  builds     all 25 webhooks [1]",
        *ASSUMED,
        "  (-v says why, --all lists each webhook with its file)",
    ]


def test_projects_that_build_alike_share_lines(screen: Screen, tmp_path: Path) -> None:
    alike = {f"W{each:02}": service(f"w{each:02}") for each in range(11)}
    path = template(tmp_path / "t.json", **alike, Other=service("other"))

    assert screen(path, "w00/app.py")[1:3] == [
        "  builds     w00 (W00)",
        "  11 more: 11 no build (--all lists them, -v says why)",
    ]
    assert screen(template(tmp_path / "t.json", **alike, Docs=docs()), "shared/money.py")[1:3] == [
        "  builds     w00, w01, w02, w03, w04, w05, w06, w07, w08, w09, w10",
        "  1 more: 1 no build (--all lists them, -v says why)",
    ]


def test_each_webhook_is_listed_with_all(screen: Screen, tmp_path: Path) -> None:
    lines = screen(one_stack(tmp_path), "shared/money.py", "--all")

    rows = [f"  builds     {name} ({name.title().replace('-', '')})" for name in NAMES]
    assert [each for each in lines if each.startswith("  builds ")] == [*rows, *(f"{row} [1]" for row in rows)]


def test_what_needs_another_note_has_a_line_of_its_own(screen: Screen, tmp_path: Path) -> None:
    alike = {f"W{each:02}": service(f"w{each:02}") for each in range(11)}
    path = template(tmp_path / "t.json", **alike, Maybe={**service("maybe"), "Condition": "IsProd"})

    assert screen(path, "shared/money.py")[1:4] == [
        "  builds     w00, w01, w02, w03, w04, w05, w06, w07, w08, w09, w10",
        "  builds     maybe [1]",
        "  [1] if there is such a webhook: its resource has the condition IsProd",
    ]
