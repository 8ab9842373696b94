"""The forms beside CloudFormation in which files describe webhooks, each read into what is judged.

=======================  ====================================================================
``api_input``            the input of CreateWebhook and of UpdateWebhook
``file_form``            which form a file has
``form_reading``         what is read of a file
``live_project``         a project with its webhook, as CodeBuild shows it
``project_list``         the output of BatchGetProjects
``terraform_changes``    what a plan says of its changes, and so of what only the apply knows
``terraform_file``       plans and states of Terraform
``terraform_modules``    the resources of a plan or state, module by module
``terraform_places``     in which account and region resources are
``terraform_resources``  resources as CloudFormation writes them
``terraform_values``     the values of a resource, with what is unknown or sensitive among them
=======================  ====================================================================
"""
