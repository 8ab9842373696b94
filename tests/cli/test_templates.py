from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cli.conftest import template, webhook, write
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider
from webhook_constructs.cli.templates import TemplateError, read_webhooks

if TYPE_CHECKING:
    from constructs import Construct


def names(path: Path) -> list[tuple[str, str | None]]:
    return [(placed.template.name, placed.webhook.project) for placed in read_webhooks(path)]


def add_webhook(scope: Construct, name: str) -> None:
    project = codebuild.Project.from_project_name(scope, f"Project{name}", name)
    groups = [FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")]
    CodeBuildWebhook(
        scope, f"Webhook{name}", project=project, source_provider=SourceProvider.GITHUB, filter_groups=groups
    )


def test_a_template_is_read(tmp_path: Path) -> None:
    path = template(tmp_path / "any.json", Hook=webhook("api"), Other={"Type": "AWS::SNS::Topic"})

    assert names(path) == [("any.json", "api")]


def test_an_assembly_is_read_with_its_stages_and_nested_stacks_and_without_left_overs(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "One")
    add_webhook(stack, "one")
    add_webhook(cdk.NestedStack(stack, "Nested"), "nested")
    stage = cdk.Stage(app, "Prod")
    add_webhook(cdk.Stack(stage, "Two"), "two")
    app.synth()
    template(tmp_path / "Old.template.json", Hook=webhook("old"))

    found = names(tmp_path)

    assert sorted(str(name) for _, name in found) == ["nested", "one", "two"]


def test_a_folder_without_a_manifest_is_searched_for_templates(tmp_path: Path) -> None:
    template(tmp_path / "a" / "one.json", Hook=webhook("one"))
    template(tmp_path / "two.template.json", Hook=webhook("two"))
    write(tmp_path / "package.json", {"name": "x"})

    assert names(tmp_path) == [("one.json", "one"), ("two.template.json", "two")]


def test_what_a_folder_holds_besides_templates_does_not_end_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template(tmp_path / "one.json", Hook=webhook("one"))
    write(tmp_path / "bad\x1b.json", "{")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "dangling.json").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.json")

    assert names(tmp_path) == [("one.json", "one")]
    said = capsys.readouterr().err
    assert said.startswith("webhook-constructs: not looked at: ")
    assert said.endswith(
        "bad\\x1b.json is no JSON at line 1, column 2: name a template in JSON (cdk synth writes it to cdk.out)\n"
    )


def test_a_template_may_come_from_a_pipe() -> None:
    body = json.dumps({"Resources": {"Hook": webhook("api")}}).encode()
    reading, writing = os.pipe()
    os.write(writing, body)
    os.close(writing)

    assert [placed.webhook.project for placed in read_webhooks(Path(f"/dev/fd/{reading}"))] == ["api"]
    os.close(reading)


def test_a_byte_order_mark_is_no_part_of_a_template(tmp_path: Path) -> None:
    body = json.dumps({"Resources": {"Hook": webhook("api")}})
    (tmp_path / "t.json").write_text(body, encoding="utf-8-sig")

    assert names(tmp_path / "t.json") == [("t.json", "api")]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("a" * 300, "cannot be read: File name too long", id="too-long"),
        pytest.param("a\0b", "cannot be read: its name holds a NUL", id="nul"),
    ],
)
def test_names_that_no_file_can_have_are_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        read_webhooks(tmp_path / name)
    for artifact in (
        {"type": "aws:cloudformation:stack", "properties": {"templateFile": name}},
        {"type": "cdk:asset-manifest", "properties": {"file": name}},
        {"type": "cdk:cloud-assembly", "properties": {"directoryName": name}},
    ):
        write(tmp_path / "manifest.json", {"artifacts": {"A": artifact}})
        with pytest.raises(TemplateError, match=says):
            read_webhooks(tmp_path)


