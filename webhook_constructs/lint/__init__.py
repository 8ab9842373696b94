"""Rules on the settings of webhooks: what is wrong with them, how bad it is, and what to do.

Nothing in here does I/O, reads a clock or the environment, or knows the CDK.

=====================  ====================================
``assumptions``        what the rules assume about CodeBuild
``context``            what is known of a webhook beside its settings
``engine``             applies the rules
``findings/``          what the rules say, and where it is
``group_analysis/``    what the rules ask of filter groups
``open_patterns``      what is found whatever the deployment writes
``partly_known``       settings of which some are not known
``pattern_analysis/``  what the rules ask of patterns
``rule``               what a rule is, and what it is given
``rules/``             the rules, by what they are about
``selection``          which findings are wanted
``wording/``           how the rules say things
=====================  ====================================
"""

from __future__ import annotations

from collections.abc import Sequence

from webhook_constructs.core import WebhookSettings

from .context import Context, PipelineSource
from .engine import judge, judge_across
from .findings.finding import Finding
from .rule import Location, Problem, Severity

__all__ = ["Context", "Finding", "Location", "PipelineSource", "Problem", "Severity", "lint", "lint_across"]


def lint(settings: WebhookSettings, context: Context | None = None) -> tuple[Finding, ...]:
    """Return the findings on the settings of one webhook.

    Values that only the deployment knows are never guessed. A pattern that is known in part is judged by that part:
    such a finding holds whatever the deployment fills in.

    Args:
        settings: The settings, valid or not.
        context: What is known of the project and of how the webhook is created. Default: nothing.

    Returns:
        The findings in the order of their IDs, and for each rule in the order of the filters. At the end, WH001 names a
        rule that crashed, and WH006 names what was not judged because it takes too much work.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings
        >>> group = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")
        >>> [finding.id for finding in lint(WebhookSettings((group,)))]
        ['WH201']
    """
    return judge(settings, context or Context())


def lint_across(
    webhooks: Sequence[WebhookSettings], contexts: Sequence[Context] | None = None
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings on what webhooks of one app do together, and with the pipelines around them.

    Args:
        webhooks: The settings of all of them.
        contexts: What is known of each besides. Default: nothing.

    Returns:
        The findings of each webhook, without those that `lint` gives. Where comparing all of them takes too much, each
        has one with the id WH006.

    Raises:
        ValueError: There are more or fewer contexts than webhooks.
    """
    return judge_across(webhooks, contexts)
