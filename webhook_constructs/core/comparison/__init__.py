"""What changes when the settings of a webhook change: the events that start and stop builds.

==============  =====================================================================
``approvals``   whose pull requests wait for approval on one side and not on the other
``clauses``     what an event has to fulfill to pass a group, as literals
``comparison``  the comparison
``places``      whether both sides are webhooks of the same repositories
``side``        the webhook before, and the one after
``space``       events that fulfill some literals and break others
``widening``    whether somebody can start a build who could start none
``witness``     an event that shows a difference
==============  =====================================================================
"""
