"""The command and the constructs where the metadata of the package cannot be read, as in copied source."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest

from tests.cli.conftest import OPEN, template, webhook
from webhook_constructs.version import package_version

PACKAGE = Path(__file__).parents[1] / "webhook_constructs"
METADATA = {
    "none": None,
    "empty": {},
    "without-version": {"METADATA": b"Metadata-Version: 2.1\nName: webhook-constructs\n"},
    "no-text": {"METADATA": b"\xff\xfe\x00"},
}


@pytest.fixture(params=METADATA)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the source, which Python finds before the installed package, with metadata that says no version."""
    folder = tmp_path / "source"
    shutil.copytree(PACKAGE, folder / "webhook_constructs", ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in (METADATA[request.param] or {}).items():
        (folder / "webhook_constructs-0.dist-info").mkdir(exist_ok=True)
        (folder / "webhook_constructs-0.dist-info" / name).write_bytes(content)
    if METADATA[request.param] == {}:
        (folder / "webhook_constructs-0.dist-info").mkdir()
    return folder


def run(source: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    hidden = (
        "import importlib.metadata as m, sys\n"
        "find = m.MetadataPathFinder.find_distributions\n"
        "ours = lambda given: m.DistributionFinder.Context(name=given.name, path=[sys.argv[1]])\n"
        "context = lambda given: ours(given) if given.name == 'webhook-constructs' else given\n"
        "m.MetadataPathFinder.find_distributions = classmethod(lambda cls, given: find(context(given)))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", hidden + script, str(source), *arguments],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


RUN = "from webhook_constructs.cli import main\nsys.exit(main(sys.argv[2:]))"


def test_the_version_is_unknown(source: Path) -> None:
    done = run(source, RUN, "--version")

    assert (done.returncode, done.stdout, done.stderr) == (0, "webhook-constructs, version unknown\n", "")


def test_sarif_has_an_unknown_version(source: Path, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))

    done = run(source, RUN, "lint", str(path), "--format", "sarif")

    driver = json.loads(done.stdout)["runs"][0]["tool"]["driver"]
    assert (done.returncode, done.stderr, driver["version"]) == (0, "", "unknown")


def test_a_crash_ends_with_70(source: Path) -> None:
    done = run(source, f"sys.modules['webhook_constructs.cli.commands'] = None\n{RUN}", "rules")

    *_, last = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (70, "")
    assert last.startswith("This is a bug in webhook-constructs unknown on Python ")


PLUGIN = """
import json
import aws_cdk as cdk
from webhook_constructs import WebhookValidationPlugin
app = cdk.App(outdir=sys.argv[2])
cdk.Validations.of(app).add_plugins(WebhookValidationPlugin())
project = cdk.CfnResource(cdk.Stack(app, "Stack"), "Project", type="AWS::CodeBuild::Project", properties={
    "Source": {"Type": "GITHUB", "Location": "https://github.com/acme/api"},
    "Triggers": {"Webhook": True, "FilterGroups": [[
        {"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}
    ]]},
})
app.synth()
print(WebhookValidationPlugin().version)
"""


@pytest.mark.skipif(not hasattr(cdk, "IPolicyValidationPlugin"), reason="needs aws-cdk-lib 2.257")
def test_the_validation_plugin_has_an_unknown_version_and_judges(source: Path, tmp_path: Path) -> None:
    done = run(source, PLUGIN, str(tmp_path / "cdk.out"))

    assert done.stdout.splitlines()[-1:] == ["unknown"], done.stderr
    report = json.loads((tmp_path / "cdk.out" / "validation-report.json").read_text())
    assert [each["ruleName"] for each in report["pluginReports"][0]["violations"]] == ["WH201"]


def test_the_version_of_an_installed_package_is_known() -> None:
    assert package_version().startswith("0.")
