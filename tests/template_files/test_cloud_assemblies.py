"""Cloud assemblies that the CDK has written: each template in them is read, with what the assembly says of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3_assets as assets
from aws_cdk import pipelines

from tests.template_files.apps import FOR_MANY, NESTED, YAML, of_a_product_stack, open_project, product_stack
from webhook_constructs.cli import main
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.template_files.template_file import TemplateFile

ENV = cdk.Environment(account="111122223333", region="eu-west-1")
PLACE = Place("111122223333", "eu-west-1")


def synthesized(
    folder: Path, add: Callable[[cdk.Stack, Path], None], synthesizer: cdk.IStackSynthesizer | None = None
) -> Path:
    app = cdk.App(outdir=str(folder / "cdk.out"))
    add(cdk.Stack(app, "Platform", env=ENV, synthesizer=synthesizer), folder)
    app.synth()
    return folder / "cdk.out"


def with_webhooks(path: Path) -> list[TemplateFile]:
    """The templates with projects, in the order in which they are read."""
    found = read_templates([path])
    assert (found.unread, found.broken) == ((), ())
    return [each for each in found.files if "AWS::CodeBuild::Project" in json.dumps(each.body)]


def linted(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["lint", str(path), "--format", "json"])
    return [each["id"] for each in json.loads(capsys.readouterr().out)["findings"]]


@pytest.mark.parametrize("add", FOR_MANY.values(), ids=FOR_MANY)
def test_a_template_that_is_deployed_by_others_is_linted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], add: Callable[[cdk.Stack, Path], None]
) -> None:
    folder = synthesized(tmp_path, add)

    (found,) = with_webhooks(folder)

    assert linted(folder, capsys) == ["WH201"]
    assert (found.template.is_for_many, found.template.place, found.template.stack_name) == (True, UNKNOWN_PLACE, None)


@pytest.mark.parametrize("add", NESTED.values(), ids=NESTED)
def test_a_template_that_a_stack_nests_is_deployed_where_the_stack_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], add: Callable[[cdk.Stack, Path], None]
) -> None:
    folder = synthesized(tmp_path, add)

    (found,) = with_webhooks(folder)

    assert linted(folder, capsys) == ["WH201"]
    assert (found.template.is_for_many, found.template.place) == (False, PLACE)


def test_assets_of_the_legacy_synthesizer_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def add(stack: cdk.Stack, folder: Path) -> None:
        open_project(cdk.NestedStack(stack, "Nested"))
        (folder / "shared.yaml").write_text(YAML)
        assets.Asset(stack, "Shared", path=str(folder / "shared.yaml"))

    folder = synthesized(tmp_path, add, cdk.LegacyStackSynthesizer())

    assert linted(folder, capsys) == ["WH201", "WH201"]
    assert {each.path.suffix: each.template.is_for_many for each in with_webhooks(folder)} == {
        ".json": False,
        ".yaml": True,
    }


def test_assets_are_read_where_they_are_not_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = cdk.App(outdir=str(tmp_path / "cdk.out"), context={"aws:cdk:disable-asset-staging": True})
    FOR_MANY["product-in-yaml"](cdk.Stack(app, "Platform"), tmp_path)
    app.synth()

    assert linted(tmp_path / "cdk.out", capsys) == ["WH201"]


def test_a_stack_without_resources_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = synthesized(tmp_path, lambda _stack, _folder: None)

    assert main(["lint", str(folder)]) == 0
    assert capsys.readouterr() == ("0 webhooks: nothing found\n", "")


@pytest.fixture(scope="module")
def of_stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app with stages, one of them in another one, that all have a stack, a stack nested in it and a product."""
    folder = tmp_path_factory.mktemp("stages")
    app = cdk.App(outdir=str(folder / "cdk.out"))
    prod = cdk.Stage(app, "Prod", env=ENV)
    for scope in (app, prod, cdk.Stage(prod, "Inner"), cdk.Stage(app, "Dev")):
        stack = cdk.Stack(scope, "Ci", stack_name=None if scope is prod else "ci")
        open_project(cdk.NestedStack(cdk.NestedStack(stack, "Outer"), "Nested"))
        of_a_product_stack(stack, folder)
        open_project(stack)
    app.synth()
    return folder / "cdk.out"


def stages_of(found: list[TemplateFile], app: Path) -> dict[tuple[str, str], Any]:
    """What is known of each template, by its stage and the kind of its file."""
    assert {each.template.app for each in found} == {app.as_posix()}
    return {
        (each.template.stage, each.path.name.split(".", 1)[1]): (
            each.template.place,
            each.template.stack_name,
            each.template.is_for_many,
        )
        for each in found
    }


