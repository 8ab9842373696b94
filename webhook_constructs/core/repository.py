"""A repository at a git host."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Repository"]

_OF_SSH = re.compile(r"(?:[^/@]+@)?([^/:@]+):(?!/)(.+)")
_ADDRESS = re.compile(r"(?:(?:https?|ssh|git)://)?(?:[^/@]*@)?([^/:]+)(?::[0-9]+)?/([^/]+(?:/[^/]+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a git host, in one spelling: in lower case, without the user in its address and without `.git`.

    Attributes:
        host: The host, such as `github.com`.
        path: Owner and name, such as `acme/api`; at GitLab, all groups that it is in and its name.
        written: The path as its address has it, in whatever case; it makes no other repository.
    """

    host: str
    path: str
    written: str = field(default="", compare=False)

    @classmethod
    def parse(cls, address: str) -> Repository | None:
        """Read an address as git takes it.

        Args:
            address: The address.

        Returns:
            The repository; None if the address is not that of one at a host.

        Examples:
            >>> str(Repository.parse("git@GitHub.com:acme/api.git"))
            'github.com/acme/api'
            >>> Repository.parse("https://github.com/acme/api.git") == Repository.parse("github.com/acme/api")
            True
            >>> Repository.parse("../api") is None
            True
        """
        text = address.strip().rstrip("/").removesuffix(".git")
        found = None if "://" in text else _OF_SSH.fullmatch(text)
        if found is not None:
            text = f"{found[1]}/{found[2]}"
        found = _ADDRESS.fullmatch(text)
        return None if found is None or found[1] in {".", ".."} else cls(found[1].lower(), found[2].lower(), found[2])

    @property
    def owner(self) -> str:
        """The account that it belongs to, as it is written."""
        return self.written.partition("/")[0]

    @property
    def name(self) -> str:
        """Its name without the owner, as it is written."""
        return self.written.rpartition("/")[2]

    def __str__(self) -> str:
        """Give the address without the scheme."""
        return f"{self.host}/{self.path}"
