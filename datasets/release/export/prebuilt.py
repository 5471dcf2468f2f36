"""Prebuilt export files: one per dataset and format, written with a release."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.formats import EXPORT_FORMATS, ExportFormat
from datasets.release.export.request import ExportRequest
from datasets.release.queries.figures import count_rows
from datasets.release.queries.query import Query
from datasets.release.release import Release

ALL_FIGURES = "figures"  # the file name of all datasets together


def write_prebuilt(release: Release, names: Iterable[str], into: Path) -> list[Path]:
    """Write the export files of each dataset and of all figures into a folder.

    Each file is renamed into place when it is complete. A dataset with more rows than a format
    allows has no file in that format.
    """
    into.mkdir(exist_ok=True)
    files = []
    for name in (*names, ALL_FIGURES):
        for format_ in EXPORT_FORMATS.values():
            request = _default_request(release, name, format_)
            offered = name == ALL_FIGURES or format_.per_dataset
            if offered and _fits(request, format_):
                files.append(_write(request, format_, into / f"{name}.{format_.extension}"))
    return files


def prebuilt_file(
    folder: Path, request: ExportRequest, name: str, format_: ExportFormat
) -> Path | None:
    """The prebuilt file that answers a request, or ``None``. ``folder`` holds the releases."""
    default = _default_request(request.release, name, format_)
    if not format_.records_query:
        request = replace(request, url=default.url)
    path = folder / request.release.id / f"{name}.{format_.extension}"
    return path if request == default and path.is_file() else None


def _default_request(release: Release, name: str, format_: ExportFormat) -> ExportRequest:
    """The request without parameters: all current rows of a dataset, in the default order."""
    query = Query() if name == ALL_FIGURES else Query((("dataset", (name,)),))
    url = f"/v1/{name}.{format_.extension}"
    return ExportRequest(release, query, column_names(PublishedRowSchema), url)


def _fits(request: ExportRequest, format_: ExportFormat) -> bool:
    max_rows = format_.max_rows
    return max_rows is None or count_rows(request.release, request.query) <= max_rows


def _write(request: ExportRequest, format_: ExportFormat, path: Path) -> Path:
    draft = path.with_name(f".draft-{os.getpid()}-{path.name}")
    with draft.open("wb") as file:
        file.writelines(format_.write(request))
        file.flush()
        os.fsync(file.fileno())
    return draft.replace(path)
