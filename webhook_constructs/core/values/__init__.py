"""Values that all other modules are written in.

================  ======================================================
``arguments``     checks of what callers pass, and how an error shows it
``frozen``        dataclasses that explain that they cannot be changed
``json_access``   access to rendered properties, which can hold anything
``kept``          a cache that is bounded by the weight of its answers
``one_line``      foreign text on one line
``three_valued``  Kleene logic: all of, any of, unknown
``unresolved``    values that are known only on deployment
``wire``          the written forms of the API and of CloudFormation
================  ======================================================
"""
