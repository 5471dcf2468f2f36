"""The three files of Tech for Palestine, read into reports by day."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.palestine.counts import (
    GAZA,
    LEBANON,
    WEST_BANK,
    Count,
)
from datasets.curation.importers.source_files import UpstreamError, days, numbers, records

Exclusion = tuple[str, list[str], pd.Series]


@dataclass(frozen=True)
class Reports:
    """Reports by day, with their counts as text, ``""`` where there is none.

    Columns beside the counts: ``date``, the last day covered; ``began``, the first day of totals;
    ``hours`` that the report covers, 0 where its counts are of the day ``date`` itself;
    ``claimant``; ``via``; ``claimed_on``, ``""`` for the day of the file; ``basis``;
    ``verification``; ``head``, the first words of the wording.
    ``preliminary`` holds reports that one of ``final`` replaces.
    """

    final: pd.DataFrame
    skipped: Mapping[str, int]
    preliminary: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Area:
    """One of the files: the key it is known by, how its reports are read, and its counts."""

    name: str
    place: str
    title: str
    identifying_key: str
    reports: Callable[[Path], Reports]
    counts: tuple[Count, ...]
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
# A total, and the count of the same report that must move it.
MOVED_BY: Mapping[str, str] = MappingProxyType({"killed_cum": "killed", "injured_cum": "injured"})


def _gaza(path: Path) -> Reports:
    frame = records(path, ["report_date", "report_source", "report_period"])
    frame = _numbered(path, frame, GAZA)
    hours = _hours(path, frame["report_period"])
    every = [count.column for count in GAZA if count.column in frame]
    rows, skipped = _blanked(frame, _excluded_in_gaza(frame, hours))
    others = [name for name in map(str, frame) if name.endswith("_cum") or name in OTHER_DAYS]
    unused = [name for name in others if name not in every and not name.startswith("ext_")]
    skipped["extrapolated by the project"] = _filled(frame.filter(regex="^ext_"))
    skipped["medics, press, famine, bodies recovered and other counts: no figures of ours"] = (
        _filled(frame[unused])
    )
    day = days(path, frame["report_date"])
    final = rows.assign(
        date=day,
        began=BEGAN,
        hours=hours,
        claimant=_known(path, frame["report_source"], CLAIMANTS),
        via="",
        claimed_on=day,
        basis="stated",
        verification="unstated",
        head="report_date "
        + frame["report_date"]
        + "; report_source "
        + frame["report_source"]
        + "; report_period "
        + frame["report_period"],
    )
    return Reports(final, skipped, final.iloc[:0])


def _excluded_in_gaza(frame: pd.DataFrame, hours: pd.Series) -> Sequence[Exclusion]:
    """The numbers that are not reported for their day: the reason, the columns, and the rows."""
    silent = frame["report_source"] == "missing"
    repeated = ~silent & (hours == 0)
    whole = frame.reindex(columns=OTHER_DAYS, fill_value="").isin(["", "0"]).all(axis=1)
    every = [count.column for count in GAZA if count.column in frame]
    same_as_before = "the same as before, as where nothing new was reported"
    return (
        ("no source is named for that day", every, silent),
        ("no report on that day: the numbers before are repeated", every, repeated),
        *(
            (
                "a total that was not moved by its own report's count",
                [total],
                _is_unmoved(frame, total, count, ~silent & ~repeated),
            )
            for total, count in MOVED_BY.items()
        ),
        ("counts deaths of other days too", ["killed"], ~whole),
        ("is the day's whole count already", ["killed_truce_new"], whole),
        *(
            (same_as_before, [column], _repeats(frame, column, ~silent))
            for column in ("killed_children_cum", "killed_women_cum")
        ),
    )


def _west_bank(path: Path) -> Reports:
    """Flash updates on the day they were said; the verified counts, which replace them.

    The verified counts of a day may lack one that the flash update has: that one stands. Many
    verified counts are lower than their flash update, so only the verified ones are documented.
    """
    frame = records(path, ["report_date", "flash_source", "verified"])
    counts = [name for name in map(str, frame) if name.startswith(("killed", "injured"))]
    is_flash = frame["flash_source"] == "un"
    is_verified = frame["verified"] != ""
    skipped = {
        "filled in by the project between flash updates": _filled(frame.loc[~is_flash, counts]),
        "attacks by settlers and people displaced: no metric of ours": _filled(
            frame.filter(regex="^(settler|displaced)")
        ),
    }
    day = days(path, frame["report_date"])
    frame = frame.assign(date=day, began=BEGAN, hours=0, claimant="un-ocha", via="")
    flash = _numbered(path, frame[is_flash], WEST_BANK).assign(
        claimed_on=day[is_flash],
        basis="stated",
        verification="unverified",
        head="report_date " + frame["report_date"] + "; flash_source un",
    )
    verified = _numbered(path, _verified(frame[is_verified], counts), WEST_BANK).assign(
        claimed_on="",
        basis="documented",
        verification="verified",
        head="report_date " + frame["report_date"] + "; verified",
    )
    totals = [count.column for count in WEST_BANK if count.column in flash]
    later = verified.reindex(index=flash.index, columns=totals)
    replaced = later.notna() & (later != "")
    return Reports(
        final=pd.concat([verified, _without(flash, replaced)]).fillna(""),
        skipped=skipped,
        preliminary=_without(flash, ~replaced),
    )


def _without(reports: pd.DataFrame, where: pd.DataFrame) -> pd.DataFrame:
    """The reports with their counts emptied where ``where`` is true."""
    return reports.assign(**{name: reports[name].mask(where[name], "") for name in map(str, where)})


def _verified(frame: pd.DataFrame, counts: Sequence[str]) -> pd.DataFrame:
    """The objects under the key ``verified``, in the place of the counts of the flash update."""
    cells = pd.DataFrame([json.loads(text) for text in frame["verified"]], frame.index)
    return frame.drop(columns=counts).join(
        cells.astype("Int64").astype("string").fillna("").astype(object)
    )


def _lebanon(path: Path) -> Reports:
    frame = records(path, ["report_date", "report_source", "phase", "killed_cum_reported"])
    skipped = {
        "continued by the project over the break between two counts": _filled(
            frame.reindex(columns=["killed_cum", "injured_cum"], fill_value="")
        ),
        "differences between two reports, computed by the project": _filled(
            frame.reindex(columns=["killed", "injured"], fill_value="")
        ),
    }
    day = days(path, frame["report_date"])
    final = _numbered(path, frame, LEBANON).assign(
        date=day,
        began=_known(path, frame["phase"], PHASES),
        hours=0,
        claimant="lb-health-ministry",
        via=_known(path, frame["report_source"], RELAYS),
        claimed_on=day,
        basis="stated",
        verification="unstated",
        head="report_date "
        + frame["report_date"]
        + "; report_source "
        + frame["report_source"]
        + "; phase "
        + frame["phase"],
    )
    return Reports(final, skipped, final.iloc[:0])


AREAS = (
    Area(
        "gaza",
        "ps-gaza-strip",
        "Daily casualties in the Gaza Strip, data file",
        "ext_killed_cum",
        _gaza,
        GAZA,
        "Collected from the ministry's and the media office's channels; fields that the project "
        "extrapolates are not read. The count of a single report is dated by the days it covers.",
    ),
    Area(
        "west-bank",
        "ps-west-bank",
        "Daily casualties in the West Bank, data file",
        "flash_source",
        _west_bank,
        WEST_BANK,
        "Flash updates are dated by their day. OCHA's verified counts carry no day in the file and "
        "are dated by the file.",
    ),
    Area(
        "lebanon",
        "lb",
        "Daily casualties in Lebanon, data file",
        "phase",
        _lebanon,
        LEBANON,
        "The ministry's totals as published. It counted from 8 October 2023 to 4 December 2024 "
        "and began again on 2 March 2026.",
    ),
)


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


def _repeats(frame: pd.DataFrame, column: str, reported: pd.Series) -> pd.Series:
    """Where a number equals the one printed before it."""
    if column not in frame:
        return pd.Series(False, frame.index)
    printed = frame.loc[reported & (frame[column] != ""), column]
    return (printed == printed.shift()).reindex(frame.index, fill_value=False)


def _is_unmoved(frame: pd.DataFrame, total: str, count: str, reported: pd.Series) -> pd.Series:
    """Where a total stands still although its own report counts somebody: it was not updated."""
    counted = ~frame.reindex(columns=[count], fill_value="")[count].isin(["", "0"])
    return _repeats(frame, total, reported) & counted


def _blanked(
    frame: pd.DataFrame, without: Sequence[Exclusion]
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
