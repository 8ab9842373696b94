"""The code of the handler's function has the same bytes on every machine, and goes where the stack publishes assets."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
import pytest
from aws_cdk import cx_api

import webhook_constructs
from tests.cdk.apps import imported_webhook
from tests.cdk.handler_apps import FUNCTION, published, synthesized, webhook_in
from webhook_constructs import CodeBuildWebhookError

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(webhook_constructs.__file__).parent
METADATA = {"aws:cdk:enable-asset-metadata": True}


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
        assert [child.node.id for child in handler.function.node.children] == ["Resource", "EventInvokeConfig"]

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
