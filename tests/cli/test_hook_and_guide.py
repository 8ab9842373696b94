"""The hook of pre-commit, and what the guide for CI shows: each is run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli.conftest import OPEN, template, webhook, write

if TYPE_CHECKING:
    from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "lint-in-ci.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def hook() -> Any:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return found


def test_the_hook_runs_lint_on_the_files_that_it_is_given(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "a.template.json", Api=webhook())
    template(tmp_path / "b.template.json", Web=webhook("web"))
    _, *arguments = shlex.split(hook()["entry"])

    assert command(*arguments, "a.template.json", "b.template.json") == "2 webhooks: nothing found\n"


def test_the_hook_passes_over_what_is_no_template(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "api.template", Api=webhook())
    write(tmp_path / "parameters.json", "[]")
    write(tmp_path / "deployment.yaml", "name: {{ .Values.name }}")
    _, *arguments = shlex.split(hook()["entry"])

    given = ("api.template", "parameters.json", "deployment.yaml")
    assert command(*arguments, *given) == "1 webhook: nothing found\n"
    assert command.run("lint", *given)[0] == 2


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("templates/api.yaml", True),
        ("infra/cfn/api.yml", True),
        ("template.yaml", True),
        ("api.template.json", True),
        ("cloudformation/api.template", True),
        ("templates/page.html", False),
        ("package.json", False),
        ("mytemplates/x.yaml", False),
        (".github/workflows/ci.yaml", False),
    ],
)
def test_the_hook_takes_what_looks_like_a_template(path: str, *, taken: bool) -> None:
    assert bool(re.search(hook()["files"], path)) is taken


def test_the_guide_names_the_hook_and_the_version_of_the_package() -> None:
    (configuration,) = (each for each in map(yaml.safe_load, blocks("yaml")) if "repos" in each)
    (repository,) = configuration["repos"]

    assert [each["id"] for each in repository["hooks"]] == [hook()["id"]]
    assert f'version = "{repository["rev"].removeprefix("v")}"' in (ROOT / "pyproject.toml").read_text()


def test_the_steps_of_the_guide_run(command: Command, tmp_path: Path) -> None:
    for folder in ("templates", "cdk.out"):
        template(tmp_path / folder / "a.template.json", Api=webhook(groups=[OPEN]))
    written = re.findall(r"- run: webhook-constructs ([^>\n]*)", GUIDE)

    ran = [command.run(*shlex.split(each)) for each in written]

    assert [(code, err) for code, _, err in ran] == [(0, ""), (0, ""), (0, "")]
    assert ran[0][1].startswith("::warning file=templates/a.template.json,line=1,")
    assert '"ruleId": "WH201"' in ran[1][1]
    assert ran[2][1].startswith("### CodeBuild webhooks\n\n1 webhook: 1 warning.\n\n")


def test_the_configuration_of_the_guide_leaves_a_finding_out(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", *blocks("toml"))
    inside, outside = (
        {**webhook(name, groups=[OPEN]), "Metadata": {"aws:cdk:path": f"Prod/{name}/Ci/Resource"}}
        for name in ("Api", "Web")
    )
    template(tmp_path / "t.json", Api=inside, Web=outside)

    code, out, _ = command.run("lint", "t.json")

    assert code == 1
    assert "  Prod/Web/Ci: filter_groups[0][1]\n" in out
    assert out.endswith("2 webhooks: 1 warning; 1 finding left out with a reason\n")


def test_the_metadata_of_the_guide_leaves_a_finding_out(command: Command, tmp_path: Path) -> None:
    (metadata,) = (each for each in map(yaml.safe_load, blocks("yaml")) if "Metadata" in each)
    template(tmp_path / "t.json", Api={**webhook(groups=[OPEN]), **metadata})

    assert command("lint", "t.json").endswith("nothing found; 1 finding left out with a reason\n")
