"""The command `generate`: code for webhooks that exist.

=================  ==================================================================
``comments``       comments, whatever the texts in them are
``names``          identifiers and construct ids
``read_webhooks``  the webhooks of files and accounts
``shared``         variables for what several webhooks have in common
``stack_module``   the module: a stack with a construct for each webhook
``written``        what code is written of a webhook
=================  ==================================================================
"""
