"""Filters that match never, always, or not what they say.

================================  ==========================================================================
``group_never_matches``           WH301 a filter group that nothing can pass
``filter_for_everything``         WH302 a filter that filters nothing
``covered_group``                 WH303 a filter group
``duplicate_filter``              WH304 a filter that stands in its group twice
``duplicate_group``               WH305 a filter group that is there twice
``head_ref_for_base_ref``         WH306 pull requests filtered by
``login_for_account_id``          WH307 a login where an account id belongs
``glob_for_pattern``              WH308 a glob where a pattern belongs
``literal_brackets``              WH309 brackets that were meant as characters
``unescaped_dot``                 WH310 a dot in a file name that stands for any character
``bitbucket_event_switched_off``  WH311 an event that Bitbucket does not send unless somebody switches it on
``merge_queue_not_built``         WH312 checks that a merge queue waits for and that no group builds
================================  ==========================================================================
"""
