"""Templates in files and folders, with the line of each value.

====================  =====================================================
``acknowledgements``  what an app has acknowledged, in its cloud assembly
``cloud_assembly``    the folder that the CDK writes
``folder``            the files of a folder that is searched
``json_template``     templates in JSON
``repeated_keys``     what is to be noted of keys that an object has twice
``search``            the templates that a command is given
``template_file``     a template in a file
``yaml_template``     templates in YAML
====================  =====================================================
"""
