"""Code lists: every code that a ledger may use, with its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A hedge as printed, and the bounds that it gives to the value.

    ``prefix`` precedes the number in text. `datasets.model.hedges` has its phrases.
    ``lower`` and ``upper`` tell whether the value is a lower or an upper bound of the claim:
    "more than 5" has a lower bound and no upper bound.
    """

    meaning: str
    prefix: str
    lower: bool
    upper: bool


QUANTIFIERS: Mapping[str, Quantifier] = MappingProxyType(
    {
        "unqualified": Quantifier("a number without a hedge; it may be rounded", "", True, True),
        "approximately": Quantifier(
            "about, around, some, nearly, almost, roughly",
            "about ",
            False,
            False,
        ),
        "more-than": Quantifier(
            "over, more than, exceeds",
            "more than ",
            True,
            False,
        ),
        "at-least": Quantifier(
            "at least, no fewer than",
            "at least ",
            True,
            False,
        ),
        "less-than": Quantifier("under, fewer than", "less than ", False, True),
        "up-to": Quantifier(
            "up to, as many as, at most",
            "up to ",
            False,
            True,
        ),
        "between": Quantifier("from A to B; the value is empty", "between ", True, True),
    }
)

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "new": "the first row of a figure",
        "revised": "the claimant now gives another number for the same question and period",
        "corrected": "our row was wrong, or we found a document closer to the claimant",
        "retracted": "withdrawn; still listed in the history",
    }
)

BASES: Mapping[str, str] = MappingProxyType(
    {
        "stated": "the method is not stated",
        "documented": "each case is documented",
        "registered": "counted from a register",
        "surveyed": "estimated from a survey",
        "estimated": "an estimate, as the claimant says",
        "modelled": "the result of a model",
    }
)

VERIFICATIONS: Mapping[str, str] = MappingProxyType(
    {
        "unstated": "the source does not mention verification",
        "verified": "the source says that the number was verified",
        "unverified": "the source says that the number is not verified",
        "disputed": "the source says that the number is disputed",
    }
)

STANCES: Mapping[str, str] = MappingProxyType(
    {
        "own": "a belligerent about its own side",
        "adverse": "a belligerent about its adversary",
        "third-party": "a claimant on no side",
    }
)

METRIC_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "flow": "may be added over periods and over places that do not overlap",
        "stock": "may be added over places that do not overlap, at one moment; never over time",
        "intensive": "may never be added",
    }
)

# The meaning of one number in time. A flow is a total or a count.
NATURES: Mapping[str, str] = MappingProxyType(
    {
        "total": "a running total of a flow, from the start of its period until the end",
        "count": "a flow in its own period, such as a day, a month, or the days of one report",
        "stock": "a stock at one moment",
        "intensive": "a rate, a distance or another number that may never be added",
    }
)

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "person": "people",
        "household": "households",
        "case": "cases, possibly several for one person",
        "crossing": "border crossings, possibly several by one person",
        "displacement": "movements of displacement, possibly several of one person",
        "item": "pieces of equipment",
        "settlement": "cities, towns and villages",
        "order": "orders issued",
        "km2": "square kilometres",
        "km": "kilometres",
        "percent": "percent",
    }
)

COUNTABLE_UNITS = frozenset(UNITS) - {"km2", "km", "percent"}

ACTOR_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "state": "a state as a whole",
        "government": "a government, ministry, office or local authority",
        "armed-force": "an armed force or armed group",
        "population": "a group of people",
        "intergovernmental": "an organisation of states",
        "ngo": "a non-governmental organisation",
        "media": "a news outlet or agency",
        "research": "a university, institute or independent counter",
        "anonymous": "a claimant that the document does not name",
    }
)

LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "world": "the world",
        "theatre": "a theatre of war, across borders",
        "adm0": "a country or territory",
        "adm1": "first administrative level (oblast, state, governorate)",
        "adm2": "second administrative level (raion, district)",
        "adm3": "third administrative level (hromada, municipality)",
        "adm4": "a settlement",
        "area": "an area with another boundary",
    }
)

RETRIEVALS: Mapping[str, str] = MappingProxyType(
    {
        "automatic": "downloaded from its address",
        "manual": "read from a file that a person provides",
        "forbidden": "not read: its terms do not allow publication",
    }
)

# The origins of the points of places, each with its licence. A point is followed back by its id.
POINT_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "natural-earth": "label point of a country or of a first-level place, or among the islands "
        "of one, by `ne_id`; Natural Earth 5, public domain",
        "geonames": "a settlement, or the main town of a first-level place that has new "
        "boundaries, by `geonameid`; GeoNames, CC BY 4.0",
        "kse": "centre of a hromada, by its KATOTTG code; KSE Loc Data Hub, MIT",
    }
)


def meaning_of(entry: Quantifier | str) -> str:
    """The meaning of an entry of any code list."""
    return entry.meaning if isinstance(entry, Quantifier) else entry
