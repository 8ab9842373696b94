"""Probes of what CodeBuild does about webhooks, by its API alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.acceptance.probes import ON_PUSH, Probe, Probed, refusal_of
from tests.acceptance.record import Observation

__all__ = ["WEBHOOK_PROBES"]

_ROLES_OF_GITLAB = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITLAB_OWNER"]}
_CREATION_SECONDS = 90.0


def approver_roles(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.make_project(), [ON_PUSH], pullRequestBuildPolicy=_ROLES_OF_GITLAB)
    return Observation.of(answer, holds=accepted)


def created_at_once(probed: Probed) -> Observation:
    project = probed.make_project()
    status = probed.create(project, [ON_PUSH]).get("status")
    if status is None:
        return Observation.not_tried("CreateWebhook shows no status")
    end = time.monotonic() + _CREATION_SECONDS
    while probed.account.webhook(project).get("status") == "CREATING" and time.monotonic() < end:
        time.sleep(probed.account.target.pause_seconds)
    return Observation.of(f"the status in the answer is {status}", holds=status == "ACTIVE")


def empty_pattern(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.make_project(), [ON_PUSH, ("HEAD_REF", "")])
    return Observation.of(answer, holds=accepted)


def excluded_event(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.make_project(), [("EVENT", "PUSH", True)])
    return Observation.of(answer, holds=accepted)


def several_event_filters(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.make_project(), [ON_PUSH, ON_PUSH])
    return Observation.of(answer, holds=accepted)


def unknown_event(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.make_project(), [("EVENT", "PUSHED")])
    return Observation.of(answer, holds=not accepted)


def event_not_sent(probed: Probed) -> Observation:
    accepted, answer = probed.accepts(probed.enterprise_project(), [("EVENT", "RELEASED")])
    return Observation.of(answer, holds=not accepted)


def enterprise_returns_secret(probed: Probed) -> Observation:
    shown = "secret" in probed.create(probed.enterprise_project(), [ON_PUSH])
    return Observation.of(f"the answer has {'a' if shown else 'no'} secret", holds=shown)


def filters_switched(probed: Probed) -> Observation:
    project = probed.make_project()
    probed.create(project, branchFilter="^main$")
    group = [{"type": "EVENT", "pattern": "PUSH"}]
    refusal = refusal_of(lambda: probed.update(project, filterGroups=[group]))
    if refusal is not None:
        return Observation.of(f"rejected: {refusal}", holds=False)
    shown = [name for name in ("branchFilter", "filterGroups") if probed.account.webhook(project).get(name)]
    return Observation.of(f"the webhook has {' and '.join(shown)}", holds=shown == ["filterGroups"])


def omitted_build_type(probed: Probed) -> Observation:
    project = probed.make_project()
    accepted, answer = probed.accepts(project, [ON_PUSH], buildType="BUILD_BATCH")
    if not accepted:
        return Observation.not_tried(f"BUILD_BATCH is {answer}")
    probed.update(project, filterGroups=[[{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}]])
    shown = probed.account.webhook(project).get("buildType")
    return Observation.of(f"the build type is {shown or 'not shown'}", holds=shown == "BUILD_BATCH")


def omitted_on_update(probed: Probed) -> Observation:
    project = probed.make_project()
    probed.create(project, [ON_PUSH])
    probed.update(project, buildType="BUILD")
    shown = bool(probed.account.webhook(project).get("filterGroups"))
    return Observation.of(f"the filter groups are {'kept' if shown else 'gone'}", holds=shown)


def report_status(probed: Probed) -> Observation:
    project = probed.make_project()
    answers = [probed.create(project, [ON_PUSH]), probed.account.webhook(project)]
    shown = [each.get("status", "none") for each in answers]
    return Observation.of(f"the status is {shown[0]}, then {shown[1]}", holds="none" not in shown)


def rotation_returns_secret(probed: Probed) -> Observation:
    project = probed.make_project()
    probed.create(project, [ON_PUSH], manualCreation=True)
    shown = "secret" in probed.update(project, rotateSecret=True)
    return Observation.of(f"the answer has {'a' if shown else 'no'} secret", holds=shown)


def secret_date(probed: Probed) -> Observation:
    project = probed.make_project()
    created = probed.create(project, [ON_PUSH], manualCreation=True).get("lastModifiedSecret")
    read = probed.account.webhook(project).get("lastModifiedSecret")
    probed.update(project, buildType="BUILD")
    updated = probed.account.webhook(project).get("lastModifiedSecret")
    time.sleep(1.1)  # the date may have no fractions of a second
    probed.update(project, rotateSecret=True)
    rotated = probed.account.webhook(project).get("lastModifiedSecret")
    seen = {
        "it is shown": None not in {created, read, updated, rotated},
        "CreateWebhook and BatchGetProjects show the same": created == read,
        "an update leaves it": read == updated,
        "a rotation changes it": updated != rotated,
    }
    wrong = [what for what, is_so in seen.items() if not is_so]
    return Observation.of(f"not so: {', '.join(wrong)}" if wrong else "; ".join(seen), holds=not wrong)


def webhook_outlives_update(probed: Probed) -> Observation:
    project = probed.make_project()
    url = probed.create(project, [ON_PUSH]).get("url", "")
    with probed.account.hook_deleted_if_lost(url, project):
        probed.account.codebuild.update_project(name=project, description="other")
    shown = bool(probed.account.webhook(project))
    return Observation.of(f"the webhook is {'kept' if shown else 'gone'}", holds=shown)


def hook_outlives_source(probed: Probed) -> Observation:
    project = probed.make_project()
    source = {"type": "NO_SOURCE", "buildspec": "version: 0.2"}
    return _forgotten(probed, project, lambda: probed.account.codebuild.update_project(name=project, source=source))


def hook_outlives_project(probed: Probed) -> Observation:
    project = probed.make_project()
    return _forgotten(probed, project, lambda: probed.account.codebuild.delete_project(name=project))


def _forgotten(probed: Probed, project: str, forget: Callable[[], object]) -> Observation:
    """Let CodeBuild forget a webhook, and look whether its hook lives."""
    url = probed.create(project, [ON_PUSH]).get("url", "")
    if probed.account.host.lives(url) is None:
        return Observation.not_tried("the URL of the webhook is not that of a hook of the repository")
    with probed.account.hook_deleted_if_lost(url, project):
        forget()
        lives = probed.account.host.lives(url)
    return Observation.of(f"the hook {'lives' if lives else 'is gone'}", holds=bool(lives))


def delete_takes_a_while(probed: Probed) -> Observation:
    project, codebuild = probed.make_project(), probed.account.codebuild
    probed.create(project, [ON_PUSH])
    codebuild.delete_webhook(projectName=project)
    (shown,) = codebuild.batch_get_projects(names=[project])["projects"]
    if shown.get("webhook", {}).get("status") != "DELETING":
        return Observation.not_tried("no webhook showed DELETING")
    try:
        probed.create(project, [ON_PUSH])
    except codebuild.exceptions.ResourceAlreadyExistsException:
        is_gone = probed.account.webhook(project) == {}
        return Observation.of(f"it was in the way, and {'went' if is_gone else 'stayed'}", holds=is_gone)
    return Observation.of("it was not in the way", holds=False)


def error_texts(probed: Probed) -> Observation:
    """Provoke the errors that cost nothing, and of which users have reported the texts."""
    project, push = probed.make_project(), [{"type": "EVENT", "pattern": "PUSH"}]
    base = {"type": "BASE_REF", "pattern": "^refs/heads/main$"}
    reported = {
        "You cannot use branchFilter and filterGroups at the same time": {"branchFilter": "a", "filterGroups": [push]},
        "The following filter types are not allowed for GitHub webhook when EVENT is [PUSH]: [BASE_REF]": {
            "filterGroups": [[*push, base]]
        },
        "failed to satisfy constraint: Member must have length greater than or equal to 1": {"branchFilter": ""},
    }
    wrong = []
    for text, members in reported.items():
        said = refusal_of(lambda members=members: probed.create(project, **members))  # type: ignore[misc]
        if said is None:
            probed.account.codebuild.delete_webhook(projectName=project)
        if said is None or text not in said:
            wrong.append(said or "accepted")
    answer = f"other texts: {'; '.join(wrong)}" if wrong else f"{len(reported)} texts are those that users reported"
    return Observation.of(answer, holds=not wrong)


_ONLY_SOME_RE2 = {r"\C": True, r"(?P<name>a)\pL": True, r"(?!a)": False, r"(a)\1": False, r"a{1001}": False}
"""Patterns, and whether the C++ implementation of RE2 compiles them; Go's takes no ``\\C``."""


