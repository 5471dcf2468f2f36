"""The pages that show a release: home page, series, figure; and the table of all pages."""

import json
from collections.abc import Callable, Container, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from api import lookups
from api.claims import fetch_series, freshness_by_claimant
from api.config import Config
from api.pages.code_views import claimant, metric, place
from api.pages.comparison_views import compare
from api.pages.conflict_views import conflict, conflicts, newest_conflicts
from api.pages.feed_views import feeds
from api.pages.search_views import search
from api.parameters.parser import parse_args
from api.parameters.schemas import (
    QUESTION_PARAMETERS,
    FigureParametersSchema,
    NoParametersSchema,
    time_series_parameters,
)
from api.questions import question_title
from api.responses import urls
from datasets.claims.citation import citation_formats, figure_citation
from datasets.claims.intervals import INTERVALS
from datasets.claims.series import Series
from datasets.model import codelists
from datasets.model.licences import LICENCE_URLS, licence_text
from datasets.release.queries import catalog, figures
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.store.releases import Releases

SERIES_PARAMETERS = time_series_parameters()
MAX_ROWS_SHOWN = 200
MAX_CONFLICTS_AT_HOME = 10
HOME_PAGE_QUESTION = {
    "metric": "remaining-residents",
    "subject": "ua-residents",
    "place": "ua-pokrovsk",
    "on": "2024-08-20",
}

# The ends of a series are those of periods; lists of figures have other names for them.
FIGURE_FILTERS: Mapping[str, str] = MappingProxyType(
    {"start_date": "ends_from", "end_date": "ends_to"}
)

# How to load the address of a table, by program.
SNIPPETS: Mapping[str, str] = MappingProxyType(
    {
        "Google Sheets": '=IMPORTDATA("{address}")',
        "Excel (Power Query)": 'Csv.Document(Web.Contents("{address}"), '
        '[Delimiter=",", Encoding=65001])',
        "Datawrapper (link external dataset)": "{address}",
        "pandas": 'pandas.read_csv("{address}")',
        "R": 'read.csv("{address}")',
        "curl": 'curl -o figures.csv "{address}"',
    }
)

Row = Mapping[str, Any]


def home(releases: Releases, config: Config) -> ResponseReturnValue:
    """The home page: an example of rival claims, and the datasets."""
    parse_args(NoParametersSchema(), releases)
    release = releases.current
    datasets = [json.loads(text) for text in catalog.datasets(release)]
    for dataset in datasets:
        last_day = dataset["coverage"]["claimed_to"]
        filters = {"dataset": (dataset["dataset"],), "claimed_from": (last_day,)}
        dataset["latest"] = _newest_row(release, filters) if last_day else None
    return render_template(
        "front.html",
        datasets=datasets,
        release=release,
        home=urls.base_url(config),
        rivals=urlencode(HOME_PAGE_QUESTION),
        conflicts=newest_conflicts(release)[:MAX_CONFLICTS_AT_HOME],
    )


def series(releases: Releases, config: Config) -> ResponseReturnValue:
    """One question over time: chart, statements and tables."""
    empty = [name for name, text in request.args.items() if not text]
    if empty:  # fields of the form that were left empty
        return redirect(urls.relative_url(request.path, dict.fromkeys(empty)))
    release = releases.current
    args = parse_args(SERIES_PARAMETERS(), releases)
    fetched = fetch_series(release, args)
    in_time_order = sorted(fetched.rows().values(), key=_totals_last)
    latest_of_claimant = {row["claimant"]: row for row in in_time_order}
    newest_first = sorted(
        latest_of_claimant.values(), key=lambda row: (row["claimed_on"], row["id"]), reverse=True
    )
    latest = next(iter(newest_first), None)
    query_string = request.query_string.decode()
    return render_template(
        "series.html",
        title=question_title(release, *(args[name] for name in QUESTION_PARAMETERS)),
        parts=sorted(fetched.parts, key=_last_day, reverse=True),
        reason=fetched.reason,
        latest=latest,
        freshness=freshness_by_claimant(release, args).get(latest["claimant"]) if latest else None,
        citation=_citation_of(release, config, latest) if latest else None,
        query_string=query_string,
        args=args,
        intervals=INTERVALS,
        rivals=newest_first[1:]
        + (_rival_rows(release, latest, latest_of_claimant) if latest else []),
        question=urlencode({name: args[name] for name in QUESTION_PARAMETERS}),
        figures=urlencode(_figure_filters(query_string)),
        snippets=_snippets(config, f"/v1/series.csv?{query_string}"),
        max_rows=MAX_ROWS_SHOWN,
        release=release,
    )


