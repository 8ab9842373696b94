"""Start and end: what is taken, and that nothing is left behind."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from webhook_constructs.testing.local import DeploymentFailed, LocalAws, LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Callable

REPORTS = """
import os
def handler(event, context):
    names = sorted(name for name in os.environ if name in event["ResourceProperties"]["Names"])
    send(event, Data={"Names": ",".join(names), "Pid": str(os.getpid()), "Folder": os.getcwd()})
"""


def port_of(aws: LocalAws) -> int:
    return int(aws.endpoint_url.rpartition(":")[2])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def children() -> set[str]:
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def report(custom_resource: Callable[..., Any], names: list[str]) -> dict[str, Any]:
    template: dict[str, Any] = custom_resource(REPORTS, Names=names)
    template["Outputs"] = {name: {"Value": {"Fn::GetAtt": ["Thing", name]}} for name in ("Names", "Pid", "Folder")}
    return template


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the process table of Linux")
@pytest.mark.parametrize("ends", ["well", "with an exception"])
def test_nothing_is_left_behind(
    custom_resource: Callable[..., Any], ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # other tests run beside this one
    before = (dict(os.environ), children(), logging.root.handlers[:], logging.root.level)
    try:
        with LocalAws() as aws:
            port = port_of(aws)
            outputs = aws.deploy(report(custom_resource, []), "Demo").outputs
            assert Path("/proc", outputs["Pid"]).exists()
            assert Path(outputs["Folder"]).is_relative_to(tmp_path)
            assert Path(outputs["Folder"]).exists()
            assert is_open(port)
            if ends != "well":
                raise KeyError  # noqa: TRY301
    except KeyError:
        pass
    assert (dict(os.environ), children(), logging.root.handlers[:], logging.root.level) == before
    assert not Path("/proc", outputs["Pid"]).exists()
    assert not Path(outputs["Folder"]).exists()
    assert list(tmp_path.iterdir()) == []
    assert not is_open(port)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("local-aws")] == []


def test_a_later_one_starts_empty_on_the_same_port() -> None:
    with LocalAws() as first:
        first.client("codebuild").create_project(
            name="ci",
            source={"type": "NO_SOURCE"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole="arn:aws:iam::000000000000:role/build",
        )
        port = port_of(first)
    with LocalAws() as second:
        assert port_of(second) == port
        assert second.client("codebuild").list_projects()["projects"] == []


def test_two_at_a_time_are_refused() -> None:
    with LocalAws() as aws:
        with pytest.raises(LocalAwsError, match="an embedded AWS runs in this process already"), LocalAws():
            pass
        assert aws.client("sts").get_caller_identity()["Account"] == aws.account


def test_a_port_that_was_taken_in_the_meantime_is_refused() -> None:
    with LocalAws() as aws:
        port = port_of(aws)
    with socket.socket() as taker:
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taker.bind(("127.0.0.1", port))
        taker.listen()
        text = f"port {port} of 127.0.0.1 cannot be used .*: MiniStack keeps its first port"
        with pytest.raises(LocalAwsError, match=text), LocalAws():
            pass
    with LocalAws() as aws:
        assert port_of(aws) == port


def test_it_runs_on_the_port_that_was_asked_for_and_stays_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = run(f"""
from webhook_constructs.testing.local import LocalAws
for port in ({port}, None, {port}):
    with LocalAws(port=port) as aws:
        print(aws.endpoint_url)
