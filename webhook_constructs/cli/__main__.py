"""Run the command as `python -m webhook_constructs.cli`."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
