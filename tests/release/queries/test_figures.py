"""Queries, and the rows of the sample that they select, in order."""

import csv
import json
from datetime import date

import pytest

from datasets.model.fields import column_names
from datasets.model.figure import ClaimRow
from datasets.model.filters import filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.figures import (
    MAX_CACHED_COUNTS,
    count_rows,
    fetch_claims,
    fetch_figure,
    fetch_last_claims,
    fetch_page,
    fetch_rendered,
    fetch_revisions,
    iter_lines,
)
from datasets.release.queries.filters import COMPARISONS, FILTERS
from datasets.release.queries.query import Query
from tests.row_labels import short

ALL = "L8 L4 L5 L3 D1 P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6 D2"
POKROVSK = "P3 P1 T3 E1 P2"
KURSK = "L7 T1 T2 E2 L6"

# parameter, values, rows
FILTER_CASES = [
    ("dataset", ["losses"], "L8 L4 L5 L3 L1 L7 L6"),
    ("dataset", ["population", "territory"], "P3 P1 T3 P2 T1 T2"),
    ("change", ["new", "revised"], ALL),
    ("change", ["retracted"], ""),
    ("metric", ["killed"], "L8"),
    ("metric", ["killed", "wounded"], "L8 L6"),
    ("metric", ["killed", "wounded", "tanks-lost"], "L8 L7 L6"),
    ("metric", ["border-crossings"], ""),
    ("subject", ["civilians"], "E2 L6"),
    ("place", ["ua-pokrovsk-hromada"], "P2"),
    ("place", ["ua-pokrovsk-hromada", "na"], "D1 P2"),
    ("place", ["ua"], ""),
    ("within", ["ua-pokrovsk-hromada"], POKROVSK),
    ("within", ["ua-pokrovsk"], "P3 P1 T3 E1"),
    ("within", ["ua"], POKROVSK),
    ("within", ["theatre-ru-ua"], "L8 L4 L5 L3 L1"),
    ("within", ["ru", "ua-pokrovsk-hromada"], "P3 P1 T3 E1 L7 P2 T1 T2 E2 L6"),
    ("within", ["world"], ALL),
    ("country", ["NAM"], "D1"),
    ("country", ["RUS", "UKR"], "P3 P1 T3 E1 L7 P2 T1 T2 E2 L6"),
    ("claimant", ["ua-general-staff"], "L4 L5 L3"),
    ("claimant", ["ap"], "P1"),
    ("publisher", ["ukrinform"], "P3 E1 L7 P2"),
    ("source", ["unnamed-outlet-2024-08-20"], "L1 P1 T3 T1 T2"),
    ("quantifier", ["between"], "L8"),
    ("quantifier", ["less-than", "up-to"], "L7 E2"),
    ("basis", ["registered", "surveyed"], "D1 D2"),
    ("verification", ["verified", "disputed"], "D1 P2"),
    ("stance", ["own"], "P3 E1 P2 T1 T2"),
    ("stance", ["adverse"], "L4 L5 L3 L1 L7"),
    ("stance", ["third-party"], "L8 D1 P1 T3 D2"),
    ("claimant_side", ["ru"], "E2 L6"),
    ("feed", ["sample-unhcr"], ""),  # no file of it was read: see release/compiler/test_feeds.py
    ("conflict", ["russia-ukraine"], "L8 L4 L5 L3 P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6"),
    ("claimant_side", ["ru", "ua"], "L4 L5 L3 P3 L1 E1 L7 P2 T1 T2 E2 L6"),
    ("exclude_belligerents", ["true"], "L8 D1 P1 T3 D2"),
    ("start_date", ["2024-09-08"], "L8 L4 L5"),
    ("start_date", ["2024-09-09"], "L8"),
    ("start_date", ["2024-09-30"], "L8"),
    ("start_date", ["2024-10-01"], ""),
    ("end_date", ["2022-02-23"], "L7"),
    ("end_date", ["2022-02-24"], "L8 L4 L3 L1 L7"),
    ("end_date", ["2023-01-01"], "L8 L4 L3 L1 L7 D2"),
    ("on", ["1900-01-01"], "L7"),
    ("on", ["2023-12-31"], "L8 L4 L3 L1 L7 D2"),
    ("on", ["2024-01-01"], "L8 L4 L3 L1 L7"),
    ("on", ["2024-08-18"], "L8 L4 L3 D1 L1 T3 L7"),
    ("on", ["2024-08-19"], "L8 L4 L3 D1 L1 P1 E1 L7 P2 T1 T2"),
    ("on", ["2024-08-20"], "L8 L4 L3 D1 L1"),
    ("on", ["2024-08-31"], "L8 L4 L3 D1"),
    ("on", ["2024-09-01"], "L8 L4 L3"),
    ("ends_from", ["2024-09-08"], "L8 L4 L5"),
    ("ends_from", ["2024-09-09"], "L8"),
    ("ends_from", ["2024-10-01"], ""),
    ("ends_to", ["2024-08-18"], "T3 E2 L6 D2"),
    ("ends_to", ["2000-01-01"], ""),
    ("nature", ["total"], "L8 L4 L3 L1 L7"),
    ("nature", ["count"], "L5 E1 E2 L6"),
    ("nature", ["stock", "intensive"], "D1 P3 P1 T3 P2 T1 T2 D2"),
    ("nature", ["intensive"], "T3"),
    ("claimed_from", ["2024-09-08"], "L8 L4 L5"),
    ("claimed_from", ["2024-09-09"], "L8"),
    ("claimed_to", ["2024-08-12"], "E2 L6 D2"),
    ("claimed_to", ["2024-08-11"], "D2"),
    ("value_min", [53000], "L8 L4 L3 L1 P1 P2 E2 D2"),
    ("value_min", [53000.5], "L8 L4 L3 L1 E2 D2"),
    ("value_min", [100000], "L8 L4 L3 L1 E2 D2"),
    ("value_min", [100001], "L4 L3 L1 E2 D2"),
    ("value_max", [0], "P3"),
    ("value_max", [1], "P3 E1"),
    ("value_max", [9.5], "P3 T3 E1"),
    ("value_max", [9.4], "P3 E1"),
    ("value_max", [60000], "L8 L5 D1 P3 P1 T3 E1 L7 P2 T1 T2 L6"),
    ("value_max", [59999], "L5 D1 P3 P1 T3 E1 L7 P2 T1 T2 L6"),
]  # fmt: skip

