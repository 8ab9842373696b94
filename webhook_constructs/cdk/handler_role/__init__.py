"""The role of the handler's function: what it may do, and what waits for it.

========================  ===============================================================
``allowed_actions``       what the role may do with one resource
``deployment_order``      the order in which webhooks, policies and projects are deployed
``fixed_role``            a role that the app must not change, and what it needs
``managed_policies``      managed policies, as many as IAM attaches to a role
``nag_acknowledgements``  findings of cdk-nag that are acknowledged, with the reason
``policy_document``       a policy document that grows within IAM's limit
``rendered_text``         a text as the CDK renders it, written on one line
``stack_template``        the template of a stack before the CDK writes it
``template_graph``        which resources of a template wait for which others
========================  ===============================================================
"""
