"""What is rendered of a stage is what its templates say, and rendering it changes none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import aws_cdk as cdk
import pytest

from tests.cdk import test_looking
from tests.cdk.double_builds.test_one_engine import SCENARIOS
from webhook_constructs.cdk.double_builds.annotations import StageWebhooks
from webhook_constructs.cdk.double_builds.rendered_templates import StageFragment
from webhook_constructs.template_files.search import read_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webhook_constructs.templates.template import Template

MEMBERS = {
    "AWS::CloudFormation::Stack": ("Parameters",),
    "AWS::CodeBuild::Project": ("Name", "Triggers"),
    "AWS::CodePipeline::Pipeline": ("Stages", "Triggers"),
    "Custom::CodeBuildWebhook": ("ProjectName", "Region", "Account", "SecretArn"),
}
LOOKED_AT = {make.__name__ for make in test_looking.SCENARIOS}  # test_looking_changes_no_template
LATER = {"pipeline_that_cannot_be_rendered"}  # at the validation


Look: TypeAlias = "Callable[[str], tuple[Path, list[StageFragment]]]"


def synthesized(make: Callable[[cdk.App], Any], folder: Path) -> None:
    app = cdk.App(outdir=str(folder), context={"aws:cdk:enable-path-metadata": True})
    make(app)
    app.synth()


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Synthesize a scenario, once; return its assembly, and what was rendered of its stages."""
    original = StageFragment.of

    @cache
    def look(name: str) -> tuple[Path, list[StageFragment]]:
        rendered: list[StageFragment] = []

        def of(*args: Any, **kwargs: Any) -> StageFragment:
            rendered.append(original(*args, **kwargs))
            return rendered[-1]

        folder = tmp_path_factory.mktemp("looked")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(StageFragment, "of", of)
            synthesized(SCENARIOS[name], folder)
        return folder, rendered

    return look


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.template.json")}


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in LOOKED_AT])
def test_no_byte_of_a_template_changes(name: str, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, _ = look(name)
    monkeypatch.setattr(StageWebhooks, "validate", lambda _self: [])
    synthesized(SCENARIOS[name], tmp_path)

    assert contents(looked) == contents(tmp_path)


def members(template: Template) -> dict[tuple[str, str], dict[str, Any]]:
    """What the engine reads of each resource, by its type and what names it: its path, or else its logical id."""
    found = {}
    for logical_id, resource in template.resources.items():
        kind = resource["Type"]
        if kind in MEMBERS:
            properties = resource.get("Properties", {})
            read = {name: properties[name] for name in MEMBERS[kind] if properties.get(name)}
            found[kind, logical_id] = read
    return found


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in LATER])
def test_what_is_rendered_is_in_the_templates(name: str, look: Look) -> None:
    folder, rendered = look(name)

    written = [read for file in read_templates([folder]).files for read in members(file.template).items()]
    for fragment in rendered:
        for template in fragment.templates:
            for (kind, made), read in members(template).items():
                is_path = made.startswith("/")
                its = [each for (its_kind, its_id), each in written if its_kind == kind and (is_path or made == its_id)]
                assert read in its