# several conditions, all of which must be true
COMBINED_CASES = [
    ({}, ALL),
    ({"start_date": ["2024-08-27"], "end_date": ["2024-08-27"]}, "L8 L4 L3 D1 P3"),
    ({"claimed_from": ["2024-08-20"], "claimed_to": ["2024-08-20"]}, "L1 P1 T3"),
    ({"ends_from": ["2024-08-20"], "ends_to": ["2024-08-20"]}, "L1"),
    ({"nature": ["total"], "ends_from": ["2024-09-07"], "ends_to": ["2024-09-08"]}, "L4 L3"),
    ({"nature": ["count"], "ends_from": ["2024-09-07"], "ends_to": ["2024-09-08"]}, "L5"),
    ({"value_min": [40], "value_max": [100]}, "L7 T2"),
    ({"dataset": ["losses"], "within": ["ru"], "quantifier": ["unqualified"]}, "L6"),
    ({"dataset": ["losses"], "country": ["UKR"]}, ""),
    ({"claimant_side": ["ua"], "stance": ["own"], "publisher": ["ukrinform"]}, "P3 E1 P2"),
]

# bounds, and how many figures only an open hedge excludes
OPEN_BOUND_CASES = [
    ({}, 0),
    ({"value_min": [0]}, 0),
    ({"value_min": [1250]}, 0),
    ({"value_min": [1251]}, 1),  # more than 1,250
    ({"value_min": [53001]}, 3),  # and at least 7,000, and more than 53,000
    ({"value_min": [650000], "dataset": ["losses"]}, 1),  # more than 600,000
    ({"value_min": [650000], "dataset": ["evacuations"]}, 0),  # up to 121,000
    ({"value_max": [40]}, 1),  # up to 121,000
    ({"value_max": [39]}, 2),  # and less than 40
    ({"value_max": [121000]}, 0),
    ({"value_min": [40], "value_max": [100]}, 1),
    ({"value_min": [2000], "value_max": [6000]}, 2),
]

