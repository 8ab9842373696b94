"""What the suite calls everything that it makes, and its refusal to touch anything else."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

__all__ = ["PREFIX", "ForeignNameError", "Names", "is_ours", "require_ours"]

PREFIX = "wc-accept"
"""How the name of everything begins that any run makes.

With the run it is short, because CloudFormation shortens the name of a stack in the names of roles and functions.
"""

_OURS = re.compile(rf"{PREFIX}-[0-9a-f]{{8}}-[A-Za-z0-9-]+")


class ForeignNameError(Exception):
    """Something has a name that no run of the suite has given."""


def is_ours(name: str) -> bool:
    """Check whether a name is one that a run of the suite has given."""
    return _OURS.fullmatch(name) is not None


def require_ours(name: str) -> str:
    """Return the name.

    Raises:
        ForeignNameError: No run of the suite has given it.
    """
    if not is_ours(name):
        msg = f"{name!r} is not of the suite, which touches only what begins with {PREFIX}-<run>-"
        raise ForeignNameError(msg)
    return name


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one run.

    Attributes:
        run: 8 hexadecimal digits.
    """

    run: str

    @classmethod
    def of_a_new_run(cls) -> Names:
        return cls(secrets.token_hex(4))

    def __call__(self, what: str) -> str:
        """Return the name of something that this run makes."""
        return require_ours(f"{PREFIX}-{self.run}-{what}")
