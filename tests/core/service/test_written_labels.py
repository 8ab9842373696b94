"""Labels as workflows and pipelines write them."""
# ruff: noqa: E501 (tables: one row a line)

from __future__ import annotations

import pytest

from webhook_constructs.core import SourceProvider
from webhook_constructs.core.service.runners import RUNNER_LABELS, labels_of_job
from webhook_constructs.core.service.written_labels import WrittenLabel, read_label

GITHUB, GITLAB = SourceProvider.GITHUB, SourceProvider.GITLAB
RUN, ATTEMPT = "${{ github.run_id }}", "${{ github.run_attempt }}"
OF_GITLAB = "$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"


@pytest.mark.parametrize(
    ("label", "project"),
    [
        (f"codebuild-api-{RUN}-{ATTEMPT}", "api"),
        (f"codebuild-my-api_2-{RUN}-{ATTEMPT}", "my-api_2"),
        (f"codebuild-api-1-{RUN}-{ATTEMPT}", "api-1"),
        (f"codebuild-api-{RUN}-{ATTEMPT} image:arm-3.0 instance-size:small", "api"),
        (f"codebuild-api-{RUN}-{ATTEMPT}\n image:${{{{ vars.IMAGE }}}}", "api"),
        (f"codebuild-api-{RUN}-{ATTEMPT}-arm-3.0-small", "api"),
    ],
)
def test_a_label_names_its_project(label: str, project: str) -> None:
    assert read_label(label, GITHUB) == WrittenLabel(label, project, has_run=True)


@pytest.mark.parametrize("host", [GITHUB, GITLAB])
def test_a_label_that_this_package_writes_names_its_project(host: SourceProvider) -> None:
    labels = labels_of_job(RUNNER_LABELS[host].format(project="api"), "test", image="arm-3.0", fleet="mine")

    assert [read_label(each, host) for each in labels] == [
        WrittenLabel(labels[0], "api", has_run=True),
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "label",
    [
        "",
        " ",
        "ubuntu-latest",
        "self-hosted",
        "image:arm-3.0",
        "codebase-x",
        "codebuilder-large",
        "${{ vars.RUNNER }}",
        "linux codebuild-api",
        "linux, codebuild-1",
        f"${{{{ vars.X }}}} codebuild-api-{RUN}-{ATTEMPT}",
    ],
)
def test_another_label_asks_for_nothing_of_codebuild(label: str) -> None:
    assert read_label(label, GITHUB) is None


