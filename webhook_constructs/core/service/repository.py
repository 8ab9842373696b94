"""A repository at a git host."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webhook_constructs.core.values.arguments import one_line, shown

from .enums import SourceProvider

__all__ = ["Repository", "shown_address"]

_OF_SSH = re.compile(r"(?:[^/@]+@)?([^/:@]+):(?!/)(.+)")
# What is before the last @ of the authority may be a password with an @ in it, and none is in the path.
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://)?(?:[^/]*@)?([^/:@]+)(:[0-9]+)?/([^/@?#]+(?:/[^/@?#]+)+)/?(?:[?#].*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_END_OF_PATH = re.compile(r"[?#]")
# Sources: https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port,
# https://support.atlassian.com/bitbucket-cloud/docs/configure-ssh-and-two-step-verification/ and
# https://docs.gitlab.com/topics/git/troubleshooting_git/ [doc].
_ALIASES = {
    "ssh.github.com": "github.com",
    "www.github.com": "github.com",
    "altssh.bitbucket.org": "bitbucket.org",
    "www.bitbucket.org": "bitbucket.org",
    "altssh.gitlab.com": "gitlab.com",
    "www.gitlab.com": "gitlab.com",
}
_PROVIDERS = {
    "github.com": SourceProvider.GITHUB,
    "bitbucket.org": SourceProvider.BITBUCKET,
    "gitlab.com": SourceProvider.GITLAB,
}
_PUBLIC_HOSTS = frozenset(_PROVIDERS)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a git host, in one spelling: in lower case, without user, query and `.git`.

    Attributes:
        host: The host, such as `github.com`.
        path: Owner and name, such as `acme/api`; at GitLab, all groups that it is in and its name.
        written: The path as its address has it, in whatever case; it makes no other repository.
        port: A colon and the port over HTTPS. Default: the usual one, or it is not known.
    """

    host: str
    path: str
    written: str = field(default="", compare=False)
    port: str = field(default="", compare=False)

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
            >>> str(Repository.parse("ssh://git@ssh.github.com:443/acme/api.git"))
            'github.com/acme/api'
            >>> Repository.parse("../api") is None
            True
        """
        text = address.strip()
        found = None if "://" in text else _OF_SSH.fullmatch(text)
        if found is not None:
            text = f"{found[1]}/{found[2]}"
        found = _ADDRESS.fullmatch(text)
        if found is None or found[1] in {".", ".."}:
            return None
        host, path = found[1].lower(), found[3].removesuffix(".git")
        port = found[2] if found[2] and text.lower().startswith("https:") else ""
        return cls(_ALIASES.get(host, host), path.lower(), path, port)

    def is_same_as(self, other: Repository) -> bool | None:
        """Return whether another address leads to the same repository; None where that is not certain.

        A host that is not a public one may be what somebody's SSH settings call that one, or a proxy or mirror of it,
        such as a connection of CodeConnections. These have a path of their own before owner and name.

        Args:
            other: The repository of the other address.

        Examples:
            >>> ours, hosts = "acme/api", ("github.com", "gitlab.com", "github-work")
            >>> github, gitlab, work = (Repository(host, ours) for host in hosts)
            >>> github.is_same_as(github), github.is_same_as(gitlab), github.is_same_as(work)
            (True, False, None)
            >>> github.is_same_as(Repository("proxy.example.com", "github/acme/api"))
        """
        if self.host == other.host:
            return self.path == other.path
        if {self.host, other.host} <= _PUBLIC_HOSTS:
            return False
        short, long = sorted((f"/{self.path}", f"/{other.path}"), key=len)
        return None if long.endswith(short) else False

    def is_of(self, owner: str, host: str | None = None) -> bool | None:
        """Return whether it belongs to an account; None where that is not certain, as in `is_same_as`.

        Args:
            owner: The account, such as an organization.
            host: The host of the account. Default: any.

        Examples:
            >>> Repository.parse("https://github.com/Acme/api").is_of("acme", "github.com")
            True
            >>> Repository.parse("https://proxy.example.com/github/acme/api").is_of("acme", "github.com")
        """
        owners, wanted = self.path.split("/")[:-1], owner.lower()
        if host in {None, self.host} and owners[0] == wanted:
            return True
        is_known = self.host in {host, *_PUBLIC_HOSTS}
        return None if wanted in owners and not is_known else False

    @property
    def address(self) -> str:
        """The address over HTTPS, the same for all ways to write it.

        Examples:
            >>> Repository.parse("git@github.com:acme/api").address
            'https://github.com/acme/api.git'
            >>> Repository.parse("https://git.example.com:8443/acme/api").address
            'https://git.example.com:8443/acme/api.git'
        """
        return f"https://{self.host}{self.port}/{self.written}.git"

    @property
    def provider(self) -> SourceProvider | None:
        """The git host as a source of CodeBuild; None where it is not a public one.

        Examples:
            >>> Repository.parse("https://gitlab.com/acme/api").provider
            <SourceProvider.GITLAB: 'GITLAB'>
            >>> Repository.parse("https://git.example.com/acme/api").provider
        """
        return _PROVIDERS.get(self.host)

    @property
    def owner(self) -> str:
        """The account that it belongs to, as it is written."""
        return self.written.partition("/")[0]

    @property
    def name(self) -> str:
        """Its name without the owner, as it is written."""
        return self.written.rpartition("/")[2]

    def __str__(self) -> str:
        """Return the address without the scheme, as far as a reader bears."""
        return one_line(f"{self.host}/{self.path}")


def shown_address(address: str) -> str:
    """Show the address of a source in a text: without user, password, query and fragment, which may be secrets.

    Args:
        address: The address, which may be none of a repository.

    Examples:
        >>> shown_address("https://x:secret@github.com/acme/api?token=secret")
        "'https://github.com/acme/api'"
        >>> shown_address("https://x:s?cret@github.com/acme/api")
        "'https://...'"
    """
    found = _SCHEME.match(address.lstrip())
    scheme, rest = (found[0] if found else ""), address.lstrip()[found.end() if found else 0 :]
    plain, *after = _END_OF_PATH.split(rest, maxsplit=1)
    if any("@" in each for each in after):  # what is before it may be a password, and what is after it a query
        return shown(f"{scheme}...")
    return shown(scheme + plain.rpartition("@")[2])