SORT_CASES = [
    ("id", "D1 D2 E1 E2 L1 L3 L4 L5 L6 L7 L8 P1 P2 P3 T1 T2 T3"),
    ("-id", "T3 T2 T1 P3 P2 P1 L8 L7 L6 L5 L4 L3 L1 E2 E1 D2 D1"),
    ("value", "P3 E1 T3 L7 T2 L6 T1 L5 D1 P1 P2 E2 L1 L3 L4 D2 L8"),
    ("-value", "D2 L4 L3 L1 E2 P1 P2 D1 L5 T1 L6 T2 L7 T3 E1 P3 L8"),
    ("period_start", "L1 L3 L4 L8 D2 D1 E2 L6 T3 E1 P1 P2 T1 T2 P3 L5 L7"),
    ("-period_start", "L5 P3 E1 P1 P2 T1 T2 T3 E2 L6 D1 D2 L1 L3 L4 L8 L7"),
    ("country,-claimed_on", "D1 L7 T1 T2 E2 L6 P3 P1 T3 E1 P2 L8 L4 L5 L3 L1 D2"),
    ("-country,claimed_on", "E1 P2 P1 T3 P3 E2 L6 L7 T1 T2 D1 D2 L1 L3 L4 L5 L8"),
    ("stance,-id", "L7 L5 L4 L3 L1 T2 T1 P3 P2 E1 T3 P1 L8 D2 D1 L6 E2"),
    ("via", "L7 E1 D1 D2 E2 L1 L3 L4 L5 L6 L8 P1 P2 P3 T1 T2 T3"),
]

# as_of, known_at, and the visible row of losses-0002: the table of the model and its boundaries
VINTAGE_CASES = [
    ("2024-09-02", None, "L2"),
    ("2024-09-06", None, "L2.2"),
    ("2024-09-12", None, "L2.3"),
    (None, None, ""),
    (None, "2024-09-01", "L2.2"),
    (None, "2024-09-12", "L2.3"),
    ("2024-09-06", "2024-09-12", "L2.2"),
    ("2024-08-31", None, ""),
    ("2024-09-01", None, "L2"),
    ("2024-09-04", None, "L2"),
    ("2024-09-05", None, "L2.2"),
    ("2024-09-09", None, "L2.2"),
    ("2024-09-10", None, "L2.3"),
    ("2024-09-19", None, "L2.3"),
    ("2024-09-20", None, ""),
    (None, "2024-08-29", ""),
    (None, "2024-08-30", "L2.2"),
    (None, "2024-09-08", "L2.2"),
    (None, "2024-09-09", "L2.3"),
    (None, "2024-09-18", "L2.3"),
    (None, "2024-09-19", ""),
    ("2024-09-02", "2024-09-12", "L2"),
    ("2024-09-12", "2024-09-08", "L2.2"),
    ("2024-09-20", "2024-09-18", "L2.3"),
    ("2024-09-20", "2024-09-19", ""),
    ("2024-09-20", "2024-08-29", ""),
]

# as_of, known_at, updated_after and history together
UPDATE_CASES = [
    ({"updated_after": "2024-09-09"}, "L8 L2.4 L7 L6"),
    ({"updated_after": "2024-09-19"}, "L8 L2.4 L7 L6"),
    ({"updated_after": "2024-09-20"}, "L8 L7 L6"),
    ({"updated_after": "2024-10-02"}, ""),
    ({"updated_after": "2024-09-09", "as_of": "2024-09-12"}, "L2.3"),
    ({"updated_after": "2024-09-09", "known_at": "2024-09-01"}, "L7 L6"),
    ({"updated_after": "2024-09-09", "history": True}, "L8 L2.4 L2.3 L7 L6"),
    ({"history": True, "as_of": "2024-09-05"}, "D1 L2 L2.2 P3 L1 P1 T3 E1 P2 T1 T2 E2 D2"),
    ({"history": True, "known_at": "2024-08-12"}, "E2 L6 D2"),
]


def query_of(conditions: dict, **options) -> Query:
    chosen = {name: value for name, value in options.items() if name in DAYS and value}
    days = {name: date.fromisoformat(day) for name, day in chosen.items()}
    others = {name: value for name, value in options.items() if name not in DAYS}
    pairs = tuple((parameter, tuple(values)) for parameter, values in conditions.items())
    return Query(conditions=pairs, **days, **others)


DAYS = {"as_of", "known_at", "updated_after"}


def labels(release, query: Query) -> str:
    """The short labels of the rows of a page."""
    return short(json.loads(row) for row in fetch_page(release, query).rows)


@pytest.mark.parametrize(("parameter", "values", "rows"), FILTER_CASES)
def test_each_filter_selects_exactly_its_rows(sample_release, parameter, values, rows):
    assert labels(sample_release, query_of({parameter: values})) == rows


def test_every_filter_and_every_comparison_has_a_case():
    assert {case[0] for case in FILTER_CASES} == {filter_.parameter for filter_ in FILTERS}
    assert {filter_.comparison for filter_ in FILTERS} == set(COMPARISONS)
    assert set(filters_of(PublishedRowSchema)) < set(FILTERS)


