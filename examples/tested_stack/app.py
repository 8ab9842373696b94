"""An app whose stack is tested: its tests are beside it, in test_ci_stack.py."""

from __future__ import annotations

import aws_cdk as cdk

from ci_stack import CiStack

app = cdk.App()
CiStack(app, "TestedStack")

app.synth()
