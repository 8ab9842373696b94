"""The role of the handler's function: what it may do, and what waits for it.

========================  ===============================================================
``deployment_order``      the order in which webhooks, policies and projects are deployed
``grant``                 what the role may do with one resource
``nag_acknowledgements``  findings of cdk-nag that are acknowledged, with the reason
``policies``              managed policies, cut to IAM's limits
``stack_template``        the template of a stack before the CDK writes it
``template_graph``        which resources of a template wait for which others
========================  ===============================================================
"""
