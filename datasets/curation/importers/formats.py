"""The formats that can be imported, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from datasets.curation.importers import general_staff
from datasets.curation.imports import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {format_.name: format_ for format_ in (general_staff.FORMAT,)}
)
