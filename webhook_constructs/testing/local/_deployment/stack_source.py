"""What can be deployed: a CDK stack, a synthesized template, or a template that needs nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from webhook_constructs.testing.local._errors import LocalAwsError
from webhook_constructs.testing.local._process.home import Home
from webhook_constructs.testing.normalized_templates import without_additions

from .assets import Asset, assets_of

__all__ = ["Deployable", "StackSource"]


class _Construct(Protocol):
    @property
    def node(self) -> Any: ...


class _Stack(_Construct, Protocol):
    """The part of aws_cdk.Stack that is needed; this package does not import the CDK."""

    @property
    def artifact_id(self) -> str: ...


Deployable = _Stack | str | os.PathLike[str] | dict[str, Any]
"""A stack of the CDK, the path of a template in a cloud assembly, or a template."""


@dataclass(frozen=True, slots=True)
class StackSource:
    """A template, its region and its assets.

    Attributes:
        template: The template.
        region: The region that the stack is bound to; the default region when it is bound to none.
        assets: The files that belong to it.
    """

    template: Mapping[str, Any]
    region: str
    assets: tuple[Asset, ...]

    @classmethod
    def of(cls, deployable: Deployable, home: Home) -> StackSource:
        """Read what is to be deployed; a stack is synthesized with its whole app.

        Args:
            deployable: What is to be deployed.
            home: The account that it is deployed into.

        Raises:
            LocalAwsError: It is bound to another account, or has an asset that cannot be uploaded.
        """
        if isinstance(deployable, dict):
            return cls(without_additions(deployable), home.region, ())
        if isinstance(deployable, (str, os.PathLike)):
            return cls._from_assembly(Path(deployable), home)
        artifact = deployable.node.root.synth().get_stack_artifact(deployable.artifact_id)
        return cls._from_assembly(Path(artifact.template_full_path), home)

    @classmethod
    def _from_assembly(cls, path: Path, home: Home) -> StackSource:
        template = json.loads(path.read_text(encoding="utf-8"))
        region = _region(path, home)
        manifest = path.with_name(path.name.removesuffix(".template.json") + ".assets.json")
        assets = assets_of(manifest, home.account, region) if manifest.exists() else ()
        others = tuple(asset for asset in assets if asset.path.resolve() != path.resolve())
        return cls(without_additions(template), region, others)


def _region(template: Path, home: Home) -> str:
    """Read the region from the assembly's manifest, where the environment reads aws://<account>/<region>."""
    manifest = template.with_name("manifest.json")
    if not manifest.exists():
        return home.region
    artifacts = json.loads(manifest.read_text(encoding="utf-8")).get("artifacts", {})
    for artifact in artifacts.values():
        if artifact.get("properties", {}).get("templateFile") == template.name:
            account, _, region = artifact["environment"].removeprefix("aws://").partition("/")
            if account not in {home.account, "unknown-account"}:
                msg = (
                    f"{template.name} is bound to the account {account}, and the embedded AWS has {home.account} only: "
                    f"use LocalAws(account={account!r}), or state no account"
                )
                raise LocalAwsError(msg)
            return home.region if region == "unknown-region" else str(region)
    return home.region
