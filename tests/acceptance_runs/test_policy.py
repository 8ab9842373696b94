"""The policy of the guide is enough for a run, and opens nothing of others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.acceptance.embedded import embedded_aws
from tests.acceptance.target import VARIABLE, Target
from tests.docs.pages import ROOT, blocks

GUIDE = ROOT / "docs" / "guides" / "verify-on-your-account.md"


@pytest.fixture(scope="module")
def tester() -> Iterator[Target]:
    """A run of somebody who may do what the policy says."""
    with embedded_aws("--account", "111122223333", "--region", "eu-west-1") as target:
        iam = target.client("iam")
        iam.create_user(UserName="tester")
        (policy,) = blocks(GUIDE, "json")
        iam.put_user_policy(UserName="tester", PolicyName="acceptance", PolicyDocument=policy)
        key = iam.create_access_key(UserName="tester")["AccessKey"]
        yield replace(target, access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])


def test_the_policy_is_enough(tester: Target) -> None:
    selected = "read_back or manual or many or rotation or triggers or pushed-files or adopted or project_of_the_stack"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/acceptance", "-q", "-p", "no:cacheprovider", "-k", selected],
        cwd=ROOT,
        env={**os.environ, VARIABLE: tester.to_json()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_policy_opens_nothing_of_others(tester: Target) -> None:
    role = json.dumps({"Version": "2012-10-17", "Statement": []})
    calls: dict[tuple[str, str], dict[str, Any]] = {
        ("s3", "create_bucket"): {"Bucket": "of-others"},
        ("iam", "create_role"): {"RoleName": "of-others", "AssumeRolePolicyDocument": role},
        ("codebuild", "create_webhook"): {"projectName": "of-others"},
        ("secretsmanager", "get_secret_value"): {"SecretId": "of-others"},
    }

    refused = {}
    for (service, operation), arguments in calls.items():
        with pytest.raises(ClientError) as error:
            getattr(tester.client(service), operation)(**arguments)
        refused[operation] = error.value.response["Error"]["Code"].removesuffix("Exception")

    assert refused == dict.fromkeys((operation for _, operation in calls), "AccessDenied")
