"""What lint reports.

====================  =====================================================================
``finding``           a finding, and those of the tool itself, such as that a rule crashed
``located_findings``  findings with their place in a file or an account
====================  =====================================================================
"""
