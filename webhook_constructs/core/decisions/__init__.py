"""Whether an event starts a build, and why.

======================  =================================================================
``compiled_webhooks``   one event against many webhooks
``decision``            the decision, and its explanation
``event_values``        the values that a filter finds in an event
``filter_trace``        what became of each filter
``near_miss``           what would have matched
``unfiltered_webhook``  what decides besides the filters: git host, defaults, approvals
======================  =================================================================
"""
