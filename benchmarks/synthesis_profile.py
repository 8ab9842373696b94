"""What the synthesis of one more webhook is spent on: `python -m benchmarks.synthesis_profile 150 CodeBuildWebhook`.

After the way may stand `imported`, for imported projects where as many can be made in the app.

Prints as JSON the seconds and calls of each phase of one more webhook, beyond what its project takes, and the seconds
of each phase of the whole app. A phase is without those that it calls.
"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from importlib import import_module

import aws_cdk as cdk
from jsii import _kernel

from benchmarks.kernel_calls import watch_kernel
from benchmarks.stopwatch import Stopwatch
from benchmarks.synthesis_round import OTHERS, WARM, imports_projects
from benchmarks.webhooks import L2, PROJECT_ALONE, ours, way, written
from webhook_constructs.cdk import arguments
from webhook_constructs.cdk.double_builds import annotations as stage_annotations
from webhook_constructs.cdk.double_builds.annotations import StageWebhooks
from webhook_constructs.cdk.project_facts import ProjectFacts
from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.groups import set_relations as set_questions

__all__ = ["DOUBLE_BUILDS", "LINT", "LINT_ACROSS", "QUESTIONS", "profile"]

LINT = "Python: lint"
LINT_ACROSS = "Python: lint of all webhooks together"
QUESTIONS = "Python: questions about sets"
DOUBLE_BUILDS = "Python: double builds"
_GROUPS = "Python: filter groups"
_MARSHALLING = "Python: jsii's marshalling"
_REST = "Python: the rest, jsii's proxies among it"


def watched(stopwatch: Stopwatch) -> ExitStack:
    """Watch the phases of a synthesis."""
    stack = ExitStack()
    places = [
        (ours, "filter_groups", _GROUPS),
        (written, "filter_groups", _GROUPS),
        (arguments, "argument_problems", "Python: types of the arguments"),
        (ProjectFacts, "of", "Python: reading the project"),
        (WebhookSettings, "problems", "Python: what the service refuses"),
        (WebhookSettings, "to_cfn", "Python: writing the properties"),
        (import_module("webhook_constructs.lint"), "lint", LINT),
        *((set_questions, name, QUESTIONS) for name in ("is_disjoint", "is_subset", "is_unsatisfiable")),
        (import_module("webhook_constructs.cdk.annotations"), "annotate", "Python: annotations"),
        (StageWebhooks, "validate", DOUBLE_BUILDS),
        (stage_annotations, "lint_across", LINT_ACROSS),
        *((_kernel, name, _MARSHALLING) for name in ("_make_reference_for_native", "_recursize_dereference")),
    ]
    for owner, attribute, name in places:
        stack.enter_context(stopwatch.watching(owner, attribute, name))
    stack.enter_context(watch_kernel(stopwatch))
    return stack


def profile(name: str, count: int, *, imported: bool, first: int = 0) -> Stopwatch:
    """Build and synthesize an app of webhooks of one kind; the number of the first is what its names are made of."""
    stopwatch = Stopwatch()
    add = way(name)
    with tempfile.TemporaryDirectory() as folder, watched(stopwatch):
        app = cdk.App(outdir=folder, context={"@aws-cdk/core:stackResourceLimit": 0})
        stack = cdk.Stack(app, "Stack")
        with stopwatch.running(_REST):
            for index in range(first, first + count):
                add(stack, index, imported)
        with stopwatch.running(_REST):
            app.synth()
    return stopwatch


def main(count: int, name: str, projects: str = "") -> None:
    """Print the phases of one more webhook, and the seconds of the whole app."""
    imported = (imports_projects(count) or projects == "imported") and name != L2
    for each in (name, PROJECT_ALONE):
        profile(each, min(count, WARM), imported=imported, first=OTHERS)
    sizes = (1, count)
    (one, many), (one_alone, many_alone) = (
        [profile(each, size, imported=imported) for size in sizes] for each in (name, PROJECT_ALONE)
    )
    result = {
        kind: {
            phase: (many_of[phase] - one_of[phase] - alone_many[phase] + alone_one[phase]) / (count - 1)
            for phase in many_of | alone_many
        }
        for kind, one_of, many_of, alone_one, alone_many in (
            ("seconds", one.seconds, many.seconds, one_alone.seconds, many_alone.seconds),
            ("calls", one.calls, many.calls, one_alone.calls, many_alone.calls),
        )
    }
    json.dump({**result, "all": dict(many.seconds)}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
