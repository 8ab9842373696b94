"""What CodeBuild supports, and what we assume where AWS leaves it open.

=======================  ===============================================================================
``assumptions``          what we assume, with the reason
``batch_configuration``  whether a project can run batch builds
``build_environment``    what the environment of a project gives to its builds
``enums``                git hosts, events, filters, builds, scopes, and what refs begin with
``project_name``         what the name of a project can be
``repository``           repositories at a git host, by any of their addresses
``runners``              the labels of a job that ask for a runner's project, and the variables of the project
``support_matrix``       which event and filter each git host supports
``written_labels``       labels as workflows write them, and the slips in them
=======================  ===============================================================================
"""
