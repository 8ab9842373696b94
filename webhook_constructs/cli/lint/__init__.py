"""What ``lint`` reads and finds.

=====================  ===========================================
``configuration``      the settings of ``lint`` in pyproject.toml
``template_findings``  the findings in templates, with their lines
=====================  ===========================================
"""
