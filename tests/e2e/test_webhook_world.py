"""The assertion of the fault table takes the world that must be, and no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.e2e.webhook_world import Expected, Identity, Settings, World, differences
from webhook_constructs.testing.local import Hook, HookFilter

URL = "https://api.github.com/repos/acme/api/hooks/7"
OTHER_URL = "https://api.github.com/repos/acme/api/hooks/8"
MAIN = Settings(((("EVENT", "PUSH", False),),))
HOOK = Hook(
    7,
    "api",
    "us-east-1",
    "GITHUB",
    "https://github.com/acme/api",
    manual=True,
    filter_groups=((HookFilter("EVENT", "PUSH"),),),
    payload_url="https://payload",
    secret="first",
)
SHOWN: dict[str, Any] = {"filterGroups": [[{"type": "EVENT", "pattern": "PUSH", "excludeMatchedPattern": False}]]}
STORED = {"AWSCURRENT": {"payloadUrl": "https://payload", "secret": "first"}}

EXPECTED = Expected(
    status="UPDATE_COMPLETE",
    webhooks={"api": MAIN},
    hooks={"api": MAIN},
    in_stack="api",
    deployed={"api": MAIN},
    manual=True,
    before={"api": HOOK},
    identity={"api": Identity.SAME},
)
WORLD = World({"api": HOOK}, {"api": SHOWN}, "UPDATE_COMPLETE", ("api",), {"api": MAIN}, "", STORED)
AUTOMATIC = replace(EXPECTED, manual=False, before={"api": replace(HOOK, manual=False)})
AUTOMATIC_WORLD = replace(
    WORLD, at_host=AUTOMATIC.before, at_codebuild={"api": {**SHOWN, "url": URL}}, url=URL, stored={}
)


def hook(**changes: Any) -> dict[str, Any]:
    return {"at_host": {"api": replace(HOOK, **changes)}}


@pytest.mark.parametrize(("expected", "world"), [(EXPECTED, WORLD), (AUTOMATIC, AUTOMATIC_WORLD)])
def test_the_world_that_must_be_is_taken(expected: Expected, world: World) -> None:
    assert differences(expected, world) == []


@pytest.mark.parametrize(
    ("changes", "notices"),
    [
        ({"at_host": {}}, ["the hooks at the host: {}, not"]),
        ({"at_host": {"api": HOOK, "api#6": HOOK}}, ["the hooks at the host: "]),
        (hook(filter_groups=()), ["the hooks at the host: "]),
        (
            hook(filter_groups=((HookFilter("EVENT", "PUSH", exclude_matched_pattern=True),),)),
            ["the hooks at the host: "],
        ),
        (hook(branch_filter="x"), ["the hooks at the host: "]),
        (hook(build_type="BUILD_BATCH"), ["the hooks at the host: "]),
        (hook(scope="GITHUB_GLOBAL"), ["the hooks at the host: "]),
        (hook(manual=False), ["the webhook of api is not manual"]),
        (hook(id=8), ["the webhook of api is None, and must be the same hook"]),
        (hook(secret="second"), ["what is stored is not", "the webhook of api is the same hook and payload URL, and"]),
        (hook(payload_url="https://other"), ["what is stored is not", "the webhook of api is None, and must be"]),
        ({"at_codebuild": {}}, ["the webhooks at CodeBuild: {}, not"]),
        ({"at_codebuild": {"api": {**SHOWN, "branchFilter": "x"}}}, ["the webhooks at CodeBuild: "]),
        ({"at_codebuild": {"api": {**SHOWN, "buildType": "BUILD_BATCH"}}}, ["the webhooks at CodeBuild: "]),
        ({"at_codebuild": {"api": {"filterGroups": []}}}, ["the webhooks at CodeBuild: "]),
        ({"status": "UPDATE_ROLLBACK_COMPLETE"}, ["the stack: UPDATE_ROLLBACK_COMPLETE, not UPDATE_COMPLETE"]),
        ({"status": None}, ["the stack: None, not UPDATE_COMPLETE"]),
        ({"physical_ids": ("api#adopted",)}, ["the webhooks of the stack: ['api#adopted'], not ['api']"]),
        ({"physical_ids": ()}, ["the webhooks of the stack: [], not ['api']"]),
        ({"physical_ids": ("api", "web")}, ["the webhooks of the stack: ['api', 'web'], not ['api']"]),
        ({"template": {"api": Settings()}}, ["the template: "]),
        ({"stored": {}}, ["what is stored is not the payload URL and secret of the webhook of api"]),
        ({"stored": {"webhook-of-api": STORED["AWSCURRENT"]}}, ["what is stored is not"]),
        ({"stored": {"AWSCURRENT": {"creating": "1"}}}, ["what is stored is not"]),
    ],
)
def test_any_other_world_is_refused(changes: dict[str, Any], notices: list[str]) -> None:
    found = differences(EXPECTED, replace(WORLD, **changes))

    assert [text.startswith(notice) for text, notice in zip(found, notices, strict=True)] == [True] * len(notices)
    assert not any("first" in text or "https://payload" in text for text in found)


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({"stored": STORED}, "a secret is stored, and no webhook has one to store"),
        ({"url": OTHER_URL}, f"the attribute Url: {OTHER_URL}, not {URL}"),
        (
            {"at_codebuild": {"api": {**SHOWN, "url": OTHER_URL}}, "url": OTHER_URL},
            f"CodeBuild's webhook of api is not the hook at the host: {OTHER_URL}",
        ),
        ({"at_host": {"api": replace(HOOK, manual=True)}}, "the webhook of api is manual"),
    ],
)
def test_any_other_world_of_an_automatic_webhook_is_refused(changes: dict[str, Any], notice: str) -> None:
    found = differences(AUTOMATIC, replace(AUTOMATIC_WORLD, **changes))

    assert notice in found


@pytest.mark.parametrize(
    ("identity", "after"),
    [
        (Identity.SAME, HOOK),
        (Identity.ROTATED, replace(HOOK, secret="second")),
        (Identity.NEW, replace(HOOK, id=8, payload_url="https://other", secret="second")),
        (None, replace(HOOK, id=8)),
        (None, replace(HOOK, payload_url="https://other", secret="second")),
    ],
)
def test_what_became_of_a_hook_is_told_exactly(identity: Identity | None, after: Hook) -> None:
    assert Identity.between(HOOK, after) is identity
