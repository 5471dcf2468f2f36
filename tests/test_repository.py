"""Rules for the files of the repository."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from api.config import VERSION
from tests.identifiers import violations

HOME = Path(__file__).parent.parent

# In parts, so that this file does not name them.
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
    """The registry is a choice of the person who installs the packages."""
    named = {
        (str(path.relative_to(HOME)), registry)
        for path in tracked()
        for registry in REGISTRIES
        if registry.encode() in path.read_bytes()
    }
    assert named == set()


def test_the_program_and_the_project_have_the_same_version():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_has_one_version_and_its_hashes(lock):
    text = (HOME / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    locked = re.compile(
        r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+( ;.+?)?( +--hash=sha256:[0-9a-f]{64})+"
    )
    assert lines
    assert [line for line in lines if not locked.fullmatch(line.strip())] == []


def test_development_uses_the_versions_of_the_service():
    pinned = re.compile(r"^[A-Za-z0-9._-]+==[^\s;\\]+", re.MULTILINE)
    serving, development = (
        set(pinned.findall((HOME / lock).read_text(encoding="utf-8")))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert serving <= development


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


def test_every_path_in_the_table_of_contributing_exists():
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| Where .*$", text, re.MULTILINE)
    paths = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert len(rows) == 13
    assert [path for path in paths if not (HOME / path).is_file()] == []


@pytest.mark.parametrize("folder", ["api", "datasets", "bench", "tests", "tools"])
def test_names_and_docstrings_are_plain_english(folder):
    assert violations(folder) == []
