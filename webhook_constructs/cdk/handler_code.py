"""The code of the handler's function: a zip with the same bytes on every machine."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import cast

import aws_cdk as cdk

__all__ = ["HandlerCode"]

_FOLDER = Path(__file__).parent.parent / "handler"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
_UNIX = 3  # the system that a zip has its modes from
_MODE = 0o100644 << 16  # a file that everyone may read: Lambda is not its owner
_SALT = "@aws-cdk/core:assetHashSalt"
_WITH_METADATA = "aws:cdk:enable-asset-metadata"
_NESTED = "CodeBuildWebhookHandlerCode"
_DISPLAY_NAME = "CodeBuildWebhookHandler/Function/Code"


@dataclass(frozen=True, slots=True)
class HandlerCode:
    """The zip as an asset of a stack.

    Attributes:
        bucket: The bucket that the zip is published to; may be a token.
        key: The key of the zip there; may be a token.
        metadata: What tools such as AWS SAM read to find the code, as the CDK writes it; empty if the app wants none.
    """

    bucket: str
    key: str
    metadata: dict[str, object]

    @classmethod
    def staged_for(cls, stack: cdk.Stack) -> HandlerCode:
        """Write the zip into the cloud assembly of a stack, and have the synthesizer of the stack publish it.

        `lambda_.Code.from_asset` is not used. It keeps the modes of the files, which are 0600 if the package was
        installed under umask 077, and Lambda cannot read those. It also loads the CDK's facts about all regions, which
        takes longer than the rest of the handler.

        Raises:
            RuntimeError: The synthesizer accepts no assets.
        """
        zipped = _zipped()
        salt = stack.node.try_get_context(_SALT)
        digest = sha256(zipped if salt is None else zipped + str(salt).encode()).hexdigest()
        stage = cast("cdk.Stage", cdk.Stage.of(stack))  # an app, if nothing else
        file = Path(stage.asset_outdir, f"asset.{digest}.zip")
        if not file.exists():
            _write_in_one_step(file, zipped)
        path = Path(os.path.relpath(file, stage.outdir)).as_posix()
        location = _publish(stack, path, digest)
        metadata: dict[str, object] = {}
        if stack.node.try_get_context(_WITH_METADATA):
            metadata = {"aws:asset:path": path, "aws:asset:is-bundled": False, "aws:asset:property": "Code"}
        return cls(location.bucket_name, location.object_key, metadata)


def _zipped() -> bytes:
    """Return the modules of the handler as a zip.

    Nothing is compressed: the compressed bytes would depend on the version of zlib.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(_FOLDER.glob("*.py")):
            entry = zipfile.ZipInfo(f"{_FOLDER.name}/{file.name}", _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            archive.writestr(entry, file.read_bytes())
    return buffer.getvalue()


def _write_in_one_step(file: Path, content: bytes) -> None:
    """Write a file so that another process that synthesizes into the same folder never sees a part of it."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


def _publish(stack: cdk.Stack, path: str, digest: str) -> cdk.FileAssetLocation:
    """Have the synthesizer of a stack publish the zip, and return where.

    `stack.synthesizer` cannot be asked. The CDK binds a copy of the given synthesizer to a stack, and jsii returns the
    original, which is bound to no stack, if Python created it. The synthesizer of a nested stack forwards assets to the
    copy. So this creates a nested stack, and removes it at once.
    """
    nested = cdk.NestedStack(stack, _NESTED)
    try:
        return nested.synthesizer.add_file_asset(
            source_hash=digest,
            file_name=path,
            packaging=cdk.FileAssetPackaging.FILE,
            deploy_time=True,
            display_name=_DISPLAY_NAME,
        )
    finally:
        stack.node.try_remove_child(_NESTED)
        stack.node.try_remove_child(f"{_NESTED}.NestedStack")
