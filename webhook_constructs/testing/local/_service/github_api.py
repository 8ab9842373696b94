"""The part of GitHub's API that lists and deletes hooks, over what lives at the git host.

Sources: https://docs.github.com/en/rest/repos/webhooks, https://docs.github.com/en/rest/orgs/webhooks [doc].
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from .git_host import GitHost, Hook

__all__ = ["PATH", "GitHubAnswer", "answer_github"]

PATH = "/_github"
"""What stands for https://api.github.com at the endpoint of the embedded AWS."""

_HOOKS = re.compile(r"/(repos/([^/]+/[^/]+)|orgs/([^/]+))/hooks(?:/(\d+))?")
_PER_PAGE, _MOST_PER_PAGE = 30, 100


@dataclass(frozen=True, slots=True)
class GitHubAnswer:
    """An answer of the API.

    Attributes:
        status: The HTTP status.
        value: What the body says; None for no body.
        headers: Headers beyond those of every answer.
    """

    status: HTTPStatus
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The body."""
        return b"" if self.value is None else json.dumps(self.value).encode()


def answer_github(host: GitHost, url: str, method: str, path: str, query: str, authorization: str) -> GitHubAnswer:  # noqa: PLR0913, PLR0917 - the parts of a request
    """Answer a request about the hooks of a repository or an organization.

    Every token opens every repository; without one there is nothing, as at GitHub.

    Args:
        host: Where the hooks live.
        url: The address that stands for https://api.github.com.
        method: Such as ``GET``.
        path: The path, without what `PATH` says.
        query: The query string.
        authorization: The header of that name; "" for none.
    """
    found = _HOOKS.fullmatch(path)
    if found is None or not authorization.lower().startswith(("bearer ", "token ")):
        return _NOT_FOUND
    owner = found[2] or found[3]
    hooks = [hook for hook in host.hooks().values() if hook.source_type == "GITHUB" and _owner(hook) == owner]
    if found[4] is None and method == "GET":
        return _page(hooks, f"{url}/{found[1]}/hooks", query)
    hook = next((each for each in hooks if str(each.id) == found[4]), None)
    if hook is None:
        return _NOT_FOUND
    if method == "GET":
        return GitHubAnswer(HTTPStatus.OK, _shown(hook, f"{url}/{found[1]}/hooks"))
    if method == "DELETE":
        host.end(hook.id)
        return GitHubAnswer(HTTPStatus.NO_CONTENT)
    return _NOT_FOUND


_NOT_FOUND = GitHubAnswer(HTTPStatus.NOT_FOUND, {"message": "Not Found"})


def _page(hooks: list[Hook], url: str, query: str) -> GitHubAnswer:
    asked = parse_qs(query)
    size = min(_number(asked, "per_page", _PER_PAGE), _MOST_PER_PAGE)
    page = _number(asked, "page", 1)
    shown = [_shown(hook, url) for hook in hooks[(page - 1) * size : page * size]]
    has_more = len(hooks) > page * size
    headers = {"link": f'<{url}?per_page={size}&page={page + 1}>; rel="next"'} if has_more else {}
    return GitHubAnswer(HTTPStatus.OK, shown, headers)


def _number(asked: dict[str, list[str]], name: str, default: int) -> int:
    value = asked.get(name, [""])[0]
    return int(value) if value.isascii() and value.isdigit() and int(value) else default


def _shown(hook: Hook, url: str) -> dict[str, Any]:
    """Show a hook as GitHub does, without its events: the embedded AWS keeps none."""
    return {
        "type": "Organization" if hook.scope else "Repository",
        "id": hook.id,
        "name": "web",
        "active": True,
        "config": {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": hook.payload_url},
        "url": f"{url}/{hook.id}",
    }


def _owner(hook: Hook) -> str:
    """Return the repository, as owner and name, or the organization that a hook is of."""
    return hook.repository if hook.scope else hook.repository.split("://", 1)[-1].partition("/")[2]
