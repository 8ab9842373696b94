"""Every touch of MiniStack's private names, and nowhere else.

MiniStack is pinned to one version, because it promises nothing about these names. `MiniStack.load` looks for each of
them before anything starts, and says which one is missing.

=====================  ================================================================
``_cloudformation``    custom resources in parallel, and what MiniStack leaves out
``_code_modes``        code that Lambda cannot read
``_codebuild``         the webhook operations
``_codepipeline``      what reads pipelines
``_iam``               what a call is authorized on, and what is denied by order
``_lambda``            invocations, and what functions log
``_ministack``         MiniStack in this process
``_names``             the names that are touched
``_projects``          CodeBuild projects in CloudFormation
``_resource_order``    in which order CloudFormation works on resources
``_resource_work``     the work on one custom resource
``_secrets``           secrets in CloudFormation, and the labels of their versions
``_stack_operations``  what CloudFormation does to stacks at present
``_worker_log``        what a function logs, complete when it has answered
``_worker_processes``  the processes of functions
``_worker_turns``      workers that live by the clock
=====================  ================================================================
"""

from ._ministack import MiniStack, Parts

__all__ = ["MiniStack", "Parts"]
