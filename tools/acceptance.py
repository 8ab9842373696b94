"""Run the acceptance tests on an embedded AWS or on an account: `python -m tools.acceptance run`, `clean` or `page`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tests.acceptance.build_probes import MOST_BUILDS
from tests.acceptance.conftest import LIFELINE, RECORD
from tests.acceptance.embedded import embedded_aws, target_at
from tests.acceptance.git_host import GitHost, GitHostError
from tests.acceptance.leftovers import Leftovers
from tests.acceptance.names import PREFIX, Names
from tests.acceptance.redaction import Redaction
from tests.acceptance.target import VARIABLE, Target
from tools.acceptance_records import RecordError, fold

_ROOT = Path(__file__).resolve().parent.parent
_TOKEN = "ACCEPTANCE_GITHUB_TOKEN"  # noqa: S105 - the name of a variable
_INTERRUPTED = 130
_LEFT = "make acceptance-clean removes what may be left"

_PLAN = """\
The run makes, and deletes in the end, with names that begin with {prefix}-{run}-:
  - one bucket, and one role for projects, which may use {credential} and nothing else
  - CodeBuild projects, at most 25 at a time, of {repository}
  - one stack a test, each with a function, its role, policies and log group, and at most 20 secrets
  - hooks in the repository, at most 20 at a time
{builds} Lambda, S3 and Secrets Manager may cost a few cents.
"""

_BUILDS = f"It starts at most {MOST_BUILDS} builds and stops each at once: at most {MOST_BUILDS} CodeBuild minutes."
_NO_BUILDS = "It starts no build, so it takes no CodeBuild minutes."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests, remove what killed runs have left, or fold records into the page of assumptions."""
    parser = argparse.ArgumentParser(prog="python -m tools.acceptance", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the tests")
    clean = commands.add_parser("clean", help="remove what killed runs have left")
    page = commands.add_parser("page", help="fold records into docs/assumptions.md")
    for each in (run, clean):
        each.add_argument("--aws", action="store_true", help="an account, in place of an embedded AWS")
        each.add_argument("--profile", help="the profile of the account")
        each.add_argument("--region", help="the region of the account")
        each.add_argument("--repository", help="the address of a repository at github.com that gets the hooks")
        each.add_argument("--endpoint", help="an embedded AWS that runs already")
        each.add_argument("--account", default="000000000000", help="the account of that embedded AWS")
    run.add_argument("--connection", default="", help="the ARN of a connection that the projects use")
    run.add_argument("--enterprise", default="", help="the address of a repository of a GitHub Enterprise server")
    run.add_argument("--bitbucket", default="", help="the address of a repository at Bitbucket")
    run.add_argument("--gitlab", default="", help="the address of a repository at gitlab.com")
    run.add_argument("--organization", default="", help="an organization at GitHub")
    run.add_argument("--builds", action="store_true", help="start builds in an account, and stop them at once")
    run.add_argument("--yes", action="store_true", help="make what is announced, in an account")
    run.add_argument("--assumption", action="append", default=[], help="another answer of the embedded AWS")
    run.add_argument("--only", help="the tests whose names pytest finds with this (-k)")
    run.add_argument("--record", type=Path, default=Path("acceptance.json"), help="the file of the record")
    page.add_argument("records", nargs="+", type=Path, help="records of accounts")
    given = parser.parse_args(arguments)
    try:
        if given.command == "page":
            return _fold(given.records)
        with _target(given) as target:
            return _clean(target) if given.command == "clean" else _run(target, given)
    except (RecordError, _UsageError) as error:
        print(f"acceptance: {error}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError, GitHostError) as error:
        print(f"acceptance: {Redaction({}).text(str(error))}; {_LEFT}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"acceptance: interrupted; {_LEFT}", file=sys.stderr)
        return _INTERRUPTED


class _UsageError(Exception):
    """The command was not given what it needs."""


@contextmanager
def _target(given: argparse.Namespace) -> Iterator[Target]:
    if given.aws:
        yield _account(given)
    elif given.endpoint:
        yield target_at(given.endpoint, given.account, given.region or "us-east-1")
    else:
        region = ["--region", given.region] if given.region else []
        answers = [part for each in getattr(given, "assumption", []) for part in ("--assumption", each)]
        with embedded_aws("--account", given.account, *region, *answers) as target:
            yield target


def _account(given: argparse.Namespace) -> Target:
    if "AWS_ENDPOINT_URL" in os.environ:
        msg = "AWS_ENDPOINT_URL is set, which leads elsewhere than to an account: unset it, or leave AWS=1 out"
        raise _UsageError(msg)
    session = boto3.Session(profile_name=given.profile, region_name=given.region)
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        msg = "there are no credentials or no region: give PROFILE= and REGION="
        raise _UsageError(msg)
    if given.command == "run" and not given.repository:
        msg = "there is no repository: give REPOSITORY=https://github.com/<owner>/<name>, an empty one for these tests"
        raise _UsageError(msg)
    frozen = credentials.get_frozen_credentials()
    return Target(
        run=Names.of_a_new_run().run,
        region=session.region_name,
        access_key=frozen.access_key,
        secret_key=frozen.secret_key,
        session_token=frozen.token or "",
        repository=given.repository or "",
        connection=getattr(given, "connection", ""),
        **{name: getattr(given, name, "") for name in ("enterprise", "bitbucket", "gitlab", "organization")},
        builds=getattr(given, "builds", False),
        github_token=os.environ.get(_TOKEN, "") if given.repository else "",
    )


def _run(target: Target, given: argparse.Namespace) -> int:
    credential = "the connection" if target.connection else "nothing: CodeBuild takes its own credential of GitHub"
    builds = _BUILDS if target.builds else _NO_BUILDS
    names = {"prefix": PREFIX, "run": target.run, "repository": target.repository}
    print(_PLAN.format(credential=credential, builds=builds, **names))
    if target.is_account and not given.yes:
        print("acceptance: nothing was made; give YES=1 (--yes) to make it in this account", file=sys.stderr)
        return 2
    host = GitHost(target)
    if not host.is_readable:
        print(f"The hooks at GitHub are not looked at: set {_TOKEN} to a token that may.")
    before = set(host.hook_ids()) if host.is_readable else set()
    record = given.record.resolve()
    record.unlink(missing_ok=True)
    status, interrupted = _pytest(target, given.only, record)
    left = [str(each) for each in _delete(target, target.run)]
    if host.is_readable:
        left += [f"hook {each} in the repository" for each in sorted(set(host.hook_ids()) - before)]
    if left:
        print(f"acceptance: left behind: {', '.join(left)}; make acceptance-clean removes it", file=sys.stderr)
    else:
        print("Nothing is left.")
    if record.exists():
        _summarize(record)
    return _INTERRUPTED if interrupted else status or int(bool(left))


def _pytest(target: Target, only: str | None, record: Path) -> tuple[int, bool]:
    """Run the tests in a process group of their own, which ends with this process."""
    reader, writer = os.pipe()
    options = ["-v", "--tb=short", "--no-header", "-p", "no:cacheprovider", *(["-k", only] if only else [])]
    variables = {"PYTHONUNBUFFERED": "1", VARIABLE: target.to_json(), RECORD: str(record), LIFELINE: str(reader)}
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "tests/acceptance", *options],
        cwd=_ROOT,
        env={**os.environ, **variables},
        pass_fds=[reader],
        start_new_session=True,
    )
    os.close(reader)
    interruptions: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        interruptions.append(number)
        os.killpg(process.pid, signal.SIGINT)

    former = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        return process.wait(), bool(interruptions)
    finally:
        os.close(writer)
        for each, handler in former.items():
            signal.signal(each, handler)


def _clean(target: Target) -> int:
    left = _delete(target)
    if left:
        print(f"acceptance: left behind: {', '.join(map(str, left))}", file=sys.stderr)
        return 1
    print(f"Nothing is left that begins with {PREFIX}-.")
    return 0


def _delete(target: Target, run: str | None = None) -> list[object]:
    leftovers = Leftovers(target, run=run)
    found = leftovers.find()
    if found:
        print(f"Deleting {', '.join(map(str, found))}", flush=True)
    return list(leftovers.delete())


def _summarize(file: Path) -> None:
    record = json.loads(file.read_text(encoding="utf-8"))
    found = record["assumptions"]
    counts = Counter(each["result"] for each in found.values())
    print(f"{file}: {', '.join(f'{counts[each]} {each}' for each in ('holds', 'differs', 'not tried'))}")
    for name, each in found.items():
        if each["result"] == "differs":
            print(f"  differs: {name}: {each['answer']}")


def _fold(records: Sequence[Path]) -> int:
    for record in records:
        print(f"{fold(record)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
