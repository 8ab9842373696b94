"""What this library costs, and what its peers cost, measured in one run.

The peers are what people write without this library: the CDK's own webhooks (`Source.git_hub(webhook_filters=...)`),
`AwsCustomResource`, and `CustomResource` with a handler of one's own behind the CDK's `Provider`. A construct that
writes the same resource as ours and checks nothing is the floor of all of them.

Every figure is the median of the rounds that are named above its table, with its spread behind it: the lower and the
upper quartile, or the smallest and the largest of fewer than five rounds. What was measured in one round says "once",
and a figure with nothing behind it is a count, and exact. What is compared is measured in turn within each round, in an
order that rotates; a part and its whole are of one and the same run. Times drift with the machine: read the ratios,
which are ours divided by the peer's, so that less than 1 is in our favour; there is none to a figure whose spread
reaches down to nothing. The budget is what we set ourselves to keep. No test of this project depends on a time; tests
assert the counts.
"""
