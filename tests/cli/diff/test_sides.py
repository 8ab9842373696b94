"""Sides of `diff` in every form, what is not seen of them, and the exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import TO_MAIN, template, triggers, webhook, write
from tests.templates.forms.written_forms import FORMS, written
from webhook_constructs.core import FilterGroup, SourceProvider, WebhookSettings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
LOOSE = [PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main"}]
OPENED = [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]
IMPORTED = [PUSH, {"Type": "HEAD_REF", "Pattern": {"Fn::ImportValue": "Branch"}}]
GITHUB = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
PUSHES = FilterGroup.on_push()


def github(*groups: FilterGroup) -> WebhookSettings:
    return WebhookSettings(groups, provider=SourceProvider.GITHUB)


PROVIDERS = {each: SourceProvider.GITHUB for each in FORMS if each != "CreateWebhook"}


@pytest.mark.parametrize(
    ("one", "other"),
    [*product(PROVIDERS, PROVIDERS), ("CreateWebhook", "CreateWebhook"), ("CreateWebhook", "Triggers")],
)
def test_any_form_is_compared_with_any_other(command: Command, tmp_path: Path, one: str, other: str) -> None:
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
    strict, loose = (
        written(tmp_path / folder, replace(github(PUSHES.and_branch_is(*branches)), provider=PROVIDERS.get(form)))[form]
        for folder, form, branches in (("before", one, ["main"]), ("after", other, ["main", "dev"]))
    )

    assert json.loads(command("diff", strict, strict, "--format", "json"))["isSame"] is True
    (found,) = json.loads(command("diff", strict, loose, "--format", "json"))["webhooks"]

    assert (found["status"], found["isSame"], found["widens"]) == ("changed", False, False)
    ((start,),) = (each["starts"] for each in found["cases"])
    assert (start["event"]["headRef"], start["before"]["verdict"], start["after"]["verdict"]) == (
        "refs/heads/dev",
        "NO_BUILD",
        "BUILDS",
    )
    assert found["cases"][0]["stops"] == []


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        pytest.param([TO_MAIN], [TO_MAIN], {"widened": 0, "changed": 0, "never": 0}, id="same"),
        pytest.param([TO_MAIN], [LOOSE], {"widened": 0, "changed": 1, "never": 0}, id="changed"),
        pytest.param([TO_MAIN], [TO_MAIN, OPENED], {"widened": 1, "changed": 1, "never": 0}, id="widened"),
        pytest.param([IMPORTED], [IMPORTED], {"widened": 1, "changed": 1, "never": 0}, id="unknown"),
        pytest.param(
            [[{**PUSH, "Pattern": "NOPE"}]], [TO_MAIN], {"widened": 1, "changed": 1, "never": 0}, id="refused"
        ),
    ],
)
def test_the_exit_code(
    command: Command, tmp_path: Path, before: list[Any], after: list[Any], codes: dict[str, int]
) -> None:
    one, other = (
        template(tmp_path / f"{name}.json", Api=webhook(groups=groups, Source=GITHUB))
        for name, groups in (("before", before), ("after", after))
    )

    assert command.run("diff", one, other)[0] == codes["widened"]
    assert {each: command.run("diff", one, other, "--fail-on", each)[0] for each in codes} == codes


def test_what_cannot_be_read_is_named_and_the_rest_is_compared(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "before" / "a.template.json", Api=webhook(Source=GITHUB))
    template(tmp_path / "after" / "a.template.json", Api=webhook(groups=[LOOSE], Source=GITHUB))
    broken = write(tmp_path / "after" / "b.template.json", "{")

    code, out, err = command.run("diff", tmp_path / "before", tmp_path / "after", "--fail-on", "never")

    assert (code, out.splitlines()[0]) == (2, "changed  api (Api)")
    assert f"webhook-constructs: {broken}:1:2: it is no JSON" in err
    answer = json.loads(command.run("diff", tmp_path / "before", tmp_path / "after", "--format", "json")[1])
    assert [each.partition(": ")[0] for each in answer["unread"]] == [f"{broken}:1:2"]


def test_a_file_that_is_no_template_is_an_error(command: Command, tmp_path: Path) -> None:
    other = write(tmp_path / "other.json", "[]")

    refused = command.refused("diff", template(tmp_path / "t.json", Api=webhook()), other)

    assert refused.startswith(f"webhook-constructs: {other}: it is no CloudFormation template: ")


def test_a_side_without_webhooks(command: Command, tmp_path: Path) -> None:
    empty = template(tmp_path / "t.json", Topic={"Type": "AWS::SNS::Topic"})

    assert command("diff", empty, empty) == ("there is no webhook on either side; widens who can start builds: no\n")


MACRO = {"Transform": "Company", "Resources": {"Api": webhook(Source=GITHUB)}}


def test_what_is_not_seen_is_named_and_nothing_is_said_of_it(command: Command, tmp_path: Path) -> None:
    one, other = (write(tmp_path / name / "t.json", MACRO) for name in ("before", "after"))
    changed = write(tmp_path / "changed" / "t.json", {**MACRO, "Outputs": {}})
    lines = [
        f"not compared: {side}: {path}: the macro Company may write webhooks, too"
        for side, path in (("before", one), ("after", other))
    ]

    assert command.run("diff", one, other) == (
        1,
        "\n".join([*lines, "1 webhook: 1 same; widens who can start builds: unknown\n"]),
        "",
    )
    assert command("diff", one, other, "--same-values") == "1 webhook: 1 same; widens who can start builds: no\n"
    assert command.run("diff", one, changed, "--same-values")[0] == 1


def test_webhooks_that_do_not_change_are_listed_for_those_who_ask(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook(Source=GITHUB))
    other = template(
        tmp_path / "other.json",
        Api=webhook(groups=[[PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/(main)$"}]], Source=GITHUB),
    )
    last = "1 webhook: 1 same; widens who can start builds: no\n"

    assert command("diff", path, path) == last
    assert command("diff", path, path, "--all") == f"same     api (Api): it builds for the same events\n{last}"
    assert command("diff", path, other) == (
        "same     api (Api): it builds for the same events; written in another way: filter_groups\n" + last
    )


def test_many_events_are_counted_and_listed_for_those_who_ask(command: Command, tmp_path: Path) -> None:
    every = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED,PULL_REQUEST_REOPENED,PULL_REQUEST_MERGED,PULL_REQUEST_CLOSED"
    groups = [[{**PUSH, "Pattern": f"PUSH,{every}"}], [{**PUSH, "Pattern": "RELEASED,PRERELEASED"}]]
    path = template(tmp_path / "t.json", Api=webhook(groups=groups, Source=GITHUB))

    _, short, _ = command.run("diff", "none:", path)
    _, full, _ = command.run("diff", "none:", path, "--all")

    assert "    2 more events (--all lists them)\n" in short
    assert [each in short for each in ("PRERELEASED", "PUSH refs/heads/topic\n")] == [False, True]
    assert "    PRERELEASED" in full


def test_a_webhook_that_never_builds_starts_nothing(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[[PUSH, {"Type": "HEAD_REF", "Pattern": "^main$"}]]))

    assert command("diff", "none:", path) == (
        "new      api (Api): no event starts a build\n1 webhook: 1 new; widens who can start builds: no\n"
    )


def test_triggers_that_are_no_webhook_and_sources_without_events_are_unknown(command: Command, tmp_path: Path) -> None:
    off = triggers("off", Source=GITHUB)
    off["Properties"]["Triggers"]["Webhook"] = False
    bucket = triggers("bucket", Source={"Type": "S3", "Location": "a/b"})
    before = template(tmp_path / "before.json", Off=triggers("off", Source=GITHUB), Bucket=triggers("bucket"))
    after = template(tmp_path / "after.json", Off=off, Bucket=bucket)

    code, out, _ = command.run("diff", before, after)

    assert code == 1
    assert "    after: its Triggers have filter groups and no Webhook: true, so CloudFormation refuses them\n" in out
    assert "    after: a project with source type S3 has no webhook events\n" in out
    assert out.endswith("2 webhooks: 2 unknown; widens who can start builds: unknown\n")


def test_a_webhook_that_cannot_be_read_is_unknown(command: Command, tmp_path: Path) -> None:
    before = template(tmp_path / "before.json", Api=webhook(Source=GITHUB))
    after = template(tmp_path / "after.json", Api=webhook(groups=[[5]], Source=GITHUB))

    code, out, _ = command.run("diff", before, after, "--same-values")

    assert code == 1
    assert "    after: it cannot be read: FilterGroups[0][0]: " in out


def test_a_parameter_that_one_side_has_can_be_given(command: Command, tmp_path: Path) -> None:
    before = template(tmp_path / "before.json", Api=webhook(Source=GITHUB))
    pattern = {"Fn::Sub": "^refs/heads/${Branch}$"}
    resources = {"Api": webhook(groups=[[PUSH, {"Type": "HEAD_REF", "Pattern": pattern}]], Source=GITHUB)}
    after = write(tmp_path / "after.json", {"Parameters": {"Branch": {"Type": "String"}}, "Resources": resources})

    assert command.run("diff", before, after, "--fail-on", "changed")[0] == 1
    assert command("diff", before, after, "--parameter", "Branch=main") == (
        "1 webhook: 1 same; widens who can start builds: no\n"
    )
    assert "no template has a parameter 'Brunch'; there is 'Branch'" in command.refused(
        "diff", before, after, "--parameter", "Brunch=main"
    )