LocalAws(port={port} - 1).__enter__()
""")
    assert done.stdout.splitlines() == [f"http://127.0.0.1:{port}"] * 3
    assert done.stderr.splitlines()[-1] == (
        "webhook_constructs.testing.local._errors.LocalAwsError: "
        f"this process has used port {port}, and MiniStack keeps it: start a new process for port {port - 1}"
    )


def test_the_variables_of_the_user_reach_neither_the_functions_nor_ministack(
    custom_resource: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {
        "AWS_PROFILE": "production",
        "AWS_CA_BUNDLE": "/no/such/file",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_REGION": "eu-west-1",
        "PERSIST_STATE": "1",
        "GATEWAY_PORT": "1",
        "USE_SSL": "1",
    }
    for name, value in theirs.items():
        monkeypatch.setenv(name, value)
    with LocalAws() as aws:
        names = [*theirs, "HOME"]
        seen = aws.deploy(report(custom_resource, names), "Demo").outputs["Names"].split(",")
        assert set(seen).isdisjoint({"AWS_PROFILE", "AWS_CA_BUNDLE", "PERSIST_STATE", "USE_SSL"})
        assert os.environ["AWS_ENDPOINT_URL"] == aws.endpoint_url
        assert os.environ.items() >= aws.environment.items()
    assert {name: os.environ[name] for name in theirs} == theirs


def test_the_environment_of_a_subprocess_leads_to_this_account_only() -> None:
    with LocalAws() as aws:
        assert aws.environment == {
            "AWS_ENDPOINT_URL": aws.endpoint_url,
            "AWS_ACCESS_KEY_ID": aws.account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": os.environ["NO_PROXY"],
            "no_proxy": os.environ["NO_PROXY"],
        }
        assert "127.0.0.1" in aws.environment["NO_PROXY"].split(",")


def test_clients_of_the_default_session_work_in_this_account_and_then_elsewhere_again() -> None:
    before = boto3.DEFAULT_SESSION
    with LocalAws() as aws:
        client = boto3.client("sts")
        assert client.get_caller_identity()["Account"] == aws.account
        client.close()
    assert boto3.DEFAULT_SESSION is before


def test_one_can_run_again_and_starts_empty_with_the_switches_it_had() -> None:
    aws = LocalAws()
    aws.codebuild.report_status = False
    for _ in range(2):
        with aws:
            aws.client("codebuild").batch_get_projects(names=["ci"])
        assert len(aws.codebuild.calls) == 1
        assert aws.codebuild.report_status is False


def test_the_end_waits_for_no_custom_resource(custom_resource: Callable[..., Any]) -> None:
    template = custom_resource("def handler(event, context):\n    pass\n", ServiceTimeout=600)
    failures: list[BaseException] = []

    def deploy() -> None:
        try:
            aws.deploy(template, "Demo")
        except BaseException as error:  # noqa: BLE001 - whatever it is, the thread must end
            failures.append(error)

    with LocalAws() as aws:
        aws.patience = None
        thread = threading.Thread(target=deploy)
        thread.start()
        while not aws.log_lines():
            time.sleep(0.02)
    thread.join()
    (failure,) = failures
    assert not isinstance(failure, DeploymentFailed)  # nobody has waited until it was too late for an answer
    assert [t.name for t in threading.enumerate() if t.name.startswith("local-aws")] == []


@pytest.mark.parametrize(
    "use",
    [
        lambda aws: aws.endpoint_url,
        lambda aws: aws.environment,
        lambda aws: aws.client("s3"),
        lambda aws: aws.deploy({}, "Demo"),
        lambda aws: aws.delete("Demo"),
        lambda aws: aws.stack_events("Demo"),
        lambda aws: aws.reset(),
    ],
    ids=["endpoint_url", "environment", "client", "deploy", "delete", "stack_events", "reset"],
)
def test_what_needs_it_running_says_so(use: Callable[[LocalAws], Any]) -> None:
    with pytest.raises(LocalAwsError, match="the embedded AWS does not run: use it inside of its with block"):
        use(LocalAws())


def test_reset_sets_an_assumption_back_to_the_answer_given_at_the_start() -> None:
    with LocalAws(assumptions={"omitted-on-update": "clear"}) as aws:
        aws.assumptions["omitted-on-update"] = "keep"
        aws.assumptions["unknown-event"] = "accept"
        aws.reset()

        assert aws.codebuild.omitted_on_update == "clear"
        assert aws.assumptions["unknown-event"] == "reject"


def test_reset_empties_the_account_and_sets_every_switch_back() -> None:
    fresh = LocalAws()
    with LocalAws() as aws:
        aws.codebuild.omitted_on_update = "clear"
        aws.codebuild.status_sequence = ["CREATING"]
        aws.patience = None
        aws.codebuild.fail_next("BatchGetProjects", "ThrottlingException", "slow down")
        aws.client("s3").create_bucket(Bucket="a-bucket")
        aws.reset()
        assert vars(aws.codebuild) == vars(fresh.codebuild) | {
            name: value for name, value in vars(aws.codebuild).items() if name.startswith("_")
        }
        assert aws.patience == 10.0
        assert aws.client("s3").list_buckets()["Buckets"] == []
        aws.client("codebuild").batch_get_projects(names=["ci"])


def test_a_missing_private_name_is_named_with_the_version_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalAws():
        pass
    environment = dict(os.environ)
    monkeypatch.delattr("ministack.core.iam_evaluator.enforce")
    text = r"ministack [\d.]+ lacks core\.iam_evaluator\.enforce: the embedded AWS is made for ministack==1\.5\.33"
    with pytest.raises(LocalAwsError, match=text), LocalAws():
        pass
    assert dict(os.environ) == environment
    monkeypatch.undo()
    with LocalAws():
        pass


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_a_fresh_process_stays_silent_with_its_root_logger_and_recursion_limit_as_they_were() -> None:
    done = run("""
