"""Which project runs the jobs of workflows.

===================  ====================================================================
``judged_jobs``      what becomes of each job at the webhooks of some templates
``jobs_of_files``    the jobs of workflow files
``report``           what the command `runners` prints
``workflow_files``   the workflow files of a repository
===================  ====================================================================
"""
