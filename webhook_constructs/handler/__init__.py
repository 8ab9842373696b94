"""The Lambda function behind ``Custom::CodeBuildWebhook``.

This folder is the function's asset: it uses the standard library and the boto3 of the Lambda runtime and imports
nothing else of ``webhook_constructs``. ``index.handler`` is the entry point.

======================  ==============================================================================
``index``               one event in, one answer out; nothing escapes unanswered
``request``             decodes CloudFormation's event: the only place that knows its strings and casing
``identity``            what a physical resource ID says
``lifecycle``           what an event is about: create, update, move
``deletion``            what a Delete deletes
``plan``                what an event does to a webhook: a pure function of what is wanted and what is there
``reconciler``          carries a plan out: creates, replaces, updates, adopts, rotates
``cancellation``        takes back what an event has changed that CloudFormation no longer waits for
``removal``             deletes one webhook, as far as CodeBuild and the git host allow it
``comparison``          when two states of a webhook are the same
``codebuild``           the CodeBuild calls
``secret_store``        where the payload URL and secret of a manual webhook are kept
``stack``               whether CloudFormation still waits, and which resource has a webhook
``retry``               which calls are made again
``services``            the clients that one event is handled with
``errors``              what keeps a webhook from its desired state, besides a refusal of a service
``reasons``             what to do next about an error of the service
``answer``              the PUT to the response URL
``assumptions``         what the function assumes about AWS
======================  ==============================================================================
"""
