"""A small template that asks for very much work is judged in part, and what is not judged is named.

Without its bound, each of these would take minutes, hours or all memory.
"""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from tests.templates.values.test_values import judged, project, with_groups
from webhook_constructs.templates.judging import judge_templates
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.values.variants import MAX_COMBINATIONS

CUT = "it has more combinations of values than are judged: give the values that matter with --parameter"


def text(*values: str, default: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"Type": "String"}
    if values:
        found["AllowedValues"] = list(values)
    return found if default is None else {**found, "Default": default}


def hook(project_name: str, pattern: Any) -> dict[str, Any]:
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": pattern}]]
    properties = {"ProjectName": project_name, "FilterGroups": groups}
    return {"Type": "Custom::CodeBuildWebhook", "Properties": properties}


def test_combinations_beyond_the_bound() -> None:
    names = [f"P{each}" for each in range(7)]
    template = project(
        {"Fn::Join": ["", [{"Ref": each} for each in names]]}, Parameters={n: text("a", "b") for n in names}
    )

    assert [each.cut for each in judged(template)] == [CUT]


def test_combinations_up_to_the_bound() -> None:
    names = [f"P{each}" for each in range(6)]
    template = project(
        {"Fn::Join": ["", [{"Ref": each} for each in names]]}, Parameters={n: text("a", "b") for n in names}
    )

    assert 2 ** len(names) == MAX_COMBINATIONS
    assert [each.cut for each in judged(template)] == [None]


def test_a_parameter_with_very_many_values() -> None:
    values = [f"^refs/heads/{each}$" for each in range(50_000)]

    assert [each.cut for each in judged(project({"Ref": "P"}, Parameters={"P": text(*values)}))] == [CUT]


def test_a_webhook_that_asks_for_very_many_values() -> None:
    groups = [
        {"Fn::If": [f"C{each}", [{"Type": "EVENT", "Pattern": "PUSH"}], {"Ref": "AWS::NoValue"}]}
        for each in range(2_000)
    ]
    conditions = {f"C{each}": {"Fn::Equals": [{"Ref": "AWS::StackName"}, str(each)]} for each in range(2_000)}

    assert [each.cut for each in judged(with_groups(groups, Conditions=conditions))] == [CUT]


def test_very_many_webhooks_with_values_are_judged_with_fewer_combinations() -> None:
    parameters = {f"P{each}": text(*(f"^refs/heads/{number}$" for number in range(40))) for each in range(400)}
    resources = {f"H{each}": hook(f"p{each}", {"Ref": f"P{each}"}) for each in range(400)}

    found = judge_templates([Template({"Parameters": parameters, "Resources": resources})], ["t.json"]).webhooks

    assert [each.cut for each in found] == [CUT] * 400


def test_a_finding_among_very_many_webhooks_names_the_values() -> None:
    resources = {f"H{each}": hook(f"p{each}", {"Ref": "P"}) for each in range(400)}
    template = Template({"Parameters": {"P": text("^refs/heads/main")}, "Resources": resources})

    found = judge_templates([template], ["t.json"]).webhooks

    assert {tuple(each.finding.id for each in webhook.findings) for webhook in found} >= {("WH203",)}


def test_loops_in_loops() -> None:
    """64 million resources."""
    loop: dict[str, Any] = {"H${X1}${X6}": hook("p", {"Fn::Sub": "^refs/heads/${X1}$"})}
    for each in range(1, 7):
        loop = {f"Fn::ForEach::L{each}": [f"X{each}", [f"v{number}" for number in range(20)], loop]}

    found = judge_templates([Template({"Resources": loop})], ["t.json"])

    assert found.webhooks == ()
    assert {each.why for each in found.unseen} == {
        "what the loop runs over is known only when the stack is deployed, or it runs more than 1,000 times"
    }


def test_loops_in_loops_up_to_the_bound() -> None:
    inner = {"Fn::ForEach::In": ["Y", ["a", "b"], {"H${X}${Y}": hook("p${X}${Y}", "^refs/heads/main$")}]}
    loop = {"Fn::ForEach::Out": ["X", [f"v{number}" for number in range(20)], inner]}

    found = judge_templates([Template({"Resources": loop})], ["t.json"])

    assert (len(found.webhooks), found.unseen) == (40, ())


def test_conditions_that_name_each_other_twice() -> None:
    """Each step would take twice as long as the one before."""
    conditions: dict[str, Any] = {"C0": {"Fn::Equals": [{"Ref": "P"}, "main"]}}
    for each in range(1, 80):
        conditions[f"C{each}"] = {"Fn::And": [{"Condition": f"C{each - 1}"}, {"Condition": f"C{each - 1}"}]}
    pattern = {"Fn::If": ["C79", "^refs/heads/main$", "^refs/heads/main"]}
    (webhook,) = judged(project(pattern, Conditions=conditions, Parameters={"P": text("main", "other")}))

    assert [each.finding.message.rpartition(" (with ")[2] for each in webhook.findings] == ["P=other)"]


def test_conditions_in_a_chain_that_is_very_long() -> None:
    conditions: dict[str, Any] = {"C0": {"Fn::Equals": ["a", "a"]}}
    for each in range(1, 5_000):
        conditions[f"C{each}"] = {"Fn::Not": [{"Condition": f"C{each - 1}"}]}
    resources = {"H": {**hook("p", "^refs/heads/main$"), "Condition": "C4999"}}

    found = judge_templates([Template({"Conditions": conditions, "Resources": resources})], ["t.json"]).webhooks

    assert [each.webhook.condition for each in found] == ["C4999"]


