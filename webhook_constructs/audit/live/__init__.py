"""What an account holds.

============  =======================================================
``pipeline``  a pipeline, as CodePipeline shows it
``project``   a project, as CodeBuild shows it
``stack``     the webhooks of a stack, as its template describes them
============  =======================================================
"""
