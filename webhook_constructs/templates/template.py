"""A template that is judged together with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.values.json_access import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Template"]


@dataclass(frozen=True, slots=True)
class Template:
    """A template.

    Attributes:
        body: What the JSON or YAML parser gave.
        environment: The account and region that it is deployed to. Default: not known.
        file: The path of its file, by which a template beside it may name it for a nested stack. Default: it has none.
    """

    body: Mapping[str, Any]
    environment: str | None = None
    file: str = ""

    @property
    def resources(self) -> Mapping[str, Any]:
        """The resources."""
        return mapping(self.body.get("Resources"))

    def is_place(self, account: str | None, region: str | None) -> bool:
        """Whether an account and a region, each unless it is None, are known to be those it is deployed to."""
        own_account, _, own_region = (self.environment or "").removeprefix("aws://").partition("/")
        return account in {None, own_account} and region in {None, own_region}
