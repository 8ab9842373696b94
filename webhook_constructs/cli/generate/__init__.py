"""The command `generate`: code for webhooks that exist.

=================  ==================================================================
``app_folder``     a whole app around a module, with a test of what builds
``comments``       comments, whatever the texts in them are
``event_code``     events as the calls that make them
``names``          identifiers and construct ids
``read_webhooks``  the webhooks of files and accounts
``safer``          loose patterns, anchored
``shared``         variables for what several webhooks have in common
``stack_module``   the module: a stack with a construct for each webhook
``written``        what code is written of a webhook
=================  ==================================================================
"""
