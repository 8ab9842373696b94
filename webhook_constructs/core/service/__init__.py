"""What CodeBuild supports, and what we assume where AWS does not document it.

=======================  =====================================================
``agent_token``          the variable of a project that a Buildkite runner needs
``assumptions``          what we assume, with the reason
``build_type``           what a webhook starts
``event_actions``        the events of an EVENT filter
``filter_type``          what a filter looks at
``on_existing_webhook``  what to do about a webhook that exists already
``refs``                 what the refs of an event begin with
``repository``           repositories at a git host, by any of their addresses
``runner_labels``        the project that a runner label names
``scope_type``           what a webhook with a scope covers
``source_provider``      the git hosts
``support_matrix``       which event and filter each git host supports
=======================  =====================================================
"""
