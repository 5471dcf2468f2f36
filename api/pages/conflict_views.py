"""The pages of conflicts: all of them, and one with its newest and its rival claims."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import render_template
from flask.typing import ResponseReturnValue

from api.config import Config
from api.parameters.parser import parse_args
from api.parameters.schemas import QUESTION_PARAMETERS, NoParametersSchema
from api.problems.exceptions import not_found
from api.questions import question_title
from datasets.release.queries import catalog
from datasets.release.queries.conflicts import SeriesEnd, series_ends
from datasets.release.queries.figures import fetch_page, fetch_rendered
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.store.releases import Releases
from datasets.search.dates import split_dates
from datasets.search.terms import term_texts

MAX_NEWEST = 8
# The number of questions that a page shows of each dataset, in this order; other datasets follow.
MAX_QUESTIONS: Mapping[str, int] = MappingProxyType(
    {"losses": 6, "evacuations": 3, "displacement": 8, "territory": 3, "population": 2}
)
MAX_OTHER_QUESTIONS = 3
# People who fled from elsewhere do not belong to the war of their host.
ORIGIN_METRICS = frozenset({"refugees", "asylum-seekers", "returned-refugees"})
MAX_RIVALS = 6

# In the names of many conflicts, which they do not find.
COMMON_TERMS = term_texts("armed civil conflict crisis eastern insurgency northern violence war")

Row = dict[str, Any]


def conflicts(releases: Releases, _config: Config) -> ResponseReturnValue:
    """All conflicts, those with the newest claims first."""
    parse_args(NoParametersSchema(), releases)
    release = releases.current
    return render_template("conflicts.html", conflicts=newest_conflicts(release), release=release)


def conflict(releases: Releases, _config: Config, conflict_id: str) -> ResponseReturnValue:
    """One conflict: its newest claims, and what its claimants say on the same questions."""
    parse_args(NoParametersSchema(), releases)
    release = releases.current
    text = catalog.reference(release, "conflicts", conflict_id)
    if text is None:
        raise not_found(f"There is no conflict '{conflict_id}'.", ["/conflicts"])
    ends = series_ends(release, conflict_id)
    newest = _newest_by_claimant(ends)[:MAX_NEWEST]
    row = json.loads(text)
    questions = _questions(ends, frozenset((row["subjects"] or "").split(";")))
    shown = {end.position for end in (*newest, *(end for group in questions for end in group))}
    rows = _rows(release, shown)
    return render_template(
        "conflict.html",
        conflict=row,
        newest=[rows[end.position] for end in newest],
        questions=[_question(release, group, rows) for group in questions],
        claimants=len({end.claimant for end in ends}),
        release=release,
    )


def newest_conflicts(release: Release) -> list[Row]:
    """The conflicts that have a figure, each with its newest one as ``latest``."""
    rows = map(json.loads, catalog.all_references(release, "conflicts"))
    conflicts = [row for row in rows if "latest" in row["links"]]
    ids = tuple(row["links"]["latest"].rpartition("/")[2] for row in conflicts)
    page = fetch_page(release, Query((("figure_id", ids),), limit=len(ids))) if ids else None
    by_id = {row["id"]: row for row in map(json.loads, page.rows if page else ())}
    latest = [{**row, "latest": by_id[id_]} for row, id_ in zip(conflicts, ids, strict=True)]
    return sorted(latest, key=lambda row: str(row["latest"]["claimed_on"]), reverse=True)


def conflicts_named(release: Release, terms: str) -> list[Row]:
    """The conflicts with a word of a search in one of their names, the nearest name first."""
    undated, _ = split_dates(terms)
    searched = term_texts(undated) - COMMON_TERMS
    matches = [(_nearness(row, searched), row) for row in newest_conflicts(release)]
    ranked = sorted(matches, key=lambda match: match[0], reverse=True)
    return [row for (shared, _), row in ranked if shared]


def _nearness(row: Mapping[str, Any], searched: Set[str]) -> tuple[int, int]:
    """How many of the words the nearest name has, and, negative, how many others it has."""
    names = (row["conflict_id"], row["name"], *(row["aka"] or "").split(";"))
    terms_of_names = [term_texts(name) - COMMON_TERMS for name in names]
    return max((len(terms & searched), -len(terms - searched)) for terms in terms_of_names)


def _newest_by_claimant(ends: Iterable[SeriesEnd]) -> list[SeriesEnd]:
    """One series end of each claimant: of losses of people if it has one; the newest first."""
    newest_first = sorted(ends, key=_newest_deaths, reverse=True)
    newest_first.sort(key=lambda end: (end.unit != "person", end.dataset != "losses"))
    by_claimant = {end.claimant: end for end in reversed(newest_first)}
    return _newest_first(by_claimant.values())


def _newest_deaths(end: SeriesEnd) -> tuple[str, bool]:
    """Sort key: the day of the claim; of one day, people killed come last."""
    return end.claimed_on, end.metric == "killed"


def _questions(ends: Iterable[SeriesEnd], subjects: Set[str]) -> list[list[SeriesEnd]]:
    """The questions of each dataset on people first, with most claimants, with most people."""
    by_question = attrgetter(*QUESTION_PARAMETERS)
    groups = [
        _newest_first(group) for _, group in groupby(sorted(ends, key=by_question), by_question)
    ]
    own = [group for group in groups if _is_own(group[0], subjects)]
    by_dataset: dict[str, list[list[SeriesEnd]]] = {name: [] for name in MAX_QUESTIONS}
    for group in sorted(own, key=_interest):
        by_dataset.setdefault(group[0].dataset, []).append(group[:MAX_RIVALS])
    return [
        group
        for dataset, of_dataset in by_dataset.items()
        for group in of_dataset[: MAX_QUESTIONS.get(dataset, MAX_OTHER_QUESTIONS)]
    ]


def _is_own(end: SeriesEnd, subjects: Set[str]) -> bool:
    return end.metric not in ORIGIN_METRICS or end.subject in subjects


def _interest(group: Sequence[SeriesEnd]) -> tuple[bool, int, float]:
    return group[0].unit != "person", -len(group), -max(end.printed_high for end in group)


def _newest_first(group: Iterable[SeriesEnd]) -> list[SeriesEnd]:
    return sorted(group, key=attrgetter("claimed_on"), reverse=True)


def _question(release: Release, group: Sequence[SeriesEnd], rows: Mapping[int, Row]) -> Row:
    codes = {name: getattr(group[0], name) for name in QUESTION_PARAMETERS}
    return {
        "title": question_title(release, *codes.values()),
        "query": urlencode(codes),
        "dataset": group[0].dataset,
        "rows": [rows[end.position] for end in group],
    }


def _rows(release: Release, positions: Iterable[int]) -> dict[int, Row]:
    texts = fetch_rendered(release, sorted(set(positions)))
    return {position: json.loads(text) for position, text in texts.items()}
