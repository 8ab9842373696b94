"""What changes between two sets of webhooks: which webhook became which, and what that starts and stops.

==================  ==========================================================
``changes``         all that changes
``matching``        which webhook before the change is which one after it
``outlines``        what a template shows of a project, apart from its name
``projects``        the projects that webhooks are on
``snapshot``        the webhooks of one side
``webhook_change``  what changes about one webhook
==================  ==========================================================
"""
