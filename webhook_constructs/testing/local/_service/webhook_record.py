"""What CodeBuild keeps of one webhook, and the forms in which it shows it."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

from .webhook_rules import Source, default_approver_roles

__all__ = ["Status", "WebhookRecord", "hook_url", "new_payload_url", "new_secret", "read_back"]

Status = str | tuple[str, str]
"""A webhook status, or the pair of a status and its message."""


def new_secret() -> str:
    """Return a secret that nobody can guess, so that a scan can look for it."""
    return secrets.token_hex(20)


def new_payload_url(region: str) -> str:
    """Return a payload URL; its form is documented [doc: AWS CLI, create-webhook], its token is random."""
    return f"https://codebuild.{region}.amazonaws.com/webhooks?t={quote(secrets.token_urlsafe(96))}&v=1"


def hook_url(source: Source, scope: Mapping[str, Any] | None, hook_id: int) -> str:
    """Return the address of a hook in the API of its host.

    Only the form for a GitHub repository is documented [doc: AWS CLI, create-webhook]; the others follow the hosts'
    own API references.
    """
    path = source.location.removesuffix(".git").split("://", 1)[-1].partition("/")[2]
    if source.type == "BITBUCKET":
        return f"https://api.bitbucket.org/2.0/repositories/{path}/hooks/{hook_id}"
    if source.type in {"GITLAB", "GITLAB_SELF_MANAGED"}:
        kind, name = ("groups", scope["name"]) if scope else ("projects", path)
        return f"https://gitlab.com/api/v4/{kind}/{quote(name, safe='')}/hooks/{hook_id}"
    if scope:
        return f"https://api.github.com/orgs/{scope['name']}/hooks/{hook_id}"
    return f"https://api.github.com/repos/{path}/hooks/{hook_id}"


def read_back(settings: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Return settings as the service shows them: order and EVENT texts kept, left-out flags and policies filled in.

    Sources: excludeMatchedPattern [obs: terraform-provider-aws webhook_test.go], the policy [doc: UG
    pull-request-build-policy; obs: the same tests].
    """
    shown = copy.deepcopy(dict(settings))
    if "filterGroups" in shown:
        shown["filterGroups"] = [
            [{**f, "excludeMatchedPattern": f.get("excludeMatchedPattern", False)} for f in group]
            for group in shown["filterGroups"]
        ]
    roles = default_approver_roles(source.type)
    if roles:
        policy = shown.setdefault("pullRequestBuildPolicy", {"requiresCommentApproval": "ALL_PULL_REQUESTS"})
        if policy["requiresCommentApproval"] != "DISABLED":
            policy.setdefault("approverRoles", list(roles))
    return shown


@dataclass(slots=True)
class WebhookRecord:
    """One webhook of one project.

    Attributes:
        source: The source that the webhook was made for.
        settings: The settings in the API's form, as shown.
        manual: Whether it was created with manualCreation.
        payload_url: Where the host delivers to; a credential.
        secret: What the host signs with; None where the host has none (Bitbucket) or CodeBuild keeps it to itself.
        url: The address of the hook at the host, where CodeBuild registered it.
        hook_id: The hook at the host; 0 when none was registered.
        statuses: The statuses to show, the current one first.
        secret_changed: When the secret was written last, in seconds since 1970.
        deleted_at: When the webhook is gone; None unless it is being deleted.
    """

    source: Source
    settings: dict[str, Any]
    manual: bool
    payload_url: str
    secret: str | None
    url: str | None
    hook_id: int
    statuses: list[Status]
    secret_changed: float
    deleted_at: float | None = None

    def show(self, *, status: bool, created: bool = False, with_secret: bool = False) -> dict[str, Any]:
        """Return the webhook in the API's form.

        Args:
            status: Whether to report the status.
            created: Whether this answers CreateWebhook, which alone shows what only its caller may know: the payload
                URL of a manual webhook [obs: terraform-provider-aws].
            with_secret: Whether to show the secret.
        """
        shown = copy.deepcopy(self.settings)
        if self.url is not None:
            shown["url"] = self.url
        if created or not self.manual:
            shown["payloadUrl"] = self.payload_url
        if created and self.manual:
            shown["manualCreation"] = True
        if with_secret and self.secret is not None:
            shown["secret"] = self.secret
        if self.secret is not None:
            shown["lastModifiedSecret"] = self.secret_changed
        if status:
            shown.update(_status_members(self.statuses[0] if self.deleted_at is None else "DELETING"))
        return shown

    @property
    def is_written_by_codebuild(self) -> bool:
        """Whether CodeBuild writes the hook at the host, and not an operator."""
        return self.url is not None and bool(self.hook_id)

    def is_at(self, query: str) -> bool:
        """Check whether the query string of a URL is that of the payload URL."""
        return _token(query) == _token(self.payload_url.partition("?")[2])

    def advance(self) -> None:
        """Go on to the next status; the last one stays."""
        if len(self.statuses) > 1:
            del self.statuses[0]


def _token(query: str) -> str:
    return parse_qs(query).get("t", [""])[0]


def _status_members(status: Status) -> dict[str, str]:
    if isinstance(status, str):
        return {"status": status}
    return {"status": status[0], "statusMessage": status[1]}
