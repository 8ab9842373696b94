"""Webhooks, projects and pipelines in CloudFormation templates, and the findings on them.

=======================  =================================================================
``acknowledgements``     what an app has acknowledged, in its cloud assembly
``assembly_assets``      what a cloud assembly has uploaded, templates among it
``cloud_assembly``       the templates of a cloud assembly, and what it says of each
``identities``           which projects of templates are one project
``judging``              templates judged with all values that they can have
``known_settings``       settings of a webhook as far as the template shows them
``lint``                 the rules on the webhooks of templates
``mentions``             what resources have to do with projects
``misplaced_settings``   settings of a webhook outside of the ``Triggers`` of a project
``nestings``             which templates nest which
``pipeline_definition``  what a pipeline runs and follows
``pipeline_triggers``    what starts a pipeline
``places``               where in a template a finding is
``references``           what a value of a template refers to
``role_permissions``     what the role and the environment of a project give to its builds
``surroundings``         what is around a webhook: other webhooks, pipelines, ``Triggers``
``template``             a template that is judged together with others
``template_error``       what is wrong with a file that is no template
``template_webhooks``    the webhooks of a template: ours, and ``Triggers`` of projects
``unseen``               what of templates nobody sees before the deployment
``values/``              what the values of templates can be
=======================  =================================================================
"""
