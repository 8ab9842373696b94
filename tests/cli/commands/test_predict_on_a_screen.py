"""The answer to "what does my branch build?" at 25 services, on a real screen of 80 x 24."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import lines_on_a_terminal, template, webhook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command, Git

PUSH, MERGING = "PUSH", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
WHY = "(-v says why, --all lists each webhook with its file)"
REST = "(--all lists them, -v says why)"
PUSHED, OPENED = "PUSH refs/heads/topic", "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main"
ASSUMED = [
    "  [1] assuming the author may approve: without the role GITHUB_ADMIN,",
    "      GITHUB_MAINTAIN or GITHUB_WRITE, the build waits until somebody with that",
    "      role comments /codebuild_run(<sha of the latest commit>)",
]
SERVICES = [
    *("orders", "payments", "shipping", "billing", "catalog", "search", "users", "sessions", "carts", "reviews"),
    *("coupons", "invoices", "refunds", "taxes", "stock", "pricing", "emails", "messages", "reports", "exports"),
    *("imports", "audits", "gateway", "addresses", "recommendations"),
]


def service(name: str, project: str = "", events: tuple[str, ...] = (PUSH, MERGING), **more: Any) -> dict[str, Any]:
    """A webhook for the folder of a service, and for a folder that many share."""
    folder = {"Type": "FILE_PATH", "Pattern": f"^({name}|shared)/"}
    groups = [[{"Type": "EVENT", "Pattern": event}, folder] for event in events]
    return webhook(project or f"{name}-service", groups=groups, Source=SOURCE, **more)


def docs(events: tuple[str, ...] = (PUSH, MERGING)) -> dict[str, Any]:
    groups = [[{"Type": "EVENT", "Pattern": event}, {"Type": "FILE_PATH", "Pattern": "^docs/"}] for event in events]
    return webhook("docs", groups=groups, Source=SOURCE)


def in_one_stack(folder: Path, **more: Any) -> Path:
    webhooks = {f"{name.title()}ServiceWebhook": service(name) for name in SERVICES}
    return template(folder / "cdk.out" / "Stack.template.json", **webhooks, **more).parent


def in_a_stack_each(folder: Path, **more: Any) -> Path:
    """Stacks of the CDK, in which nobody has given the projects a name."""
    for name in SERVICES:
        stack = f"{name.title()}Stack"
        project = {"Type": "AWS::CodeBuild::Project", "Properties": {"Source": SOURCE}}
        resources = {"Build": project, "Webhook": service(name, {"Ref": "Build"})}  # type: ignore[arg-type]
        for key, resource in resources.items():
            resource["Metadata"] = {"aws:cdk:path": f"{stack}/{name}-service-{key}/Resource"}
        template(folder / "cdk.out" / f"{stack}.template.json", **resources)
    if more:
        template(folder / "cdk.out" / "Z.template.json", **more)
    return folder / "cdk.out"


@pytest.fixture
def shown(tmp_path: Path, topic: Git) -> Callable[..., list[str]]:
    """What `predict` prints for a branch that has changed the files of some folders."""

    def lines(templates: Path, *changed: str, rows: int = 24, more: tuple[object, ...] = ()) -> list[str]:
        topic("reset", "--quiet", "--hard", "main")
        topic.commit("Fix", *(f"{folder}/app.py" for folder in changed))
        asked = ("predict", templates.relative_to(tmp_path), "-C", topic.folder, "--base", "main")
        return [each.rstrip() for each in lines_on_a_terminal([*asked, *more], columns=80, rows=rows)]

    return lines


@pytest.mark.parametrize("stacks", [in_one_stack, in_a_stack_each])
@pytest.mark.parametrize("others", [{}, {"Docs": docs()}], ids=["25", "25-and-docs"])
@pytest.mark.parametrize("changed", [SERVICES[:number] for number in (1, 3, 10, 13, 24, 25)], ids=len)
def test_the_answer_fits_whatever_builds(
    shown: Callable[..., list[str]], tmp_path: Path, stacks: Any, others: dict[str, Any], changed: list[str]
) -> None:
    lines = shown(stacks(tmp_path, **others), *changed)

    assert len(lines) <= 23  # the last line is for the next command
    assert max(map(len, lines)) <= 80
    text = " ".join(each.strip() for each in lines)
    named = {each for each in SERVICES if f"{each}-service" in text}
    assert named == (set(changed) if len(changed) < 20 else set(SERVICES) - set(changed))


def test_what_builds_every_project_says_so(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    assert shown(in_a_stack_each(tmp_path), "shared") == [
        f'{PUSHED}, 1 file, "Fix"',
        "  builds     all 25 webhooks",
        f"  {WHY}",
        f'{OPENED}, 1 file, "Fix"',
        "  builds     all 25 webhooks [1]",
        *ASSUMED,
        f"  {WHY}",
    ]


def test_what_builds_most_projects_names_the_others(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    assert shown(in_a_stack_each(tmp_path, Docs=docs()), "shared") == [
        f'{PUSHED}, 1 file, "Fix"',
        "  builds     all except docs (25 of 26 webhooks)",
        f"  1 more: 1 no build {REST}",
        f'{OPENED}, 1 file, "Fix"',
        "  builds     the same 25 webhooks as above [1]",
        *ASSUMED,
        f"  1 more: 1 no build {REST}",
    ]


def test_what_builds_some_projects_names_them_once(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    assert shown(in_a_stack_each(tmp_path), *SERVICES[:4]) == [
        f'{PUSHED}, 4 files, "Fix"',
        "  builds     BillingStack/billing-service-Build,",
        "             OrdersStack/orders-service-Build,",
        "             PaymentsStack/payments-service-Build,",
        "             ShippingStack/shipping-service-Build",
        f"  21 more: 21 no build {REST}",
        f'{OPENED}, 4 files, "Fix"',
        "  builds     the same 4 webhooks as above [1]",
        *ASSUMED,
        f"  21 more: 21 no build {REST}",
    ]


def test_a_webhook_has_a_line_of_its_own_where_there_is_room(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    rows = [f"  builds     {name}-service ({name.title()}ServiceWebhook)" for name in SERVICES[:10]]

    assert shown(in_one_stack(tmp_path), *SERVICES[:10], rows=28) == [
        f'{PUSHED}, 10 files, "Fix"',
        *rows,
        f"  15 more: 15 no build {REST}",
        f'{OPENED}, 10 files, "Fix"',
        *(f"{row} [1]" for row in rows),
        *ASSUMED,
        f"  15 more: 15 no build {REST}",
    ]
    assert len(shown(in_one_stack(tmp_path), *SERVICES[:10], rows=27)) == 11


def test_each_webhook_is_listed_with_all(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    lines = shown(in_one_stack(tmp_path), "shared", more=("--all",))

    rows = [f"  builds     {name}-service ({name.title()}ServiceWebhook)" for name in SERVICES]
    assert [each for each in lines if each.startswith("  builds ")] == [*rows, *(f"{row} [1]" for row in rows)]


def test_what_needs_another_note_has_a_line_of_its_own(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    """`all except maybe` would say that it does not build."""
    alike = {f"W{each:02}": service("w", f"w{each:02}", (PUSH,)) for each in range(11)}
    maybe = {**service("w", "maybe", (PUSH,)), "Condition": "IsProd"}
    rest = {f"Docs{each}": docs((PUSH,)) for each in range(11)}
    path = template(tmp_path / "t.json", **alike, Maybe=maybe, **rest)

    assert shown(path, "w", rows=16)[1:4] == [
        "  builds     w00, w01, w02, w03, w04, w05, w06, w07, w08, w09, w10",
        "  builds     maybe [1]",
        "  [1] if there is such a webhook: its resource has the condition IsProd",
    ]


def test_projects_of_one_name_are_told_apart(shown: Callable[..., list[str]], tmp_path: Path) -> None:
    for stage, folder in (("Dev", "a"), ("Prod", "b")):
        path = tmp_path / "cdk.out" / f"{stage}.template.json"
        template(path, Hook=service(folder, "api", (PUSH,)), **{f"{stage}Web": service("a", stage, (PUSH,))})

    assert shown(tmp_path / "cdk.out", "a", rows=9)[1:4] == [
        "  builds     api (Hook) in cdk.out/Dev.template.json, Dev, Prod",
        "  no build   api (Hook) in cdk.out/Prod.template.json",
        f"  {WHY}",
    ]


def test_a_pipe_has_24_lines(command: Command, tmp_path: Path, topic: Git) -> None:
    webhooks = {f"W{each:02}": service("services", f"w{each:02}", (PUSH,)) for each in range(23)}
    asked = ("predict", template(tmp_path / "t.json", **webhooks), "-C", topic.folder)

    assert command(*asked).splitlines()[1] == "  builds     all 23 webhooks"
    del webhooks["W22"]
    template(tmp_path / "t.json", **webhooks)
    assert command(*asked).splitlines()[1:] == [f"  builds     w{each:02} (W{each:02})" for each in range(22)]
