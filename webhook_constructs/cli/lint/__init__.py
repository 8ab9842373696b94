"""What ``lint`` reads and finds.

=====================  ===========================================
``baseline``           findings that are known already
``configuration``      the settings of ``lint`` in a file
``template_findings``  the findings in templates, with their lines
=====================  ===========================================
"""
