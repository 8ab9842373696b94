"""The module: a stack with a construct for each webhook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webhook_constructs.core.values.python_code import WIDTH, Call, Code, Plain, written
from webhook_constructs.lint import Finding
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place

from .comments import comment, quoted
from .names import Names, pascal_case
from .read_webhooks import ReadWebhook, ReadWebhooks
from .shared import Variable, shared_variables, with_variables
from .written import WrittenWebhook, written_webhook

__all__ = ["StackCode", "StackModule", "import_line", "stack_module"]

_TITLE = '"""CodeBuild webhooks, written by webhook-constructs generate."""'
_FUTURE = "from __future__ import annotations"
_CLASS = "Webhooks"
_INDENT = 8
_ADOPT = (
    "Step 1: review the findings below, and deploy with on_existing=OnExistingWebhook.ADOPT. The stack adopts the "
    "webhooks. They keep their hooks at the git host, and no rollback or stack deletion deletes them."
)
_OWN = "Step 2: remove every on_existing, and deploy again. From then on, the stack deletes a webhook that you remove."
_BEFORE = {
    Language.CLOUDFORMATION: "Before step 1: remove Triggers (in the CDK: webhook and webhook_filters) from the "
    "projects, and deploy their stacks. CloudFormation leaves the webhooks in place.",
    Language.TERRAFORM: "Before step 1: remove the webhooks from Terraform's state (terraform state rm, or a removed "
    "block with destroy = false). Otherwise Terraform restores its own filters, or deletes the webhooks.",
    Language.PYTHON: "If another stack of this library owns a webhook, follow the guide Rename or move a webhook.",
    Language.API: "Before step 1: if another tool or an AwsCustomResource owns a webhook, have it release the webhook.",
}
_NAME = re.compile(r"\*?([A-Za-z_]\w*)")
_FROM_THE_CDK = {"CfnParameter", "Environment", "Stack"}
_MODULES = {
    "codebuild": "from aws_cdk import aws_codebuild as codebuild",
    "secretsmanager": "from aws_cdk import aws_secretsmanager as secretsmanager",
}
_OURS = {
    "ApproverRole",
    "BuildType",
    "CodeBuildWebhook",
    "CommentApproval",
    "EventAction",
    "Filter",
    "FilterGroup",
    "FilterType",
    "OnExistingWebhook",
    "PullRequestBuildPolicy",
    "SourceProvider",
    "WebhookScope",
}


@dataclass(frozen=True, slots=True)
class StackCode:
    """A stack of the module.

    Attributes:
        name: The name of its class.
        place: The account and region of its webhooks, as far as they are known.
        webhooks: Its webhooks.
    """

    name: str
    place: Place
    webhooks: tuple[WrittenWebhook, ...]


@dataclass(frozen=True, slots=True)
class StackModule:
    """The module.

    Attributes:
        text: Its code.
        stacks: Its stacks.
        unwritten: What was read or not, and has no code.
    """

    text: str
    stacks: tuple[StackCode, ...]
    unwritten: tuple[Skipped, ...]


def stack_module(read: ReadWebhooks) -> StackModule:
    """Write a module: a stack for each account and region, with a construct for each webhook.

    Args:
        read: The webhooks.
    """
    unwritten = list(read.unread)
    stacks = tuple(_stacks(_once(read.webhooks, unwritten), unwritten))
    variables = shared_variables(each.code for stack in stacks for each in stack.webhooks)
    body = [line for stack in stacks for line in ("", "", *_class_lines(stack, variables))]
    used = {name for stack in stacks for each in stack.webhooks for name in _names(each.code)}
    lines = [
        _TITLE,
        "",
        *_header(read, unwritten),
        *([_FUTURE, "", *_imports(used)] if stacks else []),
        *_variable_lines(variables.values()),
        *body,
    ]
    return StackModule("\n".join(lines).rstrip("\n") + "\n", stacks, tuple(unwritten))


def import_line(module: str, names: Sequence[str]) -> str:
    """Write the import of some names of a module, on several lines if one is too short."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {each}," for each in names), ")"])


def _once(webhooks: Sequence[ReadWebhook], unwritten: list[Skipped]) -> Iterator[ReadWebhook]:
    """Return the webhooks, that of each project once: a project has at most one."""
    found: dict[str, list[ReadWebhook]] = {}
    for each in webhooks:
        others = found.setdefault(each.project, []) if each.project is not None else []
        other = next((one for one in others if one.place.may_be(each.place)), None)
        if other is None:
            others.append(each)
            yield each
        elif other.settings.to_cfn() != each.settings.to_cfn():
            why = f"{each.name}: code is written for another webhook of project {each.project}, from {other.source}"
            unwritten.append(Skipped(each.source, f"{why}: name one of the two sources"))


