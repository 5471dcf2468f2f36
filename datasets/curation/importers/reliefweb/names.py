"""Names of ReliefWeb's crisis figures: the meaning of each, or the reason to leave it out.

``names.csv`` has a row for each name, perhaps for one crisis alone. ``{crisis}`` in it stands for
the place of the crisis. Every row was read and decided by a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from datasets.curation.importers.source_files import UpstreamError, table

PATH = Path(__file__).with_suffix(".csv")
SINCE = "since "


@dataclass(frozen=True, slots=True)
class FigureName:
    """Meaning of a name. A row of a name with ``left_out``, a reason, is no claim of ours.

    ``period`` is ``day`` (the date alone), ``month`` or ``year`` (from its first day to the date),
    ``until`` (an unknown day to the date) or ``since`` and an ISO day.
    """

    metric: str
    subject: str
    place: str
    period: str
    basis: str
    note: str
    left_out: str

    def at(self, crisis: str) -> tuple[str, str]:
        """Subject and place for a crisis, given as the id of its place."""
        return self.subject.replace("{crisis}", crisis), self.place.replace("{crisis}", crisis)

    def period_to(self, day: str) -> str:
        """The period that ends on a day, as EDTF."""
        if self.period.startswith(SINCE):
            return f"{self.period.removeprefix(SINCE)}/{day}"
        return PERIODS[self.period].format(day=day, month=day[:7], year=day[:4])


PERIODS: Mapping[str, str] = MappingProxyType(
    {
        "day": "{day}",
        "month": "{month}-01/{day}",
        "year": "{year}-01-01/{day}",
        "until": "/{day}",
    }
)


def figure_name(name: str, crisis: str) -> FigureName | None:
    """Meaning of a name in a crisis, given as ISO 3166-1 alpha-3; None if it is not known."""
    names = _names()
    return names.get((name, crisis)) or names.get((name, ""))


@cache
def _names() -> Mapping[tuple[str, str], FigureName]:
    columns = list(FigureName.__dataclass_fields__)
    frame = table(PATH, ["figure_name", "crisis", *columns])
    keys = zip(frame["figure_name"], frame["crisis"], strict=True)
    values = frame[columns].itertuples(index=False, name=None)
    names = dict(zip(keys, (FigureName(*cells) for cells in values), strict=True))
    if len(names) < len(frame):
        raise UpstreamError(PATH.name, None, "a name is listed twice")
    return MappingProxyType(names)
