"""Apps in which projects, webhooks, buckets and parameters wait for each other, and what holds of templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from tests.cdk.apps import add_webhook, github_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aws_cdk import aws_iam as iam

    from webhook_constructs import CodeBuildWebhook

PROJECTS = ("made", "named", "imported", "imported-by-token")


@dataclass
class Unit:
    """A construct with a project, its webhook, a bucket and a parameter, each of which may wait for another unit."""

    scope: Construct
    project: codebuild.IProject
    webhook: CodeBuildWebhook
    bucket: s3.Bucket
    parameter: ssm.StringParameter

    def part(self, name: str) -> Construct:
        """A part by its name; `scope` is all of them."""
        part: Construct = getattr(self, name)
        return part


def unit(
    scope: Construct, name: str, kind: str = "made", url: str | None = None, role: iam.IRole | None = None
) -> Unit:
    """Make a unit, whose project and bucket get a url of another unit's webhook."""
    within = Construct(scope, name)
    bucket = s3.Bucket(within, "Bucket")
    parameter = ssm.StringParameter(within, "Parameter", string_value=url or "none")
    variables = {
        "BUCKET": codebuild.BuildEnvironmentVariable(value=bucket.bucket_name),
        **({} if url is None else {"URL": codebuild.BuildEnvironmentVariable(value=url)}),
    }
    project: codebuild.IProject
    if kind in {"made", "named"}:
        given: dict[str, Any] = {"project_name": f"project-{name}"} if kind == "named" else {}
        project = github_project(within, "Project", environment_variables=variables, role=role, **given)
    elif kind == "imported":
        project = codebuild.Project.from_project_name(within, "Project", f"project-{name}")
    else:
        project = codebuild.Project.from_project_name(within, "Project", parameter.string_value)
    return Unit(within, project, add_webhook(within, project), bucket, parameter)


def names_in(value: Any) -> Iterator[str]:
    """What a rendered value refers to. Written apart from the library's own, which it judges."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"Ref", "Fn::GetAtt"}:
                yield inner if isinstance(inner, str) else inner[0]
            elif key == "Fn::Sub":
                text = inner if isinstance(inner, str) else inner[0]
                yield from (piece.partition("}")[0].partition(".")[0] for piece in text.split("${")[1:])
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def waits_of(template: Mapping[str, Any]) -> dict[str, set[str]]:
    """What each resource waits for, directly."""
    resources = template["Resources"]
    return {
        name: {*names_in(resource.get("Properties", {})), *resource.get("DependsOn", ())} & resources.keys()
        for name, resource in resources.items()
    }


def all_waits_of(template: Mapping[str, Any]) -> dict[str, set[str]]:
    """What each resource waits for, directly or through others; itself if it is in a circle."""
    waits = waits_of(template)
    found: dict[str, set[str]] = {}
    for name in waits:
        seen: set[str] = set()
        rest = list(waits[name])
        while rest:
            each = rest.pop()
            if each not in seen:
                seen.add(each)
                rest += waits[each]
        found[name] = seen
    return found


def assert_deployable(template: Mapping[str, Any]) -> None:
    """No circle, and each webhook waits for what allows it and for the policies of its project's role."""
    resources, waits = template["Resources"], all_waits_of(template)
    assert [name for name in waits if name in waits[name]] == []
    of_type = {
        kind: {n for n, r in resources.items() if r["Type"] == kind} for kind in {r["Type"] for r in resources.values()}
    }
    policies = of_type["AWS::IAM::ManagedPolicy"]
    (function,) = of_type["AWS::Lambda::Function"]
    assert waits[function].isdisjoint(policies | of_type.get("AWS::IAM::Policy", set()))
    for webhook in of_type["Custom::CodeBuildWebhook"]:
        name = resources[webhook]["Properties"]["ProjectName"]
        allowing = [policy for policy in policies if _allows(resources[policy], name)]
        assert len(allowing) == 1
        assert set(allowing) | {function} <= waits[webhook]
        if isinstance(name, dict) and name.get("Ref") in of_type.get("AWS::CodeBuild::Project", ()):
            role = resources[name["Ref"]]["Properties"]["ServiceRole"]["Fn::GetAtt"][0]
            attached = {n for n in of_type["AWS::IAM::Policy"] if {"Ref": role} in resources[n]["Properties"]["Roles"]}
            assert attached
            assert attached <= waits[webhook]


def _allows(policy: Mapping[str, Any], name: Any) -> bool:
    for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
        if "codebuild:CreateWebhook" in statement["Action"]:
            for arn in statement["Resource"]:
                *_, last = arn["Fn::Join"][1]
                if last == name or (isinstance(name, str) and str(last).endswith(f":project/{name}")):
                    return True
    return False
