"""Every touch of MiniStack's private names, and nowhere else.

MiniStack is pinned to one version, because it promises nothing about these names. `MiniStack.load` looks for each of
them before anything starts, and says which one is missing.
"""

from ._ministack import MiniStack, Parts

__all__ = ["MiniStack", "Parts"]
