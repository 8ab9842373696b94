"""What lint reports.

====================  ===================================================
``finding``           a finding and its location in the settings
``located_findings``  findings with their place in a file or an account
``own_findings``      findings of the tool itself, such as a crashed rule
====================  ===================================================
"""