def test_conditions_in_a_circle() -> None:
    conditions = {"A": {"Condition": "B"}, "B": {"Fn::Not": [{"Condition": "A"}]}}
    (webhook,) = judged(project({"Fn::If": ["A", "^refs/heads/main$", "^refs/heads/main"]}, Conditions=conditions))

    assert [each.finding.message.rpartition(" (with ")[2] for each in webhook.findings] == ["A=false)"]


def test_a_text_that_grows() -> None:
    grown = {"Fn::Sub": ["${A}" * 300, {"A": {"Fn::Sub": ["${B}" * 300, {"B": "x" * 300}]}}]}
    (webhook,) = judged(project(grown))

    assert webhook.open_parts == ("Triggers.FilterGroups[0][1].Pattern",)


def test_rows_of_a_mapping_that_very_many_webhooks_name() -> None:
    rows = {f"r{each}": {"Branch": f"^refs/heads/{each}$"} for each in range(2_000)}
    resources = {f"H{each}": hook(f"p{each}", {"Fn::FindInMap": ["M", {"Ref": "P"}, "Branch"]}) for each in range(400)}
    template = Template({"Mappings": {"M": rows}, "Parameters": {"P": text()}, "Resources": resources})

    assert {each.cut for each in judge_templates([template], ["t.json"]).webhooks} == {CUT}


def test_parts_that_cannot_be_read() -> None:
    (webhook,) = judged(with_groups([["x"] * 100_000]))

    assert [each.finding.message.partition(": ")[2] for each in webhook.findings[-2:]] == [
        "FilterGroups[0][99]: expected an object, got 'x'",
        "it is not read, because 100 parts before it cannot be read either",
    ]
    assert len(webhook.findings) == 101


def test_groups_that_cannot_be_read() -> None:
    (webhook,) = judged(with_groups(["x"] * 100_000))

    assert len(webhook.findings) == 101
    assert webhook.findings[-1].steps[-2:] == ("FilterGroups", 100)
    assert webhook.findings[-1].finding.message == (
        "CloudFormation refuses what is written here: it is not read, because 100 parts before it cannot be read either"
    )


def test_webhooks_of_one_project_by_the_thousand() -> None:
    resources = {f"H{each}": hook("api", f"^refs/heads/{each}$") for each in range(1_500)}

    found = judge_templates([Template({"Resources": resources})], ["t.json"]).webhooks

    assert {tuple(each.finding.id for each in webhook.findings if each.finding.id == "WH110") for webhook in found} == {
        ("WH110",)
    }


def test_filters_that_share_a_long_pattern_share_its_text() -> None:
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "FILE_PATH", "Pattern": {"Ref": "P"}}]] * 1_000
    resource = {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": "p", "FilterGroups": groups}}
    template = Template({"Parameters": {"P": text(default="m" * 45_000)}, "Resources": {"H": resource}})

    tracemalloc.start()
    try:
        judge_templates([template], ["t.json"])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 32 * 1024 * 1024  # one text of them all takes 45 MB


def test_a_list_that_is_very_long_stays_open() -> None:
    long = {"Type": "CommaDelimitedList", "Default": "," * 40_000}
    for function in (
        {"Ref": "L"},
        {"Fn::Split": [",", {"Fn::Join": ["", ["x,"] * 1_001]}]},
        {"Fn::FindInMap": ["M", "k", "v"]},
    ):
        resource = hook("p", "^refs/heads/main$")
        resource["Properties"]["PullRequestBuildPolicy"] = {"ApproverRoles": function}
        body = {"Parameters": {"L": long}, "Mappings": {"M": {"k": {"v": ["x"] * 1_001}}}, "Resources": {"H": resource}}

        (found,) = judge_templates([Template(body)], ["t.json"]).webhooks

        assert found.open_parts == ("PullRequestBuildPolicy.ApproverRoles",)


def test_loops_beside_each_other_run_1000_times_together() -> None:
    loops = {
        f"Fn::ForEach::L{number}": ["X", [f"v{each}" for each in range(500)], {f"H{number}${{X}}": hook("${X}", "x")}]
        for number in range(3)
    }

    found = judge_templates([Template({"Resources": loops})], ["t.json"])

    assert (len(found.webhooks), [each.steps for each in found.unseen]) == (
        1_000,
        [("Resources", "Fn::ForEach::L2")],
    )


def test_loops_in_objects_of_a_loop_run_1000_times_together() -> None:
    inner = {"Fn::ForEach::Y": ["Y", [f"v{each}" for each in range(500)], {"K${Y}": "x"}]}
    members = {**hook("p${X}", "^refs/heads/main$")["Properties"], **inner}
    resource = {"Type": "Custom::CodeBuildWebhook", "Properties": members}
    many, few = (
        {"Fn::ForEach::X": ["X", [f"v{each}" for each in range(rounds)], {"H${X}": resource}]} for rounds in (3, 2)
    )

    found = [judge_templates([Template({"Resources": each})], ["t.json"]).webhooks for each in (many, few)]

    assert [[each.open_parts for each in its] for its in found] == [[("Fn::ForEach::Y",)] * 3, [()] * 2]


@pytest.mark.parametrize("name", ["Fn::ForEach::B", "Fn::Transform"])
def test_what_a_property_includes_may_be_filter_groups(name: str) -> None:
    written = {"Fn::ForEach::B": ["Y", {"Ref": "L"}, {"${Y}": []}], "Fn::Transform": {"Name": "AWS::Include"}}
    resource = {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": "p", name: written[name]}}

    (found,) = judge_templates([Template({"Resources": {"H": resource}})], ["t.json"]).webhooks

    assert (found.findings, found.open_parts) == ((), (name,))
