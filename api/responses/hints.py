"""Hints in answers: what would answer where no row does, and totals that end after the window."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from flask import request

from api.context import Args
from api.problems.code_hints import CodeHint, code_label, hint_sentence, urls_elsewhere
from api.responses.urls import relative_url
from datasets.model.name_matches import NamedCode
from datasets.model.search_text import search_key
from datasets.release.queries.code_names import rows_meant
from datasets.release.queries.figures import count_rows, rows_by_code
from datasets.release.queries.query import Query, Values
from datasets.release.release import Release

MAX_HINTS = 3
FIRST_PAGE: Mapping[str, None] = MappingProxyType(
    dict.fromkeys(("offset", "after", "release", "limit"))
)
VINTAGES = ("as_of", "known_at", "updated_after")
# The filter that a parameter of a comparison or a series stands for, if its name is another.
FILTER_OF: Mapping[str, str] = MappingProxyType(
    {"on": "ended_by", "start_date": "ends_from", "end_date": "ends_to"}
)
QUESTION = ("place", "subject", "metric")

Hint = dict[str, Any]
Hints = dict[str, list[Hint]]


def list_hints(release: Release, query: Query, total: int) -> Hints:
    """The member ``hints`` of the metadata of a list of figures, if there is a hint.

    Of a list with rows, only the first page has one.
    """
    is_first_page = not (query.offset or query.after)
    if total and is_first_page:
        hints = _later_ends(release, query, total)
    else:
        hints = [] if total else _fewer_filters(release, query)
    return {"hints": hints} if hints else {}


def question_hints(release: Release, args: Args) -> Hints:
    """The member ``hints`` of the metadata of a comparison or a series without figures."""
    names = [name for name in (*QUESTION, "claimant", *FILTER_OF) if name in args]
    conditions = tuple((FILTER_OF.get(name, name), _values(args[name])) for name in names)
    query = Query(conditions, as_of=args.get("as_of"), known_at=args.get("known_at"))
    hints = [hint for name in QUESTION for hint in _other_codes(release, query, name)]
    others = [name for name in (*names, *VINTAGES) if name in args and name not in QUESTION]
    hints += _without_each(release, query, others)
    return {"hints": hints} if hints else {}


def search_hints(release: Release, table: str, text: str) -> Hints:
    """The member ``hints`` of the metadata of a search that finds no row."""
    groups = rows_meant(release, table, text)
    codes = [code for group in groups for code in group][:MAX_HINTS]
    labels = " or ".join(map(code_label, codes))
    urls = [relative_url(request.path, {**FIRST_PAGE, "q": code.code}) for code in codes]
    detail = f"No name contains '{text}'; did you mean {labels}?"
    return {"hints": [_hint("q", detail, urls)]} if codes else {}


def _fewer_filters(release: Release, query: Query) -> list[Hint]:
    """Hints to leave out one filter, the filter that excludes most figures last."""
    names = [name for name, _ in query.conditions if name in request.args]
    names += [name for name in VINTAGES if getattr(query, name)]
    inside = _inside(release, query)
    if len(names) == 1 and ("", names[0]) in release.codes:
        return [*inside, *_only_filter(release, query, names[0])]
    hints = [*inside, *_without_each(release, query, names)]
    alone = (hint for name in names for hint in _only_filter(release, query, name))
    return hints[:MAX_HINTS] or list(alone)[:MAX_HINTS]


def _inside(release: Release, query: Query) -> list[Hint]:
    """The figures about places inside the places of the query."""
    conditions = dict(query.conditions)
    if "place" not in conditions or "within" in conditions:
        return []
    conditions["within"] = conditions.pop("place")
    rows = count_rows(release, replace(query, conditions=tuple(conditions.items())))
    if not rows:
        return []
    places = ",".join(conditions["within"])
    url = relative_url(request.path, {**FIRST_PAGE, "place": None, "within": places})
    detail = f"With within={places} in place of place={places}, {_matches(rows)}."
    return [_hint("place", detail, [url])]


def _without_each(release: Release, query: Query, names: Iterable[str]) -> list[Hint]:
    counts = [(count_rows(release, _without(query, name)), name) for name in names]
    return [
        _hint(
            name,
            f"Without {_label(release, name)}, {_matches(rows)}.",
            [relative_url(request.path, {**FIRST_PAGE, name: None})],
        )
        for rows, name in sorted(counts)
        if rows
    ]


def _only_filter(release: Release, query: Query, name: str) -> list[Hint]:
    """A filter that no figure of the dataset passes; of one code, with the datasets that have it.

    A vintage is no filter: there always is one before the first figure.
    """
    values = dict(query.conditions).get(name, ())
    here = Query(tuple(pair for pair in query.conditions if pair[0] == "dataset" != name))
    if not values or count_rows(
        release, replace(here, conditions=(*here.conditions, (name, values)))
    ):
        return []
    codes = release.codes.get(("", name), {})
    if len(values) > 1 or values[0] not in codes:
        return [_hint(name, f"No figure matches {_label(release, name)}.", [])]
    hint = CodeHint(values[0], name, meant=NamedCode(values[0], codes[values[0]], ()))
    detail = f"{hint_sentence(release, here, [hint])}."
    return [_hint(name, detail[0].upper() + detail[1:], urls_elsewhere(release, here, [hint]))]


def _other_codes(release: Release, query: Query, name: str) -> list[Hint]:
    """The code with most figures in place of the code of a question."""
    rows = rows_by_code(release, _without(query, name), name)
    rows.pop(dict(query.conditions)[name][0], None)
    if not rows:
        return []
    code = max(sorted(rows), key=rows.__getitem__)
    label = code_label(NamedCode(code, release.codes["", name].get(code), ()))
    url = relative_url(request.path, {name: code})
    return [_hint(name, f"With {name} {label}, {_matches(rows[code])}.", [url])]


def _later_ends(release: Release, query: Query, total: int) -> list[Hint]:
    """The hint that most figures in a window of time are totals that end after it."""
    conditions = dict(query.conditions)
    end = conditions.get("on") or conditions.get("end_date")
    if not end or {"ends_to", "nature"} & set(conditions):
        return []
    next_day = date.fromisoformat(end[0]) + timedelta(days=1)
    later = {**conditions, "ends_from": (next_day.isoformat(),), "nature": ("total",)}
    rows = count_rows(release, replace(query, conditions=tuple(later.items())))
    if 2 * rows <= total:
        return []
    urls = _urls_of_ends(release, query, end[0])
    advice = (
        "'ends_from' and 'ends_to' select figures by the end of their period"
        if urls
        else "None ends on or before it"
    )
    detail = f"{rows:,} of {total:,} figures are totals up to a day after {end[0]}. {advice}."
    return [_hint("on" if "on" in conditions else "end_date", detail, urls)]


def _urls_of_ends(release: Release, query: Query, end: str) -> list[str]:
    """The figures that end in the window; if there are none, those that ended before."""
    window = ("on", "start_date", "end_date")
    conditions = dict(query.conditions)
    start = (conditions.get("on") or conditions.get("start_date") or (None,))[0]
    others = tuple(pair for pair in query.conditions if pair[0] not in (*window, "ends_from"))
    for first in dict.fromkeys((start, None)):
        ends = {"ends_from": first, "ends_to": end}
        bounds = tuple((name, (day,)) for name, day in ends.items() if day)
        if count_rows(release, replace(query, conditions=(*others, *bounds))):
            changes = {**FIRST_PAGE, **dict.fromkeys(window), **ends}
            return [relative_url(request.path, changes)]
    return []


def _without(query: Query, name: str) -> Query:
    if name in VINTAGES:
        changes: dict[str, Any] = {name: None}
        return replace(query, **changes)
    dropped = {name, FILTER_OF.get(name, name)} if name not in dict(query.conditions) else {name}
    return replace(query, conditions=tuple(p for p in query.conditions if p[0] not in dropped))


def _label(release: Release, name: str) -> str:
    """A parameter with its value as it is in the request, and the name of a single code."""
    values = ",".join(request.args.getlist(name))
    code_name = release.codes.get(("", name), {}).get(values)
    is_named = code_name and search_key(code_name) != search_key(values)
    return f"{name}={values} ({code_name})" if is_named else f"{name}={values}"


def _matches(rows: int) -> str:
    return f"{rows:,} figures match" if rows > 1 else "1 figure matches"


def _hint(parameter: str, detail: str, alternatives: Iterable[str]) -> Hint:
    return {"parameter": parameter, "detail": detail, "alternatives": list(alternatives)}


def _values(arg: Any) -> Values:
    values = arg if isinstance(arg, tuple) else (arg,)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)
