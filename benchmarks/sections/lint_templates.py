"""What `webhook-constructs lint` costs.

The whole command, from the start of Python to its end, on templates of two hundred resources, including two projects
with a webhook of two groups, in JSON and in YAML, and on Terraform plans of the same. Every fourth webhook has
something to be found, so that lines are looked for. Beside it is what it takes to parse the same files and do nothing
else, in the same way: `json.loads`, and PyYAML with its parser in C. Templates with parameters have a branch with a
default and a stage of two in their patterns, and a group that one stage alone has: they are held against the same
templates with the values in their places. Then one template with more and more filter groups; the last column says what
one more group takes, from one size to the next.

cfn-lint and Checkov judge every resource of a file, and say nothing about filter groups; we judge webhooks and nothing
else. What they take says what a check in CI costs already, and not which is the better program. cfn-lint reads no
Terraform.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from benchmarks.figures import Budget, Row, Table, grown
from benchmarks.fresh_process import environment
from benchmarks.linted_files import project, template, template_with_parameters, terraform_plan
from benchmarks.other_linters import CHECKOV, cfn_lint_command, checkov_command
from benchmarks.rounds import in_turn, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Lint of templates"
_YAML_TEMPLATES = 20  # to write and parse more of them in YAML would take minutes
_GROUPS_OF_A_WEBHOOK = 2
_ROUNDS = 3
_PARSE = "parsing alone"
_VALUES = "values in their places"
_MOST = 2.0
_WITH_PEERS = 3  # files; more of them would take the peers minutes
_PARSERS: Final = {
    ".json": "import json, sys; [json.load(open(path)) for path in sys.argv[1:]]",
    ".yaml": "import sys, yaml; Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)\n"
    "[yaml.load(open(path), Loader) for path in sys.argv[1:]]",
}


def tables(effort: Effort) -> list[Table]:
    """Measure the command on many templates, on one of many groups, and beside other programs."""
    with tempfile.TemporaryDirectory() as name:
        folder, number = Path(name), effort.templates
        literal = _files(folder / "json", number, template)
        in_yaml = _files(folder / "yaml", min(number, _YAML_TEMPLATES), template, ".yaml")
        open_ones = _files(folder / "parameters", number, template_with_parameters)
        plans = _files(folder / "plans", number, terraform_plan)
        many = [
            _row(f"{number:,} templates in JSON, {_megabytes(literal)}", literal, effort),
            _row(f"{len(in_yaml):,} templates in YAML, {_megabytes(in_yaml)}", in_yaml, effort),
            _row(f"{number:,} Terraform plans, {_megabytes(plans)}", plans, effort),
        ]
        sizes = []
        for size in effort.groups:
            projects = {f"Project{each}": project(each, 0) for each in range(-(-size // _GROUPS_OF_A_WEBHOOK))}
            path = _written(folder / f"{size}.json", json.dumps({"Resources": projects}, indent=1))
            sizes.append((size, _row(f"{size:,} groups", [path], effort)))
        return [
            Table("Many files, seconds", many, "lint"),
            Table("Templates with parameters, seconds", [_with_parameters(open_ones, literal, effort)], "lint"),
            Table("One template of many filter groups, seconds", grown(sizes, 1e6, "us"), "lint", "one more group"),
            Table("Beside other programs, seconds", list(_beside_others(open_ones, in_yaml, plans, effort)), "lint"),
        ]


def _files(folder: Path, number: int, write: Callable[[int], dict[str, Any]], suffix: str = ".json") -> Sequence[Path]:
    folder.mkdir()
    dump: Callable[[Any], str] = yaml.safe_dump if suffix == ".yaml" else lambda body: json.dumps(body, indent=1)
    return [_written(folder / f"{each}{suffix}", dump(write(each))) for each in range(number)]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _megabytes(paths: Sequence[Path]) -> str:
    return f"{sum(path.stat().st_size for path in paths) / 1e6:.1f} MB"


def _row(what: str, paths: Sequence[Path], effort: Effort) -> Row:
    parse = [sys.executable, "-c", _PARSERS[paths[0].suffix], *map(str, paths)]
    taken = _taken({"ours": _lint(paths), _PARSE: parse}, min(effort.rounds, _ROUNDS))
    return Row(what, taken.pop("ours"), taken)


def _with_parameters(paths: Sequence[Path], literal: Sequence[Path], effort: Effort) -> Row:
    taken = _taken({"ours": _lint(paths), _VALUES: _lint(literal)}, min(effort.rounds, _ROUNDS))
    what = f"{len(paths):,} templates with parameters"
    budget = Budget(_MOST, f"lint of {what}", _VALUES, is_held=len(paths) >= _YAML_TEMPLATES)
    return Row(what, taken.pop("ours"), taken, budget, "each is judged as it is written, and once for each stage")


def _beside_others(
    in_json: Sequence[Path], in_yaml: Sequence[Path], plans: Sequence[Path], effort: Effort
) -> list[Row]:
    rows = []
    for kind, paths, framework in (
        ("templates in JSON", in_json, "cloudformation"),
        ("templates in YAML", in_yaml, "cloudformation"),
        ("Terraform plans", plans, "terraform_plan"),
    ):
        some = paths[:_WITH_PEERS]
        checkov = checkov_command(some, framework) if effort.has_guests else None
        others = {"cfn-lint": cfn_lint_command(some)} if framework == "cloudformation" else {}
        others |= {CHECKOV: checkov} if checkov else {}
        if others:
            taken = _taken({"ours": _lint(some), **others}, 1)
            rows.append(Row(f"{len(some)} {kind}", taken.pop("ours"), taken))
    return rows


def _lint(paths: Sequence[Path]) -> list[str]:
    return [sys.executable, "-m", "webhook_constructs.cli", "lint", *map(str, paths)]


def _taken(commands: Mapping[str, list[str]], rounds: int) -> dict[str, Any]:
    works = {name: lambda command=command: seconds(lambda: _run(command)) for name, command in commands.items()}
    return in_turn(works, rounds, "s")


def _run(command: list[str]) -> None:
    """Run a command; each of these programs ends with another code than 0 where it has found something."""
    done = subprocess.run(command, env=environment(), check=False, capture_output=True, text=True)
    if not done.stdout and done.returncode:
        raise RuntimeError(done.stderr)
