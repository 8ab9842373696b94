"""What AWS does where it is not documented: each test notes in the record whether an assumption holds.

That an assumption does not hold is a finding, and no failure.
"""

from __future__ import annotations

import pytest

from tests.acceptance.account import Account
from tests.acceptance.build_probes import BUILD_PROBES
from tests.acceptance.conftest import MakeProject
from tests.acceptance.delivery_probes import DELIVERY_PROBES
from tests.acceptance.function_probes import FUNCTION_PROBES
from tests.acceptance.not_tried import missing_configuration
from tests.acceptance.probes import Probe, Probed
from tests.acceptance.record import Observation, Record
from tests.acceptance.stack_probes import STACK_PROBES
from tests.acceptance.stacks import Stacks
from tests.acceptance.webhook_probes import WEBHOOK_PROBES

PROBES = {**WEBHOOK_PROBES, **STACK_PROBES, **FUNCTION_PROBES, **DELIVERY_PROBES, **BUILD_PROBES}


@pytest.mark.parametrize(("assumption", "probe"), PROBES.items(), ids=list(PROBES))
def test_the_service_answers(  # noqa: PLR0913, PLR0917 - the fixtures
    account: Account,
    stacks: Stacks,
    record: Record,
    make_project: MakeProject,
    what: str,
    assumption: str,
    probe: Probe,
) -> None:
    missing = missing_configuration(assumption, account.target)
    if missing is not None:
        record.observe(assumption, Observation.not_tried(missing))
        pytest.skip(missing)
    record.observe(assumption, Observation.not_tried("the probe failed"))

    record.observe(assumption, probe(Probed(account, stacks, record, what, make_project)))
