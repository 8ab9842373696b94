"""The sides of a comparison, and what `diff` prints.

===================  ===================================================
``account_sides``    the webhooks of a stack, and those of an account
``json_report``      what changes, as one object in JSON
``markdown_report``  what changes, as a comment for a pull request
``revision_side``    the templates of a revision
``sides``            what a side of a comparison is, and how it is read
``template_sides``   the webhooks of templates
``text_report``      what changes, as text for people
``wording``          how changes are named, in every format
===================  ===================================================
"""
