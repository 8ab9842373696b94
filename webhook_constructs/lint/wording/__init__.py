"""The wording of findings.

================  ======================
``event_lists``   lists of events
``method_calls``  builder calls in a fix
``name_lists``    lists of names
================  ======================
"""
