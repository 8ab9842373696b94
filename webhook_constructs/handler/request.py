"""CloudFormation's custom-resource event, decoded once.

CloudFormation hands every number and boolean over as a string and leaves lists and maps as they are; nothing behind
this module knows that. Properties that this version does not know are passed over: a rollback can bring those of a
newer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .identity import PROJECT_NAME, ProjectRef

__all__ = ["DEFAULT_BUILD_TYPE", "GITHUB_ENTERPRISE", "UPDATABLE", "DesiredWebhook", "Request", "RequestError"]

GITHUB_ENTERPRISE = "GITHUB_ENTERPRISE"

# The API requires a scope, CloudFormation does not, and both document this default.
_DEFAULT_SCOPE = "GITHUB_ORGANIZATION"

DEFAULT_BUILD_TYPE = "BUILD"
UPDATABLE = ("filterGroups", "branchFilter", "buildType", "pullRequestBuildPolicy")
"""The members of UpdateWebhook."""

_SECRET_ARN = re.compile(r"arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:")
_SHOWN = 200
_ALWAYS_MANUAL = "RUNNER_BUILDKITE_BUILD"
_ADOPT = "ADOPT"
_BOOLEANS = {"true": True, "false": False}
_URL_LASTS = timedelta(hours=2)


class RequestError(ValueError):
    """The event or a property has not the shape that this function was deployed for."""


@dataclass(frozen=True, slots=True)
class DesiredWebhook:
    """A webhook as a set of resource properties describes it.

    Attributes:
        project_name: The CodeBuild project the webhook belongs to.
        region: The project's region; None where it is the function's own.
        account: The account the project must be in; None where synthesis knew that it is the stack's.
        members: The members of CreateWebhook in the API's form, less ``projectName``. What is not set is absent.
        source: Type and location of the project's source, as far as synthesis knew them.
        adopts: Whether a webhook that is there already is taken over.
        secret_arn: The secret that keeps what CodeBuild shows of the webhook once; None where there is no such place.
        allow_new_secret: Whether a replacement may change the payload URL and secret of a manual webhook.
        rotate_secret_on: The text whose change has the secret rotated.
        redeploy_on: The text whose change has the webhook compared with what it should be.
    """

    project_name: str
    region: str | None = None
    account: str | None = None
    members: dict[str, Any] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    adopts: bool = False
    secret_arn: str | None = None
    allow_new_secret: bool = False
    rotate_secret_on: str | None = None
    redeploy_on: str | None = None

    @property
    def project(self) -> ProjectRef:
        """The project, and its region where that is not the function's own."""
        return ProjectRef(self.project_name, self.region)

    @property
    def is_manual(self) -> bool:
        """Whether somebody registers the payload URL and secret at the git host by hand."""
        return bool(self.members.get("manualCreation")) or self.members.get("buildType") == _ALWAYS_MANUAL

    @property
    def updatable(self) -> dict[str, Any]:
        """The members of UpdateWebhook: all of them, because it may keep one that is left out.

        [assumed: omitted-on-update]
        """
        return {
            "buildType": DEFAULT_BUILD_TYPE,
            **{name: self.members[name] for name in UPDATABLE if name in self.members},
        }

    @property
    def may_have_a_secret(self) -> bool:
        """Whether CodeBuild may show a secret of the webhook [assumed: enterprise-returns-secret]."""
        return self.is_manual or self.source.get("Type", GITHUB_ENTERPRISE) == GITHUB_ENTERPRISE

    @classmethod
    def from_properties(cls, properties: dict[str, Any]) -> DesiredWebhook:
        """Decode the properties of a ``Custom::CodeBuildWebhook``.

        Raises:
            RequestError: A property has another type than it was released with; the text names it.
        """
        members: dict[str, Any] = {}
        if "FilterGroups" in properties:
            members["filterGroups"] = [
                [_filter(item, f"FilterGroups[{i}][{j}]") for j, item in enumerate(_list(group, f"FilterGroups[{i}]"))]
                for i, group in enumerate(_list(properties["FilterGroups"], "FilterGroups"))
            ]
        for name, member in (("BranchFilter", "branchFilter"), ("BuildType", "buildType")):
            if name in properties:
                members[member] = _text(properties[name], name)
        if "ManualCreation" in properties:
            members["manualCreation"] = _boolean(properties["ManualCreation"], "ManualCreation")
        if "ScopeConfiguration" in properties:
            members["scopeConfiguration"] = _scope(_map(properties["ScopeConfiguration"], "ScopeConfiguration"))
        if "PullRequestBuildPolicy" in properties:
            policy = _map(properties["PullRequestBuildPolicy"], "PullRequestBuildPolicy")
            members["pullRequestBuildPolicy"] = _policy(policy)
        return cls(
            project_name=_project_name(_text(_required(properties, "ProjectName"), "ProjectName")),
            region=_optional_text(properties, "Region"),
            account=_optional_text(properties, "Account"),
            members=members,
            source=_map(properties.get("Source", {}), "Source"),
            adopts=_optional_text(properties, "OnExistingWebhook") == _ADOPT,
            secret_arn=_secret_arn(_optional_text(properties, "SecretArn")),
            allow_new_secret=_boolean(properties.get("AllowNewSecret", False), "AllowNewSecret"),
            rotate_secret_on=_optional_text(properties, "RotateSecretOn"),
            redeploy_on=_optional_text(properties, "RedeployOn"),
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One event of CloudFormation.

    The properties stay undecoded until somebody asks for them: a Delete must succeed whatever they hold, because it
    is also what follows a Create that failed for their sake.
    """

    request_type: str
    request_id: str
    stack_id: str
    logical_resource_id: str
    physical_resource_id: str | None
    response_url: str = field(repr=False)
    properties: dict[str, Any] = field(repr=False)
    old_properties: dict[str, Any] = field(repr=False)

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Request:
        """Read the event.

        Raises:
            RequestError: A field of CloudFormation's contract is missing. The text names the field and no value.
        """
        request_type = _field(_required(_map(event, "the event"), "RequestType"), "RequestType")
        if request_type not in {"Create", "Update", "Delete"}:
            msg = f"RequestType must be Create, Update or Delete, got {request_type!r}"
            raise RequestError(msg)
        physical_id = event.get("PhysicalResourceId")
        if request_type != "Create":
            physical_id = _field(_required(event, "PhysicalResourceId"), "PhysicalResourceId")
        return cls(
            request_type=request_type,
            request_id=_field(_required(event, "RequestId"), "RequestId"),
            stack_id=_field(_required(event, "StackId"), "StackId"),
            logical_resource_id=_field(_required(event, "LogicalResourceId"), "LogicalResourceId"),
            physical_resource_id=physical_id,
            response_url=_field(_required(event, "ResponseURL"), "ResponseURL"),
            properties=_map(event.get("ResourceProperties", {}), "ResourceProperties"),
            old_properties=_map(event.get("OldResourceProperties", {}), "OldResourceProperties"),
        )

    @property
    def sent(self) -> datetime | None:
        """When CloudFormation sent the event: when it signed the ResponseURL [assumed: response-url-date].

        None where the URL does not say so. Lambda may deliver an event late, beside a later one for the same resource.
        """
        query = parse_qs(urlsplit(self.response_url).query)
        try:
            if "X-Amz-Date" in query:
                return datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
            return datetime.fromtimestamp(int(query["Expires"][0]), timezone.utc) - _URL_LASTS
        except (KeyError, ValueError, OverflowError, OSError):
            return None

    @property
    def desired(self) -> DesiredWebhook:
        """What the properties ask for."""
        return self._read(self.properties)

    @property
    def previous(self) -> DesiredWebhook | None:
        """What the properties before the update asked for; None where they cannot be read.

        They may be those of a state that was never reached, because they could not be read then either.
        """
        try:
            return self._read(self.old_properties)
        except RequestError:
            return None

    def _read(self, properties: dict[str, Any]) -> DesiredWebhook:
        """Decode properties. A stack that is bound to no region names the project's also where it is its own."""
        webhook = DesiredWebhook.from_properties(properties)
        is_own = [webhook.region] == self.stack_id.split(":")[3:4]
        return replace(webhook, region=None) if is_own else webhook


def _project_name(name: str) -> str:
    if not PROJECT_NAME.fullmatch(name):
        msg = (
            "ProjectName must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter or digit, "
            f"got {name[:_SHOWN]!r}"
        )
        raise RequestError(msg)
    return name


def _secret_arn(arn: str | None) -> str | None:
    if arn is not None and not _SECRET_ARN.match(arn):
        msg = f"SecretArn must be the ARN of a secret of Secrets Manager, got {arn[:_SHOWN]!r}"
        raise RequestError(msg)
    return arn


def _filter(value: Any, where: str) -> dict[str, Any]:
    item = _map(value, where)
    decoded: dict[str, Any] = {
        "type": _text(_required(item, "Type", where), f"{where}.Type"),
        "pattern": _text(_required(item, "Pattern", where), f"{where}.Pattern"),
    }
    if "ExcludeMatchedPattern" in item:
        excluded = _boolean(item["ExcludeMatchedPattern"], f"{where}.ExcludeMatchedPattern")
        decoded["excludeMatchedPattern"] = excluded
    return decoded


def _scope(value: dict[str, Any]) -> dict[str, Any]:
    names = (("Name", "name"), ("Scope", "scope"), ("Domain", "domain"))
    _required(value, "Name", "ScopeConfiguration")
    given = {member: _text(value[name], f"ScopeConfiguration.{name}") for name, member in names if name in value}
    return {"scope": _DEFAULT_SCOPE, **given}


def _policy(value: dict[str, Any]) -> dict[str, Any]:
    where = "PullRequestBuildPolicy"
    approval = _required(value, "RequiresCommentApproval", where)
    decoded: dict[str, Any] = {"requiresCommentApproval": _text(approval, f"{where}.RequiresCommentApproval")}
    if "ApproverRoles" in value:
        roles = _list(value["ApproverRoles"], f"{where}.ApproverRoles")
        decoded["approverRoles"] = [_text(role, f"{where}.ApproverRoles[{i}]") for i, role in enumerate(roles)]
    return decoded


def _required(value: dict[str, Any], name: str, where: str = "") -> Any:
    if name not in value:
        msg = f"{where + '.' if where else ''}{name} is missing"
        raise RequestError(msg)
    return value[name]


def _optional_text(value: dict[str, Any], name: str) -> str | None:
    return _text(value[name], name) if name in value else None


def _text(value: Any, where: str) -> str:
    text = _field(value, where)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        msg = f"{where} holds half of a character at position {error.start}"
        raise RequestError(msg) from None
    return text


def _field(value: Any, where: str) -> str:
    if not isinstance(value, str):
        msg = f"{where} must be a text, got {type(value).__name__}"
        raise RequestError(msg)
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        msg = f"{where} must be a list, got {type(value).__name__}"
        raise RequestError(msg)
    return value


def _map(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        msg = f"{where} must be a map, got {type(value).__name__}"
        raise RequestError(msg)
    return value


def _boolean(value: Any, where: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _BOOLEANS:
        return _BOOLEANS[value.lower()]
    msg = f"{where} must be true or false, got {value!r}"
    raise RequestError(msg)
