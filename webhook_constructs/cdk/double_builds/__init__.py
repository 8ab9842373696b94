"""What the webhooks of an app do together, and with the pipelines around them, found when a stage is synthesized.

The engine in `templates/` judges; this folder renders what it reads, and reports what it finds.

======================  =======================================================================
``annotations``         the validation of a stage, which reports the findings on its constructs
``cdk_stages``          the stages of an app, and which of them are finished
``rendered_templates``  what a stage holds, as the part of its templates that the engine reads
======================  =======================================================================
"""
