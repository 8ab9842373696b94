"""How much of what could be tested without end is tested: a part by `make test`, all of it by `make test-all`.

=============================  ===========================================  =============================
what                           `make test`                                  `make test-all`
=============================  ===========================================  =============================
the fault table                each fault at each step, of one of the two   of both kinds of webhooks
                               kinds of webhooks: the kinds alternate
random examples (Hypothesis)   a third                                      all
the examples at the oldest     not (`make versions` runs the quick tests    all
versions that are allowed      there)
random templates; random       600 of each                                  20,000 of each
plans and JSON of the API
random pairs of settings       100, and 200 of all kinds                    20,000, and 5,000
mutations of documented        each thirtieth                               each
settings
random settings as code        600                                          20,000
parameters for literals        each eighth literal of the shapes            each literal
what type checkers accept      pyright                                      mypy, too
benchmarks, at their smallest  all but the five that take longest           all
webhooks in one stack          90 at a git host that limits its writes,     450, under throttling, too,
                               40 under throttling                          and 100
secrets where a fault strikes  a third of the faults                        each fault
acceptance tests               without the CDK CLI and many webhooks        all
acceptance runs: killed; with  at 2 moments; of the probes alone            at 20; of all tests
12 answers turned around
=============================  ===========================================  =============================

Everything else runs whole in both.
"""

from __future__ import annotations

import os

__all__ = ["RUNS_ALL", "examples"]

RUNS_ALL = os.environ.get("TESTS") == "all"


def examples(number: int) -> int:
    """Return how many of so many random examples are tested."""
    return number if RUNS_ALL else -(-number // 3)
