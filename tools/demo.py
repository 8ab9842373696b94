"""Deploy the sample app to an embedded AWS with the real CDK CLI, show the webhooks, and deliver events to them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.sample_deliveries import DELIVERIES
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ROOT = Path(__file__).resolve().parent.parent
_CDK = _ROOT / "node_modules" / ".bin" / "cdk"
_STACK = "WebhookSample"


class StepError(Exception):
    """A command of the demo failed."""


class Demo:
    """The steps, on one embedded AWS and in one temporary folder."""

    def __init__(self, aws: LocalAws, folder: Path) -> None:
        self._aws = aws
        self._folder = folder
        self._start = time.monotonic()
        self._environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))},
            **aws.environment,
            "CDK_HOME": str(folder / "cdk-home"),
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        }

    def run(self) -> None:
        """Bootstrap, deploy, change, compare, destroy."""
        self._say(f"embedded AWS at {self._aws.endpoint_url}, IAM enforced")
        self._make_the_project_of_others()
        self._say("synthesizing the sample app for branch main and for branch release")
        main, release = self._synthesize("main", "release")
        self._cdk("bootstrap", main, f"aws://{self._aws.account}/{self._aws.region}")
        self._cdk("deploy", main, "--require-approval", "never")
        self._show("webhooks after deploy")
        self._cdk("deploy", release, "--require-approval", "never")
        self._show("webhooks after the branch was changed to release")
        self._say("what going back to branch main would change:")
        self._cdk("diff", main, show=True)
        self._deliver()
        self._cdk("destroy", release, "--force")
        self._show("webhooks after destroy")
        left = self._aws.codebuild.hooks_at_host
        if left:
            msg = f"hooks were left behind at the git host: {sorted(left)}"
            raise StepError(msg)
        self._say("done, nothing is left at the git host")

    def _make_the_project_of_others(self) -> None:
        codebuild = self._aws.client("codebuild")
        codebuild.create_project(
            name="docs-site",
            source={"type": "GITHUB", "location": "https://github.com/acme/docs.git"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
            serviceRole=f"arn:aws:iam::{self._aws.account}:role/docs-site",
        )

    def _synthesize(self, *branches: str) -> list[Path]:
        folders = [self._folder / f"assembly-{branch}" for branch in branches]
        commands: list[Sequence[str | Path]] = [
            [_CDK, "synth", "--quiet", "--no-notices", "-c", f"branch={branch}", "-o", folder]
            for branch, folder in zip(branches, folders, strict=True)
        ]
        for status, said in _run(commands, _ROOT, self._environment):
            if status:
                msg = f"cdk synth failed:\n{said}"
                raise StepError(msg)
        return folders

    def _cdk(self, command: str, assembly: Path, *arguments: str, show: bool = False) -> None:
        if not show:
            self._say(f"cdk {command}")
        stack = [] if command == "bootstrap" else [_STACK]
        line: Sequence[str | Path] = [_CDK, command, *stack, "-a", assembly, "--no-notices", "--no-color", *arguments]
        status, said = _run([line], self._folder, self._environment)[0]
        if status:
            msg = f"cdk {command} failed:\n{said}"
            raise StepError(msg)
        if show:
            _print(said[max(said.find(f"Stack {_STACK}"), 0) :])

    def _show(self, title: str) -> None:
        """Print the webhooks as BatchGetProjects shows them; a payload URL holds a token and is left out."""
        self._say(title)
        codebuild = self._aws.client("codebuild")
        names = codebuild.list_projects()["projects"]
        for project in codebuild.batch_get_projects(names=names)["projects"] if names else []:
            webhook: dict[str, Any] = project.get("webhook") or {}
            _print(f"  {project['name']}{'' if webhook else ': none'}")
            for name, value in webhook.items():
                if name == "filterGroups":
                    groups = [f"[{', '.join(json.dumps(item) for item in group)}]" for group in value]
                    _print(f"    {name}: [", *(f"      {group}" for group in groups), "    ]")
                elif name not in {"payloadUrl", "secret"}:
                    _print(f"    {name}: {json.dumps(value, default=str)}")

    def _deliver(self) -> None:
        """Deliver what GitHub would, signed, and print what CodeBuild has answered."""
        hooks = self._aws.codebuild.hooks_at_host
        for sample in DELIVERIES:
            project = next(name for name in hooks if sample.project in name)
            self._say(f"{sample.what}:")
            delivery = self._aws.codebuild.deliver(project, sample.event_name, sample.payload)
            _print(*(f"  {line}" for line in delivery.text.splitlines()))
        self._say(f"builds: {', '.join(f'{build.project} ({build.event})' for build in self._aws.codebuild.builds)}")

    def _say(self, line: str) -> None:
        _print(f"[{time.monotonic() - self._start:5.1f} s] {line}")


def _run(
    commands: Sequence[Sequence[str | Path]], folder: Path, environment: Mapping[str, str]
) -> list[tuple[int, str]]:
    """Run commands side by side; return status and output of each. An interruption ends them, with all they started."""
    running: list[subprocess.Popen[str]] = []
    try:
        with _interruptions.held():
            for command in commands:
                started = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    start_new_session=True,
                )
                running.append(started)
        return [(process.wait(), said.strip()) for process in running for said in [process.communicate()[0]]]
    except BaseException:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        raise


def _print(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def main() -> int:
    """Run the demo; whatever ends it, nothing is left running."""
    for end in (signal.SIGINT, signal.SIGTERM):  # a shell starts what runs in its background without the first
        signal.signal(end, _interruptions)
    if not _CDK.exists():
        print(f"demo: there is no CDK CLI at {_CDK}; run make setup", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="webhook-constructs-demo-") as folder:
        try:
            with LocalAws() as aws:
                Demo(aws, Path(folder)).run()
        except StepError as error:
            print(f"demo: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("demo: interrupted", file=sys.stderr)
            return 130
    return 0


class _Interruptions:
    """Signals that end the demo; held back while commands are started, so that none runs on unseen."""

    def __init__(self) -> None:
        self._is_held = False
        self._is_noted = False

    def __call__(self, *_: object) -> None:
        if not self._is_held:
            raise KeyboardInterrupt
        self._is_noted = True

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_noted:
            raise KeyboardInterrupt


_interruptions = _Interruptions()


if __name__ == "__main__":
    sys.exit(main())
