"""The cases of every rule: one module for each, named as the rule's."""
