"""What comes before every import of a test."""

from __future__ import annotations

import os

# The CDK's own check of its templates takes seconds in each process. CI synthesizes the app with it.
os.environ.setdefault("CDK_VALIDATION", "false")
