"""Fixes are written in what the webhook is written in, and nothing else of a finding depends on that."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.lint.case import Bad, BadAcross, webhook
from tests.lint.test_rules import BAD, BAD_ACROSS
from webhook_constructs.core import CommentApproval, WebhookScopeType
from webhook_constructs.lint import Context, Finding, lint, lint_across
from webhook_constructs.lint.wording.languages import Language

OTHERS = [each for each in Language if each is not Language.PYTHON]
OF_PYTHON = re.compile(
    r"\band_[a-z_]+|\bgithub_organization\b|\bgitlab_group\b|[A-Z]\w+\.[A-Za-z]\w*\(|\bCommentApproval\.|\bWebhookScope\.|=True\b"
)
ONLY_OURS = {
    "WH111": "is beside the Triggers of its project",
    "WH113": "shares the secret that a construct keeps",
    "WH501": "has no place for a secret, which is told of constructs alone",
}
"""Findings about webhooks that are written in Python for certain."""


def told(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    return [(each.id, each.severity, str(each.location), each.message) for each in findings]


def python_in(fix: str, language: Language) -> list[str]:
    """What of Python stands in a fix; what the CDK of any language does may be named in a template."""
    written = re.sub(r"\(?in the CDK, [^)]*\(?\)?\)?", "", fix) if language is Language.CLOUDFORMATION else fix
    return OF_PYTHON.findall(written)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", [pytest.param(each.values[1], id=each.id) for each in BAD])
def test_a_finding_is_the_same_in_every_language_and_its_fix_has_no_python(case: Bad, language: Language) -> None:
    there = lint(case.settings, replace(case.context, language=language))

    assert told(there) == told(lint(case.settings, case.context))
    assert [each for finding in there if finding.id not in ONLY_OURS for each in python_in(finding.fix, language)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", [pytest.param(each.values[1], id=each.id) for each in BAD_ACROSS])
def test_so_it_is_with_findings_across_webhooks(case: BadAcross, language: Language) -> None:
    known = case.contexts or [Context()] * len(case.webhooks)
    there = lint_across(case.webhooks, [replace(each, language=language) for each in known])

    assert list(map(told, there)) == list(map(told, lint_across(case.webhooks, known)))
    fixes = [each.fix for findings in there for each in findings if each.id not in ONLY_OURS]
    assert [each for fix in fixes for each in python_in(fix, language)] == []


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
