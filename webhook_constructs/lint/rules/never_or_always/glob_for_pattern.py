r"""A glob where a pattern belongs.

## What it does
Finds patterns that are written as globs and that RE2 takes all the same: a `*` after a character that nobody repeats
(`docker/*`, `release-*`, `v*`), braces with commas (`src/{api,web}`), and paths that begin with `./`.

## Why it matters
CodeBuild takes patterns for regular expressions. In those, `*` means any number of what is before it: `docker/*` is
"docker" and any number of slashes, which `dockerfiles` and `src/docker.md` hold too, and `v*` is any number of the
letter v, none among them, so that everything matches. `{api,web}` is that very text, which no path holds.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("docker/*")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^./cdk/")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^src/{api,web}/")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/release-*")
FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_matches("v*")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_glob("docker/*")
FilterGroup.in_event_of(EventAction.PUSH).and_file_under("cdk")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^src/(api|web)/")
FilterGroup.in_event_of(EventAction.PUSH).and_branch_glob("release-*")
FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_matches("^v.*")
```

## Limits
`*.md` and `src/**/x` are refused by RE2, which is for WH102. A star after a letter is found only where
the pattern has nothing else that a glob cannot have, and only at the end or beside one of `/ - _ .`: `a+`, `[a-z]*`,
`ya?ml` and `^/*docs/` are what they are, and so are zeros and dashes that fill up a name: `^data/0*-x`, `_*init`.
Braces are not looked for in messages and titles, and account ids not at all. A glob that lets nothing pass, such as
`^refs/heads/*$`, is for WH301.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.lint.pattern_analysis import never_matching
from webhook_constructs.lint.pattern_analysis.mistaken_globs import mistaken_glob
from webhook_constructs.lint.pattern_analysis.possible_values import lets_none_pass
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, group in (*webhook.filters(), *webhook.branch_filters):
        glob = mistaken_glob(each)
        if glob is None or each.pattern is None:
            continue
        if each.is_excluding or not lets_none_pass(each, group):  # else it is for WH301
            yield Problem(
                each.location,
                f"{each.pattern} holds a glob and is read as a regular expression, in which {glob.reading}",
                never_matching.fix(each, each.pattern, group),
            )


RULE = Rule(
    id="WH308",
    severity=Severity.WARNING,
    certainty=Certainty.VERIFIED,
    source="RE2",
    check=_check,
)
