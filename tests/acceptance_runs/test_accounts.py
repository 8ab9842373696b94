"""What a run on an account asks for before it makes anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.acceptance_runs.runs import RUN, run

AWS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "none"}
REPOSITORY = "https://github.com/octo/empty"


def test_on_an_account_it_says_what_it_would_make_and_makes_it_only_if_told_to(tmp_path: Path) -> None:
    """Nothing answers at this proxy: a call would fail."""
    command = [*RUN, "--aws", "--region", "eu-west-1", "--repository", REPOSITORY, "--record", tmp_path / "a.json"]

    done = run(command, **AWS, HTTPS_PROXY="http://127.0.0.1:9")

    assert done.returncode == 2
    assert done.stderr == "acceptance: nothing was made; give YES=1 (--yes) to make it in this account\n"
    plan = re.sub("[0-9a-f]{8}", "<run>", done.stdout)
    assert plan.startswith("The run makes, and deletes in the end, with names that begin with wc-accept-<run>-:\n")
    assert f"CodeBuild projects, at most 25 at a time, of {REPOSITORY}\n" in plan
    assert "It starts no build, so it takes no CodeBuild minutes." in plan


@pytest.mark.parametrize(
    ("options", "variables", "error"),
    [
        pytest.param(["--region", "eu-west-1"], AWS, "there is no repository: give REPOSITORY=", id="repository"),
        pytest.param(
            ["--repository", REPOSITORY, "--region", "eu-west-1"],
            dict.fromkeys(AWS, ""),
            "there are no credentials or no region: give PROFILE= and REGION=",
            id="credentials",
        ),
        pytest.param(
            ["--repository", REPOSITORY, "--region", "eu-west-1"],
            {**AWS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
            "AWS_ENDPOINT_URL is set, which leads elsewhere than to an account: unset it, or leave AWS=1 out\n",
            id="endpoint",
        ),
    ],
)
def test_what_an_account_needs_is_named(options: list[str | Path], variables: dict[str, str], error: str) -> None:
    done = run([*RUN, "--aws", *options], **variables)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"acceptance: {error}")
