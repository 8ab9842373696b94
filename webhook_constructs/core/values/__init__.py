"""Values that all other modules are written in.

===============  =====================================================================================
``arguments``    checks of what callers pass, and how a text shows a value
``frozen``       dataclasses that explain that they cannot be changed
``kept``         a cache that is bounded by the weight of its answers
``python_code``  expressions of Python, and strings in them
``unresolved``   values that are known only on deployment, and Kleene logic: all of, any of, unknown
``wire``         the written forms of the API and of CloudFormation, and access to rendered properties
===============  =====================================================================================
"""
