"""The process of the embedded AWS.

==================  =================================================
``environment``     the environment variables that it sets and hides
``fork_server``     workers that begin with boto3 imported
``forked_process``  a process that another one has forked
``home``            the account and its default region
``lambda_log``      the lines that functions log
``pipes``           the pipes of processes that ended
``quiet``           keeps the caller's logging as it was
==================  =================================================
"""
