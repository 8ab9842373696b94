"""What ``explain`` and ``predict`` decide and print.

================  =====================================================
``payload_file``  the payload of a delivery in a file
``report``        the report, as text or JSON
``verdicts``      the webhooks of templates, and the verdict of each on an event
================  =====================================================
"""
