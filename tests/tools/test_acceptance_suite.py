"""The suite itself: what lies between it and AWS, which names it touches, and what its record does not say."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from tests.acceptance.account import Account
from tests.acceptance.build_probes import BUILD_PROBES
from tests.acceptance.names import PREFIX, ForeignNameError, Names, is_ours, require_ours
from tests.acceptance.not_tried import REASONS, missing_configuration, not_tried
from tests.acceptance.record import Observation, Record, Result
from tests.acceptance.redaction import Redaction
from tests.acceptance.target import Target
from tests.acceptance.test_assumptions import PROBES

FOLDER = Path(__file__).parents[1] / "acceptance"
OBSERVED_ELSEWHERE = {"api-rates"}
NOTHING = Target(run="0" * 8, region="us-east-1", access_key="", secret_key="", repository="")


def test_nothing_but_boto3_the_cdk_cli_and_http_is_between_the_suite_and_aws() -> None:
    imported = {
        (file.name, name)
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [f"{node.module}.{each.name}" for each in node.names]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    of_the_package = {name for _, name in imported if name.startswith("webhook_constructs.")}
    assert {name for name in of_the_package if "testing" in name or "handler" in name or "cli" in name} == set()
    assert {name.partition(".")[0] for _, name in imported} & {"ministack", "moto", "unittest"} == set()


def test_every_assumption_is_tried_or_has_a_reason_why_not() -> None:
    tried = PROBES.keys() | OBSERVED_ELSEWHERE

    assert tried & REASONS.keys() == set()
    assert tried | REASONS.keys() == not_tried().keys()


@pytest.mark.parametrize(
    "name",
    [f"{PREFIX}-", f"{PREFIX}-0123abcd", f"{PREFIX}-0123abcd-", f"{PREFIX}ed-0123abcd-life", "ci", "", "*"],
)
def test_what_has_another_name_is_not_touched(name: str) -> None:
    assert not is_ours(name)
    with pytest.raises(ForeignNameError, match="is not of the suite, which touches only what begins with"):
        require_ours(name)
    with pytest.raises(ForeignNameError):
        Account(NOTHING).delete_project(name)


def test_every_name_of_a_run_is_ours_and_of_that_run_alone() -> None:
    one, other = Names.of_a_new_run(), Names.of_a_new_run()

    assert is_ours(one("life"))
    assert one("life") != other("life")


def test_what_needs_a_token_or_a_server_is_named_when_it_is_left_out() -> None:
    missing = {name: reason for name in PROBES if (reason := missing_configuration(name, NOTHING)) is not None}

    assert missing == {
        **dict.fromkeys(
            ["hook-outlives-project", "hook-outlives-source", "triggers-see-webhook", "webhook-outlives-update"],
            "no token was configured that lists and deletes the hooks of the repository",
        ),
        **dict.fromkeys(
            ["enterprise-returns-secret", "event-not-sent"],
            "no repository of a GitHub Enterprise server was configured",
        ),
        **dict.fromkeys(BUILD_PROBES, "it takes a build, and none was asked for"),
        "support": "no repository at gitlab.com was configured",
    }


SECRETS = {
    "account": "123456789012",
    "spaced account": "1234 5678 9012",
    "arn": "arn:aws:codeconnections:eu-west-1:123456789012:connection/0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
    "payload URL": "https://codebuild.eu-west-1.amazonaws.com/webhooks?t=eyJlbmNyeXB0ZWREYXRhIjoi&v=1",
    "bare payload URL": "codebuild.eu-west-1.amazonaws.com/webhooks?t=eyJlbmNyeXB0ZWREYXRhIjoiNE1vM1&v=1",
    "classic token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "fine-grained token": "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
    "GitLab token": "glpat-abcDEF123456",
    "access key": "AKIAIOSFODNN7EXAMPLE",
    "secret key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
    "webhook secret": "8f14e45fceea167a5a36dedd4bea2543aabbccdd",
    "UUID": "0f1e2d3c-aaaa-bbbb-cccc-1234567890ab",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize(
    "text", ["{}", "InvalidInputException: Failed for {} (Service: CodeBuild)", '{{"key": "{}"}}', "a={};b"]
)
def test_what_looks_confidential_is_in_no_text_of_a_record(secret: str, text: str) -> None:
    record = Record("AWS", "eu-west-1")
    record.observe("error-texts", Observation(Result.DIFFERS, text.format(secret)))
    record.tests[f"test_it[{secret}]"] = "failed"

    written = json.dumps(record.to_json({"error-texts": "", "fork-head": f"not because of {secret}"}))

    assert secret not in written
    assert secret[4:20] not in written


def test_what_the_run_knows_to_be_confidential_is_in_no_text_of_a_record_whatever_it_looks_like() -> None:
    record = Record("AWS", "eu-west-1")
    record.keep_confidential("horse battery staple")
    record.keep_confidential("acme/secret-product", instead="<repository>")
    record.keep_confidential(None, "")
    record.observe("error-texts", Observation.of("acme/secret-product has horse battery staple", holds=True))

    assert record.to_json({"error-texts": ""})["assumptions"] == {
        "error-texts": {"result": "holds", "answer": "<repository> has <secret>"}
    }


def test_what_is_not_confidential_stays_as_it_is() -> None:
    record = Record("AWS", "eu-west-1")
    texts = [file.read_text(encoding="utf-8") for file in FOLDER.glob("test_*.py")]
    record.tests.update({name: "failed" for text in texts for name in re.findall(r"def (test_\w+)", text)})
    record.tests.update({f"test_the_service_answers[{name}]": "skipped" for name in PROBES})
    assert len(record.tests) > len(PROBES)
    written = record.to_json(not_tried())

    assert Redaction({}).value(written) == written
    assert list(written["tests"]["not passed"]) == list(record.tests)


def test_what_differs_once_differs() -> None:
    record = Record("AWS", "eu-west-1")
    for holds in (True, False, True):
        record.observe("error-texts", Observation.of(str(holds), holds=holds))

    assert record.observations == {"error-texts": Observation(Result.DIFFERS, "False")}
