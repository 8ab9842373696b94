"""RE2 patterns: read, judged, searched and compared.

=================  =====================================================================
``analysis``       what the syntax tree tells: anchors, literal texts
``automaton``      a text that some patterns match and others do not; how many there are
``code_points``    sets of characters
``intersections``  questions on sets of patterns, with caches and budgets
``likely_texts``   one text that a pattern probably matches
``literal_texts``  patterns that are nothing but texts
``pattern``        a pattern that RE2 accepts
``pattern_set``    many patterns searched at once
``pieces``         texts that a template puts together, taken apart
``program``        a pattern as the states of an automaton
``re2_advice``     what to write instead of what RE2 does not support
``re2_parser``     RE2 syntax, parsed into a tree
``restricted``     a pattern as it is searched in values of some characters only
``step_budget``    how much work a question or a run may take
``syntax_tree``    the tree
``tokens``         a pattern as it is written
=================  =====================================================================
"""
