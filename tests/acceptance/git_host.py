"""The hooks at the git host, by GitHub's own list of them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.acceptance.target import GITHUB, Target

__all__ = ["GitHost", "GitHostError"]

_SECONDS = 30


class GitHostError(Exception):
    """GitHub has not answered what it was asked."""


@dataclass(frozen=True, slots=True)
class GitHost:
    """GitHub, or what stands for it.

    Attributes:
        target: Where the run goes.
    """

    target: Target

    @property
    def is_readable(self) -> bool:
        """Whether there is a token to read hooks with."""
        return bool(self.target.github_token)

    def hook_ids(self) -> list[int]:
        """Return the hooks of the repository.

        Raises:
            GitHostError: The token may not list them.
        """
        found: list[int] = []
        url = f"{self.target.github_api}/repos/{self.repository}/hooks?per_page=100"
        while url:
            status, hooks, url = self._ask("GET", url)
            if status != HTTPStatus.OK:
                msg = f"GitHub answers {status} for the hooks of the repository: the token needs admin:repo_hook"
                raise GitHostError(msg)
            found += [hook["id"] for hook in hooks]
        return found

    def lives(self, webhook_url: str) -> bool | None:
        """Check whether the hook of a webhook lives; None where that cannot be seen."""
        hook = self.hook_id(webhook_url)
        return hook in self.hook_ids() if self.is_readable and hook is not None else None

    def delete(self, hook_id: int) -> None:
        """Delete a hook, unless it is gone.

        Raises:
            GitHostError: The token may not delete it.
        """
        status, _, _ = self._ask("DELETE", f"{self.target.github_api}/repos/{self.repository}/hooks/{hook_id}")
        if status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}:
            msg = f"GitHub answers {status} to the deletion of a hook: the token needs admin:repo_hook"
            raise GitHostError(msg)

    def hook_id(self, webhook_url: str) -> int | None:
        """Return the number of the hook of a webhook, of which CodeBuild shows the address in GitHub's API.

        It is None where that is not the address of a hook of the repository.
        """
        start, _, number = webhook_url.rpartition("/")
        is_of_the_repository = start.lower() == f"{GITHUB}/repos/{self.repository}/hooks".lower()
        return int(number) if is_of_the_repository and number.isdigit() else None

    @property
    def repository(self) -> str:
        """The owner and the name of the repository."""
        return self.target.repository.removesuffix(".git").partition("://")[2].partition("/")[2]

    def _ask(self, method: str, url: str) -> tuple[int, Any, str]:
        """Return the status, the body and the address of the next page."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.target.github_token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        request = urllib.request.Request(url, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                body = answer.read()
                return answer.status, json.loads(body) if body else None, _next(answer.headers.get("link", ""))
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None, ""
        except OSError as error:
            msg = f"GitHub cannot be reached: {type(error).__name__}"
            raise GitHostError(msg) from None


def _next(link: str) -> str:
    return next((part.split(">")[0].strip(" <") for part in link.split(",") if 'rel="next"' in part), "")
