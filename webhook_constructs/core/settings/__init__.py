"""The settings of a webhook.

=======================  ===========================================================================================
``code``                 settings as the Python that a person would write
``pull_request_policy``  which pull requests need approval
``scope``                webhooks of an organization, enterprise or group, and what they ask of git host and project
``webhook_settings``     all settings of one webhook
=======================  ===========================================================================================
"""
