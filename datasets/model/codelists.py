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
        "unqualified": Quantifier("a bare number, which may be rounded", "", True, True),
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
        "corrected": "we were wrong, or found a document nearer the claimant",
        "retracted": "withdrawn; stays visible in the history",
    }
)

BASES: Mapping[str, str] = MappingProxyType(
    {
        "stated": "nothing is said about how the claimant knows",
        "documented": "each case is documented",
        "registered": "counted from a register",
        "surveyed": "estimated from a survey",
        "estimated": "an estimate, as the claimant says",
        "modelled": "the result of a model",
    }
)

VERIFICATIONS: Mapping[str, str] = MappingProxyType(
    {
        "unstated": "the source says nothing about it",
        "verified": "the source says it was verified",
        "unverified": "the source says it could not be verified",
        "disputed": "the source says it is disputed",
    }
)

STANCES: Mapping[str, str] = MappingProxyType(
    {
        "own": "a belligerent about its own side",
        "adverse": "a belligerent about its adversary",
        "third-party": "the claimant belongs to no belligerent",
    }
)

METRIC_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "flow": "adds up over disjoint time and over disjoint places",
        "stock": "adds up over disjoint places at one moment, never over time",
        "intensive": "never adds up",
    }
)

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "person": "people",
        "household": "households",
        "case": "cases, which may be fewer people",
        "crossing": "crossings of a border, which may be fewer people",
        "item": "pieces of equipment",
        "settlement": "cities, towns and villages",
        "order": "orders issued",
        "km2": "square kilometres",
        "km": "kilometres",
    }
)

COUNTABLE_UNITS = frozenset(UNITS) - {"km2", "km"}

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
        "anonymous": "somebody the document does not name",
    }
)

LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "world": "the world",
        "theatre": "the theatre of a war, across borders",
        "adm0": "a country or territory",
        "adm1": "first administrative level (oblast, state, governorate)",
        "adm2": "second administrative level (raion, district)",
        "adm3": "third administrative level (hromada, municipality)",
        "adm4": "a settlement",
        "area": "an area with another boundary",
    }
)


def meaning_of(entry: Quantifier | str) -> str:
    """The meaning of an entry of any code list."""
    return entry.meaning if isinstance(entry, Quantifier) else entry
