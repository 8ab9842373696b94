"""Deployments to the embedded AWS, as strict as CloudFormation.

==========================  ========================================================
``assets``                  the files that a stack needs
``async_invocations``       what Lambda does with the events of custom resources
``custom_resource_answer``  how CloudFormation reads the answer of a custom resource
``custom_resources``        CloudFormation's end of the custom resource protocol
``deploy``                  creates, updates and deletes stacks
``response_urls``           the URLs that custom resources answer to
``stack_ends``              the ends of CloudFormation's work on stacks
``stack_event``             the events of a stack
``stack_pass``              custom resources that are worked on in parallel
``stack_source``            what can be deployed: a stack or a template
==========================  ========================================================
"""
