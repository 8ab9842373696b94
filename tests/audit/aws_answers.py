"""A server in the place of AWS: it answers each operation as a test wants it, over HTTP."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import pytest
from botocore.loaders import create_loader

from tests.audit.conftest import ANYBODY, GITHUB
from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.audit import Reading

LOADER = create_loader()
"""It keeps the service models that it has read, which takes most of the time of a test."""
HTML = b"<html><body><br>Log in</body></html>"
ACCOUNT = "111122223333"
ARN = f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/"
QUERIES = {"DescribeStacks", "ListStackResources", "GetTemplate", "AssumeRole"}
"""The operations that answer in XML."""
STACK_ID = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/Ci/1"
HOOK = {"Type": "Custom::CodeBuildWebhook", "Properties": {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]}}


@dataclass(frozen=True)
class Reply:
    """What the server sends in place of the status 200 and a body.

    Attributes:
        body: The body: bytes, or a value that is written as JSON.
        status: The status.
        headers: Headers; a Content-Length in place of the right one.
        raw: The bytes to send before the connection is closed, in place of all that. Default: there are none.
    """

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


def project(name: str, **members: Any) -> dict[str, Any]:
    """A project with a webhook that lets strangers in: WH201."""
    variables = [{"name": "STAGE", "value": "a-secret", "type": "PLAINTEXT"}]
    return {
        "name": name,
        "arn": ARN + name,
        "source": {**GITHUB, "location": f"https://github.com/acme/{name}.git"},
        "environment": {"type": "LINUX_CONTAINER", "image": "i", "computeType": "C", "environmentVariables": variables},
        "webhook": {"filterGroups": [ANYBODY], "payloadUrl": "https://a-secret", "url": "https://api.github.com/1"},
        **members,
    }


def pipeline(name: str, runs: str = "api") -> dict[str, Any]:
    """A pipeline that follows acme/api and runs a project."""

    def action(name: str, category: str, provider: str, configuration: dict[str, str]) -> dict[str, Any]:
        kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
        return {"name": name, "actions": [{"name": name, "actionTypeId": kind, "configuration": configuration}]}

    follows = {"FullRepositoryId": "acme/api", "BranchName": "main"}
    source = action("Source", "Source", "CodeStarSourceConnection", follows)
    build = action("Build", "Build", "CodeBuild", {"ProjectName": runs})
    role = f"arn:aws:iam::{ACCOUNT}:role/p"
    return {
        "pipeline": {"name": name, "roleArn": role, "stages": [source, build]},
        "metadata": {"pipelineArn": f"arn:aws:codepipeline:us-east-1:{ACCOUNT}:{name}"},
    }


def usual() -> dict[str, Any]:
    """What AWS answers: two projects, a pipeline that runs one of them, and a stack that has made the webhook of it."""
    described = {"StackId": STACK_ID, "StackName": "Ci", "StackStatus": "CREATE_COMPLETE"}
    parameters = [{"ParameterKey": "Branch", "ParameterValue": "main"}]
    resource = {
        "LogicalResourceId": "Hook",
        "PhysicalResourceId": "api",
        "ResourceType": HOOK["Type"],
        "ResourceStatus": "CREATE_COMPLETE",
    }
    return {
        "ListProjects": {"projects": ["api", "web"]},
        "BatchGetProjects": {"projects": [project("api"), project("web")], "projectsNotFound": []},
        "ListPipelines": {"pipelines": [{"name": "release", "version": 1}]},
        "GetPipeline": pipeline("release"),
        "DescribeStacks": {"Stacks": [{**described, "Parameters": parameters}]},
        "ListStackResources": {"StackResourceSummaries": [resource]},
        "GetTemplate": {"TemplateBody": json.dumps({"Resources": {"Hook": HOOK}}), "StagesAvailable": ["Processed"]},
    }


def as_body(operation: str, answer: Any) -> bytes:
    """Write an answer as the service of the operation does, whatever it is."""
    if isinstance(answer, bytes):
        return answer
    if operation not in QUERIES:
        return json.dumps(answer).encode()
    result = f"<{operation}Result>{_xml(answer)}</{operation}Result>"
    return f'<{operation}Response xmlns="https://an.aws/doc/">{result}</{operation}Response>'.encode()


def _xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_xml(each)}</{name}>" for name, each in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{_xml(each)}</member>" for each in value)
    return "" if value is None else escape(str(value))


def strange(what: str) -> str:
    return (
        f"the response does not have the form that AWS documents ({what}): check for a proxy on the way to AWS, or "
        "update webhook-constructs"
    )


def reading(*stacks: str) -> Reading:
    return read(targets_of([], ["us-east-1"]), stacks)


def unread(*stacks: str) -> list[str]:
    return [str(each) for each in reading(*stacks).unread]


def changed(operation: str, *path: str | int, to: Any) -> dict[str, Any]:
    """The usual answer of an operation with another value at a place."""
    answer = value = usual()[operation]
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = to
    return dict(answer)


class _Handler(BaseHTTPRequestHandler):
    answers: dict[str, Any]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        request = json.loads(body) if target else {name: each[0] for name, each in parse_qs(body.decode()).items()}
        operation = target or request["Action"]
        answer = self.answers.get(operation, HTML)
        answer = answer(request) if callable(answer) else answer
        reply = answer if isinstance(answer, Reply) else Reply(answer)
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            return
        sent = as_body(operation, reply.body).replace(b":us-east-1:", f":{self._region}:".encode())
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(sent)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    @property
    def _region(self) -> str:
        """The region that is asked, which the signature names."""
        found = re.search(r"Credential=[^/]*/[0-9]+/([a-z0-9-]+)/", self.headers.get("Authorization", ""))
        return "us-east-1" if found is None else found[1]

    def log_message(self, *_: object) -> None:
        """Answer nothing."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the server answers, by the operation; the pauses between attempts are left out."""
    monkeypatch.setattr("webhook_constructs.audit.reading.connection.time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setattr("botocore.session.create_loader", lambda *_: LOADER)
    made = usual()
    handler = type("Handler", (_Handler,), {"answers": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # how often it looks whether to end
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield made
        server.shutdown()
