"""What changes when filters change: the whole text of each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
MAIN = {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}
OPENED = {"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}
US = {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "^(1234|5678)$"}
DOCS = {"Type": "FILE_PATH", "Pattern": "^docs/", "ExcludeMatchedPattern": True}
JOB = {"Type": "EVENT", "Pattern": "WORKFLOW_JOB_QUEUED"}
HERE = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
ORGANIZATION = {
    "ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"},
    "Source": {"Type": "GITHUB", "Location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"},
}


def policy(approval: str) -> dict[str, Any]:
    return {"groups": [[OPENED]], "PullRequestBuildPolicy": {"RequiresCommentApproval": approval}}


LOST_ANCHORS = """\
changed  api (Api): widens
  starts:
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 12345)
      before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '12345' does not match ^(1234|5678)$
      after: build: filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 56785)
      before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '56785' does not match ^(1234|5678)$
      after: build: filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE
  widens:
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role, actor 12345)
      before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '12345' does not match ^(1234|5678)$
      after: waits for approval: filter_groups[0] passes, approval is required, the author has no role
1 webhook: 1 changed; widens who can start builds: yes
"""

DROPPED_ACTOR = """\
changed  api (Api): widens
  starts:
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 198982749)
      before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '198982749' does not match ^(1234|5678)$
      after: build: filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE
  widens:
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role, actor 198982749)
      before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '198982749' does not match ^(1234|5678)$
      after: waits for approval: filter_groups[0] passes, approval is required, the author has no role
1 webhook: 1 changed; widens who can start builds: yes
"""

EXCLUDED_FOLDER = """\
changed  api (Api)
  stops:
    PUSH refs/heads/main (files docs/index.md)
      before: build: filter_groups[0] passes
      after: no build: filter_groups[0]: FILE_PATH 'docs/index.md' matches the excluded ^docs/
1 webhook: 1 changed; widens who can start builds: no
"""

MERGED = """\
changed  api (Api)
  starts:
    PULL_REQUEST_MERGED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 1234)
      before: no build: no group is for PULL_REQUEST_MERGED
      after: build: filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE
    PULL_REQUEST_MERGED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 5678)
      before: no build: no group is for PULL_REQUEST_MERGED
      after: build: filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE
1 webhook: 1 changed; widens who can start builds: no
"""

WEAKER_POLICY = """\
changed  api (Api): widens
  starts:
    PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role, not from a fork)
      before: waits for approval: filter_groups[0] passes, approval is required, the author has no role
      after: build: filter_groups[0] passes, approval is not needed, the pull request is not from a fork
1 webhook: 1 changed; widens who can start builds: yes
"""

WIDER_SCOPE = """\
changed  api (Api): widens
  starts:
    WORKFLOW_JOB_QUEUED Build (repository acme/web)
      before: no build: the webhook is for github.com/acme/api
      after: build: filter_groups[0] passes
1 webhook: 1 changed; widens who can start builds: yes
"""

MORE_REPOSITORIES = """\
changed  api (Api): widens
  starts:
    WORKFLOW_JOB_QUEUED Build (repository web)
      before: no build: filter_groups[0]: REPOSITORY_NAME 'web' does not match ^api$
      after: build: filter_groups[0] passes
1 webhook: 1 changed; widens who can start builds: yes
"""

GROUPS_FOR_BRANCH_FILTER = """\
changed  api (Api)
  stops:
    PULL_REQUEST_CREATED refs/heads/main into refs/heads/main (author GITHUB_WRITE)
      before: build: a webhook without groups passes, approval is not needed, the author has the role GITHUB_WRITE
      after: no build: no group is for PULL_REQUEST_CREATED
    PULL_REQUEST_UPDATED refs/heads/main into refs/heads/main (author GITHUB_WRITE)
      before: build: a webhook without groups passes, approval is not needed, the author has the role GITHUB_WRITE
      after: no build: no group is for PULL_REQUEST_UPDATED
  unknown:
    before: HEAD_REF matches ^main$: whether a branch filter looks at tags is not documented (PUSH)
1 webhook: 1 changed; widens who can start builds: no
"""


@pytest.mark.parametrize(
    ("before", "after", "code", "text"),
    [
        pytest.param(
            {"groups": [[OPENED, US]]},
            {"groups": [[OPENED, {**US, "Pattern": "^(1234|5678)"}]]},
            1,
            LOST_ANCHORS,
            id="lost anchors",
        ),
        pytest.param(
            {"groups": [[OPENED, US]]}, {"groups": [[OPENED]]}, 1, DROPPED_ACTOR, id="a dropped filter on actors"
        ),
        pytest.param(
            {"groups": [[PUSH, MAIN]]}, {"groups": [[PUSH, MAIN, DOCS]]}, 0, EXCLUDED_FOLDER, id="an excluded folder"
        ),
        pytest.param(
            {"groups": [[OPENED, US]]},
            {"groups": [[{**OPENED, "Pattern": "PULL_REQUEST_CREATED,PULL_REQUEST_MERGED"}, US]]},
            0,
            MERGED,
            id="MERGED is added",
        ),
        pytest.param(policy("ALL_PULL_REQUESTS"), policy("FORK_PULL_REQUESTS"), 1, WEAKER_POLICY, id="a weaker policy"),
        pytest.param({"groups": [[JOB]]}, {"groups": [[JOB]], **ORGANIZATION}, 1, WIDER_SCOPE, id="a wider scope"),
        pytest.param(
            {"groups": [[JOB, {"Type": "REPOSITORY_NAME", "Pattern": "^api$"}]], **ORGANIZATION},
            {"groups": [[JOB]], **ORGANIZATION},
            1,
            MORE_REPOSITORIES,
            id="more repositories of a scope",
        ),
        pytest.param(
            {"groups": [], "BranchFilter": "^main$"},
            {"groups": [[PUSH, MAIN]]},
            0,
            GROUPS_FOR_BRANCH_FILTER,
            id="groups in place of a branch filter",
        ),
    ],
)
def test_the_text_of_a_change(  # noqa: PLR0913, PLR0917 - a case and three fixtures
    command: Command, tmp_path: Path, before: dict[str, Any], after: dict[str, Any], code: int, text: str
) -> None:
    one, other = (
        template(tmp_path / f"{name}.json", Api=webhook(**{"Source": HERE, **properties}))
        for name, properties in (("before", before), ("after", after))
    )

    assert command.run("diff", one, other) == (code, text, "")
