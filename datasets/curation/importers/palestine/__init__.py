"""Reported casualties by day in Gaza, the West Bank and Lebanon, from Tech for Palestine.

What the files mean is told by the project's pages on each: https://data.techforpalestine.org/docs
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, claims_of
from datasets.curation.importers.palestine.counts import ACTORS, GAZA, LEBANON, WEST_BANK, Count
from datasets.curation.importers.source_files import UpstreamError, days, numbers, records
from datasets.curation.ledger_files import DatasetsFolder

Reports = tuple[pd.DataFrame, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Area:
    """One of the files: the column it is known by, how its reports are read, and its counts."""

    name: str
    place: str
    sign: str
    reports: Callable[[Path], Reports]
    counts: tuple[Count, ...]
    basis: str
    verification: str
    note: str


BEGAN = "2023-10-07"
PHASES: Mapping[str, str] = MappingProxyType({"1": "2023-10-08", "2": "2026-03-02"})
CLAIMANTS: Mapping[str, str] = MappingProxyType(
    {
        "mohtel": "gaza-health-ministry",
        "gmotel": "gaza-media-office",
        "unocha": "un-ocha",
        "missing": "",
    }
)
RELAYS: Mapping[str, str] = MappingProxyType({"moph_lb": "", "ocha": "un-ocha", "who": "who"})
OTHER_DAYS = ("killed_recovered", "killed_succumbed", "killed_committee")


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """The reported totals of each day, and the counts of single reports where they are printed."""
    areas = [_area(path) for path in files]
    read_ = [(area, *area.reports(path)) for area, path in zip(areas, files, strict=True)]
    return ImportedClaims(
        claims=pd.concat(
            [
                _claims(reports, count, area, document)
                for area, reports, _ in read_
                for count in area.counts
                if count.column in reports
            ]
        ),
        sources=tuple(_source(area, document) for area in areas),
        actors=ACTORS,
        skipped=sum((Counter(skipped) for _, _, skipped in read_), Counter()),
    )


FORMAT = Format(
    "palestine", "casualties_daily.json, west_bank_daily.json, lebanon_casualties_daily.json", read
)


def _gaza(path: Path) -> Reports:
    frame = records(path, ["report_date", "report_source", "report_period"])
    frame = _numbered(path, frame, GAZA)
    hours = _hours(path, frame["report_period"])
    silent = frame["report_source"] == "missing"
    carried_on = ~silent & (hours == 0)
    whole = frame.reindex(columns=OTHER_DAYS, fill_value="").isin(["", "0"]).all(axis=1)
    every = [count.column for count in GAZA if count.column in frame]
    without = (
        ("no source is named for that day", every, silent),
        ("no report on that day: the numbers before are carried on", every, carried_on),
        ("counts deaths of other days too", ["killed"], ~whole),
        ("is the day's whole count already", ["killed_truce_new"], whole),
        (
            "the same as before, as where nothing new was reported",
            ["killed_children_cum"],
            _repeats(frame, "killed_children_cum", ~silent),
        ),
        (
            "the same as before, as where nothing new was reported",
            ["killed_women_cum"],
            _repeats(frame, "killed_women_cum", ~silent),
        ),
    )
    kept, skipped = _blanked(frame, without)
    others = [name for name in map(str, frame) if name.endswith("_cum") or name in OTHER_DAYS]
    untold = [name for name in others if name not in every and not name.startswith("ext_")]
    skipped["extrapolated by the project"] = _filled(frame.filter(regex="^ext_"))
    skipped["medics, press, famine, bodies recovered and other counts: no figures of ours"] = (
        _filled(frame[untold])
    )
    return kept.assign(
        date=days(path, frame["report_date"]),
        began=BEGAN,
        hours=hours.clip(lower=24),
        claimant=_known(path, frame["report_source"], CLAIMANTS),
        via="",
        head="report_date "
        + frame["report_date"]
        + "; report_source "
        + frame["report_source"]
        + "; report_period "
        + frame["report_period"],
    ), skipped


def _west_bank(path: Path) -> Reports:
    frame = records(path, ["report_date", "flash_source", "verified"])
    flash = [name for name in map(str, frame) if name.startswith(("killed", "injured"))]
    given = frame["flash_source"] == "un"
    skipped = {
        "flash updates, not yet verified: a second count by the same claimant": _filled(
            frame.loc[given, flash]
        ),
        "filled in by the project between flash updates": _filled(frame.loc[~given, flash]),
        "attacks by settlers and people displaced: no metric of ours": _filled(
            frame.filter(regex="^(settler|displaced)")
        ),
    }
    verified = frame[frame["verified"] != ""]
    cells = pd.DataFrame([json.loads(text) for text in verified["verified"]], verified.index)
    cells = cells.add_prefix("verified.").astype("Int64").astype("string").fillna("").astype(object)
    return _numbered(path, verified.join(cells), WEST_BANK).assign(
        date=days(path, verified["report_date"]),
        began=BEGAN,
        hours=24,
        claimant="un-ocha",
        via="",
        head="report_date " + verified["report_date"],
    ), skipped


def _lebanon(path: Path) -> Reports:
    frame = records(path, ["report_date", "report_source", "phase", "killed_cum_reported"])
    skipped = {
        "run on by the project over the break between two counts": _filled(
            frame.reindex(columns=["killed_cum", "injured_cum"], fill_value="")
        ),
        "differences between two reports, computed by the project": _filled(
            frame.reindex(columns=["killed", "injured"], fill_value="")
        ),
    }
    return _numbered(path, frame, LEBANON).assign(
        date=days(path, frame["report_date"]),
        began=_known(path, frame["phase"], PHASES),
        hours=24,
        claimant="lb-health-ministry",
        via=_known(path, frame["report_source"], RELAYS),
        head="report_date "
        + frame["report_date"]
        + "; report_source "
        + frame["report_source"]
        + "; phase "
        + frame["phase"],
    ), skipped


AREAS = (
    Area(
        "gaza",
        "ps-gaza-strip",
        "ext_killed_cum",
        _gaza,
        GAZA,
        "stated",
        "unstated",
        "Collected from the ministry's and the media office's channels; fields that the project "
        "extrapolates are not read. The count of a single report is dated by the days it covers.",
    ),
    Area(
        "west-bank",
        "ps-west-bank",
        "flash_source",
        _west_bank,
        WEST_BANK,
        "documented",
        "verified",
        "Only the counts that OCHA verified; the flash updates, which are not, are another count "
        "by the same claimant and are not read.",
    ),
    Area(
        "lebanon",
        "lb",
        "phase",
        _lebanon,
        LEBANON,
        "stated",
        "unstated",
        "The ministry's totals as published. It counted from 8 October 2023 to 4 December 2024 "
        "and began again on 2 March 2026.",
    ),
)


def _area(path: Path) -> Area:
    columns = records(path, []).columns
    for area in AREAS:
        if area.sign in columns:
            return area
    signs = ", ".join(area.sign for area in AREAS)
    raise UpstreamError(path.name, None, f"none of the keys {signs}")


def _claims(reports: pd.DataFrame, count: Count, area: Area, document: Document) -> pd.DataFrame:
    told = reports[reports[count.column] != ""]
    first = told["began"] if count.total else _first_days(told)
    same = first == told["date"]
    return claims_of(
        {
            "metric": count.metric,
            "subject": count.subject,
            "place": area.place,
            "period": told["date"].where(same, first + "/" + told["date"]),
            "quantifier": "unqualified",
            "value": told[count.column],
            "claimant": told["claimant"],
            "claimed_on": told["date"],
            "via": told["via"],
            "source": _source(area, document)["source_id"],
            "basis": area.basis,
            "verification": area.verification,
            "wording": told["head"] + "; " + count.column + " " + told[count.column],
        },
        told.index,
    )


def _first_days(told: pd.DataFrame) -> pd.Series:
    """The first of the days that a report covers; its date is the last."""
    ends = zip(told["date"], told["hours"], strict=True)
    first = [date.fromisoformat(day) - timedelta(days=hours // 24 - 1) for day, hours in ends]
    return pd.Series([day.isoformat() for day in first], told.index, dtype=object)


def _numbered(path: Path, frame: pd.DataFrame, counts: Sequence[Count]) -> pd.DataFrame:
    columns = [count.column for count in counts if count.column in frame]
    return frame.assign(**{name: numbers(path, frame[name]) for name in columns})


def _hours(path: Path, texts: pd.Series) -> pd.Series:
    strange = texts[~texts.isin([str(24 * day) for day in range(32)])]
    if len(strange):
        reason = f"report_period: '{strange.iloc[0]}' is not a number of whole days in hours"
        raise UpstreamError(path.name, int(str(strange.index[0])), reason)
    return texts.astype(int)


def _known(path: Path, texts: pd.Series, known: Mapping[str, str]) -> pd.Series:
    strange = texts[~texts.isin(list(known))]
    if len(strange):
        reason = f"{texts.name}: '{strange.iloc[0]}' is not one of {', '.join(known)}"
        raise UpstreamError(path.name, int(str(strange.index[0])), reason)
    return texts.map(known)


def _repeats(frame: pd.DataFrame, column: str, told: pd.Series) -> pd.Series:
    """Where a number is the one that was printed last before."""
    if column not in frame:
        return pd.Series(False, frame.index)
    printed = frame.loc[told & (frame[column] != ""), column]
    return (printed == printed.shift()).reindex(frame.index, fill_value=False)


def _blanked(
    frame: pd.DataFrame, without: Sequence[tuple[str, list[str], pd.Series]]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Empty the cells that are no figures of ours, and count them by reason."""
    skipped: Counter[str] = Counter()
    for reason, columns, where in without:
        present = [name for name in columns if name in frame]
        skipped[reason] += _filled(frame.loc[where, present])
        frame = frame.assign(**{name: frame[name].mask(where, "") for name in present})
    return frame, dict(skipped)


def _filled(cells: pd.DataFrame) -> int:
    return int((cells != "").to_numpy().sum())


def _source(area: Area, document: Document) -> Mapping[str, str]:
    return {
        "source_id": f"tech-for-palestine-{document.published}-{area.name}",
        "publisher": "tech-for-palestine",
        "title": f"Daily casualties, {area.name.replace('-', ' ')}",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "Unlicense",
        "note": f"{area.note} No archived copy.",
    }
