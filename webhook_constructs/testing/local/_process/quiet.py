"""What importing and running MiniStack leaves alone: the caller's logging, and the process as it was."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["MiniStackLoggers", "process_kept"]


@contextmanager
def process_kept() -> Iterator[None]:
    """Keep the root logger and the recursion limit as they are while MiniStack is imported.

    ``import ministack.app`` calls ``logging.basicConfig``, which does nothing while the root logger has a handler; a
    silent one stands in for the caller's handlers, so that what MiniStack logs on import reaches nobody either. Its
    `jsonata` raises the recursion limit of the whole process.
    """
    limit = sys.getrecursionlimit()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = [logging.NullHandler()]
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)
        sys.setrecursionlimit(limit)


class MiniStackLoggers:
    """Detach the loggers of MiniStack's modules from the root logger, and attach them again.

    They bear everyday names ("s3", "lambda", "iam"), which an application may use as well: their former state returns
    with `restore`.
    """

    def __init__(self, *, verbose: bool) -> None:
        """Send their lines to standard error from INFO on if ``verbose``, and nowhere otherwise."""
        self._handler: logging.Handler = logging.StreamHandler(sys.stderr) if verbose else logging.NullHandler()
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s"))
        self._level = logging.INFO if verbose else logging.CRITICAL + 1
        self._saved: dict[logging.Logger, tuple[list[logging.Handler], bool, int]] = {}
        self._modules_seen = 0

    def capture(self) -> None:
        """Capture the loggers of the modules imported so far; cheap when none was imported since the last call."""
        if len(sys.modules) == self._modules_seen:
            return
        self._modules_seen = len(sys.modules)
        for name, module in sys.modules.copy().items():  # other threads may import
            if name.partition(".")[0] != "ministack":
                continue
            for logger in vars(module).copy().values():
                if isinstance(logger, logging.Logger) and logger not in self._saved and logger is not logging.root:
                    self._saved[logger] = (logger.handlers, logger.propagate, logger.level)
                    logger.handlers = [self._handler]
                    logger.propagate = False
                    logger.setLevel(self._level)

    def restore(self) -> None:
        """Restore the handlers, propagation and level of the captured loggers."""
        for logger, (handlers, propagate, level) in self._saved.items():
            logger.handlers = handlers
            logger.propagate = propagate
            logger.setLevel(level)
        self._saved.clear()
        self._modules_seen = 0
