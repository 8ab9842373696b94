"""Runners: a project that runs the jobs of a git host, with its source, its connection and its webhook.

=========================  ================================================================
``github_actions_runner``  the construct for jobs of GitHub Actions
``gitlab_runner``          the construct for jobs of GitLab
``runner``                 what both have in common
``runner_jobs``            which jobs of which repositories a runner runs
``runner_project``         the project of a runner, and what can be set for it
``runner_source``          the source of a project that makes no webhook, with its connection
=========================  ================================================================
"""
