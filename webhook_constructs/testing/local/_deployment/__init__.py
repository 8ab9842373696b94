"""Deployments to the embedded AWS, as strict as CloudFormation.

==========================  ========================================================
``assets``                  the files that a stack needs
``custom_resource_answer``  how CloudFormation reads the answer of a custom resource
``custom_resources``        CloudFormation's end of the custom resource protocol
``deploy``                  creates, updates and deletes stacks
``response_urls``           the URLs that custom resources answer to
``stack_event``             the events of a stack
``stack_source``            what can be deployed: a stack or a template
==========================  ========================================================
"""
