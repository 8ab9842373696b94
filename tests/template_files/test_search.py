from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cli.conftest import template, webhook, write
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider
from webhook_constructs.cli.explain.answers import read_webhooks
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place
from webhook_constructs.templates.template_error import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    assert said.endswith("bad\\x1b.json:1:2: it is no JSON: expecting property name enclosed in double quotes\n")


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


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 9)
)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("t.json", "{", r"t.json:1:2: it is no JSON: expecting property name", id="half"),
        pytest.param("t.json", "", r"t.json:1:1: it is no JSON: expecting value", id="empty"),
        pytest.param("t.json", '{"Resources": {"A"', r"t.json:1:19: it is no JSON: expecting ':' delimiter", id="cut"),
        pytest.param("t.json", "[" * 100_000, "t.json: it is nested more than 200 levels deep", id="deep"),
        pytest.param("t.json", '{"Resources":' * 300 + "1" + "}" * 300, "nested more than 200 levels deep", id="300"),
        pytest.param("t.json", "1" * 5_000, "t.json: it is no JSON: Exceeds the limit", id="number"),
        pytest.param(
            "t.json",
            {"Outputs": {}},
            "t.json: it is no CloudFormation template: it has no Resources, and it has none of the other forms",
            id="n",
        ),
        pytest.param("t.json", [], "t.json: it is no CloudFormation template", id="list"),
        pytest.param("t.yaml", "Resources: [", "t.yaml:2:1: it is no YAML: did not find expected node", id="half-yaml"),
        pytest.param("t.yaml", "Resources: &r\n  A: *r\n", "t.yaml:2:6: the alias .r refers to what it is", id="self"),
        pytest.param("t.yaml", "Resources: *r\n", "t.yaml:1:12: the alias .r refers to nothing", id="no-anchor"),
        pytest.param("t.yaml", BOMB, "t.yaml:6:.*: its aliases repeat more than 250,000 values", id="bomb"),
        pytest.param("t.yml", "[" * 1_000_000, "t.yml:1:201: it is nested more than 200 levels deep", id="deep-flow"),
        pytest.param("t.yaml", "- " * 100_000, "nested more than 200 levels deep", id="deep-block"),
        pytest.param("t.yaml", "Resources:\n\tA: 1\n", "t.yaml:2:1: it is no YAML: YAML allows no tab there", id="tab"),
        pytest.param("t.yaml", "Pattern: *.md\n", r"t.yaml:1:11: it is no YAML: \* begins an alias: quote", id="star"),
        pytest.param("t.yaml", "Pattern: @x\n", "t.yaml:1:10: it is no YAML: @ begins nothing in YAML: quote", id="at"),
        pytest.param("t.yaml", "Resources: {}\n---\nA: 1\n", "t.yaml:2:1: another document begins here", id="two"),
        pytest.param("t.yaml", "Resources: {}\n---\n[", "t.yaml:2:1: another document begins here", id="two-broken"),
        pytest.param("t.yaml", "? [a]\n: 1\n", "t.yaml:1:3: a key is no text", id="key"),
        pytest.param("t.yaml", "a: \x01", "t.yaml: it is no YAML: control characters are not allowed", id="control"),
        pytest.param("t.yaml", "Resources: text\n", "it is no CloudFormation template", id="no-resources"),
        pytest.param("t.yaml", "", "it is no CloudFormation template", id="empty-yaml"),
        pytest.param("t.template", "Resources", "it is no CloudFormation template", id="text"),
    ],
)
def test_what_is_no_template_is_refused_by_name(tmp_path: Path, name: str, content: Any, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        read_webhooks(write(tmp_path / name, content))


NO_TEMPLATE = "it is no template in JSON or YAML"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("{}".encode("utf-32"), f"{NO_TEMPLATE}: it is in UTF-32: write it in UTF-8", id="utf-32"),
        pytest.param(b"\xffa", f"{NO_TEMPLATE}: it is not in UTF-8, at byte 1: write it in UTF-8", id="not-utf-8"),
        pytest.param(b"PK\x03\x04\0\0", f"{NO_TEMPLATE}: it is a binary file", id="binary"),
        pytest.param(b" " * (8 * 1024 * 1024 + 1), "it is bigger than 8 MB, and CloudFormation takes", id="big"),
    ],
)
def test_bytes_are_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "t.json").write_bytes(content)

    with pytest.raises(TemplateError, match=rf"t\.json: {says}"):
        read_webhooks(tmp_path / "t.json")


