"""What the values of templates can be, and the templates with these values put in.

=====================  =====================================================================
``choices``            what is chosen for what templates leave open
``loops``              loops and their variables
``open_values``        what a template leaves open, and what that can be
``possible_webhooks``  webhooks with the values that they can have
``project_names``      what projects and those of webhooks can be called
``resolver``           templates with some of these values put in
``variants``           the combinations of values that make a difference to some webhook
``written_parts``      everything that decides on a webhook, as it is written
=====================  =====================================================================
"""
