"""The local git repository, read without running anything.

====================  ================================================================
``file_list``         lists of changed files
``git_command``       git, run so that no setting or program of the repository matters
``local_repository``  the repository of a folder
``predicted_events``  the events that a push or pull request would send
``revision_files``    files as they were at a revision
====================  ================================================================
"""
