"""Builds that start twice or without need.

==================================  ================================================================================
``two_builds_for_one_push``         WH401 a push to the branch of an open pull request that starts two builds
``any_excluded_file_skips``         WH402 a filter that keeps out a whole change because of one file in it
``exclusion_takes_tags``            WH403 a filter that keeps out some branches and lets every tag through
``no_filter``                       WH404 a webhook without filters
``too_many_webhooks``               WH405 more webhooks on one GitHub repository than GitHub takes
``double_build``                    WH406 a project that builds each commit twice, for its webhook and in a pipeline
``same_event_builds_two_projects``  WH407 one event that builds two projects
``pipeline_follows_same_branch``    WH408 one event that starts a build and a pipeline
``two_builds_for_one_merge``        WH409 a merge that starts two builds
==================================  ================================================================================
"""
