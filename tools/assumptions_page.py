"""The assumptions as a page of the documentation, `docs/assumptions.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tools.acceptance_records import Sighting, sightings
from tools.assumption_marks import STORES, uses
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.testing.local._service.assumptions import ANSWERS

__all__ = ["assumptions_page", "with_links"]

_HEAD = """\
# Assumptions

AWS and the git hosts do not document everything that this library relies on. This page lists what it assumes, why that
is not certain, and what goes wrong if it is not so. It is made from the code, by `make pages`.

Where it can, the library does what is right with either answer, or says that it cannot tell. If you have seen AWS
behave otherwise, please open an issue that names the ID. What [acceptance runs](guides/verify-on-your-account.md) have
seen on an account is said at each assumption that they could try{records}.

| certainty | meaning |
| --- | --- |
| inferred | It follows from what is documented, and no page says it. |
| unknown | No source says it, or sources disagree. |
| documented | The behavior is documented, and the settings do not say whether it is the case. |

The [embedded AWS](guides/test-your-stacks.md) does what we assume. To see what your stack does otherwise, start it with
another answer:

```python
from webhook_constructs.testing.local import LocalAws

with LocalAws(assumptions={"omitted-on-update": "clear"}) as aws:
    assert aws.assumptions["omitted-on-update"] == "clear"
```

"""
_SECTIONS = {
    "Decisions": "What `decide`, `explain` and `predict` assume; they name it in their answers. Rules rely on it, too.",
    "Rules": "What rules assume beyond that.",
    "The function": "What the Lambda function assumes that manages webhooks.",
    "The embedded AWS": "What the embedded AWS assumes beyond that. It concerns tests.",
}
_RULES = {rule.check.__module__.partition(".")[2].replace(".", "/") + ".py": rule for rule in ALL_RULES}
_SPECIAL = re.compile(r"[\\`*_\[\]<>|]")
_MARK = re.compile(r"\[assumed:\s+([a-z0-9-]+(?:,\s+[a-z0-9-]+)*)\]")


def assumptions_page() -> str:
    """Render the page."""
    relying, seen = uses(), sightings()
    lines = [_HEAD.replace("{records}", "" if seen else "; no record of an account has been sent yet")]
    for title, assumptions in STORES.items():
        lines += [f"## {title}", "", _SECTIONS[title], ""]
        for each in sorted(assumptions, key=lambda each: each.id):
            lines += _section(each, relying[each.id], seen.get(each.id, []))
    return "\n".join(lines).rstrip() + "\n"


def with_links(markdown: str) -> str:
    """Return the page of a rule in which `[assumed: id]` leads to the assumption."""
    return _MARK.sub(lambda mark: f"(assumed: {', '.join(map(_link, mark[1].replace(',', ' ').split()))})", markdown)


def _section(assumption: Any, modules: list[str], seen: list[Sighting]) -> Iterator[str]:
    yield from (f"### {assumption.id}", "")
    yield from (f"{_sentence(assumption.what)} *{assumption.certainty.capitalize()}.*", "")
    yield f"- Why it is not certain: {assumption.why}."
    yield f"- If it is not so: {assumption.breaks}."
    yield f"- Where: {', '.join(map(_place, modules))}"
    if assumption.id in ANSWERS:
        usual, *others = (f"`{answer!r}`" for answer in ANSWERS[assumption.id])
        yield f"- In the embedded AWS: {usual}; to try the other answer, {' or '.join(others)}"
    yield from (f"- On an account it {each.result.value}: {_plain(each.answer)} ({each.where})" for each in seen)
    yield ""


def _plain(text: str) -> str:
    """Return a text of somebody else as Markdown that shows it and does nothing."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _place(module: str) -> str:
    rule = _RULES.get(module)
    return f"`{module}`" if rule is None else f"[{rule.id}](rules.md#{rule.id.lower()}-{rule.name})"


def _link(name: str) -> str:
    return f"[{name}](assumptions.md#{name})"


def _sentence(text: str) -> str:
    start = text.partition(" ")[0]
    is_name = not start.isalpha() or not start.islower()  # such as CodeBuild or HEAD_REF
    return f"{text if is_name else text[0].upper() + text[1:]}.".replace("<", "&lt;")
