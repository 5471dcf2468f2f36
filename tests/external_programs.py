"""Programs that some tests need in addition to Python."""

import os
import shutil
from pathlib import Path

import pytest


def program(name: str, *folders: Path) -> str:
    """Return the path of a program on the PATH or in one of the folders.

    If the program is missing, the test is skipped, or fails if CI is set.
    """
    path = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, folders)]))
    if path:
        return path
    reason = f"{name} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
