"""What single patterns match, and what their authors meant.

===================  ================================================
``actors``           which accounts an actor filter lets pass
``logins``           logins in place of account IDs
``loose_refs``       what patterns on refs and names leave open
``merge_targets``    branches that pull requests go into
``mistaken_globs``   globs in place of patterns
``never_matching``   why a pattern matches nothing, and the fix
``pattern_ends``     whether a pattern is shut at its ends
``possible_values``  whether a filter lets everything or nothing pass
``ref_examples``     refs that show what a pattern leaves open
``sample_values``    values that pass the filters of a group
===================  ================================================
"""
