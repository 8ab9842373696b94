"""The files that a synthesized stack needs: read from its asset manifest, put into its bucket."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.testing.local._errors import LocalAwsError

__all__ = ["Asset", "assets_of", "ensure_bucket", "first_unreadable", "make_readable", "zip_directory"]

_READABLE = 0o644
_UNIX = 3  # what a zip says of where it was made
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


@dataclass(frozen=True, slots=True)
class Asset:
    """A file or a directory, and where it belongs.

    Attributes:
        path: The file or the directory.
        zipped: Whether it is uploaded as a zip.
        bucket: The name of the bucket.
        key: The key of the object.
    """

    path: Path
    zipped: bool
    bucket: str
    key: str

    def content(self) -> bytes:
        """Return the bytes to upload."""
        return zip_directory(self.path) if self.zipped else self.path.read_bytes()


def assets_of(manifest: Path, account: str, region: str) -> tuple[Asset, ...]:
    """Read the file assets of an asset manifest (``<stack>.assets.json``), nested stacks' templates among them.

    Raises:
        LocalAwsError: It has a docker image, or a file that a program would have to make.
    """
    content = json.loads(manifest.read_text(encoding="utf-8"))
    if content.get("dockerImages"):
        msg = f"{manifest.name} has docker images, and the embedded AWS runs no containers: use a zipped function"
        raise LocalAwsError(msg)
    return tuple(_assets(content.get("files", {}), manifest, account, region))


def _assets(files: Mapping[str, Any], manifest: Path, account: str, region: str) -> Iterable[Asset]:
    for identifier, entry in files.items():
        source = entry["source"]
        if "path" not in source:
            msg = f"the asset {identifier} of {manifest.name} is made by a program, which the embedded AWS does not run"
            raise LocalAwsError(msg)
        for destination in entry["destinations"].values():
            yield Asset(
                path=manifest.parent / source["path"],
                zipped=source.get("packaging") == "zip",
                bucket=_resolve(destination["bucketName"], account, region),
                key=_resolve(destination["objectKey"], account, region),
            )


def _resolve(text: str, account: str, region: str) -> str:
    for name, value in (("AccountId", account), ("Region", region), ("Partition", "aws")):
        text = text.replace(f"${{AWS::{name}}}", value)
    return text


def zip_directory(directory: Path) -> bytes:
    """Zip a directory; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(directory.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(directory).as_posix(), _ZIP_EPOCH)
                entry.external_attr = stat.S_IMODE(path.stat().st_mode) << 16  # as the CDK CLI does [run]
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def make_readable(code: bytes) -> bytes:
    """Return a zip of code with every file readable by all, as CloudFormation makes it of inline code."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(code)) as archive, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as readable:
        for entry in archive.infolist():
            content = archive.read(entry)
            entry.external_attr = _READABLE << 16
            readable.writestr(entry, content)
    return buffer.getvalue()


def first_unreadable(code: bytes) -> str | None:
    """Return the first file of a zip of code that Lambda cannot read: not everybody may [doc: aws-cdk issue 8233].

    A file that was zipped where there are no such modes, on Windows, can be read.
    """
    with zipfile.ZipFile(io.BytesIO(code)) as archive:
        for entry in archive.infolist():
            mode = stat.S_IMODE(entry.external_attr >> 16)
            if entry.create_system == _UNIX and not mode & stat.S_IROTH:
                return entry.filename
    return None


def ensure_bucket(s3: Any, bucket: str, region: str) -> None:
    """Create a bucket unless it is there, as the CDK's bootstrap would have done."""
    options = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        s3.create_bucket(Bucket=bucket, **options)
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        return
