"""What groups and webhooks do together.

=================  =============================================
``combinations``   filters with their events, git host and scope
``pipelines``      the pipelines around a webhook
``pull_requests``  groups that build what strangers propose
``shared_events``  events that start two things
=================  =============================================
"""
