"""The handler's function is a function of the CDK like any other, and its code has the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import cx_api

import webhook_constructs
from tests.cdk.apps import imported_webhook
from webhook_constructs import CodeBuildWebhookError, CodeBuildWebhookHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PACKAGE = Path(webhook_constructs.__file__).parent
FUNCTION, LOGS = "CodeBuildWebhookHandlerFunctionA50983E9", "CodeBuildWebhookHandlerLogsD12BF199"
POLICY, ROLE = "CodeBuildWebhookHandlerPolicyA95252C2", "CodeBuildWebhookHandlerRoleDD29BB39"
METADATA = {"aws:cdk:enable-asset-metadata": True}


def synthesized(
    folder: Path, add: Callable[[cdk.App], object], context: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The resources of the one stack of an app that a function fills."""
    app = cdk.App(outdir=str(folder), context=context)
    add(app)
    app.synth()
    (template,) = folder.rglob("*.template.json")
    resources: dict[str, Any] = json.loads(template.read_text(encoding="utf-8"))["Resources"]
    return resources


def webhook_in(app: cdk.App, **properties: Any) -> CodeBuildWebhookHandler:
    return imported_webhook(cdk.Stack(app, "Stack", **properties)).handler


def published(folder: Path) -> list[Path]:
    """The files that the asset manifests below a folder have published as the code of a function."""
    found = []
    for manifest in folder.rglob("*.assets.json"):
        for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"].values():
            if entry["source"]["path"].endswith(".zip"):
                assert entry["source"]["packaging"] == "file"
                found.append((manifest.parent / entry["source"]["path"]).resolve())
    return found


def test_its_resources_have_the_ids_that_deployed_stacks_have(tmp_path: Path) -> None:
    resources = synthesized(tmp_path, webhook_in)

    assert {name: each["Type"] for name, each in resources.items() if name.startswith("CodeBuildWebhookHandler")} == {
        FUNCTION: "AWS::Lambda::Function",
        LOGS: "AWS::Logs::LogGroup",
        POLICY: "AWS::IAM::ManagedPolicy",
        ROLE: "AWS::IAM::Role",
    }


def test_the_function_has_the_properties_that_deployed_functions_have(tmp_path: Path) -> None:
    resources = synthesized(tmp_path, webhook_in)

    (code,) = published(tmp_path)
    assert resources[FUNCTION] == {
        "Type": "AWS::Lambda::Function",
        "DependsOn": [ROLE],
        "Properties": {
            "Code": {
                "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                "S3Key": f"{hashlib.sha256(code.read_bytes()).hexdigest()}.zip",
            },
            "Description": "Creates, updates and deletes the CodeBuild webhooks of one stack",
            "Environment": {"Variables": {"LOG_GROUP_NAME": {"Ref": LOGS}}},
            "Handler": "handler.index.handler",
            "LoggingConfig": {"LogGroup": {"Ref": LOGS}},
            "MemorySize": 256,
            "Role": {"Fn::GetAtt": [ROLE, "Arn"]},
            "Runtime": "python3.14",
            "Timeout": 120,
        },
    }


