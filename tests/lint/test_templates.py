"""The rules on webhooks as templates hold them."""

from __future__ import annotations

from typing import Any

from webhook_constructs.core.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, TemplateWebhook, template_webhooks
from webhook_constructs.lint.templates import lint_templates

SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
UNANCHORED = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}]]


def project(triggers: dict[str, Any]) -> dict[str, Any]:
    return {"Type": PROJECT_TYPE, "Properties": {"Source": SOURCE, "Triggers": {"Webhook": True, **triggers}}}


def webhooks(*resources: dict[str, Any]) -> list[TemplateWebhook]:
    return list(template_webhooks({"Resources": {f"Webhook{index}": each for index, each in enumerate(resources)}}))


def ids(*resources: dict[str, Any]) -> list[list[str]]:
    return [[finding.id for finding in findings] for findings in lint_templates(webhooks(*resources))]


def test_triggers_and_our_resource_are_judged_alike() -> None:
    ours = {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": "api", "FilterGroups": UNANCHORED}}

    assert ids(project({"FilterGroups": UNANCHORED}), ours) == [["WH201"], ["WH201"]]


def test_one_that_cannot_be_read_says_why_and_hides_no_other() -> None:
    unreadable = project({"FilterGroups": [[{"Type": "EVNT", "Pattern": "PUSH"}]]})
    first, second = lint_templates(webhooks(unreadable, project({"FilterGroups": UNANCHORED})))

    assert [finding.id for finding in second] == ["WH201"]
    (finding,) = first
    assert finding.message.startswith(
        "the webhook is not judged, because it cannot be read: FilterGroups[0][0].Type: expected one of EVENT, "
    )


def test_one_that_is_decided_on_deployment_is_passed_over() -> None:
    assert ids(project({"FilterGroups": {"Fn::If": ["Prod", UNANCHORED, []]}})) == [[]]


def test_webhooks_are_judged_together_under_their_names() -> None:
    pushes = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]]
    named = {**project({"FilterGroups": pushes}), "Metadata": {"aws:cdk:path": "Stack/Api/Resource"}}
    first, second = lint_templates(webhooks(named, project({"FilterGroups": pushes})))

    assert [finding.id for finding in first] == ["WH407"]
    assert "Webhook1" in first[0].message
    assert "Stack/Api" in second[0].message
