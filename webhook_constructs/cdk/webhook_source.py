"""The source that a webhook is for: as its project has it, or as the arguments of the webhook state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.core.service.repository import Repository, shown_address
from webhook_constructs.core.values.unresolved import is_unresolved

from .project_facts import ProjectFacts

__all__ = ["WebhookSource"]


@dataclass(frozen=True, slots=True)
class WebhookSource:
    """The git host and the repository of a webhook.

    Attributes:
        project: What is known of the project.
        stated_provider: The git host that the arguments state; None where they state none.
        stated_repository: The address of the repository that the arguments state, which may be a token; None where they
            state none.
    """

    project: ProjectFacts
    stated_provider: SourceProvider | None = None
    stated_repository: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether what was read of the project's source holds: the arguments do not state another git host."""
        return self.stated_provider in {None, self.project.provider}

    @property
    def provider(self) -> SourceProvider | None:
        """The git host; None where it is neither stated nor read, and the repository is at no public one."""
        repository = self._repository
        return self.stated_provider or self.project.provider or (None if repository is None else repository.provider)

    @property
    def location(self) -> Any:
        """The address of the repository, the same for all ways to write it; None where it is not known."""
        if self.stated_repository is None:
            return self.project.source_location if self.is_read else None
        return self.stated_repository if self._repository is None else self._repository.address

    def problems(self, build_type: BuildType | None) -> list[str]:
        """Return why a project with this source cannot have the webhook, and what is wrong with what is stated.

        Args:
            build_type: What the webhook starts.
        """
        of_the_project = [] if self.stated_provider else self.project.source_problems(build_type)
        return of_the_project or self._repository_problems(build_type)

    def _repository_problems(self, build_type: BuildType | None) -> list[str]:
        if self.stated_repository is None or is_unresolved(self.stated_repository):
            return []
        shown, repository = shown_address(self.stated_repository), self._repository
        if repository is None:
            problem = f"repository must be an address such as 'https://github.com/acme/api', got {shown}"
        elif build_type is BuildType.RUNNER_BUILDKITE_BUILD:
            problem = f"a runner for Buildkite has no repository, got repository {shown}; leave it out"
        elif self._is_another(repository):
            has = shown_address(str(self.project.source_location))
            problem = (
                f"repository is {shown}, and the source of the project is {has}; leave repository out, which is for "
                "projects whose source cannot be read"
            )
        else:
            return []
        return [problem]

    def _is_another(self, stated: Repository) -> bool:
        """Check whether the project is known to have another repository."""
        location = self.project.source_location
        if not self.is_read or not isinstance(location, str) or is_unresolved(location):
            return False
        found = Repository.parse(location)
        return found is None or stated.is_same_as(found) is False

    @property
    def _repository(self) -> Repository | None:
        stated = self.stated_repository
        return None if stated is None or is_unresolved(stated) else Repository.parse(stated)