@pytest.mark.parametrize(
    ("label", "project", "slip"),
    [
        (f"codebuild-api-{RUN}", "api", f"it lacks -{ATTEMPT}"),
        (f"codebuild-api-{ATTEMPT}", "api", f"it lacks -{RUN}"),
        ("codebuild-api", "api", f"it lacks -{RUN}-{ATTEMPT}"),
        ("codebuild-", None, f"it lacks -{RUN}-{ATTEMPT}"),
        ("codebuild", None, "it begins with codebuild, not with codebuild-"),
        (f"codebuild-api-${{{{ github.run_number }}}}-{ATTEMPT}", "api", f"${{{{ github.run_number }}}} is used instead of {RUN}"),
        (f"codebuild-api-{ATTEMPT}-{RUN}", "api", f"it ends with {ATTEMPT}-{RUN}, in another order than {RUN}-{ATTEMPT}"),
        (f"codebuild-api_{RUN}_{ATTEMPT}", "api", f"it does not end with -{RUN}-{ATTEMPT}"),
        (f"codebuild-api-{RUN}-{ATTEMPT},x", "api", ",x follows without a blank; give it after a blank, or as another label"),
        (f"codebuild--{RUN}-{ATTEMPT}", None, "it names no project"),
        (f"codebuild-{RUN}-{ATTEMPT}", None, "it names no project"),
        (f"codebuild-a.b-{RUN}-{ATTEMPT}", None, "a.b is not a valid project name"),
        (f"codebuild-a-{RUN}-{ATTEMPT}", None, "a is not a valid project name"),
        (f"codebuild-a\u2011b-{RUN}-{ATTEMPT}", None, "'a\\u2011b' is not a valid project name"),
        (f"codebuild\u2011api-{RUN}-{ATTEMPT}", "api", "it begins with 'codebuild\\u2011', not with codebuild-"),
        (f"codebuild-api-{RUN}-{ATTEMPT}-", "api", "it ends with a hyphen"),
        (f"self-hosted, codebuild-api-{RUN}-{ATTEMPT}", "api", "self-hosted, stands before codebuild-: make each label an element of a list"),
        (f"linux codebuild-api-{RUN}", "api", "linux stands before codebuild-: make each label an element of a list"),
        ("codebuild-api-%GITHUB_RUN_ID%-%GITHUB_RUN_ATTEMPT%", "api", f"it lacks -{RUN}-{ATTEMPT}"),
        ("codebuild-api-<run_id>-<run_attempt>", "api", f"it lacks -{RUN}-{ATTEMPT}"),
        (f"codebuild_api-{RUN}-{ATTEMPT}", "api", "it begins with codebuild_, not with codebuild-"),
        (f"CodeBuild-api-{RUN}-{ATTEMPT}", "api", "it begins with CodeBuild-, not with codebuild-"),
        (f"codebiuld-api-{RUN}-{ATTEMPT}", "api", "it begins with codebiuld-, not with codebuild-"),
        ("codebuild-api-12345678-1", "api", f"it contains the number of one run: end it with -{RUN}-{ATTEMPT} instead"),
        ("codebuild-api-$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT", "api", f"a variable of the shell is not filled in here, only an expression such as {RUN}"),
        ("codebuild-api-{{github.run_id}}-{{github.run_attempt}}", "api", "an expression begins with ${{ and ends with }}"),
        ("codebuild-api-${{github.run_id}-1", "api", "an expression begins with ${{ and ends with }}"),
        (f"codebuild-api-{OF_GITLAB}", "api", f"it has the variables of GitLab; GitHub's form ends with -{RUN}-{ATTEMPT}"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_project_that_is_meant(label: str, project: str | None, slip: str) -> None:
    found = read_label(label, GITHUB)

    assert found is not None
    assert (found.project, found.slip, found.doubt) == (project, slip, None)


@pytest.mark.parametrize(
    ("label", "doubt"),
    [
        (f"codebuild-${{{{ vars.PROJECT }}}}-{RUN}-{ATTEMPT}", "vars.PROJECT is known only when it runs"),
        (f"codebuild-${{{{ github.ref_name }}}}-{RUN}-{ATTEMPT}", "github.ref_name is known only when it runs"),
        ("codebuild-api-${{ inputs.run }}", "inputs.run is known only when it runs"),
        (f"CodeBuild-${{{{ vars.PROJECT }}}}-{RUN}-{ATTEMPT}", "vars.PROJECT is known only when it runs"),
    ],
)
def test_what_only_a_run_knows_is_no_slip(label: str, doubt: str) -> None:
    found = read_label(label, GITHUB)

    assert found is not None
    assert (found.project, found.slip, found.doubt) == (None, None, doubt)


@pytest.mark.parametrize(
    ("tag", "project", "slip"),
    [
        (f"codebuild-api-{OF_GITLAB}", "api", None),
        ("codebuild-api-${CI_PROJECT_ID}-${CI_PIPELINE_IID}-${CI_JOB_NAME}", "api", None),
        ("codebuild-api-$CI_PROJECT_ID-$CI_PIPELINE_IID-build", "api", None),
        (f"codebuild-api-{OF_GITLAB}-arm", "api", "-arm follows without a blank; give it after a blank, or as another label"),
        ("codebuild-api-$CI_PROJECT_ID-$CI_PIPELINE_ID-$CI_JOB_NAME", "api", "$CI_PIPELINE_ID is used instead of $CI_PIPELINE_IID"),
        ("codebuild-api-$CI_PROJECT_ID", "api", "it lacks -$CI_PIPELINE_IID-$CI_JOB_NAME"),
        ("codebuild-api", "api", f"it lacks -{OF_GITLAB}"),
        (f"codebuild-api-{RUN}", "api", f"it has an expression of GitHub; GitLab's form ends with -{OF_GITLAB}"),
    ],
)  # fmt: skip
def test_a_tag_of_gitlab_has_its_own_form(tag: str, project: str, slip: str | None) -> None:
    found = read_label(tag, GITLAB, "build")

    assert found is not None
    assert (found.project, found.slip) == (project, slip)


@pytest.mark.parametrize(
    ("tag", "doubt"),
    [
        (f"codebuild-$PROJECT-{OF_GITLAB}", "PROJECT is known only when it runs"),
        (f"codebuild-$[[ inputs.project ]]-{OF_GITLAB}", "inputs.project is known only when it runs"),
    ],
)
def test_a_variable_of_gitlab_may_be_known_only_to_a_run(tag: str, doubt: str) -> None:
    found = read_label(tag, GITLAB)

    assert found is not None
    assert found.doubt == doubt


def test_a_long_label_is_read_in_part() -> None:
    found = read_label("codebuild-" + "${{" * 100_000, GITHUB)

    assert found is not None
    assert found.slip == "an expression begins with ${{ and ends with }}"
