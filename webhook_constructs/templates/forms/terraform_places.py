"""Where the resources of a plan or state are: by the provider that makes them, and by the region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.template import Place

from .terraform_modules import Resource

__all__ = ["Whereabouts"]

_ARN_PARTS = 6


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a resource is, as far as the file says.

    Attributes:
        provider: The configuration of the provider: each may be for an account and region of its own.
        account: The number of the account.
        region: The region.
    """

    provider: str | None
    account: str | None
    region: str | None

    def is_elsewhere(self, other: _Where) -> bool:
        """Check whether another resource is in another account or region, or is to be.

        A module that is given a provider may have a name of its own for it, such as `module.ci:aws`.
        """
        providers = [None if each is None or ":" in each else each for each in (self.provider, other.provider)]
        pairs = (providers, (self.account, other.account), (self.region, other.region))
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)


class Whereabouts:
    """Where resources are. One provider alone makes most files; their resources are all in one place."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Look at some resources."""
        self._known = {each.address: _where(each) for each in resources}
        providers, accounts, regions = (
            (
                {each for each in some if each is not None}
                for some in zip(
                    *((each.provider, each.account, each.region) for each in self._known.values()), strict=True
                )
            )
            if self._known
            else (set(), set(), set())
        )
        self._is_one = max(map(len, (providers, accounts, regions))) < 2  # noqa: PLR2004 - two places
        self.place = Place(*(min(some, default=None) if self._is_one else None for some in (accounts, regions)))
        """Where all of them are, as far as that is one place."""

    def near(self, resource: Resource, others: Iterable[str]) -> list[str]:
        """Return those of some resources that may be where a resource is: those of its provider, if there are any."""
        here = self._known[resource.address]
        there = [each for each in others if not here.is_elsewhere(self._known[each])]
        same = [each for each in there if self._known[each].provider == here.provider]
        return same or there

    def written(self, resource: Resource) -> Any:
        """Return what stands for the place of a resource; None where all are in one place."""
        here = self._known[resource.address]
        return None if self._is_one else {"Fn::Provider": f"{here.provider} {here.account} {here.region}"}


def _where(resource: Resource) -> _Where:
    values = as_mapping(resource.values)
    arn = str(values.get("arn")).split(":")
    region, account = (arn[3], arn[4]) if len(arn) >= _ARN_PARTS and arn[0] == "arn" else (None, None)
    own = known_text(values.get("region"))
    return _Where(resource.provider, account or None, own or region or _region_in(values.get("payload_url")))


def _region_in(address: Any) -> str | None:
    """Return the region in the address that CodeBuild has for the events of a webhook, such as codebuild.<region>."""
    host = address.partition("://")[2].partition("/")[0] if isinstance(address, str) else ""
    service, _, rest = host.partition(".")
    return rest.partition(".")[0] or None if service == "codebuild" else None