import json, logging, sys
sys.setrecursionlimit(1234)
from webhook_constructs.testing.local import LocalAws
with LocalAws() as aws:
    aws.client("s3").create_bucket(Bucket="a-bucket")
    inside = [len(logging.root.handlers), logging.root.level]
after = [len(logging.root.handlers), logging.root.level, logging.getLogger("s3").propagate]
print(json.dumps([inside, after, sys.getrecursionlimit()]))
""")
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[0, logging.WARNING], [0, logging.WARNING, True], 1234]


def test_verbose_shows_what_ministack_logs() -> None:
    done = run("""
from webhook_constructs.testing.local import LocalAws
with LocalAws(verbose=True) as aws:
    aws.client("codebuild").create_project(
        name="ci", source={"type": "NO_SOURCE"}, artifacts={"type": "NO_ARTIFACTS"}, serviceRole="a-role",
        environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"})
""")
    assert re.search(r"INFO \[codebuild\] CreateProject: ci", done.stderr)


def test_a_ministack_that_something_else_imported_is_refused() -> None:
    done = run("import ministack.app; from webhook_constructs.testing.local import LocalAws; LocalAws().__enter__()")
    assert "LocalAwsError: something in this process imported ministack before" in done.stderr


def test_a_missing_extra_is_named_with_the_command_that_installs_it() -> None:
    done = run("""
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "ministack" else find(name)
import webhook_constructs.testing.local
""")
    assert done.stderr.splitlines()[-1] == (
        "ImportError: webhook_constructs.testing.local needs ministack: pip install 'webhook-constructs[local]'"
    )


def test_threads_may_call_at_the_same_time(custom_resource: Callable[..., Any]) -> None:
    with LocalAws() as aws:
        client = aws.client("codebuild")

        def work(number: int) -> None:
            name = f"ci-{number}"
            client.create_project(
                name=name,
                source={"type": "GITHUB", "location": f"https://github.com/octo/{name}"},
                artifacts={"type": "NO_ARTIFACTS"},
                environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"},
                serviceRole="arn:aws:iam::000000000000:role/build",
            )
            client.create_webhook(projectName=name)
            aws.deploy(custom_resource("def handler(event, context):\n    send(event)\n"), f"Demo{number}")

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(aws.codebuild.hooks_at_host) == 4
        assert len(aws.lambda_events) == 4
