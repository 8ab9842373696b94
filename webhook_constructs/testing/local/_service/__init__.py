"""CodeBuild of the embedded AWS, and the git host behind it.

===================  =======================================================
``api_shapes``       inputs checked against botocore's service model
``assumptions``      what it assumes, and what it can be told instead
``authorization``    what IAM must know about a call
``deliveries``       deliveries of git hosts, and the builds that they start
``git_host``         the hooks at the git host
``github_api``       the part of GitHub's API that lists and deletes hooks
``injection``        failures that a test orders
``ledger``           calls and secrets that were seen
``pipelines``        pipelines, as far as the API shows them
``service_error``    errors of CodeBuild
``switches``         what a test sees and switches
``triggers``         ``Triggers`` of projects
``webhook_record``   what CodeBuild keeps of a webhook
``webhook_rules``    what CodeBuild refuses
``webhook_service``  the webhook operations
===================  =======================================================
"""
