"""Single rows of ReliefWeb's crisis figures that are left out: slips, and changes of meaning."""

from collections.abc import Mapping
from types import MappingProxyType

LOST_MEANING = "under one name, a number that counts something else than before"
OUT_OF_LINE = "a number far out of line with its neighbours: a slip"

# By crisis, name and date as printed. Dates after the day of the file need no entry.
SLIPS: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        # 822,546 a year before, from the same source.
        ("AFG", "Estimated IDPs by Conflict", "2023-06-01"): OUT_OF_LINE,
        # 40,833 before; the number is near that of Syrian refugees in Iraq.
        ("IRQ", "Non-Syrian Refugees in Iraq", "2022-12-31"): OUT_OF_LINE,
        # 960,000 before, said to be displaced; this one leaves out those who went back.
        ("SYR", "People Displaced in Northwestern Syria (since Dec 2019)", "2020-07-25"): (
            LOST_MEANING
        ),
        # 118,280 before; this one leaves out those whose return was not assisted.
        ("SOM", "Somali Refugee Returnees (since 2014)", "2020-01-31"): LOST_MEANING,
    }
)
