"""Each test is in a folder of its own, as those of the command are."""

from __future__ import annotations

from tests.cli.conftest import _in_a_folder_of_its_own

__all__ = ["_in_a_folder_of_its_own"]
