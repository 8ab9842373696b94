"""The pictures of the documentation, as SVG that asks the network for nothing.

==============  =========================================================
``drawing``     text, boxes and arrows
``flow``        from the git host to the build, and where this library is
``terminal``    a recording of the commands that the README shows
==============  =========================================================
"""
