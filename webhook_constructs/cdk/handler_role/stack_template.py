"""The template of a stack before the CDK writes it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import cx_api

from webhook_constructs.core.values.wire import as_mapping

__all__ = ["rendered_resources"]


def rendered_resources(stack: cdk.Stack) -> Mapping[str, Any]:
    """Return the `Resources` that the template of a stack would have if the CDK wrote it now.

    Only a synthesizer can ask the CDK for the template of a stack, so this makes one, which the stack does not know of.
    That renders all resources in one call. Asking the resources themselves would take several calls for each.

    Args:
        stack: The stack, whose references to other stacks the CDK has resolved: it is being validated.

    Returns:
        The resources.

    Raises:
        RuntimeError: The CDK cannot write the template.
    """
    with tempfile.TemporaryDirectory() as folder:
        synthesizer = cdk.LegacyStackSynthesizer()  # the one that adds nothing to the stack when it is bound to it
        synthesizer.bind(stack)
        synthesizer.synthesize(_Session(folder))  # type: ignore[arg-type]
        template = json.loads((Path(folder) / stack.template_file).read_text(encoding="utf-8"))
    return as_mapping(template.get("Resources"))


@jsii.implements(cdk.ISynthesisSession)
class _Session:
    """A folder to write a template to. jsii wants properties, which mypy takes for less than attributes."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._assembly = cx_api.CloudAssemblyBuilder(folder)

    @property
    def assembly(self) -> cx_api.CloudAssemblyBuilder:
        """What the CDK asks for the folder."""
        return self._assembly

    @property
    def outdir(self) -> str:
        """The folder."""
        return self._folder

    @property
    def validate_on_synth(self) -> bool:
        """Whether the CLI validates the template, which it never sees."""
        return False
