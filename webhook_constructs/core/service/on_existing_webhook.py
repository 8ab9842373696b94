"""What to do about a webhook that a project has already."""

from __future__ import annotations

from enum import Enum

__all__ = ["OnExistingWebhook"]


class OnExistingWebhook(str, Enum):
    """What to do when the project has a webhook already.

    A project has at most one: CreateWebhook fails where there is one. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc].
    """

    FAIL = "FAIL"
    """Fail the deployment, say how to go on, and leave the webhook alone."""

    ADOPT = "ADOPT"
    """Take it over, and bring it to the desired state. It was there before, so it is never deleted: not by a rollback,
    and not when it leaves the app. Going back to FAIL later makes it one that is. A construct that is renamed inside of
    its stack takes over the webhook of its old name, whose end leaves it alone if the function can ask CloudFormation;
    that of a construct in another stack, nested or not, does not."""

    def __str__(self) -> str:
        """Return the name that the resource's property uses."""
        return self.value
