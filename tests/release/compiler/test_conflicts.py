"""The figures that belong to a conflict: by place or by subject, while it lasts."""

import json

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from datasets.release.queries.figures import fetch_page
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from tests.ledger_edits import CONFLICTS, update
from tests.row_labels import short

# the cells of the conflict, the labels of its figures in the order of their ids
CELLS = [
    ({"places": "ru-kursk", "subjects": ""}, "E2 L6 L7 T1 T2"),
    ({"places": "", "subjects": "civilians;ua-residents"}, "E1 E2 L6 P1 P2 P3"),
    ({"places": "ua", "subjects": ""}, "E1 P1 P2 P3 T3"),
    ({"places": "na", "subjects": "civilians"}, "D1 E2 L6"),
    ({"start": "2024-08-20"}, "L1 L3 L4 L5 L8 P3"),
    ({"end": "2024-08-18"}, "E2 L6 T3"),
    ({"start": "2024-08-19", "end": "2024-08-20"}, "E1 L1 L7 P1 P2 T1 T2"),
    ({"places": "", "subjects": ""}, ""),
]


@pytest.mark.parametrize(("cells", "labels"), CELLS)
def test_a_conflict_has_the_figures_of_its_places_and_subjects(copy, tmp_path, cells, labels):
    update(CONFLICTS, 2, **cells)(copy)
    build(folder_at(copy), tmp_path / "instance")
    release = current_release(tmp_path / "instance")
    query = Query((("conflict", ("russia-ukraine",)),), sort=("id",))
    assert short(map(json.loads, fetch_page(release, query).rows)) == labels
    release.engine.dispose()
