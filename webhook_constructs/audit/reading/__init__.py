"""Reads what an audit needs from live accounts. Nothing in here changes anything.

==========================  =============================================================
``answer``                  a response of AWS, checked against the service model of boto3
``body``                    the body of a response, past the parser of boto3
``connection``              the only way into an account: calls that read
``jobs``                    the pieces of work, done by several threads
``projects_and_pipelines``  the projects and pipelines of a region, listed and read
``read_error``              why a call has failed, and what to do
``reading``                 all targets, read as far as they can be
``stacks``                  a stack and its nested stacks
==========================  =============================================================
"""