def _stacks(webhooks: Iterable[ReadWebhook], unwritten: list[Skipped]) -> Iterator[StackCode]:
    places: dict[Place, list[ReadWebhook]] = {}
    for each in webhooks:
        places.setdefault(each.place, []).append(each)
    classes = Names()
    differ = [len(set(some)) > 1 for some in zip(*places, strict=True)]
    for place, its in places.items():
        where = "-".join(part for part, differs in zip(place, differ, strict=True) if part and differs)
        (name,) = classes.take(pascal_case(f"{_CLASS}-{where}"))
        names, found = Names(), []
        for each in its:
            code = written_webhook(each, names)
            if isinstance(code, str):
                unwritten.append(Skipped(each.source, f"{each.name}: {code}"))
            else:
                found.append(code)
        if found:
            yield StackCode(name, place, tuple(found))


def _header(read: ReadWebhooks, unwritten: Sequence[Skipped]) -> Iterator[str]:
    sources = dict.fromkeys(each.source for each in read.webhooks)
    if sources:
        yield from comment("Read from:")
        for each in sources:
            yield from quoted(each)
    if unwritten:
        yield from comment("Not in this module, because it could not be read or written:")
        for skipped in dict.fromkeys(map(str, unwritten)):
            yield from quoted(skipped)
    if not read.webhooks:
        yield from comment("The sources have no webhook.")
    yield ""


def _imports(used: set[str]) -> Iterator[str]:
    yield f"from aws_cdk import {', '.join(sorted({'Environment', 'Stack'} | (used & _FROM_THE_CDK)))}"
    yield from (line for name, line in _MODULES.items() if name in used)
    yield "from constructs import Construct"
    yield import_line("webhook_constructs", sorted(used & _OURS))


def _variable_lines(variables: Iterable[Variable]) -> Iterator[str]:
    for position, each in enumerate(variables):
        if position == 0:
            yield ""
        if each.values[1:]:
            call = written(Call("", each.values), 0, len(f"{each.name} = "))
            yield f"{each.name} = {call}"
        else:
            yield f"{each.name} = {written(each.values[0])}"


def _class_lines(stack: StackCode, variables: Mapping[tuple[str, tuple[Code, ...]], Variable]) -> Iterator[str]:
    yield f"class {stack.name}(Stack):"
    yield '    """Webhooks of CodeBuild projects that are defined elsewhere."""'
    yield ""
    if stack.place != UNKNOWN_PLACE:
        yield from comment("The account and region of the projects:", 4)
        yield from quoted(" ".join(filter(None, stack.place)), 4)
        yield ""
    lived = [each.read.language for each in stack.webhooks if each.read.lives]
    if lived:
        for text in (*(text for language, text in _BEFORE.items() if language in lived), _ADOPT, _OWN):
            yield from comment(text, 4)
        yield ""
    yield "    def __init__("
    yield "        self, scope: Construct, construct_id: str, *, env: Environment | None = None"
    yield "    ) -> None:"
    yield '        """Create the webhooks."""'
    yield "        super().__init__(scope, construct_id, env=env)"
    for each in stack.webhooks:
        yield ""
        yield from _webhook_lines(each, variables)


def _webhook_lines(each: WrittenWebhook, variables: Mapping[tuple[str, tuple[Code, ...]], Variable]) -> Iterator[str]:
    read = each.read
    named = read.project_label if read.project_label == read.name else f"{read.project_label} ({read.name})"
    yield from quoted(f"{named}, read from {read.source}", _INDENT)
    for text in read.notes:
        yield from quoted(text, _INDENT)
    for text in each.remarks:
        yield from comment(text, _INDENT)
    if read.changes:
        yield from comment("Anchored by --safe:", _INDENT)
        for text in read.changes:
            yield from quoted(text, _INDENT)
    for finding in read.findings:
        yield from _finding_lines(finding, read.language)
    start = f"self.{each.attribute} = "
    yield f"{' ' * _INDENT}{start}{written(with_variables(each.code, variables), _INDENT, len(start))}"


def _finding_lines(finding: Finding, language: Language) -> Iterator[str]:
    yield from comment(f"{finding.id} {finding.name}:", _INDENT)
    place = finding.location.named_in(language)
    yield from quoted(f"{place}: {finding.message}; {finding.fix}", _INDENT)


def _names(code: Code) -> Iterator[str]:
    """Return the names that code begins its expressions with."""
    text = code.text if isinstance(code, Plain) else code.function if isinstance(code, Call) else ""
    found = _NAME.match(text)
    if found is not None:
        yield found[1]
    for each in code.parts:
        yield from _names(each)
