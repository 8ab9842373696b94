"""Jobs of workflows and pipelines, without I/O: what each asks of a runner.

======================  =======================================================
``expressions``         expressions of GitHub Actions
``functions``           their functions
``github_workflows``    the jobs of GitHub's workflows
``gitlab_pipeline``     the jobs of a pipeline of GitLab
``jobs``                a job, and what some files have
``matrix``              the combinations of a job's matrix
``open_values``         values of which only a run may know some
``runs_on``             the labels that a job of GitHub asks for
======================  =======================================================
"""
