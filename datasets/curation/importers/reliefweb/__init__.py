"""Importer of ReliefWeb's crisis figures: numbers by crisis, each with its source and address."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.reliefweb.claimants import ACTORS, CLAIMANTS
from datasets.curation.importers.reliefweb.listed import listed_figures
from datasets.curation.importers.reliefweb.names import FigureName, figure_name
from datasets.curation.importers.reliefweb.slips import SLIPS
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY

PUBLISHER = "reliefweb"
# Characters of a name that a wording has room for.
MAX_NAME = 110
KINDS = {
    "children": "children of",
    "civilians": "civilians of",
    "people": "people from",
    "population": "population of",
}
ADDRESS = "The file gives the report's address, {}, and not its day; the claim has the file's day."
RECORDED = "questions that the ledger has from a document nearer the claimant"
TWICE = "the same number on the page of another crisis"
LATER = "a date after the day of the file"
ZERO = "0 or no number, which in these files may also stand for not counted"
NO_ADDRESS = "no address of a report"
UNKNOWN_NAME = "a name that the table of names does not have"
UNKNOWN_SOURCE = "a source that is not known"
NO_PLACE = "crisis is no place of ours"


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The numbers of one file that count people of a conflict, by the table of names.

    ReliefWeb relays: the named source is the claimant, and the note of each row has the address of
    its report. The file gives the day of a number and not that of its report, so a claim has the
    day of the file: by then it was made. Import the files from the oldest to the newest. Raises
    UpstreamError for several files, since one day dates one.
    """
    path, *others = files
    if others:
        raise UpstreamError(others[0].name, None, "one file at a time: --published dates one file")
    rows, skipped = listed_figures(path)
    places = places_by_iso3(folder)
    known = pd.Series(
        [figure_name(*key) for key in zip(rows["name"], rows["crisis"], strict=True)], rows.index
    )
    reasons = pd.Series(
        [
            _reason(row, name, document)
            for row, name in zip(rows.to_dict("records"), known, strict=True)
        ],
        rows.index,
        dtype=object,
    )
    reasons = reasons.mask((reasons == "") & ~rows["crisis"].isin(places.index), NO_PLACE)
    skipped += Counter(reasons[reasons != ""])
    chosen = reasons == ""
    source = _source(document)
    claims = _claims(rows[chosen], known[chosen], places, source)
    claims = _without_repeats(claims, folder, skipped)
    return ImportedClaims(
        claims,
        sources=(source,),
        actors=(*people_of(folder, places, KINDS), *ACTORS),
        skipped=+skipped,
    )


FORMAT = Format(
    "reliefweb",
    "latest_figures.csv of ReliefWeb Crisis Figures, or the older table of series",
    read,
)


def _reason(row: Mapping[Hashable, str], name: FigureName | None, document: Document) -> str:
    """Reason for leaving a row out, empty for a claim."""
    if name is None:
        return UNKNOWN_NAME
    reasons = (
        name.left_out,
        LATER if row["day"] > document.published else "",
        SLIPS.get((row["crisis"], row["name"], row["day"]), ""),
        ZERO if row["value"] in ("", "0") else "",
        "" if row["url"] else NO_ADDRESS,
        "" if row["source"] in CLAIMANTS else UNKNOWN_SOURCE,
    )
    return next(filter(None, reasons), "")


def _claims(rows: pd.DataFrame, names: pd.Series, places: pd.Series, source: Row) -> pd.DataFrame:
    crises = rows["crisis"].map(places)
    pairs = [name.at(crisis) for name, crisis in zip(names, crises, strict=True)]
    periods = [name.period_to(day) for name, day in zip(names, rows["day"], strict=True)]
    return claims_of(
        {
            "metric": [name.metric for name in names],
            "subject": [subject for subject, _ in pairs],
            "place": [place for _, place in pairs],
            "period": periods,
            "quantifier": "unqualified",
            "value": rows["value"],
            "claimant": rows["source"].map(CLAIMANTS),
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": [name.basis for name in names],
            "verification": "unstated",
            "wording": _wording(rows),
            "note": [
                f"{name.note} {ADDRESS.format(url)}".strip()
                for name, url in zip(names, rows["url"], strict=True)
            ],
        },
        rows.index,
    )


def _wording(rows: pd.DataFrame) -> pd.Series:
    """The cells that state the number. The longest names are cut: a wording has 160 characters."""
    name = rows["name"].where(rows["name"].str.len() <= MAX_NAME, rows["name"].str[:MAX_NAME] + "…")
    label = rows["crisis"] + "; " + name + "; " + rows["source"]
    return label + "; " + rows["value"] + "; " + rows["day"]


def _without_repeats(
    claims: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    """The claims without those that a nearer document, or another crisis, gives as well."""
    recorded = folder.rows[~_is_own(folder)]
    keys = set(recorded[NATURAL_KEY].itertuples(index=False, name=None))
    nearer = pd.Series(
        [key in keys for key in claims[NATURAL_KEY].itertuples(index=False, name=None)],
        claims.index,
        dtype=bool,
    )
    again = ~nearer & claims.duplicated([*NATURAL_KEY, "value"])
    skipped[RECORDED] += int(nearer.sum())
    skipped[TWICE] += int(again.sum())
    return claims[~nearer & ~again]


def _is_own(folder: DatasetsFolder) -> pd.Series:
    sources = folder.references["sources"].frame
    own = sources.loc[sources["publisher"] == PUBLISHER, "source_id"]
    own = own[own.str.startswith("reliefweb-crisis-figures-")]
    return folder.rows["source"].isin(own)


def _source(document: Document) -> Row:
    return {
        "source_id": f"reliefweb-crisis-figures-{document.published}",
        "publisher": PUBLISHER,
        "title": "ReliefWeb Crisis Figures, numbers by crisis with source and report",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 3.0 IGO",
        "note": (
            "Read in a public repository's copy and dated by the commit that added it. The licence "
            "is that of the data set on HDX. A claim has the day of this file, which gives the day "
            "of each number and not that of its report; the report may be months older."
        ),
    }