def test_what_does_not_exist_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"cdk\.out: it does not exist: synthesize the app first \(cdk synth\)"):
        read_webhooks(tmp_path / "cdk.out")


def test_a_folder_without_a_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="it holds no template"):
        read_webhooks(tmp_path)


def test_the_rest_is_read_where_a_file_cannot_be(tmp_path: Path) -> None:
    template(tmp_path / "a.json", Hook=webhook("api"))
    write(tmp_path / "b.json", '{"Resources": ')
    write(tmp_path / "half-of-something-else.json", '{"name": ')
    write(tmp_path / "node_modules" / "c.json", '{"Resources": ')
    write(tmp_path / ".cache" / "d.json", '{"Resources": ')
    found = read_templates([tmp_path, tmp_path / "a.json", tmp_path / "missing", tmp_path / "b.json"])

    assert [each.path.name for each in found.files] == ["a.json"]
    assert [Path(each.what).name for each in found.passed_over] == ["b.json", "half-of-something-else.json"]
    assert [Path(each.what).name for each in found.broken] == ["b.json"]
    assert [Path(each.what).name for each in found.unread] == ["missing", "b.json"]


def test_a_cloud_assembly_says_where_its_stacks_are_deployed(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    known = cdk.Stack(app, "Known", env=cdk.Environment(account="123456789012", region="eu-west-1"))
    add_webhook(known, "one")
    add_webhook(cdk.NestedStack(known, "Nested"), "nested")
    add_webhook(cdk.Stack(app, "Open", env=cdk.Environment(region="eu-west-1")), "two")
    app.synth()

    found = {each.path.name.partition(".")[0]: each.template.place for each in read_templates([tmp_path]).files}

    place = Place("123456789012", "eu-west-1")
    assert found.pop("Open") == Place(None, "eu-west-1")
    assert set(found.values()) == {place}
    assert len(found) == 2


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param({"artifacts": {"A": 1}}, id="artifact-is-a-number"),
        pytest.param({"artifacts": {"A": {"type": "aws:cloudformation:stack"}}}, id="no-file"),
        pytest.param({"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": None}}}, id="no-folder"),
        pytest.param({"artifacts": {"A": {"type": ["x"]}}}, id="type-is-a-list"),
    ],
)
def test_the_rest_of_an_assembly_is_read_where_an_artifact_is_none(tmp_path: Path, manifest: Any) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "B.template.json"}}
    template(tmp_path / "B.template.json", Hook=webhook("b"))
    write(tmp_path / "manifest.json", {"artifacts": manifest["artifacts"] | {"B": stack}})

    found = read_templates([tmp_path])

    assert [each.path.name for each in found.files] == ["B.template.json"]
    (unread,) = found.unread
    assert unread.why == (
        "it is no manifest of a cloud assembly, as its artifact 'A' shows: synthesize the app again (cdk synth)"
    )


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param([], id="list"),
        pytest.param({"name": "a web app"}, id="of-a-web-app"),
        pytest.param({"artifacts": []}, id="artifacts-are-a-list"),
    ],
)
def test_a_folder_with_the_manifest_of_something_else_is_read_as_a_folder(tmp_path: Path, manifest: Any) -> None:
    write(tmp_path / "manifest.json", manifest)
    template(tmp_path / "a.json", Hook=webhook("api"))

    assert names(tmp_path) == [("a.json", "api")]


def test_a_manifest_that_cannot_be_read_is_named_and_the_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path / "manifest.json", '{"artifacts": ')
    template(tmp_path / "a.json", Hook=webhook("api"))

    found = read_templates([tmp_path])

    assert [each.path.name for each in found.files] == ["a.json"]
    assert [Path(each.what).name for each in found.unread] == ["manifest.json"]


def test_a_stage_without_a_manifest_of_its_own_is_named(tmp_path: Path) -> None:
    write(tmp_path / "stage" / "manifest.json", {})
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}}
    write(tmp_path / "manifest.json", {"artifacts": {"S": stage}})

    (unread, nothing) = read_templates([tmp_path]).unread

    assert unread.what.endswith("stage/manifest.json")
    assert unread.why == "it is no manifest of a cloud assembly: synthesize the app again (cdk synth)"
    assert nothing.why.startswith("it holds no template")


