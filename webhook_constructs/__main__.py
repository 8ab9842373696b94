"""Run the command as `python -m webhook_constructs`."""

from __future__ import annotations

import sys

from webhook_constructs.cli import main

sys.exit(main())
