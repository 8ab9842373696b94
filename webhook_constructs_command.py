"""The console script, which stands between the start of Python and the package, whose import takes a while.

It imports nothing before it handles Ctrl-C, not even `__future__`. It is no part of the package, because Python imports
a package before any module in it.
"""


def main() -> int:
    """Run the command `webhook-constructs` and return its exit code.

    Ctrl-C ends it with 130 and without a traceback, from the first line of this function on. Before that, Python itself
    is starting, and ends as it does for any program: by the signal.
    """
    try:
        from webhook_constructs.cli import main as run  # noqa: PLC0415 - see above

        return run()
    except KeyboardInterrupt:
        import sys  # noqa: PLC0415 - see above

        if sys.stderr is not None:  # it was closed before the start
            sys.stderr.write("webhook-constructs: interrupted\n")
        return 130
