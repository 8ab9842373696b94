from __future__ import annotations

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType
from webhook_constructs.lint import Context

_PUSH = {"EVENT": "PUSH"}
_NONE, _SOME = Context(has_batch_config=False), Context(has_batch_config=True)
_SAYS = (
    "build_type: the webhook starts batch builds (BUILD_BATCH), and its project has no batch configuration; give the "
    "project a BuildBatchConfig with a ServiceRole (in the CDK, project.enable_batch_builds()), or take the build type "
    "out"
)

CASES = Cases(
    bad={
        "batch": Bad(webhook(_PUSH, build_type=BuildType.BUILD_BATCH), _SAYS, _NONE),
        "without-groups": Bad(webhook(build_type=BuildType.BUILD_BATCH), _SAYS, _NONE),
    },
    good={
        "configured": Good(webhook(_PUSH, build_type=BuildType.BUILD_BATCH), _SOME),
        "build": Good(webhook(_PUSH, build_type=BuildType.BUILD), _NONE),
    },
    near_misses={"build-type-not-said": Good(webhook(_PUSH), _NONE)},
    unresolved={
        "project": Good(webhook(_PUSH, build_type=BuildType.BUILD_BATCH)),
        "build-type": Good(webhook(_PUSH), Context(has_batch_config=False, unknown=frozenset({"build_type"}))),
    },
)
