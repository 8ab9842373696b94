"""Filters, filter groups and the builders that write them.

================================  ========================================================
``anchored_patterns``             names as patterns that match nothing else
``builder_methods``               the builder methods that an error can name
``filter``                        one filter
``filter_group``                  filter groups, whatever their events
``globs``                         globs as git reads them
``name_kinds``                    which strings can be a branch, a tag, a file, an account
``problems``                      what the service refuses about a group
``push_and_pull_request_groups``  groups for pushes and pull requests
``release_group``                 groups for releases
``set_relations``                 subset, disjoint and unsatisfiable, for groups
``workflow_job_group``            groups for workflow jobs
================================  ========================================================
"""