@pytest.mark.parametrize(("conditions", "rows"), COMBINED_CASES)
def test_several_conditions_must_all_be_true(sample_release, conditions, rows):
    assert labels(sample_release, query_of(conditions)) == rows


@pytest.mark.parametrize(("conditions", "count"), OPEN_BOUND_CASES)
def test_figures_that_only_an_open_hedge_excludes_are_counted(sample_release, conditions, count):
    assert fetch_page(sample_release, query_of(conditions)).open_bounds == count


@pytest.mark.parametrize(("sort", "rows"), SORT_CASES)
def test_rows_are_sorted_with_missing_values_last_and_ties_by_id(sample_release, sort, rows):
    assert labels(sample_release, query_of({}, sort=tuple(sort.split(",")))) == rows


@pytest.mark.parametrize(("as_of", "known_at", "rows"), VINTAGE_CASES)
def test_as_of_and_known_at_choose_the_visible_revision(sample_release, as_of, known_at, rows):
    query = query_of({"figure_id": ["losses-0002"]}, as_of=as_of, known_at=known_at)
    assert labels(sample_release, query) == rows


def test_rows_are_filtered_by_both_days_before_the_latest_revision_is_chosen(
    sample_release,
):
    """Compares the definition of the model with the rows of the release, for every two days."""
    rows = [json.loads(row) for row in fetch_page(sample_release, query_of({}, history=True)).rows]
    days = sorted({row[column] for row in rows for column in ("recorded_on", "claimed_on")})
    for as_of in days:
        for known_at in days:
            cut = [r for r in rows if r["recorded_on"] <= as_of and r["claimed_on"] <= known_at]
            last = {row["id"]: row for row in sorted(cut, key=lambda row: row["revision"])}
            expected = {name for name, row in last.items() if row["change"] != "retracted"}
            query = query_of({}, as_of=as_of, known_at=known_at)
            selected = [json.loads(row) for row in fetch_page(sample_release, query).rows]
            assert {row["id"] for row in selected} == expected
            assert all(row == last[row["id"]] for row in selected)


@pytest.mark.parametrize(("options", "rows"), UPDATE_CASES)
def test_updated_after_and_history_select_later_rows(sample_release, options, rows):
    assert labels(sample_release, query_of({}, **options)) == rows


def test_history_includes_every_row_of_a_retracted_figure(sample_release):
    query = query_of({"figure_id": ["losses-0002"]}, history=True, sort=("id",))
    assert labels(sample_release, query) == "L2 L2.2 L2.3 L2.4"
    changed = query_of({"change": ["corrected", "retracted"]}, history=True)
    assert labels(sample_release, changed) == "L2.4 L2.2"


@pytest.mark.parametrize(
    ("limit", "offset", "rows"),
    [
        (3, 0, "L8 L4 L5"),
        (3, 3, "L3 D1 P3"),
        (1, 1, "L4"),
        (3, 15, "L6 D2"),
        (3, 17, ""),
        (17, 0, ALL),
        (10_000, 0, ALL),
    ],
)
def test_a_page_has_its_rows_and_the_exact_total(sample_release, limit, offset, rows):
    page = fetch_page(sample_release, query_of({}, limit=limit, offset=offset))
    assert (short(json.loads(row) for row in page.rows), page.total) == (rows, 17)


@pytest.mark.parametrize("conditions", [{}, {"within": ["ua"]}, {"metric": ["border-crossings"]}])
def test_lines_ignore_the_limit_of_the_query(sample_release, conditions):
    query = query_of(conditions, limit=2)
    objects = [json.loads(line) for line in iter_lines(sample_release, query, "json")]
    table = csv.DictReader(
        iter_lines(sample_release, query, "csv"), column_names(PublishedRowSchema)
    )
    assert short(objects) == short(table) == labels(sample_release, query_of(conditions))


@pytest.mark.parametrize(
    ("figure_id", "as_of", "known_at", "row"),
    [
        ("losses-0002", None, None, "L2.4"),
        ("losses-0002", "2024-09-20", None, "L2.4"),
        ("losses-0002", "2024-09-19", None, "L2.3"),
        ("losses-0002", "2024-09-02", None, "L2"),
        ("losses-0002", None, "2024-09-18", "L2.3"),
        ("losses-0002", "2024-09-04", "2024-09-18", "L2"),
        ("losses-0002", "2024-08-31", None, None),
        ("losses-0001", None, None, "L1"),
        ("losses-9999", None, None, None),
        ("losses", None, None, None),
    ],
)
def test_a_figure_is_fetched_as_it_was_on_a_day_even_if_retracted(
    sample_release, figure_id, as_of, known_at, row
):
    vintage = {"as_of": as_of, "known_at": known_at}
    days = {name: date.fromisoformat(day) for name, day in vintage.items() if day}
    text = fetch_figure(sample_release, figure_id, **days)
    assert (short([json.loads(text)]) if text else None) == row