IN_STAGES = {
    (stage, kind): (UNKNOWN_PLACE if kind == "product.template.json" else place, name, kind == "product.template.json")
    for stage, place, stack_name in [
        ("", UNKNOWN_PLACE, "ci"),
        ("Prod", PLACE, "Prod-Ci"),
        ("Prod/Inner", PLACE, "ci"),
        ("Dev", UNKNOWN_PLACE, "ci"),
    ]
    for kind, name in [("template.json", stack_name), ("nested.template.json", None), ("product.template.json", None)]
}


def test_each_template_is_known_by_its_app_its_stage_and_its_place(of_stages: Path) -> None:
    assert stages_of(with_webhooks(of_stages), of_stages) == IN_STAGES


def test_an_assembly_that_was_copied_says_the_same(of_stages: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(of_stages, tmp_path / "artifacts" / "assembly")

    assert stages_of(with_webhooks(copied), copied) == IN_STAGES
    assert stages_of(with_webhooks(tmp_path), copied) == IN_STAGES


@pytest.mark.parametrize("stage", ["assembly-Prod", "assembly-Prod/assembly-Prod-Inner"])
def test_a_stage_that_is_named_alone_is_one_of_its_app(of_stages: Path, stage: str) -> None:
    found = stages_of(with_webhooks(of_stages / stage), of_stages)

    assert found == {key: known for key, known in IN_STAGES.items() if key in found}
    assert {key[0] for key in found} == ({"Prod", "Prod/Inner"} if stage == "assembly-Prod" else {"Prod/Inner"})


@pytest.mark.parametrize("folder", ["", "assembly-Prod", "assembly-Prod/assembly-Prod-Inner"])
def test_the_current_folder_can_be_an_assembly(of_stages: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(of_stages / folder)

    assert stages_of(with_webhooks(Path()), of_stages) == stages_of(with_webhooks(of_stages / folder), of_stages)


@pytest.mark.parametrize("first", ["", "assembly-Prod", "assembly-Prod/assembly-Prod-Inner/manifest.json"])
def test_an_app_is_one_however_its_parts_are_named(of_stages: Path, first: str) -> None:
    found = read_templates([of_stages / first, of_stages / "assembly-Prod", of_stages], skips_others=True).files

    assert stages_of([each for each in found if each.template.resources], of_stages) == IN_STAGES


def test_a_template_that_is_named_alone_is_a_template_by_itself(of_stages: Path) -> None:
    (path,) = of_stages.glob("assembly-Prod/*Ci*[0-9A-F].template.json")
    (found,) = read_templates([path]).files

    assert (found.template.app, found.template.stage, found.template.place) == ("", "", UNKNOWN_PLACE)
    assert found.template.file == path.as_posix()


def test_the_stages_of_a_pipeline_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    stack = cdk.Stack(app, "Pipeline", env=ENV)
    arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/1"
    source = pipelines.CodePipelineSource.connection("acme/infrastructure", "main", connection_arn=arn)
    pipeline = pipelines.CodePipeline(
        stack, "Pipeline", synth=pipelines.ShellStep("Synth", input=source, commands=["npx cdk synth"])
    )
    for name in ("Beta", "Prod"):
        stage = cdk.Stage(stack, name, env=ENV)
        open_project(product_stack(cdk.Stack(stage, "Platform")))
        pipeline.add_stage(stage)
    app.synth()

    products = [each.template for each in with_webhooks(tmp_path / "cdk.out") if "product" in each.path.name]
    assert [(each.stage, each.is_for_many) for each in products] == [("Pipeline/Beta", True), ("Pipeline/Prod", True)]
    assert linted(tmp_path / "cdk.out", capsys) == ["WH201", "WH201"]


def test_a_template_that_two_stacks_deploy_is_deployed_several_times(tmp_path: Path) -> None:
    (tmp_path / "nested.yaml").write_text(YAML)
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    for region in ("eu-west-1", "us-east-1"):
        stack = cdk.Stack(app, region, env=cdk.Environment(account=ENV.account, region=region))
        asset = assets.Asset(stack, "Nested", path=str(tmp_path / "nested.yaml"))
        cdk.CfnStack(stack, "Stack", template_url=asset.http_url)
    app.synth()

    (found,) = with_webhooks(tmp_path / "cdk.out")

    assert (found.template.is_for_many, found.template.place) == (True, UNKNOWN_PLACE)


def test_a_template_is_nested_where_a_copy_of_the_stack_is_in_one_place(tmp_path: Path) -> None:
    (tmp_path / "nested.yaml").write_text(YAML)
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    for name in ("One", "Two"):
        stack = cdk.Stack(app, name, env=ENV)
        asset = assets.Asset(stack, "Nested", path=str(tmp_path / "nested.yaml"))
        cdk.CfnStack(stack, "Stack", template_url=asset.http_url)
    app.synth()

    (found,) = with_webhooks(tmp_path / "cdk.out")

    assert (found.template.is_for_many, found.template.place) == (False, PLACE)
