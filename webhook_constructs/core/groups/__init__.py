"""Filters, filter groups and the builders that write them.

=================================  ========================================================
``anchored_patterns``              names as patterns that match nothing else
``any_event_filters``              the filters for every event, and how a group gets a filter
``builder_methods``                the builder methods that an error can name
``filter``                         one filter
``filter_group``                   filter groups, with a class for each set of events
``globs``                          globs as git reads them
``name_kinds``                     which strings can be a branch, a tag, a file, an account
``problems``                       what the service refuses about a group
``push_and_pull_request_filters``  the filters for pushes and pull requests
``release_filters``                the filters for releases
``set_relations``                  subset, disjoint and unsatisfiable, for groups
``workflow_job_filters``           the filters for workflow jobs
=================================  ========================================================
"""
