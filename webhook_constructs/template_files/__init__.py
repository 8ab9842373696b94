"""Templates in files and folders, with the line of each value: what the command and the plugin of the CDK read.

======================  ==================================================
``json_template``       templates in JSON
``possible_templates``  files that may be templates, in folders and assets
``search``              the templates that somebody names
``template_file``       a template in a file
``text_file``           the text that a file holds
``yaml_template``       templates in YAML
======================  ==================================================
"""