def figure(releases: Releases, config: Config, figure_id: str) -> ResponseReturnValue:
    """One figure: its statement, its revisions and its citation."""
    release = releases.current
    args = parse_args(FigureParametersSchema(), releases)
    row = json.loads(lookups.requested_figure(release, figure_id, args))
    question = {name: row[name] for name in QUESTION_PARAMETERS}
    by_claimant = {**question, "claimant": row["claimant"]}
    rivals = _rival_rows(release, row, {row["claimant"]})
    chart_question = by_claimant if _is_repeated(release, row["dataset"], by_claimant) else question
    return render_template(
        "figure.html",
        row=row,
        title=question_title(release, *question.values()),
        meanings=_code_meanings(row),
        source=_source_of(release, row),
        revisions=[json.loads(text) for text in figures.fetch_revisions(release, row["id"])],
        citation=_citation_of(release, config, row),
        pinned=_pinned_path(row),
        rivals=rivals,
        question=urlencode(question),
        chart_question=urlencode(chart_question)
        if chart_question is by_claimant or rivals
        else None,
        snippets=_snippets(config, f"/v1/figures.csv?{urlencode(by_claimant)}"),
        release=release,
    )


# By endpoint, which is the name of the operation in the access log and the metrics.
PAGES: Mapping[str, tuple[str, Callable[..., ResponseReturnValue]]] = MappingProxyType(
    {
        "front": ("/", home),
        "search": ("/search", search),
        "series": ("/series", series),
        "figure": ("/figures/<figure_id>", figure),
        "compare": ("/compare", compare),
        "claimant": ("/claimants/<code>", claimant),
        "metric": ("/metrics/<code>", metric),
        "place": ("/places/<code>", place),
        "conflicts": ("/conflicts", conflicts),
        "conflict": ("/conflicts/<conflict_id>", conflict),
        "feeds": ("/feeds", feeds),
    }
)


def _figure_filters(query_string: str) -> list[tuple[str, str]]:
    """The parameters of a list of figures that select the figures of a series."""
    return [
        (FIGURE_FILTERS.get(name, name), text)
        for name, text in parse_qsl(query_string)
        if name != "interval"
    ]


def _totals_last(row: Row) -> tuple[bool, str, int, str]:
    """Sort key: a total says more than the count of a day, and more the longer it is."""
    start = date.fromisoformat(row["period_start"] or row["period_end"])
    return row["nature"] != "count", row["period_end"], -start.toordinal(), row["id"]


def _last_day(part: Series) -> date:
    return part.points[-1].claim.period.end


def _code_meanings(row: Row) -> list[str]:
    return [
        codelists.QUANTIFIERS[row["quantifier"]].meaning,
        codelists.BASES[row["basis"]],
        codelists.VERIFICATIONS[row["verification"]],
    ]


def _source_of(release: Release, row: Row) -> Mapping[str, Any]:
    """The source of a row, with its licence in plain words and the address of the licence.

    ``feed`` is the feed that it is an edition of, or None.
    """
    [source] = catalog.sources(release, (row["source"],))
    licence = source["licence"]
    address = LICENCE_URLS.get(licence)
    link = source["links"].get("feed", "").rpartition("/")[2]
    feed = json.loads(catalog.reference(release, "feeds", link) or "null")
    return {**source, "licence": licence_text(licence), "licence_address": address, "feed": feed}


def _is_repeated(release: Release, dataset: str, question: Mapping[str, str]) -> bool:
    """Tell whether the claimant has several figures, so that a chart has a line."""
    filters = {name: (code,) for name, code in question.items()}
    texts, _ = catalog.series(release, dataset, filters, 1, 0)
    return any(json.loads(text)["figures"] > 1 for text in texts)


def _rival_rows(release: Release, row: Row, excluded: Container[str]) -> list[dict[str, Any]]:
    """The newest row on the same question of each claimant that is not excluded."""
    question = {name: (row[name],) for name in QUESTION_PARAMETERS}
    texts, _ = catalog.series(release, row["dataset"], question, MAX_ROWS_SHOWN, 0)
    claimants = dict.fromkeys(json.loads(text)["claimant"] for text in texts)
    rows = [
        _newest_row(release, {**question, "claimant": (claimant,)})
        for claimant in claimants
        if claimant not in excluded
    ]
    return sorted(filter(None, rows), key=lambda rival: rival["claimed_on"], reverse=True)


def _newest_row(release: Release, filters: Mapping[str, tuple[str, ...]]) -> dict[str, Any] | None:
    """The row claimed last; if several were claimed on that day, the one with the latest period."""
    sort = ("-claimed_on", "-period_end")
    rows = figures.fetch_page(release, Query(tuple(filters.items()), sort=sort, limit=1)).rows
    return json.loads(rows[0]) if rows else None


def _pinned_path(row: Row) -> str:
    """The permanent path of this revision of a figure."""
    return f"/v1/figures/{row['id']}?revision={row['revision']}"


def _citation_of(release: Release, config: Config, row: Row) -> Mapping[str, Any]:
    address = urls.base_url(config) + _pinned_path(row)
    return citation_formats(figure_citation(row, release.id, address))


def _snippets(config: Config, path: str) -> dict[str, str]:
    address = urls.base_url(config) + path
    return {program: snippet.format(address=address) for program, snippet in SNIPPETS.items()}
