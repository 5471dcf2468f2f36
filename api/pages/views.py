"""The pages made from a release: front page, search, series, figure."""

import json
from collections.abc import Callable, Container, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from api import lookups as responses_lookups
from api.claims import series_with_rows
from api.config import Config
from api.parameters.parser import StrictParser
from api.parameters.schemas import (
    QUESTION_PARAMETERS,
    FigureParametersSchema,
    NoParametersSchema,
    search_parameters,
    time_series_parameters,
)
from api.responses import urls as responses_urls
from datasets.claims.citation import citation_formats, figure_citation
from datasets.claims.series import Series
from datasets.model import codelists as codes
from datasets.release.queries import catalog as catalogue
from datasets.release.queries import figures as query
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.store.releases import Releases

SHOWN = 200
RIVALS = {
    "metric": "remaining-residents",
    "subject": "ua-residents",
    "place": "ua-pokrovsk",
    "on": "2024-08-20",
}

# What a reader may want to do with an address that holds a table.
USES: Mapping[str, str] = MappingProxyType(
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


def front(releases: Releases, config: Config) -> ResponseReturnValue:
    """What this is, and the datasets."""
    _given(NoParametersSchema)
    release = releases.current
    described = [json.loads(text) for text in catalogue.datasets(release)]
    for dataset in described:
        said = dataset["coverage"]["claimed_to"]
        asked = {"dataset": (dataset["dataset"],), "claimed_from": (said,)}
        dataset["latest"] = _newest(release, asked) if said else None
    home = responses_urls.base_url(config)
    return render_template(
        "front.html", datasets=described, release=release, home=home, rivals=urlencode(RIVALS)
    )


def search(releases: Releases, _config: Config) -> ResponseReturnValue:
    """The series that a few words find."""
    given = _given(search_parameters("search-page", "pokrovsk residents"))
    words, limit, offset = given.get("q", ""), given["limit"], given["offset"]
    rows, total = catalogue.search_series(releases.current, words, limit, offset)
    found = [json.loads(row) for row in rows]
    links = responses_urls.page_links(limit, offset, total)
    return render_template("search.html", words=words, found=found, total=total, links=links)


def series(releases: Releases, config: Config) -> ResponseReturnValue:
    """One question in time: picture, statements, table."""
    release = releases.current
    given = _given(time_series_parameters(lambda: release))
    rows, parts = series_with_rows(release, given)
    names = {name: release.codes["", name][given[name]] for name in QUESTION_PARAMETERS}
    said = {row["claimant"]: row for row in rows.values()}
    newest = sorted(said.values(), key=lambda row: (row["claimed_on"], row["id"]), reverse=True)
    latest = next(iter(newest), None)
    pairs = request.query_string.decode()
    return render_template(
        "series.html",
        names=names,
        parts=sorted(parts, key=_last_day, reverse=True),
        rows=rows,
        latest=latest,
        cited=_cited(release, config, latest) if latest else None,
        pairs=pairs,
        rivals=newest[1:] + (_said_by_others(release, latest, said) if latest else []),
        question=urlencode({name: given[name] for name in QUESTION_PARAMETERS}),
        figures=urlencode(_filters(pairs)),
        uses=_uses(config, f"/v1/series.csv?{pairs}"),
        shown=SHOWN,
        release=release,
    )


def figure(releases: Releases, config: Config, figure_id: str) -> ResponseReturnValue:
    """One figure: its statement, its history, how to cite it."""
    release = releases.current
    given = _given(FigureParametersSchema)
    row = json.loads(responses_lookups.requested_figure(release, figure_id, given))
    asked = {name: row[name] for name in QUESTION_PARAMETERS}
    history = [json.loads(text) for text in query.fetch_revisions(release, row["id"])]
    by_claimant = {**asked, "claimant": row["claimant"]}
    rivals = _said_by_others(release, row, {row["claimant"]})
    drawn = by_claimant if _is_repeated(release, row["dataset"], by_claimant) else asked
    return render_template(
        "figure.html",
        row=row,
        words=_strength(row),
        history=history,
        cited=_cited(release, config, row),
        pinned=_pinned(row),
        rivals=rivals,
        question=urlencode(asked),
        drawn=urlencode(drawn) if drawn is by_claimant or rivals else None,
        uses=_uses(config, f"/v1/figures.csv?{urlencode(by_claimant)}"),
        release=release,
    )


PAGES: Mapping[str, Callable[..., ResponseReturnValue]] = MappingProxyType(
    {"/": front, "/search": search, "/series": series, "/figures/<figure_id>": figure}
)


def _filters(pairs: str) -> list[tuple[str, str]]:
    """The parameters of a series that lists of figures have too."""
    return [(name, text) for name, text in parse_qsl(pairs) if name != "interval"]


def _last_day(part: Series) -> date:
    return part.points[-1].claim.period.end


def _given(schema: type[Schema]) -> dict[str, Any]:
    given: dict[str, Any] = StrictParser().parse(schema(), request, location="query")
    return given


def _strength(row: Mapping[str, Any]) -> list[str]:
    """What the codes of a figure mean, in words."""
    return [
        codes.QUANTIFIERS[row["quantifier"]].meaning,
        codes.BASES[row["basis"]],
        codes.VERIFICATIONS[row["verification"]],
    ]


def _is_repeated(release: Release, dataset: str, asked: Mapping[str, str]) -> bool:
    """Tell whether a claimant spoke of a question more than once, so that a picture has a line."""
    filters = {name: (code,) for name, code in asked.items()}
    found, _ = catalogue.series(release, dataset, filters, 1, 0)
    return any(json.loads(one)["figures"] > 1 for one in found)


def _said_by_others(
    release: Release, row: Mapping[str, Any], known: Container[str]
) -> list[dict[str, Any]]:
    """The newest row on the same question of each claimant that is not known yet."""
    asked = {name: (row[name],) for name in QUESTION_PARAMETERS}
    found, _ = catalogue.series(release, row["dataset"], asked, SHOWN, 0)
    claimants = [one["claimant"] for one in map(json.loads, found)]
    others = [one for one in dict.fromkeys(claimants) if one not in known]
    newest = [_newest(release, {**asked, "claimant": (other,)}) for other in others]
    return sorted(filter(None, newest), key=lambda said: said["claimed_on"], reverse=True)


def _newest(release: Release, asked: Mapping[str, tuple[str, ...]]) -> dict[str, Any] | None:
    """What was said last, and of that what is about the latest days."""
    sort = ("-claimed_on", "-period_end")
    rows = query.fetch_page(release, Query(tuple(asked.items()), sort=sort, limit=1)).rows
    return json.loads(rows[0]) if rows else None


def _pinned(row: Mapping[str, Any]) -> str:
    """Where this revision of a figure stays."""
    return f"/v1/figures/{row['id']}?revision={row['revision']}"


def _cited(release: Release, config: Config, row: Mapping[str, Any]) -> Mapping[str, Any]:
    return citation_formats(
        figure_citation(row, release.id, responses_urls.base_url(config) + _pinned(row))
    )


def _uses(config: Config, address: str) -> dict[str, str]:
    whole = responses_urls.base_url(config) + address
    return {name: words.format(address=whole) for name, words in USES.items()}
