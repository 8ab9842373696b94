"""Apps with templates that no stack of theirs deploys itself, each with one webhook that has a finding: WH201."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_servicecatalog as servicecatalog

from tests.cli.conftest import OPEN, triggers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct

JSON = json.dumps({"Resources": {"Native": triggers(groups=[OPEN])}})
YAML = """\
# A product.
Resources:
  Native:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: !Sub "${AWS::StackName}-native"
      Triggers:
        Webhook: true
        FilterGroups:
          - - {Type: EVENT, Pattern: PUSH}
            - {Type: ACTOR_ACCOUNT_ID, Pattern: "12345"}
"""


def open_project(scope: Construct, construct_id: str = "Native") -> None:
    """A project with a webhook of its own, and with a finding: WH201."""
    group = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH).and_actor_account_is("12345")
    source = codebuild.Source.git_hub(owner="acme", repo="native", webhook=True, webhook_filters=[group])
    codebuild.Project(scope, construct_id, source=source)


def product(scope: Construct, template: servicecatalog.CloudFormationTemplate) -> None:
    version = servicecatalog.CloudFormationProductVersion(cloud_formation_template=template)
    servicecatalog.CloudFormationProduct(
        scope, "Product", product_name="ci", owner="platform", product_versions=[version]
    )


def product_stack(scope: Construct, **arguments: Any) -> servicecatalog.ProductStack:
    found = servicecatalog.ProductStack(scope, "Template", **arguments)
    product(scope, servicecatalog.CloudFormationTemplate.from_product_stack(found))
    return found


def of_a_product_stack(stack: cdk.Stack, _: Path) -> None:
    open_project(product_stack(stack))


def nested_in_a_product_stack(stack: cdk.Stack, _: Path) -> None:
    found = product_stack(stack, asset_bucket=s3.Bucket(stack, "Bucket", bucket_name="platform-assets"))
    open_project(cdk.NestedStack(found, "Nested"))


def of_a_product_in_a_nested_stack(stack: cdk.Stack, _: Path) -> None:
    open_project(product_stack(cdk.NestedStack(stack, "Nested")))


def _from_file(name: str, content: str, encoding: str = "utf-8") -> Callable[[cdk.Stack, Path], None]:
    def add(stack: cdk.Stack, folder: Path) -> None:
        path = folder / name
        path.write_text(content, encoding=encoding)
        product(stack, servicecatalog.CloudFormationTemplate.from_asset(str(path)))

    return add


def of_a_stack_set(stack: cdk.Stack, folder: Path) -> None:
    (folder / "member.yaml").write_text(YAML)
    asset = assets.Asset(stack, "Member", path=str(folder / "member.yaml"))
    cdk.CfnStackSet(stack, "Set", permission_model="SELF_MANAGED", stack_set_name="ci", template_url=asset.http_url)


def uploaded_for_somebody_else(stack: cdk.Stack, folder: Path) -> None:
    (folder / "shared.yaml").write_text(YAML)
    assets.Asset(stack, "Shared", path=str(folder / "shared.yaml"))


def nested_by_hand(stack: cdk.Stack, folder: Path) -> None:
    """A stack that is nested without the construct for it."""
    (folder / "nested.yaml").write_text(YAML)
    asset = assets.Asset(stack, "Nested", path=str(folder / "nested.yaml"))
    cdk.CfnStack(stack, "Stack", template_url=asset.http_url)


FOR_MANY: dict[str, Callable[[cdk.Stack, Path], None]] = {
    "product-stack": of_a_product_stack,
    "nested-in-a-product-stack": nested_in_a_product_stack,
    "product-in-a-nested-stack": of_a_product_in_a_nested_stack,
    "product-in-json": _from_file("product.json", JSON),
    "product-in-yaml": _from_file("product.yaml", YAML),
    "product-in-utf-16": _from_file("product.yml", YAML, "utf-16"),
    "product-that-is-called-template": _from_file("product.template", JSON),
    "product-of-no-suffix": _from_file("product", YAML),
    "product-of-another-suffix": _from_file("product.cfn", JSON),
    "stack-set": of_a_stack_set,
    "upload": uploaded_for_somebody_else,
}
"""Templates that are deployed by others, any number of times."""

NESTED: dict[str, Callable[[cdk.Stack, Path], None]] = {"nested-by-hand": nested_by_hand}
"""Templates that their stack deploys with itself."""
