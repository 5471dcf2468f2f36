"""What holds for the files of the repository."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from api.config import VERSION

HOME = Path(__file__).parent.parent

# Said in parts, so that this file does not name them.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("files", "pythonhosted", "org"),
        ("pypi", "org/simple"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
)


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
    paths = (HOME / name for name in run.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_registry():
    """Whoever installs this chooses where from."""
    found = {
        (str(path.relative_to(HOME)), registry)
        for path in tracked()
        for registry in REGISTRIES
        if registry.encode() in path.read_bytes()
    }
    assert found == set()


def test_the_program_and_the_project_have_one_version():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_one_version_with_its_hashes(lock):
    text = (HOME / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    locked = re.compile(
        r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+( ;.+?)?( +--hash=sha256:[0-9a-f]{64})+"
    )
    assert lines
    assert [line for line in lines if not locked.fullmatch(line.strip())] == []


def test_what_is_needed_to_serve_is_locked_alike_for_development():
    pinned = re.compile(r"^[A-Za-z0-9._-]+==[^\s;\\]+", re.MULTILINE)
    served, developed = (
        set(pinned.findall((HOME / lock).read_text(encoding="utf-8")))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert served <= developed


def test_text_files_end_with_one_newline_and_have_unix_line_ends():
    endings = {".py", ".md", ".toml", ".json", ".csv", ".html", ".css", ".js", ".txt"}
    untidy = [
        str(path.relative_to(HOME))
        for path in tracked()
        if path.suffix in endings
        and (content := path.read_bytes())
        and (b"\r" in content or not content.endswith(b"\n"))
    ]
    assert untidy == []
