"""Programs that some tests need besides Python."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """The path of a program. Without it the test is skipped, but fails where CI is set."""
    found = shutil.which(name)
    if found:
        return found
    reason = f"{name} is not installed, so that this was not tested"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
