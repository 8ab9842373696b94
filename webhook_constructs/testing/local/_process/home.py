"""The account of the embedded AWS, and the region that is meant where none is named."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ACCOUNT", "REGION", "Home"]

ACCOUNT = "000000000000"
REGION = "us-east-1"
_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_REGION_NAME = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]+")


@dataclass(frozen=True, slots=True)
class Home:
    """An account and its default region.

    Attributes:
        account: The account ID.
        region: The region. Every other one is there, too.

    Raises:
        ValueError: One of them cannot be one.
    """

    account: str = ACCOUNT
    region: str = REGION

    def __post_init__(self) -> None:
        """Refuse what AWS has no account or region for."""
        if not isinstance(self.account, str) or not _ACCOUNT_ID.fullmatch(self.account):
            msg = f"account must be a string of 12 digits, such as '111122223333', got {self.account!r}"
            raise ValueError(msg)
        if not isinstance(self.region, str) or not _REGION_NAME.fullmatch(self.region):
            msg = f"region must be the name of a region, such as 'eu-west-1', got {self.region!r}"
            raise ValueError(msg)

    def project_key(self, name: str, region: str) -> str:
        """Return what names a project: in another region than the default one, its region, too."""
        return name if region == self.region else f"{name}@{region}"
