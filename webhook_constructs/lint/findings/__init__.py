"""What lint reports.

====================  =====================================================================
``finding``           a finding, and those of the tool itself, such as that a rule crashed
``identities``        what a finding is known by from one run to the next
``located_findings``  findings with their place in a file or an account
====================  =====================================================================
"""
