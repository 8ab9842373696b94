"""Who goes when: the clock of the embedded AWS, and the order in which functions and CloudFormation take their steps.

===============  ============================================================
``clock``        the time, which passes only while everybody waits
``schedule``     who waits for what, and who goes next
``worker_time``  what a worker process runs first, so that it lives by the clock
``workers``      the worker processes that run for an actor
===============  ============================================================
"""