def test_a_stack_is_read_where_its_metadata_cannot_be(tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}}
    place = {"environment": "aws://123456789012/eu-west-1", "additionalMetadataFile": "A.metadata.json"}
    template(tmp_path / "A.template.json", Hook=webhook("api"))
    write(tmp_path / "manifest.json", {"artifacts": {"A": stack | place}})

    found = read_templates([tmp_path])

    assert [each.template.place for each in found.files] == [Place("123456789012", "eu-west-1")]
    assert [Path(each.what).name for each in found.unread] == ["A.metadata.json"]


@pytest.mark.parametrize("first", [0, 1], ids=["file-first", "assembly-first"])
def test_what_an_assembly_says_of_a_file_holds_however_the_file_is_named(tmp_path: Path, first: int) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}}
    entry = {"type": "aws:cdk:acknowledged-rules", "data": {"webhook-constructs::WH201": "known ids"}}
    known = {"environment": "aws://123456789012/eu-west-1", "metadata": {"/Stack/Api": [entry]}}
    template(tmp_path / "cdk.out" / "A.template.json", Hook=webhook("api"))
    write(tmp_path / "cdk.out" / "manifest.json", {"artifacts": {"A": stack | known}})
    paths = [tmp_path / "cdk.out" / "A.template.json", Path("cdk.out")]

    (found,) = read_templates(paths if first == 0 else paths[::-1]).files

    assert found.template.place == Place("123456789012", "eu-west-1")
    assert [each.id for each in found.acknowledged] == ["WH201"]


def test_symlinks_that_lead_to_themselves_are_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    template(tmp_path / "B.template.json", Hook=webhook("b"))
    artifacts = {
        "A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "loop"}},
        "B": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "B.template.json"}},
        "S": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "loop"}},
    }
    write(tmp_path / "manifest.json", {"artifacts": artifacts})

    found = read_templates([tmp_path, tmp_path / "loop"])

    assert [each.path.name for each in found.files] == ["B.template.json"]
    assert {each.why for each in found.unread} == {"it cannot be read: Too many levels of symbolic links"}
    assert [Path(each.what).name for each in found.unread] == ["loop", "manifest.json"]


@contextlib.contextmanager
def deep(top: Path, name: str, levels: int) -> Iterator[None]:
    """Be in a folder in a folder in a folder; what removes the others of a test cannot remove so many."""
    os.chdir(top)
    for _ in range(levels):
        Path(name).mkdir()
        os.chdir(name)
    yield
    for _ in range(levels):
        os.chdir("..")
        Path(name).rmdir()


def test_folders_may_be_deep(tmp_path: Path) -> None:
    with deep(tmp_path, "d", 1_100):
        path = template(Path("a.json"), Hook=webhook("api"))
        found = names(tmp_path)
        path.unlink()

    assert found == [("a.json", "api")]


def test_a_folder_that_cannot_be_searched_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    template(tmp_path / "a.json", Hook=webhook("api"))
    with deep(tmp_path, "d" * 250, 20):  # more than the system takes as one path
        found = read_templates([tmp_path])

    assert [each.path.name for each in found.files] == ["a.json"]
    assert [each.why for each in found.broken] == ["it cannot be read: File name too long"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "Resources: {}".encode("utf-16-le")),
        ("a.json", b'{"AWSTemplateFormatVersion": '),
        ("a.json", '{"Resources": {'.encode("utf-16-be")),
        ("api.template", b"{"),
        ("api.template.yml", b"a: ["),
    ],
)
def test_a_broken_template_in_a_folder_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert [Path(each.what).name for each in read_templates([tmp_path]).broken] == [name]


def test_an_assembly_below_a_folder_is_read_as_its_manifest_says(tmp_path: Path) -> None:
    assembly = tmp_path / "app" / "cdk.out"
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://1/eu-west-1",
        "properties": {"templateFile": "S.template.json"},
    }
    write(assembly / "manifest.json", {"artifacts": {"S": stack}})
    template(assembly / "S.template.json", Api=webhook())
    template(assembly / "Left.template.json", Old=webhook("old"))
    template(tmp_path / "other.json", Web=webhook("web"))

    found = [(each.path.name, each.template.place) for each in read_templates([tmp_path]).files]
    assert sorted(found) == [("S.template.json", Place("1", "eu-west-1")), ("other.json", UNKNOWN_PLACE)]
