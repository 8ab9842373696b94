"""The command `local-aws serve`, as a process of its own."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

COMMAND = str(Path(sys.executable).parent / "webhook-constructs")
RUNS = re.compile(r"webhook-constructs: the embedded AWS runs at http://127\.0\.0\.1:(\d+); Ctrl-C ends it\n")
SECONDS = 60

TEMPLATE = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.14
      Handler: index.handler
      Role: {Fn::GetAtt: [Role, Arn]}
      Code:
        ZipFile: |
          import os
          def handler(event, context):
              return os.getpid()
"""

Served = tuple[subprocess.Popen[str], dict[str, str]]
Serve = Callable[..., Served]


@pytest.fixture(autouse=True)
def _no_signal_is_ignored() -> Iterator[None]:
    """A run in the background ignores some signals, and so would the command."""
    hang_up, interrupt = signal.signal(signal.SIGHUP, signal.SIG_DFL), signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGHUP, hang_up)
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts the command in a session of its own, and returns it with the variables that it prints."""
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "temporary").mkdir()

    def start(*options: str, before: str = "", stdin: int | None = None, **variables: str) -> Served:
        script = f"{before}exec {shlex.join([COMMAND, 'local-aws', 'serve', *options])}"
        process = subprocess.Popen(
            ["sh", "-c", script],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(tmp_path / "temporary"), **variables},
        )
        started.append(process)
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        read = []
        for line in lines:
            read.append(line)
            if line.startswith("export no_proxy="):
                break
        words = (shlex.split(line) for line in read if line.startswith("export "))
        return process, dict(word.split("=", 1) for _, word in words)

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def client(variables: dict[str, str], service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        region_name=variables["AWS_REGION"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def worker_of(variables: dict[str, str]) -> int:
    """Deploy a function, and return the process that it runs in."""
    cloudformation = client(variables, "cloudformation")
    cloudformation.create_stack(StackName="Demo", TemplateBody=TEMPLATE, Capabilities=["CAPABILITY_IAM"])
    cloudformation.get_waiter("stack_create_complete").wait(StackName="Demo", WaiterConfig={"Delay": 1})
    assert [each["StackName"] for each in cloudformation.list_stacks()["StackSummaries"]] == ["Demo"]
    resources = cloudformation.list_stack_resources(StackName="Demo")["StackResourceSummaries"]
    (name,) = (each["PhysicalResourceId"] for each in resources if each["ResourceType"] == "AWS::Lambda::Function")
    return int(client(variables, "lambda").invoke(FunctionName=name)["Payload"].read())


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads the process table of Linux")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_it_serves_until_a_signal_and_leaves_nothing_behind(
    serve: Serve, tmp_path: Path, ending: signal.Signals
) -> None:
    process, variables = serve()
    worker = worker_of(variables)
    port = int(variables["AWS_ENDPOINT_URL"].rpartition(":")[2])
    assert is_alive(worker)
    assert list((tmp_path / "temporary").iterdir()) != []

    # Ctrl-C reaches the whole group, the workers of functions included.
    os.killpg(process.pid, ending) if ending == signal.SIGINT else process.send_signal(ending)
    out, err = process.communicate(timeout=SECONDS)

    assert (process.returncode, out) == (0, "")
    assert RUNS.fullmatch(err)
    assert not is_alive(worker)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not is_open(port)


def test_what_is_ignored_at_the_start_does_not_end_it(serve: Serve) -> None:
    process, _ = serve(before="trap '' HUP; ")

    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)

    process.terminate()
    assert process.wait(SECONDS) == 0


def test_it_runs_on_the_port_that_it_is_given(serve: Serve) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    process, variables = serve("--port", str(port))

    assert variables["AWS_ENDPOINT_URL"] == f"http://127.0.0.1:{port}"
    process.terminate()
    _, err = process.communicate(timeout=SECONDS)
    assert RUNS.findall(err) == [str(port)]


def test_it_runs_in_the_account_and_region_that_it_is_given(serve: Serve) -> None:
    _, variables = serve("--account", "111122223333", "--region", "eu-west-1")

    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert client(variables, "sts").get_caller_identity()["Account"] == "111122223333"


def test_each_account_has_an_access_key_of_its_own_for_the_cdk_cli_remembers_the_account_of_a_key(serve: Serve) -> None:
    keys = {serve("--account", account)[1]["AWS_ACCESS_KEY_ID"] for account in ("111122223333", "444455556666")}

    assert len(keys) == 2


def test_it_ends_with_standard_input_if_asked_to_so_that_it_does_not_outlive_who_started_it(serve: Serve) -> None:
    reader, writer = os.pipe()
    process, variables = serve("--until-eof", stdin=reader)
    os.close(reader)
    os.write(writer, b"still here\n")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)

    os.close(writer)

    assert process.wait(SECONDS) == 0
    assert not is_open(int(variables["AWS_ENDPOINT_URL"].rpartition(":")[2]))


def test_it_gives_another_answer_where_aws_leaves_open_what_it_does(serve: Serve) -> None:
    _, variables = serve("--assumption", "omitted-build-type=reset", "--assumption", "report-status=false")
    codebuild = client(variables, "codebuild")
    codebuild.create_project(
        name="ci",
        source={"type": "GITHUB", "location": "https://github.com/octo/app.git"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole="arn:aws:iam::000000000000:role/build",
    )
    created = codebuild.create_webhook(projectName="ci", buildType="BUILD_BATCH")["webhook"]
    updated = codebuild.update_webhook(projectName="ci", branchFilter="^main$")["webhook"]

    assert (created["buildType"], "status" in created, "buildType" in updated) == ("BUILD_BATCH", False, False)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ["--assumption", "report-status"],
            "--assumption takes ID=ANSWER, such as omitted-on-update=clear, got 'report-status'",
        ),
        (["--assumption", "report-status=1"], "the assumption 'report-status' has no answer '1': use True or False"),
        (["--account", "1234"], "account must be a string of 12 digits, such as '111122223333', got '1234'"),
        (["--region", "Europe"], "region must be the name of a region, such as 'eu-west-1', got 'Europe'"),
    ],
    ids=["no-answer", "unknown-answer", "account", "region"],
)
def test_an_account_region_or_answer_that_cannot_be_is_a_mistake_of_the_caller(
    serve: Serve, options: list[str], error: str
) -> None:
    process, _ = serve(*options)
    _, err = process.communicate(timeout=SECONDS)

    assert process.returncode == 2
    assert err.endswith(f"Error: {error}\n")


def test_a_port_that_is_taken_is_named_with_the_way_out(serve: Serve) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen()
        port = taker.getsockname()[1]
        process, variables = serve("--port", str(port))
        _, err = process.communicate(timeout=SECONDS)

    assert (process.returncode, variables) == (2, {})
    assert err == (
        f"webhook-constructs: port {port} of 127.0.0.1 cannot be used (Address already in use): choose another one, or "
        "none, which takes a free one\n"
    )


def test_a_port_that_cannot_be_is_a_mistake_of_the_caller(serve: Serve) -> None:
    process, _ = serve("--port", "0")
    _, err = process.communicate(timeout=SECONDS)

    assert process.returncode == 2
    assert "0 is not in the range 1<=x<=65535" in err


def test_a_shell_takes_what_it_prints_and_forgets_what_leads_elsewhere(tmp_path: Path) -> None:
    hosts, out = "a b,$(touch pwned),'c'", tmp_path / "aws.sh"
    with out.open("w") as file:
        process = subprocess.Popen(
            [COMMAND, "local-aws", "serve"],
            stdout=file,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "AWS_PROFILE": "mine", "NO_PROXY": hosts},
        )
        while "no_proxy" not in out.read_text() and process.poll() is None:
            time.sleep(0.1)
        process.terminate()
        assert process.wait(SECONDS) == 0

    done = subprocess.run(
        ["sh", "-c", '. ./aws.sh && echo "$AWS_ENDPOINT_URL $NO_PROXY ${AWS_PROFILE-none} ${AWS_SESSION_TOKEN-none}"'],
        cwd=tmp_path,
        env={**os.environ, "AWS_PROFILE": "mine", "AWS_SESSION_TOKEN": "theirs"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+ {re.escape(hosts)},127\.0\.0\.1 none none\n", done.stdout)
    assert not (tmp_path / "pwned").exists()


def test_verbose_logs_the_calls_to_standard_error(serve: Serve) -> None:
    process, variables = serve("--verbose")
    client(variables, "s3").create_bucket(Bucket="a-bucket")
    process.terminate()
    _, err = process.communicate(timeout=SECONDS)

    assert re.search(r"INFO \[\w+\]", err)


def test_without_the_extra_it_says_what_to_install() -> None:
    code = """
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "ministack" else find(name)
from webhook_constructs.cli import main
raise SystemExit(main(["local-aws", "serve"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=SECONDS)

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            "webhook-constructs: webhook_constructs.testing.local needs ministack: "
            "pip install 'webhook-constructs[local]'\n"
        ),
    )
