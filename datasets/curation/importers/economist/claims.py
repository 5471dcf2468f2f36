"""Claims by others that The Economist lists: one by one, and the British series by month."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.economist.speakers import NOT_RECORDED, SPEAKERS
from datasets.curation.importers.format import Document, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

BEGAN = "2022-02-24"
MONTHLY_BEGAN = "2022-03-01"
METRICS: Mapping[str, str] = MappingProxyType(
    {"casualties": "killed-or-wounded", "deaths": "killed"}
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {"russia": "ru-armed-forces", "ukraine": "ua-armed-forces"}
)
NUMBERS = ("estimate_low", "estimate_high", "estimate")
# By the cells that are filled: the hedge, and which cells are value, lower and upper end.
SHAPES: Mapping[tuple[str, ...], tuple[str, str, str, str]] = MappingProxyType(
    {
        ("estimate",): ("unqualified", "estimate", "", ""),
        ("estimate_low", "estimate_high"): ("between", "", "estimate_low", "estimate_high"),
        NUMBERS: ("unqualified", "estimate", "estimate_low", "estimate_high"),
        ("estimate_low",): ("at-least", "estimate_low", "", ""),
        ("estimate_high",): ("up-to", "estimate_high", "", ""),
    }
)
STATED = ["quantifier", "value", "value_lower", "value_upper"]
BOUNDS: Mapping[str, str] = MappingProxyType(
    {
        "at-least": "The list fills only the low end: read as a bound.",
        "up-to": "The list fills only the high end: read as a bound.",
    }
)
# Whose numbers a claim rests on: the British counts of casualties follow Kyiv's within 1.3%.
ECHOES: Mapping[tuple[str, str], str] = MappingProxyType(
    {("uk-ministry-of-defence", "casualties"): "ua-general-staff"}
)
# The ministry's chart of monthly figures, which the list repeats with one row for each month.
MONTHLY_CHART = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"

Part = tuple[pd.DataFrame, Mapping[str, int]]


def listed(path: Path, document: Document, _folder: DatasetsFolder) -> Part:
    """The list of claims, ``estimates.csv``: a total since 24 February 2022 in each row."""
    frame = table(path, ["date", *NUMBERS, "type", "source", "source_url", "country"])
    for column, known in (("type", METRICS), ("country", SUBJECTS)):
        _refuse_other(path, frame[column], known)
    frame = frame.assign(
        source=frame["source"].str.strip(),
        day=days(path, frame["date"], "day-first"),
    )
    reasons = _reasons(frame)
    kept = frame[reasons == ""]
    numbered = kept.assign(**{name: numbers(path, kept[name]) for name in NUMBERS})
    shaped = numbered.join(_shapes(path, numbered)).assign(wording=_wording(kept))
    source = f"the-economist-{document.published}-claims"
    return _listed_claims(shaped, source), Counter(reasons[reasons != ""])


def monthly(path: Path, document: Document, _folder: DatasetsFolder) -> Part:
    """The British series, ``uk_mod_monthly.csv``: a daily average and a total by each month."""
    average, total = "casualties (average daily losses)", "cumulative casualties"
    following = "date (at beginning of next month)"
    frame = table(path, ["month", "year", average, total, following, "source"])
    claimed = days(path, frame[following], "day-first")
    last = claimed.map(lambda day: date.fromisoformat(day) - timedelta(days=1))
    end = last.map(date.isoformat)
    shared = {
        "subject": "ru-armed-forces",
        "place": "theatre-ru-ua",
        "quantifier": "unqualified",
        "claimant": "uk-ministry-of-defence",
        "claimed_on": claimed,
        "source": f"the-economist-{document.published}-uk-monthly",
        "basis": "stated",
        "verification": "unstated",
        "derived_from": "ua-general-staff",
    }
    month = frame["month"] + " " + frame["year"] + "; "
    columns = (
        (average, "killed-or-wounded-per-day", last.map(_first_day), ""),
        (total, "killed-or-wounded", MONTHLY_BEGAN, "Added up from daily averages by the list."),
    )
    claims = [
        claims_of(
            {
                **shared,
                "metric": metric,
                "period": began + "/" + end,
                "value": numbers(path, frame[column]),
                "wording": month + column + " " + frame[column],
                "note": note,
            },
            frame.index,
        )
        for column, metric, began, note in columns
    ]
    given = pd.concat(claims)
    computed = "the month's total, which the list computes from the daily average"
    return given[given["value"] != ""], {computed: len(frame)}


def _listed_claims(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    speakers = [SPEAKERS[label] for label in frame["source"]]
    said = zip(speakers, frame["type"], strict=True)
    echoes = [ECHOES.get((speaker.actor, type_), "") for speaker, type_ in said]
    return claims_of(
        {
            "metric": frame["type"].map(METRICS),
            "subject": frame["country"].map(SUBJECTS),
            "place": "theatre-ru-ua",
            "period": BEGAN + "/" + frame["day"],
            **{name: frame[name] for name in STATED},
            "claimant": [speaker.actor for speaker in speakers],
            "claimed_on": frame["day"],
            "via": [speaker.via for speaker in speakers],
            "source": source,
            "basis": [speaker.basis for speaker in speakers],
            "verification": "unstated",
            "derived_from": echoes,
            "wording": frame["wording"],
            "note": [_note(row) for row in _each(frame)],
        },
        frame.index,
    )


def _shapes(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Hedge, value and ends of each row, by which of its cells are filled."""
    stated = []
    for line, row in zip(frame.index, _each(frame), strict=True):
        filled = tuple(name for name in NUMBERS if row[name])
        if filled not in SHAPES:
            reason = f"an estimate cannot be read from {', '.join(filled) or 'empty cells'}"
            raise UpstreamError(path.name, int(line), reason)
        quantifier, *cells = SHAPES[filled]
        stated.append((quantifier, *(row[cell] if cell else "" for cell in cells)))
    return pd.DataFrame(stated, columns=STATED, index=frame.index, dtype=object)


