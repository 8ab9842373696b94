"""The API reference, made from the docstrings of the package.

Modules:
    contents: Which public name is on which page.
    pages: The pages as Markdown.
    docstrings: The sections of a docstring as Markdown.
"""
