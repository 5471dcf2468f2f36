"""Data package of a release: ledgers, reference tables and their descriptor in one zip file."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.datapackage import DESCRIPTOR

# The earliest time that a zip file can store. A fixed time gives the same bytes in every build.
EPOCH = (1980, 1, 1, 0, 0, 0)

LICENSE_TEXT = """{title}
{path}

This is the licence of the compilation. Each source has its own licence, in the column "licence" of
reference/sources.csv.
"""


def write_package(folder: DatasetsFolder, release: str, newest: str, into: Path) -> None:
    """Write the data package of a release, valid for ``frictionless validate``."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in _members(folder, release, newest):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            package.writestr(member, content)


def _members(folder: DatasetsFolder, release: str, newest: str) -> Iterator[tuple[str, bytes]]:
    descriptor = {**folder.descriptor, "version": release}
    yield DESCRIPTOR, (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    resources = descriptor["resources"]
    readmes = {str(Path(resource["path"]).with_suffix(".md")) for resource in resources}
    names = {name for name in readmes if (folder.root / name).exists()}
    names |= {resource["path"] for resource in resources}
    names |= {resource["schema"] for resource in resources if resource.get("schema")}
    for name in sorted(names):
        yield name, (folder.root / name).read_bytes()
    readme = folder.root / "ledgers" / "README.md"
    if readme.exists():
        yield "README.md", readme.read_bytes()
    license_ = descriptor["licenses"][0]
    yield "LICENSE.txt", LICENSE_TEXT.format_map(license_).encode()
    yield "CITATION.txt", _citation(descriptor["title"], release, newest).encode()


def _citation(title: str, release: str, newest: str) -> str:
    return (
        f"{title}. Release {release}, claims recorded until {newest}. Cite the claimant of each "
        "figure with it.\n"
    )
