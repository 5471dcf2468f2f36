"""Everything in one file: the ledgers, the reference tables and their descriptor, zipped."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.datapackage import DESCRIPTOR

# The earliest day that a zip file can hold: the same files give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_package(folder: DatasetsFolder, release: str, newest: str, into: Path) -> None:
    """Write the data package of a release, valid for ``frictionless validate``."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in _members(folder, release, newest):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            package.writestr(member, content)


def _members(folder: DatasetsFolder, release: str, newest: str) -> Iterator[tuple[str, bytes]]:
    described = {**folder.descriptor, "version": release}
    yield DESCRIPTOR, (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
    resources = described["resources"]
    notes = {str(Path(each["path"]).with_suffix(".md")) for each in resources}
    files = {name for name in notes if (folder.root / name).exists()}
    files |= {part for each in resources for part in (each["path"], each.get("schema")) if part}
    for file in sorted(files):
        yield file, (folder.root / file).read_bytes()
    readme = folder.root / "ledgers" / "README.md"
    if readme.exists():
        yield "README.md", readme.read_bytes()
    licence = described["licenses"][0]
    yield "LICENSE.txt", f"{licence['title']}\n{licence['path']}\n".encode()
    yield "CITATION.txt", _citation(described["title"], release, newest).encode()


def _citation(title: str, release: str, newest: str) -> str:
    return (
        f"{title}. Release {release}, claims recorded until {newest}. Cite the claimant of each "
        "figure with it.\n"
    )
