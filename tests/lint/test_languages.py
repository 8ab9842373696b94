"""Fixes are written in what the webhook is written in, and nothing else of a finding depends on that."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import cast

import pytest

from tests.lint.case import Bad, BadAcross, webhook
from tests.lint.test_rules import BAD, BAD_ACROSS
from webhook_constructs.core import CommentApproval, WebhookScopeType
from webhook_constructs.lint import Context, Finding, lint, lint_across
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.lint.wording.languages import Language

OTHERS = [each for each in Language if each is not Language.PYTHON]
MEMBERS = (
    "filterGroups",
    "branchFilter",
    "buildType",
    "scopeConfiguration",
    "manualCreation",
    "pullRequestBuildPolicy",
    "excludeMatchedPattern",
    "requiresCommentApproval",
    "approverRoles",
    "buildBatchConfig",
    "serviceRole",
)
NAMES = {language: {language.key(each) for each in MEMBERS} - {"scope"} for language in Language}
OF_PYTHON = re.compile(
    r"\band_[a-z_]+|\bgithub_organization\b|\bgitlab_group\b|[A-Z]\w+\.[A-Za-z]\w*\(|\bCommentApproval\.|\bWebhookScope\."
    r"|=True\b|\b[a-z_]+\.[a-z_]+\(\)|\brepository\.on_commit\b"
)
IN_THE_CDK = re.compile(r" \(in the CDK, [\w.]+(\(\))?\)")
OF_TEMPLATES = re.compile(r"\bCloudFormation\b|\bTriggers\b|\bCDK\b|\bstack\b|\bconstruct\b|\bdeploy(ed|ment)\b")
SYNTAX = {
    Language.CLOUDFORMATION: re.compile(r"\b[A-Z][A-Za-z]+: [A-Za-z^]"),
    Language.TERRAFORM: re.compile(r"\b[a-z_]+ = \S"),
    Language.API: re.compile(r'"[a-zA-Z]+": \S'),
}
PLACE = re.compile(r"filter_groups\[(\d+)\](?:\[(\d+)\])?")
ONLY_OURS = {
    "WH111": "is beside the Triggers of its project",
    "WH113": "shares the secret that a construct keeps",
    "WH501": "has no place for a secret, which is told of constructs alone",
}
"""Findings about webhooks that are written in Python for certain."""

OF_TRIGGERS = {"WH114", "WH115"}
"""Findings about the `Triggers` of a project in a template."""


def placed(message: str, language: Language) -> str:
    """Return a message with the places in it as a language names them."""
    group, inner = {
        Language.CLOUDFORMATION: ("FilterGroups[{}]", "[{}]"),
        Language.TERRAFORM: ("filter_group[{}]", ".filter[{}]"),
        Language.API: ("filterGroups[{}]", "[{}]"),
    }[language]
    return PLACE.sub(
        lambda found: group.format(found[1]) + ("" if found[2] is None else inner.format(found[2])), message
    )


def told(findings: tuple[Finding, ...], language: Language | None = None) -> list[tuple[str, ...]]:
    return [
        (each.id, each.severity, str(each.location), placed(each.message, language) if language else each.message)
        for each in findings
    ]


def strange_in(finding: Finding, language: Language) -> list[str]:
    """What of a finding is written as another language than its own has it."""
    if finding.id in ONLY_OURS or (finding.id in OF_TRIGGERS and language is not Language.CLOUDFORMATION):
        return []
    text = f"{finding.message}; {finding.fix}"
    if language is Language.CLOUDFORMATION:
        text, of_templates = IN_THE_CDK.sub("", text), []
    else:
        of_templates = [each[0] for each in OF_TEMPLATES.finditer(text)]
    words = set(re.findall(r"[A-Za-z_]+", text))
    names = {each for other, some in NAMES.items() if other is not language for each in some - NAMES[language]}
    syntax = [each for other, each in SYNTAX.items() if other is not language]
    return [
        *(each[0] for each in OF_PYTHON.finditer(text)),
        *(found[0] for each in syntax for found in each.finditer(finding.fix)),
        *sorted(words & names),
        *of_templates,
    ]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", [pytest.param(each.values[1], id=each.id) for each in BAD])
def test_a_finding_is_the_same_in_every_language_and_is_written_in_its_own(case: Bad, language: Language) -> None:
    there = lint(case.settings, replace(case.context, language=language))

    assert told(there) == told(lint(case.settings, case.context), language)
    assert {each.id: strange for each in there if (strange := strange_in(each, language))} == {}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", [pytest.param(each.values[1], id=each.id) for each in BAD_ACROSS])
def test_so_it_is_with_findings_across_webhooks(case: BadAcross, language: Language) -> None:
    known = case.contexts or [Context()] * len(case.webhooks)
    there = lint_across(case.webhooks, [replace(each, language=language) for each in known])

    assert list(map(told, there)) == [told(each, language) for each in lint_across(case.webhooks, known)]
    findings = [each for some in there for each in some]
    assert {each.id: strange for each in findings if (strange := strange_in(each, language))} == {}


def test_every_rule_is_among_these_findings() -> None:
    alone = [cast("Bad", each.values[1]) for each in BAD]
    together = [cast("BadAcross", each.values[1]) for each in BAD_ACROSS]
    found = {finding.id for each in alone for finding in lint(each.settings, each.context)}
    for each in together:
        across = lint_across(each.webhooks, each.contexts or [Context()] * len(each.webhooks))
        found |= {finding.id for some in across for finding in some}

    assert {each.id for each in ALL_RULES} <= found


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.PYTHON, "use and_branch_is, or write ^refs/heads/name$, and .* wherever anything may stand"),
        (Language.CLOUDFORMATION, "write ^refs/heads/name$, and .* wherever anything may stand"),
    ],
)
def test_a_method_is_named_in_python_and_a_pattern_elsewhere(language: Language, expected: str) -> None:
    settings = webhook({"EVENT": "PUSH", "HEAD_REF": "refs/heads/main"})

    assert [each.fix for each in lint(settings, Context(language=language))] == [expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.PYTHON, r'write ^docs/index\.md$, or use and_file_path_is("docs/index.md")'),
        (Language.CLOUDFORMATION, r'write "^docs/index\\.md$"'),
        (Language.TERRAFORM, r'write "^docs/index\\.md$"'),
        (Language.API, r'write "^docs/index\\.md$"'),
    ],
)
def test_a_pattern_is_quoted_and_escaped_as_its_language_wants_it(language: Language, expected: str) -> None:
    settings = webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/index.md$"})

    assert [each.fix for each in lint(settings, Context(language=language)) if each.id == "WH310"] == [expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.PYTHON, ("CommentApproval.DISABLED", "manual_creation=True", "WebhookScope.gitlab_group")),
        (
            Language.CLOUDFORMATION,
            ("RequiresCommentApproval: DISABLED", "ManualCreation: true", "Scope: GITLAB_GROUP"),
        ),
        (
            Language.TERRAFORM,
            ('requires_comment_approval = "DISABLED"', "manual_creation = true", 'scope = "GITLAB_GROUP"'),
        ),
        (
            Language.API,
            ('"requiresCommentApproval": "DISABLED"', '"manualCreation": true', '"scope": "GITLAB_GROUP"'),
        ),
    ],
)
def test_a_setting_has_the_name_that_its_language_gives_it(language: Language, expected: tuple[str, ...]) -> None:
    approval = language.setting("requiresCommentApproval", CommentApproval.DISABLED)
    manual = language.setting("manualCreation", True)  # noqa: FBT003 - the value of the setting

    assert (approval, manual, language.scope(WebhookScopeType.GITLAB_GROUP)) == expected


@pytest.mark.parametrize("pattern", ["^a$", r"\[x\]", "${x}", "%{x}", "a: b", "# a", "a #b", '"', "-x", "*", "[a]", ""])
def test_what_is_in_quotes_is_a_string_of_json_and_the_rest_a_plain_one_of_yaml(pattern: str) -> None:
    yaml = pytest.importorskip("yaml")
    in_template = Language.CLOUDFORMATION.pattern(pattern)

    assert yaml.safe_load(f"Pattern: {in_template}") == {"Pattern": pattern}
    assert json.loads(Language.API.pattern(pattern)) == pattern
    of_terraform = Language.TERRAFORM.pattern(pattern).replace("$${", "${").replace("%%{", "%{")
    assert json.loads(of_terraform) == pattern