def re2_implementation(probed: Probed) -> Observation:
    project, wrong = probed.make_project(), []
    for pattern, is_valid in _ONLY_SOME_RE2.items():
        accepted, _ = probed.accepts(project, [ON_PUSH, ("HEAD_REF", pattern)])
        if accepted:
            probed.account.codebuild.delete_webhook(projectName=project)
        if accepted is not is_valid:
            wrong.append(f"{pattern} is {'accepted' if accepted else 'rejected'}")
    right = f"{len(_ONLY_SOME_RE2)} patterns are accepted and rejected as expected; what they match was not tried"
    return Observation.of(", ".join(wrong) or right, holds=not wrong)


WEBHOOK_PROBES: Mapping[str, Probe] = {
    "approver-roles": approver_roles,
    "created-at-once": created_at_once,
    "delete-takes-a-while": delete_takes_a_while,
    "empty-pattern": empty_pattern,
    "enterprise-returns-secret": enterprise_returns_secret,
    "error-texts": error_texts,
    "event-not-sent": event_not_sent,
    "excluded-event": excluded_event,
    "filters-switched": filters_switched,
    "hook-outlives-project": hook_outlives_project,
    "hook-outlives-source": hook_outlives_source,
    "omitted-build-type": omitted_build_type,
    "omitted-on-update": omitted_on_update,
    "re2-implementation": re2_implementation,
    "report-status": report_status,
    "rotation-returns-secret": rotation_returns_secret,
    "secret-date": secret_date,
    "several-event-filters": several_event_filters,
    "unknown-event": unknown_event,
    "webhook-outlives-update": webhook_outlives_update,
}
"""The probes, by the ID of the assumption."""
