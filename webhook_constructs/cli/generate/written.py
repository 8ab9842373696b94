"""What code is written of a webhook: the arguments of its construct, and why a webhook has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from webhook_constructs.core import BuildType, WebhookSettings
from webhook_constructs.core.service.project_name import is_project_name
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.code import settings_arguments
from webhook_constructs.core.settings.scope import SCOPED_LOCATION
from webhook_constructs.core.values.python_code import Call, Code, Named, Plain, code_of
from webhook_constructs.core.values.unresolved import is_unresolved

from .names import Names, attribute_name, pascal_case
from .read_webhooks import ReadWebhook

__all__ = ["WrittenWebhook", "settings_of", "written_webhook"]

_OF_THE_SOURCE = {"provider", "source_location", "may_predate_approval"}
_SAID_OF_SECRETS = (
    "CodeBuild returns the payload URL and the secret of a manual webhook only once, so they could not be read. Before "
    'you deploy, store them in the secret named here, as {"payloadUrl": ..., "secret": ...}. If you do not have them, '
    "delete the webhook, write secret=True, remove on_existing, and add the new hook at the git host."
)
_SAID_OF_NAMES = (
    "Only the deployment knows the name of the project. Pass it with cdk deploy --parameters, or replace the parameter "
    "with the name."
)


@dataclass(frozen=True, slots=True)
class WrittenWebhook:
    """A webhook for which code is written.

    Attributes:
        read: The webhook.
        construct_id: The id of its construct.
        attribute: The attribute of the stack that holds the construct.
        code: The call that makes it.
        remarks: What is said above it, in words of ours.
    """

    read: ReadWebhook
    construct_id: str
    attribute: str
    code: Call
    remarks: tuple[str, ...]


def written_webhook(read: ReadWebhook, names: Names) -> WrittenWebhook | str:
    """Write the code of a webhook.

    Args:
        read: The webhook.
        names: The construct ids of its stack.

    Returns:
        The code, or why there is none.
    """
    problems = read.settings.problems()
    if problems:
        return f"CodeBuild refuses it: {problems[0]}: mend that first"
    if read.project is not None and not is_project_name(read.project):
        return f"{read.project!r} is not the name of a project: mend that first"
    base = pascal_case(read.project or read.project_label)
    own, webhook_id, secret_id, parameter_id = names.take(
        base, f"{base}Webhook", f"{base}WebhookSecret", f"{base}ProjectName"
    )
    remarks = []
    if read.project is None:
        remarks.append(_SAID_OF_NAMES)
    if read.settings.is_manual and read.lives:
        remarks.append(_SAID_OF_SECRETS)
    if _location_is_lost(read.settings):
        remarks.append("The address of the repository is unknown or invalid: add repository=.")
    arguments: tuple[Code, ...] = (
        Plain("self"),
        code_of(webhook_id),
        Named("project", _project(read, own, parameter_id)),
        *_source(read.settings),
        *_settings(read.settings),
        *_secret(read, secret_id),
        *([Named("on_existing", Plain("OnExistingWebhook.ADOPT"))] if read.lives else []),
    )
    call = Call("CodeBuildWebhook", arguments)
    return WrittenWebhook(read, webhook_id, attribute_name(webhook_id), call, tuple(remarks))


def settings_of(read: ReadWebhook) -> WebhookSettings:
    """Return the settings that the code of a webhook has."""
    repository = repository_of(read.settings)
    location = None if repository is None else repository.address
    return replace(read.settings, may_predate_approval=False, source_location=location)


def _settings(settings: WebhookSettings) -> Iterator[Named]:
    """Write what is set, as the construct has it: what it says of the repository, it knows from its own arguments."""
    for each in settings_arguments(settings):
        if each.name not in _OF_THE_SOURCE:
            yield Named("webhook_scope", each.value) if each.name == "scope" else each


def _project(read: ReadWebhook, construct_id: str, parameter_id: str) -> Call:
    name: Code
    if read.project is None:
        name = Plain(f'CfnParameter(self, "{parameter_id}").value_as_string')
    else:
        name = code_of(read.project)
    return Call("codebuild.Project.from_project_name", (Plain("self"), code_of(construct_id), name))


def _source(settings: WebhookSettings) -> Iterator[Named]:
    """Write the repository, and the git host where that does not follow from it."""
    repository = repository_of(settings)
    if repository is not None:
        yield Named("repository", code_of(repository.address))
    if settings.provider is not None and (repository is None or repository.provider is not settings.provider):
        yield Named("source_provider", Plain(f"SourceProvider.{settings.provider.name}"))


def repository_of(settings: WebhookSettings) -> Repository | None:
    """Return the repository that the code states; None where it states none."""
    location = settings.source_location
    if not isinstance(location, str) or is_unresolved(location) or settings.scope is not None:
        return None
    found = None if settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD else Repository.parse(location)
    # A git host that was not read would follow from the repository.
    return None if found is None or (settings.provider is None and found.provider is not None) else found


def _location_is_lost(settings: WebhookSettings) -> bool:
    location = settings.source_location
    is_of_repository = settings.scope is None and settings.build_type is not BuildType.RUNNER_BUILDKITE_BUILD
    return is_of_repository and location not in {None, SCOPED_LOCATION} and repository_of(settings) is None


def _secret(read: ReadWebhook, construct_id: str) -> Iterator[Named]:
    if not read.settings.is_manual:
        return
    if not read.lives:
        yield Named("secret", Plain("True"))
        return
    name = f"codebuild-webhook/{read.project or construct_id}"
    call = Call("secretsmanager.Secret.from_secret_name_v2", (Plain("self"), code_of(construct_id), code_of(name)))
    yield Named("secret", call)
