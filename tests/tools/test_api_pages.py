"""The API reference: every public name, and examples that run."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import webhook_constructs
from tools.api.contents import REFERENCE, ApiPage
from tools.api.docstrings import with_links
from tools.api.pages import api_index, api_page
from webhook_constructs import testing
from webhook_constructs.testing import local

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLE = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PAGES = pytest.mark.parametrize("page", REFERENCE, ids=lambda page: page.file)


def test_every_public_name_has_an_entry() -> None:
    public = {
        "webhook_constructs": {*webhook_constructs.__all__, "WebhookValidationPlugin"},
        "webhook_constructs.testing": set(testing.__all__),
        "webhook_constructs.testing.local": set(local.__all__),
    }

    entries: dict[str, list[str]] = {module: [] for module in public}
    for page in REFERENCE:
        headings = re.findall(r"^## (\w+)$", api_page(page), re.MULTILINE)
        assert headings[: len(page.names)] == list(page.names)
        entries[page.module] += page.names

    assert {module: sorted(names) for module, names in entries.items()} == {
        module: sorted(names) for module, names in public.items()
    }


def test_the_index_links_to_every_entry() -> None:
    index = api_index()

    for page in REFERENCE:
        for name in page.names:
            assert f"| [`{name}`]({page.file}.md#{name.lower()}) | " in index


@_PAGES
def test_every_example_runs_for_whoever_imports_the_public_names(page: ApiPage, tmp_path: Path) -> None:
    modules = dict.fromkeys(["webhook_constructs", page.module])
    imports = [f">>> from {module} import *" for module in modules]
    examples = tmp_path / "examples.txt"
    examples.write_text("\n\n".join([*imports, *_EXAMPLE.findall(api_page(page))]), encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-m", "doctest", "-o", "ELLIPSIS", str(examples)], capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout) == (0, "")


@_PAGES
def test_a_member_that_is_hidden_exists(page: ApiPage) -> None:
    module = {"webhook_constructs.testing.local": local}.get(page.module, webhook_constructs)
    for name in sorted(page.hidden):
        owner, member = name.split(".")
        assert owner in page.names
        assert hasattr(getattr(module, owner), member) or member in getattr(module, owner).__annotations__, name


def test_members_of_bases_without_an_entry_are_on_the_page() -> None:
    pages = {page.file: api_page(page) for page in REFERENCE}

    assert "### LocalAws.wait_for_functions\n" in pages["embedded-aws"]
    assert "- `runs_on`: The label that a job asks for.\n" in pages["constructs"]
    assert "### privileged\n\n```python\nprivileged: bool\n```\n" in pages["constructs"]


def test_names_become_links_outside_of_code() -> None:
    anchors = {"FilterGroup.on_push": "filter-groups.md#filtergroupon_push"}

    assert (
        with_links("Use `FilterGroup.on_push` or `on_tag`.\n\n```pycon\n>>> `FilterGroup.on_push`\n```", anchors)
        == "Use [`FilterGroup.on_push`](filter-groups.md#filtergroupon_push) or `on_tag`.\n\n"
        "```pycon\n>>> `FilterGroup.on_push`\n```"
    )