@pytest.mark.parametrize(("revision", "row"), [(1, "L2"), (2, "L2.2"), (4, "L2.4"), (5, None)])
def test_a_figure_is_fetched_at_a_numbered_revision(sample_release, revision, row):
    text = fetch_figure(sample_release, "losses-0002", revision=revision)
    assert (short([json.loads(text)]) if text else None) == row


def test_rows_are_counted_whatever_the_page(sample_release):
    assert count_rows(sample_release, query_of({"dataset": ["losses"]}, limit=2, offset=1)) == 7


def test_the_cache_of_counts_is_cleared_when_it_is_full(sample_release):
    sample_release.counts.clear()
    sample_release.counts.update(
        {query_of({}, offset=n): (n, 0) for n in range(MAX_CACHED_COUNTS - 1)}
    )
    sample_release.counts.pop(query_of({}))
    assert fetch_page(sample_release, query_of({}, limit=3)).total == 17
    assert sample_release.counts[query_of({})] == (17, 0)
    assert len(sample_release.counts) == MAX_CACHED_COUNTS - 1
    for days in ("2024-09-01", "2024-09-02"):
        count_rows(sample_release, query_of({"on": [days]}))
    assert list(sample_release.counts) == [query_of({"on": ["2024-09-02"]})]


def test_claims_have_the_columns_of_a_claim_alone(sample_release):
    metrics = {"metric": ["tanks-lost", "killed"]}
    [(position, killed), (_, tanks)] = fetch_claims(sample_release, query_of(metrics)).items()
    assert fetch_claims(sample_release, query_of(metrics, limit=1)) == {position: killed}
    assert (killed.id, killed.value, killed.value_lower, killed.value_upper) == (
        "losses-0008",
        None,
        60000,
        100000,
    )
    assert tanks == ClaimRow(
        id="losses-0007",
        metric="tanks-lost",
        unit="item",
        kind="flow",
        subject="ru-armed-forces",
        place="ru-kursk",
        claimant="ua-president",
        period="/2024-08-19",
        quantifier="less-than",
        value=40,
        value_lower=None,
        value_upper=None,
        claimed_on="2024-08-19",
        derived_from=None,
        basis="stated",
        verification="unstated",
        nature="total",
        claimant_name="President of Ukraine",
        place_name="Kursk Oblast",
    )


LAST_ROWS = "P1 E2 L6 L4 L5 L1 P3 L7 T1 T2 L8 D1 T3"


@pytest.mark.parametrize(
    ("days", "rows"),
    [
        (0, LAST_ROWS),
        (1, LAST_ROWS.replace("L4", "L3 L4")),
        (7, LAST_ROWS.replace("L4", "L3 L4")),
        (8, LAST_ROWS.replace("L4", "L3 L4").replace("P3", "E1 P2 P3")),
        (244, LAST_ROWS.replace("L4", "L3 L4").replace("P3", "E1 P2 P3").replace("D1", "D2 D1")),
    ],
)
def test_last_claims_are_those_of_the_last_days_of_each_claimant(sample_release, days, rows):
    claims = fetch_last_claims(sample_release, query_of({}, sort=("period_end", "id")), days)
    assert short(row._asdict() | {"revision": 1} for row in claims.values()) == rows


@pytest.mark.parametrize("before", [0, 1, 2, 255, 256, 257, 600])
def test_any_number_of_rows_is_fetched_by_position(sample_release, before):
    losses = fetch_claims(sample_release, query_of({"dataset": ["losses"]}))
    first, *others = losses
    rows = fetch_rendered(sample_release, [first] * before + others)
    positions = losses if before else others
    assert {position: json.loads(row)["id"] for position, row in rows.items()} == {
        position: losses[position].id for position in positions
    }


def test_revisions_of_a_figure_come_oldest_first(sample_release):
    rows = fetch_revisions(sample_release, "losses-0002")
    assert short(json.loads(row) for row in rows) == "L2 L2.2 L2.3 L2.4"
    assert fetch_revisions(sample_release, "losses-9999") == ()
