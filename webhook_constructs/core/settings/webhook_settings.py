"""The settings of a webhook: what the construct builds and what a template or a live project holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.errors import WebhookSettingsError
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.enums import BuildType, EventAction, SourceProvider
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.runners import BUILDKITE_LABEL, RUNNER_LABELS
from webhook_constructs.core.values.arguments import require_choice, require_flag, require_list, require_text, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_unresolved, may_be_no_value
from webhook_constructs.core.values.wire import Node, WireForm

from .pull_request_policy import PullRequestBuildPolicy
from .scope import WayOut, WebhookScope, scope_problems

__all__ = [
    "WebhookSettings",
    "has_both_filters",
    "has_empty_branch_filter",
    "repository_of",
    "runner_label",
    "scope_problems_of",
]

_WITH_GROUPS_IN_GROUPS = {None, SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED}
_MEMBERS = (
    "filterGroups",
    "branchFilter",
    "buildType",
    "scopeConfiguration",
    "manualCreation",
    "pullRequestBuildPolicy",
)
_NOT_SETTINGS = {
    # The switch of AWS::CodeBuild::Project's Triggers.
    WireForm.CFN: ("webhook",),
    # What a request or a live project's webhook holds besides its settings.
    WireForm.API: (
        "projectName",
        "rotateSecret",
        "url",
        "payloadUrl",
        "secret",
        "lastModifiedSecret",
        "status",
        "statusMessage",
    ),
}
# What only a live project's webhook holds, and no request.
_LIVE = frozenset({"url", "payloadUrl", "secret", "lastModifiedSecret", "status", "statusMessage"})


@frozen
@dataclass(frozen=True, slots=True, eq=False, init=False)
class WebhookSettings:
    """Everything that can be set for a webhook, and the repository it is for.

    Settings accept every value of the right type, including values that CodeBuild rejects, so that a template or a live
    webhook can be read and judged. `problems` returns what CodeBuild is certain to reject.

    Two settings are equal if they mean the same. The order of the groups does not count.

    Attributes:
        filter_groups: The filter groups. An event starts a build if it passes one of them. Default: without a branch
            filter, every push, and every created or updated pull request, starts a build.
        branch_filter: A pattern for the branch name without `refs/heads/`, the older way to filter. Default: none.
        build_type: What the webhook starts. Default: one build.
        scope: The organization, enterprise or group that the webhook covers. Default: the repository of the project.
        manual_creation: Whether somebody adds the hook at the git host. Default: CodeBuild adds it.
        pull_request_build_policy: Which pull requests wait for approval. Default: the default of CodeBuild.
        may_predate_approval: Whether the webhook may be older than August 2025. If so, it is unknown which pull
            requests wait without a policy. Default: it is new, with the default of CodeBuild.
        provider: The git host. Default: unknown.
        source_location: The address of the repository. Default: unknown.

    Raises:
        WebhookSettingsError: A value has the wrong type, such as one group in place of a list of groups.

    Examples:
        >>> settings = WebhookSettings.from_cfn({"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]})
        >>> settings.filter_groups[0].to_api()
        [{'type': 'EVENT', 'pattern': 'PUSH'}]
    """

    filter_groups: tuple[FilterGroup, ...]
    branch_filter: Text | None
    build_type: BuildType | None
    scope: WebhookScope | None
    manual_creation: bool | None
    pull_request_build_policy: PullRequestBuildPolicy | None
    provider: SourceProvider | None
    source_location: Text | None
    may_predate_approval: bool

    def __init__(  # noqa: PLR0913, PLR0917 - one for each setting, in the order of the attributes
        self,
        filter_groups: Sequence[FilterGroup] = (),
        branch_filter: Text | None = None,
        build_type: BuildType | None = None,
        scope: WebhookScope | None = None,
        manual_creation: bool | None = None,  # noqa: FBT001 - see above
        pull_request_build_policy: PullRequestBuildPolicy | None = None,
        provider: SourceProvider | None = None,
        source_location: Text | None = None,
        may_predate_approval: bool = False,  # noqa: FBT001, FBT002 - see above
    ) -> None:
        """Accept any sequence of groups and the strings of enums, and raise an error for other types."""
        groups = require_list(filter_groups, "filter_groups", WebhookSettingsError)
        for index, group in enumerate(groups):
            _check(group, FilterGroup, f"filter_groups[{index}]")
        if build_type is not None:
            build_type = require_choice(BuildType, build_type, "build type", WebhookSettingsError)
        if provider is not None:
            provider = require_choice(SourceProvider, provider, "provider", WebhookSettingsError)
        for name, text in (("branch_filter", branch_filter), ("source_location", source_location)):
            if text is not None:
                require_text(text, name, WebhookSettingsError)
        if manual_creation is not None:
            require_flag(manual_creation, "manual_creation", WebhookSettingsError)
        if scope is not None:
            _check(scope, WebhookScope, "scope")
        if pull_request_build_policy is not None:
            _check(pull_request_build_policy, PullRequestBuildPolicy, "pull_request_build_policy")
        require_flag(may_predate_approval, "may_predate_approval", WebhookSettingsError)
        for name, value in {
            "filter_groups": groups,
            "branch_filter": branch_filter,
            "build_type": build_type,
            "scope": scope,
            "manual_creation": manual_creation,
            "pull_request_build_policy": pull_request_build_policy,
            "provider": provider,
            "source_location": source_location,
            "may_predate_approval": may_predate_approval,
        }.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_api(
        cls,
        webhook: Mapping[str, Any],
        *,
        provider: SourceProvider | None = None,
        source_location: Text | None = None,
    ) -> WebhookSettings:
        """Read settings in the form of the CodeBuild API.

        Args:
            webhook: The input of CreateWebhook, or the `webhook` of a live project. Members that are no settings
                (`url`, `payloadUrl`, `secret`, ...) are not read. They mark a live webhook: it may hold members that
                are newer than this package, and without a policy it may predate approval. In any other input, an
                unknown key is an error.
            provider: The git host, as the project has it. Default: unknown.
            source_location: The address of the repository, as the project has it. Default: unknown.

        Returns:
            The settings, which CodeBuild may still reject.

        Raises:
            WebhookSettingsError: The shape is wrong, or a name is unknown. The message names the place.
        """
        is_live = isinstance(webhook, Mapping) and not _LIVE.isdisjoint(webhook)
        node = Node(webhook, WireForm.API, WebhookSettingsError, is_live=is_live)
        return cls._read(node, provider, source_location)

    @classmethod
    def from_cfn(
        cls,
        properties: Mapping[str, Any],
        *,
        provider: SourceProvider | None = None,
        source_location: Text | None = None,
    ) -> WebhookSettings:
        """Read settings in the form of a template.

        Args:
            properties: The `Triggers` of a project, or what `to_cfn` returned. Booleans may be strings. An unknown key
                is an error, as in CloudFormation.
            provider: The git host, as the project has it. Default: unknown.
            source_location: The address of the repository, as the project has it. Default: unknown.

        Returns:
            The settings, which CodeBuild may still reject.

        Raises:
            WebhookSettingsError: The shape is wrong, or a name is unknown. The message names the place.
        """
        return cls._read(Node(properties, WireForm.CFN, WebhookSettingsError), provider, source_location)

    def to_api(self) -> dict[str, Any]:
        """Return the input of CreateWebhook without `projectName`, and without what is not set."""
        return self._write(WireForm.API)

    @property
    def is_manual(self) -> bool:
        """Whether somebody adds the hook at the git host. For Buildkite, somebody always does."""
        return bool(self.manual_creation) or self.build_type is BuildType.RUNNER_BUILDKITE_BUILD

    def to_cfn(self) -> dict[str, Any]:
        """Return the properties for a template, without what is not set."""
        return self._write(WireForm.CFN)

    def problems(self) -> tuple[str, ...]:
        """Return what CodeBuild is certain to reject.

        Returns:
            One string each for a branch filter together with filter groups [obs,
            https://github.com/hashicorp/terraform-provider-aws/pull/8110], an empty branch filter [obs,
            https://github.com/hashicorp/terraform-provider-aws/issues/7839], a scope of another git host or project
            [doc, gitlab-group-webhook-setup, github-global-organization-webhook-setup], and the problems of each group.
            What is unknown is no problem.

        Examples:
            >>> WebhookSettings(branch_filter="").problems()
            ('branch_filter is empty: leave it out to take every branch',)
        """
        with running():
            return tuple(_problems(self))

    def __eq__(self, other: object) -> bool:
        """Compare what the settings say."""
        if not isinstance(other, WebhookSettings):
            return NotImplemented
        groups, others = self.filter_groups, other.filter_groups
        are_equal = groups == others or frozenset(groups) == frozenset(others)
        return are_equal and self._beside_groups() == other._beside_groups()

    def __hash__(self) -> int:
        """Hash what the settings say."""
        return hash((frozenset(self.filter_groups), self._beside_groups()))

    @classmethod
    def _read(cls, node: Node, provider: SourceProvider | None, source_location: Text | None) -> WebhookSettings:
        members = node.members(_MEMBERS, ignored=_NOT_SETTINGS[node.form])
        groups, scope = members.get("filterGroups"), members.get("scopeConfiguration")
        branch_filter, build_type = members.get("branchFilter"), members.get("buildType")
        manual, policy = members.get("manualCreation"), members.get("pullRequestBuildPolicy")
        return cls(
            filter_groups=() if groups is None else tuple(FilterGroup.read(group) for group in groups.elements()),
            branch_filter=None if branch_filter is None else branch_filter.text_or_function(),
            build_type=None if build_type is None else build_type.choice(BuildType),
            scope=None if scope is None else WebhookScope.read(scope),
            manual_creation=None if manual is None else manual.flag(),
            pull_request_build_policy=None if policy is None else PullRequestBuildPolicy.read(policy),
            provider=provider,
            source_location=source_location,
            may_predate_approval=node.is_live and policy is None,
        )

    def _write(self, form: WireForm) -> dict[str, Any]:
        branch = self.branch_filter
        written: dict[str, Any] = {
            "filterGroups": [group.write(form) for group in self.filter_groups] or None,
            "branchFilter": branch.to_cfn() if isinstance(branch, UnresolvedValue) else branch,
            "buildType": None if self.build_type is None else self.build_type.value,
            "scopeConfiguration": None if self.scope is None else self.scope.write(form),
            "manualCreation": self.manual_creation,
            "pullRequestBuildPolicy": (
                None if self.pull_request_build_policy is None else self.pull_request_build_policy.write(form)
            ),
        }
        return {form.key(member): value for member, value in written.items() if value is not None}

    def _beside_groups(self) -> tuple[object, ...]:
        return (
            self.branch_filter,
            self.build_type,
            self.scope,
            self.manual_creation,
            self.pull_request_build_policy,
            self.provider,
            self.source_location,
            self.may_predate_approval,
        )


def has_both_filters(settings: WebhookSettings) -> bool:
    """Check whether there is a branch filter beside filter groups.

    A branch filter that may resolve to no value in the deployment does not count, and no group of which nothing is
    known.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings
        >>> pushes = FilterGroup.in_event_of(EventAction.PUSH)
        >>> has_both_filters(WebhookSettings((pushes,), branch_filter="^main$"))
        True
    """
    branch_filter = settings.branch_filter
    if branch_filter is None or may_be_no_value(branch_filter):
        return False
    return any(
        not group.filters or not all(each.is_unknown for each in group.filters) for group in settings.filter_groups
    )


def has_empty_branch_filter(settings: WebhookSettings) -> bool:
    """Check whether the branch filter is an empty string."""
    return settings.branch_filter == ""


def scope_problems_of(settings: WebhookSettings) -> tuple[tuple[str, WayOut], ...]:
    """Return what the git host and the project do not support about the scope, and the fix for each."""
    if settings.scope is None:
        return ()
    found = scope_problems(
        settings.scope,
        provider=settings.provider,
        build_type=settings.build_type,
        source_location=settings.source_location,
    )
    return tuple(found)


def runner_label(settings: WebhookSettings, project: str) -> str | None:
    """Return what a job asks for to run on a project.

    Args:
        settings: The settings of the webhook of the project.
        project: The name of the project, which may be a token.

    Returns:
        The label, as a workflow or pipeline writes it; None where the webhook starts no runner, or its git host is not
        known.

    Examples:
        >>> print(runner_label(WebhookSettings([FilterGroup.on_workflow_job()], provider=SourceProvider.GITLAB), "api"))
        codebuild-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME
    """
    if settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return BUILDKITE_LABEL.format(project=project)
    names = {name for group in settings.filter_groups for name in group.event_names or ()}
    label = None if settings.provider is None else RUNNER_LABELS.get(settings.provider)
    if label is None or EventAction.WORKFLOW_JOB_QUEUED not in names:
        return None
    return label.format(project=project)


def repository_of(settings: WebhookSettings) -> Repository | None:
    """Return the repository that sends its events to a webhook.

    Args:
        settings: The settings of the webhook.

    Returns:
        The repository; None where the address is not known or is not that of a repository, and for webhooks that are
        not on one: those of an organization, an enterprise or a group, and those of Buildkite.
    """
    location = settings.source_location
    if settings.scope is not None or settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return None
    if not isinstance(location, str) or is_unresolved(location):
        return None
    found = Repository.parse(location)
    is_in_groups = found is not None and found.path.count("/") > 1
    return None if is_in_groups and settings.provider not in _WITH_GROUPS_IN_GROUPS else found


def _problems(settings: WebhookSettings) -> Iterator[str]:
    if has_both_filters(settings):
        yield (
            f"branch_filter and filter_groups are both given, got branch_filter {str(settings.branch_filter)!r}: "
            "use filter_groups, with a filter on HEAD_REF in place of the branch filter"
        )
    if has_empty_branch_filter(settings):
        yield "branch_filter is empty: leave it out to take every branch"
    for problem, way_out in scope_problems_of(settings):
        yield f"{problem}; {way_out}"
    for index, group in enumerate(settings.filter_groups):
        for problem in group.problems():
            yield f"filter_groups[{index}]: {problem}"


def _check(value: object, kind: type, place: str) -> None:
    if isinstance(value, kind):
        return
    name, theirs = kind.__name__, type(value)
    if theirs.__name__ == name:  # such as the FilterGroup of the CDK
        msg = (
            f"{place} must be a {name} of webhook_constructs, got the {name} of {theirs.__module__}, which cannot be "
            "read; import the one of webhook_constructs"
        )
        raise WebhookSettingsError(msg)
    msg = f"{place} is no {name}, got {shown(value)}"
    raise WebhookSettingsError(msg)
