"""The wording of findings.

================  =====================================================
``languages``     what webhooks are written in, and how settings are there
``lists``         lists of events and names
``method_calls``  builder calls in a fix
================  =====================================================
"""
