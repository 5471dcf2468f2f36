"""The whole of each dataset as files: made with a release, and served from the disk."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRow
from datasets.release.export.formats import FORMS, ExportFormat
from datasets.release.export.request import ExportRequest
from datasets.release.queries.figures import count_rows
from datasets.release.queries.query import Query
from datasets.release.release import Release

ALL = "figures"  # the file of every dataset


def write_prebuilt(release: Release, names: Iterable[str], into: Path) -> list[Path]:
    """Write the files of the datasets of a release, and of all of them, into a folder.

    Each is put in place when it is finished. What is too long for a form is left out.
    """
    into.mkdir(exist_ok=True)
    made = []
    for name in (*names, ALL):
        for ending, form in FORMS.items():
            answer, path = _whole(release, name, ending), into / f"{name}.{ending}"
            if (name == ALL or form.of_each) and _fits(answer, form):
                _make(answer, form, path)
                made.append(path)
    return made


def prebuilt_file(folder: Path, answer: ExportRequest, name: str, ending: str) -> Path | None:
    """The file in which an answer lies ready in a folder of releases, if there is one."""
    form, whole = FORMS[ending], _whole(answer.release, name, ending)
    asked = answer if form.says_address else replace(answer, address=whole.address)
    path = folder / answer.release.id / f"{name}.{ending}"
    return path if asked == whole and path.is_file() else None


def _whole(release: Release, name: str, ending: str) -> ExportRequest:
    """Everything in a dataset, as it stands, in the usual order."""
    query = Query() if name == ALL else Query((("dataset", (name,)),))
    return ExportRequest(release, query, column_names(PublishedRow), f"/v1/{name}.{ending}")


def _fits(answer: ExportRequest, form: ExportFormat) -> bool:
    return form.most_rows is None or count_rows(answer.release, answer.query) <= form.most_rows


def _make(answer: ExportRequest, form: ExportFormat, path: Path) -> None:
    draft = path.with_name(f".draft-{os.getpid()}-{path.name}")
    with draft.open("wb") as file:
        file.writelines(form.write(answer))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
