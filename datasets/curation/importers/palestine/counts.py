"""Columns of counts in Tech for Palestine's files, and the actors they name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """The claimant of a column from ``first`` to ``last``, whatever source its report names."""

    claimant: str
    first: str
    last: str
    note: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A note on the numbers of a column, in the reports that have a number in ``column``."""

    column: str
    note: str


@dataclass(frozen=True, slots=True)
class Count:
    """A column of counts: metric and subject; a total since the count began, or of one report."""

    column: str
    metric: str
    subject: str
    total: bool = True
    attribution: Attribution | None = None
    scope: Scope | None = None


# The file names one source for a day, that of its totals. The ministry gave numbers of women and
# children to 10 November 2023, and again on 7 October 2025. In between they are the media
# office's: its statements of 19 December 2023, 22 January, 19 March, 3 April and 9 December 2024
# have the numbers of the file, and the UN said so on 13 May 2024, when the ministry's own count
# of identified children was half of them.
BREAKDOWN = Attribution(
    "gaza-media-office",
    "2023-11-11",
    "2025-10-06",
    "The file names the ministry as the source of the day; in these months the numbers of women "
    "and children were the media office's.",
)

# Where a report also has deaths of other days, this column has those of the report alone.
OF_REPORT_ALONE = "killed_truce_new"
WITHOUT_OTHER_DAYS = Scope(
    OF_REPORT_ALONE,
    "Without bodies recovered and deaths of earlier days that a committee of the ministry accepted "
    "later; the total has them.",
)
WITH_OTHER_DAYS = Scope(
    OF_REPORT_ALONE,
    "With bodies recovered and deaths of earlier days that a committee of the ministry accepted "
    "later; the count of this report is without them.",
)

GAZA = (
    Count("killed_cum", "killed", "gaza-population", scope=WITH_OTHER_DAYS),
    Count("injured_cum", "wounded", "gaza-population"),
    Count("killed_children_cum", "killed", "gaza-children", attribution=BREAKDOWN),
    Count("killed_women_cum", "killed", "gaza-women", attribution=BREAKDOWN),
    Count("killed", "killed", "gaza-population", total=False),
    Count(OF_REPORT_ALONE, "killed", "gaza-population", total=False, scope=WITHOUT_OTHER_DAYS),
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
        "name": "Palestinian children in the West Bank",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "west-bank-population",
        "name": "Palestinians in the West Bank",
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
