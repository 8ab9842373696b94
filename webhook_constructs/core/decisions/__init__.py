"""Whether an event starts a build, and why.

======================  =================================================================
``approval``            whether a pull request that passes the filters waits for approval
``compiled_webhooks``   one event against many webhooks
``decision``            the decision
``event_values``        the values that a filter finds in an event
``explanation``         what a decision says, line by line
``filter_trace``        what became of each filter
``known_settings``      the settings to decide on where not all of them are known
``near_miss``           what would have matched
``unfiltered_webhook``  what decides besides the filters: git host, defaults, runner labels
``verdict``             what becomes of an event, in one word
======================  =================================================================
"""
