"""Copy the examples and synthesize each where the CDK CLI would: `synthesize.py EXAMPLES FOLDER`."""

from __future__ import annotations

import os
import runpy
import shutil
import sys
from pathlib import Path


def main(examples: Path, folder: Path) -> None:
    """Run the apps one after another, because a process that imports the CDK takes a second to start."""
    shutil.copytree(examples, folder, ignore=shutil.ignore_patterns("cdk.out", ".*"))
    for path in sorted(folder.glob("*/app.py")):
        os.chdir(path.parent)
        sys.path[0] = str(path.parent)  # where Python looks first when it runs a script
        assembly = runpy.run_path(path.name)["app"].synth()
        shutil.copytree(assembly.directory, path.parent / "cdk.out")  # the CDK deletes its folder at the end


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
