"""Importer of the totals of the Ukraine-Russia War Personnel Losses Tracker, from lists of names.

The tracker counts the entries of two lists that others make: LostArmour's of Ukraine's dead and
missing, and that of svo.rf.gd of Russia's dead. No name is read here.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, json_content, numbers
from datasets.curation.ledger_files import DatasetsFolder


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the file of totals, and what it counts."""

    side: str
    key: str
    metric: str
    subject: str
    began: str  # of the period, empty for a number on one day
    note: str


COUNTS = (
    Count(
        "ukraine",
        "dead",
        "confirmed-by-name",
        "ua-armed-forces",
        began="2022-02-24/",
        note="Entries of LostArmour's list of the dead, without those that stand in it twice.",
    ),
    Count(
        "ukraine",
        "missing",
        "missing",
        "ua-armed-forces",
        began="",
        note=(
            "Entries of LostArmour's list of the missing, without those that stand in it twice. "
            "Who was identified later may still be in the list."
        ),
    ),
    Count(
        "russia",
        "total_losses",
        "confirmed-by-name",
        "ru-armed-forces",
        began="2022-02-24/",
        note=(
            "Entries of the list of svo.rf.gd, without those that stand in it twice. The "
            "tracker's page says that missing Russians are counted as dead."
        ),
    ),
)
# The lists that the tracker counts, by the address that the file names. An earlier file names
# other lists, and its numbers are shares of a total that the tracker's program assumes.
LISTS: Mapping[str, str] = MappingProxyType(
    {"https://lostarmour.info/ukr200": "lostarmour", "https://svo.rf.gd": "svo-rf-gd"}
)
TRACKER = "ukrainewarlosses"
ACTORS: Sequence[Row] = (
    {
        "actor_id": TRACKER,
        "name": "Ukraine-Russia War Personnel Losses Tracker",
        "aka": "ukrainewarlosses.org",
        "kind": "research",
    },
    {
        "actor_id": "lostarmour",
        "name": "LostArmour",
        "aka": "lostarmour.info;Lost Armour",
        "kind": "research",
    },
    {"actor_id": "svo-rf-gd", "name": "svo.rf.gd", "kind": "research"},
)
_PERIOD = re.compile(r"\d{4}-(W?\d\d|\d\d-\d\d)")


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """The totals of each side on the day of the file.

    Counts by month, week and day are skipped. For Ukraine the tracker's program reads a date as
    midnight in Greenwich and takes the day west of it, so each death is a day early and a month
    ends a day late. For Russia the list does not say whether a date is that of the death.
    """
    skipped: Counter[str] = Counter()
    source = _source(document)
    claims = []
    for path in files:
        content = json_content(path)
        if not isinstance(content, dict) or not all(isinstance(v, dict) for v in _parts(content)):
            raise UpstreamError(path.name, None, "not an object of objects")
        if all(_PERIOD.fullmatch(key) for key in content):
            reason = "counts by month, week or day: dates are moved, or not those of the deaths"
            skipped[reason] += _filled(content, ("deaths", "missing"))
        else:
            claims.append(_claims(path, content, source["source_id"]))
            skipped["the dead and missing together: a sum of the two"] += 1
    read_claims = pd.concat(claims) if claims else claims_of({}, pd.Index([]))
    return ImportedClaims(read_claims, sources=(source,), actors=ACTORS, skipped=+skipped)


FORMAT = Format(TRACKER, "hardcoded-casualty-totals.json, counts of two lists of names", read)


def _parts(content: Mapping[str, Any]) -> list[Any]:
    return [value for key, value in content.items() if key != "lastUpdated"]


def _claims(path: Path, content: Mapping[str, Any], source: str) -> pd.DataFrame:
    """The totals; the index counts the `COUNTS` from 1."""
    index = pd.RangeIndex(1, len(COUNTS) + 1)
    cells = pd.DataFrame([_cells(path, content, count) for count in COUNTS], index, dtype=object)
    total = numbers(path, cells["total"])
    day = days(path, cells["last_updated"].str.slice(0, 10))
    return claims_of(
        {
            "metric": [count.metric for count in COUNTS],
            "subject": [count.subject for count in COUNTS],
            "place": "theatre-ru-ua",
            "period": pd.Series([count.began for count in COUNTS], index) + day,
            "quantifier": "unqualified",
            "value": total,
            "claimant": TRACKER,
            "claimed_on": day,
            "source": source,
            "basis": "documented",
            "verification": "unstated",
            "derived_from": cells["list"],
            "wording": cells["head"] + total + "; last_updated " + day,
            "note": [count.note for count in COUNTS],
        },
        index,
    )


def _cells(path: Path, content: Mapping[str, Any], count: Count) -> Mapping[str, str]:
    """The cells of a total as text. Raises UpstreamError for a missing one or another list."""
    side = content.get(count.side, {})
    missing = [key for key in (count.key, "last_updated", "source_url") if key not in side]
    if missing:
        raise UpstreamError(path.name, None, f"{count.side}: key missing: '{missing[0]}'")
    address = side["source_url"]
    if address not in LISTS:
        reason = f"{count.side}: '{address}' is not a list that the tracker counts"
        raise UpstreamError(path.name, None, reason)
    return {
        "total": str(side[count.key]),
        "last_updated": str(side["last_updated"]),
        "list": LISTS[address],
        "head": f"{count.side}; {count.key} ",
    }


def _filled(content: Mapping[str, Mapping[str, Any]], keys: Sequence[str]) -> int:
    return sum(1 for counts in content.values() for key in keys if counts.get(key))


def _source(document: Document) -> Row:
    return {
        "source_id": f"{TRACKER}-{document.published}-totals",
        "publisher": TRACKER,
        "title": "Totals of Ukraine's dead and missing and of Russia's dead, from lists of names",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "MIT",
        "note": (
            "From the tracker's public repository; the licence is its own, and the terms of the "
            "two lists were not read. The tracker scraped the lists and removed double entries; "
            "its page also speaks of samples that it scales, its program of counts only."
        ),
    }
