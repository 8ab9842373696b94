"""One account for all tests: that of `ACCEPTANCE_TARGET`, or an embedded AWS in a process of its own."""

from __future__ import annotations

import itertools
import os
import re
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.acceptance.account import Account
from tests.acceptance.embedded import embedded_aws
from tests.acceptance.not_tried import not_tried
from tests.acceptance.record import Record
from tests.acceptance.redaction import Redaction
from tests.acceptance.stacks import Stacks
from tests.acceptance.target import VARIABLE, Target
from tests.extent import RUNS_ALL

RECORD = "ACCEPTANCE_RECORD"
"""The variable of the environment that names the file of the record."""

LIFELINE = "ACCEPTANCE_LIFELINE"
"""The variable of the environment that names the descriptor of a pipe, which is open while the run is wanted."""

MakeProject = Callable[..., str]
_LONG = {Path(__file__).with_name(name) for name in ("test_cdk_cli.py", "test_many.py")}
_counter = itertools.count(1)


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    given = Target.from_environment()
    if given is not None:
        yield given
        return
    with embedded_aws() as target:
        yield target


@pytest.fixture(scope="session")
def account(target: Target) -> Account:
    account = Account(target)
    try:
        account.wait_for_the_git_host()
    except (ClientError, TimeoutError) as error:
        pytest.exit(f"CodeBuild makes no webhook for the repository: {Redaction({}).text(str(error))}", returncode=1)
    return account


@pytest.fixture(scope="session")
def stacks(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Stacks:
    return Stacks(account, tmp_path_factory.mktemp("assemblies"))


@pytest.fixture
def what(request: pytest.FixtureRequest, stacks: Stacks) -> Iterator[str]:
    """The name of the one stack of a test, which is deleted at its end."""
    words = re.findall("[a-z0-9]+", request.node.originalname.removeprefix("test_"))
    what = "-".join([f"{next(_counter)}", *words])[:24].rstrip("-")
    yield what
    if stacks.status(stacks.account.names(what)) is not None:
        assert stacks.delete(what).status == "DELETE_COMPLETE"


@pytest.fixture
def make_project(account: Account) -> Iterator[MakeProject]:
    """Makes projects, which are deleted at the end of the test."""
    made: list[str] = []

    def make(source: Mapping[str, str] | None = None) -> str:
        made.append(account.make_project(f"project-{next(_counter)}", source))
        return made[-1]

    yield make
    for project in made:
        account.delete_project(project)


@pytest.fixture
def project(make_project: MakeProject) -> str:
    return make_project()


@pytest.fixture(scope="session")
def record(request: pytest.FixtureRequest, target: Target, account: Account) -> Record:
    found: Record = request.config.stash[_RECORD]
    found.backend, found.region = "AWS" if target.is_account else "embedded", target.region
    found.keep_confidential(account.id, instead="<account>")
    found.keep_confidential(target.github_token if target.is_account else "", instead="<token>")
    found.keep_confidential(account.host.repository, target.repository, instead="<repository>")
    found.keep_confidential(target.connection, instead="<connection>")
    found.keep_confidential(target.enterprise, instead="<repository>")
    found.keep_confidential(target.access_key, target.secret_key, target.session_token, instead="<key>")
    return found


_RECORD = pytest.StashKey[Record]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RECORD] = Record("", "")
    lifeline = os.environ.get(LIFELINE)
    if lifeline is not None:
        threading.Thread(target=_end_with, args=[int(lifeline)], daemon=True).start()


def _end_with(lifeline: int) -> None:
    """End, with every command that was started, when whoever started the run is gone: nothing is made any more."""
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless this is a run of its own, or all tests run."""
    left_out = [] if RUNS_ALL or VARIABLE in os.environ else [item for item in items if item.path in _LONG]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    ended = report.when == "call" or report.outcome != "passed"
    if ended and item.path.parent == Path(__file__).parent:
        item.config.stash[_RECORD].tests[item.name] = report.outcome
    return report


@pytest.fixture(scope="session", autouse=True)
def _write_record(record: Record) -> Iterator[None]:
    yield
    file = os.environ.get(RECORD)
    if file is not None:
        record.write(Path(file), not_tried())
