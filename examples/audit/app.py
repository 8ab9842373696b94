"""A webhook to compare with what is live, and the policy of somebody who may do just that.

After the deployment, `webhook-constructs audit --stack Audit` compares.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "Audit")

project = codebuild.Project(
    stack, "Api", project_name="shop-api", source=codebuild.Source.git_hub(owner="acme", repo="api")
)
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
)

# codebuild:ListProjects takes no other resource; the others can be narrowed.
iam.ManagedPolicy(
    stack,
    "Auditor",
    statements=[
        iam.PolicyStatement(
            sid="ProjectsAndPipelines",
            actions=[
                "codebuild:BatchGetProjects",
                "codebuild:ListProjects",
                "codepipeline:GetPipeline",
                "codepipeline:ListPipelines",
            ],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="OnlyForStack",
            actions=[
                "cloudformation:DescribeStacks",
                "cloudformation:GetTemplate",
                "cloudformation:ListStackResources",
            ],
            resources=["*"],
        ),
    ],
)

app.synth()
