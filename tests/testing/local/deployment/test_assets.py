"""Assets: what is uploaded, and what is refused."""

from __future__ import annotations

import io
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import LocalAwsError
from webhook_constructs.testing.local._deployment.assets import assets_of, ensure_bucket, zip_directory

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws


WINDOWS, UNIX = 0, 3
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def manifest(directory: Path, **content: Any) -> Path:
    path = directory / "Stack.assets.json"
    path.write_text(json.dumps(content))
    return path


def test_a_directory_gives_the_same_zip_whenever_its_files_were_written_with_their_modes(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "module.py").write_text("x = 1\n")
    (tmp_path / "run.sh").write_text("#!/bin/sh\n")
    (tmp_path / "run.sh").chmod(0o755)
    (tmp_path / "package" / "module.py").chmod(0o600)
    first = zip_directory(tmp_path)
    os.utime(tmp_path / "run.sh", (0, 0))
    assert zip_directory(tmp_path) == first
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert [(entry.filename, oct(entry.external_attr >> 16)) for entry in entries] == [
        ("package/module.py", "0o600"),
        ("run.sh", "0o755"),
    ]


def test_the_places_of_a_manifest_are_resolved(tmp_path: Path) -> None:
    destination = {"bucketName": "assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "${AWS::Partition}.zip"}
    files = {"a": {"source": {"path": "asset.a", "packaging": "zip"}, "destinations": {"here": destination}}}
    (asset,) = assets_of(manifest(tmp_path, files=files), "111122223333", "eu-west-1")
    assert (asset.path, asset.zipped) == (tmp_path / "asset.a", True)
    assert (asset.bucket, asset.key) == ("assets-111122223333-eu-west-1", "aws.zip")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            {"dockerImages": {"a": {}}},
            "Stack.assets.json has docker images, and the embedded AWS runs no containers: use a zipped function",
            id="docker",
        ),
        pytest.param(
            {"files": {"a": {"source": {"executable": ["make"]}, "destinations": {}}}},
            "the asset a of Stack.assets.json is made by a program, which the embedded AWS does not run",
            id="executable",
        ),
    ],
)
def test_an_asset_that_cannot_be_uploaded_is_refused(tmp_path: Path, content: dict[str, Any], message: str) -> None:
    with pytest.raises(LocalAwsError) as refused:
        assets_of(manifest(tmp_path, **content), "111122223333", "us-east-1")
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("system", "mode", "can_read"),
    [(UNIX, 0o600, False), (UNIX, 0o640, False), (UNIX, 0o644, True), (WINDOWS, 0o600, True)],
    ids=["owner", "group", "everybody", "windows"],
)
def test_a_function_whose_code_not_everybody_can_read_fails_when_it_is_started(
    aws: LocalAws,
    system: int,
    mode: int,
    can_read: bool,  # noqa: FBT001
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("index.py")
        entry.create_system, entry.external_attr = system, mode << 16
        archive.writestr(entry, "def handler(event, context):\n    return 'reads'\n")
    aws.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps(TRUST))
    functions = aws.client("lambda")
    functions.create_function(
        FunctionName="function",
        Runtime="python3.14",
        Handler="index.handler",
        Role=f"arn:aws:iam::{aws.account}:role/role",
        Code={"ZipFile": buffer.getvalue()},
    )
    answer = json.loads(functions.invoke(FunctionName="function")["Payload"].read())
    if can_read:
        assert answer == "reads"
    else:
        assert answer["errorMessage"] == "[Errno 13] Permission denied: '/var/task/index.py'"
        assert "[Errno 13] Permission denied: '/var/task/index.py'" in aws.log_lines()


def test_a_bucket_that_is_there_is_used(aws: LocalAws) -> None:
    s3 = aws.client("s3", "eu-west-1")
    for _ in range(2):
        ensure_bucket(s3, "assets", "eu-west-1")
    assert s3.get_bucket_location(Bucket="assets")["LocationConstraint"] == "eu-west-1"
