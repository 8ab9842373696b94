"""A template that is judged together with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from webhook_constructs.core.values.wire import as_mapping

from .pipeline_definition import PIPELINE_TYPE
from .role_permissions import TYPES_OF_PERMISSIONS
from .template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, TemplateWebhook

__all__ = [
    "ADDRESSES",
    "STACK_SET_TYPE",
    "STACK_TYPE",
    "UNKNOWN_PLACE",
    "Place",
    "Steps",
    "Template",
    "is_written_elsewhere",
]

STACK_TYPE = "AWS::CloudFormation::Stack"
"""The resource type of a nested stack."""

ADDRESSES = {STACK_TYPE: "TemplateURL", "AWS::Serverless::Application": "Location"}
"""The resource types that nest a template, each with the property that says which."""

STACK_SET_TYPE = "AWS::CloudFormation::StackSet"
"""The resource type that deploys a template in several accounts and regions."""

_PRODUCT_TYPE = "AWS::ServiceCatalog::CloudFormationProvisionedProduct"
_TYPES = frozenset({PROJECT_TYPE, WEBHOOK_TYPE, PIPELINE_TYPE, *ADDRESSES, *TYPES_OF_PERMISSIONS})
_ELSEWHERE = frozenset({STACK_SET_TYPE, _PRODUCT_TYPE})
_MODULE = "::MODULE"

Steps: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value."""


class Place(NamedTuple):
    """An account and a region, each as far as it is known before the deployment.

    Attributes:
        account: The number of the account; None where only the deployment knows it.
        region: The region; None where only the deployment knows it.
    """

    account: str | None
    region: str | None

    @classmethod
    def of_environment(cls, environment: object) -> Place:
        """Read an environment as a cloud assembly writes it.

        Args:
            environment: What the manifest says; what cannot be read is not known.

        Examples:
            >>> Place.of_environment("aws://123456789012/eu-west-1")
            Place(account='123456789012', region='eu-west-1')
            >>> Place.of_environment("aws://unknown-account/unknown-region")
            Place(account=None, region=None)
        """
        scheme, _, written = environment.partition("://") if isinstance(environment, str) else ("", "", "")
        account, _, region = written.partition("/") if scheme == "aws" else ("", "", "")
        return cls(*(each if each and not each.startswith("unknown-") else None for each in (account, region)))

    @property
    def is_known(self) -> bool:
        """Whether both are known."""
        return self.account is not None and self.region is not None

    def may_be(self, other: Place) -> bool:
        """Check whether both may be one account and region, as far as they are known."""
        return all(None in pair or pair[0] == pair[1] for pair in zip(self, other, strict=True))


UNKNOWN_PLACE = Place(None, None)
"""Where a template is deployed of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template, or the part of one that tells about webhooks, projects and pipelines.

    Attributes:
        body: What the JSON or YAML parser gave.
        place: Where it is deployed. Default: that is not known.
        file: The path of its file, by which a template beside it may name it for a nested stack. Default: it has none.
        app: What tells the app that it is of from other apps, such as the folder of its cloud assembly. Default: it is
            a template by itself.
        stage: The path of the stage of that app which it is in. Default: it is in none.
        stack_name: The name of its stack. Default: it is not known.
        is_for_many: Whether it is deployed any number of times, wherever that may be, as a product of Service Catalog
            and the template of a StackSet are: nothing that it has is met by what another template has. Default: it is
            deployed once.
        nests: The files of the templates that it nests, by the logical ids of the nested stacks. Default: as its
            resources say by paths.
        webhooks: Its webhooks, where another form than CloudFormation's describes them, and the body has only projects
            and pipelines. Default: those that the body describes.
        unseen: What of such a form nobody sees, each with the way to it. Default: nothing.
        has_condition: Tells of a logical id whether the resource is made under a condition. Default: as the body says.
        resources: The resources of the body that can make a difference to webhooks, and those that functions write.
            Most of a template is neither, and these are asked for again and again.
    """

    body: Mapping[str, Any]
    place: Place = UNKNOWN_PLACE
    file: str = ""
    app: str = ""
    stage: str = ""
    stack_name: str | None = None
    is_for_many: bool = False
    nests: Mapping[str, str] = field(default_factory=dict)
    webhooks: tuple[TemplateWebhook, ...] | None = None
    unseen: tuple[tuple[Steps, str], ...] = ()
    has_condition: Callable[[str], bool] | None = None
    resources: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the resources."""
        found = as_mapping(self.body.get("Resources"))
        if self.webhooks is None:
            found = {key: each for key, each in found.items() if _matters(each)}
        object.__setattr__(self, "resources", found)

    def is_conditional(self, logical_id: str) -> bool:
        """Check whether a resource is made under a condition."""
        if self.has_condition is not None:
            return self.has_condition(logical_id)
        return "Condition" in as_mapping(self.resources.get(logical_id))

    def is_deployed_with(self, other: Template) -> bool:
        """Check whether an account or region that only the deployment knows is the same for two templates.

        It is so in a stage and in what is around that. Two stages beside each other may be for two accounts.
        """
        if self is other:
            return True
        one, two = f"{self.stage}/".lstrip("/"), f"{other.stage}/".lstrip("/")
        return bool(self.app) and self.app == other.app and (one.startswith(two) or two.startswith(one))

    def may_be_elsewhere(self, other: Template) -> bool:
        """Check whether another template is in a stage beside this one's that may be for another account or region."""
        is_one_place = self.place == other.place and self.place.is_known
        return bool(self.app) and self.app == other.app and not is_one_place and not self.is_deployed_with(other)


def is_written_elsewhere(resource: Mapping[str, Any]) -> bool:
    """Check whether what a resource deploys is written elsewhere, as that of a module, stack set or product is."""
    kind = resource.get("Type")
    return isinstance(kind, str) and (kind in _ELSEWHERE or kind.endswith(_MODULE))


def _matters(written: Any) -> bool:
    resource = as_mapping(written)
    kind = resource.get("Type")
    if not isinstance(kind, str):
        return True
    return kind in _TYPES or kind.lower() == PROJECT_TYPE.lower() or is_written_elsewhere(resource)
