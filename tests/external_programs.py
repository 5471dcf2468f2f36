"""Programs that some tests need besides Python."""

import os
import shutil
from pathlib import Path

import pytest


def program(name: str, *folders: Path) -> str:
    """The path of a program, perhaps in one of these folders.

    Without it the test is skipped, but fails where CI is set.
    """
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, folders)]))
    if found:
        return found
    reason = f"{name} is not installed, so that this was not tested"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
