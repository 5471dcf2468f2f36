"""Which rows count on the two clocks: when it was recorded here, and when it was said."""

from sqlalchemy import ColumnElement, bindparam, exists, or_

from datasets.release.tables import FIGURES

_F = FIGURES.c

Clause = ColumnElement[bool]


def visible_at(clocks: frozenset[str], *, history: bool, retracted: bool) -> list[Clause]:
    """Which rows count on the two clocks; chosen before anything else is asked of them."""
    recorded = [_F.recorded_on <= bindparam("as_of")] if "as_of" in clocks else []
    known = [_F.claimed_on <= bindparam("known_at")] if "known_at" in clocks else []
    later = [_F.recorded_on > bindparam("updated")] if "updated" in clocks else []
    if history:
        return [*recorded, *known, *later]
    present = [] if retracted or later else [_F.change != "retracted"]
    return [*recorded, *known, *_unsurpassed(clocks), *present, *later]


def _unsurpassed(clocks: frozenset[str]) -> list[Clause]:
    """No later revision of the same figure had been recorded, or claimed, by then."""
    if {"as_of", "known_at"} <= clocks:
        newer = FIGURES.alias("newer")
        surpassed = exists().where(
            newer.c.id == _F.id,
            newer.c.revision > _F.revision,
            newer.c.recorded_on <= bindparam("as_of"),
            newer.c.claimed_on <= bindparam("known_at"),
        )
        return [or_(_F.superseded_on.is_(None), ~surpassed)]
    if "as_of" in clocks:
        return [or_(_F.superseded_on.is_(None), _F.superseded_on > bindparam("as_of"))]
    if "known_at" in clocks:
        return [or_(_F.outclaimed_on.is_(None), _F.outclaimed_on > bindparam("known_at"))]
    return [_F.superseded_on.is_(None)]