def _reasons(frame: pd.DataFrame) -> pd.Series:
    """Why a row is no figure of ours; empty where it is one."""
    labels = frame["source"]
    reasons = labels.map(lambda label: NOT_RECORDED.get(label, ""))
    unknown = ~labels.isin([*SPEAKERS, *NOT_RECORDED])
    reasons = reasons.mask(unknown, "source '" + labels + "' is not known")
    reasons = reasons.mask(
        frame["source_url"] == MONTHLY_CHART, "the British series by month: in a file of its own"
    )
    dated = frame["source_url"].str.extract(r"/(\d{4})/(\d{2})/(\d{2})/")
    told = dated[0] + "-" + dated[1] + "-" + dated[2]
    return reasons.mask(
        told.notna() & (told < frame["day"]), "dated after the page at its own address"
    )


def _wording(frame: pd.DataFrame) -> list[str]:
    return [
        "; ".join(
            [
                f"date {row['date']}",
                *(f"{name} {row[name]}" for name in NUMBERS if row[name]),
                row["type"],
                row["country"],
                row["source"],
            ]
        )
        for row in _each(frame)
    ]


def _note(row: Mapping[str, str]) -> str:
    address = row["source_url"].partition("#")[0].partition(" ")[0]
    listed_at = f"The list gives the address {address}." if address.startswith("http") else ""
    return f"{BOUNDS.get(row['quantifier'], '')} {listed_at}".strip()


def _first_day(day: date) -> str:
    return day.replace(day=1).isoformat()


def _refuse_other(path: Path, texts: pd.Series, known: Mapping[str, str]) -> None:
    other = texts[~texts.isin(list(known))]
    if len(other):
        reason = f"{texts.name}: '{other.iloc[0]}' is not one of {', '.join(known)}"
        raise UpstreamError(path.name, int(str(other.index[0])), reason)


def _each(frame: pd.DataFrame) -> list[dict[str, str]]:
    names = [str(name) for name in frame.columns]
    rows = frame.itertuples(index=False, name=None)
    return [dict(zip(names, row, strict=True)) for row in rows]
