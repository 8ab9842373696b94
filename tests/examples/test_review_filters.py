"""The scripts of the guide "Review a change of filters", run as a reader and as the runners of both hosts run them.

The programs that install packages and that talk to GitHub are replaced by ones that note how they were called, and
GitLab is a server of our own. Git, the CDK CLI, curl and the command are real.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import yaml

from tests.cli.conftest import Git
from tests.examples.guide_blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
APP = (ROOT / "examples" / "review_filters" / "app.py").read_text()
OPENED = APP.replace(".and_actor_account_is(1234567, 7654321)", "")
TABLE = "| Webhook | Change | Starts | Stops | Widens |\n| --- | --- | --- | --- | --- |\n| <code>"
ACCOUNTS = "Pattern: ^(1234|5678)$"
NOTES = '#!/bin/sh\nprintf "%s\\n" "$(basename "$0") $*" >> "$CALLED"\n'


def written(language: str, key: str = "") -> Any:
    """The one block of the guide in a language that has a key, or the text of the one without."""
    texts = [block.text for block in blocks("review-filters") if block.language == language and block.title is None]
    (found,) = [text for text in texts if not key or key in yaml.safe_load(text)]
    return yaml.safe_load(found) if key else found


class Machine:
    """A folder to run scripts in, with the programs of a runner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.called = folder / "called"
        programs = folder / "programs"
        programs.mkdir()
        for name, text in {
            "pip": NOTES,
            "gh": f'{NOTES}cat "$7" >> "$CALLED"\n',
            "webhook-constructs": f'#!/bin/sh\nexec "{sys.executable}" -m webhook_constructs.cli "$@"\n',
        }.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        environment = Path(sys.executable).parent
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "CALLED": str(self.called),
            "PATH": os.pathsep.join(map(str, (programs, environment, os.environ["PATH"]))),
            "PYTHONPATH": str(ROOT),
        }

    def run(self, script: str, repository: Git, **variables: str) -> tuple[int, str]:
        """Run a script with bash, as both runners do: it ends with the first command that fails."""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=repository.folder,
            env={**self.variables, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def app(git_folder: Git) -> Git:
    """A repository with the app, on the branch of a pull request that takes its filter on accounts away."""
    git_folder.write("app.py", content=APP)
    git_folder.write("cdk.json", content=json.dumps({"app": f'"{sys.executable}" app.py'}))
    git_folder.write(".gitignore", content="cdk.out\n")
    git_folder.commit("The app")
    git_folder("update-ref", "refs/remotes/origin/main", "HEAD")
    git_folder("switch", "--quiet", "--create", "topic")
    git_folder.write("app.py", content=OPENED)
    git_folder.commit("Simplify the filters")
    return git_folder


@pytest.fixture
def git_folder(tmp_path: Path) -> Git:
    return Git(tmp_path / "repository")


@pytest.mark.cli
def test_the_recipe_for_an_app_whose_templates_are_not_committed(machine: Machine, app: Git) -> None:
    recipe = written("bash").replace("../", f"{machine.folder}/")

    # The last line tidies up; a reader's shell goes on after a command that ends with 1.
    code, said = machine.run(recipe.replace("after.out\ngit", "after.out || echo it ended with $?\ngit"), app)

    assert code == 0
    assert "changed  ReviewFilters/Api (ReviewFilters/Webhook): widens\n" in said
    assert said.endswith("1 webhook: 1 changed; widens who can start builds: yes\nit ended with 1\n")
    assert app("worktree", "list").count("\n") == 1


@pytest.mark.cli
@pytest.mark.parametrize(("is_fork", "said"), [(False, ""), (True, "no comment: the token of a pull request")])
def test_the_workflow_of_github_comments_and_fails(
    machine: Machine, app: Git, tmp_path: Path, *, is_fork: bool, said: str
) -> None:
    app("switch", "--quiet", "--detach", "origin/main")
    app("merge", "--quiet", "--no-ff", "--message", "Merge", "topic")
    (tmp_path / "temporary").mkdir()
    if is_fork:
        (machine.folder / "programs" / "gh").write_text("#!/bin/sh\nexit 1\n")
    workflow = written("yaml", "jobs")
    _, *steps = workflow["jobs"]["diff"]["steps"]
    variables = {
        "RUNNER_TEMP": str(tmp_path / "temporary"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_REPOSITORY": "acme/api",
        "PULL_REQUEST": "7",
    }

    ended = [machine.run(step["run"], app, **variables) for step in steps]

    assert [code for code, _ in ended] == [0, 0, 1]
    assert ended[-1][1].startswith(said)
    summary = (tmp_path / "summary.md").read_text()
    assert TABLE in summary
    called = machine.called.read_text()
    assert called.startswith("pip install webhook-constructs[cli] -r requirements.txt\n")
    comment = "gh pr comment 7 --repo acme/api --body-file comment.md --edit-last --create-if-none\n"
    assert (f"{comment}{summary}" in called) is not is_fork


class GitLab(HTTPServer):
    """The part of GitLab's API that takes notes."""

    notes: list[tuple[str, str | None, str]]


class _Handler(BaseHTTPRequestHandler):
    server: GitLab

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.notes.append((self.path, self.headers["PRIVATE-TOKEN"], parse_qs(body)["body"][0]))
        self.send_response(201)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    with GitLab(("127.0.0.1", 0), _Handler) as server:
        server.notes = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("pattern", "code"), [("^(1234|5678)", 1), ("^(5678|1234)$", 0)])
def test_the_job_of_gitlab_comments_and_ends_as_diff_does(
    machine: Machine, git_folder: Git, gitlab: GitLab, pattern: str, code: int
) -> None:
    template, *_ = [block.text for block in blocks("review-filters") if block.title == "webhook.yaml"]
    git_folder.write("templates/webhook.yaml", content=template)
    git_folder.commit("The template")
    base = git_folder("rev-parse", "HEAD").strip()
    git_folder.write("templates/webhook.yaml", content=template.replace(ACCOUNTS, f"Pattern: {pattern}"))
    git_folder.commit("Other accounts")
    job = written("yaml", "webhooks")["webhooks"]

    ended = machine.run(
        "\n".join(job["script"]),
        git_folder,
        CI_MERGE_REQUEST_DIFF_BASE_SHA=base,
        CI_API_V4_URL=f"http://127.0.0.1:{gitlab.server_address[1]}/api/v4",
        CI_PROJECT_ID="5",
        CI_MERGE_REQUEST_IID="7",
        COMMENT_TOKEN="the-token",
        no_proxy="127.0.0.1",
    )

    assert ended == (code, "")
    ((path, token, note),) = gitlab.notes
    assert (path, token) == ("/api/v4/projects/5/merge_requests/7/notes", "the-token")
    assert TABLE in note
    assert note == (git_folder.folder / "comment.md").read_text()


def test_the_workflow_fetches_what_it_compares() -> None:
    checkout, *_ = written("yaml", "jobs")["jobs"]["diff"]["steps"]

    assert (checkout["uses"], checkout["with"]["fetch-depth"]) == ("actions/checkout@v5", 2)
    assert written("yaml", "webhooks")["webhooks"]["variables"] == {"GIT_DEPTH": 0}
