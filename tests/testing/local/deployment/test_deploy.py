"""Stacks from templates."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import Deployment, DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws


def parameter(value: Any = "v", **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value, **properties}}


def project(location: str = "https://github.com/octo/app") -> dict[str, Any]:
    return {
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Name": "ci",
            "ServiceRole": "arn:aws:iam::000000000000:role/build",
            "Source": {"Type": "GITHUB", "Location": location},
            "Artifacts": {"Type": "NO_ARTIFACTS"},
            "Environment": {"Type": "LINUX_CONTAINER", "Image": "i", "ComputeType": "BUILD_GENERAL1_SMALL"},
        },
    }


def test_a_deployment_has_status_outputs_and_events(aws: LocalAws) -> None:
    template = {"Resources": {"One": parameter()}, "Outputs": {"Name": {"Value": {"Ref": "One"}}}}
    result = aws.deploy(template, "Demo")
    assert result.status == "CREATE_COMPLETE"
    assert aws.client("ssm").get_parameter(Name=result.outputs["Name"])["Parameter"]["Value"] == "v"
    assert [(event.logical_id, event.status) for event in result.events] == [
        ("Demo", "CREATE_IN_PROGRESS"),
        ("One", "CREATE_IN_PROGRESS"),
        ("One", "CREATE_COMPLETE"),
        ("Demo", "CREATE_COMPLETE"),
    ]


def test_an_update_has_its_own_events_only(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"One": parameter()}}, "Demo")
    updated = aws.deploy({"Resources": {"One": parameter("w")}}, "Demo")
    assert updated.status == "UPDATE_COMPLETE"
    assert {event.status.partition("_")[0] for event in updated.events} == {"UPDATE"}
    everything = aws.stack_events("Demo")
    assert everything[0].status == "CREATE_IN_PROGRESS"
    assert everything[-len(updated.events) :] == updated.events


def test_an_update_of_nothing_is_no_failure(aws: LocalAws) -> None:
    template = {"Resources": {"One": parameter()}, "Outputs": {"O": {"Value": "x"}}}
    aws.deploy(template, "Demo")
    assert aws.deploy(template, "Demo") == Deployment("CREATE_COMPLETE", {"O": "x"}, ())


def test_template_parameters_take_values(aws: LocalAws) -> None:
    template = {
        "Parameters": {"Value": {"Type": "String"}, "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>"}},
        "Rules": {"CheckBootstrapVersion": {"Assertions": []}},
        "Resources": {"One": parameter({"Ref": "Value"})},
        "Outputs": {"Value": {"Value": {"Fn::GetAtt": ["One", "Value"]}}},
    }
    assert dict(aws.deploy(template, "Demo", {"Value": "given"}).outputs) == {"Value": "given"}


def test_a_failed_deployment_tells_why(aws: LocalAws) -> None:
    token = "arn:aws:lambda:us-east-1:000000000000:function:absent"
    thing = {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}, "DependsOn": "One"}
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy({"Resources": {"One": parameter(), "Two": thing}}, "Demo")
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert str(failed.value) == (
        "could not deploy the stack Demo: it ended in ROLLBACK_COMPLETE\n"
        f"  Two (Custom::Thing) CREATE_FAILED: [local] there is no function {token}"
    )
    assert failed.value.events[-1].status == "ROLLBACK_COMPLETE"


def test_a_request_that_cloudformation_refuses_is_a_failure_without_status(aws: LocalAws) -> None:
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy({"Resources": {"One": {"Type": "AWS::No::Such"}}}, "Demo")
    assert str(failed.value) == (
        "CloudFormation refused to deploy Demo: Template format error: Unrecognized resource types: [AWS::No::Such]"
    )
    assert (failed.value.status, failed.value.events) == (None, ())


def test_a_deleted_stack_is_gone_with_its_resources_and_can_be_deleted_again(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"One": parameter(Name="/one")}}, "Demo")
    aws.delete("Demo")
    aws.delete("Demo")
    assert aws.client("ssm").describe_parameters()["Parameters"] == []
    aws.deploy({"Resources": {"One": parameter(Name="/one")}}, "Demo")


def test_a_template_above_51200_bytes_is_deployed(aws: LocalAws) -> None:
    resources = {f"Parameter{number}": parameter("x" * 1000) for number in range(60)}
    assert aws.deploy({"Resources": resources}, "Demo").status == "CREATE_COMPLETE"


def test_a_project_whose_source_changes_in_its_stack_loses_its_webhook(aws: LocalAws) -> None:
    codebuild = aws.client("codebuild")
    aws.deploy({"Resources": {"Project": project()}}, "Demo")
    codebuild.create_webhook(projectName="ci")
    changed = project()
    changed["Properties"]["Description"] = "other"
    aws.deploy({"Resources": {"Project": changed}}, "Demo")
    assert "webhook" in codebuild.batch_get_projects(names=["ci"])["projects"][0]
    aws.deploy({"Resources": {"Project": project("https://github.com/octo/other")}}, "Demo")
    assert "webhook" not in codebuild.batch_get_projects(names=["ci"])["projects"][0]


def test_a_project_that_is_deleted_with_its_stack_leaks_its_hook(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Project": project()}}, "Demo")
    aws.client("codebuild").create_webhook(projectName="ci")
    aws.delete("Demo")
    assert set(aws.codebuild.hooks_at_host) == {"ci"}


def secret(description: str, name: str | None = None) -> dict[str, Any]:
    properties = {"Description": description, **({"Name": name} if name else {})}
    return {
        "Resources": {"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": properties}},
        "Outputs": {"Arn": {"Value": {"Ref": "Secret"}}},
    }


def test_ref_of_a_secret_is_its_arn_for_life(aws: LocalAws) -> None:
    manager = aws.client("secretsmanager")
    arn = aws.deploy(secret("one"), "Demo").outputs["Arn"]
    assert arn.startswith("arn:aws:secretsmanager:us-east-1:000000000000:secret:")
    assert aws.deploy(secret("two"), "Demo").outputs["Arn"] == arn
    assert manager.describe_secret(SecretId=arn)["Description"] == "two"
    renamed = aws.deploy(secret("two", "renamed"), "Demo").outputs["Arn"]
    assert [entry["ARN"] for entry in manager.list_secrets()["SecretList"]] == [renamed]
    aws.delete("Demo")
    assert manager.list_secrets()["SecretList"] == []


def test_the_versions_of_a_secret_have_twenty_labels_at_most(aws: LocalAws) -> None:
    manager = aws.client("secretsmanager")
    arn = manager.create_secret(Name="one", SecretString="first")["ARN"]
    for index in range(18):
        manager.put_secret_value(SecretId=arn, SecretString="next", VersionStages=["AWSCURRENT", f"label-{index}"])
    manager.put_secret_value(SecretId=arn, SecretString="next", VersionStages=["label-1"])

    with pytest.raises(manager.exceptions.LimitExceededException):
        manager.put_secret_value(SecretId=arn, SecretString="refused", VersionStages=["label-18"])

    assert manager.get_secret_value(SecretId=arn, VersionStage="label-1")["SecretString"] == "next"


def pipeline(name: str | None) -> dict[str, Any]:
    properties: dict[str, Any] = {"RoleArn": "arn:aws:iam::000000000000:role/p", "Stages": []}
    if name:
        properties["Name"] = name
    return {
        "Resources": {"Pipeline": {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties}},
        "Outputs": {"Ref": {"Value": {"Ref": "Pipeline"}}},
    }


def test_ref_of_a_pipeline_is_its_name(aws: LocalAws) -> None:
    generated = aws.deploy(pipeline(None), "Demo").outputs["Ref"]
    assert generated.startswith("Demo-Pipeline-")
    assert aws.deploy(pipeline("release"), "Demo").outputs["Ref"] == "release"
    aws.delete("Demo")


def test_a_function_logs_lines_that_outlive_its_stack(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    aws.deploy(
        custom_resource("def handler(event, context):\n    print('a line', context.function_name)\n    send(event)\n"),
        "Demo",
    )
    aws.delete("Demo")
    assert sum(line.startswith("a line ") for line in aws.log_lines()) == 2


def test_a_deleted_function_leaves_no_process(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    code = "import os\ndef handler(event, context):\n    send(event, Data={'Pid': str(os.getpid())})\n"
    template = custom_resource(code)
    template["Outputs"] = {"Pid": {"Value": {"Fn::GetAtt": ["Thing", "Pid"]}}}
    pid = int(aws.deploy(template, "Demo").outputs["Pid"])
    aws.delete("Demo")
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_changed_code_of_a_function_runs(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    code = "def handler(event, context):\n    print('version {n}')\n    send(event)\n"
    aws.deploy(custom_resource(code.replace("{n}", "one"), N="1"), "Demo")
    aws.deploy(custom_resource(code.replace("{n}", "two"), N="2"), "Demo")
    assert [line for line in aws.log_lines() if line.startswith("version ")] == ["version one", "version two"]
