"""Columns of counts in Tech for Palestine's files, and the actors they name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """A column of counts: metric and subject; a total since the count began, or of one report."""

    column: str
    metric: str
    subject: str
    total: bool = True


GAZA = (
    Count("killed_cum", "killed", "gaza-population"),
    Count("injured_cum", "wounded", "gaza-population"),
    Count("killed_children_cum", "killed", "gaza-children"),
    Count("killed_women_cum", "killed", "gaza-women"),
    Count("killed", "killed", "gaza-population", total=False),
    Count("killed_truce_new", "killed", "gaza-population", total=False),
    Count("injured", "wounded", "gaza-population", total=False),
)
WEST_BANK = tuple(
    Count(f"{what}{of}{ending}", metric, f"west-bank-{whom}", total=bool(ending))
    for what, metric in (("killed", "killed"), ("injured", "wounded"))
    for of, whom in (("", "population"), ("_children", "children"))
    for ending in ("_cum", "")
)
LEBANON = (
    Count("killed_cum_reported", "killed", "lb-population"),
    Count("injured_cum_reported", "wounded", "lb-population"),
)

ACTORS: tuple[Mapping[str, str], ...] = (
    {
        "actor_id": "gaza-children",
        "name": "children of the Gaza Strip",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "gaza-media-office",
        "name": "Government Media Office in Gaza",
        "aka": "المكتب الإعلامي الحكومي",
        "kind": "government",
        "side": "ps",
    },
    {
        "actor_id": "gaza-women",
        "name": "women of the Gaza Strip",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "lb-health-ministry",
        "name": "Ministry of Public Health of Lebanon",
        "aka": "وزارة الصحة العامة;MoPH",
        "kind": "government",
        "side": "lb",
    },
    {
        "actor_id": "lb-population",
        "name": "population of Lebanon",
        "kind": "population",
        "side": "lb",
    },
    {
        "actor_id": "tech-for-palestine",
        "name": "Tech for Palestine",
        "aka": "Palestine Datasets",
        "kind": "ngo",
    },
    {
        "actor_id": "west-bank-children",
        "name": "children of the West Bank",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "west-bank-population",
        "name": "population of the West Bank",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "who",
        "name": "World Health Organization",
        "aka": "WHO",
        "kind": "intergovernmental",
    },
)
