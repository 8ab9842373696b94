"""What lets strangers start builds.

==================================  ==============================================================================
``unanchored_actor``                WH201 an actor filter that also lets through accounts it does not name
``actor_filter_for_everyone``       WH202 an actor filter that lets everybody through
``unanchored_ref``                  WH203 a filter on branches or tags that also lets through others than it names
``pull_requests_without_approval``  WH204 pull requests of strangers that are built without approval
``weak_guard``                      WH205 pull requests of strangers
``file_path_exclusion_as_guard``    WH206 an exclusion of build definitions that a big pull request gets around
``fork_approval_only``              WH207 approval that only pull requests from forks need
``powerful_build_for_strangers``    WH208 builds of strangers in a project that gives them more than their own code
``unanchored_repository``           WH209 a filter on repositories that also lets through others than it names
``unanchored_exclusion``            WH211 an exclusion that also keeps out what it does not name
``readers_may_approve``             WH212 approver roles that everybody has who can read the repository
``runner_for_every_repository``     WH213 a runner for the jobs of every repository of an organization
``approval_not_shown``              WH214 a live webhook that shows no build policy for pull requests
==================================  ==============================================================================
"""