def test_assets_that_are_made_by_a_command_are_no_templates(tmp_path: Path) -> None:
    template(tmp_path / "A.template.json", Hook=webhook("api"))
    files = {"1": {"source": {"executable": ["make"], "packaging": "zip"}}, "2": {}}
    write(tmp_path / "A.assets.json", {"files": files})
    artifacts = {
        "A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}},
        "A.assets": {"type": "cdk:asset-manifest", "properties": {"file": "A.assets.json"}},
    }
    write(tmp_path / "manifest.json", {"artifacts": artifacts})

    assert names(tmp_path) == [("A.template.json", "api")]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("t.json", "{", "t.json is no JSON at line 1, column 2: name a template in JSON", id="half"),
        pytest.param("t.yaml", "Resources:\n  A: 1\n", "is no JSON at line 1, column 1", id="yaml"),
        pytest.param("t.json", "[" * 100_000, "t.json is no JSON: name a template in JSON", id="deep"),
        pytest.param("t.json", {"Outputs": {}}, "t.json is no CloudFormation template: it has no Resources", id="none"),
        pytest.param("t.json", [], "t.json is no CloudFormation template", id="list"),
    ],
)
def test_what_is_no_template_is_refused_by_name(tmp_path: Path, name: str, content: Any, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        read_webhooks(write(tmp_path / name, content))


def test_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(TemplateError, match=r"t\.json is no text in UTF-8"):
        read_webhooks(tmp_path / "t.json")


def test_what_does_not_exist_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"cdk\.out does not exist: synthesise the app first \(cdk synth\)"):
        read_webhooks(tmp_path / "cdk.out")


def test_a_folder_without_a_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="holds no template"):
        read_webhooks(tmp_path)


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param([], id="list"),
        pytest.param({"artifacts": []}, id="artifacts-are-a-list"),
        pytest.param({"artifacts": {"A": 1}}, id="artifact-is-a-number"),
        pytest.param({"artifacts": {"A": {"type": "aws:cloudformation:stack"}}}, id="no-file"),
        pytest.param({"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": None}}}, id="no-folder"),
    ],
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, manifest: Any) -> None:
    write(tmp_path / "manifest.json", manifest)

    with pytest.raises(TemplateError, match=r"manifest\.json is no manifest of a cloud assembly"):
        read_webhooks(tmp_path)


def test_an_assembly_without_a_stack_holds_no_template(tmp_path: Path) -> None:
    write(tmp_path / "manifest.json", {"artifacts": {"Tree": {"type": "cdk:tree"}}})

    with pytest.raises(TemplateError, match="holds no template"):
        read_webhooks(tmp_path)


def test_a_template_that_an_assembly_lacks_is_refused(tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}}
    write(tmp_path / "manifest.json", {"artifacts": {"A": stack}})

    with pytest.raises(TemplateError, match=r"A\.template\.json cannot be read: No such file or directory"):
        read_webhooks(tmp_path)


@pytest.mark.parametrize(
    "assets",
    [
        pytest.param([], id="list"),
        pytest.param({"files": []}, id="files-are-a-list"),
        pytest.param({"files": {"1": {"source": 1}}}, id="source-is-a-number"),
    ],
)
def test_a_manifest_of_assets_that_is_none_is_refused(tmp_path: Path, assets: Any) -> None:
    write(tmp_path / "A.assets.json", assets)
    artifact = {"type": "cdk:asset-manifest", "properties": {"file": "A.assets.json"}}
    write(tmp_path / "manifest.json", {"artifacts": {"A": artifact}})

    with pytest.raises(TemplateError, match=r"A\.assets\.json is no manifest of assets"):
        read_webhooks(tmp_path)


def test_an_assembly_that_holds_itself_ends(tmp_path: Path) -> None:
    template(tmp_path / "A.template.json", Hook=webhook("api"))
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}}
    itself = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
    write(tmp_path / "manifest.json", {"artifacts": {"A": stack, "B": itself, "C": stack}})

    assert names(tmp_path) == [("A.template.json", "api")]
