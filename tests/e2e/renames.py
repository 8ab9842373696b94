"""What the tests of constructs that get another id deploy and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.stacks import ADOPT, TO_MAIN, add_webhook, make_project, new_stack

if TYPE_CHECKING:
    import aws_cdk as cdk

    from webhook_constructs.testing.local import LocalAws

IRELAND = "eu-west-1"
KEPT = "nothing to delete: a resource that stays in the stack has the webhook of project "


def make_projects(aws: LocalAws) -> None:
    for name in ("api", "web", "docs"):
        make_project(aws, name)
    make_project(aws, "api", IRELAND)


def of(**projects: str | tuple[str, dict[str, Any]]) -> cdk.Stack:
    """A stack with a webhook for each name: of which project, and how it differs from one for `main`."""
    stack = new_stack()
    for construct_id, what in projects.items():
        project, arguments = what if isinstance(what, tuple) else (what, {})
        add_webhook(stack, project, construct_id, **{"filter_groups": [TO_MAIN], **arguments})
    return stack


def adopting(project: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    return project, {"on_existing": ADOPT, **arguments}


def kept(aws: LocalAws) -> list[str]:
    """The projects whose webhook a Delete has left to another construct, in the order of the log."""
    return [line.partition(KEPT)[2] for line in aws.log_lines() if KEPT in line]
