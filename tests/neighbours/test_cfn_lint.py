"""cfn-lint finds nothing in what is synthesized but what the CDK writes by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

from tests.neighbours.apps import APPS, option_app, run_app

if TYPE_CHECKING:
    import aws_cdk as cdk

OF_THE_CDK = {
    "W3005": "the CDK has a function, and a pipeline, depend on the role whose ARN it names",
}


@pytest.fixture(scope="module")
def runner() -> Any:
    """cfn-lint with its rules, which take longer to read than a template to judge."""
    return Runner(ConfigMixIn(regions=["us-east-1"]))


def judged(runner: Any, text: str) -> list[str]:
    template, errors = decode_str(text)
    assert errors == []
    matches = runner.validate_template(template)
    return [f"{match.rule.id} {match.message}" for match in matches if match.rule.id not in OF_THE_CDK]


def found(runner: Any, app: cdk.App) -> dict[str, list[str]]:
    paths = Path(app.synth().directory).rglob("*.template.json")
    judgements = {path.name: judged(runner, path.read_text(encoding="utf-8")) for path in paths}
    assert judgements
    return {name: messages for name, messages in judgements.items() if messages}


@pytest.mark.parametrize("name", APPS)
def test_an_example_is_clean(name: str, runner: Any) -> None:
    assert found(runner, run_app(APPS[name])) == {}


def test_every_option_is_clean(runner: Any) -> None:
    assert found(runner, option_app()) == {}


def test_what_is_wrong_is_found(runner: Any) -> None:
    """The control: cfn-lint does look."""
    template = '{"Resources": {"Project": {"Type": "AWS::CodeBuild::Project", "Properties": {}}}}'

    assert {judgement.partition(" ")[0] for judgement in judged(runner, template)} == {"E3003"}
