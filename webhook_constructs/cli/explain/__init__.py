"""What becomes of events at the webhooks of templates.

==================  ============================================================
``answers``         what becomes of an event at each webhook
``deliveries``      deliveries in files: their events and their repositories
``delivery_files``  files of deliveries, as bodies and as the APIs of git hosts tell them
``replayed``        what `replay` prints of many deliveries
``saved_verdicts``  the verdicts of a replay in a file
``report``          an event and what becomes of it, in JSON, too
``table``           what `explain` and `predict` print of each event
==================  ============================================================
"""
