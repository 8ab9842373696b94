"""Which project runs the jobs of workflows.

===================  ================================================================
``faults``           what can keep a job from starting
``job_verdicts``     what becomes of a job
``jobs_of_files``    the jobs of workflow files
``judged_jobs``      what becomes of each job at the webhooks of some templates
``projects``         the projects of templates, and their webhooks
``report``           what the command `runners` prints
``taken_runners``    runners that another job than theirs may take
``workflow_files``   the workflow files of a repository
===================  ================================================================
"""
