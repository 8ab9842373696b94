"""Filters, filter groups and the builders that write them.

=====================  ==================================================================================
``account_ids``        what account IDs look like at each git host
``anchored_patterns``  names as patterns that match nothing else
``builder_calls``      which builder method writes a filter
``cdk_groups``         what the filter groups of the CDK consist of
``event_filters``      the builder methods for each kind of event
``filter``             one filter
``filter_group``       filter groups, with a class for each set of events
``globs``              globs as git reads them
``group_events``       the events that a group is started for
``name_kinds``         which strings can be a branch, a tag, a file, an account, and what to call instead
``problems``           what the service refuses about a group
``set_relations``      subset, disjoint and unsatisfiable, for groups
``value_shapes``       what the values that filters look at look like
=====================  ==================================================================================
"""
