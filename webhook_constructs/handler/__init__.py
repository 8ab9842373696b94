"""The Lambda function behind ``Custom::CodeBuildWebhook``.

This folder is the function's asset: it uses the standard library and the boto3 of the Lambda runtime and imports
nothing else of ``webhook_constructs``. ``index.handler`` is the entry point.

======================  ==============================================================================
``index``               one event in, one answer out; nothing escapes unanswered
``request``             decodes CloudFormation's event: the only place that knows its strings and casing
``identity``            what a physical resource id says
``lifecycle``           what an event is about: create, update, move, delete
``maker``               making, replacing, rotating and taking over one webhook
``comparison``          when two states of a webhook are the same
``codebuild``           the CodeBuild calls
``secret_place``        where payload URL and secret of a manual webhook are kept
``stack``               whether a resource that stays in the stack has a webhook
``retry``               which calls are made again
``services``            the clients that one event is handled with
``reasons``             what to do next about an error of the service
``answer``              the PUT to the response URL
``assumptions``         what the function assumes about AWS
======================  ==============================================================================
"""
