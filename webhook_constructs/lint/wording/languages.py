"""What webhooks are written in, and how a setting or a pattern is written there, for the fixes of findings."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any

from webhook_constructs.core import CommentApproval
from webhook_constructs.core.decisions.filter_trace import ON_DEPLOYMENT

__all__ = ["Language"]

_CAPITAL = re.compile("[A-Z]")
_RENAMED = {
    "python": {"scopeConfiguration": "scope"},
    "terraform": {"filterGroups": "filter_group"},
}
_SETTINGS = {
    "branch_filter": "branchFilter",
    "build_type": "buildType",
    "filter_groups": "filterGroups",
    "manual_creation": "manualCreation",
    "pull_request_build_policy": "pullRequestBuildPolicy",
    "scope": "scopeConfiguration",
}
_PLACE_OF_FILTER = re.compile(r"FilterGroups(\[[0-9]+\])(\[[0-9]+\])")
_PROPERTY = re.compile(
    r"\b(FilterGroups|BranchFilter|BuildType|ScopeConfiguration|ManualCreation|PullRequestBuildPolicy|Type|Pattern"
    r"|ExcludeMatchedPattern|Name|Scope|Domain|RequiresCommentApproval|ApproverRoles)\b"
)
# What YAML reads as it stands, and JSON too once it is in quotes.
_PLAIN = re.compile(r"""[^\s\[\]{}#&*!|>'"%@`,?:\\-](?:[^"\\:#]|:(?! )|(?<! )#)*(?<![\s:])""")
_BUILDERS = {
    "GITHUB_ORGANIZATION": "WebhookScope.github_organization",
    "GITHUB_GLOBAL": "WebhookScope.github_global",
    "GITLAB_GROUP": "WebhookScope.gitlab_group",
}


class Language(Enum):
    """What a webhook is written in.

    Members have one name each, that of CodeBuild's API; `key` returns the one that people write.

    Examples:
        >>> [each.key("excludeMatchedPattern") for each in (Language.CLOUDFORMATION, Language.TERRAFORM)]
        ['ExcludeMatchedPattern', 'exclude_matched_pattern']
        >>> Language.TERRAFORM.setting("manualCreation", True), Language.CLOUDFORMATION.setting("manualCreation", True)
        ('manual_creation = true', 'ManualCreation: true')
    """

    PYTHON = "python"
    """The constructs of this package."""

    CLOUDFORMATION = "cloudformation"
    """The `Triggers` of a project in a template."""

    TERRAFORM = "terraform"
    """The resource `aws_codebuild_webhook`."""

    API = "api"
    """JSON of CodeBuild's API."""

    def key(self, member: str) -> str:
        """Return the name of a member.

        Args:
            member: Its name in the API, such as `filterGroups`.
        """
        if self is Language.API:
            return member
        if self is Language.CLOUDFORMATION:
            return member[0].upper() + member[1:]
        named = _RENAMED[self.value].get(member, member)
        return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", named)

    def place(self, member: str | None, group: int | None = None, filter_index: int | None = None) -> str:
        """Return how a place in the settings of a webhook is named.

        Args:
            member: The name of a setting in Python, such as `branch_filter`. What is none elsewhere, such as the secret
                of a construct, is a matter of the webhook.
            group: The index of a filter group. Default: it is not one.
            filter_index: The index of a filter in that group. Default: it is not one.

        Examples:
            >>> Language.TERRAFORM.place(None, 0, 2), Language.API.place("scope"), Language.API.place("secret")
            ('filter_group[0].filter[2]', 'scopeConfiguration', 'webhook')
        """
        if group is not None:
            between = ".filter" if self is Language.TERRAFORM else ""
            inner = "" if filter_index is None else f"{between}[{filter_index}]"
            return f"{self.key('filterGroups')}[{group}]{inner}"
        if self is Language.PYTHON:
            return member or "webhook"
        return self.key(_SETTINGS[member]) if member in _SETTINGS else "webhook"

    def renamed(self, text: str) -> str:
        """Return a text about settings that has CloudFormation's names for them, with the names that they have here.

        Examples:
            >>> Language.TERRAFORM.renamed("FilterGroups[0][1].Pattern"), Language.API.renamed("BuildType")
            ('filter_group[0].filter[1].pattern', 'buildType')
        """
        if self in {Language.PYTHON, Language.CLOUDFORMATION}:
            return text
        if self is Language.TERRAFORM:
            text = _PLACE_OF_FILTER.sub(r"FilterGroups\1.filter\2", text).replace(": true", " = true")
        return _PROPERTY.sub(lambda found: self.key(found[0][0].lower() + found[0][1:]), text)

    def written_place(self, place: str) -> str:
        """Return a place that an error names, with those of the API in its own JSON, and CloudFormation's elsewhere."""
        return place if self is Language.API else self.renamed(place)

    @property
    def documented(self) -> str:
        """The order to write something as it is documented."""
        return f"write it as {_DOCUMENTATION.get(self, 'CloudFormation documents it')}"

    def setting(self, member: str, value: Any) -> str:
        """Return how a member is set.

        Args:
            member: Its name in the API.
            value: A text, a truth value or a member of an enum.
        """
        if self is Language.PYTHON:
            return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else f"{self.key(member)}={value}"
        plain = value.value if isinstance(value, Enum) else value
        if self is Language.CLOUDFORMATION:
            return f"{self.key(member)}: {str(plain).lower() if isinstance(plain, bool) else plain}"
        return (
            f"{self.key(member)} = {json.dumps(plain)}" if self is Language.TERRAFORM else self._member(member, plain)
        )

    def scope(self, scope_type: Enum) -> str:
        """Return how a scope of some type is made."""
        return _BUILDERS[scope_type.value] if self is Language.PYTHON else self.setting("scope", scope_type)

    def pattern(self, text: object) -> str:
        r"""Return a pattern as people write it: in quotes, and escaped, where the language wants that.

        Args:
            text: The pattern.

        Examples:
            >>> print(Language.TERRAFORM.pattern(r"^docs/\.x$"), Language.CLOUDFORMATION.pattern("^refs/heads/main$"))
            "^docs/\\.x$" ^refs/heads/main$
        """
        written = str(text)
        if self is Language.PYTHON or (self is Language.CLOUDFORMATION and _PLAIN.fullmatch(written)):
            return written
        quoted = json.dumps(written, ensure_ascii=False)
        return quoted.replace("${", "$${").replace("%{", "%%{") if self is Language.TERRAFORM else quoted

    def filled_in(self, pattern: object) -> str:
        """Return the order to have the value of a variable in a pattern, such as `${Branch}`, and not its name.

        Examples:
            >>> Language.CLOUDFORMATION.filled_in("^refs/heads/${Branch}$"), Language.API.filled_in("^${Branch}$")
            ('write it as Fn::Sub: ^refs/heads/${Branch}$', 'write the value itself')
        """
        if self is Language.CLOUDFORMATION:
            return f"write it as Fn::Sub: {self.pattern(pattern)}"
        return "write the value itself"

    def filter(self, filter_type: str, pattern: object) -> str:
        """Return how a filter is written, such as `a filter with Type: HEAD_REF and Pattern: ^refs/heads/`."""
        if self is Language.PYTHON:
            return f"{filter_type} {pattern}"
        name, equals = self.key("pattern"), {Language.CLOUDFORMATION: ":", Language.TERRAFORM: " ="}.get(self)
        written = f'"{name}":' if equals is None else f"{name}{equals}"
        return f"a filter with {self.setting('type', filter_type)} and {written} {self.pattern(pattern)}"

    def use(self, method: str, filter_type: str) -> str:
        """Return the order to use a method, or a filter of some type where there are no methods."""
        return f"use {method}" if self is Language.PYTHON else f"add a filter with {self.setting('type', filter_type)}"

    @property
    def later(self) -> str:
        """When that is known which a file leaves open."""
        return _LATER.get(self, "known only when the stack is deployed")

    def of_decision(self, text: str) -> str:
        """Return what a decision says, with the words that people have here for what is not known yet."""
        return text if self in {Language.PYTHON, Language.CLOUDFORMATION} else text.replace(ON_DEPLOYMENT, self.later)

    @property
    def refusing(self) -> str:
        """What refuses what is written in a wrong way."""
        return "CloudFormation" if self in {Language.PYTHON, Language.CLOUDFORMATION} else "CodeBuild"

    def in_python(self, text: str, otherwise: str = "") -> str:
        """Return what to say of methods and classes of Python, and what to say elsewhere. Default: nothing."""
        return text if self is Language.PYTHON else otherwise

    def in_cdk(self, call: str) -> str:
        """Return how the CDK of any language does it, in brackets, where an app of the CDK may have written this."""
        return f" (in the CDK, {call})" if self in {Language.PYTHON, Language.CLOUDFORMATION} else ""

    @property
    def approval(self) -> str:
        """How the approval of all pull requests is set."""
        return self.setting("requiresCommentApproval", CommentApproval.ALL_PULL_REQUESTS)

    @property
    def batch_configuration(self) -> str:
        """What a project has that can run batch builds."""
        written = self if self is not Language.PYTHON else Language.CLOUDFORMATION
        names = (written.key("buildBatchConfig"), written.key("serviceRole"))
        return "a {} with a {}".format(*names) + self.in_cdk("project.enable_batch_builds()")

    def _member(self, member: str, value: Any) -> str:
        return f'"{self.key(member)}": {json.dumps(value)}'


_DOCUMENTATION = {
    Language.TERRAFORM: "the AWS provider documents it",
    Language.API: "`aws codebuild create-webhook --generate-cli-skeleton` shows it",
}
_LATER = {
    Language.TERRAFORM: "known only after terraform apply, or sensitive",
    Language.API: "not in the file, and not changed by it",
}
