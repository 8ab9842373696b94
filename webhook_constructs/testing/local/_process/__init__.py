"""The process of the embedded AWS.

===============  ================================================
``environment``  the environment variables that it sets and hides
``home``         the account and its default region
``lambda_log``   the lines that functions log
``pipes``        the pipes of processes that ended
``quiet``        keeps the caller's logging as it was
===============  ================================================
"""
