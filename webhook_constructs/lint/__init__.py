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

    What is known only when a stack is deployed is never guessed. A pattern of which a part is known is judged by that
    part: what is found in it is found whatever the deployment writes into the rest.

    Args:
        settings: The settings, right or wrong.
        context: What is known of the project and of the way the webhook is made. Default: nothing.

    Returns:
        The findings in the order of their ids, and for one rule in the order of the filters. Last come those with the
        id WH001, one for each rule that crashed, and those with the id WH006, which say what is not judged because that
        takes too much.

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
