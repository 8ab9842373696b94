"""The wording of findings.

================  =========================
``lists``         lists of events and names
``method_calls``  builder calls in a fix
================  =========================
"""
