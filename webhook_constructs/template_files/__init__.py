"""Templates in files and folders, with the line of each value: what the command and the plugin of the CDK read.

=================  =====================================================
``asset``          a file of a cloud assembly that may be a template
``folder``         the files of a folder that is searched
``json_template``  templates in JSON
``repeated_keys``  what is to be noted of keys that an object has twice
``search``         the templates that somebody names
``template_file``  a template in a file
``text_file``      the text that a file holds
``yaml_template``  templates in YAML
=================  =====================================================
"""
