"""Templates can hold anything: whatever it is, the command says something and does not crash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extent import examples
from webhook_constructs.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTS = st.sampled_from(
    [
        "",
        "api",
        "*",
        "acme/api",
        "main",
        "PUSH",
        "OPEN",
        "EVENT",
        "HEAD_REF",
        "Source",
        "Build",
        "AWS",
        "CodeBuild",
        "GitHub",
        "CodeStarSourceConnection",
        "arn:aws:iam::1:role/x",
        "^refs/heads/main$",
        "AWS::NoValue",
        "Api",
        "Api.Arn",
        "${Api}-x",
        "true",
    ]
)
KEYS = st.sampled_from(
    ["Ref", "Fn::Join", "Fn::Sub", "Fn::GetAtt", "Fn::Select", "Fn::Split", "Fn::If", "Fn::ImportValue", "Name", "Type",
     "Pattern", "Webhook", "FilterGroups", "ProjectName", "Actions", "ActionTypeId", "Category", "Owner", "Provider",
     "Configuration", "FullRepositoryId", "BranchName", "RoleArn", "Region", "GitConfiguration", "Push", "Branches",
     "Includes", "SourceActionName", "PullRequest", "Events", "Export", "Value", "aws:cdk:path", "webhook-constructs",
     "ignore", "id", "reason", "Location", "EnvironmentVariables"]
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-1, 2)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
ACTIONS = st.fixed_dictionaries(
    {
        "ActionTypeId": st.one_of(
            VALUES,
            st.fixed_dictionaries(
                {
                    "Category": st.sampled_from(["Source", "Build"]),
                    "Owner": st.just("AWS"),
                    "Provider": st.sampled_from(["CodeBuild", "CodeStarSourceConnection"]),
                }
            ),
        ),
    },
    optional={
        "Name": VALUES,
        "Configuration": st.one_of(VALUES, st.fixed_dictionaries({"ProjectName": VALUES, "FullRepositoryId": VALUES})),
        "RoleArn": st.one_of(
            VALUES, st.fixed_dictionaries({"Fn::Join": VALUES}), st.fixed_dictionaries({"Fn::Sub": VALUES})
        ),
        "Region": VALUES,
    },
)
STAGES = st.lists(st.fixed_dictionaries({"Name": VALUES, "Actions": st.lists(ACTIONS, max_size=2)}), max_size=2)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "Name": VALUES,
        "ProjectName": VALUES,
        "FilterGroups": VALUES,
        "Source": VALUES,
        "Environment": VALUES,
        "Triggers": st.one_of(VALUES, st.fixed_dictionaries({"Webhook": st.just(value=True), "FilterGroups": VALUES})),
        "Stages": st.one_of(VALUES, STAGES),
    },
)
RESOURCES = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(
            ["AWS::CodeBuild::Project", "Custom::CodeBuildWebhook", "AWS::CodePipeline::Pipeline", "AWS::SNS::Topic"]
        )
    },
    optional={"Properties": st.one_of(PROPERTIES, VALUES), "Metadata": VALUES, "Condition": VALUES},
)
TEMPLATES = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["Api", "Web", "Hook", "Run"]), st.one_of(RESOURCES, VALUES))},
    optional={"Outputs": st.one_of(VALUES, st.dictionaries(st.just("Out"), VALUES))},
)


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=TEMPLATES, other=TEMPLATES, output=st.sampled_from(["text", "json", "sarif", "github"]))
def test_no_template_crashes_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one: Any, other: Any, output: str
) -> None:
    (tmp_path / "one.json").write_text(json.dumps(one))
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(other))

    code = main(["lint", str(tmp_path), "--format", output])

    printed = capsys.readouterr()
    assert code in {0, 1, 2}
    assert "WH001" not in printed.out
    if output in {"json", "sarif"}:
        json.loads(printed.out)
