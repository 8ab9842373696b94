"""Which project runs a job, and what cannot be told of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, triggers, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

RUN = "${{ github.run_id }}-${{ github.run_attempt }}"
LABEL = f"codebuild-api-{RUN}"
JOBS = [{"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}]
ON_API = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
GIVE_REPOSITORY = "the repository at the git host of the workflow is not known; give --repository"


def runner(name: Any = "api", *more: dict[str, str], **properties: Any) -> dict[str, Any]:
    """A project whose own webhook is for queued jobs."""
    found = triggers(name, groups=[[*JOBS, *more]], **{"Source": ON_API, **properties})
    if name is None:
        del found["Properties"]["Name"]
    return found


def judged(
    command: Command, folder: Path, workflow: str, *arguments: str, **resources: Any
) -> list[tuple[str, str | None, str | None, list[str]]]:
    """The verdict, fault, reason and conditions of each job of one workflow."""
    write(folder / ".github" / "workflows" / "ci.yml", workflow)
    path = template(folder / "t.json", **(resources or {"Api": runner()}))
    _, out, err = command.run("runners", path, "--workflows", folder, "--format", "json", *arguments)
    assert err == ""
    return [(each["verdict"], each["fault"], each["reason"], each["conditions"]) for each in json.loads(out)["jobs"]]


def workflow(*labels: str, more: str = "", on: str = "push") -> str:
    jobs = "".join(f"  j{index}:\n    runs-on: {json.dumps(each)}\n{more}" for index, each in enumerate(labels))
    return f"name: CI\non: {on}\njobs:\n{jobs}"


OF_ACME = ("--repository", "acme/api")


def test_a_name_that_only_the_deployment_knows_may_be_the_one(command: Command, tmp_path: Path) -> None:
    (api,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=runner(None))
    why = "the names of some projects are known only when the stack is deployed: Api"
    assert api == ("UNDECIDED", None, f"no project is known to be called api; {why}", [])


def test_names_of_the_deployment_are_no_doubt_if_the_name_is_there(command: Command, tmp_path: Path) -> None:
    (api,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=runner(), Other=runner(None))
    assert api == ("RUNS", None, None, [])


def test_webhooks_that_are_not_for_jobs_are_no_doubt(command: Command, tmp_path: Path) -> None:
    pushes = triggers("x", Source=ON_API)
    del pushes["Properties"]["Name"]
    (api,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Pushes=pushes)
    assert api[:2] == ("NEVER_STARTS", "no-such-project")


def test_more_than_three_names_of_the_deployment_are_counted_off(command: Command, tmp_path: Path) -> None:
    resources = {f"P{index}": runner(None) for index in range(4)}
    (api,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, **resources)
    assert str(api[2]).endswith("P0, P1, P2, ...")


def test_a_webhook_of_this_library_names_its_project(command: Command, tmp_path: Path) -> None:
    ours = webhook("api", groups=[JOBS], Source=ON_API)
    assert judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=ours) == [("RUNS", None, None, [])]


def test_without_a_repository_a_job_runs_if_it_is_of_the_right_one(command: Command, tmp_path: Path) -> None:
    (api,) = judged(command, tmp_path, workflow(LABEL))
    assert api == ("RUNS", None, None, [f"if the event is of github.com/acme/api: {GIVE_REPOSITORY}"])


@pytest.mark.parametrize(
    ("kind", "scope", "reason"),
    [
        ("REPOSITORY_NAME", "GITHUB_ORGANIZATION", f"a filter checks the name of the repository: {GIVE_REPOSITORY}"),
        ("ORGANIZATION_NAME", "GITHUB_GLOBAL", f"a filter checks the organization: {GIVE_REPOSITORY}"),
    ],
)
def test_a_filter_on_the_repository_needs_it(
    command: Command, tmp_path: Path, kind: str, scope: str, reason: str
) -> None:
    api = runner("api", {"Type": kind, "Pattern": "^acme$"}, Source={"Type": "GITHUB"})
    api["Properties"]["Triggers"]["ScopeConfiguration"] = {"Name": "acme", "Scope": scope}
    assert judged(command, tmp_path, workflow(LABEL), Api=api) == [("UNDECIDED", None, reason, [])]


def test_who_starts_a_workflow_is_not_known(command: Command, tmp_path: Path) -> None:
    api = runner("api", {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "^1$"})
    reason = "a filter checks who starts the workflow, which is known only when it runs"
    assert judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api) == [("UNDECIDED", None, reason, [])]


def test_the_name_of_a_workflow_that_is_called_from_elsewhere_is_not_known(command: Command, tmp_path: Path) -> None:
    api = runner("api", {"Type": "WORKFLOW_NAME", "Pattern": "^CI$"})
    text = workflow(LABEL, on="workflow_call")
    reason = "a filter checks the name of the workflow or pipeline, which is not known"
    assert judged(command, tmp_path, text, *OF_ACME, Api=api) == [("UNDECIDED", None, reason, [])]


def test_a_pattern_of_the_deployment_is_not_known(command: Command, tmp_path: Path) -> None:
    api = runner("api", {"Type": "WORKFLOW_NAME", "Pattern": {"Ref": "Name"}})  # type: ignore[dict-item]
    (found,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api)
    assert found[:2] == ("UNDECIDED", None)
    assert str(found[2]).endswith("a part of the pattern is known only after the deployment")


def test_settings_that_codebuild_refuses_are_named(command: Command, tmp_path: Path) -> None:
    api = runner("api", {"Type": "FILE_PATH", "Pattern": "("})
    (found,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api)
    assert found[0] == "UNDECIDED"
    assert str(found[2]).startswith("CodeBuild refuses the settings of its webhook: filter_groups[0]: ")


def test_groups_that_only_the_deployment_knows_are_no_answer(command: Command, tmp_path: Path) -> None:
    api = runner()
    api["Properties"]["Triggers"]["FilterGroups"] = {"Ref": "Groups"}
    (found,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api)
    assert found[:2] == ("UNDECIDED", None)


def test_a_condition_of_the_template_is_one_of_the_job(command: Command, tmp_path: Path) -> None:
    api = {**runner(), "Condition": "IsProd"}
    condition = "if there is such a webhook: its resource has the condition IsProd"
    assert judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api) == [("RUNS", None, None, [condition])]


def test_several_webhooks_of_a_name_are_counted(command: Command, tmp_path: Path) -> None:
    named = [runner("api", {"Type": "WORKFLOW_NAME", "Pattern": name}) for name in ("^A$", "^B$")]
    named[0]["Properties"]["Triggers"]["FilterGroups"] *= 2
    (found,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, A=named[0], B=named[1])
    assert found[:2] == ("NEVER_STARTS", "filtered-out")
    assert str(found[2]).endswith("(tried: CI; would match: A) (and 1 more groups) (and 1 more webhooks of that name)")


def test_a_project_of_another_host_is_out_of_reach(command: Command, tmp_path: Path) -> None:
    api = runner(Source={"Type": "GITLAB"})
    (found,) = judged(command, tmp_path, workflow(LABEL), *OF_ACME, Api=api)
    assert found[:3] == ("NEVER_STARTS", "out-of-reach", "api does not run it: its webhook is on another git host")


def test_two_projects_in_one_job_are_not_told_apart(command: Command, tmp_path: Path) -> None:
    text = f"on: push\njobs:\n  a:\n    runs-on: ['{LABEL}', '{LABEL.replace('api', 'web')}']\n"
    (found,) = judged(command, tmp_path, text, *OF_ACME)
    assert found[2] == "it asks for the runners of api and web; AWS does not document which of them starts"


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("${{ vars.RUNNER }}", "its label ${{ vars.RUNNER }} is known only when it runs"),
        (
            f"codebuild-${{{{ vars.P }}}}-{RUN}",
            f"its label is codebuild-${{{{ vars.P }}}}-{RUN}, and vars.P is known only when it runs",
        ),
        (
            "codebuild-x64",
            "its label codebuild-x64 names no run and no project of these templates: it may be for another runner",
        ),
    ],
)
def test_what_cannot_be_told_is_said_to_be_so(command: Command, tmp_path: Path, label: str, reason: str) -> None:
    assert judged(command, tmp_path, workflow(label), *OF_ACME) == [("UNDECIDED", None, reason, [])]


@pytest.mark.parametrize("label", ["ubuntu-latest", "codebuild", "codebuild_large", f"runs-on={RUN}/runner=2cpu"])
def test_another_runner_is_none_of_codebuild(command: Command, tmp_path: Path, label: str) -> None:
    assert judged(command, tmp_path, workflow(label), *OF_ACME) == []


def test_a_label_beside_a_good_one_is_ones_own(command: Command, tmp_path: Path) -> None:
    text = f"on: push\njobs:\n  a:\n    runs-on: ['{LABEL}', codebuild-large]\n"
    assert judged(command, tmp_path, text, *OF_ACME) == [("RUNS", None, None, [])]


@pytest.mark.parametrize(
    ("one", "other", "waits"),
    [
        ([LABEL], [LABEL, "image:arm-3.0"], True),
        ([LABEL], [LABEL], False),
        ([LABEL, "a"], [LABEL, "b"], False),
        ([LABEL, "A"], [LABEL, "a", "b"], True),
        ([LABEL], [f"{LABEL} image:arm-3.0"], False),
    ],
)
def test_a_job_with_fewer_labels_may_take_the_runner(
    command: Command, tmp_path: Path, one: list[str], other: list[str], *, waits: bool
) -> None:
    text = f"on: push\njobs:\n  a:\n    runs-on: {json.dumps(one)}\n  b:\n    runs-on: {json.dumps(other)}\n"
    found = judged(command, tmp_path, text, *OF_ACME)
    assert [each[0] for each in found][-1] == ("MAY_NEVER_START" if waits else "RUNS")


def test_parameters_have_values(command: Command, tmp_path: Path) -> None:
    resources = {"Api": runner({"Fn::Sub": "api-${Stage}"})}
    write(tmp_path / ".github/workflows/ci.yml", workflow(f"codebuild-api-prod-{RUN}"))
    parameter = {"Stage": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]}}
    path = write(tmp_path / "t.json", {"Parameters": parameter, "Resources": resources})

    given = command.run("runners", path, *OF_ACME, "--parameter", "Stage=prod")
    assert given[0] == 0
    assert given[1].startswith(".github/workflows/ci.yml:5:5: j0: runs on api-prod\n1 job")
    code, out, _ = command.run("runners", path, *OF_ACME, "--parameter", "Stage=dev")
    assert code == 1
    assert "no project of these templates is called api-prod (similar: api-dev)" in out
    assert "  if the parameters give the project the name api-prod\n" in command("runners", path, *OF_ACME)
