"""Which revisions are visible: by the day they were recorded, and by the day they were claimed."""

from collections.abc import Set

from sqlalchemy import ColumnElement, bindparam, exists, or_

from datasets.release.tables import FIGURES

_F = FIGURES.c

Clause = ColumnElement[bool]


def visible_at(vintages: Set[str], *, history: bool, retracted: bool) -> list[Clause]:
    """Conditions for the revisions that are visible on the days ``as_of`` and ``known_at``.

    ``vintages`` names the days that are bound in the statement, see `statement_of`.
    """
    recorded = [_F.recorded_on <= bindparam("as_of")] if "as_of" in vintages else []
    claimed = [_F.claimed_on <= bindparam("known_at")] if "known_at" in vintages else []
    updated = [_F.recorded_on > bindparam("updated")] if "updated" in vintages else []
    if history:
        return [*recorded, *claimed, *updated]
    present = [] if retracted or updated else [_F.change != "retracted"]
    return [*recorded, *claimed, *_latest(vintages), *present, *updated]


def _latest(vintages: Set[str]) -> list[Clause]:
    """No later revision of the same figure was recorded, or claimed, by these days."""
    if {"as_of", "known_at"} <= vintages:
        newer = FIGURES.alias("newer")
        superseded = exists().where(
            newer.c.id == _F.id,
            newer.c.revision > _F.revision,
            newer.c.recorded_on <= bindparam("as_of"),
            newer.c.claimed_on <= bindparam("known_at"),
        )
        return [or_(_F.superseded_on.is_(None), ~superseded)]
    if "as_of" in vintages:
        return [or_(_F.superseded_on.is_(None), _F.superseded_on > bindparam("as_of"))]
    if "known_at" in vintages:
        return [or_(_F.outclaimed_on.is_(None), _F.outclaimed_on > bindparam("known_at"))]
    return [_F.superseded_on.is_(None)]


# The conditions of current figures: the newest revision of each, if it is not retracted.
CURRENT = tuple(visible_at(frozenset(), history=False, retracted=False))
