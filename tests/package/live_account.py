"""A live account that the command of an environment judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.audit.conftest import ANYBODY, make_project
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from tests.package.environment import Environment


def assert_a_live_webhook_is_judged(environment: Environment) -> None:
    with LocalAws() as aws:
        make_project(aws, "api", [ANYBODY])
        address = {"AWS_ENDPOINT_URL": aws.endpoint_url, "NO_PROXY": "127.0.0.1"}

        audited = environment.run(
            "webhook-constructs", "audit", "--region", "us-east-1", "--fail-on", "warning", **address
        )

    assert (audited.returncode, audited.stderr) == (1, "")
    assert "000000000000/us-east-1/api: warning WH201" in audited.stdout
