"""What CodeBuild refuses, or may refuse.

===================================  ================================================================================
``group_without_event``              WH101 a filter group that names no event
``refused_pattern``                  WH102 a pattern that RE2 refuses
``filter_not_for_event``             WH103 a filter in a group with an event that it is not for
``event_not_sent``                   WH104 an event that the git host does not send
``scope_filter_without_scope``       WH105 a filter on repositories or organizations in a webhook that covers none
``branch_filter_with_groups``        WH106 a branch filter beside filter groups
``empty_branch_filter``              WH107 a branch filter with nothing in it
``source_without_webhooks``          WH108 a project whose source has no webhooks
``buildkite_requirements``           WH109 a Buildkite runner whose project is not made for one
``second_webhook``                   WH110 two webhooks on one project
``project_with_triggers``            WH111 a webhook on a project whose own Triggers make one
``scope_of_another_source``          WH112 a webhook of an organization
``shared_secret``                    WH113 two webhooks that keep their secret in one place
``not_for_triggers``                 WH114 a webhook that Triggers cannot make
``groups_without_webhook``           WH115 filter groups of a project that asks for no webhook
``several_event_filters``            WH121 a filter group with several EVENT filters
``unknown_event``                    WH122 an event that CodeBuild does not document
``excluded_event``                   WH123 an EVENT filter that excludes
``empty_pattern``                    WH124 a filter whose pattern is empty
``global_scope_with_other_events``   WH125 a webhook of a whole GitHub enterprise for other events than workflow jobs
``disputed_combination``             WH126 a combination on which AWS's own pages disagree
``undocumented_combination``         WH127 a filter with an event of
``gitlab_beyond_the_api_page``       WH128 something of GitLab's that the API's page gives to GitHub alone
``automatic_global_webhook``         WH129 a webhook of a whole GitHub enterprise
``batch_without_configuration``      WH130 batch builds of a project that has no configuration of them
``roles_of_another_host``            WH131 approver roles of another git host
``enterprise_secret_without_place``  WH501 a webhook of GitHub Enterprise
===================================  ================================================================================
"""
