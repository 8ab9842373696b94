"""Events of git hosts, and the readers of their payloads. Each git host has a reader of its own.

===================  ==============================================================================
``bitbucket``        payloads of Bitbucket
``event_arguments``  checks of what callers pass for an event
``event_names``      the names of the events that git hosts send, and events that CodeBuild ignores
``github``           payloads of GitHub and GitHub Enterprise
``gitlab``           payloads of GitLab
``payload``          access to a payload, without trust, and the changed files of a push
``payload_readers``  the reader of each git host
``webhook_event``    the event that filters look at
===================  ==============================================================================
"""
