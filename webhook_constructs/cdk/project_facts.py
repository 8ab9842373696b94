"""What a webhook has to know of the project that it is for, read in as few calls into the CDK as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.service.project_name import NAME_FORM, is_project_name
from webhook_constructs.core.service.runners import agent_token_type
from webhook_constructs.core.values.unresolved import is_unresolved, known_text
from webhook_constructs.lint.rules.refused.source_without_webhooks import way_out
from webhook_constructs.lint.wording.languages import Language

from .resources import properties_of

__all__ = ["ProjectFacts", "StackEnvironment"]


@dataclass(frozen=True, slots=True)
class StackEnvironment:
    """A stack and where it is deployed; region and account may be tokens."""

    stack: cdk.Stack
    region: str
    account: str


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as it is known at synthesis. Each text may be a token.

    Attributes:
        name: The project's name.
        region: The region the project is in.
        account: The account the project is in.
        source_type: The type of its primary source; None where it is imported or a token.
        source_location: The repository of its primary source; None where it is imported or has none.
        agent_token_type: The type of its variable for Buildkite's token, empty where it has none; None where that is
            not known.
        build_powers: What its environment gives to its builds; nothing where that is not known.
        physical_name: The name that the app has chosen for it; None where CloudFormation makes it.
        stack: The stack that makes it; None where it is imported.
        resource: Its resource; None where it is imported.
        dependencies: What must exist before a webhook besides the project itself: its role, with the policies that
            are made for it there.
    """

    name: str
    region: str
    account: str
    source_type: str | None = None
    source_location: Any = None
    agent_token_type: str | None = None
    build_powers: tuple[str, ...] = ()
    physical_name: str | None = None
    stack: cdk.Stack | None = None
    resource: codebuild.CfnProject | None = None
    dependencies: tuple[IConstruct, ...] = ()

    @classmethod
    def of(cls, project: codebuild.IProject | codebuild.Project, place: StackEnvironment) -> ProjectFacts:
        """Read a project, made in the app or imported, for a webhook in that place."""
        if isinstance(project, codebuild.Project):
            return cls._made(project, place)
        return cls._imported(project, place)

    @property
    def provider(self) -> SourceProvider | None:
        """The git host; None where it is not known or not one that has webhooks."""
        return SourceProvider.of_source(self.source_type)

    def name_problems(self) -> list[str]:
        """Return what is wrong with the project's name, as far as it is known."""
        return [
            f"the project's name must be {NAME_FORM}, got {name!r}; pass the name alone, not an ARN, a path or a "
            "description"
            for name in {self.name, self.physical_name or self.name}
            if not is_project_name(name)
        ]

    def source_problems(self, build_type: BuildType | None) -> list[str]:
        """Return why a project with this source can have no webhook; nothing where it can."""
        if not self.source_type or self.provider is not None or self._is_buildkite(build_type):
            return []
        advice = way_out(self.source_type, Language.PYTHON) or "give it a source at a git host"
        hosts = ", ".join(provider.value for provider in SourceProvider)
        problem = (
            f"a project with source type {self.source_type} can have no webhook, allowed are {hosts}; {advice}. If its "
            "source is set by an override, state source_provider"
        )
        return [problem]

    def _is_buildkite(self, build_type: BuildType | None) -> bool:
        return self.source_type == "NO_SOURCE" and build_type is BuildType.RUNNER_BUILDKITE_BUILD

    @classmethod
    def _made(cls, project: codebuild.Project, place: StackEnvironment) -> ProjectFacts:
        if (stack := project.stack) is not place.stack:
            place = StackEnvironment(stack, stack.region, stack.account)
        children = project.node.children
        resource = next((child for child in children if isinstance(child, codebuild.CfnProject)), None)
        properties: Mapping[str, Any] = {} if resource is None else properties_of(resource)
        # The project makes its own role before its resource. One after that is another: it starts builds for a rule.
        made_first = takewhile(lambda child: not isinstance(child, codebuild.CfnProject), children)
        role = next((child for child in made_first if isinstance(child, iam.Role)), None) or project.role
        source = properties.get("source")
        source = source if isinstance(source, dict) else {}
        return cls(
            name=project.project_name,
            region=place.region,
            account=place.account,
            source_type=known_text(source.get("type")),
            source_location=source.get("location"),
            agent_token_type=agent_token_type(properties.get("environment")),
            build_powers=environment_powers(properties.get("environment")),
            physical_name=known_text(properties.get("name")),
            stack=place.stack,
            resource=resource,
            dependencies=() if role is None else (role,),
        )

    @classmethod
    def _imported(cls, project: codebuild.IProject, place: StackEnvironment) -> ProjectFacts:
        """Read an imported project from its ARN alone, if that is not one single token."""
        whole = project.project_arn
        arn = whole.split(":", 5)
        if len(arn) == 6 and arn[5].startswith("project/"):  # noqa: PLR2004 - the parts of an ARN
            return cls(name=arn[5].removeprefix("project/"), region=arn[3] or place.region, account=arn[4])
        if not is_unresolved(whole):  # an ARN of something else, which is no name
            return cls(name=whole, region=place.region, account=place.account)
        return cls(name=project.project_name, region=project.env.region, account=project.env.account)
