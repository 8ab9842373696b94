"""What changes as a comment for a pull request: what the author of one can write stays text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from tests.cli.conftest import TO_MAIN, as_on_a_terminal, template, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PUSH = {"Type": "EVENT", "Pattern": "PUSH"}
GITHUB = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
LOOSE = [PUSH, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main"}]
HEAD = "| Webhook | Change | Starts | Stops | Widens |"
COMMENT = """\
| Webhook | Change | Starts | Stops | Widens |
| --- | --- | --- | --- | --- |
| <code>api &#40;Api&#41;</code> | changed | <code>PUSH refs/heads/main-2</code> |  | no |

<details><summary><code>api &#40;Api&#41;</code></summary>

```text
  starts:
    PUSH refs/heads/main-2
      before: no build: filter_groups[0]: HEAD_REF 'refs/heads/main-2' does not match ^refs/heads/main$
      after: build: filter_groups[0] passes
```

</details>
"""
HOSTILE = [
    "a|b",
    "a\\|b",
    "a`b``c```d",
    "</code></td></table><img src=x onerror=alert(1)>",
    "<!-- a",
    "a\nb\n\n| c |",
    "a\r\n```\n# b",
    "@acme/admins #1 https://example.com www.example.com a@example.com :tada:",
    "[a](https://example.com) ![b](c) **d** _e_ ~f~ $g$ &lt;h&gt; \\*",
    "</details><details>",
    "~~~",
    "\u202egnp.exe",
    "::error::a ##[error]b",
    "-" * 400,
]


def markdown(command: Command, *sides: object) -> str:
    code, out, err = command.run("diff", *sides, "--format", "markdown", "--fail-on", "never")
    assert (code, err) == (0, "")
    return out


def rendered(text: str) -> str:
    """The comment as a git host shows it, with HTML let through, tables and links that need no brackets."""
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def test_a_table_comes_first_and_details_are_folded(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, groups in (("before", [TO_MAIN]), ("after", [LOOSE])):
        template(
            tmp_path / f"{name}.json", Api=webhook(groups=groups, Source=GITHUB), Web=webhook("web", Source=GITHUB)
        )

    title, sides, *rest = markdown(command, "before.json", "after.json").split("\n\n")

    assert title == "### What changes about CodeBuild webhooks"
    assert sides == (
        "From <code>before&#46;json</code> to <code>after&#46;json</code>: 2 webhooks: 1 changed, 1 same; widens "
        "who can start builds: no."
    )
    assert "\n\n".join(rest) == COMMENT


def test_nothing_that_changes_is_one_line(command: Command, tmp_path: Path) -> None:
    path = template(tmp_path / "t.json", Api=webhook(Source=GITHUB))

    assert "|" not in markdown(command, path, path)
    assert "1 webhook: 1 same; widens who can start builds: no.\n" in markdown(command, path, path)


def test_it_is_the_same_on_a_terminal(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = template(tmp_path / "t.json", Api=webhook(Source=GITHUB))
    written = markdown(command, "none:", path)
    as_on_a_terminal(monkeypatch, 60)

    assert markdown(command, "none:", path) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_outside_stays_text(command: Command, tmp_path: Path, text: str) -> None:
    groups = [[PUSH, {"Type": "HEAD_REF", "Pattern": re.escape(text)}]]
    ours, theirs = (
        template(tmp_path / f"{name}.json", **{logical_id: webhook(project, groups=some, Source=GITHUB)})
        for name, logical_id, project, some in (("ours", "Api", "api", [TO_MAIN]), ("theirs", text, text, groups))
    )

    for sides in ((ours, theirs), (theirs, ours)):
        comment = markdown(command, *sides)
        lines = comment.splitlines()
        table = lines[lines.index(HEAD) :]
        table = table[: table.index("")]
        assert [line.count("|") for line in table] == [6] * 4
        html = rendered(comment)
        tags = set(re.findall(r"</?([a-z][a-z0-9]*)", html))
        assert tags <= {
            *("h3", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "pre"),
        }
        for tag in tags:
            assert len(re.findall(f"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag
        assert html.count("<details>") == len(re.findall("^<details>", comment, re.MULTILINE))
        assert "<!--" not in html


def test_a_comment_is_not_longer_than_a_git_host_takes(command: Command, tmp_path: Path) -> None:
    resources: dict[str, Any] = {f"W{number}": webhook(f"p{number}", Source=GITHUB) for number in range(300)}
    path = template(tmp_path / "t.json", **resources)

    comment = markdown(command, "none:", path)

    assert len(comment) <= 65_536
    assert "\n200 rows left out here, because the comment would be too long: run the command to see more.\n" in comment
    assert re.search(r"\nThe details of \d+ webhooks are left out here, ", comment)
    assert len(json.loads(command.run("diff", "none:", path, "--format", "json")[1])["webhooks"]) == 300
