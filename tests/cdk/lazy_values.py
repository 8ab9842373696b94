"""Values that the CDK renders late, or cannot render while an app is validated."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import jsii
from constructs import IValidation

__all__ = ["Moody", "Produced", "Switch"]


@jsii.implements(cdk.IAnyProducer)
class Moody:
    """A value that cannot be rendered for a while."""

    fails = False

    def __init__(self, value: Any) -> None:
        self.value = value

    def produce(self, _context: cdk.IResolveContext) -> Any:
        if self.fails:
            msg = "not now"
            raise ValueError(msg)
        return self.value


@jsii.implements(IValidation)
class Switch:
    """A validation that begins or ends that while."""

    def __init__(self, moody: Moody, *, fails: bool) -> None:
        self.moody, self.fails = moody, fails

    def validate(self) -> list[str]:
        self.moody.fails = self.fails
        return []


@jsii.implements(cdk.IStableAnyProducer)
class Produced:
    """A value that is rendered late."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def produce(self) -> Any:
        return self.value