class TestTheCdkReachesTheFunction:
    def test_tags_of_the_app_the_stack_and_the_handler(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            cdk.Tags.of(app).add("app", "1")
            cdk.Tags.of(handler.place.stack).add("stack", "2")
            cdk.Tags.of(handler).add("handler", "3")
            cdk.Tags.of(handler.function).add("function", "4")

        resources = synthesized(tmp_path, add)

        tags = {
            name: {tag["Key"]: tag["Value"] for tag in resources[name]["Properties"]["Tags"]}
            for name in (FUNCTION, LOGS, ROLE)
        }
        common = {"app": "1", "stack": "2", "handler": "3"}
        assert tags == {FUNCTION: {**common, "function": "4"}, LOGS: common, ROLE: common}

    def test_aspects_on_functions_their_resources_log_groups_and_roles(self, tmp_path: Path) -> None:
        @jsii.implements(cdk.IAspect)
        class Harden:
            def visit(self, node: Any) -> None:
                if isinstance(node, lambda_.Function):
                    node.add_environment("AUDITED", "yes")
                if isinstance(node, lambda_.CfnFunction):
                    node.kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1"
                    node.add_property_override("TracingConfig", {"Mode": "Active"})
                if isinstance(node, logs.CfnLogGroup):
                    node.retention_in_days = 731
                if isinstance(node, iam.CfnRole):
                    node.path = "/functions/"

        def add(app: cdk.App) -> None:
            webhook_in(app)
            cdk.Aspects.of(app).add(Harden())

        resources = synthesized(tmp_path, add)

        function = resources[FUNCTION]["Properties"]
        assert function["Environment"]["Variables"] == {"LOG_GROUP_NAME": {"Ref": LOGS}, "AUDITED": "yes"}
        assert function["KmsKeyArn"] == "arn:aws:kms:us-east-1:111122223333:key/1"
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert resources[LOGS]["Properties"]["RetentionInDays"] == 731
        assert resources[ROLE]["Properties"]["Path"] == "/functions/"

    def test_an_aspect_on_functions_visits_it_once_and_finds_its_parts(self, tmp_path: Path) -> None:
        visited = []

        @jsii.implements(cdk.IAspect)
        class Note:
            def visit(self, node: Any) -> None:
                visited.append(node.node.path)

        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            cdk.Aspects.of(handler.function).add(Note())

        synthesized(tmp_path, add)

        path = "Stack/CodeBuildWebhookHandler/Function"
        assert visited == [path, f"{path}/Resource"]

    def test_a_permissions_boundary(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            policy = iam.ManagedPolicy.from_managed_policy_name(handler, "Boundary", "boundary")
            iam.PermissionsBoundary.of(app).apply(policy)

        resources = synthesized(tmp_path, add)

        boundary = ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":policy/boundary"]
        assert resources[ROLE]["Properties"]["PermissionsBoundary"] == {"Fn::Join": ["", boundary]}

    def test_a_vpc_its_subnets_and_security_groups(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            stack = cdk.Stack(app, "Stack")
            vpc = ec2.Vpc.from_vpc_attributes(
                stack, "Vpc", vpc_id="vpc-1", availability_zones=["a"], private_subnet_ids=["subnet-1"]
            )
            group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")
            subnets = ec2.SubnetSelection(subnets=[ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-2")])
            CodeBuildWebhookHandler.of(stack, vpc=vpc, vpc_subnets=subnets, security_groups=[group])
            imported_webhook(stack)

        resources = synthesized(tmp_path, add)

        assert resources[FUNCTION]["Properties"]["VpcConfig"] == {
            "SecurityGroupIds": ["sg-1"],
            "SubnetIds": ["subnet-2"],
        }
        assert resources[FUNCTION]["DependsOn"] == [POLICY, ROLE]


class TestAUserReachesTheFunction:
    def test_it_is_a_function_of_the_cdk(self, tmp_path: Path) -> None:
        handler = webhook_in(cdk.App(outdir=str(tmp_path)))

        assert type(handler.function) is lambda_.Function
        assert isinstance(handler.function.node.default_child, lambda_.CfnFunction)
        assert handler.function.role is handler.role
        assert handler.function.log_group is handler.log_group

    def test_by_its_methods(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            function = handler.function
            function.add_environment("LEVEL", "debug")
            function.metric_errors().create_alarm(handler, "Alarm", threshold=1, evaluation_periods=1)
            function.add_alias("live")
            function.add_permission("Permission", principal=iam.ServicePrincipal("events.amazonaws.com"))
            cast("lambda_.CfnFunction", function.node.default_child).add_property_override("MemorySize", 512)
            cdk.CfnOutput(handler, "Name", value=function.function_name)

        resources = synthesized(tmp_path, add)

        function = resources[FUNCTION]["Properties"]
        assert (function["MemorySize"], function["Environment"]["Variables"]["LEVEL"]) == (512, "debug")
        (alarm,) = (each["Properties"] for each in resources.values() if each["Type"] == "AWS::CloudWatch::Alarm")
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": FUNCTION}}]
        (version,) = (name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Version")
        (alias,) = (each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Alias")
        assert alias["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}
        (permission,) = (each for each in resources.values() if each["Type"] == "AWS::Lambda::Permission")
        assert permission["Properties"]["FunctionName"] == {"Fn::GetAtt": [FUNCTION, "Arn"]}

    def test_another_handler_makes_another_version(self, tmp_path: Path) -> None:
        """What a version is made of holds the code, and not only what was given to the constructor."""

        def version(folder: Path, context: dict[str, object]) -> str:
            resources = synthesized(folder, lambda app: webhook_in(app).function.current_version, context)
            (name,) = (name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Version")
            return name

        salted = version(tmp_path / "salted", {"@aws-cdk/core:assetHashSalt": "other"})
        assert version(tmp_path / "plain", {}) != salted


class TestTheZip:
    def test_it_holds_the_modules_of_the_handler_that_everyone_may_read(self, tmp_path: Path) -> None:
        synthesized(tmp_path, webhook_in)

        (code,) = published(tmp_path)
        with zipfile.ZipFile(code) as archive:
            entries = archive.infolist()
            sources = {entry.filename: archive.read(entry) for entry in entries}
        modules = sorted((PACKAGE / "handler").glob("*.py"))
        assert [entry.filename for entry in entries] == [f"handler/{module.name}" for module in modules]
        assert sources == {f"handler/{module.name}": module.read_bytes() for module in modules}
        assert {stat.filemode(entry.external_attr >> 16) for entry in entries} == {"-rw-r--r--"}
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o755], ids=oct)
    def test_it_is_the_same_whatever_the_modes_times_and_neighbors_of_the_files(
        self, tmp_path: Path, mode: int
    ) -> None:
        shutil.copytree(PACKAGE, tmp_path / "webhook_constructs", ignore=shutil.ignore_patterns("__pycache__"))
        handler = tmp_path / "webhook_constructs" / "handler"
        for file in handler.glob("*.py"):
            file.chmod(mode)
            os.utime(file, (mode * 1000, mode * 1000))
        (handler / "__pycache__").mkdir()
        (handler / "__pycache__" / "index.pyc").write_bytes(b"compiled")
        (handler / ".DS_Store").write_bytes(b"desktop")

        synthesize = (
            "import os, sys; os.umask(0o077); import aws_cdk as cdk\n"
            "from webhook_constructs import CodeBuildWebhookHandler as Handler\n"
            "app = cdk.App(outdir=sys.argv[1]); Handler.of(cdk.Stack(app, 'Stack')); app.synth()\n"
        )
        subprocess.run(
            [sys.executable, "-c", synthesize, tmp_path / "out"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            cwd=tmp_path,
            check=True,
        )
        synthesized(tmp_path / "here", webhook_in)

        (there,), (here,) = published(tmp_path / "out"), published(tmp_path / "here")
        assert (there.name, there.read_bytes()) == (here.name, here.read_bytes())

    def test_a_salt_changes_its_name_and_not_its_bytes(self, tmp_path: Path) -> None:
        synthesized(tmp_path / "plain", webhook_in)
        synthesized(tmp_path / "salted", webhook_in, {"@aws-cdk/core:assetHashSalt": "other"})

        (plain,), (salted,) = published(tmp_path / "plain"), published(tmp_path / "salted")
        assert plain.name != salted.name
        assert plain.read_bytes() == salted.read_bytes()

    def test_a_second_synthesis_into_the_same_folder_finds_it_there(self, tmp_path: Path) -> None:
        synthesized(tmp_path, webhook_in)
        (first,) = published(tmp_path)
        written = first.stat()

        synthesized(tmp_path, webhook_in)

        assert [each.name for each in tmp_path.iterdir() if "asset." in each.name] == [first.name]
        assert first.stat().st_mtime_ns == written.st_mtime_ns


class TestWhereTheZipIsPublished:
    @pytest.mark.parametrize(
        ("synthesizer", "bucket", "prefix"),
        [
            pytest.param(cdk.DefaultStackSynthesizer, "cdk-hnb659fds-assets-", "", id="default"),
            pytest.param(
                lambda: cdk.DefaultStackSynthesizer(qualifier="other", bucket_prefix="code/"),
                "cdk-other-assets-",
                "code/",
                id="default-with-a-prefix",
            ),
            pytest.param(
                lambda: cdk.DefaultStackSynthesizer(file_assets_bucket_name="own"), "own", "", id="own-bucket"
            ),
            pytest.param(
                lambda: cdk.CliCredentialsStackSynthesizer(bucket_prefix="cli/"),
                "cdk-hnb659fds-assets-",
                "cli/",
                id="cli-credentials",
            ),
        ],
    )
    def test_by_the_synthesizer_of_the_stack(
        self,
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
        synthesizer: Callable[[], cdk.IStackSynthesizer],
        bucket: str,
        prefix: str,
    ) -> None:
        resources = synthesized(tmp_path, lambda app: webhook_in(app, synthesizer=synthesizer()))

        (code,) = published(tmp_path)
        placed = resources[FUNCTION]["Properties"]["Code"]
        name = placed["S3Bucket"]
        assert (name if isinstance(name, str) else name["Fn::Sub"]).startswith(bucket)
        assert placed["S3Key"] == f"{prefix}{code.name.removeprefix('asset.')}"
        assert capfd.readouterr().err == ""

    def test_by_the_synthesizer_of_the_app(self, tmp_path: Path) -> None:
        app = cdk.App(
            outdir=str(tmp_path), default_stack_synthesizer=cdk.DefaultStackSynthesizer(file_assets_bucket_name="own")
        )
        webhook_in(app)
        app.synth()

        template = json.loads((tmp_path / "Stack.template.json").read_text(encoding="utf-8"))
        assert template["Resources"][FUNCTION]["Properties"]["Code"]["S3Bucket"] == "own"

    def test_by_parameters_of_a_legacy_stack(self, tmp_path: Path) -> None:
        resources = synthesized(tmp_path, lambda app: webhook_in(app, synthesizer=cdk.LegacyStackSynthesizer()))

        code = resources[FUNCTION]["Properties"]["Code"]
        assert code["S3Bucket"]["Ref"].startswith("AssetParameters")
        assert "Fn::Join" in code["S3Key"]
        (asset,) = cx_api.CloudAssembly(str(tmp_path)).get_stack_by_name("Stack").assets
        assert (asset.packaging, (tmp_path / asset.path).exists()) == ("file", True)

    def test_a_stack_that_accepts_no_assets_is_named(self, tmp_path: Path) -> None:
        app = cdk.App(outdir=str(tmp_path))

        with pytest.raises(CodeBuildWebhookError, match=r"Stack/CodeBuildWebhookHandler .*BootstraplessSynthesizer$"):
            webhook_in(app, synthesizer=cdk.BootstraplessSynthesizer())

        stack = cast("cdk.Stack", app.node.find_child("Stack"))
        assert [child.node.id for child in stack.node.children] == ["WebhookProject"]

    def test_for_a_nested_stack_by_its_parent(self, tmp_path: Path) -> None:
        app = cdk.App(outdir=str(tmp_path))
        imported_webhook(cdk.NestedStack(cdk.Stack(app, "Stack"), "Nested"))
        app.synth()

        (code,) = published(tmp_path)
        assert code.parent == tmp_path
        assert sorted(file.name for file in tmp_path.glob("*.assets.json")) == ["Stack.assets.json"]

    def test_for_stages_once_in_the_outermost_folder(self, tmp_path: Path) -> None:
        app = cdk.App(outdir=str(tmp_path))
        outer = cdk.Stage(app, "Prod")
        for stage in (outer, cdk.Stage(outer, "Eu")):
            imported_webhook(cdk.Stack(stage, "Stack"))
        app.synth()

        first, second = published(tmp_path)
        assert first == second
        assert first.parent == tmp_path

    def test_the_tree_holds_nothing_that_was_made_on_the_way(self, tmp_path: Path) -> None:
        handler = webhook_in(cdk.App(outdir=str(tmp_path)))

        children = [child.node.id for child in handler.place.stack.node.children]
        assert children == ["WebhookProject", "CodeBuildWebhookHandler", "Webhook"]
        assert [child.node.id for child in handler.function.node.children] == ["Resource"]

    @pytest.mark.parametrize("disabled", [True, False], ids=["disabled", "enabled"])
    def test_whether_staging_is_disabled_or_not(self, tmp_path: Path, *, disabled: bool) -> None:
        context = {"aws:cdk:disable-asset-staging": disabled, "aws:cdk:bundling-stacks": []}

        resources = synthesized(tmp_path, webhook_in, context)

        (code,) = published(tmp_path)
        assert code.parent == tmp_path
        assert resources[FUNCTION]["Properties"]["Code"]["S3Key"] == code.name.removeprefix("asset.")

    def test_tools_find_it_in_the_metadata_if_the_app_wants_that(self, tmp_path: Path) -> None:
        assert "Metadata" not in synthesized(tmp_path / "plain", webhook_in)[FUNCTION]

        resources = synthesized(tmp_path / "tools", webhook_in, METADATA)

        (code,) = published(tmp_path / "tools")
        assert resources[FUNCTION]["Metadata"] == {
            "aws:asset:path": code.name,
            "aws:asset:is-bundled": False,
            "aws:asset:property": "Code",
        }
