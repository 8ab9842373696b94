"""The repository that most commands are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Git


@pytest.fixture
def topic(git: Git) -> Git:
    """A branch whose first push is to come, one commit after a main branch that was pushed."""
    git("remote", "add", "origin", "git@github.com:acme/api.git")
    git.commit("One", "README.md")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two [deploy]", "services/api/app.py")
    return git
